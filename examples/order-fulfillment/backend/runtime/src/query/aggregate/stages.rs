//! The stages of a pipeline, each read in the scope that the one before it leaves.

use super::rows::parse_test;
use super::scope::{Scope, alone, on_the_wire, plain};
use super::{Column, Expr, Form, Stage, Total};
use crate::Result;
use crate::class::{Direction, Kind};
use crate::error::Error;
use crate::wire::{Ordered, Value};

/// How many columns rows may have.
const MAX_COLUMNS: usize = 500;

pub(super) struct Stages {
    scope: Scope,
    stages: Vec<Stage>,
}

impl Stages {
    pub(super) fn new(scope: Scope) -> Self {
        Self {
            scope,
            stages: Vec::new(),
        }
    }

    /// Whether the rows still are all objects of the class that were asked for.
    pub(super) fn are_objects(&self) -> bool {
        self.stages
            .iter()
            .all(|stage| matches!(stage, Stage::Sort(_)))
    }

    pub(super) fn finish(self) -> (Vec<Stage>, Vec<Column>) {
        (self.stages, self.scope.columns)
    }

    pub(super) fn push(&mut self, name: &str, operand: &Ordered) -> Result<()> {
        let stage = match name {
            "$match" => Stage::Match(parse_test(&self.scope, &operand.value(), 0)?),
            "$group" => self.group(operand)?,
            "$project" => self.project(operand)?,
            "$addFields" | "$set" => self.add(operand)?,
            "$unwind" => self.unwind(&operand.value())?,
            "$sort" => self.sort(operand)?,
            "$skip" => Stage::Skip(whole(name, &operand.value())?),
            "$limit" => Stage::Limit(whole(name, &operand.value())?),
            "$sample" => Stage::Sample(whole(name, &operand.value()["size"])?),
            "$count" => self.count(&operand.value())?,
            _ => return Err(Error::query(format!("Invalid aggregate stage '{name}'."))),
        };
        if self.scope.columns.len() > MAX_COLUMNS {
            return Err(Error::query(format!(
                "{name} leaves more than {MAX_COLUMNS} columns"
            )));
        }
        self.stages.push(stage);
        Ok(())
    }

    fn group(&mut self, operand: &Ordered) -> Result<Stage> {
        let (mut keys, mut totals) = (Vec::new(), Vec::new());
        let (mut columns, mut summed) = (Vec::new(), Vec::new());
        let mut is_keyed = false;
        for (name, value) in members(operand)? {
            match name.as_str() {
                "_id" => {
                    is_keyed = true;
                    self.keys(value, &mut keys, &mut columns)?;
                }
                "objectId" => {
                    return Err(Error::query(
                        "Cannot use `objectId` in aggregation stage $group; use `_id` instead.",
                    ));
                }
                name => {
                    let (total, expr, form) = self.total(&value.value())?;
                    totals.push((total, expr));
                    summed.push(column(name, None, form));
                }
            }
        }
        if !is_keyed {
            return Err(Error::query(
                "Invalid parameter for query: group. Missing key _id",
            ));
        }
        columns.append(&mut summed);
        self.scope.columns = columns;
        Ok(Stage::Group { keys, totals })
    }

    /// `_id`: one key, or an object of several.
    fn keys(&self, value: &Ordered, keys: &mut Vec<Expr>, columns: &mut Vec<Column>) -> Result<()> {
        let mut key = |member: Option<&str>, value: &Value| -> Result<()> {
            let (expr, form) = self.scope.expression(value)?;
            keys.push(expr);
            columns.push(column("objectId", member, alone(form)));
            Ok(())
        };
        match value.members() {
            Some(members) if !members.iter().any(|(name, _)| name.starts_with('$')) => {
                for (name, value) in members {
                    key(Some(name), &value.value())?;
                }
                // An object without members is one key, which all rows have.
                if members.is_empty() {
                    key(None, &Value::Null)?;
                }
                Ok(())
            }
            _ => key(None, &value.value()),
        }
    }

