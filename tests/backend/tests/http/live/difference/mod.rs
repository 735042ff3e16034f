//! Any query, any writes, anybody: the events that come are the difference between what he finds before each write and
//! what he finds after it.

mod generate;

use super::socket::Socket;
use crate::access::world::{World, pointer};
use crate::client::Client;
use generate::{Case, Things, Write, case};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// What a subscription to everything after a write is called: an event of it says that all before it have come.
const MARK: u64 = 0;
/// The subscription that is looked at.
const CASE: u64 = 1;

/// Somebody, with his socket.
struct Witness {
    name: &'static str,
    client: Client,
    socket: RefCell<Socket>,
}

/// Objects by their ids.
type Objects = BTreeMap<String, Value>;

/// What somebody finds: by the query, and of all objects.
struct Found {
    matching: Objects,
    visible: Objects,
}

#[test]
fn events_are_the_difference_that_a_write_makes_to_what_is_found() {
    let world = World::start();
    let orders = [("ana", 1), ("bob", 2)].map(|(owner, number)| {
        let body = json!({"owner": pointer(world.id(owner)), "number": number});
        world.server.create("Order", body)
    });
    let mut orders = orders.to_vec();
    orders.push("gone".to_owned());
    let things = Things {
        users: vec![world.id("ana").to_owned(), world.id("bob").to_owned()],
        orders,
    };
    let witnesses = ["a stranger", "ana", "cara", "dan", "the master"].map(|name| {
        let client = world.person(name).client.clone();
        let mut socket = match name {
            "a stranger" => Socket::stranger(&world.server),
            "the master" => Socket::master(&world.server),
            name => Socket::of(&world.server, &token(&world, name)),
        };
        socket.follow(MARK, "Note", json!({"number": {"$gte": 1000}}));
        Witness {
            name,
            client,
            socket: RefCell::new(socket),
        }
    });
    let marks = Cell::new(1000);
    let kinds = RefCell::new(BTreeSet::new());
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&case(&things), |case| {
        let mark = marks.replace(marks.get() + 1);
        let came = told(&world, &witnesses, &case, mark);
        kinds.borrow_mut().extend(came);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}\n{}", world.server.log());
    }
    let kinds: Vec<_> = kinds.into_inner().into_iter().collect();
    assert_eq!(kinds, ["create", "delete", "enter", "leave", "update"]);
}

fn token(world: &World, name: &str) -> String {
    let body = json!({"username": name, "password": "password"});
    let answer = world.server.post("/login", body);
    let token = answer.json()["sessionToken"].take();
    token.as_str().expect("a token").to_owned()
}

/// Holds what each is told of a case against what he finds before and after each write, and gives the kinds of what came.
fn told(world: &World, witnesses: &[Witness], case: &Case, mark: u32) -> BTreeSet<String> {
    let mut query = json!({"className": case.class, "where": case.filter});
    for (name, fields) in [("keys", &case.keys), ("watch", &case.watch)] {
        if let Some(fields) = fields {
            query[name] = json!(fields);
        }
    }
    let mut listening = Vec::new();
    for witness in witnesses {
        let answer = witness
            .socket
            .borrow_mut()
            .subscribe_with(CASE, query.clone(), json!({}));
        let found = find(&witness.client, case, &case.filter);
        match found {
            Ok(_) if answer["op"] == "subscribed" => listening.push(witness),
            // It would tell when a field changes that is withheld.
            Ok(_) => assert!(
                case.watch.is_some() && answer["code"] == 119,
                "{}: {answer}",
                witness.name
            ),
            Err(code) => assert_eq!(answer["code"], code, "{} {case:?}: {answer}", witness.name),
        }
    }
    let all = &world.server;
    let everything = |client: &Client| objects(client.results(case.class, &[("limit", "1000")]));
    let mut ids: Vec<String> = Vec::new();
    let mut expected: Vec<Vec<Value>> = listening.iter().map(|_| Vec::new()).collect();
    let mut before: Vec<_> = listening
        .iter()
        .map(|witness| found(witness, case))
        .collect();
    let mut raw = everything(all);
    for write in &case.writes {
        let Some(id) = make(all, case.class, write, &mut ids) else {
            continue;
        };
        let raw_now = everything(all);
        for (at, witness) in listening.iter().enumerate() {
            let after = found(witness, case);
            let watched = case.watch.as_ref().is_none_or(|fields| {
                let value = |objects: &Objects, name: &str| {
                    objects.get(&id).map(|object| object[name].clone())
                };
                fields
                    .iter()
                    .any(|name| value(&raw, name) != value(&raw_now, name))
            });
            let is_there = [&raw, &raw_now].map(|objects| objects.contains_key(&id));
            let event = difference(&id, &before[at], &after, is_there, watched);
            expected[at].extend(event);
            before[at] = after;
        }
        raw = raw_now;
    }
    let marked = all.create("Note", json!({"number": mark}));
    let mut kinds = BTreeSet::new();
    for (witness, expected) in listening.iter().zip(expected) {
        let came = until(witness, &marked);
        kinds.extend(
            came.iter()
                .filter_map(|event| event["op"].as_str().map(str::to_owned)),
        );
        assert_eq!(
            came, expected,
            "{} was told\n{came:#?}\nof {case:#?}",
            witness.name
        );
    }
    for witness in witnesses
        .iter()
        .filter(|witness| !listening.iter().any(|other| other.name == witness.name))
    {
        let came = until(witness, &marked);
        assert_eq!(came, [Value::Null; 0], "{} of {case:#?}", witness.name);
    }
    for witness in &listening {
        let mut socket = witness.socket.borrow_mut();
        socket.send(json!({"op": "unsubscribe", "requestId": CASE}));
        assert_eq!(socket.next()["op"], "unsubscribed");
    }
    for id in ids {
        all.delete(&format!("/classes/{}/{id}", case.class));
    }
    kinds
}

