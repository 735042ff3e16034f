//! The request flow: who asks whom for what, told with classes of the schema at hand.

use super::markdown::inline;
use crate::plan::{Class, Follower, Plan, Story};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Flow {
    /// The class that people make objects of.
    main: Option<Step>,
    /// A class that points at it, read afterwards.
    follower: Option<Step>,
    notifies: bool,
    table: String,
}

#[derive(Debug, Serialize)]
struct Step {
    title: String,
    path: String,
    /// The field that points at the main class.
    field: String,
}

pub fn view(plan: &Plan, story: &Story) -> Flow {
    let Story { main, follower, .. } = story;
    Flow {
        main: main.map(|class| step(class, "")),
        follower: follower.map(|Follower { class, field }| step(class, &field.name.wire)),
        notifies: plan
            .classes
            .iter()
            .any(|class| !class.class.notify.is_empty()),
        table: main.map_or_else(|| "objects".to_owned(), |class| label(class.title())),
    }
}

fn step(class: &Class, field: &str) -> Step {
    Step {
        title: label(class.title()),
        path: format!("/classes/{}", label(class.wire())),
        field: label(field),
    }
}

/// A name within a message of a sequence diagram, where `;` and `#` end it.
fn label(name: &str) -> String {
    name.chars()
        .map(|letter| {
            if matches!(letter, ';' | '#' | '%' | ':') || letter.is_control() {
                ' '
            } else {
                letter
            }
        })
        .collect()
}

/// The name of the app as a participant.
pub fn participant(name: &str) -> String {
    label(&inline(name).replace('\\', ""))
}
