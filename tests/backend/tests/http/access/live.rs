//! The live door of the matrix: for every class and everybody, what a subscription tells of each write is what had become
//! of his list by that write, and no more of any object than the list shows.

use super::rules::classes;
use super::world::{Chance, Person, World, pointer};
use crate::live::socket::Socket;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many writes each class has.
const WRITES: usize = 14;
/// Classes that everybody reads; an object of one tells each socket that all before it was told.
const OPEN: [&str; 2] = ["Open", "Hushed"];

/// What somebody's list has, by objectId.
type List = BTreeMap<String, Value>;

/// Somebody with his subscription, where he may have one.
struct Listener<'w> {
    who: &'w Person,
    socket: Socket,
    list: List,
}

/// What somebody lists, or the code with which he is refused.
fn list(who: &Person, class: &str) -> Result<List, Value> {
    let answer = who.client.find(class, &[("limit", "1000")]);
    let mut body = answer.json();
    if !answer.status.is_success() {
        return Err(body["code"].take());
    }
    let objects = body["results"].as_array().cloned().unwrap_or_default();
    let by_id = objects.into_iter().map(|object| {
        let id = object["objectId"].as_str().expect("an objectId").to_owned();
        (id, object)
    });
    Ok(by_id.collect())
}

fn socket(world: &World, who: &Person) -> Socket {
    match who.client.session() {
        Some(token) => Socket::of(&world.server, token),
        None if who.is_master => Socket::master(&world.server),
        None => Socket::stranger(&world.server),
    }
}

#[test]
fn a_subscription_tells_what_a_list_shows() {
    let world = World::start();
    let mut chance = Chance(0x11fe_0005);
    let owners = ["ana", "bob", "eve"];
    let orders = owners.map(|name| {
        let owner = pointer(world.id(name));
        world.server.create("Order", json!({"owner": owner}))
    });
    let mut told = 0;
    for class in classes() {
        let open = OPEN[usize::from(class.name == OPEN[0])];
        let last = world.server.create(open, json!({"number": 0}));
        let mut listeners = Vec::new();
        for who in &world.people {
            let mut socket = socket(&world, who);
            let answer = socket.subscribe(1, class.name, json!({}));
            match list(who, class.name) {
                Ok(list) => {
                    assert_eq!(answer["op"], "subscribed", "{} {}", who.name, class.name);
                    socket.follow(2, open, json!({"objectId": last}));
                    listeners.push(Listener { who, socket, list });
                }
                Err(code) => assert_eq!(answer["code"], code, "{} {}", who.name, class.name),
            }
        }
        let mut ids = Vec::new();
        for _ in 0..WRITES {
            let mut body = invent(&world, &orders, &mut chance);
            match chance.below(10) {
                0..3 => ids.push(world.server.create(class.name, body)),
                3 if !ids.is_empty() => {
                    let id = ids.swap_remove(chance.below(ids.len()));
                    let path = format!("/classes/{}/{id}", class.name);
                    world.server.delete(&path).is(200, "{}");
                }
                _ if !ids.is_empty() => {
                    let path = format!("/classes/{}/{}", class.name, chance.pick(&ids));
                    if body.get("ACL").is_none() && chance.below(2) == 0 {
                        body["ACL"] = json!({"__op": "Delete"});
                    }
                    let answer = world.server.put(&path, body);
                    assert_eq!(answer.status, 200, "{}", answer.body);
                }
                _ => ids.push(world.server.create(class.name, body)),
            }
            let path = format!("/classes/{open}/{last}");
            let step = json!({"number": {"__op": "Increment", "amount": 1}});
            assert_eq!(world.server.put(&path, step).status, 200);
            let there = list(world.person("the master"), class.name).expect("the master lists");
            for listener in &mut listeners {
                told += usize::from(listener.is_told_of_the_write(class.name, &there));
            }
        }
    }
    assert!(told > 200, "only {told} events were told");
}

/// What a write puts into an object, by chance.
fn invent(world: &World, orders: &[String], chance: &mut Chance) -> Value {
    let [ana, bob, eve] = ["ana", "bob", "eve"].map(|name| world.id(name));
    let order = chance.pick(orders);
    let friends = [ana, bob, eve].into_iter().filter(|_| chance.below(3) == 0);
    let friends: Vec<_> = friends.map(pointer).collect();
    let mut body = json!({
        "number": chance.below(1_000),
        "secret": chance.below(1_000),
        "password": "never-shown",
        "friends": friends,
        "owner": pointer(chance.pick(&[ana, bob, eve])),
        "order": {"__type": "Pointer", "className": "Order", "objectId": order},
    });
    let acl = match chance.below(8) {
        0 => json!({}),
        1 => json!({"*": {"read": true}}),
        2 => json!({"role:staff": {"read": true}}),
        3 => json!({ana: {"read": true, "write": true}}),
        4 => json!({"role:boss": {"write": true}, bob: {"read": true}}),
        _ => return body,
    };
    body["ACL"] = acl;
    body
}

impl Listener<'_> {
    /// Whether an event was due, which is what he was told then; `there` is all that there is now.
    fn is_told_of_the_write(&mut self, class: &str, there: &List) -> bool {
        let now = list(self.who, class).expect("he listed before");
        let before = std::mem::replace(&mut self.list, now);
        let now = &self.list;
        let mut expected = Vec::new();
        for (id, object) in now {
            match before.get(id) {
                Some(was) if was["updatedAt"] == object["updatedAt"] => {}
                Some(was) => expected.push(("update", id, object, Some(was))),
                None if object["createdAt"] == object["updatedAt"] => {
                    expected.push(("create", id, object, None));
                }
                None => expected.push(("enter", id, object, None)),
            }
        }
        for (id, was) in before.iter().filter(|(id, _)| !now.contains_key(*id)) {
            let kind = if there.contains_key(id) {
                "leave"
            } else {
                "delete"
            };
            expected.push((kind, id, was, None));
        }
        let mut events = Vec::new();
        loop {
            let frame = self.socket.next();
            if frame["requestId"] == 2 {
                break;
            }
            events.push(frame);
        }
        let told = format!("{} {class}: {expected:?} but {events:?}", self.who.name);
        assert_eq!(events.len(), expected.len(), "{told}");
        for (event, (kind, id, object, was)) in events.iter().zip(&expected) {
            assert_eq!(event["op"], *kind, "{told}");
            assert_eq!(event["object"]["objectId"], **id, "{told}");
            if *kind == "leave" {
                // What has become of it he may not know.
                shows_no_more(&event["object"], object, &told);
            } else {
                assert_eq!(shown(&event["object"]), **object, "{told}");
            }
            match (event.get("original"), was) {
                (Some(original), Some(was)) => assert_eq!(shown(original), **was, "{told}"),
                (Some(original), None) => {
                    assert_eq!(*kind, "leave", "{told}");
                    shows_no_more(original, object, &told);
                }
                (None, Some(_)) => panic!("no original: {told}"),
                (None, None) => {}
            }
            assert!(!event.to_string().contains("never-shown"), "{told}");
        }
        !events.is_empty()
    }
}

/// An object of an event as a list has it.
fn shown(object: &Value) -> Value {
    let mut object = object.clone();
    if let Value::Object(members) = &mut object {
        members.remove("className");
    }
    object
}

fn shows_no_more(object: &Value, listed: &Value, told: &str) {
    let shown = shown(object);
    for (name, value) in shown.as_object().expect("an object") {
        assert_eq!(*value, listed[name], "{name}: {told}");
    }
}
