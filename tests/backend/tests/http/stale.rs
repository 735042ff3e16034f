//! A change that is made for what the client has read, and refused where that is no more.

use crate::client::{Client, raw};
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use std::thread;
use tempfile::TempDir;

fn writes() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("writes", dir.path()).start();
    (dir, server)
}

fn version(client: &Client, class: &str, id: &str) -> String {
    let at = client.object(class, id)["updatedAt"].clone();
    at.as_str().expect("a time").to_owned()
}

#[test]
fn who_is_too_late_learns_what_to_read_again() {
    let (_dir, server) = writes();
    // The second has a hook, which reads the object before it is written.
    for (class, body, change) in [
        ("Part", json!({"name": "a"}), json!({"stock": 1})),
        ("Account", json!({"holder": "a"}), json!({"balance": 1})),
    ] {
        let id = server.create(class, body);
        let path = format!("/classes/{class}/{id}");
        let read = version(&server, class, &id);
        let with = |at: &Value| {
            let mut body = change.clone();
            body["_ifUpdatedAt"] = at.clone();
            body
        };
        let first = server.put(&path, with(&json!(read)));
        assert_eq!(first.status, 200, "{}", first.body);
        let now = version(&server, class, &id);
        let late = server.put(&path, with(&json!(read)));
        assert_eq!(
            late.is_refused(158),
            format!("The object has changed since {read}.")
        );
        assert_eq!(late.json()["updatedAt"], now.as_str());
        let delete = json!({"_ifUpdatedAt": read}).to_string();
        let late = server.send("DELETE", &path, &delete).expect("an answer");
        late.is_refused(158);
        assert_eq!(late.json()["updatedAt"], now.as_str());
        assert_eq!(version(&server, class, &id), now);

        // A date in the other form, in a batch, and in a tunnel.
        let date = json!({"__type": "Date", "iso": now});
        let item = json!({"method": "PUT", "path": path, "body": with(&date)});
        let answers = server
            .post("/batch", json!({"requests": [item, item]}))
            .json();
        let now = answers[0]["success"]["updatedAt"].clone();
        assert_eq!(answers[1]["error"]["code"], 158, "{answers}");
        assert_eq!(answers[1]["error"]["updatedAt"], now);
        let together = server.post("/batch", json!({"requests": [item], "transaction": true}));
        together.is_refused(158);
        assert_eq!(together.json()["updatedAt"], now);
        assert_eq!(together.json()["index"], 0);
        let mut tunnelled = with(&now);
        tunnelled["_method"] = "PUT".into();
        tunnelled["_ApplicationId"] = "shop".into();
        assert_eq!(server.post(&path, &tunnelled).status, 200);
        server.post(&path, &tunnelled).is_refused(158);
        tunnelled["_method"] = "DELETE".into();
        server.post(&path, &tunnelled).is_refused(158);
        tunnelled["_ifUpdatedAt"] = version(&server, class, &id).into();
        server.post(&path, &tunnelled).is(200, "{}");
        server.put(&path, with(&now)).is_refused(101);
    }
    let answer = server.post(
        "/classes/Part",
        json!({"name": "b", "_ifUpdatedAt": "2026-01-01T00:00:00.000Z"}),
    );
    answer.is_refused(105);
    let id = server.create("Part", json!({"name": "b"}));
    let path = format!("/classes/Part/{id}");
    server
        .put(&path, json!({"_ifUpdatedAt": "yesterday"}))
        .is_refused(111);
}

#[test]
fn a_header_says_it_too() {
    let (_dir, server) = writes();
    let id = server.create("Part", json!({"name": "a"}));
    let read = version(&server, "Part", &id);
    let request = |method: &str, body: &str| {
        let master = crate::client::MASTER_KEY;
        let length = body.len();
        raw(
            server.address(),
            format!(
                "{method} /parse/classes/Part/{id} HTTP/1.1\r\nHost: x\r\nX-Parse-Application-Id: shop\r\n\
                 X-Parse-Master-Key: {master}\r\nX-Parse-If-Updated-At: {read}\r\nContent-Length: {length}\r\n\
                 Connection: close\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    };
    let first = request("PUT", r#"{"stock":1}"#);
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    for late in [request("PUT", r#"{"stock":2}"#), request("DELETE", "")] {
        assert!(late.starts_with("HTTP/1.1 409"), "{late}");
        assert!(late.contains("\"code\":158"), "{late}");
    }
}

#[test]
fn of_many_who_have_read_the_same_one_writes() {
    let (_dir, server) = writes();
    for class in ["Part", "Account"] {
        let name = if class == "Part" { "name" } else { "holder" };
        let id = server.create(class, json!({name: "a"}));
        let path = format!("/classes/{class}/{id}");
        for round in 0..10 {
            let read = version(&server, class, &id);
            let won: usize = thread::scope(|scope| {
                let workers: Vec<_> = (0..6)
                    .map(|worker| {
                        let body = json!({name: format!("{round}-{worker}"), "_ifUpdatedAt": read});
                        let (server, path) = (&server, &path);
                        scope.spawn(move || {
                            let answer = server.put(path, body);
                            if answer.status != 200 {
                                answer.is_refused(158);
                            }
                            usize::from(answer.status == 200)
                        })
                    })
                    .collect();
                workers
                    .into_iter()
                    .map(|worker| worker.join().expect("a worker"))
                    .sum()
            });
            assert_eq!(won, 1, "{class}");
        }
    }
}
