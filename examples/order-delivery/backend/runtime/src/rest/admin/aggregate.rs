//! `GET /aggregate/CLASS`: its parameters → what is asked of the service.

use super::Administrator;
use crate::Result;
use crate::error::{Code, Error};
use crate::rest::Door;
use crate::rest::answer;
use crate::rest::extract::Target;
use crate::service::{Aggregate, Asked};
use crate::wire::Ordered;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use form_urlencoded::parse;

/// What changes no answer.
const IGNORED: [&str; 5] = [
    "hint",
    "comment",
    "readPreference",
    "rawValues",
    "rawFieldNames",
];

pub(super) async fn aggregate(
    State(app): Door,
    Administrator(caller): Administrator,
    target: Target,
    RawQuery(query): RawQuery,
) -> Result<Response> {
    let asked = asked(query.as_deref().unwrap_or_default())?;
    let results = app.service.aggregate(&caller, &target.class, asked).await?;
    Ok(answer::results(&results))
}

/// Stages may stand in a pipeline, or each in a parameter of its own.
fn asked(text: &str) -> Result<Aggregate> {
    let (mut filter, mut distinct, mut pipeline) = (None, None, None);
    let mut stages = Vec::new();
    for (name, value) in parse(text.as_bytes()) {
        match name.as_ref() {
            "where" => filter = Some(json(&name, &value)?.value()),
            "distinct" => distinct = Some(value.into_owned()),
            "pipeline" => pipeline = Some(json(&name, &value)?),
            stage if stage.starts_with('$') => {
                // A name such as that of `$count` need not be written as JSON.
                let operand =
                    json(stage, &value).unwrap_or_else(|_| Ordered::Plain(value.as_ref().into()));
                stages.push((stage.to_owned(), operand));
            }
            other if IGNORED.contains(&other) => {}
            other => {
                return Err(Error::query(format!(
                    "Invalid parameter for query: {other}"
                )));
            }
        }
    }
    let of = match (distinct, pipeline) {
        (Some(field), _) => Asked::Distinct(field),
        (None, Some(pipeline)) => Asked::Pipeline(pipeline),
        (None, None) => Asked::Pipeline(Ordered::Object(stages)),
    };
    Ok(Aggregate { filter, of })
}

fn json(name: &str, value: &str) -> Result<Ordered> {
    serde_json::from_str(value).map_err(|_| {
        Error::new(
            Code::INVALID_JSON,
            format!("{name} parameter is not valid JSON"),
        )
    })
}
