//! The request flow: who asks whom for what, told with classes of the schema at hand.

use super::markdown::inline;
use crate::model::{FieldType, Principal};
use crate::plan::{Class, Plan};
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

pub fn view(plan: &Plan) -> Flow {
    let main = plan
        .own_classes()
        .filter(|class| class.access.create.contains(&Principal::Authenticated))
        .max_by_key(|class| (followers(plan, class).count(), std::cmp::Reverse(class.id)))
        .or_else(|| plan.own_classes().next());
    let follower = main.and_then(|main| followers(plan, main).next());
    Flow {
        main: main.map(|class| step(class, "")),
        follower: follower.map(|(class, field)| step(class, field)),
        notifies: plan
            .classes
            .iter()
            .any(|class| !class.class.notify.is_empty()),
        table: main.map_or_else(|| "objects".to_owned(), |class| label(class.title())),
    }
}

/// The classes that point at a class, each with the field that does.
fn followers<'a>(plan: &'a Plan, main: &Class) -> impl Iterator<Item = (&'a Class<'a>, &'a str)> {
    let id = main.id;
    plan.own_classes()
        .filter(move |class| class.id != id)
        .filter_map(move |class| {
            let points =
                |ty: &FieldType| matches!(ty, FieldType::Pointer(pointer) if pointer.class == id);
            let field = class
                .class
                .fields
                .iter()
                .find(|field| points(&field.shape.ty))?;
            Some((class, field.name.wire.as_str()))
        })
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
