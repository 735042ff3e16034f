//! One device has one installation, whatever it tells itself by.

use crate::client::Answer;
use crate::server::{Server, kinds};
use serde_json::{Value, json};

/// What a device that nobody vouches for tells of itself.
fn register(server: &Server, device: Value) -> Answer {
    server.stranger().post("/installations", device)
}

fn registered(server: &Server, device: Value) -> String {
    let answer = register(server, device);
    assert!(answer.status.is_success(), "{}", answer.body);
    answer.id()
}

fn all(server: &Server) -> Vec<Value> {
    server.results("_Installation", &[])
}

#[test]
fn a_device_tells_of_itself_and_changes_what_it_told() {
    let (_dir, server) = kinds();
    let device = json!({"deviceType": "android", "deviceToken": "tok", "installationId": "IID-1", "channels": ["x"]});
    let created = register(&server, device);
    assert_eq!(created.status, 201, "{}", created.body);
    let id = created.id();
    assert_eq!(
        created.location,
        Some(format!("{}/classes/_Installation/{id}", server.url))
    );
    let path = format!("/installations/{id}");
    let device = server.stranger();
    let installation = device.get(&path).json();
    assert_eq!(installation["installationId"], "iid-1");
    assert_eq!(installation["channels"], json!(["x"]));
    let change = json!({"channels": {"__op": "AddUnique", "objects": ["y"]}, "badge": {"__op": "Increment", "amount": 2}});
    let changed = device.put(&path, change).json();
    assert_eq!(
        (&changed["channels"], &changed["badge"]),
        (&json!(["x", "y"]), &json!(2))
    );
    // The others are not for it to see.
    let denied = r#"{"code":119,"error":"Permission denied"}"#;
    device.get("/installations").is(400, denied);
    device.get("/installations?count=1&limit=0").is(400, denied);
    device.delete(&path).is(400, denied);
    assert_eq!(all(&server).len(), 1);
    server.delete(&path).is(200, "{}");
    assert_eq!(device.get(&path).status, 404);
}

#[test]
fn a_device_says_which_it_is() {
    let (_dir, server) = kinds();
    for (device, told) in [
        (
            json!({"deviceType": "ios"}),
            "at least one ID field (deviceToken, installationId) must be specified in this operation",
        ),
        (
            json!({"installationId": "a"}),
            "deviceType must be specified in this operation",
        ),
        (
            json!({"deviceToken": "a", "deviceType": ""}),
            "deviceType must be specified in this operation",
        ),
    ] {
        assert_eq!(register(&server, device).is_refused(135), told);
    }
    register(
        &server,
        json!({"installationId": 7, "deviceToken": "a", "deviceType": "ios"}),
    )
    .is_refused(111);
    let phone = server
        .stranger()
        .with_header("X-Parse-Installation-Id", "Phone-1");
    let id = phone
        .post("/installations", json!({"deviceType": "web"}))
        .id();
    assert_eq!(
        server.object("_Installation", &id)["installationId"],
        "phone-1"
    );
}

#[test]
fn a_device_that_comes_back_is_the_one_that_it_was() {
    let (_dir, server) = kinds();
    let first = register(
        &server,
        json!({"deviceType": "ios", "installationId": "a", "badge": 1}),
    );
    let id = first.id();
    let created_at = first.json()["createdAt"].take();
    let again = register(
        &server,
        json!({"installationId": "A", "deviceToken": "t1", "channels": ["news"]}),
    );
    assert_eq!(again.status, 200, "{}", again.body);
    let told = again.json();
    assert_eq!(
        (&told["objectId"], &told["createdAt"]),
        (&json!(id), &created_at)
    );
    let installation = server.object("_Installation", &id);
    assert_eq!(installation["updatedAt"], told["updatedAt"]);
    assert_eq!(installation["badge"], 1);
    assert_eq!(installation["deviceToken"], "t1");
    // By its token alone, too.
    assert_eq!(
        registered(&server, json!({"deviceToken": "t1", "deviceType": "ios"})),
        id
    );
    assert_eq!(all(&server).len(), 1);
}

