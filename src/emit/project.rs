//! What every template of the project may name: the project itself, cased for where it stands.

use super::Settings;
use crate::plan::{Plan, Story};
use heck::ToSnakeCase;
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct Project {
    /// As people read it.
    name: String,
    /// As Cargo takes it.
    package: String,
    #[serde(rename = "crate")]
    crate_: String,
    /// The wire name of a class to try things with.
    example: String,
}

pub fn view(plan: &Plan, settings: &Settings) -> Project {
    let example = Story::of(plan).main.or(plan.classes.first());
    let package = settings.package();
    Project {
        name: settings
            .name
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        crate_: package.to_snake_case(),
        package,
        example: example.map_or("_User", |class| class.wire()).to_owned(),
    }
}
