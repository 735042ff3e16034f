//! Any objects and any query: what the server finds is what a plain reading of the query finds.

mod generate;
mod reference;
mod subqueries;

use crate::server::kinds;
use generate::{Query, cases};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use std::cell::Cell;

#[test]
fn a_query_finds_what_it_says() {
    let (_dir, server) = kinds();
    let batches = Cell::new(0);
    let config = Config {
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let result = runner.run(&cases(), |(objects, queries)| {
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
            let found: Vec<_> = ids(answer["results"].as_array().map_or(&[], Vec::as_slice));
            let (expected, count) = expected(&stored, &query);
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

/// The ids of the page that a query asks for, and how many objects there are on all pages.
fn expected(objects: &[Value], query: &Query) -> (Vec<String>, usize) {
    let mut found: Vec<_> = objects
        .iter()
        .filter(|object| reference::matches(object, &query.filter))
        .cloned()
        .collect();
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
