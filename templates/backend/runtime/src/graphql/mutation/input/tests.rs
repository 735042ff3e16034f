//! What a mutation says, and what becomes of it.

use super::*;
use crate::class::{ClassDef, FieldDef, Schema};
use crate::store::Catalog;
use std::sync::atomic::{AtomicUsize, Ordering};

static PRODUCT: ClassDef = ClassDef::new("Product", &[FieldDef::string("name")]);
static ORDER: ClassDef = ClassDef::new(
    "Order",
    &[
        FieldDef::pointer("user", "_User"),
        FieldDef::pointer("parent", "Order"),
        FieldDef::relation("products", "Product"),
        FieldDef::array_of(
            "lines",
            &FieldDef::object_of(
                "",
                &[
                    FieldDef::pointer("product", "Product"),
                    FieldDef::string("size").one_of(&["x-large", "small"]),
                    FieldDef::date("due"),
                ],
            ),
        ),
        FieldDef::string("state").one_of(&["in-transit", "done"]),
        FieldDef::date("due"),
        FieldDef::bytes("seal"),
        FieldDef::file("bill"),
        FieldDef::geo_point("place"),
        FieldDef::polygon("area"),
        FieldDef::object("anything"),
        FieldDef::array("tags"),
    ],
);
static SCHEMA: Schema = Schema {
    name: "test",
    roles: &[],
    classes: &[&PRODUCT, &ORDER],
};

/// The writes as text, `None` where one has no id.
fn writes(fields: Value) -> Result<Vec<(String, Option<String>, Value)>> {
    let model = Model::new(&Catalog::new(&SCHEMA));
    let made = AtomicUsize::new(1);
    let new_id = move || format!("new{}", made.fetch_add(1, Ordering::Relaxed));
    let mut writes = Writes::new(&model, &new_id, 4);
    let order = model.class("Order").expect("a class");
    writes.create(order, fields)?;
    let requests = writes.into_requests().into_iter();
    let requests = requests.map(|request| match request {
        Request::Create { class, id, sent } => (class, id, sent.into()),
        other => panic!("{other:?}"),
    });
    Ok(requests.collect())
}

fn sent(fields: Value) -> Value {
    let mut writes = writes(fields).expect("they can be");
    assert_eq!(writes.len(), 1);
    writes.remove(0).2
}

fn product(id: &str) -> Value {
    json!({"__type": "Pointer", "className": "Product", "objectId": id})
}

#[test]
fn values_become_what_they_are_on_the_wire() {
    let fields = json!({
        "user": {"link": "VXNlcjph"},
        "lines": [{
            "product": {"link": "p1"}, "size": "X_LARGE", "due": "2026-01-31T12:00:00.000Z",
        }],
        "state": "IN_TRANSIT",
        "due": "2026-01-31T12:00:00.000Z",
        "seal": "AAEC",
        "bill": {"file": "bill.pdf"},
        "place": {"latitude": 1.5, "longitude": -2.0},
        "area": [
            {"latitude": 0, "longitude": 0}, {"latitude": 0, "longitude": 1}, {"latitude": 1, "longitude": 1},
        ],
        "anything": {"a": [1, {"b": null}]},
        "tags": ["a", 1],
        "parent": null,
    });
    let date = json!({"__type": "Date", "iso": "2026-01-31T12:00:00.000Z"});
    let expected = json!({
        "user": {"__type": "Pointer", "className": "_User", "objectId": "a"},
        "lines": [{"product": product("p1"), "size": "x-large", "due": date}],
        "state": "in-transit",
        "due": date,
        "seal": {"__type": "Bytes", "base64": "AAEC"},
        "bill": {"__type": "File", "name": "bill.pdf"},
        "place": {"__type": "GeoPoint", "latitude": 1.5, "longitude": -2.0},
        "area": {"__type": "Polygon", "coordinates": [[0, 0], [0, 1], [1, 1]]},
        "anything": {"a": [1, {"b": null}]},
        "tags": ["a", 1],
        "parent": null,
    });
    assert_eq!(sent(fields), expected);
}

#[test]
fn an_acl_names_users_roles_and_everybody() {
    let fields = json!({"ACL": {
        "users": [{"userId": "X1VzZXI6YW5h", "read": true, "write": false}],
        "roles": [{"roleName": "staff", "read": true, "write": true}],
        "public": {"read": true, "write": false},
    }});
    let expected = json!({"ACL": {
        "ana": {"read": true, "write": false},
        "role:staff": {"read": true, "write": true},
        "*": {"read": true, "write": false},
    }});
    assert_eq!(sent(fields), expected);
    assert_eq!(sent(json!({"ACL": null})), json!({"ACL": null}));
    assert_eq!(sent(json!({"ACL": {}})), json!({"ACL": {}}));
}

#[test]
fn what_is_created_beside_comes_first_and_is_pointed_at() {
    let fields = json!({
        "parent": {"createAndLink": {"parent": {"createAndLink": {"state": "DONE"}}}},
        "products": {
            "add": ["UHJvZHVjdDpwMQ=="], "remove": ["p2"], "createAndAdd": [{"name": "nut"}],
        },
    });
    let order = |id: &str| json!({"__type": "Pointer", "className": "Order", "objectId": id});
    let expected = [
        ("Order", Some("new1"), json!({"state": "done"})),
        ("Order", Some("new2"), json!({"parent": order("new1")})),
        ("Product", Some("new3"), json!({"name": "nut"})),
        (
            "Order",
            None,
            json!({
                "parent": order("new2"),
                "products": {"__op": "Batch", "ops": [
                    {"__op": "AddRelation", "objects": [product("p1"), product("new3")]},
                    {"__op": "RemoveRelation", "objects": [product("p2")]},
                ]},
            }),
        ),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(class, id, body)| (class.to_owned(), id.map(str::to_owned), body))
        .collect();
    assert_eq!(writes(fields).expect("they can be"), expected);
}

#[test]
fn a_pointer_says_one_thing_and_a_mutation_writes_so_much() {
    let code = |fields| {
        writes(fields)
            .map_err(|error| error.code)
            .expect_err("refused")
    };
    for fields in [
        json!({"user": {}}),
        json!({"parent": {"link": "a", "createAndLink": {}}}),
        json!({"products": {}}),
        json!({"products": {"add": []}}),
    ] {
        assert_eq!(code(fields), Code::INVALID_POINTER);
    }
    let many = json!({"products": {"createAndAdd": [{}, {}, {}, {}]}});
    assert_eq!(code(many), Code::VALIDATION);
    assert_eq!(code(json!({"nothing": 1})), Code::INVALID_FIELD_NAME);
}
