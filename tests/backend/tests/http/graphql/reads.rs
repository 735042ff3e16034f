//! One object, and what it leads to.

use super::{ask_with, at_root, atlas, data, data_of, pointer, queries, user};
use crate::server::Server;
use serde_json::{Value, json};

/// A trip whose leader lives in a city of a country, with guests and stops.
fn trip(server: &Server) -> (String, Vec<String>) {
    let country = server.create("Country", json!({"name": "Norway"}));
    let cities: Vec<_> = ["Oslo", "Bergen"]
        .iter()
        .map(|name| {
            server.create(
                "City",
                json!({"name": name, "people": 7, "country": pointer("Country", &country),
                    "founded": {"__type": "Date", "iso": "1048-01-01T00:00:00.000Z"},
                    "spot": {"__type": "GeoPoint", "latitude": 60.0, "longitude": 10.0}}),
            )
        })
        .collect();
    let people: Vec<_> = ["Ann", "Ben", "Cem"]
        .iter()
        .zip(cities.iter().cycle())
        .map(|(name, home)| {
            server.create(
                "Person",
                json!({"name": name, "home": pointer("City", home)}),
            )
        })
        .collect();
    let trip = server.create(
        "Trip",
        json!({
            "title": "North",
            "leader": pointer("Person", &people[0]),
            "guests": [pointer("Person", &people[1]), pointer("Person", &people[2])],
            "stops": [{"city": pointer("City", &cities[0]), "nights": 2}],
            "plan": {"days": [1, 2]},
            "notes": ["bring skis", pointer("Person", &people[1])],
            "fans": {"__op": "AddRelation", "objects": [pointer("Person", &people[1]), pointer("Person", &people[2])]},
        }),
    );
    (trip, people)
}

#[test]
fn an_object_by_either_of_its_ids() {
    let (_dir, server) = atlas();
    let id = server.create("City", json!({"name": "Oslo"}));
    let client = at_root(&server);
    let document = "query($id: ID!) { city(id: $id) { id objectId name __typename } }";
    let by_object_id = data_of(&ask_with(&client, document, json!({"id": id})));
    assert_eq!(by_object_id["city"]["objectId"], json!(id));
    assert_eq!(by_object_id["city"]["name"], json!("Oslo"));
    assert_eq!(by_object_id["city"]["__typename"], json!("City"));
    let global = by_object_id["city"]["id"].clone();
    let by_global_id = data_of(&ask_with(&client, document, json!({"id": global})));
    assert_eq!(by_global_id, by_object_id);
    let node = "query($id: ID!) { node(id: $id) { __typename id ... on City { name } ... on Person { phone } } }";
    let node = data_of(&ask_with(&client, node, json!({"id": global})));
    assert_eq!(
        node["node"],
        json!({"__typename": "City", "id": global, "name": "Oslo"})
    );
}

#[test]
fn values_of_every_kind() {
    let (_dir, server) = atlas();
    let (trip, people) = trip(&server);
    let document = format!(
        r#"{{ trip(id: "{trip}") {{
            leader {{ name home {{ name founded spot {{ latitude }} country {{ name capital {{ name }} }} }} }}
            guests {{ name home {{ name }} }}
            stops {{ nights city {{ name }} }}
            plan
            notes {{ __typename ... on Element {{ value }} ... on Person {{ name }} }}
            vault {{ gold }}
        }} }}"#
    );
    let found = data(&at_root(&server), &document);
    assert_eq!(
        found["trip"],
        json!({
            "leader": {"name": "Ann", "home": {"name": "Oslo", "founded": "1048-01-01T00:00:00.000Z",
                "spot": {"latitude": 60}, "country": {"name": "Norway", "capital": null}}},
            "guests": [{"name": "Ben", "home": {"name": "Bergen"}}, {"name": "Cem", "home": {"name": "Oslo"}}],
            "stops": [{"nights": 2, "city": {"name": "Oslo"}}],
            "plan": {"days": [1, 2]},
            "notes": [{"__typename": "Element", "value": "bring skis"}, {"__typename": "Person", "name": "Ben"}],
            "vault": null,
        })
    );
    let fans = format!(
        r#"{{ trip(id: "{trip}") {{ fans(order: [name_DESC], first: 1) {{ count edges {{ node {{ objectId name }} }} }} }} }}"#
    );
    assert_eq!(
        data(&at_root(&server), &fans)["trip"]["fans"],
        json!({"count": 2, "edges": [{"node": {"objectId": people[2], "name": "Cem"}}]})
    );
}

#[test]
fn aliases_fragments_and_directives() {
    let (_dir, server) = atlas();
    let oslo = server.create("City", json!({"name": "Oslo", "people": 7}));
    let document = "query($id: ID!, $short: Boolean = true) {
        one: city(id: $id) { ...Named people @skip(if: $short) }
        two: city(id: $id) { ...Named ... on City @include(if: $short) { total: people } }
    }
    fragment Named on City { name called: name }";
    let answer = ask_with(&at_root(&server), document, json!({"id": oslo}));
    assert_eq!(
        answer.body,
        r#"{"data":{"one":{"name":"Oslo","called":"Oslo"},"two":{"name":"Oslo","called":"Oslo","total":7}}}"#
    );
}

#[test]
fn a_list_takes_one_query_a_level() {
    let (_dir, server) = atlas();
    for _ in 0..20 {
        trip(&server);
    }
    let document = "{ trips(first: 20) { edges { node {
        title leader { name home { name country { name } } } guests { name home { name country { name } } }
    } } } }";
    let before = queries(&server);
    let found = data(&at_root(&server), document);
    let made = queries(&server) - before;
    assert_eq!(found["trips"]["edges"].as_array().map(Vec::len), Some(20));
    let guest = &found["trips"]["edges"][19]["node"]["guests"][1]["home"]["country"];
    assert_eq!(*guest, json!({"name": "Norway"}));
    // Trips, the people on them, their homes, and the countries of those: each level is one query for each class.
    assert!(made <= 6, "{made} queries");
}

#[test]
fn relations_of_many_objects_are_found_together() {
    let (_dir, server) = atlas();
    for _ in 0..10 {
        trip(&server);
    }
    let document = "{ trips { edges { node { title fans(order: [name_ASC], first: 1) { count edges { node { name home { name } } } } } } } }";
    let before = queries(&server);
    let found = data(&at_root(&server), document);
    let made = queries(&server) - before;
    for edge in found["trips"]["edges"].as_array().expect("a list") {
        let fans = &edge["node"]["fans"];
        assert_eq!(fans["count"], json!(2));
        assert_eq!(
            fans["edges"],
            json!([{"node": {"name": "Ben", "home": {"name": "Bergen"}}}])
        );
    }
    assert!(made <= 6, "{made} queries for ten relations");
}

#[test]
fn who_is_signed_in() {
    let (_dir, server) = atlas();
    let (id, token) = user(&server, "ann");
    let client = at_root(&server);
    let document = "{ viewer { sessionToken user { objectId username ACL { users { userId read write } public { read } } } } }";
    let found = data(&client.with_session(&token), document);
    assert_eq!(found["viewer"]["sessionToken"], json!(token));
    assert_eq!(found["viewer"]["user"]["objectId"], json!(id));
    let acl: &Value = &found["viewer"]["user"]["ACL"];
    assert_eq!(acl["users"][0]["write"], json!(true));
    let answer = super::ask(&client.stranger(), document);
    assert_eq!(answer.status, 200);
    assert_eq!(super::error(&answer)["extensions"]["code"], json!(209));
    assert_eq!(answer.json()["data"], Value::Null);
}
