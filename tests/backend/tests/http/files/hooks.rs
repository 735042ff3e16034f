//! The user's own code around files.

use super::*;

fn with_hooks() -> (TempDir, Server) {
    let dir = folder();
    let server = start_table("files", &dir, &[]);
    (dir, server)
}

/// What the hooks have written down, sorted.
fn noted(server: &Server) -> Vec<String> {
    let notes = server.results("Attachment", &[("order", "what")]);
    let notes = notes.iter().map(|note| note["what"].as_str());
    notes
        .map(|what| what.unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_hook_refuses_a_file_or_changes_what_is_said_of_it() {
    let (dir, server) = with_hooks();
    upload(&server, "refused.txt", "x").is(400, r#"{"code":4001,"error":"no such files here"}"#);
    let name = upload(&server, "renamed.txt", "x").name();
    assert!(name.ends_with("_new name.txt"), "{name}");
    // What a hook makes of a name is checked as what a client does.
    assert_eq!(upload(&server, "wicked.txt", "x").json()["code"], 122);
    let session = user(&server, "ana");
    let url = format!("{}/files/active.txt", server.url);
    let reply = ask(
        "POST",
        &url,
        &[APPLICATION, ("X-Parse-Session-Token", &session)],
        "x",
    );
    assert_eq!(reply.json()["code"], 130);
    let kept = names(&dir.path().join("files"));
    assert_eq!(
        kept.iter().filter(|name| !name.starts_with('.')).count(),
        1,
        "{kept:?}"
    );
    let in_url = name.replace(' ', "%20");
    let details = download(&format!("{}/files/shop/metadata/{in_url}", server.url));
    details.is(200, r#"{"metadata":{"by":"the master"},"tags":{}}"#);
}

#[test]
fn what_a_hook_writes_of_a_file_is_there() {
    let (_dir, server) = with_hooks();
    let session = user(&server, "ana");
    let url = format!("{}/files/a.txt", server.url);
    let reply = ask(
        "POST",
        &url,
        &[APPLICATION, ("X-Parse-Session-Token", &session)],
        "x",
    );
    let attachment = server.results("Attachment", &[]).remove(0);
    assert_eq!(attachment["file"]["url"], reply.url());
    assert_eq!(attachment["by"]["className"], "_User");
    upload(&server, "a.txt", "").is(400, r#"{"code":130,"error":"Invalid file upload."}"#);
    assert_eq!(noted(&server), ["kept as a.txt"]);
}

#[test]
fn a_hook_says_who_reads_and_what_is_deleted() {
    let (_dir, server) = with_hooks();
    let session = user(&server, "ana");
    let secret = upload(&server, "secret.txt", "x");
    let url = secret.url();
    download(&url).is(400, r#"{"code":119,"error":"Permission denied"}"#);
    let details = download(&format!(
        "{}/files/shop/metadata/{}",
        server.url,
        secret.name()
    ));
    assert_eq!(details.json()["code"], 119);
    let reply = ask(
        "GET",
        &url,
        &[APPLICATION, ("X-Parse-Session-Token", &session)],
        (),
    );
    reply.is(200, "x");
    assert_eq!(reply.header("cache-control"), "private, no-cache");
    download(&upload(&server, "open.txt", "x").url()).is(200, "x");

    let lasting = upload(&server, "lasting.txt", "x").name();
    delete(&server, &lasting).is(400, r#"{"code":4002,"error":"it stays"}"#);
    let odd = upload(&server, "odd.txt", "x").name();
    delete(&server, &odd).is(200, "");
    until(|| server.log().contains("after a file was kept or deleted"));
    delete(&server, &secret.name()).is(200, "");
    assert_eq!(
        noted(&server)
            .iter()
            .filter(|what| *what == "deleted")
            .count(),
        1
    );
}
