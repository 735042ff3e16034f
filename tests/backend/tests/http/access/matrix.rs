//! Every operation by everybody on every class: what the backend answers is what the model says.

use super::model::{Object, Verdict};
use super::rules::{Class, classes};
use super::world::{Chance, Person, World, pointer};
use crate::client::Answer;
use serde_json::{Value, json};
use std::fmt::{Debug, Write as _};

/// How many objects of a class each person finds.
const OBJECTS: usize = 6;
const STATES: [&str; 4] = ["new", "paid", "sent", "done"];
/// What somebody tries to make of a state; the empty one unsets it.
const STEPS: [&str; 5] = ["new", "paid", "sent", "done", ""];
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

    fn lists(&mut self, who: &Person) {
        let least = self.objects[OBJECTS / 2].number;
        let above = |object: &&Object| object.number > least;
        let found = self.class.visible(who, "find", &self.objects);
        let counted = self.class.visible(who, "count", &self.objects);
        let withheld = self.class.withheld(who);
        let denied = |names: &[&str]| names.iter().any(|name| withheld.contains(name));
        let all = found.clone().map(|found| (ids(&found), None));
        let count = counted.clone().map(|found| (Vec::new(), Some(found.len())));
        let page = found.clone().and_then(|found| {
            // Whoever counts what he lists must be let do both.
            let counted = ids(&counted?);
            let both = found
                .into_iter()
                .filter(|object| counted.contains(&object.id));
            let mut page: Vec<_> = both.filter(above).collect();
            let count = page.len();
            page.sort_by_key(|object| -object.number);
            let page: Vec<_> = page.into_iter().skip(1).take(2).collect();
            Ok((ids(&page), Some(count)))
        });
        let filtered = found.clone().map(|mut found| {
            found.retain(|object| !above(object));
            (ids(&found), None)
        });
        let above = json!({"number": {"$gt": least}}).to_string();
        let nested = json!({"$nor": [{"$or": [{"number": {"$gt": least}}]}]}).to_string();
        let secret = json!({"$or": [{"secret": {"$exists": true}}, {"objectId": ""}]}).to_string();
        let hidden = json!({"password": {"$exists": true}}).to_string();
        let paged: [(&str, &str); 5] = [
            ("where", &above),
            ("order", "-number"),
            ("skip", "1"),
            ("limit", "2"),
            ("count", "1"),
        ];
        let asked: [(&[(&str, &str)], _); 8] = [
            (&[], all.clone()),
            (&[("count", "1"), ("limit", "0")], count),
            (&paged, unless(denied(&["number"]), page)),
            (&[("where", &nested)], unless(denied(&["number"]), filtered)),
            (
                &[("where", &secret)],
                unless(denied(&["secret"]), all.clone()),
            ),
            (
                &[("order", "secret")],
                unless(denied(&["secret"]), all.clone()),
            ),
            (&[("where", &hidden)], unless(!who.is_master, all.clone())),
            (
                &[("order", "-password,createdAt")],
                unless(!who.is_master, all),
            ),
        ];
        for (parameters, expected) in asked {
            let answer = who.client.find(self.class.name, parameters);
            self.checks.same(
                || format!("{} lists {} {parameters:?}", who.name, self.class.name),
                expected,
                list(&answer),
            );
            self.checks.shows_none(who, &answer, &withheld);
        }
    }

    fn gets(&mut self, who: &Person) {
        let withheld = self.class.withheld(who);
        for object in &self.objects {
            for keys in ["", "?keys=number,secret,password"] {
                let answer = who.client.get(&format!("{}{keys}", self.path(object)));
                self.checks.same(
                    || sentence(&self.class, who, "gets", object),
                    self.class.may(who, "get", object),
                    verdict(&answer),
                );
                let shows = |name: &str| answer.body.contains(&format!("\"{name}\":"));
                for name in ["number", "secret"] {
                    let expected = verdict(&answer).is_ok() && !withheld.contains(&name);
                    self.checks.same(
                        || sentence(&self.class, who, &format!("sees the {name} of"), object),
                        expected,
                        shows(name),
                    );
                }
                self.checks.same(
                    || sentence(&self.class, who, "sees what is hidden of", object),
                    false,
                    answer.body.contains(HIDDEN),
                );
            }
        }
    }

    fn updates(&mut self, who: &Person) {
        for index in 0..self.objects.len() {
            let mut after = self.objects[index].clone();
            after.number += 10_007;
            let operate = json!({
                "number": {"__op": "Increment", "amount": 10_007},
                "secret": {"__op": "Increment", "amount": 0},
            });
            let expected = self.class.may(who, "update", &after);
            let answer = self.update(who, index, after, operate, expected);
            let withheld = self.class.withheld(who);
            self.checks.shows_none(who, &answer, &withheld);

            let mut after = self.objects[index].clone();
            after.owner = self.someone();
            let owner = after.owner.as_deref().map_or(Value::Null, pointer);
            let expected = self
                .class
                .may_give(who, &self.objects[index], after.owner.as_deref());
            self.update(who, index, after, json!({"owner": owner}), expected);

            let mut after = self.objects[index].clone();
            let (id, owner) = self.chance.pick(self.orders);
            let order = json!({"__type": "Pointer", "className": "Order", "objectId": id});
            after.order = Some((id, owner));
            let expected = self.class.may_redirect(who, &self.objects[index]);
            self.update(who, index, after, json!({"order": order}), expected);

            let mut after = self.objects[index].clone();
            after.state = self.chance.pick(&STEPS);
            let expected = self.class.may_step(who, &self.objects[index], after.state);
            let state = match after.state {
                "" => json!({"state": {"__op": "Delete"}}),
                state => json!({"state": state}),
            };
            self.update(who, index, after, state, expected);

            let mut after = self.objects[index].clone();
            after.acl = self.acl();
            let acl = match &after.acl {
                Value::Null => json!({"__op": "Delete"}),
                acl => acl.clone(),
            };
            let expected = self.class.may(who, "update", &self.objects[index]);
            self.update(who, index, after, json!({"ACL": acl}), expected);
        }
    }

    fn update(
        &mut self,
        who: &Person,
        index: usize,
        after: Object,
        body: Value,
        expected: Verdict,
    ) -> Answer {
        let object = &self.objects[index];
        let answer = who.client.put(&self.path(object), &body);
        self.checks.same(
            || sentence(&self.class, who, &format!("puts {body} into"), object),
            expected,
            verdict(&answer),
        );
        if expected.is_ok() {
            self.objects[index] = after;
        }
        answer
    }

    fn creates(&mut self, who: &Person) {
        for owner in [who.id.clone(), self.someone(), None] {
            let mut object = Object {
                owner,
                ..self.invent()
            };
            if let Some(his) = self
                .orders
                .iter()
                .find(|(_, of)| object.owner.as_ref() == Some(of))
            {
                object.order = Some(his.clone());
            }
            let sent = body(&object);
            let answer = who
                .client
                .post(&format!("/classes/{}", self.class.name), &sent);
            let expected = self.class.may_create(who, &object);
            self.checks.same(
                || sentence(&self.class, who, "creates", &object),
                expected,
                verdict(&answer),
            );
            if verdict(&answer).is_ok() {
                let id = answer.id();
                self.objects.push(Object { id, ..object });
            }
        }
    }

    fn deletes(&mut self, who: &Person) {
        for _ in 0..3 {
            let index = self.chance.below(self.objects.len());
            let object = &self.objects[index];
            let expected = self.class.may(who, "delete", object);
            let answer = who.client.delete(&self.path(object));
            self.checks.same(
                || sentence(&self.class, who, "deletes", object),
                expected,
                verdict(&answer),
            );
            if expected.is_ok() {
                self.objects.remove(index);
            }
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

/// What is allowed is refused all the same, for a field that it names.
fn unless<T>(refused: bool, verdict: Verdict<T>) -> Verdict<T> {
    match verdict {
        Ok(_) if refused => Err(119),
        verdict => verdict,
    }
}

fn ids(objects: &[&Object]) -> Vec<String> {
    objects.iter().map(|object| object.id.clone()).collect()
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

/// The objectIds of a list, and what it counts.
fn list(answer: &Answer) -> Verdict<(Vec<String>, Option<usize>)> {
    verdict(answer)?;
    let body = answer.json();
    let objects = body["results"].as_array().into_iter().flatten();
    let ids = objects.map(|object| object["objectId"].as_str().unwrap_or_default().to_owned());
    let count = body["count"].as_u64().map(|count| count as usize);
    Ok((ids.collect(), count))
}
