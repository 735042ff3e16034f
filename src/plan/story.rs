//! What documents tell of a schema: the class that people make objects of, the one that follows from it, and the field whose
//! value moves on. Every document tells the same story.

use super::{Class, Plan, plural};
use crate::model::{Enum, Field, FieldType, Principal};
use heck::ToSnakeCase;
use std::cmp::Reverse;

#[derive(Clone, Copy, Debug)]
pub struct Story<'a> {
    /// `None` where the schema has no class of its own.
    pub main: Option<&'a Class<'a>>,
    pub follower: Option<Follower<'a>>,
    pub step: Option<Step<'a>>,
}

/// A class that points at the main one, and is read after it.
#[derive(Clone, Copy, Debug)]
pub struct Follower<'a> {
    pub class: &'a Class<'a>,
    /// The Pointer.
    pub field: &'a Field,
}

/// A field that is an enum, and a value that it may be given after it was created.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    pub class: &'a Class<'a>,
    pub field: &'a Field,
    pub to: &'a str,
}

impl<'a> Story<'a> {
    pub fn of(plan: &'a Plan<'a>) -> Self {
        let named = plan.model.name.as_deref().unwrap_or_default();
        let named = format!(" {} ", words(named).join(" "));
        let main = plan.own_classes().max_by_key(|class| {
            let followers = followers(plan, class).count();
            let place = named.find(&format!(" {} ", words(class.title()).join(" ")));
            // A project is called after what it is about; else that is what people make, and others point at.
            let namesake = place.filter(|_| followers > 0).map(Reverse);
            let made = is_made_by_people(class);
            (namesake, made, followers, Reverse(class.id))
        });
        let follower = main.and_then(|main| followers(plan, main).next());
        let told = follower.iter().map(|follower| follower.class).chain(main);
        let step = told.chain(plan.own_classes()).find_map(step);
        Self {
            main,
            follower,
            step,
        }
    }

    /// The classes of the story, each once: the main one first.
    pub fn classes(&self) -> Vec<&'a Class<'a>> {
        let mut classes: Vec<&Class> = self.main.into_iter().collect();
        let others = self.follower.iter().map(|follower| follower.class);
        for class in others.chain(self.step.iter().map(|step| step.class)) {
            if classes.iter().all(|known| known.id != class.id) {
                classes.push(class);
            }
        }
        classes
    }
}

impl Plan<'_> {
    /// What those who sign in are to the project: its users, unless it calls them something better.
    pub fn people(&self) -> &'static str {
        let users = self.classes.iter().find(|class| class.is_user());
        let said = users.and_then(|class| class.class.description.as_deref());
        let about = said.map(words).unwrap_or_default();
        let mut titles = self
            .own_classes()
            .map(|class| words(class.title()).join(" "));
        if about.iter().any(|word| word == "customer") || titles.any(|title| title == "customer") {
            "customers"
        } else {
            "users"
        }
    }
}

impl Class<'_> {
    /// One of them within a sentence: `order`, `order line`; a shipment is what people ask for as a delivery.
    pub fn everyday(&self) -> String {
        match words(self.title()).join(" ") {
            name if ["shipment", "parcel"].contains(&name.as_str()) => "delivery".to_owned(),
            name if name.is_empty() => "object".to_owned(),
            name => name,
        }
    }

    /// Many of them within a sentence.
    pub fn everyday_many(&self) -> String {
        plural(&self.everyday())
    }
}

fn is_made_by_people(class: &Class) -> bool {
    let by = &class.access.create;
    by.contains(&Principal::Authenticated) || by.contains(&Principal::Public)
}

/// The classes that point at a class, each with the field that does.
fn followers<'a>(plan: &'a Plan<'a>, main: &Class) -> impl Iterator<Item = Follower<'a>> {
    let id = main.id;
    let others = plan.own_classes().filter(move |class| class.id != id);
    others.filter_map(move |class| {
        let points =
            |ty: &FieldType| matches!(ty, FieldType::Pointer(pointer) if pointer.class == id);
        let mut fields = class.class.fields.iter();
        let field = fields.find(|field| points(&field.shape.ty) && !field.hidden)?;
        Some(Follower { class, field })
    })
}

/// A field of the class that may change, one with steps before one without.
fn step<'a>(class: &'a Class<'a>) -> Option<Step<'a>> {
    let fields = class.class.fields.iter();
    let changed = fields.filter(|field| !field.read_only && !field.immutable && !field.hidden);
    let enums = changed.filter_map(|field| match &field.shape.ty {
        FieldType::Enum(of) => Some((field, of)),
        _ => None,
    });
    let (field, of) = enums.max_by_key(|(_, of)| !of.transitions.is_empty())?;
    let to = last(of)?;
    Some(Step { class, field, to })
}

/// The first step that the schema draws to a value which nothing comes after; without one, the last value.
fn last(of: &Enum) -> Option<&str> {
    let ends = |to: &str| !of.transitions.iter().any(|step| step.from == to);
    let mut drawn = of.transitions.iter().map(|step| step.to.as_str());
    let mut values = of.values.iter().map(|value| value.name.wire.as_str());
    drawn.find(|to| ends(to)).or_else(|| values.next_back())
}

/// `order`, `line` for `OrderLine` and for `Order line`.
fn words(text: &str) -> Vec<String> {
    let snake = text.to_snake_case();
    let words = snake.split('_').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
