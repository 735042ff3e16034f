//! Many objects: which, in which order, and page by page.

use super::{ask_with, at_root, atlas, data, data_of, error, pointer, queries};
use crate::server::Server;
use serde_json::{Value, json};

fn cities(server: &Server) {
    let norway = server.create("Country", json!({"name": "Norway"}));
    let chad = server.create("Country", json!({"name": "Chad"}));
    for (name, people, coastal, country) in [
        ("Oslo", 7, true, &norway),
        ("Bergen", 3, true, &norway),
        ("Abéché", 1, false, &chad),
        ("Moundou", 3, false, &chad),
        ("Atlantis", 0, true, &chad),
    ] {
        server.create(
            "City",
            json!({"name": name, "people": people, "coastal": coastal, "country": pointer("Country", country),
                "spot": {"__type": "GeoPoint", "latitude": people, "longitude": 0},
                "founded": {"__type": "Date", "iso": format!("200{people}-01-01T00:00:00.000Z")},
                "data": {"rank": people}}),
        );
    }
}

/// The names that a list has, in its order.
#[track_caller]
fn names(server: &Server, arguments: &str) -> Vec<String> {
    let document = format!("{{ cities({arguments}) {{ edges {{ node {{ name }} }} }} }}");
    let found = data(&at_root(server), &document);
    let edges = found["cities"]["edges"].as_array().cloned();
    let name = |edge: &Value| edge["node"]["name"].as_str().unwrap_or("?").to_owned();
    edges.unwrap_or_default().iter().map(name).collect()
}

