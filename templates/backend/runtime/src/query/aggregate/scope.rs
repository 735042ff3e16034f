//! The columns that a stage can name, and what its expressions are made of.

use super::{Arithmetic, Column, DATE, DatePart, Expr, Form};
use crate::Result;
use crate::class::{ClassDef, Kind};
use crate::error::Error;
use crate::query::Place;
use crate::wire::Value;

/// How many operands an operation may have.
const MAX_OPERANDS: usize = 16;

pub(super) struct Scope {
    pub columns: Vec<Column>,
}

impl Scope {
    /// All of an object that a client may see, and where it is kept.
    pub(super) fn of(class: &'static ClassDef) -> (Vec<Place>, Self) {
        let mut places = vec![Place::Id, Place::CreatedAt, Place::UpdatedAt];
        let mut columns = vec![
            Column::of_object("objectId", Form::Text),
            Column::of_object("createdAt", Form::Time),
            Column::of_object("updatedAt", Form::Time),
        ];
        for (index, field) in class.fields.iter().enumerate() {
            if field.hidden || matches!(field.kind, Kind::Relation { .. }) {
                continue;
            }
            let form = match field.kind {
                Kind::GeoPoint => Form::Json,
                _ => Form::Field(&field.kind),
            };
            places.push(Place::Field(index));
            columns.push(Column::of_object(field.name, form));
        }
        places.push(Place::Acl);
        columns.push(Column::of_object("ACL", Form::Json));
        (places, Self { columns })
    }

    /// What a name such as `price`, `address.city` or `_id.year` stands for.
    ///
    /// # Errors
    /// Code 102 where there is no such column.
    pub(super) fn find(&self, name: &str) -> Result<(Expr, Form)> {
        let (first, rest) = match name.split_once('.') {
            Some((first, rest)) => (on_the_wire(first), rest),
            None => (on_the_wire(name), ""),
        };
        let named = self.columns.iter().position(|column| {
            column.name == first
                && (column.member.is_none() || column.member.as_deref() == Some(rest))
        });
        let unknown = || Error::query(format!("there is no `{name}` at this stage"));
        let index = named.ok_or_else(unknown)?;
        let Column { member, form, .. } = &self.columns[index];
        let column = Expr::Column(index);
        if rest.is_empty() || member.is_some() {
            return Ok((column, *form));
        }
        match form {
            Form::Field(Kind::Pointer { .. }) if rest == "objectId" => Ok((column, Form::Text)),
            Form::Json | Form::Field(Kind::Object(_) | Kind::Array(_)) => {
                let steps = rest.split('.').map(str::to_owned).collect();
                Ok((Expr::Inside(Box::new(column), steps), Form::Json))
            }
            _ => Err(unknown()),
        }
    }

    /// Reads `"$price"`, `1`, `{"$year": "$createdAt"}`, `{"$multiply": ["$price", "$quantity"]}`.
    pub(super) fn expression(&self, value: &Value) -> Result<(Expr, Form)> {
        match value {
            Value::String(name) => match name.strip_prefix('$') {
                Some(name) => self.find(name),
                None => Err(no_expression(value)),
            },
            Value::Number(number) => {
                let number = number.as_f64().unwrap_or_default();
                Ok((Expr::Number(number), Form::Number))
            }
            Value::Null => Ok((Expr::Null, Form::Plain)),
            Value::Object(members) if members.len() == 1 => {
                let operation = members.iter().next().and_then(|(name, operand)| {
                    let expression = match (date_part(name), arithmetic(name)) {
                        (Some(part), _) => self.part(part, operand),
                        (_, Some(operation)) => self.arithmetic(operation, operand),
                        (None, None) => return None,
                    };
                    Some(expression)
                });
                let expression = operation.ok_or_else(|| no_expression(value))??;
                Ok((expression, Form::Number))
            }
            _ => Err(no_expression(value)),
        }
    }

