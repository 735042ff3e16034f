//! Objects in the place of Pointers to them, as far as whoever asks may read them.

use super::{atlas, for_one, pointer, user};
use crate::client::Client;
use serde_json::{Value, json};

fn trip(client: &Client, id: &str, include: &str) -> Value {
    let answer = client.get(&format!("/classes/Trip/{id}?include={include}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

#[test]
fn a_pointer_becomes_the_object_byte_for_byte() {
    let (_dir, server) = atlas();
    let city = server.create("City", json!({"name": "Bern", "people": 134000}));
    let person = server.create(
        "Person",
        json!({"name": "Ann", "home": pointer("City", &city)}),
    );
    let (whole, home) = (
        server.get(&format!("/classes/Person/{person}")).body,
        server.get(&format!("/classes/City/{city}")).body,
    );
    let home = home.trim_end_matches('}');
    let expected = whole.replace(
        &pointer("City", &city).to_string(),
        &format!(r#"{home},"__type":"Object","className":"City"}}"#),
    );
    server
        .get(&format!("/classes/Person/{person}?include=home"))
        .is(200, &expected);
    let list = server.find("Person", &[("include", "home")]);
    list.is(200, &format!(r#"{{"results":[{expected}]}}"#));
}

#[test]
fn paths_lead_through_objects_and_arrays_of_every_kind() {
    let (_dir, server) = atlas();
    let country = server.create("Country", json!({"name": "Italy", "code": "IT"}));
    let rome = server.create(
        "City",
        json!({"name": "Rome", "country": pointer("Country", &country)}),
    );
    let pisa = server.create(
        "City",
        json!({"name": "Pisa", "country": pointer("Country", &country)}),
    );
    server.put(
        &format!("/classes/Country/{country}"),
        json!({"capital": pointer("City", &rome)}),
    );
    let ann = server.create(
        "Person",
        json!({"name": "Ann", "home": pointer("City", &pisa)}),
    );
    let bob = server.create(
        "Person",
        json!({"name": "Bob", "home": pointer("City", &rome)}),
    );
    let id = server.create(
        "Trip",
        json!({
            "title": "}, {\"leader\":",
            "leader": pointer("Person", &ann),
            "guests": [pointer("Person", &bob), pointer("Person", &ann), pointer("Person", &bob)],
            "stops": [
                {"city": pointer("City", &pisa), "nights": 2},
                {"city": pointer("City", &rome), "nights": 1},
            ],
            "plan": {"start": {"where": pointer("City", &rome)}, "end": pointer("City", &pisa)},
            "notes": ["see", pointer("City", &rome), {"by": pointer("Person", &bob)}, 3.5, [pointer("Person", &ann)], null],
        }),
    );
    let found = trip(
        &server,
        &id,
        "leader.home.country.capital,guests.home,stops.city.country,plan.start.where,plan.end,notes.by.home,notes.country,title,fans,none.of.it",
    );
    assert_eq!(found["title"], "}, {\"leader\":");
    assert_eq!(
        found["fans"],
        json!({"__type": "Relation", "className": "Person"})
    );
    let capital = &found["leader"]["home"]["country"]["capital"];
    assert_eq!(
        (&capital["name"], &capital["country"]),
        (&json!("Rome"), &pointer("Country", &country))
    );
    let names = |list: &Value| -> Vec<Value> {
        let list = list.as_array().expect("a list");
        list.iter().map(|one| one["name"].clone()).collect()
    };
    assert_eq!(names(&found["guests"]), ["Bob", "Ann", "Bob"]);
    assert_eq!(found["guests"][1]["home"]["name"], "Pisa");
    assert_eq!(
        found["guests"][1]["home"]["country"],
        pointer("Country", &country)
    );
    assert_eq!(found["stops"][0]["nights"], 2);
    assert_eq!(found["stops"][1]["city"]["country"]["name"], "Italy");
    assert_eq!(found["stops"][1]["city"]["country"].get("code"), None);
    assert_eq!(found["plan"]["start"]["where"]["name"], "Rome");
    assert_eq!(found["plan"]["end"]["className"], "City");
    assert_eq!(found["notes"][0], "see");
    assert_eq!(found["notes"][1]["country"]["name"], "Italy");
    assert_eq!(found["notes"][2]["by"]["home"]["name"], "Rome");
    assert_eq!(
        (&found["notes"][3], &found["notes"][5]),
        (&json!(3.5), &Value::Null)
    );
    assert_eq!(found["notes"][4][0]["name"], "Ann");
}

#[test]
fn everything_at_once() {
    let (_dir, server) = atlas();
    let city = server.create("City", json!({"name": "Bern"}));
    let ann = server.create(
        "Person",
        json!({"name": "Ann", "home": pointer("City", &city)}),
    );
    let id = server.create(
        "Trip",
        json!({"leader": pointer("Person", &ann), "notes": [pointer("City", &city)], "plan": {"to": pointer("City", &city)}}),
    );
    let check = |found: &Value, deep: bool| {
        assert_eq!(found["leader"]["name"], "Ann");
        assert_eq!(found["notes"][0]["name"], "Bern");
        assert_eq!(found["plan"]["to"], pointer("City", &city));
        assert_eq!(found["leader"]["home"]["name"].is_string(), deep);
    };
    check(&trip(&server, &id, "*"), false);
    check(&trip(&server, &id, "*,leader.home"), true);
    check(&trip(&server, &id, "*,leader.*"), true);
    check(&server.results("Trip", &[("includeAll", "true")])[0], false);
    // The keys are those that were asked for, and whatever leads on.
    let narrow = &server.results("Trip", &[("includeAll", "true"), ("keys", "title")])[0];
    assert_eq!(
        (narrow.get("plan"), &narrow["leader"]["name"]),
        (None, &json!("Ann"))
    );
}

#[test]
fn what_may_not_be_read_is_not_there() {
    let (_dir, server) = atlas();
    let ((ann, token), (bob, _)) = (user(&server, "ann"), user(&server, "bob"));
    let city = server.create("City", json!({"name": "Bern", "ACL": for_one(&bob)}));
    let person = |name: &str, acl: Value| {
        server.create(
            "Person",
            json!({"name": name, "phone": "123", "secret": "s", "home": pointer("City", &city), "ACL": acl}),
        )
    };
    let (hers, his) = (person("hers", for_one(&ann)), person("his", for_one(&bob)));
    let everybodys = server.create(
        "Person",
        json!({"name": "all", "phone": "5", "secret": "s"}),
    );
    let vault = server.create("Vault", json!({"gold": "much"}));
    let id = server.create(
        "Trip",
        json!({
            "leader": pointer("Person", &hers),
            "second": pointer("Person", &his),
            "vault": pointer("Vault", &vault),
            "guests": [pointer("Person", &his), pointer("Person", &hers), pointer("Person", "nobody"), pointer("Person", &everybodys)],
            "plan": {"guide": pointer("Person", &his), "days": 3},
            "notes": [{"by": pointer("Nothing", "x")}],
        }),
    );
    let include = "leader.home,second,vault,guests,plan.guide,notes.by";
    let seen = trip(&server.with_session(&token), &id, include);
    assert_eq!(
        (&seen["leader"]["name"], &seen["leader"]["phone"]),
        (&json!("hers"), &json!("123"))
    );
    assert_eq!(seen["leader"].get("home"), None);
    assert_eq!(seen["leader"].get("secret"), None);
    assert_eq!((seen.get("second"), seen.get("vault")), (None, None));
    let guests = seen["guests"].as_array().expect("a list");
    assert_eq!(
        guests
            .iter()
            .map(|guest| &guest["name"])
            .collect::<Vec<_>>(),
        ["hers", "all"]
    );
    assert_eq!(seen["plan"], json!({"days": 3}));
    assert_eq!(seen["notes"], json!([{}]));

    let stranger = trip(&server.stranger(), &id, include);
    assert_eq!(stranger.get("leader"), None);
    let guests = stranger["guests"].as_array().expect("a list");
    assert_eq!(guests.len(), 1);
    assert_eq!(
        (guests[0].get("phone"), guests[0].get("secret")),
        (None, None)
    );

    let all = trip(&server, &id, include);
    assert_eq!(
        (&all["second"]["name"], &all["vault"]["gold"]),
        (&json!("his"), &json!("much"))
    );
    assert_eq!(all["second"].get("secret"), None);
}

#[test]
fn a_circle_ends_where_the_path_does() {
    let (_dir, server) = atlas();
    let (ann, bob) = (
        server.create("Person", json!({"name": "Ann"})),
        server.create("Person", json!({"name": "Bob"})),
    );
    for (one, other) in [(&ann, &bob), (&bob, &ann)] {
        server.put(
            &format!("/classes/Person/{one}"),
            json!({"best": pointer("Person", other)}),
        );
    }
    let found = server
        .get(&format!("/classes/Person/{ann}?include=best.best.best"))
        .json();
    assert_eq!(
        found["best"]["best"]["best"]["best"],
        pointer("Person", &ann)
    );
    assert_eq!(found["best"]["best"]["best"]["name"], "Bob");

    let long = ["best"; 11].join(".");
    let sentence = server.find("Person", &[("include", &long)]).is_refused(102);
    assert!(sentence.ends_with("is longer than 10 steps"), "{sentence}");
    let many: Vec<_> = (0..101).map(|place| format!("p{place}")).collect();
    server
        .find("Person", &[("include", &many.join(","))])
        .is_refused(102);
}

#[test]
fn an_answer_does_not_grow_without_end() {
    let (_dir, server) = atlas();
    // Each of a hundred trips notes all of them: a hundred at the first step, a million at the third.
    let ids: Vec<_> = (0..100)
        .map(|_| server.create("Trip", json!({"title": "t".repeat(200)})))
        .collect();
    let notes: Vec<_> = ids.iter().map(|id| pointer("Trip", id)).collect();
    for id in &ids {
        server.put(&format!("/classes/Trip/{id}"), json!({"notes": notes}));
    }
    assert_eq!(
        trip(&server, &ids[0], "notes")["notes"][99]["title"],
        "t".repeat(200)
    );
    let answer = server.find("Trip", &[("include", "notes.notes.notes.notes")]);
    let sentence = answer.is_refused(102);
    assert_eq!(
        sentence,
        "the answer and what it includes take more than 64 MiB"
    );
}

#[test]
fn a_thousand_objects_at_once() {
    let (_dir, server) = atlas();
    let cities: Vec<_> = (0..50)
        .map(|n| server.create("City", json!({"name": format!("city {n}")})))
        .collect();
    for n in 0..1_000 {
        let home = pointer("City", &cities[n % 50]);
        server.create("Person", json!({"name": format!("{n}"), "home": home}));
    }
    let found = server.results(
        "Person",
        &[
            ("include", "home"),
            ("limit", "1000"),
            ("order", "createdAt"),
        ],
    );
    assert_eq!(found.len(), 1_000);
    for (n, person) in found.iter().enumerate() {
        assert_eq!(person["name"], n.to_string());
        assert_eq!(person["home"]["name"], format!("city {}", n % 50));
    }
}
