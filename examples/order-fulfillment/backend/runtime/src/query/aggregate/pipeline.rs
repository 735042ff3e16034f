//! A pipeline as a client writes it → [`Pipeline`].

use super::scope::{Scope, alone, on_the_wire, plain};
use super::stages::{Stages, members};
use super::{Column, Expr, Form, Pipeline, Stage, Test};
use crate::Result;
use crate::access::Caller;
use crate::class::{ClassDef, Direction, Kind};
use crate::error::Error;
use crate::query::{Filter, parse_where};
use crate::store::Catalog;
use crate::wire::{Ordered, Value};

/// How many stages a pipeline may have.
const MAX_STAGES: usize = 32;

/// Reads `[{"$match": …}, {"$group": …}]` for the master.
///
/// # Errors
/// Code 102 for a stage that is unknown, or names what is not there.
pub(crate) fn parse_pipeline(
    catalog: &Catalog,
    class: &'static ClassDef,
    filter: Option<&Value>,
    stages: &[(String, Ordered)],
) -> Result<Pipeline> {
    if stages.len() > MAX_STAGES {
        return Err(Error::query(format!(
            "a pipeline has at most {MAX_STAGES} stages"
        )));
    }
    let (places, scope) = Scope::of(class);
    let mut pipeline = Pipeline {
        class,
        filter: objects(catalog, class, filter)?,
        places,
        stages: Vec::new(),
        columns: Vec::new(),
    };
    let mut resolved = Stages::new(scope);
    for (name, operand) in stages {
        // As long as the rows are the objects of the class, a query of the class says which.
        if name == "$match" && resolved.are_objects() {
            let filter = objects(catalog, class, Some(&operand.value()))?;
            let before = std::mem::replace(&mut pipeline.filter, Filter::Always(true));
            pipeline.filter = before.and(filter);
        } else {
            resolved.push(name, operand)?;
        }
    }
    let (stages, columns) = resolved.finish();
    pipeline.stages = stages;
    pipeline.columns = columns;
    Ok(pipeline)
}

/// The different values that a field has, each once, an Array's elements each for themselves.
///
/// # Errors
/// Code 102 where the class has no such field, or it has no values to compare.
pub(crate) fn parse_distinct(
    catalog: &Catalog,
    class: &'static ClassDef,
    filter: Option<&Value>,
    name: &str,
) -> Result<Pipeline> {
    let (places, mut scope) = Scope::of(class);
    let (expr, mut form) = scope.find(name)?;
    if let Form::Time = form {
        form = alone(form);
    }
    let mut stages = vec![Stage::Project(vec![expr])];
    scope.columns = vec![Column {
        name: name.to_owned(),
        member: None,
        form,
        shows_null: false,
    }];
    if let Form::Field(Kind::Array(_)) = form {
        stages.push(Stage::Unwind {
            column: 0,
            keep_empty: false,
        });
        scope.columns[0].form = Form::Json;
    }
    let value = Expr::Column(0);
    stages.push(Stage::Match(Test::IsSet(value.clone())));
    stages.push(Stage::Distinct);
    let value = plain(value, scope.columns[0].form);
    stages.push(Stage::Sort(vec![(value, Direction::Ascending)]));
    Ok(Pipeline {
        class,
        filter: objects(catalog, class, filter)?,
        places,
        stages,
        columns: scope.columns,
    })
}

fn objects(
    catalog: &Catalog,
    class: &'static ClassDef,
    document: Option<&Value>,
) -> Result<Filter> {
    match document {
        Some(document) => parse_where(catalog, &Caller::Master, class, &renamed(document)),
        None => Ok(Filter::Always(true)),
    }
}

/// A query that may name fields as Parse's databases do.
fn renamed(document: &Value) -> Value {
    match document {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| match (name.as_str(), value) {
                ("$or" | "$and" | "$nor", Value::Array(documents)) => {
                    (name.clone(), documents.iter().map(renamed).collect())
                }
                (name, value) => (on_the_wire(name).to_owned(), value.clone()),
            })
            .collect(),
        other => other.clone(),
    }
}

/// The stages of a pipeline: a list of objects with a member each, or one object with a member a stage.
///
/// # Errors
/// Code 102 where it is neither.
pub(crate) fn stages_of(pipeline: &Ordered) -> Result<Vec<(String, Ordered)>> {
    match pipeline {
        Ordered::Array(stages) => {
            let stages = stages.iter().map(|stage| match members(stage)? {
                [stage] => Ok(stage.clone()),
                more => Err(Error::query(format!(
                    "Pipeline stages should only have one key but found {}.",
                    more.iter()
                        .map(|(name, _)| name.as_str())
                        .collect::<Vec<_>>()
                        .join(", ")
                ))),
            });
            stages.collect()
        }
        stages => members(stages).map(<[_]>::to_vec),
    }
}
