//! What costs the server more than it costs whoever sends it: each is answered in bounded memory.

use super::{goes_on, nested};
use crate::server::{Server, kinds};
use serde_json::json;

/// How much more memory the server may come to need, in KiB: 64 times the largest body.
const BOUND: u64 = 64 * 4 * 1024;

/// What sending this brings the most memory of the server to.
fn grows_little(server: &Server, what: &str, send: impl Fn()) {
    let before = server.most_memory();
    send();
    let grown = server.most_memory().saturating_sub(before);
    assert!(grown < BOUND, "{what}: {grown} KiB more");
    goes_on(server);
}

#[test]
fn regular_expressions_that_explode() {
    let (_dir, server) = kinds();
    for _ in 0..50 {
        server.create("Thing", json!({"text": "a".repeat(2_000)}));
    }
    let repeated = "(a{1,100}){1,100}".to_owned();
    let nested_repeats = nested("(", "a", "{1,50})", 6);
    let alternatives = format!("^({})+$", vec!["a|aa|aaa"; 200].join("|"));
    let deep = nested("(", "a", ")", 4_000);
    for pattern in [
        "(a+)+$b".to_owned(),
        "^(a|a)*$b".to_owned(),
        "(.*)*(.*)*(.*)*x".to_owned(),
        "a{1000}{1000}{1000}".to_owned(),
        "(?:x{0,10000}){0,10000}".to_owned(),
        r"[\p{L}\p{N}]{1000}{100}".to_owned(),
        repeated,
        nested_repeats,
        alternatives,
        deep,
        "(".to_owned(),
        "[".to_owned(),
        "a{".to_owned(),
        "*".to_owned(),
        r"\".to_owned(),
        r"\Q".to_owned(),
        "(?<=a)b".to_owned(),
        r"(a)\1".to_owned(),
    ] {
        grows_little(&server, &pattern, || {
            let filter = json!({"text": {"$regex": pattern}}).to_string();
            let answer = server.find("Thing", &[("where", &filter)]);
            let status = answer.status.as_u16();
            // Found nothing, or refused; the time limit of a query bounds what is slow.
            assert!(
                matches!(status, 200 | 400 | 503),
                "{pattern:.80}: {status} {:.300}",
                answer.body
            );
        });
    }
    for options in ["q", "ii\u{0}", "g", "imsx".repeat(1_000).as_str()] {
        let filter = json!({"text": {"$regex": "a", "$options": options}}).to_string();
        let status = server.find("Thing", &[("where", &filter)]).status.as_u16();
        assert!(status < 500, "{options:.20}: {status}");
    }
}

#[test]
fn bodies_that_unfold() {
    let (_dir, server) = kinds();
    let wide = format!("{{\"list\":[{}1]}}", "[],".repeat(1_000_000));
    let members = (0..100_000).map(|number| format!("\"k{number}\":0,"));
    let named = format!("{{\"data\":{{{}\"k\":0}}}}", members.collect::<String>());
    let unheard = (0..100_000).map(|number| format!("\"k{number}\":0,"));
    let unheard = format!("{{{}\"k\":0}}", unheard.collect::<String>());
    let numbers = format!("{{\"list\":[{}1]}}", "1e1,".repeat(700_000));
    for body in [wide, named, unheard, numbers] {
        grows_little(&server, &format!("{:.40}", body), || {
            let status = server.post("/classes/Thing", &body).status.as_u16();
            assert!(status < 500, "{:.40}: {status}", body);
        });
    }
}
