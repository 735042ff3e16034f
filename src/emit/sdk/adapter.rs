//! A plan becomes what an adapter of the TypeScript client to a framework may name: the client, and what of the schema its
//! README shows.
//!
//! The code of an adapter is the same for every schema, but for the name and the type of the client.

use super::names::Names;
use super::view::ExampleView;
use super::{Language, TypeScript, prose};
use crate::model::{Enum, FieldType};
use crate::plan::{Class, Plan};
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
    /// A field whose value moves on from one to the next.
    step: Option<StepView>,
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
    let mut own = plan.own_classes();
    let example = own
        .next()
        .map(|class| ExampleView::of(names.class(class.id)));
    let step = own.rev().find_map(|class| step(class, &names));
    AdapterView {
        name: prose::first_line(name, &TypeScript),
        package: package.to_owned(),
        client: names.client.clone(),
        factory: names.factory.clone(),
        example,
        step,
    }
}

/// The first step that the schema draws for a field of the class which nothing comes after; without one, the last value of an
/// enum that may be changed.
fn step(class: &Class, names: &Names) -> Option<StepView> {
    let fields = class.class.fields.iter();
    let changed = fields.filter(|field| !field.read_only && !field.immutable);
    let (field, of) = changed
        .filter_map(|field| match &field.shape.ty {
            FieldType::Enum(of) => Some((field, of)),
            _ => None,
        })
        .max_by_key(|(_, of)| !of.transitions.is_empty())?;
    let names = names.class(class.id);
    Some(StepView {
        class: names.class.clone(),
        collection: names.collection.clone(),
        member: TypeScript.member(&field.name),
        values: names.values.get(&field.name.wire)?.clone(),
        to: TypeScript.literal(last(of)?),
    })
}

/// A value that nothing follows.
fn last(of: &Enum) -> Option<&str> {
    let ends = |to: &str| !of.transitions.iter().any(|step| step.from == to);
    let mut drawn = of.transitions.iter().map(|step| step.to.as_str());
    let mut values = of.values.iter().map(|value| value.name.wire.as_str());
    drawn.find(|to| ends(to)).or_else(|| values.next_back())
}
