//! A plan becomes what an adapter of the TypeScript client to a framework may name: the client, and what of the schema its
//! README shows.
//!
//! The code of an adapter is the same for every schema, but for the name and the type of the client.

use super::names::Names;
use super::view::ExampleView;
use super::{Naming, TypeScript, prose};
use crate::plan::{Follower, Plan, Step, Story};
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct AdapterView {
    /// The project, as people read it.
    name: String,
    /// The same as registries take it: `order-fulfillment`.
    package: String,
    /// The client as a type, `OrderFulfillment`, and what makes one.
    client: String,
    factory: String,
    /// A class to show things with.
    example: Option<ExampleView>,
    /// A class that points at it.
    follower: Option<FollowerView>,
    /// A field whose value moves on from one to the next.
    step: Option<StepView>,
}

#[derive(Clone, Debug, Serialize)]
struct FollowerView {
    class: String,
    collection: String,
    /// The Pointer.
    member: String,
}

/// A field that is an enum, and a value that it may be given after it was created.
#[derive(Clone, Debug, Serialize)]
struct StepView {
    class: String,
    collection: String,
    member: String,
    /// What a program asks about the enum.
    values: String,
    /// As a literal.
    to: String,
}

pub fn adapter(plan: &Plan, name: &str, package: &str) -> AdapterView {
    let names = Names::of(plan, package, &TypeScript);
    let story = Story::of(plan);
    let example = story
        .main
        .map(|class| ExampleView::of(names.class(class.id)));
    let follower = story.follower.map(|Follower { class, field }| {
        let names = names.class(class.id);
        FollowerView {
            class: names.class.clone(),
            collection: names.collection.clone(),
            member: TypeScript.member(&field.name),
        }
    });
    let step = story.step.and_then(|of| step(of, &names));
    AdapterView {
        name: prose::first_line(name, &TypeScript),
        package: package.to_owned(),
        client: names.client.clone(),
        factory: names.factory.clone(),
        example,
        follower,
        step,
    }
}

fn step(of: Step, names: &Names) -> Option<StepView> {
    let names = names.class(of.class.id);
    Some(StepView {
        class: names.class.clone(),
        collection: names.collection.clone(),
        member: TypeScript.member(&of.field.name),
        values: names.values.get(&of.field.name.wire)?.clone(),
        to: TypeScript.literal(of.to),
    })
}
