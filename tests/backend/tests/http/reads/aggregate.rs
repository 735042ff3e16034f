//! Aggregates over a class: totals of groups, different values, and whatever a pipeline makes of objects.

use super::{atlas, pointer};
use crate::client::{Answer, Client};
use crate::server::Server;
use serde_json::{Value, json};

fn aggregate(client: &Client, parameters: &[(&str, &str)]) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    client.get(&format!("/aggregate/City?{query}"))
}

fn pipeline(client: &Client, stages: &str) -> Value {
    let answer = aggregate(client, &[("pipeline", stages)]);
    assert_eq!(answer.status, 200, "{stages}: {}", answer.body);
    answer.json()["results"].take()
}

fn distinct(client: &Client, field: &str) -> Value {
    aggregate(client, &[("distinct", field)]).json()["results"].take()
}

/// Six cities of two countries, one of them with hardly anything known of it.
fn cities(server: &Server) -> (String, String) {
    let italy = server.create("Country", json!({"name": "Italy"}));
    let spain = server.create("Country", json!({"name": "Spain"}));
    let city = |name: &str, country: &str, people: f64, coastal: bool, founded: &str| {
        let founded = json!({"__type": "Date", "iso": founded});
        let city = json!({"name": name, "country": pointer("Country", country), "people": people, "coastal": coastal, "founded": founded});
        server.create("City", city);
    };
    city("Rome", &italy, 3.0, false, "1999-12-31T23:59:59.999Z");
    city("Pisa", &italy, 1.5, false, "2000-01-01T00:00:00.000Z");
    city("Bari", &italy, 2.0, true, "2000-03-05T10:20:30.456Z");
    city("Vigo", &spain, 2.0, true, "1969-12-31T23:59:59.001Z");
    city("Lugo", &spain, 0.5, false, "2024-12-30T00:00:00.000Z");
    server.create("City", json!({"name": "Atlantis"}));
    (italy, spain)
}

#[test]
fn groups_and_their_totals() {
    let (_dir, server) = atlas();
    assert_eq!(
        pipeline(&server, r#"[{"$group":{"_id":null,"n":{"$sum":1}}}]"#),
        json!([])
    );
    let (italy, spain) = cities(&server);
    let totals = r#"[
        {"$match": {"people": {"$gt": 0.7}}},
        {"$group": {"_id": "$country", "n": {"$sum": 1}, "count": {"$count": {}}, "sum": {"$sum": "$people"}, "avg": {"$avg": "$people"},
            "min": {"$min": "$name"}, "max": {"$max": "$founded"}, "all": {"$push": "$coastal"}, "some": {"$addToSet": "$coastal"}}},
        {"$sort": {"n": -1}}]"#;
    assert_eq!(
        pipeline(&server, totals),
        json!([
            {"objectId": italy, "n": 3, "count": 3, "sum": 6.5, "avg": 6.5 / 3.0, "min": "Bari",
             "max": {"__type": "Date", "iso": "2000-03-05T10:20:30.456Z"}, "all": [false, false, true], "some": [false, true]},
            {"objectId": spain, "n": 1, "count": 1, "sum": 2, "avg": 2, "min": "Vigo",
             "max": {"__type": "Date", "iso": "1969-12-31T23:59:59.001Z"}, "all": [true], "some": [true]},
        ])
    );
    let all = r#"[{"$group": {"_id": null, "sum": {"$sum": {"$multiply": ["$people", 2]}}, "least": {"$min": "$people"}, "none": {"$avg": {"$divide": ["$people", 0]}}}}]"#;
    assert_eq!(
        pipeline(&server, all),
        json!([{"objectId": null, "sum": 18, "least": 0.5, "none": null}])
    );
    // First and last are so in the order in which the rows come: that of a sort, or else of creation.
    let ends = r#"[{"$sort": {"people": -1}}, {"$group": {"_id": "$country", "most": {"$first": "$name"}, "least": {"$last": "$name"},
        "since": {"$first": "$founded"}, "all": {"$push": "$name"}}}, {"$match": {"_id": {"$ne": null}}}, {"$sort": {"most": 1}}]"#;
    assert_eq!(
        pipeline(&server, ends),
        json!([
            {"objectId": italy, "most": "Rome", "least": "Pisa", "all": ["Rome", "Bari", "Pisa"],
             "since": {"__type": "Date", "iso": "1999-12-31T23:59:59.999Z"}},
            {"objectId": spain, "most": "Vigo", "least": "Lugo", "all": ["Vigo", "Lugo"],
             "since": {"__type": "Date", "iso": "1969-12-31T23:59:59.001Z"}},
        ])
    );
    let made = r#"[{"$group": {"_id": null, "first": {"$first": "$name"}, "last": {"$last": "$people"}, "flag": {"$first": "$coastal"},
        "at": {"$last": "$country"}}}]"#;
    assert_eq!(
        pipeline(&server, made),
        json!([{"objectId": null, "first": "Rome", "last": null, "flag": false, "at": null}])
    );
    // What is not set is a group of its own; a total may decide which groups are left, and in which order.
    let groups = r#"[{"$group": {"_id": "$coastal", "n": {"$sum": 1}}}, {"$match": {"n": {"$gte": 1}, "_id": {"$ne": true}}}, {"$sort": {"n": 1, "_id": -1}}]"#;
    assert_eq!(
        pipeline(&server, groups),
        json!([{"objectId": null, "n": 1}, {"objectId": false, "n": 3}])
    );
    let several = r#"[{"$group": {"_id": {"where": "$country", "coastal": "$coastal"}, "n": {"$sum": 1}}}, {"$match": {"_id.coastal": true}}, {"$sort": {"_id.where": 1}}]"#;
    let mut expected = [&italy, &spain];
    expected.sort();
    let expected: Vec<_> = expected
        .iter()
        .map(|country| json!({"objectId": {"where": country, "coastal": true}, "n": 1}))
        .collect();
    assert_eq!(pipeline(&server, several), json!(expected));
}