    /// An expression that numbers can be made of.
    pub(super) fn number(&self, value: &Value) -> Result<Expr> {
        let (expr, form) = self.expression(value)?;
        match form {
            Form::Number | Form::Plain | Form::Field(Kind::Number) => Ok(expr),
            Form::Json => Ok(plain(expr, form)),
            Form::Field(_) | Form::Time | Form::Text => {
                Err(Error::query(format!("{value} is no number")))
            }
        }
    }

    fn part(&self, part: DatePart, operand: &Value) -> Result<Expr> {
        let operand = operand.get("date").unwrap_or(operand);
        let (expr, form) = self.expression(operand)?;
        match form {
            Form::Time | Form::Json | Form::Plain | Form::Field(Kind::Date) => {
                Ok(Expr::Part(part, Box::new(plain(expr, form))))
            }
            Form::Number | Form::Text | Form::Field(_) => {
                Err(Error::query(format!("{operand} is no Date")))
            }
        }
    }

    fn arithmetic(&self, operation: Arithmetic, operands: &Value) -> Result<Expr> {
        let operands = match operands {
            Value::Array(operands) if (1..=MAX_OPERANDS).contains(&operands.len()) => operands,
            _ => return Err(no_expression(operands)),
        };
        let operands = operands.iter().map(|operand| self.number(operand));
        Ok(Expr::Arithmetic(
            operation,
            operands.collect::<Result<_>>()?,
        ))
    }
}

impl Column {
    fn of_object(name: &str, form: Form) -> Self {
        Self {
            name: name.to_owned(),
            member: None,
            form,
            shows_null: false,
        }
    }
}

/// An expression whose value can be ordered and counted with.
pub(super) fn plain(expr: Expr, form: Form) -> Expr {
    match (expr, form) {
        (Expr::Inside(of, steps), _) => Expr::Value(of, steps),
        (expr, Form::Json | Form::Field(Kind::Object(_) | Kind::Array(_))) => {
            Expr::Value(Box::new(expr), Vec::new())
        }
        (expr, _) => expr,
    }
}

/// How a value is held that stands for itself, and for no member of an object.
pub(super) fn alone(form: Form) -> Form {
    match form {
        Form::Time => Form::Field(&DATE),
        Form::Field(Kind::Pointer { .. }) => Form::Text,
        form => form,
    }
}

/// Names of columns that clients of Parse know from its databases.
pub(super) fn on_the_wire(name: &str) -> &str {
    match name {
        "_id" => "objectId",
        "_created_at" => "createdAt",
        "_updated_at" => "updatedAt",
        name => name.strip_prefix("_p_").unwrap_or(name),
    }
}

fn no_expression(value: &Value) -> Error {
    Error::query(format!(
        "{value} is no expression: it may be a number, a name such as \"$price\", a part of a date such as \
         {{\"$year\":\"$createdAt\"}}, or $add, $subtract, $multiply or $divide"
    ))
}

fn date_part(name: &str) -> Option<DatePart> {
    Some(match name {
        "$year" => DatePart::Year,
        "$month" => DatePart::Month,
        "$dayOfMonth" => DatePart::DayOfMonth,
        "$dayOfWeek" => DatePart::DayOfWeek,
        "$dayOfYear" => DatePart::DayOfYear,
        "$isoDayOfWeek" => DatePart::IsoDayOfWeek,
        "$isoWeek" => DatePart::IsoWeek,
        "$isoWeekYear" => DatePart::IsoWeekYear,
        "$week" => DatePart::Week,
        "$hour" => DatePart::Hour,
        "$minute" => DatePart::Minute,
        "$second" => DatePart::Second,
        "$millisecond" => DatePart::Millisecond,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Arithmetic> {
    Some(match name {
        "$add" => Arithmetic::Add,
        "$subtract" => Arithmetic::Subtract,
        "$multiply" => Arithmetic::Multiply,
        "$divide" => Arithmetic::Divide,
        _ => return None,
    })
}