#[test]
fn what_a_where_takes() {
    let (_dir, server) = atlas();
    cities(&server);
    for (condition, found) in [
        (r#"name: {equalTo: "Oslo"}"#, vec!["Oslo"]),
        (r#"name: {in: ["Oslo", "Bergen"]}"#, vec!["Bergen", "Oslo"]),
        (
            r#"name: {notIn: ["Oslo", "Bergen", "Atlantis"]}"#,
            vec!["Abéché", "Moundou"],
        ),
        (
            r#"name: {matchesRegex: "^a", options: "i"}"#,
            vec!["Abéché", "Atlantis"],
        ),
        (
            "people: {greaterThan: 1, lessThanOrEqualTo: 3}",
            vec!["Bergen", "Moundou"],
        ),
        ("coastal: {notEqualTo: true}", vec!["Abéché", "Moundou"]),
        (
            r#"founded: {lessThan: "2001-06-01T00:00:00.000Z"}"#,
            vec!["Abéché", "Atlantis"],
        ),
        (
            r#"country: {have: {name: {equalTo: "Chad"}}}, people: {exists: true}"#,
            vec!["Abéché", "Atlantis", "Moundou"],
        ),
        (
            r#"country: {haveNot: {name: {equalTo: "Chad"}}}"#,
            vec!["Bergen", "Oslo"],
        ),
        (
            r#"OR: [{people: {equalTo: 7}}, {people: {equalTo: 0}}]"#,
            vec!["Atlantis", "Oslo"],
        ),
        (
            r#"NOR: [{coastal: {equalTo: true}}, {people: {equalTo: 1}}]"#,
            vec!["Moundou"],
        ),
        (
            r#"AND: [{coastal: {equalTo: true}}, {people: {equalTo: 3}}]"#,
            vec!["Bergen"],
        ),
        (r#"data: {equalTo: {key: "rank", value: 7}}"#, vec!["Oslo"]),
        (
            "spot: {within: {box: {bottomLeft: {latitude: 2, longitude: -1}, upperRight: {latitude: 4, longitude: 1}}}}",
            vec!["Bergen", "Moundou"],
        ),
        (
            r#"name: {inQueryKey: {query: {className: "City", where: {people: 3}}, key: "name"}}"#,
            vec!["Bergen", "Moundou"],
        ),
    ] {
        let arguments = format!("where: {{{condition}}}, order: [name_ASC]");
        assert_eq!(names(&server, &arguments), found, "{condition}");
    }
    let nearest = "where: {spot: {nearSphere: {latitude: 7, longitude: 0}}}, first: 1";
    assert_eq!(names(&server, nearest), ["Oslo"]);
}

#[test]
fn an_id_in_a_where_is_of_either_kind() {
    let (_dir, server) = atlas();
    cities(&server);
    let client = at_root(&server);
    let all = data(
        &client,
        "{ cities(order: people_DESC, first: 1) { edges { node { id objectId } } } }",
    );
    let node = &all["cities"]["edges"][0]["node"];
    for id in [&node["id"], &node["objectId"]] {
        let document =
            "query($id: ID!) { cities(where: {id: {equalTo: $id}}) { edges { node { name } } } }";
        let found = data_of(&ask_with(&client, document, json!({"id": id})));
        assert_eq!(
            found["cities"]["edges"],
            json!([{"node": {"name": "Oslo"}}])
        );
    }
}

#[test]
fn a_variable_that_was_not_sent_asks_for_nothing() {
    let (_dir, server) = atlas();
    cities(&server);
    let document = "query($name: String) { cities(where: {name: {equalTo: $name}}) { count } }";
    let client = at_root(&server);
    let count =
        |variables| data_of(&ask_with(&client, document, variables))["cities"]["count"].clone();
    assert_eq!(count(json!({})), json!(5));
    assert_eq!(count(json!({"name": null})), json!(0));
    assert_eq!(count(json!({"name": "Oslo"})), json!(1));
}

#[test]
fn in_the_order_that_was_asked_for() {
    let (_dir, server) = atlas();
    cities(&server);
    assert_eq!(
        names(&server, "order: [people_DESC, name_ASC]"),
        ["Oslo", "Bergen", "Moundou", "Abéché", "Atlantis"]
    );
    assert_eq!(
        names(&server, "order: [people_ASC, name_DESC], skip: 1, first: 2"),
        ["Abéché", "Moundou"]
    );
}

#[test]
fn pages_go_on_where_the_last_one_ended_whatever_was_written_since() {
    let (_dir, server) = atlas();
    cities(&server);
    let client = at_root(&server);
    let page = |arguments: &str| {
        let document = format!(
            "{{ cities({arguments}, order: [name_ASC]) {{
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
                edges {{ cursor node {{ name }} }} }} }}"
        );
        data(&client, &document)["cities"].take()
    };
    let name = |page: &Value, index: usize| page["edges"][index]["node"]["name"].clone();
    let first = page("first: 2");
    assert_eq!(
        (name(&first, 0), name(&first, 1)),
        (json!("Abéché"), json!("Atlantis"))
    );
    assert_eq!(first["pageInfo"]["hasNextPage"], json!(true));
    assert_eq!(first["pageInfo"]["hasPreviousPage"], json!(false));
    assert_eq!(first["pageInfo"]["endCursor"], first["edges"][1]["cursor"]);
    server.create("City", json!({"name": "Aarhus"}));
    let cursor = first["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let second = page(&format!(r#"first: 2, after: "{cursor}""#));
    assert_eq!(
        (name(&second, 0), name(&second, 1)),
        (json!("Bergen"), json!("Moundou"))
    );
    assert_eq!(second["pageInfo"]["hasPreviousPage"], json!(true));
    // A cursor of an edge in the middle does as well.
    let cursor = second["edges"][0]["cursor"].as_str().expect("a cursor");
    let rest = page(&format!(r#"first: 9, after: "{cursor}""#));
    assert_eq!(
        (name(&rest, 0), name(&rest, 1)),
        (json!("Moundou"), json!("Oslo"))
    );
    assert_eq!(rest["pageInfo"]["hasNextPage"], json!(false));
    // Backwards from there, in the same order.
    let back = page(&format!(r#"last: 2, before: "{cursor}""#));
    assert_eq!(
        (name(&back, 0), name(&back, 1)),
        (json!("Abéché"), json!("Atlantis"))
    );
    assert_eq!(back["pageInfo"]["hasPreviousPage"], json!(true));
    assert_eq!(back["pageInfo"]["hasNextPage"], json!(true));
    let last = page("last: 1");
    assert_eq!(name(&last, 0), json!("Oslo"));
}

#[test]
fn the_last_ones_where_nobody_says_an_order() {
    let (_dir, server) = atlas();
    cities(&server);
    assert_eq!(names(&server, "last: 2"), ["Moundou", "Atlantis"]);
    assert_eq!(names(&server, "first: 2"), ["Oslo", "Bergen"]);
}

#[test]
fn what_is_not_asked_for_is_not_counted() {
    let (_dir, server) = atlas();
    cities(&server);
    let client = at_root(&server);
    let before = queries(&server);
    assert_eq!(
        data(
            &client,
            "{ cities(where: {coastal: {equalTo: true}}) { count } }"
        ),
        json!({"cities": {"count": 3}})
    );
    assert_eq!(queries(&server) - before, 1);
}

#[test]
fn a_page_that_cannot_be() {
    let (_dir, server) = atlas();
    cities(&server);
    let client = at_root(&server);
    for arguments in [
        "first: -1",
        "skip: -1",
        "first: 1, last: 1",
        r#"after: "nonsense""#,
        r#"first: 1, before: "x""#,
        r#"after: "x", before: "y""#,
    ] {
        let document = format!("{{ cities({arguments}) {{ edges {{ cursor }} }} }}");
        let answer = super::ask(&client, &document);
        assert_eq!(answer.status, 200, "{arguments}: {}", answer.body);
        assert_eq!(
            error(&answer)["extensions"]["code"],
            json!(102),
            "{arguments}"
        );
        assert_eq!(answer.json()["data"], Value::Null);
    }
}
