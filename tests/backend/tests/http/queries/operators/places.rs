//! Operators on places: near, within, and what covers a point.

use super::{found, point, refused, texts, things};
use crate::server::kinds;
use serde_json::{Value, json};

#[test]
fn what_is_near_comes_nearest_first() {
    let (_dir, server) = kinds();
    let places = [
        ("Bonn", 50.73, 7.1),
        ("Berlin", 52.52, 13.4),
        ("Rome", 41.9, 12.5),
        ("Suva", -18.14, 178.44),
        ("Apia", -13.83, -171.77),
    ];
    for (text, latitude, longitude) in places {
        server.create(
            "Thing",
            json!({"text": text, "number": text.len(), "place": point(latitude, longitude)}),
        );
    }
    server.create("Thing", json!({"text": "nowhere"}));
    let potsdam = point(52.4, 13.06);
    let near = |more: Value| {
        let mut constraint = json!({"$nearSphere": potsdam});
        for (name, value) in more.as_object().into_iter().flatten() {
            constraint[name] = value.clone();
        }
        json!({"place": constraint})
    };
    assert_eq!(
        found(&server, near(json!({}))),
        ["Berlin", "Bonn", "Rome", "Apia", "Suva"]
    );
    let limited = |name: &str, limit: f64| found(&server, near(json!({name: limit})));
    assert_eq!(limited("$maxDistance", 0.1), ["Berlin", "Bonn"]);
    assert_eq!(limited("$maxDistanceInRadians", 0.001), [""; 0]);
    assert_eq!(limited("$maxDistanceInKilometers", 30.0), ["Berlin"]);
    assert_eq!(limited("$maxDistanceInMiles", 310.0), ["Berlin", "Bonn"]);
    let beyond = near(json!({"$minDistanceInKilometers": 100, "$maxDistanceInKilometers": 2000}));
    assert_eq!(found(&server, beyond), ["Bonn", "Rome"]);
    // An order of its own comes first; within another query it is the nearest that are taken.
    let filter = near(json!({})).to_string();
    assert_eq!(
        texts(&server, &[("where", &filter), ("order", "-number,text")]),
        ["Berlin", "Apia", "Bonn", "Rome", "Suva"]
    );
    assert_eq!(
        texts(
            &server,
            &[("where", &filter), ("limit", "1"), ("skip", "1")]
        ),
        ["Bonn"]
    );
    let nearest = json!({"className": "Thing", "where": near(json!({})), "limit": 2});
    let nearest = json!({"text": {"$select": {"query": nearest, "key": "text"}}});
    assert_eq!(found(&server, nearest), ["Bonn", "Berlin"]);
    // Over the date line, and around a pole.
    let fiji =
        json!({"place": {"$nearSphere": point(-16.0, -179.5), "$maxDistanceInKilometers": 1000}});
    assert_eq!(found(&server, fiji), ["Suva", "Apia"]);
    let pole = json!({"place": {"$nearSphere": point(90.0, 0.0), "$maxDistance": 0.7}});
    assert_eq!(found(&server, pole), ["Berlin", "Bonn"]);
}