#[test]
fn a_token_reaches_one_device() {
    let (_dir, server) = kinds();
    let ios = |id: &str, token: &str| json!({"deviceType": "ios", "installationId": id, "deviceToken": token});
    // The application was installed anew: the token is the same, the installationId another.
    let old = registered(&server, ios("old", "t"));
    let new = registered(&server, ios("new", "t"));
    assert_ne!(old, new);
    assert_eq!(all(&server).len(), 1);
    // Another device takes over a token by a change.
    let other = registered(&server, ios("other", "u"));
    let taken = server.stranger().put(
        &format!("/installations/{other}"),
        json!({"deviceToken": "t"}),
    );
    assert_eq!(taken.status, 200, "{}", taken.body);
    let left = all(&server);
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0]["objectId"], json!(other));
    // Another application on the same device keeps its own.
    let mut app = ios("app-1", "s");
    app["appIdentifier"] = "one".into();
    registered(&server, app.clone());
    app["installationId"] = "app-2".into();
    app["appIdentifier"] = "two".into();
    registered(&server, app);
    assert_eq!(all(&server).len(), 3);
    let which = register(&server, json!({"deviceType": "ios", "deviceToken": "s"})).is_refused(132);
    assert_eq!(
        which,
        "Must specify installationId when deviceToken matches multiple Installation objects"
    );
}

#[test]
fn what_was_known_by_its_token_alone_gets_a_name() {
    let (_dir, server) = kinds();
    let apple = "AB".repeat(32);
    let pushed = registered(
        &server,
        json!({"deviceType": "ios", "deviceToken": apple, "channels": ["kept"]}),
    );
    assert_eq!(
        server.object("_Installation", &pushed)["deviceToken"],
        apple.to_lowercase()
    );
    let named = registered(&server, json!({"deviceType": "ios", "installationId": "n"}));
    let both = json!({"deviceType": "ios", "installationId": "n", "deviceToken": apple});
    assert_eq!(registered(&server, both), pushed);
    assert_eq!(server.get(&format!("/installations/{named}")).status, 404);
    let installation = server.object("_Installation", &pushed);
    assert_eq!(
        (&installation["installationId"], &installation["channels"]),
        (&json!("n"), &json!(["kept"]))
    );
}

#[test]
fn a_device_does_not_become_another() {
    let (_dir, server) = kinds();
    let id = registered(
        &server,
        json!({"deviceType": "ios", "installationId": "a", "deviceToken": "t"}),
    );
    let path = format!("/installations/{id}");
    for (change, name) in [
        (json!({"installationId": "b"}), "installationId"),
        (
            json!({"installationId": {"__op": "Delete"}}),
            "installationId",
        ),
        (json!({"deviceType": "android"}), "deviceType"),
    ] {
        let told = server.put(&path, change).is_refused(136);
        assert_eq!(told, format!("{name} may not be changed in this operation"));
    }
    assert_eq!(
        server
            .put(&path, json!({"deviceToken": "u", "installationId": "A"}))
            .status,
        200
    );
    // What is known by its token alone is no longer itself with another.
    let nameless = registered(&server, json!({"deviceType": "ios", "deviceToken": "v"}));
    server
        .put(
            &format!("/installations/{nameless}"),
            json!({"deviceToken": "w"}),
        )
        .is_refused(136);
    register(
        &server,
        json!({"deviceType": "android", "installationId": "a"}),
    )
    .is_refused(136);
}

#[test]
fn many_messages_of_one_device_make_one_installation() {
    let (_dir, server) = kinds();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let device = server.stranger();
            scope.spawn(move || {
                let body = json!({"deviceType": "web", "installationId": "same", "badge": number});
                let answer = device.post("/installations", body);
                assert!(answer.status.is_success(), "{}", answer.body);
            });
        }
    });
    assert_eq!(all(&server).len(), 1);
}

#[test]
fn many_changes_of_one_device_are_all_made() {
    let (_dir, server) = kinds();
    let id = registered(
        &server,
        json!({"deviceType": "web", "installationId": "same"}),
    );
    let path = format!("/installations/{id}");
    std::thread::scope(|scope| {
        for number in 0..16 {
            let (device, path) = (server.stranger(), &path);
            scope.spawn(move || {
                let badge = json!({"__op": "Increment", "amount": 1});
                let body = json!({"deviceToken": format!("token {number}"), "badge": badge});
                let answer = device.put(path, body);
                assert!(answer.status.is_success(), "{}", answer.body);
            });
        }
    });
    assert_eq!(all(&server)[0]["badge"], 16);
}

#[test]
fn devices_register_in_a_batch() {
    let (_dir, server) = kinds();
    let item = |token: &str| {
        json!({"method": "POST", "path": "/parse/installations",
               "body": {"deviceType": "ios", "installationId": "one", "deviceToken": token}})
    };
    let batch = json!({"requests": [item("a"), item("b")], "transaction": true});
    let answer = server.post("/batch", batch);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let left = all(&server);
    assert_eq!((left.len(), &left[0]["deviceToken"]), (1, &json!("b")));
}
