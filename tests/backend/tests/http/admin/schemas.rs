//! Schemas are read in Parse's form, and not written.

use crate::server::{Launch, folder, kinds};
use serde_json::{Value, json};

const FORBIDDEN: &str = r#"{"error":"Permission denied"}"#;

#[test]
fn only_the_master_key_opens_the_routes_of_administrators() {
    let (_dir, server) = kinds();
    for client in [server.stranger(), {
        let signed_up = server.post("/users", json!({"username": "ann", "password": "secret"}));
        let token = signed_up.json()["sessionToken"].take();
        server.with_session(token.as_str().expect("a token"))
    }] {
        client.get("/schemas").is(403, FORBIDDEN);
        client.get("/schemas/Thing").is(403, FORBIDDEN);
        client.post("/schemas/New", "{}").is(403, FORBIDDEN);
        client.put("/schemas/Thing", "").is(403, FORBIDDEN);
        client.delete("/schemas/Thing").is(403, FORBIDDEN);
        client.delete("/purge/Thing").is(403, FORBIDDEN);
        client.get("/serverInfo").is(403, FORBIDDEN);
        client.put("/config", "").is(403, FORBIDDEN);
    }
}

#[test]
fn a_schema_has_the_form_of_parse() {
    let (_dir, server) = kinds();
    let schema = server.get("/schemas/Note").json();
    let pointer = |to: &str| json!({"type": "Pointer", "targetClass": to});
    let nobody = json!({});
    assert_eq!(
        schema,
        json!({
            "className": "Note",
            "fields": {
                "objectId": {"type": "String"},
                "createdAt": {"type": "Date"},
                "updatedAt": {"type": "Date"},
                "ACL": {"type": "ACL"},
                "kept": pointer("Thing"),
                "cleared": pointer("Thing"),
                "bound": pointer("Thing"),
                "guarded": pointer("Thing"),
                "parent": pointer("Note"),
            },
            "classLevelPermissions": {
                "find": nobody, "get": nobody, "count": nobody, "create": nobody, "update": nobody,
                "delete": nobody, "addField": {}, "protectedFields": {"*": []},
            },
            "indexes": {"_id_": {"_id": 1}},
        })
    );
    let fields = server.get("/schemas/Checked").json()["fields"].take();
    assert_eq!(fields["name"], json!({"type": "String", "required": true}));
    assert_eq!(
        fields["status"],
        json!({"type": "String", "defaultValue": "new"})
    );
    let indexes = server.get("/schemas/Checked").json()["indexes"].take();
    assert_eq!(
        indexes,
        json!({"_id_": {"_id": 1}, "code_1": {"code": 1}, "name_1_count_1": {"name": 1, "count": 1}})
    );
    let types = server.get("/schemas/Thing").json()["fields"].take();
    for (field, kind) in [
        ("text", "String"),
        ("number", "Number"),
        ("flag", "Boolean"),
        ("when", "Date"),
        ("data", "Object"),
        ("list", "Array"),
        ("place", "GeoPoint"),
        ("area", "Polygon"),
        ("file", "File"),
        ("bytes", "Bytes"),
    ] {
        assert_eq!(types[field], json!({"type": kind}), "{field}");
    }
    assert_eq!(
        types["friends"],
        json!({"type": "Relation", "targetClass": "Thing"})
    );
}

#[test]
fn permissions_are_what_access_and_class_level_permissions_leave_together() {
    let dir = folder();
    let server = Launch::fixture("access", dir.path()).start();
    let permissions = |class: &str| {
        server.get(&format!("/schemas/{class}")).json()["classLevelPermissions"].take()
    };
    let board = permissions("Board");
    assert_eq!(board["find"], json!({"*": true}));
    assert_eq!(board["create"], json!({"requiresAuthentication": true}));
    assert_eq!(board["update"], json!({"pointerFields": ["owner"]}));
    assert_eq!(
        board["delete"],
        json!({"pointerFields": ["owner"], "role:staff": true})
    );
    assert_eq!(board["addField"], json!({}));
    assert_eq!(
        permissions("SignedIn")["get"],
        json!({"requiresAuthentication": true})
    );
    assert_eq!(permissions("Roles")["delete"], json!({"role:boss": true}));
    let user_fields = permissions("UserFields");
    assert_eq!(user_fields["readUserFields"], json!(["owner", "friends"]));
    assert_eq!(user_fields["find"], json!({}));
    assert_eq!(
        permissions("Withheld")["protectedFields"],
        json!({"*": ["number", "secret"], "authenticated": ["secret"], "role:staff": []})
    );
    // Owners and staff by one, whoever is signed in by the other: owners and staff.
    let both = permissions("Both");
    assert_eq!(
        both["find"],
        json!({"pointerFields": ["owner"], "role:staff": true})
    );
    assert_eq!(both["get"], json!({"pointerFields": ["owner"]}));
    assert_eq!(both["count"], json!({"role:staff": true}));
    // Owners and staff by one, bosses and friends by the other: nobody whom both name.
    assert_eq!(both["update"], json!({}));
}

