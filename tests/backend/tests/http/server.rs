//! A backend as a child process, in a folder of its own, on a port of its own.

use crate::client::{Client, MASTER_KEY};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;

/// Far longer than anything here takes: a test that reaches it fails instead of hanging.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// What to start, and how.
pub struct Launch {
    command: Command,
}

impl Launch {
    /// The fixture's backend over one of its class tables.
    pub fn fixture(table: &str, dir: &Path) -> Self {
        Self::new(env!("CARGO_BIN_EXE_fixture"), dir).arg(table)
    }

    /// The order-fulfillment example.
    pub fn order_fulfillment(dir: &Path) -> Self {
        Self::new(env!("CARGO_BIN_EXE_order-fulfillment"), dir)
    }

    /// One of the examples that have no binary of their own here.
    pub fn example(name: &str, dir: &Path) -> Self {
        Self::new(env!("CARGO_BIN_EXE_example"), dir).arg(name)
    }

    fn new(program: &str, dir: &Path) -> Self {
        let mut command = Command::new(program);
        // Nothing of the environment of whoever runs the tests is a setting of the server.
        command
            .env_clear()
            .env("PORT", "0")
            .env("APP_ID", "shop")
            .env("MASTER_KEY", MASTER_KEY)
            .env("DATABASE_URL", "sqlite://shop.db");
        command
            .current_dir(dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        Self { command }
    }

    fn arg(mut self, arg: &str) -> Self {
        self.command.arg(arg);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Starts it and waits until it says where it listens.
    pub fn start(self) -> Server {
        match self.try_start() {
            Ok(server) => server,
            Err(Refusal { status, log }) => {
                panic!("the server ended with {status} and said:\n{log}")
            }
        }
    }

    /// Starts it where it must not come up, and gives what it ended with.
    pub fn refusal(self) -> Refusal {
        match self.try_start() {
            Ok(server) => panic!("the server came up and said:\n{}", server.log()),
            Err(refusal) => refusal,
        }
    }

    fn try_start(mut self) -> Result<Server, Refusal> {
        let mut child = self.command.spawn().expect("the server's binary starts");
        let stderr = child.stderr.take().expect("stderr is piped");
        let log = Arc::new(Mutex::new(String::new()));
        let (reader, said) = follow(stderr, Arc::clone(&log));
        let mut process = Process {
            child,
            reader: Some(reader),
        };
        match said.recv_timeout(PATIENCE) {
            Ok(url) => Ok(Server {
                client: Client::new(&url),
                url,
                process,
                log,
            }),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                let status = process.wait();
                Err(Refusal {
                    status,
                    log: text(&log),
                })
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                panic!("the server neither came up nor ended:\n{}", text(&log))
            }
        }
    }
}

/// Collects what the server says, and passes on the address that it listens on.
fn follow(stderr: ChildStderr, log: Arc<Mutex<String>>) -> (JoinHandle<()>, Receiver<String>) {
    let (sender, receiver) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(stderr).lines().map_while(Result::ok) {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            log.push_str(&line);
            log.push('\n');
            if let Some((_, url)) = line.split_once(" listens on http") {
                let url = url.split('"').next().unwrap_or_default();
                let _ = sender.send(format!("http{}", url.trim_end()));
            }
        }
    });
    (reader, receiver)
}

fn text(log: &Mutex<String>) -> String {
    log.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// How a server ended that did not come up.
pub struct Refusal {
    pub status: ExitStatus,
    pub log: String,
}

/// A server that answers; it is killed when this is dropped, on a panic too.
pub struct Server {
    client: Client,
    /// `http://127.0.0.1:PORT/parse`
    pub url: String,
    process: Process,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// What it has said so far.
    pub fn log(&self) -> String {
        text(&self.log)
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        self.url
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap_or_default()
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.process.child.id()
    }

    /// The most memory that it has had so far, in KiB.
    pub fn most_memory(&self) -> u64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("a process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
        number
            .and_then(|number| number.trim().parse().ok())
            .expect("a number of kB")
    }

    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// `kill -9`
    pub fn kill(mut self) {
        self.process.kill();
    }

    /// Asks it to stop; how it ends, [`Server::ended`] tells.
    pub fn terminate(&self) {
        let pid = Pid::from_child(&self.process.child);
        kill_process(pid, Signal::TERM).expect("the server is still there");
    }

    /// Waits for it to end by itself, and gives all that it said.
    pub fn ended(mut self) -> (ExitStatus, String) {
        let status = self.process.wait();
        (status, self.log())
    }
}

impl Deref for Server {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

struct Process {
    child: Child,
    reader: Option<JoinHandle<()>>,
}

impl Process {
    /// Waits for the end of the log first: then the process is gone, or as good as gone.
    fn wait(&mut self) -> ExitStatus {
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        self.child.wait().expect("the server can be waited for")
    }

    fn kill(&mut self) {
        let _ = self.child.kill();
        self.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.kill();
        }
    }
}

/// A folder that is gone when the test is.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A fresh fixture with a field of every type.
pub fn kinds() -> (TempDir, Server) {
    let dir = folder();
    let server = Launch::fixture("kinds", dir.path()).start();
    (dir, server)
}
