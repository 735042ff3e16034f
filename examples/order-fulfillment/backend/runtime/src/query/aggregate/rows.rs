//! A `$match` that speaks of rows which no class has any more → a [`Test`].

use super::scope::{Scope, plain};
use super::{Expr, Form, Test};
use crate::Result;
use crate::class::Kind;
use crate::error::Error;
use crate::query::{Compare, orderable};
use crate::wire::{Value, parse_date};
use crate::write::Stored;

/// How deep `$or`, `$and` and `$nor` may nest.
const MAX_DEPTH: usize = 16;

/// How many values `$in` and `$nin` may have.
const MAX_VALUES: usize = 1_000;

/// # Errors
/// Code 102 for an unknown operator or column.
pub(super) fn parse_test(scope: &Scope, document: &Value, depth: usize) -> Result<Test> {
    let Value::Object(members) = document else {
        return Err(Error::query("$match needs a JSON object"));
    };
    if depth > MAX_DEPTH {
        return Err(Error::query(format!(
            "$match nests deeper than {MAX_DEPTH}"
        )));
    }
    let list = |value: &Value| -> Result<Vec<Test>> {
        let documents = value.as_array().filter(|documents| !documents.is_empty());
        let documents =
            documents.ok_or_else(|| Error::query("$or, $and and $nor need a list of queries"))?;
        let tests = documents.iter();
        tests
            .map(|document| parse_test(scope, document, depth + 1))
            .collect()
    };
    let mut tests = Vec::new();
    for (name, value) in members {
        match name.as_str() {
            "$or" => tests.push(Test::Any(list(value)?)),
            "$and" => tests.push(Test::All(list(value)?)),
            "$nor" => tests.push(Test::Not(Box::new(Test::Any(list(value)?)))),
            name => column(scope, name, value, &mut tests)?,
        }
    }
    Ok(Test::All(tests))
}

fn column(scope: &Scope, name: &str, value: &Value, tests: &mut Vec<Test>) -> Result<()> {
    let (expr, form) = scope.find(name)?;
    let expr = plain(expr, form);
    let operators = value
        .as_object()
        .filter(|members| members.keys().any(|key| key.starts_with('$')));
    let Some(operators) = operators else {
        tests.push(equal(&expr, form, value)?);
        return Ok(());
    };
    for (operator, operand) in operators {
        let compare = |compare| Ok(Test::Compare(expr.clone(), compare, stored(form, operand)?));
        let one_of = || {
            let values = operand
                .as_array()
                .ok_or_else(|| Error::query(format!("{operator} needs a list of values")))?;
            if values.len() > MAX_VALUES {
                return Err(Error::query(format!(
                    "{operator} takes at most {MAX_VALUES} values here"
                )));
            }
            let tests = values.iter().map(|value| equal(&expr, form, value));
            Ok(Test::Any(tests.collect::<Result<_>>()?))
        };
        let test: Result<Test> = match operator.as_str() {
            "$eq" => equal(&expr, form, operand),
            "$ne" => equal(&expr, form, operand).map(not),
            "$lt" => compare(Compare::Less),
            "$lte" => compare(Compare::LessOrEqual),
            "$gt" => compare(Compare::Greater),
            "$gte" => compare(Compare::GreaterOrEqual),
            "$in" => one_of(),
            "$nin" => one_of().map(not),
            "$exists" if *operand == Value::Bool(false) => Ok(not(Test::IsSet(expr.clone()))),
            "$exists" => Ok(Test::IsSet(expr.clone())),
            _ => Err(Error::query(format!("bad constraint: {operator}"))),
        };
        tests.push(test?);
    }
    Ok(())
}

fn not(test: Test) -> Test {
    Test::Not(Box::new(test))
}

fn equal(expr: &Expr, form: Form, value: &Value) -> Result<Test> {
    if value.is_null() {
        return Ok(not(Test::IsSet(expr.clone())));
    }
    Ok(Test::Compare(
        expr.clone(),
        Compare::Equal,
        stored(form, value)?,
    ))
}

/// A value as a column of this form holds it.
fn stored(form: Form, value: &Value) -> Result<Stored> {
    let is_date = matches!(form, Form::Time | Form::Field(Kind::Date));
    if is_date {
        return parse_date(value)
            .map(Stored::Integer)
            .map_err(|error| Error::query(error.message));
    }
    Ok(orderable(value))
}