/// Makes a write, and gives the id of the object; nothing where there is none, or it is refused.
fn make(all: &Client, class: &str, write: &Write, ids: &mut Vec<String>) -> Option<String> {
    let path = |id: &str| format!("/classes/{class}/{id}");
    let pick = |at: usize| ids.get(at.checked_rem(ids.len())?).cloned();
    match write {
        Write::Create(body) => {
            let id = all.create(class, body);
            ids.push(id.clone());
            Some(id)
        }
        Write::Update(at, body) => {
            let id = pick(*at)?;
            (all.put(&path(&id), body).status == 200).then_some(id)
        }
        Write::Delete(at) => {
            let id = pick(*at)?;
            all.delete(&path(&id)).is(200, "{}");
            ids.retain(|known| *known != id);
            Some(id)
        }
    }
}

/// What a query finds, or the code that it is refused with.
fn find(client: &Client, case: &Case, filter: &Value) -> Result<Objects, Value> {
    let keys = case.keys.as_ref().map(|keys| keys.join(","));
    let filter = filter.to_string();
    let mut parameters = vec![("where", filter.as_str()), ("limit", "1000")];
    if let Some(keys) = &keys {
        parameters.push(("keys", keys));
    }
    let answer = client.find(case.class, &parameters);
    if answer.status != 200 {
        return Err(answer.json()["code"].take());
    }
    let Value::Array(mut found) = answer.json()["results"].take() else {
        return Ok(Objects::new());
    };
    for object in &mut found {
        let members = object.as_object_mut().expect("an object");
        // An event has keys alone where keys are asked for.
        if keys.is_some() {
            members.remove("ACL");
        }
        members.insert("className".to_owned(), case.class.into());
    }
    Ok(objects(found))
}

fn objects(found: Vec<Value>) -> Objects {
    let with_id = |object: Value| {
        (
            object["objectId"].as_str().expect("an id").to_owned(),
            object,
        )
    };
    found.into_iter().map(with_id).collect()
}

fn found(witness: &Witness, case: &Case) -> Found {
    let find = |filter| find(&witness.client, case, filter).expect("he may ask");
    Found {
        matching: find(&case.filter),
        visible: find(&json!({})),
    }
}

/// The event that a write of the object is, if it is one.
fn difference(
    id: &str,
    before: &Found,
    after: &Found,
    [was_there, is_there]: [bool; 2],
    watched: bool,
) -> Option<Value> {
    let visible = |found: &Found| found.visible.get(id).cloned();
    let event = |op: &str, object: Value, original: Option<Value>| {
        let mut event = json!({"op": op, "object": object});
        if let Some(original) = original {
            event["original"] = original;
        }
        Some(event)
    };
    match (before.matching.get(id), after.matching.get(id)) {
        (None, None) => None,
        (None, Some(object)) if !was_there => event("create", object.clone(), None),
        (None, Some(object)) => event("enter", object.clone(), visible(before)),
        (Some(_), Some(_)) if !watched => None,
        (Some(original), Some(object)) => event("update", object.clone(), Some(original.clone())),
        (Some(object), None) if !is_there => event("delete", object.clone(), None),
        (Some(original), None) => {
            // What he may not see any more is not told.
            let bare = || {
                let names = ["objectId", "createdAt", "updatedAt", "className"];
                let members = names.map(|name| (name.to_owned(), original[name].clone()));
                Value::Object(members.into_iter().collect())
            };
            let object = visible(after).unwrap_or_else(bare);
            event("leave", object, Some(original.clone()))
        }
    }
}

/// The events that come before the mark.
fn until(witness: &Witness, mark: &str) -> Vec<Value> {
    let mut socket = witness.socket.borrow_mut();
    let mut came = Vec::new();
    loop {
        let mut frame = socket.next();
        if frame["requestId"] == MARK && frame["object"]["objectId"] == mark {
            return came;
        }
        assert_ne!(frame["op"], "error", "{}: {frame}", witness.name);
        if frame["requestId"] == MARK {
            continue;
        }
        let mut event = json!({"op": frame["op"], "object": frame["object"].take()});
        if frame.get("original").is_some() {
            event["original"] = frame["original"].take();
        }
        came.push(event);
    }
}
