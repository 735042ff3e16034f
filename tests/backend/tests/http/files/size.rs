//! Large files in small memory, and files that are too large or come too slowly.

use super::*;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use ureq::SendBody;

const MEBIBYTE: u64 = 1024 * 1024;

/// So many bytes, from a reader that says nothing of their number.
fn stream(length: u64) -> SendBody<'static> {
    SendBody::from_owned_reader(std::io::repeat(b'x').take(length))
}

#[test]
fn a_large_file_takes_little_memory() {
    let (dir, server) = server(&[("MAX_FILE_BYTES", "400000000")]);
    let length = 300 * MEBIBYTE;
    upload(&server, "warm.bin", "x");
    let before = server.most_memory();
    let reply = upload(&server, "large.bin", stream(length));
    let (name, url) = (reply.name(), reply.url());
    let about = std::fs::metadata(dir.path().join("files").join(name)).expect("a file");
    assert_eq!(about.len(), length);
    // Down it goes to somebody who takes it as it comes.
    let request = format!(
        "GET {} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        &url[url.find("/parse").expect("a path")..]
    );
    let mut stream = TcpStream::connect(server.address()).expect("the server accepts");
    stream.write_all(request.as_bytes()).expect("sent");
    let taken = std::io::copy(&mut stream, &mut std::io::sink()).expect("it comes");
    assert!(taken > length, "{taken} bytes are less than the file");
    let grown = server.most_memory() - before;
    assert!(grown < 24 * 1024, "{grown} KiB more for a file of 300 MiB");
}

#[test]
fn a_large_file_in_json_takes_little_memory() {
    let (dir, server) = server(&[("MAX_FILE_BYTES", "100000000")]);
    upload(&server, "warm.bin", "x");
    let before = server.most_memory();
    let letters = 64 * MEBIBYTE;
    let head = format!(r#"{{"_ApplicationId":"shop","_MasterKey":"{MASTER_KEY}","base64":""#);
    let body = std::io::Cursor::new(head)
        .chain(std::io::repeat(b'A').take(letters))
        .chain(std::io::Cursor::new("\"}"));
    let url = format!("{}/files/large.bin", server.url);
    let name = ask("POST", &url, &[TEXT], SendBody::from_owned_reader(body)).name();
    let about = std::fs::metadata(dir.path().join("files").join(name)).expect("a file");
    assert_eq!(about.len(), letters / 4 * 3);
    let grown = server.most_memory() - before;
    assert!(grown < 24 * 1024, "{grown} KiB more for a file of 48 MiB");
}

#[test]
fn a_file_that_is_too_large_is_refused_however_it_comes() {
    let (dir, server) = server(&[("MAX_FILE_BYTES", "2000000")]);
    let too_large = r#"{"code":129,"error":"A file may have 2000000 bytes at most."}"#;
    assert_eq!(
        upload(&server, "a.bin", vec![7; 2_000_000].as_slice()).status,
        201
    );
    upload(&server, "a.bin", vec![7; 2_000_001].as_slice()).is(413, too_large);
    upload(&server, "a.bin", vec![7; 9_000_000].as_slice()).is(413, too_large);
    upload(&server, "a.bin", stream(2_000_001)).is(413, too_large);
    let in_json = |bytes: usize| {
        let body = json!({"base64": "AAAA".repeat(bytes / 3), "_ApplicationId": "shop", "_MasterKey": MASTER_KEY});
        ask(
            "POST",
            &format!("{}/files/a.bin", server.url),
            &[TEXT],
            body.to_string(),
        )
    };
    assert_eq!(in_json(1_999_998).status, 201);
    in_json(2_000_001).is(413, too_large);
    in_json(9_000_000).is(413, too_large);
    assert_eq!(left(dir.path()), Vec::<String>::new());
}

/// Unfinished uploads on the disk.
fn left(dir: &Path) -> Vec<String> {
    names(&dir.join("files/.unfinished"))
}

/// An upload that says more than it sends.
pub fn begin(server: &Server) -> TcpStream {
    let (key, value) = MASTER;
    let mut stream = TcpStream::connect(server.address()).expect("the server accepts");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("a time limit");
    let head = format!(
        "POST /parse/files/a.bin HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\n{key}: {value}\r\n\
         Content-Length: 100\r\n\r\nbegun"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream
}

#[test]
fn a_file_that_does_not_come_is_not_waited_for() {
    let (dir, server) = server(&[("BODY_TIMEOUT_SECONDS", "1")]);
    let mut stream = begin(&server);
    let mut answer = [0; 12];
    stream
        .read_exact(&mut answer)
        .expect("an answer within the time");
    assert_eq!(&answer, b"HTTP/1.1 408");
    assert_eq!(left(dir.path()), Vec::<String>::new());
    assert_eq!(names(&dir.path().join("files")), [".unfinished"]);
}

#[test]
fn of_a_client_that_goes_away_nothing_stays() {
    let (dir, server) = server(&[]);
    let stream = begin(&server);
    until(|| !left(dir.path()).is_empty());
    drop(stream);
    until(|| left(dir.path()).is_empty());
    assert_eq!(names(&dir.path().join("files")), [".unfinished"]);
    server.get("/health").is(200, r#"{"status":"ok"}"#);
}

#[test]
fn who_asks_first_whether_to_send_is_not_told_to_go_on_with_what_is_refused() {
    let (_dir, server) = server(&[]);
    let (key, value) = MASTER;
    let head = format!(
        "POST /parse/files/a.bin HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\n{key}: {value}\r\n\
         Content-Length: 999999999\r\nExpect: 100-continue\r\n\r\n"
    );
    let answer = crate::client::raw(server.address(), head.as_bytes());
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}
