//! Tokens, sessions and keys that are forged, chosen, or sent twice.

use super::super::world::{World, pointer};
use super::{SQL, ask, header, is_unauthorized, token_of};
use crate::client::MASTER_KEY;
use crate::server::{Launch, folder};
use serde_json::{Value, json};

#[test]
fn no_token_but_the_whole_one_opens_a_session() {
    let world = World::start();
    let token = token_of(&world.server, "ana");
    let session = world.server.with_session(&token).get("/sessions/me").id();
    let forged = [
        token[..33].to_owned(),
        token[..2].to_owned(),
        token[2..].to_owned(),
        format!("{token}0"),
        token.to_uppercase(),
        format!("r:{}", "0".repeat(32)),
        "r:%".to_owned(),
        "null".to_owned(),
        "{\"$ne\":null}".to_owned(),
        SQL.to_owned(),
        world.id("ana").to_owned(),
        session,
        "r:".repeat(2_000),
    ];
    for forged in forged {
        let forger = world.server.with_session(&forged);
        for path in ["/users/me", "/classes/Open", "/sessions"] {
            assert_eq!(forger.get(path).json()["code"], 209, "{forged}");
        }
        let update = forger.put(&format!("/users/{}", world.id("ana")), "{}");
        assert_eq!(update.json()["code"], 209, "{forged}");
    }
    assert_eq!(
        world.server.with_session(&token).get("/users/me").id(),
        world.id("ana")
    );
}

#[test]
fn nobody_chooses_his_token_or_anothers_session() {
    let world = World::start();
    let stranger = world.server.stranger();
    let ana = &world.person("ana").client;
    let fixed = "r:00000000000000000000000000000000";
    for (name, value) in [
        ("sessionToken", json!(fixed)),
        ("objectId", json!("abcdefghij")),
        ("createdWith", json!({"action": "login"})),
        ("createdAt", json!("2020-01-01T00:00:00.000Z")),
        ("emailVerified", json!(true)),
        ("_session_token", json!(fixed)),
        ("_hashed_password", json!("x")),
        ("roles", json!(["staff"])),
    ] {
        let mut body = json!({"username": "mallory", "password": "password"});
        body[name] = value.clone();
        let answer = stranger.post("/users", &body);
        assert_eq!(answer.status, 400, "{name}: {}", answer.body);
        let answer = ana.put(&format!("/users/{}", world.id("ana")), json!({name: value}));
        assert_eq!(answer.status, 400, "{name}: {}", answer.body);
    }
    let login = json!({
        "username": "ana", "password": "password", "sessionToken": fixed, "objectId": world.id("bob"),
    });
    let answer = stranger.post("/login", login).json();
    assert_eq!(answer["objectId"], world.id("ana"));
    assert_ne!(answer["sessionToken"], fixed);
    let session = ana.post(
        "/sessions",
        json!({"sessionToken": fixed, "user": pointer(world.id("bob"))}),
    );
    assert_eq!(session.json()["user"]["objectId"], world.id("ana"));
    world
        .server
        .with_session(fixed)
        .get("/users/me")
        .is_refused(209);

    let mine = ana.get("/sessions/me").id();
    let bob = world.person("bob").client.get("/sessions/me").id();
    for body in [
        json!({"user": pointer(world.id("bob"))}),
        json!({"sessionToken": fixed}),
        json!({"expiresAt": {"__type": "Date", "iso": "2999-01-01T00:00:00.000Z"}}),
    ] {
        for path in ["/classes/_Session", "/sessions"] {
            assert_eq!(
                ana.put(&format!("{path}/{mine}"), &body).status,
                400,
                "{body}"
            );
            assert_ne!(
                ana.put(&format!("{path}/{bob}"), &body).status,
                200,
                "{body}"
            );
        }
        assert_ne!(ana.post("/classes/_Session", &body).status, 201, "{body}");
    }
    let path = format!("/users/{}", world.id("bob"));
    for client in [ana, &stranger] {
        let as_bob = json!({"userId": world.id("bob")});
        client.post("/loginAs", as_bob).is_refused(119);
        client
            .put(&path, json!({"password": "mine"}))
            .is_refused(206);
        let role = json!({"name": "staff2", "ACL": {}, "users": {
            "__op": "AddRelation", "objects": [pointer(world.id("ana"))],
        }});
        client.post("/roles", &role).is_refused(119);
        client.post("/classes/_Role", &role).is_refused(119);
        assert_eq!(client.results("_Role", &[]), Vec::<Value>::new());
    }
}

