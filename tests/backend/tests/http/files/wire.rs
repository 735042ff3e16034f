//! What clients of the protocol send and are answered.

use super::*;

fn is_secret(prefix: &str) -> bool {
    prefix.len() == 32
        && prefix
            .bytes()
            .all(|byte| b"0123456789abcdef".contains(&byte))
}

#[test]
fn a_file_goes_up_comes_down_and_goes_away() {
    let (_dir, server) = server(&[]);
    let reply = upload(&server, "hello.txt", "Hello, World!");
    let (name, url) = (reply.name(), reply.url());
    let (secret, given) = name.split_once('_').unwrap_or_default();
    assert!(is_secret(secret) && given == "hello.txt", "{name}");
    assert_eq!(url, format!("{}/files/shop/{name}", server.url));
    assert_eq!(reply.header("location"), url);
    assert_eq!(
        reply.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(
        reply.text(),
        format!(r#"{{"url":"{url}","name":"{name}"}}"#)
    );

    let reply = download(&url);
    reply.is(200, "Hello, World!");
    for (name, value) in [
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", "13"),
        ("content-disposition", "inline; filename=\"hello.txt\""),
        ("x-content-type-options", "nosniff"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(reply.header(name), value, "{name}");
    }
    let head = ask("HEAD", &url, &[], ());
    assert_eq!(
        (head.status, head.header("content-length"), head.body.len()),
        (200, "13", 0)
    );

    let refused = ask(
        "DELETE",
        &format!("{}/files/{name}", server.url),
        &[APPLICATION],
        (),
    );
    refused.is(403, r#"{"error":"Permission denied"}"#);
    let gone = delete(&server, &name);
    assert_eq!(
        (gone.status, gone.header("content-length"), gone.text()),
        (200, "0", "")
    );
    download(&url).is(404, "File not found.");
    assert_eq!(delete(&server, &name).json()["code"], 153);
}

#[test]
fn a_mistake_is_told_as_clients_know_it() {
    let (_dir, server) = server(&[("FILE_UPLOAD_BY", "public")]);
    let up = |name: &str, kind: &str, body: &str| {
        let url = format!("{}/files{name}", server.url);
        ask("POST", &url, &[APPLICATION, ("Content-Type", kind)], body)
    };
    up("/x.html", "text/html", "<b>").is(
        400,
        r#"{"code":130,"error":"File upload of extension html is disabled."}"#,
    );
    up("/..%2fx", "text/plain", "a").is(
        400,
        r#"{"code":122,"error":"Filename contains invalid characters."}"#,
    );
    up(&format!("/{}", "a".repeat(129)), "text/plain", "a")
        .is(400, r#"{"code":122,"error":"Filename too long."}"#);
    up("", "text/plain", "a").is(400, r#"{"code":122,"error":"Filename not provided."}"#);
    up("/e.txt", "text/plain", "").is(400, r#"{"code":130,"error":"Invalid file upload."}"#);
    let wrong = |path: &str| download(&format!("{}/files/{path}", server.url));
    wrong("other/a.txt").is(403, r#"{"code":119,"error":"Invalid application ID."}"#);
    wrong("shop/a.txt").is(404, "File not found.");
    wrong("shop/metadata/a.txt").is(404, "File not found.");
    let keyless = ask(
        "POST",
        &format!("{}/files/a.txt", server.url),
        &[("X-Parse-Application-Id", "other")],
        "a",
    );
    keyless.is(403, r#"{"error":"unauthorized"}"#);
}

#[test]
fn sdks_send_a_file_in_json_with_who_they_are() {
    let (_dir, server) = server(&[]);
    let session = user(&server, "ana");
    let send = |name: &str, body: Value| {
        ask(
            "POST",
            &format!("{}/files/{name}", server.url),
            &[TEXT],
            body.to_string(),
        )
    };
    let sent = json!({
        "base64": "aGVsbG8=", "_ContentType": "text/plain", "_ApplicationId": "shop", "_SessionToken": session,
        "_ClientVersion": "js8.6.2", "_InstallationId": "i",
        "fileData": {"metadata": {"page": 7}, "tags": {"kind": "letter"}},
    });
    let reply = send("b.txt", sent.clone());
    download(&reply.url()).is(200, "hello");
    let details = ask(
        "GET",
        &format!("{}/files/shop/metadata/{}", server.url, reply.name()),
        &[],
        (),
    );
    details.is(200, r#"{"metadata":{"page":7},"tags":{"kind":"letter"}}"#);

    let without = |member: &str| {
        let mut sent = sent.clone();
        sent.as_object_mut().expect("an object").remove(member);
        send("b.txt", sent)
    };
    without("_ApplicationId").is(403, r#"{"error":"unauthorized"}"#);
    without("_SessionToken").is(
        400,
        r#"{"code":130,"error":"File upload by public is disabled."}"#,
    );
    without("base64").is(400, r#"{"code":130,"error":"Invalid file upload."}"#);
    assert!(without("fileData").name().ends_with("_b.txt"));
    assert_eq!(without("_ContentType").status, 201);
    let mut in_folder = sent.clone();
    in_folder["fileData"]["directory"] = "a/b".into();
    assert_eq!(send("b.txt", in_folder).json()["code"], 122);
    for broken in ["", "{", "[1]", r#"{"base64":"*","_ApplicationId":"shop"}"#] {
        let reply = ask(
            "POST",
            &format!("{}/files/b.txt", server.url),
            &[TEXT],
            broken,
        );
        assert_eq!(
            (reply.status, &reply.json()["code"]),
            (400, &json!(107)),
            "{broken}"
        );
    }
}

#[test]
fn what_clients_say_of_a_file_is_told_again_and_goes_with_it() {
    let (dir, server) = server(&[]);
    let url = format!("{}/files/a.txt", server.url);
    let metadata = ("X-Parse-File-Metadata", r#"{"by":"Ana","n":[1,null]}"#);
    let tags = ("X-Parse-File-Tags", r#"{"a":"b"}"#);
    let name = ask("POST", &url, &[APPLICATION, MASTER, metadata, tags], "a").name();
    let details = |name: &str| download(&format!("{}/files/shop/metadata/{name}", server.url));
    details(&name).is(
        200,
        r#"{"metadata":{"by":"Ana","n":[1,null]},"tags":{"a":"b"}}"#,
    );
    let plain = upload(&server, "b.txt", "b").name();
    details(&plain).is(200, r#"{"metadata":{},"tags":{}}"#);
    delete(&server, &name);
    details(&name).is(404, "File not found.");
    assert!(names(&dir.path().join("files/.metadata")).is_empty());
    let broken = ask(
        "POST",
        &url,
        &[APPLICATION, MASTER, ("X-Parse-File-Tags", "x")],
        "a",
    );
    broken.is(
        400,
        r#"{"code":107,"error":"x-parse-file-tags must be a JSON object"}"#,
    );
}

#[test]
fn json_with_the_keys_in_the_head_is_a_file_like_any_other() {
    let (_dir, server) = server(&[]);
    let body = r#"{"base64":"aGVsbG8=","_ApplicationId":"other"}"#;
    let url = format!("{}/files/data.json", server.url);
    let reply = ask(
        "POST",
        &url,
        &[APPLICATION, MASTER, ("Content-Type", "application/json")],
        body,
    );
    let reply = download(&reply.url());
    reply.is(200, body);
    assert_eq!(reply.header("content-type"), "application/json");
}

#[test]
fn an_object_tells_where_its_file_is() {
    let (_dir, server) = server(&[]);
    let name = upload(&server, "a%20b@c.txt", "x");
    let (name, url) = (name.name(), name.url());
    let file = json!({"__type": "File", "name": name, "url": "http://elsewhere/a.txt"});
    let id = server.create("Thing", json!({"file": file}));
    let read = server.object("Thing", &id)["file"].clone();
    assert_eq!(read["name"], name.as_str());
    let address = read["url"].as_str().expect("an address");
    assert_eq!(address, url);
    download(&url).is(200, "x");
    // An object may name a file that is not there, and outlives it or is outlived.
    assert!(
        server
            .delete(&format!("/classes/Thing/{id}"))
            .status
            .is_success()
    );
    download(&url).is(200, "x");
    server.create(
        "Thing",
        json!({"file": {"__type": "File", "name": "nowhere.txt"}}),
    );
}

#[test]
fn who_has_the_file_is_not_sent_it_again() {
    let (_dir, server) = server(&[]);
    let url = upload(&server, "a.txt", "abc").url();
    let first = download(&url);
    let (tag, modified) = (first.header("etag"), first.header("last-modified"));
    for (name, value, status) in [
        ("If-None-Match", tag, 304),
        ("If-None-Match", "\"x\"", 200),
        ("If-Modified-Since", modified, 304),
        ("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT", 200),
        ("If-Match", "\"x\"", 412),
        ("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT", 412),
    ] {
        let reply = ask("GET", &url, &[(name, value)], ());
        assert_eq!(reply.status, status, "{name}: {value}");
        assert_eq!(reply.header("etag"), tag);
        assert_eq!(reply.text(), if status == 200 { "abc" } else { "" });
    }
    let part = |if_range: &str| {
        ask(
            "GET",
            &url,
            &[("Range", "bytes=1-1"), ("If-Range", if_range)],
            (),
        )
    };
    assert_eq!(
        (
            part(tag).status,
            part("\"x\"").status,
            part(modified).status
        ),
        (206, 200, 206)
    );
}
