//! Questions that people ask of any project, in the words of this one.

use super::markdown::{code, inline};
use crate::plan::{Plan, Story};
use heck::ToSnakeCase;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Faq {
    /// What kind of project it is, with its article: `an order fulfillment`.
    a_project: String,
    /// Many objects of the main class, and one.
    many: String,
    one: String,
    /// Those who sign in, and one of them.
    people: &'static str,
    person: &'static str,
    /// What is tracked.
    tracked: String,
    /// What is changed, with its article: `a delivery status`.
    a_value: String,
    /// Fields of which no two objects have the same, as code.
    unique: Vec<String>,
    /// Sets of them.
    unique_together: Vec<String>,
    notifies: bool,
}

pub fn view(plan: &Plan, story: &Story, name: &str) -> Faq {
    let people = plan.people();
    let main = story.main;
    let many = main.map_or_else(|| "objects".to_owned(), |class| class.everyday_many());
    let one = main.map_or_else(|| "object".to_owned(), |class| class.everyday());
    let tracked = story.follower.map(|follower| follower.class.everyday());
    let value = story.step.map(|step| {
        let field = step.field.name.code.to_snake_case().replace('_', " ");
        format!("{} {field}", step.class.everyday())
    });
    let fields = plan.own_classes().flat_map(|class| {
        let unique = class.class.fields.iter().filter(|field| field.unique);
        unique.map(|field| code(&format!("{}.{}", class.title(), field.name.wire)))
    });
    let sets = plan.own_classes().flat_map(|class| {
        let sets = class.class.indexes.iter().filter(|index| index.unique);
        sets.map(|index| {
            let fields = index.fields.iter().map(|(field, _)| code(field));
            let fields: Vec<_> = fields.collect();
            format!("{} of {}", fields.join(" with "), inline(class.title()))
        })
    });
    Faq {
        a_project: with_article(&inline(&in_a_sentence(name))),
        people: if people == many { "users" } else { people },
        person: if people == "customers" && people != many {
            "customer"
        } else {
            "user"
        },
        tracked: tracked.unwrap_or_else(|| one.clone()),
        a_value: with_article(value.as_ref().unwrap_or(&one)),
        unique: fields.collect(),
        unique_together: sets.collect(),
        notifies: plan
            .classes
            .iter()
            .any(|class| !class.class.notify.is_empty()),
        many,
        one,
    }
}

/// A title without its capitals; a name that is no title stays as it is.
fn in_a_sentence(name: &str) -> String {
    let is_plain = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_alphabetic)
            && letters.all(|letter| letter.is_lowercase())
    };
    if name.split_whitespace().all(is_plain) {
        name.to_lowercase()
    } else {
        name.to_owned()
    }
}

fn with_article(words: &str) -> String {
    let vowel = words.starts_with(|letter: char| "aeiouAEIOU".contains(letter));
    format!("{} {words}", if vowel { "an" } else { "a" })
}
