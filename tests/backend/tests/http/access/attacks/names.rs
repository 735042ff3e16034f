//! Names that look like others, that are SQL, and that are the server's own.

use super::super::world::{World, pointer, sign_up};
use super::SQL;
use crate::client::Client;
use serde_json::{Value, json};

#[test]
fn a_name_that_looks_like_another_is_another() {
    let world = World::start();
    let order = world
        .person("ana")
        .client
        .create("Private", json!({"owner": pointer(world.id("ana"))}));
    // Cyrillic, full width, combining, zero width, a soft hyphen, from right to left.
    for name in [
        "\u{430}na",
        "\u{ff41}na",
        "a\u{301}na",
        "a\u{200b}na",
        "an\u{ad}a",
        "\u{202e}ana",
    ] {
        let login = json!({"username": name, "password": "password"});
        world
            .server
            .stranger()
            .post("/login", login)
            .is_refused(101);
        let (id, client) = sign_up(&world.server, name);
        assert_ne!(id, world.id("ana"));
        client
            .get(&format!("/classes/Private/{order}"))
            .is_refused(101);
        client
            .put(
                &format!("/users/{}", world.id("ana")),
                json!({"username": "x"}),
            )
            .is_refused(206);
    }
    for name in ["ANA", "Ana", "aNA"] {
        let body = json!({"username": name, "password": "password"});
        world.server.stranger().post("/users", body).is_refused(202);
    }
}

#[test]
fn sql_is_a_name_and_a_password_like_any_other() {
    let world = World::start();
    let stranger = world.server.stranger();
    for text in [
        SQL,
        "' OR 1=1 --",
        "\" OR \"\"=\"",
        "%",
        "ana' --",
        "_",
        "ana\\",
        "*",
        "role:staff",
    ] {
        let wrong = json!({"username": "ana", "password": text});
        stranger.post("/login", wrong).is_refused(101);
        let nobody = json!({"username": text, "password": "password"});
        stranger.post("/login", &nobody).is_refused(101);
        let answer = stranger.post("/users", json!({"username": text, "password": text}));
        assert_eq!(answer.status, 201, "{text}: {}", answer.body);
        let login = json!({"username": text, "password": text});
        assert_eq!(stranger.post("/login", login).id(), answer.id());
        let user = world
            .server
            .with_session(answer.json()["sessionToken"].as_str().expect("a token"));
        assert_eq!(user.results("Staffed", &[]), Vec::<Value>::new());
        assert_eq!(user.results("_User", &[]).len(), 1);
    }
    for body in [
        json!({"username": {"$ne": ""}, "password": "password"}),
        json!({"username": "ana", "password": {"$ne": ""}}),
        json!({"username": ["ana"], "password": "password"}),
    ] {
        assert_eq!(
            stranger.post("/login", &body).json().get("sessionToken"),
            None
        );
    }
    assert_eq!(world.person("ana").client.get("/users/me").status, 200);
}

#[test]
fn what_the_server_keeps_for_itself_is_neither_written_nor_asked_for() {
    let world = World::start();
    let ana = &world.person("ana").client;
    let object = ana.create(
        "Members",
        json!({"owner": pointer(world.id("ana")), "password": "never-shown"}),
    );
    let path = format!("/classes/Members/{object}");
    for name in [
        "_read",
        "_write",
        "_acl",
        "_seq",
        "_rperm",
        "_wperm",
        "_hashed_password",
        "rowid",
        "__proto__",
    ] {
        for client in [ana, &world.server] {
            let body = json!({name: "*"});
            assert_eq!(client.put(&path, &body).status, 400, "{name}");
            assert_eq!(client.post("/classes/Members", &body).status, 400, "{name}");
        }
        let asked = json!({name: {"$exists": true}}).to_string();
        for parameters in [("where", asked.as_str()), ("order", name), ("keys", name)] {
            let answer = ana.find("Members", &[parameters]);
            assert!(
                !answer.body.contains(&format!("\"{name}\"")),
                "{}",
                answer.body
            );
        }
    }
    let hidden = [
        ("_User", "password"),
        ("_User", "authData"),
        ("_Session", "sessionToken"),
        ("Members", "password"),
    ];
    for (class, field) in hidden {
        for client in [ana, &world.server.stranger()] {
            shows_nothing(client, class, field);
        }
    }
    for include in ["password", "user", "owner", "user.password"] {
        let answer = ana.find("_Session", &[("include", include)]);
        assert!(!answer.body.contains("$argon2"), "{}", answer.body);
    }
}

/// Neither by its value nor by its place in an order does a field come out.
fn shows_nothing(client: &Client, class: &str, field: &str) {
    for filter in [
        json!({field: "x"}),
        json!({field: {"$gt": ""}}),
        json!({"$or": [{"objectId": "x"}, {field: {"$ne": "x"}}]}),
        json!({"$nor": [{"$and": [{field: {"$exists": false}}]}]}),
    ] {
        client
            .find(class, &[("where", &filter.to_string())])
            .is_refused(119);
    }
    for order in [
        field.to_owned(),
        format!("-{field}"),
        format!("createdAt,{field}"),
    ] {
        client.find(class, &[("order", &order)]).is_refused(119);
    }
    let answer = client.find(class, &[("keys", field)]);
    assert!(
        !answer.body.contains(&format!("\"{field}\"")),
        "{}",
        answer.body
    );
}
