//! A name that was answered is a whole file, whatever became of the server; one that was not is none.

use super::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const CLIENTS: usize = 8;

/// Content that tells who uploaded it and how much of it there is.
fn marked(client: usize, number: usize) -> Vec<u8> {
    let length = 1 + (client * 97 + number * 40_961) % 400_000;
    let mut content = content(length);
    content[0] = client as u8;
    content
}

/// Uploads until the server goes away; the names that were answered, with what is behind them.
fn upload_while_it_answers(url: &str, client: usize, done: &AtomicUsize) -> Vec<(String, Vec<u8>)> {
    let mut kept = Vec::new();
    for number in 0.. {
        let content = marked(client, number);
        let url = format!("{url}/files/a.bin");
        let Some(reply) = try_ask("POST", &url, &[APPLICATION, MASTER], content.as_slice()) else {
            break;
        };
        kept.push((reply.name(), content));
        done.fetch_add(1, Ordering::Release);
    }
    kept
}

#[test]
fn a_kill_leaves_whole_files_or_none() {
    let dir = folder();
    let mut kept = HashMap::new();
    for round in 1..=3 {
        let server = start(&dir, &[]);
        let (url, done) = (server.url.clone(), AtomicUsize::new(0));
        thread::scope(|scope| {
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| {
                    scope.spawn({
                        let (url, done) = (&url, &done);
                        move || upload_while_it_answers(url, client, done)
                    })
                })
                .collect();
            while done.load(Ordering::Acquire) < 40 * round {
                thread::yield_now();
            }
            server.kill();
            for client in clients {
                kept.extend(client.join().expect("a client"));
            }
        });
        let server = start(&dir, &[]);
        for (name, content) in &kept {
            let reply = download(&format!("{}/files/shop/{name}", server.url));
            assert!(
                reply.status == 200 && reply.body == *content,
                "{name} is not whole"
            );
        }
        // Who was not answered may have a file, and then all of it.
        let files = dir.path().join("files");
        for name in names(&files).iter().filter(|name| !name.starts_with('.')) {
            let content = std::fs::read(files.join(name)).expect("a file");
            let whole = content[1..] == super::content(content.len())[1..];
            let known = (0..CLIENTS).any(|client| {
                (0..=kept.len()).any(|number| marked_length(client, number) == content.len())
            });
            assert!(whole && known, "{name} is half a file");
        }
        assert_eq!(names(&files.join(".unfinished")), Vec::<String>::new());
    }
}

fn marked_length(client: usize, number: usize) -> usize {
    1 + (client * 97 + number * 40_961) % 400_000
}

#[test]
fn many_upload_at_once_and_each_finds_his_own() {
    let (_dir, server) = server(&[]);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..32)
            .map(|client| {
                let server = &server;
                scope.spawn(move || {
                    let content = marked(client, client * 3);
                    let url = upload(server, "same.bin", content.as_slice()).url();
                    assert!(download(&url).body == content);
                    url
                })
            })
            .collect();
        let mut urls: Vec<_> = clients
            .into_iter()
            .map(|client| client.join().expect("a client"))
            .collect();
        urls.sort();
        urls.dedup();
        assert_eq!(urls.len(), 32);
    });
}

#[test]
fn a_second_server_over_the_folder_leaves_the_uploads_of_the_first() {
    let dir = folder();
    let first = start(&dir, &[]);
    let unfinished = dir.path().join("files/.unfinished");
    let stream = super::size::begin(&first);
    until(|| !names(&unfinished).is_empty());
    std::fs::write(unfinished.join("left"), "by a crash").expect("written");
    let second = start(&dir, &[("DATABASE_URL", "sqlite://second.db")]);
    assert_eq!(names(&unfinished).len(), 1, "{:?}", names(&unfinished));
    assert!(
        second.log().contains("removed 1 unfinished"),
        "{}",
        second.log()
    );
    drop(stream);
}
