//! What the page on GraphQL says of the schema at hand.

use super::markdown::{code, inline};
use crate::plan::Plan;
use crate::plan::graphql::{Names, operation_files, rule};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct GraphqlView {
    classes: Vec<ClassView>,
    functions: Vec<String>,
    renamed: Vec<Renamed>,
}

#[derive(Debug, Serialize)]
struct ClassView {
    class: String,
    one: String,
    many: String,
    file: String,
}

#[derive(Debug, Serialize)]
struct Renamed {
    wire: String,
    name: String,
}

pub fn view(plan: &Plan, names: &Names) -> GraphqlView {
    let files = operation_files(plan);
    let classes = plan.classes.iter().zip(&names.classes).zip(files);
    let classes = classes.map(|((class, words), file)| ClassView {
        class: inline(class.title()),
        one: rule::single(words.at("")),
        many: words.at("[]").to_owned(),
        file: format!("{file}.graphql"),
    });
    let of_classes = plan.classes.iter().zip(&names.classes);
    let of_classes = of_classes.map(|(class, words)| (class.title(), words));
    let of_functions = plan.functions.iter().zip(&names.functions);
    let of_functions = of_functions.map(|(function, words)| (function.wire(), words));
    let renamed = of_classes.chain(of_functions).flat_map(|(outer, words)| {
        let named = words.exceptions().iter().filter(|(path, _)| {
            // Types of elements and plurals are as one would guess.
            !path.ends_with(['}', ']', ')'])
        });
        named.map(move |(path, name)| Renamed {
            wire: match path.as_str() {
                "" => code(outer),
                path => code(&format!("{outer}.{path}")),
            },
            name: name.clone(),
        })
    });
    GraphqlView {
        renamed: renamed.collect(),
        functions: names
            .functions
            .iter()
            .map(|words| words.at("").to_owned())
            .collect(),
        classes: classes.collect(),
    }
}