#[test]
fn a_place_is_in_a_box_a_circle_or_a_polygon() {
    let (_dir, server) = kinds();
    for (text, latitude, longitude) in [
        ("a", 0.0, 0.0),
        ("b", 5.0, 5.0),
        ("c", 10.0, 10.0),
        ("d", 0.0, 179.0),
        ("e", 0.0, -179.0),
    ] {
        server.create(
            "Thing",
            json!({"text": text, "place": point(latitude, longitude)}),
        );
    }
    let square = json!([[-1, -1], [-1, 6], [6, 6], [6, -1]]);
    server.create(
        "Thing",
        json!({"text": "area", "area": {"__type": "Polygon", "coordinates": square}}),
    );
    let within = |one: Value, other: Value| json!({"place": {"$within": {"$box": [one, other]}}});
    assert_eq!(
        found(&server, within(point(-1.0, -1.0), point(6.0, 6.0))),
        ["a", "b"]
    );
    assert_eq!(
        found(&server, within(point(6.0, 6.0), point(-1.0, -1.0))),
        ["a", "b"]
    );
    assert_eq!(
        found(&server, within(point(-1.0, 170.0), point(1.0, -170.0))),
        ["d", "e"]
    );
    let circle = |center: Value, radius: f64| json!({"place": {"$geoWithin": {"$centerSphere": [center, radius]}}});
    assert_eq!(found(&server, circle(point(5.0, 5.0), 0.1)), ["b"]);
    // A pair has its longitude first.
    assert_eq!(found(&server, circle(json!([179.9, 0]), 0.02)), ["d", "e"]);
    let polygon = |polygon: Value| json!({"place": {"$geoWithin": {"$polygon": polygon}}});
    let corners = json!([
        point(-1.0, -1.0),
        point(-1.0, 6.0),
        point(5.0, 5.0),
        point(6.0, -1.0)
    ]);
    assert_eq!(found(&server, polygon(corners)), ["a", "b"]);
    assert_eq!(
        found(
            &server,
            polygon(json!({"__type": "Polygon", "coordinates": square}))
        ),
        ["a", "b"]
    );
    let covers = |place: Value| json!({"area": {"$geoIntersects": {"$point": place}}});
    assert_eq!(found(&server, covers(point(3.0, 2.0))), ["area"]);
    assert_eq!(found(&server, covers(point(6.0, 0.0))), ["area"]);
    assert_eq!(found(&server, covers(point(7.0, 0.0))), [""; 0]);
}

#[test]
fn a_place_that_is_none_is_refused() {
    let (_dir, server) = things(&["a"]);
    let corner = point(0.0, 0.0);
    for constraint in [
        json!({"$nearSphere": 1}),
        json!({"$nearSphere": point(91.0, 0.0)}),
        json!({"$nearSphere": {"__type": "GeoPoint", "latitude": 0}}),
        json!({"$nearSphere": corner, "$maxDistance": -1}),
        json!({"$nearSphere": corner, "$maxDistance": "1"}),
        json!({"$nearSphere": corner, "$minDistanceInMiles": null}),
        json!({"$maxDistance": 1}),
        json!({"$within": {}}),
        json!({"$within": {"$box": [corner]}}),
        json!({"$within": {"$box": [corner, corner, corner]}}),
        json!({"$within": {"$box": [corner, [1, 2]]}}),
        json!({"$geoWithin": {}}),
        json!({"$geoWithin": []}),
        json!({"$geoWithin": {"$polygon": [corner, corner]}}),
        json!({"$geoWithin": {"$polygon": [corner, corner, 1]}}),
        json!({"$geoWithin": {"$polygon": {"__type": "Polygon", "coordinates": [[0, 0]]}}}),
        json!({"$geoWithin": {"$polygon": vec![corner.clone(); 1_001]}}),
        json!({"$geoWithin": {"$centerSphere": [corner]}}),
        json!({"$geoWithin": {"$centerSphere": [corner, -1]}}),
        json!({"$geoWithin": {"$centerSphere": [[1], 1]}}),
        json!({"$geoWithin": {"$centerSphere": [[200, 0], 1]}}),
    ] {
        refused(&server, &json!({"place": constraint}));
    }
    for filter in [
        json!({"text": {"$nearSphere": corner}}),
        json!({"area": {"$geoWithin": {"$centerSphere": [corner, 1]}}}),
        json!({"place": {"$geoIntersects": {"$point": corner}}}),
        json!({"area": {"$geoIntersects": {}}}),
        json!({"area": {"$geoIntersects": {"$point": [0, 0]}}}),
        json!({"data.place": {"$nearSphere": corner}}),
    ] {
        refused(&server, &filter);
    }
    let overflow =
        r#"{"place":{"$nearSphere":{"__type":"GeoPoint","latitude":1e999,"longitude":NaN}}}"#;
    assert_eq!(
        server.find("Thing", &[("where", overflow)]).json()["code"],
        107
    );
}
