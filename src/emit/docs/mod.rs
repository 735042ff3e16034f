//! The documents that people read: finished views for the templates of `templates/docs/`, every name already escaped for
//! where it stands.

mod diagram;
mod dictionary;
mod faq;
mod flow;
mod graphql;
mod integrations;
mod markdown;

use crate::plan::graphql::Names;
use crate::plan::{AccessRow, Plan, Story};
use dictionary::ClassView;
use flow::Flow;
use markdown::{code, inline};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Docs<C> {
    name: String,
    app: String,
    classes: Vec<ClassView>,
    entities: String,
    access: Vec<AccessView>,
    roles: String,
    flow: Flow,
    graphql: graphql::GraphqlView,
    story: integrations::StoryView,
    faq: faq::Faq,
    /// What clients call the classes of the story, by language.
    clients: C,
}

/// A row of the access table.
#[derive(Debug, Serialize)]
struct AccessView {
    class: String,
    owner: String,
    read: String,
    create: String,
    update: String,
    delete: String,
    /// Where the rule comes from.
    source: &'static str,
}

/// Everything that the documents say. `clients` is what the pages on technologies call things.
pub fn view<C: Serialize>(plan: &Plan, name: &str, clients: C) -> Docs<C> {
    let story = Story::of(plan);
    let names = Names::of(plan);
    Docs {
        name: inline(name),
        app: flow::participant(name),
        classes: dictionary::view(plan),
        entities: diagram::entities(plan),
        access: plan.access_table().into_iter().map(access).collect(),
        roles: plan
            .model
            .roles
            .iter()
            .map(|role| code(role))
            .collect::<Vec<_>>()
            .join(", "),
        flow: flow::view(plan, &story),
        graphql: graphql::view(plan, &names),
        story: integrations::view(plan, &story, &names),
        faq: faq::view(plan, &story, name),
        clients,
    }
}

fn access(row: AccessRow) -> AccessView {
    AccessView {
        class: inline(&row.class),
        owner: row.owner.as_deref().map_or_else(|| "none".to_owned(), code),
        read: inline(&row.read),
        create: inline(&row.create),
        update: inline(&row.update),
        delete: inline(&row.delete),
        source: if row.declared { "schema" } else { "default" },
    }
}
