//! What is no HTTP, or a lot of it.

use super::goes_on;
use crate::client::raw;
use crate::server::{PATIENCE, kinds};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

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

/// The head of a change that is refused for its session, before its body is looked at.
fn refused(more: &str) -> String {
    format!(
        "PUT /parse/classes/Thing/any HTTP/1.1\r\nHost: a\r\nX-Parse-Application-Id: shop\r\nX-Parse-Session-Token: r:no\r\n{more}\r\n"
    )
}

#[test]
fn a_request_that_is_refused_leaves_its_connection_to_the_next() {
    let (_dir, server) = kinds();
    let next = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let body = " ".repeat(40_000);
    let head = refused("Content-Length: 40000\r\n");
    let chunked = refused("Transfer-Encoding: chunked\r\n");
    for requests in [
        format!("{head}{body}{next}"),
        format!("{chunked}9c40\r\n{body}\r\n0\r\n\r\n{next}"),
    ] {
        let answers = raw(server.address(), requests.as_bytes());
        assert!(answers.starts_with("HTTP/1.1 400 "), "{answers}");
        assert!(answers.contains("\"code\":209"), "{answers}");
        assert_eq!(answers.matches("HTTP/1.1 200 ").count(), 1, "{answers}");
    }
}

#[test]
fn a_request_that_is_refused_says_that_its_connection_closes_where_its_body_does_not_come() {
    let (_dir, server) = kinds();
    for more in [
        "Content-Length: 2\r\n",
        "Content-Length: 999999\r\n",
        "Content-Length: 2\r\nExpect: 100-continue\r\n",
        "Transfer-Encoding: chunked\r\n",
    ] {
        let mut stream = TcpStream::connect(server.address()).expect("the server accepts");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a time limit");
        stream.write_all(refused(more).as_bytes()).expect("sent");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the server closes");
        assert!(answer.starts_with("HTTP/1.1 400 "), "{more}: {answer}");
        assert!(answer.contains("connection: close\r\n"), "{more}: {answer}");
    }
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
