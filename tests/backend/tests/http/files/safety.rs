//! No name leads out of the folder, whatever is sent over the socket.

use super::*;
use crate::client::raw;
use std::fs;
use std::os::unix::fs::symlink;

/// Names that would be a path somewhere, or no name at all.
const HOSTILE: [&str; 24] = [
    "..%2f..%2fshop.db",
    "%2e%2e%2fshop.db",
    "..%5cshop.db",
    "..%252fshop.db",
    "%2fetc%2fpasswd",
    "..",
    "%2e%2e",
    ".",
    "%00",
    "a.txt%00.png",
    "a%0d%0aSet-Cookie:%20a=b",
    "%ff%fe",
    "%c0%ae%c0%ae%c0%afshop.db",
    ".unfinished",
    ".metadata",
    ".metadata%2fa.json",
    "C:%5cwindows",
    "file:%2f%2f%2fetc%2fpasswd",
    "%E2%80%AEgpj.exe",
    "e%CC%81.txt",
    "%F0%9F%9A%80.png",
    "a%22b",
    "-rf",
    "%20a",
];

#[test]
fn no_name_leads_out_of_the_folder() {
    let (dir, server) = server(&[]);
    upload(&server, "a.txt", "a").name();
    let kept = names(&dir.path().join("files"));
    let long = "a".repeat(300);
    let around = names(dir.path());
    for name in HOSTILE.into_iter().chain([long.as_str()]) {
        for (method, path) in [
            ("POST", format!("/parse/files/{name}")),
            ("DELETE", format!("/parse/files/{name}")),
            ("GET", format!("/parse/files/shop/{name}")),
            ("HEAD", format!("/parse/files/shop/{name}")),
            ("GET", format!("/parse/files/shop/metadata/{name}")),
        ] {
            let (key, value) = MASTER;
            let request = format!(
                "{method} {path} HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\n{key}: {value}\r\n\
                 Content-Length: 1\r\nConnection: close\r\n\r\na"
            );
            let answer = raw(server.address(), request.as_bytes());
            let status = answer.split(' ').nth(1).unwrap_or_default();
            assert!(status.starts_with('4'), "{method} {path}: {answer}");
            assert!(
                !answer.contains("SQLite") && !answer.contains("root:"),
                "{answer}"
            );
            assert!(!answer.to_lowercase().contains("\nset-cookie"), "{answer}");
        }
    }
    for path in [
        "/parse/files/shop/../../shop.db",
        "/parse/files/../shop.db",
        "/parse/files//etc/passwd",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        let answer = raw(server.address(), request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
    }
    assert_eq!(names(dir.path()), around);
    assert_eq!(names(&dir.path().join("files")), kept);
}

#[test]
fn links_pipes_and_folders_in_the_folder_are_no_files() {
    let (dir, server) = server(&[]);
    let url = upload(&server, "a.txt", "a").url();
    let files = dir.path().join("files");
    symlink("../shop.db", files.join("link.db")).expect("a link");
    symlink(files.join("missing"), files.join("nowhere")).expect("a link");
    fs::create_dir(files.join("folder")).expect("a folder");
    let status = std::process::Command::new("mkfifo")
        .arg(files.join("pipe"))
        .status();
    assert!(status.expect("mkfifo runs").success());
    for name in ["link.db", "nowhere", "folder", "pipe"] {
        let url = format!("{}/files/shop/{name}", server.url);
        download(&url).is(404, "File not found.");
    }
    // Files that somebody else put there are served, as those of Parse Server are.
    fs::write(files.join("old.txt"), "old").expect("written");
    download(&format!("{}/files/shop/old.txt", server.url)).is(200, "old");
    download(&url).is(200, "a");
}

#[test]
fn nobody_else_on_the_machine_reads_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let (dir, server) = server(&[]);
    let name = upload(&server, "a.txt", "a").name();
    let mode =
        |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&dir.path().join("files")), 0o700);
    assert_eq!(mode(&dir.path().join("files").join(name)), 0o600);
}
