//! What the pages on technologies say of the schema at hand: the requests of its story over REST and GraphQL.

use super::markdown::{code, inline};
use crate::plan::graphql::{Names, Words, operation_files, rule};
use crate::plan::{Class, Follower, Plan, Step, Story, encoded, example, shell_word};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Debug, Serialize)]
pub struct StoryView {
    main: Option<ClassView>,
    follower: Option<FollowerView>,
    step: Option<StepView>,
}

#[derive(Debug, Serialize)]
struct ClassView {
    title: String,
    /// One of them, and many, within a sentence.
    one: String,
    many: String,
    /// Below the mount, without what it begins with: `Order`.
    path: String,
    /// A body that creates one, as a word of a shell.
    create: Option<String>,
    graphql: GraphqlView,
}

#[derive(Debug, Serialize)]
struct GraphqlView {
    /// The type, the query for one, and that for many.
    class: String,
    one: String,
    many: String,
    /// The file of its operations.
    file: String,
}

#[derive(Debug, Serialize)]
struct FollowerView {
    class: ClassView,
    /// The Pointer: as code in a sentence, and in GraphQL.
    field: String,
    graphql_field: String,
    /// A filter by it, as a word of a shell.
    filter: String,
}

#[derive(Debug, Serialize)]
struct StepView {
    class: ClassView,
    /// The field and the value: as code in a sentence, and in GraphQL.
    field: String,
    to: String,
    graphql_field: String,
    graphql_to: String,
    /// A body that makes it, as a word of a shell.
    body: String,
}

pub fn view(plan: &Plan, story: &Story, names: &Names) -> StoryView {
    let files = operation_files(plan);
    let class = |class: &Class| view_class(class, plan, &names.classes[class.id], &files[class.id]);
    let main = story.main;
    let follower = main.zip(story.follower);
    let follower = follower.map(|(main, Follower { class: of, field })| {
        let wire = field.name.wire.as_str();
        let pointer =
            json!({"__type": "Pointer", "className": main.wire(), "objectId": "Xb3uTh1vQf"});
        FollowerView {
            class: class(of),
            field: code(wire),
            graphql_field: names.classes[of.id].at(wire).to_owned(),
            filter: shell_word(&format!("where={}", member(wire, pointer))),
        }
    });
    let step = story.step.map(
        |Step {
             class: of,
             field,
             to,
         }| {
            let wire = field.name.wire.as_str();
            let words = &names.classes[of.id];
            StepView {
                class: class(of),
                field: code(wire),
                to: code(to),
                graphql_field: words.at(wire).to_owned(),
                graphql_to: words.value(wire, to).to_owned(),
                body: shell_word(&member(wire, to.into()).to_string()),
            }
        },
    );
    StoryView {
        main: main.map(class),
        follower,
        step,
    }
}

fn view_class(class: &Class, plan: &Plan, words: &Words, file: &str) -> ClassView {
    let create = example::create(class, plan);
    ClassView {
        title: inline(class.title()),
        one: class.everyday(),
        many: class.everyday_many(),
        path: encoded(class.wire()),
        create: create.map(|body| shell_word(&body.to_string())),
        graphql: GraphqlView {
            class: words.at("").to_owned(),
            one: rule::single(words.at("")),
            many: words.at("[]").to_owned(),
            file: format!("{file}.graphql"),
        },
    }
}

fn member(name: &str, value: Value) -> Value {
    json!({ name: value })
}
