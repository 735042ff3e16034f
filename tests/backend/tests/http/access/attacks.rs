//! Those who do not ask politely: forged tokens, smuggled keys, names that look like others.

use super::world::{World, pointer, sign_up};
use crate::client::{Client, MASTER_KEY, raw};
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};

const SQL: &str = "x' OR '1'='1'; DROP TABLE \"_User\"; --";

/// A request with exactly these headers, each a line.
fn ask(server: &Server, request: &str, headers: &[String], body: &str) -> String {
    let length = body.len();
    let mut text = format!(
        "{request} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {length}\r\n"
    );
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text.push_str(body);
    raw(server.address(), text.as_bytes())
}

fn header(name: &str, value: &str) -> String {
    format!("X-Parse-{name}: {value}")
}

#[track_caller]
fn is_unauthorized(answer: &str) {
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    assert!(answer.ends_with(r#"{"error":"unauthorized"}"#), "{answer}");
}

fn token_of(server: &Server, name: &str) -> String {
    let login = json!({"username": name, "password": "password"});
    let mut answer = server.post("/login", login).json();
    let token = answer["sessionToken"].take();
    token.as_str().expect("a session token").to_owned()
}

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
