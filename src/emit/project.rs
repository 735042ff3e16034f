//! What every template of the project may name: the project itself, cased for where it stands.

use crate::plan::Plan;
use heck::{ToKebabCase, ToSnakeCase};
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

/// Package names that Cargo refuses, or that another crate of the project has.
const TAKEN: [&str; 9] = [
    "alloc",
    "backsmith-runtime",
    "core",
    "proc-macro",
    "proc-macro2",
    "runtime",
    "std",
    "test",
    "tokio",
];

pub fn view(plan: &Plan, name: &str) -> Project {
    let ascii: String = name
        .chars()
        .map(|letter| if letter.is_ascii() { letter } else { '-' })
        .collect();
    let mut package = ascii.to_kebab_case();
    let unfit = !package.starts_with(|letter: char| letter.is_ascii_lowercase())
        || TAKEN.contains(&package.as_str())
        || syn::parse_str::<syn::Ident>(&package.to_snake_case()).is_err();
    if unfit {
        package = if package.is_empty() {
            "backend".to_owned()
        } else {
            format!("backend-{package}")
        };
    }
    let example = plan
        .classes
        .iter()
        .find(|class| class.class.system.is_none())
        .or(plan.classes.first());
    Project {
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        crate_: package.to_snake_case(),
        package,
        example: example.map_or("_User", |class| class.wire()).to_owned(),
    }
}
