//! Every operation by everybody on every class: what the backend answers is what the model says.

mod reads;
mod writes;

use super::model::{Object, Verdict};
use super::rules::{Class, classes};
use super::world::{Chance, Person, World, pointer};
use crate::client::Answer;
use serde_json::{Value, json};
use std::fmt::{Debug, Write as _};

/// How many objects of a class each person finds.
const OBJECTS: usize = 6;
const STATES: [&str; 4] = ["new", "paid", "sent", "done"];
/// The value of a hidden field, which nobody ever reads.
const HIDDEN: &str = "never-shown";

#[test]
fn the_backend_does_what_the_rules_say() {
    let world = World::start();
    let mut checks = Checks::default();
    let mut chance = Chance(0x5eed_0003);
    let orders = orders(&world);
    for class in classes() {
        let mut run = Run {
            world: &world,
            class,
            orders: &orders,
            objects: Vec::new(),
            made: 0,
            chance: &mut chance,
            checks: &mut checks,
        };
        for who in &world.people {
            run.fill();
            run.lists(who);
            run.gets(who);
            run.updates(who);
            run.creates(who);
            run.deletes(who);
            run.nothing_else_changed(who);
        }
    }
    checks.report();
}

/// Objects to point at: the objectId and the owner of each.
fn orders(world: &World) -> Vec<(String, String)> {
    let made = ["ana", "bob", "eve"].map(|name| {
        let owner = world.id(name).to_owned();
        let id = world
            .server
            .create("Order", json!({"owner": pointer(&owner)}));
        (id, owner)
    });
    made.into()
}

#[derive(Default)]
struct Checks {
    made: usize,
    failed: Vec<String>,
}

impl Checks {
    fn same<T: PartialEq + Debug>(&mut self, what: impl Fn() -> String, expected: T, answered: T) {
        self.made += 1;
        if expected != answered {
            let what = what();
            self.failed.push(format!(
                "{what}: the rules say {expected:?}, the backend {answered:?}"
            ));
        }
    }

    fn shows_none(&mut self, who: &Person, answer: &Answer, withheld: &[&str]) {
        let sees = |what: &str| format!("{} sees {what} in {}", who.name, answer.body);
        for name in withheld {
            let shown = answer.body.contains(&format!("\"{name}\":"));
            self.same(|| sees(name), false, shown);
        }
        self.same(
            || sees("what is hidden"),
            false,
            answer.body.contains(HIDDEN),
        );
    }

    fn report(self) {
        let shown = self.failed.iter().take(12);
        let shown = shown.fold(String::new(), |mut text, failure| {
            // Writing to a String does not fail.
            let _ = write!(text, "\n{failure}");
            text
        });
        let (failed, made) = (self.failed.len(), self.made);
        assert!(failed == 0, "{failed} of {made} checks failed:{shown}");
        assert!(made > 5_000, "only {made} checks were made");
    }
}

/// One class, and what must be in it.
struct Run<'a> {
    world: &'a World,
    class: Class,
    orders: &'a [(String, String)],
    objects: Vec<Object>,
    /// How many objects were thought up.
    made: i64,
    chance: &'a mut Chance,
    checks: &'a mut Checks,
}

impl Run<'_> {
    /// The master sees to it that there is something to ask for.
    fn fill(&mut self) {
        while self.objects.len() < OBJECTS {
            let mut object = self.invent();
            object.id = self.world.server.create(self.class.name, body(&object));
            self.objects.push(object);
        }
    }

    /// An object by chance.
    fn invent(&mut self) -> Object {
        let world = self.world;
        let friends = ["ana", "bob", "cara", "eve"];
        let friends = friends
            .into_iter()
            .filter(|_| self.chance.below(3) == 0)
            .map(|name| world.id(name).to_owned());
        let friends = friends.collect();
        self.made += 1;
        Object {
            id: String::new(),
            owner: self.someone(),
            friends,
            order: (self.chance.below(5) > 0).then(|| self.chance.pick(self.orders)),
            // No two are the same, and they are in no order.
            number: self.made * 7_919 % 10_007,
            state: self.chance.pick(&STATES),
            acl: self.acl(),
        }
    }

    fn someone(&mut self) -> Option<String> {
        let name = self.chance.pick(&["ana", "ana", "bob", "eve", ""]);
        (!name.is_empty()).then(|| self.world.id(name).to_owned())
    }

    fn acl(&mut self) -> Value {
        let (ana, bob) = (self.world.id("ana"), self.world.id("bob"));
        match self.chance.below(10) {
            0..3 => Value::Null,
            3 => json!({}),
            4 => json!({"*": {"read": true}}),
            5 => json!({"*": {"read": true, "write": true}}),
            6 => json!({"role:staff": {"read": true, "write": true}}),
            7 => json!({"role:clerk": {"read": true, "write": true}, bob: {"read": true}}),
            8 => json!({ana: {"read": true, "write": true}}),
            _ => json!({"role:boss": {"write": true}, ana: {"write": true}, "*": {"read": true}}),
        }
    }

    /// What was refused was not done all the same, and what was done was done to the one object.
    fn nothing_else_changed(&mut self, who: &Person) {
        let found = self.world.server.results(self.class.name, &[]);
        let found = found.into_iter().map(|mut object| {
            object["createdAt"].take();
            object["updatedAt"].take();
            object
        });
        self.checks.same(
            || format!("{} was at {}", who.name, self.class.name),
            self.objects.iter().map(seen_by_master).collect::<Vec<_>>(),
            found.collect(),
        );
    }

    fn path(&self, object: &Object) -> String {
        format!("/classes/{}/{}", self.class.name, object.id)
    }
}

fn sentence(class: &Class, who: &Person, does: &str, object: &Object) -> String {
    format!("{} {does} {} {object:?}", who.name, class.name)
}

/// An object as a create sends it.
fn body(object: &Object) -> Value {
    let mut body = json!({
        "number": object.number,
        "secret": 7,
        "password": HIDDEN,
        "state": object.state,
        "friends": object.friends.iter().map(|id| pointer(id)).collect::<Vec<_>>(),
    });
    if let Some(owner) = &object.owner {
        body["owner"] = pointer(owner);
    }
    if let Some((order, _)) = &object.order {
        body["order"] = json!({"__type": "Pointer", "className": "Order", "objectId": order});
    }
    if !object.acl.is_null() {
        body["ACL"] = object.acl.clone();
    }
    body
}

fn seen_by_master(object: &Object) -> Value {
    let mut seen = body(object);
    seen["objectId"] = object.id.as_str().into();
    seen["createdAt"] = Value::Null;
    seen["updatedAt"] = Value::Null;
    if let Value::Object(members) = &mut seen {
        members.remove("password");
    }
    seen
}

fn verdict(answer: &Answer) -> Verdict {
    if answer.status.is_success() {
        return Ok(());
    }
    let code = answer.json()["code"].as_i64().unwrap_or_default();
    let status = if code == 101 { 404 } else { 400 };
    assert_eq!(answer.status, status, "{}", answer.body);
    Err(code)
}
