//! How much of each object: `keys`, `excludeKeys`, and the other parameters of a list.

use super::{atlas, pointer};
use crate::client::Client;
use serde_json::{Value, json};

/// The names of an object's members that it does not always have, sorted.
fn names(object: &Value) -> Vec<&str> {
    let always = ["objectId", "createdAt", "updatedAt", "__type", "className"];
    let members = object.as_object().expect("an object").keys();
    let mut names: Vec<_> = members
        .map(String::as_str)
        .filter(|name| !always.contains(name))
        .collect();
    names.sort_unstable();
    names
}

fn first(client: &Client, class: &str, parameters: &[(&str, &str)]) -> Value {
    client.results(class, parameters).swap_remove(0)
}

#[test]
fn keys_reach_into_what_is_included() {
    let (_dir, server) = atlas();
    let city = server.create("City", json!({"name": "Bern", "people": 134000}));
    let ann = server.create(
        "Person",
        json!({"name": "Ann", "phone": "1", "secret": "s", "home": pointer("City", &city)}),
    );
    let id = server.create("Trip", json!({"title": "t", "leader": pointer("Person", &ann), "second": pointer("Person", &ann), "plan": {"a": 1, "b": 2}}));
    let find = |parameters: &[(&str, &str)]| first(&server, "Trip", parameters);

    let found = find(&[("keys", "title,leader.name"), ("include", "leader")]);
    assert_eq!(names(&found), ["leader", "title"]);
    assert_eq!(names(&found["leader"]), ["name"]);
    // A key of what is pointed at includes it.
    let found = find(&[("keys", "leader.home.people,second")]);
    assert_eq!(names(&found), ["leader", "second"]);
    assert_eq!(found["second"], pointer("Person", &ann));
    assert_eq!(names(&found["leader"]), ["home"]);
    assert_eq!(names(&found["leader"]["home"]), ["people"]);
    // What is included is whole where no key reaches into it, and is not there where the keys leave it out.
    let found = find(&[("keys", "leader"), ("include", "leader,second")]);
    assert_eq!(names(&found), ["leader"]);
    assert_eq!(names(&found["leader"]), ["home", "name", "phone"]);
    // One class, each time as much of it as was asked for.
    let found = find(&[("keys", "leader.name,second.phone")]);
    assert_eq!(
        (names(&found["leader"]), names(&found["second"])),
        (vec!["name"], vec!["phone"])
    );
    let one = server.get(&format!("/classes/Trip/{id}?keys=leader.name,plan.a"));
    assert_eq!(names(&one.json()), ["leader", "plan"]);
    assert_eq!(one.json()["plan"], json!({"a": 1, "b": 2}));

    let found = find(&[
        ("excludeKeys", "plan,second,leader.phone,fans"),
        ("include", "leader.home"),
    ]);
    assert_eq!(names(&found), ["leader", "title"]);
    assert_eq!(names(&found["leader"]), ["home", "name"]);
    let found = find(&[("keys", "title,plan"), ("excludeKeys", "plan")]);
    assert_eq!(names(&found), ["title"]);
    let found = find(&[("excludeKeys", "leader.phone")]);
    assert_eq!(found["leader"], pointer("Person", &ann));
    // No key brings back what is hidden or withheld.
    let found = first(
        &server.stranger(),
        "Trip",
        &[("keys", "leader.secret,leader.phone,leader.name")],
    );
    assert_eq!(names(&found["leader"]), ["name"]);
}

#[test]
fn a_query_may_go_to_the_class_that_a_field_leads_to() {
    let (_dir, server) = atlas();
    let ann = server.create("Person", json!({"name": "Ann"}));
    server.create("Person", json!({"name": "Bob"}));
    for key in ["fans", "leader"] {
        let parameters = [
            ("redirectClassNameForKey", key),
            ("where", r#"{"name":"Ann"}"#),
            ("count", "1"),
        ];
        let answer = server.find("Trip", &parameters).json();
        assert_eq!(
            (&answer["className"], &answer["count"]),
            (&json!("Person"), &json!(1))
        );
        assert_eq!(answer["results"][0]["objectId"], json!(ann));
        assert_eq!(answer["results"][0]["className"], "Person");
    }
    server
        .find("Trip", &[("redirectClassNameForKey", "title")])
        .is_refused(102);
    let vault = [("redirectClassNameForKey", "vault")];
    server.stranger().find("Trip", &vault).is_refused(119);
}

#[test]
fn parameters_of_other_databases_change_nothing() {
    let (_dir, server) = atlas();
    let id = server.create("City", json!({"name": "Bern"}));
    let found = server.find("City", &[]);
    let preferences = [
        "readPreference",
        "includeReadPreference",
        "subqueryReadPreference",
    ];
    for name in ["hint", "comment"].into_iter().chain(preferences) {
        server
            .find("City", &[(name, "SECONDARY")])
            .is(200, &found.body);
    }
    let one = server.get(&format!("/classes/City/{id}"));
    for name in preferences {
        server
            .get(&format!("/classes/City/{id}?{name}=PRIMARY"))
            .is(200, &one.body);
    }
    for name in [
        "where",
        "order",
        "limit",
        "count",
        "hint",
        "includeAll",
        "bogus",
    ] {
        let answer = server.get(&format!("/classes/City/{id}?{name}=1"));
        answer.is(
            400,
            r#"{"code":102,"error":"Improper encode of parameter"}"#,
        );
    }
    let answer = server.find("City", &[("bogus", "1")]);
    answer.is(
        400,
        r#"{"code":102,"error":"Invalid parameter for query: bogus"}"#,
    );
    for (name, value) in [
        ("limit", "-1"),
        ("skip", "-1"),
        ("limit", "1.5"),
        ("skip", "many"),
    ] {
        server.find("City", &[(name, value)]).is_refused(102);
    }
    server
        .find("City", &[("count", "1"), ("limit", "0")])
        .is(200, r#"{"results":[],"count":1}"#);
}