#[test]
fn the_keys_of_a_sort_count_in_the_order_in_which_they_are_named() {
    let (_dir, server) = atlas();
    for (name, people) in [("b", 1), ("a", 2), ("a", 1), ("b", 2)] {
        server.create("City", json!({"name": name, "people": people}));
    }
    let names = |stages: &str| -> Vec<String> {
        let rows = pipeline(&server, stages);
        let name = |row: &Value| {
            format!(
                "{}{}",
                row["name"].as_str().unwrap_or_default(),
                row["people"]
            )
        };
        rows.as_array().expect("a list").iter().map(name).collect()
    };
    assert_eq!(
        names(r#"[{"$sort":{"people":1,"name":1}}]"#),
        ["a1", "b1", "a2", "b2"]
    );
    assert_eq!(
        names(r#"[{"$sort":{"name":1,"people":1}}]"#),
        ["a1", "a2", "b1", "b2"]
    );
    assert_eq!(
        names(r#"[{"$sort":{"people":-1}}]"#),
        ["a2", "b2", "b1", "a1"]
    );
    // As the SDK sends it, through a tunnel.
    let sent = r#"{"_method":"GET","_ApplicationId":"shop","pipeline":[{"$sort":{"people":1,"name":-1}},{"$project":{"name":1,"people":1}}]}"#;
    let rows = server.post("/aggregate/City", sent).json()["results"].take();
    assert_eq!(
        (&rows[0]["name"], &rows[0]["people"]),
        (&json!("b"), &json!(1))
    );
}

#[test]
fn rows_are_objects_until_a_stage_makes_others_of_them() {
    let (_dir, server) = atlas();
    let (italy, _) = cities(&server);
    let whole = server.results(
        "City",
        &[
            ("order", "name"),
            ("where", r#"{"coastal":false}"#),
            ("skip", "1"),
            ("limit", "1"),
        ],
    );
    let rows = pipeline(
        &server,
        r#"[{"$match":{"coastal":false}},{"$sort":{"name":1}},{"$skip":1},{"$limit":1}]"#,
    );
    assert_eq!(rows, json!(whole));
    let rome = server.results("City", &[("where", r#"{"name":"Rome"}"#)]);
    for stages in [
        r#"[{"$match":{"name":"Rome"}}]"#.to_owned(),
        format!(r#"[{{"$match":{{"_p_country":{},"people":3}}}}]"#, pointer("Country", &italy)),
        format!(r#"[{{"$match":{{"$or":[{{"_id":{}}}]}}}}]"#, rome[0]["objectId"]),
        r#"[{"$sort":{"people":-1}},{"$limit":1},{"$match":{"name":"Rome","_created_at":{"$exists":true}}}]"#.to_owned(),
    ] {
        assert_eq!(pipeline(&server, &stages), json!(rome), "{stages}");
    }
    assert_eq!(
        pipeline(&server, r#"[{"$limit":1},{"$match":{"name":"Pisa"}}]"#),
        json!([])
    );
    assert_eq!(
        pipeline(&server, r#"[{"$count":"cities"}]"#),
        json!([{"cities": 6}])
    );
    assert_eq!(
        pipeline(&server, r#"[{"$sample":{"size":2}},{"$count":"n"}]"#),
        json!([{"n": 2}])
    );
    let projected = r#"[{"$match":{"name":"Rome"}},{"$project":{"name":1,"twice":{"$add":["$people","$people"]},"of":"$country","_id":0}}]"#;
    assert_eq!(
        pipeline(&server, projected),
        json!([{"name": "Rome", "twice": 6, "of": italy}])
    );
    let without = r#"[{"$match":{"name":"Rome"}},{"$project":{"_id":0,"createdAt":0,"updatedAt":0,"founded":0,"country":0}}]"#;
    assert_eq!(
        pipeline(&server, without),
        json!([{"name": "Rome", "people": 3, "coastal": false}])
    );
    let added = r#"[{"$addFields":{"half":{"$divide":["$people",2]}}},{"$match":{"half":1.5}},{"$project":{"half":1,"_id":0}}]"#;
    assert_eq!(pipeline(&server, added), json!([{"half": 1.5}]));
    // One object instead of a list, and stages as parameters of their own.
    assert_eq!(
        pipeline(&server, r#"{"$match":{"name":"Rome"}}"#),
        json!(rome)
    );
    let answer = aggregate(
        &server,
        &[("$match", r#"{"coastal":true}"#), ("$count", "n")],
    );
    assert_eq!(answer.json()["results"], json!([{"n": 2}]));
}

#[test]
fn parts_of_dates() {
    let (_dir, server) = atlas();
    cities(&server);
    let parts = [
        "year",
        "month",
        "dayOfMonth",
        "dayOfWeek",
        "dayOfYear",
        "isoDayOfWeek",
        "isoWeek",
        "isoWeekYear",
        "week",
        "hour",
        "minute",
        "second",
        "millisecond",
    ];
    let of = |name: &str| {
        let id: Vec<_> = parts
            .iter()
            .map(|part| format!(r#""{part}":{{"${part}":"$founded"}}"#))
            .collect();
        let stages = format!(
            r#"[{{"$match":{{"name":"{name}"}}}},{{"$group":{{"_id":{{{}}}}}}}]"#,
            id.join(",")
        );
        let row = pipeline(&server, &stages)[0]["objectId"].take();
        parts.map(|part| row[part].as_i64().unwrap_or(-1))
    };
    assert_eq!(
        of("Rome"),
        [1999, 12, 31, 6, 365, 5, 52, 1999, 52, 23, 59, 59, 999]
    );
    assert_eq!(
        of("Bari"),
        [2000, 3, 5, 1, 65, 7, 9, 2000, 10, 10, 20, 30, 456]
    );
    assert_eq!(
        of("Vigo"),
        [1969, 12, 31, 4, 365, 3, 1, 1970, 52, 23, 59, 59, 1]
    );
    assert_eq!(
        of("Lugo"),
        [2024, 12, 30, 2, 365, 1, 1, 2025, 52, 0, 0, 0, 0]
    );
    assert_eq!(of("Atlantis"), [-1; 13]);
    let years = r#"[{"$group":{"_id":{"$year":"$founded"},"n":{"$sum":1}}},{"$sort":{"n":-1}},{"$limit":1}]"#;
    assert_eq!(
        pipeline(&server, years),
        json!([{"objectId": 2000, "n": 2}])
    );
}

#[test]
fn elements_of_arrays_one_by_one() {
    let (_dir, server) = atlas();
    let city = pointer("City", "c1");
    let trip = |title: &str, nights: &[i64], notes: Value| {
        let stops: Vec<_> = nights
            .iter()
            .map(|nights| json!({"city": city, "nights": nights}))
            .collect();
        server.create(
            "Trip",
            json!({"title": title, "stops": stops, "notes": notes, "plan": {"days": nights.len()}}),
        );
    };
    trip("a", &[1, 2], json!(["x", 1, {"k": 1}]));
    trip("b", &[5], json!(["x", "y"]));
    trip("c", &[], json!([]));
    let trips = |parameters: &[(&str, &str)]| {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        let answer = server.get(&format!("/aggregate/Trip?{query}"));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["results"].take()
    };
    let stages = r#"[{"$unwind":"$stops"},{"$group":{"_id":"$stops.city","nights":{"$sum":"$stops.nights"},"most":{"$max":"$stops.nights"}}}]"#;
    assert_eq!(
        trips(&[("pipeline", stages)]),
        json!([{"objectId": city, "nights": 8, "most": 5}])
    );
    let stages = r#"[{"$unwind":{"path":"$stops","preserveNullAndEmptyArrays":true}},{"$sort":{"title":-1,"stops.nights":-1}},{"$project":{"title":1,"stops.nights":1,"_id":0}}]"#;
    let expected = json!([
        {"title": "c", "stops": {"nights": null}}, {"title": "b", "stops": {"nights": 5}},
        {"title": "a", "stops": {"nights": 2}}, {"title": "a", "stops": {"nights": 1}},
    ]);
    assert_eq!(trips(&[("pipeline", stages)]), expected);
    let stages = r#"[{"$unwind":"$notes"},{"$match":{"notes":"x"}},{"$count":"n"}]"#;
    assert_eq!(trips(&[("pipeline", stages)]), json!([{"n": 2}]));
    assert_eq!(
        trips(&[("distinct", "notes")]),
        json!([1, "x", "y", {"k": 1}])
    );
    assert_eq!(trips(&[("distinct", "plan.days")]), json!([0, 1, 2]));
    let answer = trips(&[("distinct", "title"), ("where", r#"{"title":{"$gt":"a"}}"#)]);
    assert_eq!(answer, json!(["b", "c"]));
}

#[test]
fn the_different_values_of_a_field() {
    let (_dir, server) = atlas();
    let (italy, spain) = cities(&server);
    assert_eq!(distinct(&server, "people"), json!([0.5, 1.5, 2, 3]));
    assert_eq!(distinct(&server, "coastal"), json!([false, true]));
    assert_eq!(
        distinct(&server, "name"),
        json!(["Atlantis", "Bari", "Lugo", "Pisa", "Rome", "Vigo"])
    );
    let mut countries = [italy, spain];
    countries.sort();
    assert_eq!(
        distinct(&server, "country"),
        json!(countries.map(|id| pointer("Country", &id)))
    );
    assert_eq!(
        distinct(&server, "founded")[0],
        json!({"__type": "Date", "iso": "1969-12-31T23:59:59.001Z"})
    );
    assert_eq!(
        distinct(&server, "createdAt")
            .as_array()
            .map(|all| all[0]["__type"].clone()),
        Some(json!("Date"))
    );
    aggregate(&server, &[("distinct", "nope")]).is_refused(102);
}

#[test]
fn what_cannot_be_asked() {
    let (_dir, server) = atlas();
    cities(&server);
    aggregate(&server.stranger(), &[("distinct", "name")])
        .is(403, r#"{"error":"Permission denied"}"#);
    let hidden = server.get("/aggregate/Country?distinct=code");
    hidden.is_refused(102);
    for stages in [
        r#"[{"$nope":1}]"#,
        r#"[{"group":{"_id":null}}]"#,
        r#"[{"$group":{"n":{"$sum":1}}}]"#,
        r#"[{"$group":{"objectId":null}}]"#,
        r#"[{"$group":{"_id":"$nope"}}]"#,
        r#"[{"$group":{"_id":null,"n":{"$sum":"$name"}}}]"#,
        r#"[{"$group":{"_id":null,"n":{"$nope":1}}}]"#,
        r#"[{"$group":{"_id":{"$year":"$name"}}}]"#,
        r#"[{"$group":{"_id":"name"}}]"#,
        r#"[{"$match":{"people":"x"}}]"#,
        r#"[{"$match":{"$foo":1}}]"#,
        r#"[{"$limit":-1}]"#,
        r#"[{"$skip":1.5}]"#,
        r#"[{"$limit":"x"}]"#,
        r#"[{"$sort":{"name":2}}]"#,
        r#"[{"$sort":{"nope":1}}]"#,
        r#"[{"$unwind":"$name"}]"#,
        r#"[{"$count":""}]"#,
        r#"[{"$match":{},"$limit":1}]"#,
        r#"[1]"#,
        r#"7"#,
        r#"[{"$group":7}]"#,
        r#"[{"$project":{"x":"$nope"}}]"#,
        r#"[{"$limit":1},{"$match":{"people":{"$foo":1}}}]"#,
        r#"[{"$group":{"_id":null,"n":{"$sum":{"$add":[]}}}}]"#,
        r#"[{"$out":"x"}]"#,
        r#"[{"$lookup":{}}]"#,
    ] {
        aggregate(&server, &[("pipeline", stages)]).is_refused(102);
    }
    aggregate(&server, &[("pipeline", "[{")]).is_refused(107);
    aggregate(&server, &[("bogus", "1")]).is_refused(102);
    let many = vec![r#"{"$limit":1}"#; 33].join(",");
    aggregate(&server, &[("pipeline", &format!("[{many}]"))]).is_refused(102);
    let nested = (0..200).fold("1".to_owned(), |inner, _| {
        format!(r#"{{"$add":[{inner},1]}}"#)
    });
    aggregate(
        &server,
        &[(
            "pipeline",
            &format!(r#"[{{"$group":{{"_id":null,"n":{{"$sum":{nested}}}}}}}]"#),
        )],
    )
    .is_refused(107);
    let values: Vec<_> = (0..1_000).collect();
    let many = format!(
        r#"[{{"$limit":9}},{{"$match":{{"people":{{"$in":{values:?}}}}}}},{{"$count":"n"}}]"#
    );
    assert_eq!(pipeline(&server, &many), json!([{"n": 3}]));
    assert_eq!(server.get("/health").status, 200);
}