#[test]
fn all_classes_are_listed_but_those_of_the_server_alone() {
    let (_dir, server) = kinds();
    let mut all = server.get("/schemas").json();
    assert_eq!(server.get("/schemas/").json(), all);
    let names: Vec<_> = all["results"]
        .as_array_mut()
        .expect("a list")
        .iter_mut()
        .map(|schema| match schema["className"].take() {
            Value::String(name) => name,
            other => panic!("no name: {other}"),
        })
        .collect();
    for name in [
        "Thing",
        "order",
        "Order",
        "_User",
        "_Role",
        "_Session",
        "_Installation",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    for name in ["_Token", "_GlobalConfig", "_SCHEMA"] {
        assert!(names.iter().all(|known| known != name), "{name}: {names:?}");
        server.get(&format!("/schemas/{name}")).is(
            400,
            &format!(r#"{{"code":103,"error":"Class {name} does not exist."}}"#),
        );
    }
    let user = server.get("/schemas/_User").json()["fields"].take();
    assert_eq!(user["username"]["type"], "String");
    assert_eq!(user["password"]["type"], "String");
    assert_eq!(user["authData"]["type"], "Object");
}

#[test]
fn a_schema_is_changed_where_it_was_generated() {
    let (_dir, server) = kinds();
    for answer in [
        server.put(
            "/schemas/Thing",
            json!({"className": "Thing", "fields": {"colour": {"type": "String"}}}),
        ),
        server.delete("/schemas/Thing"),
        server.post("/schemas/New", json!({"className": "New"})),
        server.post("/schemas", json!({"className": "New"})),
    ] {
        let told = answer.is_refused(119);
        assert!(
            told.contains("schema.json") && told.contains("backsmith generate"),
            "{told}"
        );
    }
    assert_eq!(
        server
            .post("/schemas", json!({"className": "Thing"}))
            .is_refused(103),
        "Class Thing already exists."
    );
    assert_eq!(
        server.put("/schemas/Nope", "{}").is_refused(103),
        "Class Nope does not exist."
    );
    assert_eq!(server.get("/schemas/Thing").status, 200);
}

#[test]
fn system_classes_of_parse_that_are_not_here_are_empty_for_the_master() {
    let (_dir, server) = kinds();
    server.get("/classes/_Product").is(200, r#"{"results":[]}"#);
    server
        .get("/classes/_Hooks?count=1&limit=0")
        .is(200, r#"{"results":[],"count":0}"#);
    server.stranger().get("/classes/_Product").is_refused(119);
    server.get("/classes/_Prodcut").is_refused(119);
    for class in [
        "_User",
        "_Role",
        "_Session",
        "_Installation",
        "_Audience",
        "_PushStatus",
        "_JobStatus",
    ] {
        assert_eq!(
            server.get(&format!("/classes/{class}")).status,
            200,
            "{class}"
        );
    }
}

#[test]
fn the_server_tells_tools_what_it_can() {
    let (_dir, server) = kinds();
    let info = server.get("/serverInfo").json();
    assert_eq!(info["features"]["globalConfig"]["update"], true);
    assert_eq!(info["features"]["schemas"]["clearAllDataFromClass"], true);
    assert!(info["parseServerVersion"].is_string(), "{info}");
}

#[test]
fn an_event_is_heard() {
    let (_dir, server) = kinds();
    let client = server.stranger();
    client.post("/events/AppOpened", "{}").is(200, "{}");
    client
        .post("/events/search", json!({"dimensions": {"source": "web"}, "at": {"__type": "Date", "iso": "2026-01-02T03:04:05.678Z"}}))
        .is(200, "{}");
    client
        .post("/events/search", "[")
        .is(400, r#"{"error":"Unexpected end of JSON input"}"#);
    let answer = client
        .send_as("another", "POST", "/events/AppOpened", "{}")
        .expect("an answer");
    answer.is(403, r#"{"error":"unauthorized"}"#);
}
