//! Pages that begin where the one before them ended.

use super::{atlas, for_one, pointer, user};
use crate::client::Client;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

const ORDERS: [&str; 14] = [
    "",
    "people",
    "-people",
    "name,-people",
    "-name,-people",
    "-founded,name",
    "founded,-coastal,people",
    "coastal,-name",
    "country,-people",
    "-country,name",
    "objectId",
    "-createdAt",
    "-updatedAt,people",
    "people,objectId",
];

/// All objects of a list, page by page.
fn paged(client: &Client, class: &str, limit: usize, parameters: &[(&str, &str)]) -> Vec<Value> {
    let limit = limit.to_string();
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = [("after", cursor.as_str()), ("limit", &limit)];
        let answer = client.find(class, &[parameters, &page].concat());
        assert_eq!(answer.status, 200, "{}", answer.body);
        let mut answer = answer.json();
        let found = answer["results"].as_array_mut().expect("a list");
        assert!(found.len() <= limit.parse().expect("a number"));
        let more = answer["hasMore"].as_bool().expect("whether there is more");
        all.append(answer["results"].as_array_mut().expect("a list"));
        if !more {
            return all;
        }
        cursor = answer["cursor"].as_str().expect("a cursor").to_owned();
    }
}

#[test]
fn pages_are_the_list_in_any_order() {
    let (_dir, server) = atlas();
    let countries: Vec<_> = ["A", "B"]
        .map(|name| server.create("Country", json!({"name": name})))
        .into();
    for n in 0..60_usize {
        let mut city = json!({});
        if n % 3 != 0 {
            city["name"] = format!("c{}", n % 7).into();
        }
        if n % 4 != 0 {
            city["people"] = [
                json!(0.1),
                json!(0.1 + 0.2),
                json!(-1e300),
                json!(7),
                json!(2),
            ][n % 5]
                .clone();
        }
        if n % 5 != 0 {
            city["founded"] =
                json!({"__type": "Date", "iso": format!("1{}00-01-02T03:04:05.678Z", n % 6)});
        }
        if n % 6 != 0 {
            city["coastal"] = (n % 2 == 0).into();
        }
        if n % 7 != 0 {
            city["country"] = pointer("Country", &countries[n % 2]);
        }
        server.create("City", city);
    }
    for order in ORDERS {
        let whole = server.results("City", &[("order", order), ("limit", "1000")]);
        assert_eq!(whole.len(), 60);
        for limit in [1, 7, 59, 60, 61] {
            assert_eq!(
                paged(&server, "City", limit, &[("order", order)]),
                whole,
                "{order} {limit}"
            );
        }
    }
    let filter = r#"{"people":{"$gt":0}}"#;
    let parameters = [("order", "-people"), ("where", filter), ("keys", "name")];
    let whole = server.results("City", &parameters);
    assert_eq!(paged(&server, "City", 4, &parameters), whole);
}

