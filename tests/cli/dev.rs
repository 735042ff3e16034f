//! `dev` with a backend that is quick to build: the user's files are there already, so ours leave them alone.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::shop::{ORDER, ORDER_AND_PRODUCT, Shop, backsmith, said};

const MANIFEST: &str =
    "[package]\nname = \"backend\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";

/// Answers everything with `GREETING`, and ends with its standard input, as the runtime does under `dev`.
const SERVER: &str = r#"
use std::io::{Read, Write};
fn main() {
    assert_eq!(std::env::var("BACKSMITH_DEV").unwrap(), "1");
    let at = format!("{}:{}", std::env::var("HOST").unwrap(), std::env::var("PORT").unwrap());
    let listener = std::net::TcpListener::bind(at).unwrap();
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nGREETING");
    }
}
"#;

const PATIENCE: Duration = Duration::from_secs(120);

fn shop() -> Shop {
    let shop = Shop::new();
    shop.write("backend/Cargo.toml", MANIFEST);
    shop.write("backend/src/main.rs", &SERVER.replace("GREETING", "one"));
    shop.write("backend/src/lib.rs", "");
    shop
}

fn dev(shop: &Shop, arguments: &[&str]) -> Command {
    let mut command = backsmith();
    command.arg("dev").args(arguments).current_dir(shop.path());
    command.env("CARGO_TARGET_DIR", shop.at("target"));
    command
}

/// A `dev` that is going on, and what it says.
struct Dev {
    child: Child,
    lines: Receiver<String>,
    port: u16,
}

impl Dev {
    fn start(shop: &Shop) -> Self {
        let mut command = dev(shop, &["--port", "0"]);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (out, err): (ChildStdout, ChildStderr) =
            (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel();
        let other = sender.clone();
        thread::spawn(move || {
            BufReader::new(out)
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        thread::spawn(move || {
            BufReader::new(err)
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| other.send(line))
        });
        let mut dev = Self {
            child,
            lines,
            port: 0,
        };
        let serving = dev.hear("serving http://127.0.0.1:");
        dev.port = serving.split([':', ' ']).nth(3).unwrap().parse().unwrap();
        dev
    }

    /// Waits for a line that begins so.
    fn hear(&self, beginning: &str) -> String {
        let begun = Instant::now();
        let mut heard = Vec::new();
        while let Ok(line) = self
            .lines
            .recv_timeout(PATIENCE.saturating_sub(begun.elapsed()))
        {
            if line.starts_with(beginning) {
                return line;
            }
            heard.push(line);
        }
        panic!("`{beginning}` was not said, but {heard:#?}");
    }

    fn greeting(&self) -> Option<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).ok()?;
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.split("\r\n\r\n").nth(1).map(str::to_owned)
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    }

    fn is_gone(&self) -> bool {
        let begun = Instant::now();
        while self.greeting().is_some() {
            if begun.elapsed() > PATIENCE {
                return false;
            }
            thread::yield_now();
        }
        true
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As many editors save: another file is renamed over the old one.
fn save(shop: &Shop, path: &str, text: &str) {
    shop.write("saving", text);
    fs::rename(shop.at("saving"), shop.at(path)).unwrap();
}

#[test]
fn once_generates_builds_serves_and_ends() {
    let shop = shop();
    let said = said(&mut dev(&shop, &["--port", "0", "--once"]));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.out.starts_with("serving http://127.0.0.1:"),
        "{said:?}"
    );
    assert!(
        said.err.contains("create backend/src/generated/order.rs\n"),
        "{said:?}"
    );
    let port: u16 = said.out.split([':', ' ']).nth(3).unwrap().parse().unwrap();
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
}

#[test]
fn once_is_trouble_if_there_is_no_answer() {
    let shop = shop();
    shop.write("backend/src/main.rs", "fn main() {}");
    let ended = said(&mut dev(&shop, &["--port", "0", "--once"]));
    assert!(
        ended
            .err
            .contains("error: the server stopped before it answered"),
        "{ended:?}"
    );
    shop.write("backend/src/main.rs", "fn main() { nonsense }");
    let uncompiled = said(&mut dev(&shop, &["--port", "0", "--once"]));
    assert!(
        uncompiled
            .err
            .ends_with("error: the backend does not compile\n"),
        "{uncompiled:?}"
    );
    shop.write("backsmith.toml", "targets = [\"docs\"]");
    fs::remove_file(shop.at("backend/Cargo.toml")).unwrap();
    let nothing = said(&mut dev(&shop, &["--port", "0", "--once"]));
    assert!(
        nothing.err.contains("error: there is no backend in `"),
        "{nothing:?}"
    );
    shop.write("schema.json", "{}");
    let mistaken = said(&mut dev(&shop, &["--port", "0", "--once"]));
    assert_eq!(
        (ended.code, uncompiled.code, nothing.code, mistaken.code),
        (2, 2, 2, 2)
    );
}

#[test]
fn a_port_that_is_taken_is_told_before_anything_is_done() {
    let shop = shop();
    let before = shop.picture();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let said = said(&mut dev(&shop, &["--port", &port]));
    assert_eq!(said.code, 2);
    assert!(
        said.err
            .starts_with(&format!("error: port {port} cannot be had: ")),
        "{said:?}"
    );
    assert_eq!(shop.picture(), before);
}

#[test]
fn every_change_of_the_schema_is_served_and_no_mistake_stops_the_server() {
    let shop = shop();
    let mut dev = Dev::start(&shop);
    assert_eq!(dev.greeting().as_deref(), Some("one"));

    shop.write("backend/src/main.rs", &SERVER.replace("GREETING", "two"));
    save(&shop, "schema.json", ORDER_AND_PRODUCT);
    dev.hear("create backend/src/generated/product.rs");
    dev.hear("serving ");
    assert_eq!(dev.greeting().as_deref(), Some("two"));

    save(&shop, "schema.json", "{}");
    dev.hear("waiting for a change of the schema");
    assert_eq!(dev.greeting().as_deref(), Some("two"));

    shop.write("backend/src/main.rs", "fn main() { nonsense }");
    shop.write("schema.json", ORDER);
    dev.hear("error: the backend does not compile");
    assert_eq!(dev.greeting().as_deref(), Some("two"));

    dev.hear("waiting for a change of the schema");
    shop.write("backend/src/main.rs", &SERVER.replace("GREETING", "three"));
    save(&shop, "schema.json", ORDER);
    dev.hear("serving ");
    assert_eq!(dev.greeting().as_deref(), Some("three"));

    dev.signal("-TERM");
    assert_eq!(dev.child.wait().unwrap().code(), Some(0));
    assert_eq!(dev.greeting(), None);
}

#[test]
fn no_server_is_left_behind_however_dev_ends() {
    for signal in ["-INT", "-TERM", "-KILL"] {
        let mut dev = Dev::start(&shop());
        dev.signal(signal);
        dev.child.wait().unwrap();
        assert!(dev.is_gone(), "{signal}");
    }
}
