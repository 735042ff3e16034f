//! Any part of a file is that slice of its bytes.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// More than is read or sent at once, and no round number.
const LENGTH: usize = 300_007;

#[derive(Debug, Clone)]
enum Asked {
    Between(usize, usize),
    From(usize),
    Last(usize),
}

fn asked() -> impl Strategy<Value = Asked> {
    let place = || {
        prop_oneof![
            0..LENGTH + 100,
            0..10_usize,
            LENGTH - 10..LENGTH + 10,
            Just(65_536_usize)
        ]
    };
    prop_oneof![
        (place(), place())
            .prop_map(|(first, last)| Asked::Between(first.min(last), first.max(last))),
        place().prop_map(Asked::From),
        place().prop_map(Asked::Last),
    ]
}

#[test]
fn a_part_is_a_slice_of_the_bytes() {
    let (_dir, server) = server(&[]);
    let content = content(LENGTH);
    let url = upload(&server, "a.bin", content.as_slice()).url();
    let mut runner = TestRunner::new(Config {
        cases: 200,
        ..Config::default()
    });
    let same = runner.run(&asked(), |asked| {
        let (range, start, end) = match asked {
            Asked::Between(first, last) => {
                (format!("{first}-{last}"), first, (last + 1).min(LENGTH))
            }
            Asked::From(first) => (format!("{first}-"), first, LENGTH),
            Asked::Last(count) => (format!("-{count}"), LENGTH.saturating_sub(count), LENGTH),
        };
        let reply = ask("GET", &url, &[("Range", &format!("bytes={range}"))], ());
        if start < end {
            prop_assert_eq!(reply.status, 206);
            prop_assert!(
                reply.body == content[start..end],
                "{} gives other bytes",
                range
            );
            let place = format!("bytes {start}-{}/{LENGTH}", end - 1);
            prop_assert_eq!(reply.header("content-range"), place);
        } else {
            prop_assert_eq!((reply.status, reply.body.len()), (416, 0));
            prop_assert_eq!(reply.header("content-range"), format!("bytes */{LENGTH}"));
        }
        Ok(())
    });
    same.unwrap_or_else(|error| panic!("{error}"));
    for whole in ["bytes=0-1,5-6", "bytes=2-1", "bytes=x", "lines=1-2"] {
        let reply = ask("GET", &url, &[("Range", whole)], ());
        assert!(reply.status == 200 && reply.body == content, "{whole}");
    }
    let head = ask("HEAD", &url, &[("Range", "bytes=0-1")], ());
    assert_eq!(
        (head.status, head.header("content-length")),
        (200, "300007")
    );
}