#[test]
fn a_credential_that_is_sent_twice_is_none() {
    let world = World::start();
    let server = &world.server;
    let (app, ana) = (header("Application-Id", "shop"), token_of(server, "ana"));
    let bob = token_of(server, "bob");
    let session = |token: &str| header("Session-Token", token);
    let list = "GET /parse/classes/Private";
    for headers in [
        vec![app.clone(), header("Application-Id", "other")],
        vec![app.clone(), app.clone()],
        vec![app.clone(), session(&ana), session(&bob)],
        vec![
            app.clone(),
            session(&ana),
            format!("Authorization: Bearer {bob}"),
        ],
        vec![
            app.clone(),
            header("Master-Key", "wrong"),
            header("Master-Key", MASTER_KEY),
        ],
        vec![
            app.clone(),
            header("Master-Key", MASTER_KEY),
            header("Master-Key", "wrong"),
        ],
        vec![app.clone(), header("Master-Key", "")],
        vec![app.clone(), header("Master-Key", "\u{e9}")],
        vec![app.clone(), session("\u{e9}")],
        vec![header("Application-Id", "shop, shop")],
    ] {
        is_unauthorized(&ask(server, list, &headers, ""));
    }
    let once = ask(server, list, &[app.clone(), session(&ana)], "");
    assert!(once.starts_with("HTTP/1.1 200 "), "{once}");

    // What a header says, no body says otherwise.
    let order = server.create("Order", json!({"owner": pointer(world.id("bob"))}));
    let get = format!("POST /parse/classes/Order/{order}");
    let body = json!({
        "_method": "GET", "_ApplicationId": "shop", "_SessionToken": bob,
    });
    let as_bob = ask(server, &get, &[], &body.to_string());
    assert!(as_bob.starts_with("HTTP/1.1 200 "), "{as_bob}");
    let as_ana = ask(server, &get, &[session(&ana)], &body.to_string());
    assert!(as_ana.starts_with("HTTP/1.1 404 "), "{as_ana}");
    let mut wrong = body.clone();
    wrong["_MasterKey"] = "wrong".into();
    is_unauthorized(&ask(server, &get, &[], &wrong.to_string()));
    // Nor are keys in a query string or inside of a value any.
    let query = format!("GET /parse/classes/Order/{order}?_MasterKey={MASTER_KEY}");
    let answer = ask(server, &query, std::slice::from_ref(&app), "");
    assert!(!answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let inside = json!({"friends": [{"_MasterKey": MASTER_KEY, "_ApplicationId": "shop"}]});
    is_unauthorized(&ask(
        server,
        "POST /parse/classes/Open",
        &[],
        &inside.to_string(),
    ));
}

#[test]
fn keys_are_asked_for_and_the_master_comes_from_where_he_lives() {
    let dir = folder();
    let launch = Launch::fixture("access", dir.path());
    let server = launch
        .env("MASTER_KEY_IPS", "10.9.9.9")
        .env("REST_API_KEY", "the-rest-key")
        .start();
    let app = header("Application-Id", "shop");
    let key = header("REST-API-Key", "the-rest-key");
    let master = header("Master-Key", MASTER_KEY);
    let list = "GET /parse/classes/Closed";
    let forwarded = "X-Forwarded-For: 10.9.9.9".to_owned();
    for headers in [
        vec![app.clone()],
        vec![app.clone(), header("REST-API-Key", "wrong")],
        vec![app.clone(), header("REST-API-Key", "")],
        vec![app.clone(), master.clone()],
        vec![app.clone(), master.clone(), key.clone()],
        vec![app.clone(), master, key.clone(), forwarded],
        // No master, and so no reason not to ask for the key.
        vec![app.clone(), header("Master-Key", "\u{e9}")],
    ] {
        is_unauthorized(&ask(&server, list, &headers, ""));
    }
    let body = json!({"_ApplicationId": "shop", "_MasterKey": MASTER_KEY, "_method": "GET"});
    is_unauthorized(&ask(
        &server,
        "POST /parse/classes/Closed",
        &[],
        &body.to_string(),
    ));
    let polite = ask(&server, list, &[app, key], "");
    assert!(polite.starts_with("HTTP/1.1 200 "), "{polite}");
}