#[test]
fn a_page_is_as_it_ever_was_but_for_where_it_ends() {
    let (_dir, server) = atlas();
    server
        .find("City", &[("after", "")])
        .is(200, r#"{"results":[],"cursor":"","hasMore":false}"#);
    for n in 0..3 {
        server.create("City", json!({"people": n}));
    }
    let plain = server
        .find("City", &[("limit", "2"), ("count", "1")])
        .json();
    assert_eq!((plain.get("cursor"), plain.get("hasMore")), (None, None));
    let page = server
        .find("City", &[("limit", "2"), ("count", "1"), ("after", "")])
        .json();
    assert_eq!(
        (&page["results"], &page["count"], &page["hasMore"]),
        (&plain["results"], &json!(3), &json!(true))
    );
    let cursor = page["cursor"].as_str().expect("a cursor");
    let last = server
        .find("City", &[("limit", "2"), ("count", "1"), ("after", cursor)])
        .json();
    assert_eq!(
        (
            &last["results"][0]["people"],
            &last["count"],
            &last["hasMore"]
        ),
        (&json!(2), &json!(3), &json!(false))
    );
    // Whoever comes back later goes on where he was.
    let end = last["cursor"].as_str().expect("a cursor");
    let nothing = server.find("City", &[("after", end)]).json();
    assert_eq!(
        (&nothing["results"], &nothing["cursor"]),
        (&json!([]), &json!(end))
    );
    server.create("City", json!({"people": 3}));
    let tail = server.find("City", &[("after", end)]).json();
    assert_eq!(
        (&tail["results"][0]["people"], &tail["hasMore"]),
        (&json!(3), &json!(false))
    );
    let none = server
        .find("City", &[("after", cursor), ("limit", "0")])
        .json();
    assert_eq!(
        (&none["results"], &none["cursor"], &none["hasMore"]),
        (&json!([]), &json!(cursor), &json!(true))
    );
}

#[test]
fn a_cursor_is_of_one_class_and_one_order() {
    let (_dir, server) = atlas();
    for n in 0..3 {
        server.create("City", json!({"people": n, "name": "x".repeat(n)}));
        server.create("Country", json!({"name": "x"}));
    }
    let cursor = |order: &str| {
        let answer = server.find("City", &[("after", ""), ("limit", "1"), ("order", order)]);
        answer.json()["cursor"]
            .as_str()
            .map(str::to_owned)
            .expect("a cursor")
    };
    let by_people = cursor("people");
    for order in ["", "-people", "people,name", "name"] {
        let answer = server.find("City", &[("after", &by_people), ("order", order)]);
        assert_eq!(
            answer.is_refused(102),
            "`after` is a cursor of another query"
        );
    }
    server
        .find(
            "City",
            &[("after", &by_people), ("order", " +people , people")],
        )
        .json();
    server
        .find("Country", &[("after", &cursor(""))])
        .is_refused(102);
    server
        .find(
            "City",
            &[("after", &by_people), ("order", "people"), ("skip", "1")],
        )
        .is_refused(102);
    for bad in [
        "x",
        "bnVsbA",
        "W10",
        "WyJDaXR5IiwiIl0",
        "WyJDaXR5IiwiIiwidDEiXQ",
        "WyJDaXR5IiwiIixudWxsXQ",
        "%00",
    ] {
        server.find("City", &[("after", bad)]).is_refused(102);
    }
    server
        .stranger()
        .find("Person", &[("after", ""), ("order", "phone")])
        .is_refused(119);
    server.create("City", json!({"name": "x".repeat(5_000)}));
    server
        .find("City", &[("after", ""), ("order", "-name"), ("limit", "1")])
        .is_refused(102);
}

#[test]
fn pages_hold_what_their_reader_may_read() {
    let (_dir, server) = atlas();
    let ((ann, token), (bob, _)) = (user(&server, "ann"), user(&server, "bob"));
    for n in 0..30 {
        let acl = for_one(if n % 3 == 0 { &bob } else { &ann });
        server.create("City", json!({"people": n % 4, "ACL": acl}));
    }
    let hers = paged(
        &server.with_session(&token),
        "City",
        7,
        &[("order", "-people")],
    );
    assert_eq!(hers.len(), 20);
    assert!(hers.iter().all(|city| city["ACL"].get(&ann).is_some()));
    assert_eq!(paged(&server.stranger(), "City", 7, &[]).len(), 0);
}

#[test]
fn what_is_there_throughout_is_seen_once_whatever_comes_and_goes() {
    let (_dir, server) = atlas();
    let values = |n: usize| {
        if n.is_multiple_of(5) {
            json!({"name": "stays"})
        } else {
            json!({"name": "stays", "people": n % 4})
        }
    };
    let stays: HashSet<_> = (0..120).map(|n| server.create("City", values(n))).collect();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for worker in 0..2 {
            let (client, done) = (server.client(), &done);
            scope.spawn(move || {
                let mut mine = Vec::new();
                let mut n = worker;
                while !done.load(Ordering::Relaxed) {
                    n += 1;
                    let mut city = values(n);
                    city["name"] = "goes".into();
                    mine.push(client.create("City", city));
                    if mine.len() > 20 {
                        let gone = mine.swap_remove(n * 7 % mine.len());
                        client.delete(&format!("/classes/City/{gone}"));
                    }
                }
            });
        }
        for order in [
            "",
            "people",
            "-people",
            "-createdAt",
            "name,-people",
            "-objectId",
        ] {
            let seen = paged(&server, "City", 9, &[("order", order)]);
            let ids: Vec<_> = seen
                .iter()
                .map(|city| city["objectId"].as_str().expect("an id"))
                .collect();
            let distinct: HashSet<_> = ids.iter().copied().collect();
            assert_eq!(distinct.len(), ids.len(), "{order}: something came twice");
            let missed: Vec<_> = stays
                .iter()
                .filter(|id| !distinct.contains(id.as_str()))
                .collect();
            assert!(missed.is_empty(), "{order}: {missed:?} did not come");
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn pages_go_by_distance_by_score_and_by_what_is_inside() {
    let (_dir, server) = atlas();
    for n in 0..30 {
        let spot =
            json!({"__type": "GeoPoint", "latitude": n % 10, "longitude": f64::from(n % 3) / 3.0});
        let name = "fish ".repeat(n as usize % 4) + "market";
        let data = json!({"rank": n % 5, "of": {"who": format!("{}", n % 2)}});
        server.create(
            "City",
            json!({"spot": spot, "name": name, "data": data, "people": n}),
        );
    }
    let near =
        json!({"spot": {"$nearSphere": {"__type": "GeoPoint", "latitude": 4.2, "longitude": 0.1}}})
            .to_string();
    let words = json!({"name": {"$text": {"$search": {"$term": "fish"}}}}).to_string();
    for parameters in [
        [("where", near.as_str()), ("order", "")],
        [("where", &near), ("order", "-data.rank,data.of.who")],
        [("where", &words), ("order", "$score")],
        [("where", &words), ("order", "$score,-people")],
    ] {
        let whole = server.results("City", &parameters);
        for limit in [1, 4, 100] {
            assert_eq!(
                paged(&server, "City", limit, &parameters),
                whole,
                "{parameters:?}"
            );
        }
    }
}

#[test]
fn an_index_leads_to_where_a_page_begins() {
    let (_dir, server) = atlas();
    for n in 0..10 {
        server.create("City", json!({"people": n}));
    }
    for order in ["", "-createdAt", "createdAt", "objectId"] {
        let first = server
            .find("City", &[("order", order), ("limit", "5"), ("after", "")])
            .json();
        let cursor = first["cursor"].as_str().expect("a cursor");
        let parameters = [
            ("order", order),
            ("after", cursor),
            ("limit", "5"),
            ("explain", "true"),
        ];
        let plan = server.results("City", &parameters);
        assert!(!plan.is_empty());
        for step in &plan {
            let step = step.as_str().expect("a sentence");
            assert!(step.starts_with("SEARCH City USING"), "{order}: {plan:?}");
        }
        server.stranger().find("City", &parameters).is_refused(119);
    }
    let scan = server.results("City", &[("where", r#"{"name":"x"}"#), ("explain", "1")]);
    assert!(
        scan[0]
            .as_str()
            .is_some_and(|step| step.starts_with("SCAN")),
        "{scan:?}"
    );
    assert_eq!(server.results("City", &[("explain", "false")]).len(), 10);
}