    fn total(&self, value: &Value) -> Result<(Total, Expr, Form)> {
        let operation = value.as_object().filter(|members| members.len() == 1);
        let Some((name, operand)) = operation.and_then(|members| members.iter().next()) else {
            return Err(Error::query(format!("{value} is no total of a group")));
        };
        match name.as_str() {
            "$sum" => Ok((Total::Sum, self.scope.number(operand)?, Form::Number)),
            "$avg" => Ok((Total::Average, self.scope.number(operand)?, Form::Number)),
            "$count" => Ok((Total::Sum, Expr::Number(1.0), Form::Number)),
            "$min" | "$max" => {
                let (expr, form) = self.scope.expression(operand)?;
                let total = if name == "$min" {
                    Total::Minimum
                } else {
                    Total::Maximum
                };
                let expr = plain(expr, form);
                let form = match alone(form) {
                    Form::Json | Form::Field(Kind::Object(_) | Kind::Array(_)) => Form::Plain,
                    Form::Field(Kind::Polygon) => {
                        return Err(Error::query(format!("{operand} has no order")));
                    }
                    form => form,
                };
                Ok((total, expr, form))
            }
            "$first" | "$last" => {
                let (expr, form) = self.scope.expression(operand)?;
                let total = if name == "$first" {
                    Total::First
                } else {
                    Total::Last
                };
                Ok((total, expr, alone(form)))
            }
            "$push" | "$addToSet" => {
                let (expr, form) = self.scope.expression(operand)?;
                if let Form::Field(Kind::Bytes | Kind::Polygon) = form {
                    return Err(Error::query(format!("{name} takes no {operand}")));
                }
                let total = if name == "$push" {
                    Total::All(form)
                } else {
                    Total::Different(form)
                };
                Ok((total, expr, Form::Json))
            }
            _ => Err(Error::query(format!(
                "Invalid operator of a group '{name}'."
            ))),
        }
    }

    fn project(&mut self, operand: &Ordered) -> Result<Stage> {
        let members = members(operand)?;
        let is_named = |column: &Column| {
            let mut names = members.iter().map(|(name, _)| on_the_wire(name));
            names.any(|name| name == column.name)
        };
        let leaves_out = |(name, value): &(String, Ordered)| -> Option<String> {
            is_no(&value.value()).then(|| on_the_wire(name).to_owned())
        };
        let left_out: Vec<_> = members.iter().filter_map(leaves_out).collect();
        let names_some = members
            .iter()
            .any(|(name, value)| on_the_wire(name) != "objectId" && !is_no(&value.value()));
        let (mut exprs, mut columns) = (Vec::new(), Vec::new());
        for (index, column) in self.scope.columns.iter().enumerate() {
            let is_id = column.name == "objectId" && !is_named(column);
            let stays = if names_some { is_id } else { true };
            if stays && !left_out.contains(&column.name) {
                exprs.push(Expr::Column(index));
                columns.push(column.clone());
            }
        }
        if names_some {
            for (name, value) in members {
                self.named(on_the_wire(name), &value.value(), &mut exprs, &mut columns)?;
            }
        }
        self.scope.columns = columns;
        Ok(Stage::Project(exprs))
    }

    /// A member of `$project`: a column as it is, or something made of others.
    fn named(
        &self,
        name: &str,
        value: &Value,
        exprs: &mut Vec<Expr>,
        columns: &mut Vec<Column>,
    ) -> Result<()> {
        if is_no(value) {
            return Ok(());
        }
        if is_yes(value) {
            // One that has members is as many columns.
            let named = self.scope.columns.iter().enumerate();
            let before = columns.len();
            for (index, column) in named.filter(|(_, column)| column.name == name) {
                exprs.push(Expr::Column(index));
                columns.push(column.clone());
            }
            if columns.len() > before {
                return Ok(());
            }
            let (expr, form) = self.scope.find(name)?;
            let (first, rest) = name.split_once('.').unwrap_or((name, ""));
            exprs.push(expr);
            columns.push(column(first, Some(rest), form));
            return Ok(());
        }
        let (expr, form) = self.scope.expression(value)?;
        exprs.push(expr);
        columns.push(column(name, None, alone(form)));
        Ok(())
    }

