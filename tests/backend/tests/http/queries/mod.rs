//! Any objects and any query: what the server finds is what a plain reading of the query finds, and what holds for the
//! same objects in memory.

mod generate;
mod operators;
mod reference;
mod subqueries;

use crate::server::kinds;
use generate::{Breadth, Query, cases};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use runtime::prelude::{Object, Wire as _};
use runtime::query::Where;
use serde_json::{Value, json};
use std::cell::Cell;

/// The classes of the fixture that is asked.
#[path = "../../../src/bin/fixture/kinds.rs"]
mod schema;

#[test]
fn a_query_finds_what_it_says() {
    run(Breadth::Plain, |objects, filter| {
        let matches = |object: &&Value| reference::matches(object, filter);
        objects.iter().filter(matches).cloned().collect()
    });
}

#[test]
fn what_holds_in_the_database_holds_in_memory() {
    run(Breadth::Everything, |objects, filter| {
        let filter = Where::parse(&schema::SCHEMA, "Thing", filter).expect("a query");
        let matches = |object: &&Value| {
            let object = Object::from_wire((*object).clone()).expect("an object");
            filter.matches(&object).expect("no other object decides it")
        };
        objects.iter().filter(matches).cloned().collect()
    });
}

/// In memory there is one object; where others decide, it is known only as far as they make no difference.
#[test]
fn what_other_objects_decide_is_not_known_in_memory() {
    let leads = json!({"owner": {"$inQuery": {"className": "_User", "where": {}}}});
    let matches = |filter: Value, object: Value| {
        let filter = Where::parse(&schema::SCHEMA, "Thing", &filter).expect("a query");
        filter.matches(&Object::from_wire(object).expect("an object"))
    };
    let owner = json!({"__type": "Pointer", "className": "_User", "objectId": "u1"});
    let owned = || json!({"owner": owner, "text": "a"});
    assert_eq!(matches(leads.clone(), owned()), None);
    assert_eq!(matches(leads.clone(), json!({})), Some(false));
    assert_eq!(matches(json!({"$nor": [leads]}), owned()), None);
    assert_eq!(
        matches(json!({"$and": [leads, {"text": "b"}]}), owned()),
        Some(false)
    );
    assert_eq!(
        matches(json!({"$or": [leads, {"text": "a"}]}), owned()),
        Some(true)
    );
}

/// Holds what the server finds against what `matching` finds among all objects, for any objects and queries.
fn run(breadth: Breadth, matching: impl Fn(&[Value], &Value) -> Vec<Value>) {
    let (_dir, server) = kinds();
    let batches = Cell::new(0);
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let result = runner.run(&cases(breadth), |(objects, queries)| {
        // Each case has objects of its own among those of all the others.
        let batch = batches.replace(batches.get() + 1);
        let mut stored = Vec::new();
        for mut object in objects {
            object["batch"] = batch.into();
            object["objectId"] = server.create("Thing", without_id(&object)).into();
            stored.push(object);
        }
        for query in queries {
            let filter = json!({"batch": batch, "$and": [query.filter]}).to_string();
            let (skip, limit) = (query.skip.to_string(), query.limit.to_string());
            let parameters = [
                ("where", filter.as_str()),
                ("order", &query.order),
                ("skip", &skip),
                ("limit", &limit),
            ];
            let answer = server.find(
                "Thing",
                &[parameters.as_slice(), &[("count", "1"), ("keys", "batch")]].concat(),
            );
            if answer.status != 200 {
                return Err(TestCaseError::fail(format!("{filter}: {}", answer.body)));
            }
            let answer = answer.json();
            let mut found: Vec<_> = ids(answer["results"].as_array().map_or(&[], Vec::as_slice));
            let (mut expected, count) = expected(matching(&stored, &query.filter), &query);
            // Without an order, what is near comes first, and a page of it is not one of these.
            if query.order.is_empty() && filter.contains("$nearSphere") {
                (found, expected) = (Vec::new(), Vec::new());
            }
            if found != expected || answer["count"] != count {
                let message = format!(
                    "{query:?} over {stored:#?} finds {found:?} of {}, not {expected:?} of {count}",
                    answer["count"]
                );
                return Err(TestCaseError::fail(message));
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// The ids of the page that a query asks for among what it finds, and how many there are on all pages.
fn expected(mut found: Vec<Value>, query: &Query) -> (Vec<String>, usize) {
    reference::sort(&mut found, &query.order);
    let page: Vec<_> = found
        .iter()
        .skip(query.skip)
        .take(query.limit)
        .cloned()
        .collect();
    (ids(&page), found.len())
}

fn ids(objects: &[Value]) -> Vec<String> {
    objects
        .iter()
        .filter_map(|object| object["objectId"].as_str())
        .map(str::to_owned)
        .collect()
}

fn without_id(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(members) = object.as_object_mut() {
        members.remove("objectId");
    }
    object
}
