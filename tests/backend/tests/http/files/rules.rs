//! Who uploads, what is taken, who reads.

use super::*;

/// What each kind of client is told when it uploads.
fn told(server: &Server) -> [Option<String>; 4] {
    let (ana, guest) = (user(server, "ana"), anonymous(server, "guest"));
    let who = [
        vec![APPLICATION, MASTER],
        vec![APPLICATION, ("X-Parse-Session-Token", ana.as_str())],
        vec![APPLICATION, ("X-Parse-Session-Token", guest.as_str())],
        vec![APPLICATION],
    ];
    who.map(|headers| {
        let reply = ask(
            "POST",
            &format!("{}/files/a.txt", server.url),
            &headers,
            "a",
        );
        (reply.status != 201).then(|| {
            assert_eq!((reply.status, &reply.json()["code"]), (400, &json!(130)));
            reply.member("error")
        })
    })
}

#[test]
fn those_upload_who_may() {
    let no = |who: &str| Some(format!("File upload by {who} is disabled."));
    let (users, guests, public) = (no("authenticated user"), no("anonymous user"), no("public"));
    let none = || None;
    for (setting, expected) in [
        (
            "authenticated",
            [none(), none(), guests.clone(), public.clone()],
        ),
        ("anonymous", [none(), users.clone(), none(), public.clone()]),
        (
            "Anonymous, authenticated",
            [none(), none(), none(), public.clone()],
        ),
        ("public", [none(), none(), none(), none()]),
        ("", [none(), users, guests.clone(), public.clone()]),
    ] {
        let (_dir, server) = server(&[("FILE_UPLOAD_BY", setting)]);
        assert_eq!(told(&server), expected, "{setting}");
    }
    let (_dir, safe) = server(&[]);
    assert_eq!(told(&safe), [none(), none(), guests, public]);
    let refusal = Launch::fixture("kinds", folder().path())
        .env("FILE_UPLOAD_BY", "all")
        .refusal();
    assert!(
        refusal.log.contains("FILE_UPLOAD_BY must be"),
        "{}",
        refusal.log
    );
}

#[test]
fn files_are_of_types_that_are_taken() {
    let upload = |server: &Server, name: &str, kind: &str| {
        let url = format!("{}/files/{name}", server.url);
        let reply = ask("POST", &url, &[APPLICATION, ("Content-Type", kind)], "x");
        assert!(
            reply.status == 201 || reply.json()["code"] == 130,
            "{}",
            reply.text()
        );
        reply.status == 201
    };
    let (_dir, safe) = server(&[("FILE_UPLOAD_BY", "public")]);
    for (name, kind, taken) in [
        ("a.png", "image/png", true),
        ("a.png", "text/plain", true),
        ("a.png", "", true),
        ("a.png", "image/jpeg", true),
        ("a.png", "application/pdf", false),
        ("a.pdf", "image/png", false),
        ("a.HTML", "text/plain", false),
        ("a.html.", "text/plain", false),
        ("a.html%20", "text/plain", false),
        ("a.svg", "image/png", false),
        ("a.png", "image/svg+xml", false),
        ("a.txt", "text/html; charset=utf-8", false),
        ("a", "application/xhtml+xml", false),
        ("a.bin", "application/rss+xml", false),
        ("html", "text/plain", true),
        ("a.html.txt", "text/plain", true),
        ("a.unheard", "application/x-unheard", true),
    ] {
        assert_eq!(upload(&safe, name, kind), taken, "{name} as {kind}");
    }
    let settings = [
        ("FILE_UPLOAD_BY", "public"),
        ("FILE_EXTENSIONS", "png, .PDF"),
        ("FILE_EXTENSIONS_BLOCKED", ""),
    ];
    let (_dir, strict) = server(&settings);
    for (name, kind, taken) in [
        ("a.png", "image/png", true),
        ("a.pdf", "application/pdf", true),
        ("a", "image/png", true),
        ("a", "image/gif", false),
        ("a", "", false),
        ("a.txt", "text/plain", false),
    ] {
        assert_eq!(upload(&strict, name, kind), taken, "{name} as {kind}");
    }
}

#[test]
fn a_name_without_an_extension_is_given_that_of_its_type() {
    let (_dir, server) = server(&[]);
    let url = format!("{}/files/photo", server.url);
    let reply = ask(
        "POST",
        &url,
        &[APPLICATION, MASTER, ("Content-Type", "image/png")],
        "x",
    );
    assert!(reply.name().ends_with("_photo.png"));
    assert_eq!(download(&reply.url()).header("content-type"), "image/png");
    let reply = ask(
        "POST",
        &url,
        &[APPLICATION, MASTER, ("Content-Type", "a/b")],
        "x",
    );
    assert_eq!(
        download(&reply.url()).header("content-type"),
        "application/octet-stream"
    );
}

#[test]
fn what_could_run_in_a_browser_does_not() {
    let (_dir, server) = server(&[]);
    for (name, kind, how) in [
        ("a.html", "text/html; charset=utf-8", "attachment"),
        ("a.svg", "image/svg+xml", "attachment"),
        ("a.xml", "application/xml", "attachment"),
        ("a.js", "text/plain; charset=utf-8", "inline"),
        ("a.css", "text/plain; charset=utf-8", "inline"),
        ("a.unheard", "application/octet-stream", "attachment"),
        ("a.png", "image/png", "inline"),
    ] {
        // Nobody but the master uploads the first three.
        let reply = download(&upload(&server, name, "<script>alert(1)</script>").url());
        assert_eq!(reply.header("content-type"), kind, "{name}");
        assert_eq!(
            reply.header("content-disposition"),
            format!("{how}; filename=\"{name}\"")
        );
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        let policy = reply.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none';") && policy.ends_with("sandbox"),
            "{policy}"
        );
    }
}

#[test]
fn files_can_be_kept_from_those_who_are_not_signed_in() {
    let (_dir, server) = server(&[("FILES_REQUIRE_SESSION", "true")]);
    let session = user(&server, "ana");
    let url = upload(&server, "a.txt", "a").url();
    download(&url).is(403, r#"{"error":"unauthorized"}"#);
    let read = |headers: &[(&str, &str)]| ask("GET", &url, headers, ());
    assert_eq!(read(&[APPLICATION]).json()["code"], 209);
    assert_eq!(
        read(&[APPLICATION, ("X-Parse-Session-Token", "r:x")]).json()["code"],
        209
    );
    let reply = read(&[APPLICATION, ("X-Parse-Session-Token", &session)]);
    reply.is(200, "a");
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    read(&[APPLICATION, MASTER]).is(200, "a");
}
