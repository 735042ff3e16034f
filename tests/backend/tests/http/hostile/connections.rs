//! What is no HTTP, or a lot of it.

use super::goes_on;
use crate::client::raw;
use crate::server::kinds;
use serde_json::json;
use std::fmt::Write as _;

#[test]
fn requests_that_come_one_after_another_on_one_connection() {
    let (_dir, server) = kinds();
    let mut requests = String::new();
    for number in 0..20 {
        let body = json!({"number": number}).to_string();
        let close = if number == 19 {
            "Connection: close\r\n"
        } else {
            ""
        };
        let _ = write!(
            requests,
            "POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\n{close}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
    }
    let answers = raw(server.address(), requests.as_bytes());
    assert_eq!(
        answers.matches("HTTP/1.1 201 Created").count(),
        20,
        "{answers}"
    );
    let numbers: Vec<_> = server
        .results("Thing", &[("order", "createdAt")])
        .iter()
        .map(|object| object["number"].clone())
        .collect();
    assert_eq!(numbers.len(), 20);
}

#[test]
fn http_that_is_no_http() {
    let (_dir, server) = kinds();
    for bytes in [
        b"\0\x01\x02\x03\r\n\r\n".as_slice(),
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /parse/classes/Thing%zz HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\r\n",
        b"GET /parse/classes/%ff%fe HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\r\n",
        b"GET /parse/../../etc/passwd HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Master-Key: the-master-key-of-the-tests\r\nConnection: close\r\n\r\n",
        b"POST /parse/classes/Thing HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}",
    ] {
        let answer = raw(server.address(), bytes);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    goes_on(&server);
}