    fn add(&mut self, operand: &Ordered) -> Result<Stage> {
        let added = members(operand)?;
        let (mut exprs, mut columns) = (Vec::new(), Vec::new());
        for (index, column) in self.scope.columns.iter().enumerate() {
            let mut names = added.iter().map(|(name, _)| on_the_wire(name));
            if names.all(|name| name != column.name) {
                exprs.push(Expr::Column(index));
                columns.push(column.clone());
            }
        }
        for (name, value) in added {
            let (expr, form) = self.scope.expression(&value.value())?;
            exprs.push(expr);
            columns.push(column(on_the_wire(name), None, alone(form)));
        }
        self.scope.columns = columns;
        Ok(Stage::Project(exprs))
    }

    /// `"$products"`, or `{"path": "$products", "preserveNullAndEmptyArrays": true}`.
    fn unwind(&mut self, operand: &Value) -> Result<Stage> {
        let path = operand.get("path").unwrap_or(operand);
        let keep_empty = operand.get("preserveNullAndEmptyArrays");
        let name = path.as_str().and_then(|path| path.strip_prefix('$'));
        let (expr, form) = self.scope.find(name.unwrap_or_default())?;
        let (Expr::Column(column), Form::Json | Form::Field(Kind::Array(_))) = (expr, form) else {
            return Err(Error::query(format!("{path} is no Array")));
        };
        self.scope.columns[column].form = Form::Json;
        Ok(Stage::Unwind {
            column,
            keep_empty: keep_empty.is_some_and(is_yes),
        })
    }

    fn sort(&self, operand: &Ordered) -> Result<Stage> {
        let keys = members(operand)?.iter().map(|(name, direction)| {
            let (expr, form) = self.scope.find(name)?;
            let direction = match direction.value().as_f64() {
                Some(1.0) => Direction::Ascending,
                Some(-1.0) => Direction::Descending,
                _ => return Err(Error::query(format!("$sort by `{name}` is 1 or -1"))),
            };
            Ok((plain(expr, form), direction))
        });
        keys.collect::<Result<_>>().map(Stage::Sort)
    }

    fn count(&mut self, operand: &Value) -> Result<Stage> {
        let Some(name) = operand.as_str().filter(|name| !name.is_empty()) else {
            return Err(Error::query("$count needs a name"));
        };
        self.scope.columns = vec![column(name, None, Form::Number)];
        Ok(Stage::Group {
            keys: Vec::new(),
            totals: vec![(Total::Sum, Expr::Number(1.0))],
        })
    }
}

/// A column that shows what it has, be it null.
fn column(name: &str, member: Option<&str>, form: Form) -> Column {
    Column {
        name: name.to_owned(),
        member: member
            .filter(|member| !member.is_empty())
            .map(str::to_owned),
        form,
        shows_null: true,
    }
}

pub(super) fn members(value: &Ordered) -> Result<&[(String, Ordered)]> {
    let error = || Error::query(format!("{value} stands where a JSON object belongs"));
    value.members().ok_or_else(error)
}

fn is_yes(value: &Value) -> bool {
    *value == Value::Bool(true) || value.as_f64().is_some_and(|number| number != 0.0)
}

fn is_no(value: &Value) -> bool {
    *value == Value::Bool(false) || value.as_f64() == Some(0.0)
}

fn whole(name: &str, value: &Value) -> Result<u64> {
    let number = value
        .as_f64()
        .filter(|number| number.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(number));
    // Whole and not negative, so nothing is lost.
    number.map(|number| number as u64).ok_or_else(|| {
        Error::query(format!(
            "{name} needs a whole number, 0 or more, not {value}"
        ))
    })
}
