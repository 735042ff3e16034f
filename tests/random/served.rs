//! A compiled project, started and asked what its GraphQL schema is: the one that was emitted.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::introspection::{INTROSPECTION, difference, introspected};
use super::sdl::defined;

/// `binary` is what the project was compiled to, `database` a folder for what it writes.
pub fn assert_served_as_written(project: &Path, binary: &Path, database: &Path) {
    let sdl = std::fs::read_to_string(project.join("schema.graphql")).expect("it was emitted");
    let (_server, address) = start(binary, database);
    let served = introspected(&asked(&address, &json!({ "query": INTROSPECTION })));
    let found = difference(&defined(&sdl), &served);
    let found = found.join("\n");
    assert!(found.is_empty(), "written - and served +:\n{found}");
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The server, and where it listens, as soon as it does.
fn start(binary: &Path, database: &Path) -> (Server, String) {
    let child = Command::new(binary)
        .env_clear()
        .env("PORT", "0")
        .env("APP_ID", "random")
        .env("MASTER_KEY", "the-master-key-of-the-tests")
        .env("GRAPHQL_OPEN", "true")
        .env("DATABASE_URL", "sqlite://asked.db")
        .current_dir(database)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn();
    let mut server = Server(child.unwrap_or_else(|error| panic!("{}: {error}", binary.display())));
    let mut said = BufReader::new(server.0.stderr.take().expect("it is piped"));
    let (mut log, mut from) = (String::new(), 0);
    loop {
        let read = said.read_line(&mut log).expect("what it says is text");
        assert!(read > 0, "the server ended:\n{log}");
        if let Some((_, address)) = log[from..].split_once(" listens on http://") {
            let address = address.split('/').next().unwrap_or_default().to_owned();
            // Whoever writes into a pipe that nobody reads waits.
            std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
            return (server, address);
        }
        from = log.len();
    }
}

fn asked(address: &str, question: &Value) -> Value {
    let body = question.to_string();
    let mut stream = TcpStream::connect(address).expect("it listens");
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nX-Parse-Application-Id: random\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {head}\n{body}"))
}
