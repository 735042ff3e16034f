//! What GraphQL calls classes, fields, values and functions: names that stand on the wire, beside those of the schema.
//!
//! The server works most of them out for itself, by the rule that [`rule`] is. What the rule does not say, or would say
//! twice, stands in its class tables as exceptions; so both ends of a name are decided here.

#[path = "../../../templates/backend/runtime/src/graphql/rule.rs"]
pub mod rule;
mod taken;

use super::{DEVICES, Plan, Scope};
use crate::model::Class;
use heck::ToKebabCase;
use std::collections::BTreeMap;
use taken::{OF_OBJECTS, Side, Taken};

/// The types that need no schema, as the server has them.
pub const COMMON: &str =
    include_str!("../../../templates/backend/runtime/src/graphql/common.graphql");

/// The result of a function, as the root of the paths inside it.
pub const RESULT: &str = "->";

/// What the parts of a class or of a function are called, by path: `""` is the type of a class and the mutation of a
/// function, `[]` the query for many, `()` the value that calls a function, `status` a field, `status{}` the type that it
/// declares, `status=in-transit` a value.
#[derive(Clone, Debug, Default)]
pub struct Words {
    names: BTreeMap<String, String>,
    exceptions: Vec<(String, String)>,
}

impl Words {
    /// The name of what is at `path`.
    pub fn at(&self, path: &str) -> &str {
        self.names.get(path).map_or("", String::as_str)
    }

    /// The type that is declared at `path`.
    pub fn declared(&self, path: &str) -> &str {
        self.at(&format!("{path}{{}}"))
    }

    pub fn value(&self, path: &str, value: &str) -> &str {
        self.at(&format!("{path}={value}"))
    }

    /// The names that the rule does not say, in the order of the schema.
    pub fn exceptions(&self) -> &[(String, String)] {
        &self.exceptions
    }

    fn set(&mut self, path: String, name: String, by_rule: &str) {
        if name != by_rule {
            self.exceptions.push((path.clone(), name.clone()));
        }
        self.names.insert(path, name);
    }
}

/// The names of a whole schema.
#[derive(Clone, Debug)]
pub struct Names {
    /// By the id of the class.
    pub classes: Vec<Words>,
    pub functions: Vec<Words>,
}

impl Names {
    pub fn of(plan: &Plan) -> Self {
        let mut taken = Taken::default();
        let all: Vec<&Class> = plan.model.all_classes().collect();
        let mut classes = vec![Words::default(); all.len()];
        // Those that Parse Server has come first, and then those that it could have, so that its clients find them.
        let rank = |class: &Class| match (class.system, is_name(&class.name.wire)) {
            (Some(_), _) => 0,
            (None, true) => 1,
            (None, false) => 2,
        };
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|id| rank(all[*id]));
        for id in &order {
            taken.class(all[*id], &mut classes[*id]);
        }
        let mut functions = vec![Words::default(); plan.functions.len()];
        for (function, words) in plan.functions.iter().zip(&mut functions) {
            taken.function(function, words);
        }
        for id in order {
            let outer = classes[id].at("").to_owned();
            taken.fields(
                &all[id].fields,
                &OF_OBJECTS,
                "",
                &outer,
                Side::Class,
                &mut classes[id],
            );
        }
        for (function, words) in plan.functions.iter().zip(&mut functions) {
            taken.inside(function, words);
        }
        Self { classes, functions }
    }
}

/// What is derived from the name of a class, beside its fields in the root types.
pub fn family(name: &str) -> Vec<String> {
    let mut family = vec![name.to_owned()];
    let after = [
        "Edge",
        "Connection",
        "Order",
        "WhereInput",
        "RelationWhereInput",
        "PointerInput",
        "RelationInput",
        "Event",
    ];
    family.extend(after.map(|suffix| format!("{name}{suffix}")));
    for verb in ["Create", "Update", "Delete"] {
        family.push(format!("{verb}{name}Input"));
        family.push(format!("{verb}{name}Payload"));
    }
    for verb in ["Create", "Update"] {
        family.push(format!("{verb}{name}FieldsInput"));
    }
    family
}

/// The files of the operations of each class, without their extension.
pub fn operation_files(plan: &Plan) -> Vec<String> {
    let mut files = Scope::without(["accounts", "functions"].into_iter().chain(DEVICES));
    let classes = plan.classes.iter();
    classes
        .map(|class| files.claim(&class.class.name.code.to_kebab_case(), "-class"))
        .collect()
}

/// Whether GraphQL takes it for a name. What begins with `_` is left to GraphQL itself.
fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
}
