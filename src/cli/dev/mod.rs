//! `backsmith dev`: generate, build, serve; again on every change of the schema.
//!
//! One thread decides; signals, the watcher and the build tell it what happens. The server that answers is replaced only
//! by one that has been built, so a mistake in the schema or in the code leaves it running.

mod build;
mod server;
mod watch;

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::Format;
use super::generate::{self, Count, Manner};
use super::output::tell;
use super::project::{Input, Project};
use super::trouble::Trouble;
use build::build;
use server::Server;

/// Generate, build and serve; again on every change of the schema
///
/// The server listens on 127.0.0.1. While the schema has a mistake or the code does not compile, the last server that
/// did goes on answering. Ctrl-C stops both.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  backsmith dev\n  backsmith dev schema.json --out shop --port 8080"
)]
pub struct Dev {
    #[command(flatten)]
    input: Input,
    /// The port to serve on; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 1337)]
    port: u16,
    /// Stop with exit code 0 at the first answer of the server, or with 2 if there is none
    #[arg(long)]
    once: bool,
}

/// What the deciding thread hears of.
pub enum Event {
    /// Ctrl-C, or a signal to end.
    Stop,
    /// The file of the schema may have changed.
    Changed(Instant),
    /// The build has nothing more to say.
    Built,
}

/// Everything that happened, in order.
pub struct Inbox {
    events: Receiver<Event>,
    /// For those that tell.
    sender: Sender<Event>,
    stopped: bool,
    changed: Option<Instant>,
}

/// How often a server that should be answering is looked at.
const HEARTBEAT: Duration = Duration::from_millis(500);
/// An editor writes in several steps; this long a silence ends them.
const SILENCE: Duration = Duration::from_millis(50);

impl Dev {
    pub fn run(self) -> Result<ExitCode, Trouble> {
        let begun = Instant::now();
        let port = free_port(self.port)?;
        let mut inbox = Inbox::new()?;
        let mut project = self.input.project(Format::Human)?;
        let watched = project.file.as_deref().filter(|_| !self.once);
        let _watcher = watched
            .map(|file| watch::watch(file, inbox.sender.clone()))
            .transpose()?;
        let mut server = None;
        let first = round(&project, port, begun, &mut server, &mut inbox);
        if self.once {
            return first.map(|()| ExitCode::SUCCESS);
        }
        let mut done = tell_of(first);
        loop {
            inbox.wait(HEARTBEAT);
            if inbox.stopped {
                return Ok(ExitCode::SUCCESS);
            }
            if let Some(status) = server.as_mut().and_then(Server::ended) {
                server = None;
                tell(format_args!("error: the server stopped ({status})"));
            }
            let Some(saved) = inbox.change() else {
                continue;
            };
            match self.input.project(Format::Human) {
                // Touched, or written again as it was; after a failure that is the wish to try again.
                Ok(now) if done && now.source.text == project.source.text => {}
                Ok(now) => {
                    project = now;
                    done = tell_of(round(&project, port, saved, &mut server, &mut inbox));
                }
                Err(trouble) => trouble.print(),
            }
        }
    }
}

/// From a schema to a server that answers.
fn round(
    project: &Project,
    port: u16,
    saved: Instant,
    server: &mut Option<Server>,
    inbox: &mut Inbox,
) -> Result<(), Trouble> {
    let changes = Manner::default().write(project)?;
    let _ = generate::print(&changes, &mut io::stderr());
    let count = Count::of(&changes);
    tell(format_args!(
        "generated: {} files written, {} unchanged",
        count.written, count.unchanged
    ));
    let folder = project.root.join("backend");
    let Some(binary) = build(&folder, inbox)? else {
        return Ok(());
    };
    if let Some(old) = server.take() {
        old.stop();
    }
    let mut new = Server::start(&binary, &folder, port)?;
    if new.answers(inbox)? {
        let seconds = saved.elapsed().as_secs_f64();
        let mut out = io::stdout();
        writeln!(out, "serving http://127.0.0.1:{port} after {seconds:.2} s")
            .and_then(|()| out.flush())?;
    }
    *server = Some(new);
    Ok(())
}

/// True if there was nothing to tell.
fn tell_of(outcome: Result<(), Trouble>) -> bool {
    let Err(trouble) = outcome else { return true };
    trouble.print();
    tell("waiting for a change of the schema");
    false
}

/// Asked before anything is built, because a build is long.
fn free_port(port: u16) -> Result<u16, Trouble> {
    let bound =
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).and_then(|listener| listener.local_addr());
    let taken = |error| {
        Trouble::new(format!("port {port} cannot be had: {error}"))
            .help("choose another with `--port`")
    };
    bound.map(|address| address.port()).map_err(taken)
}

impl Inbox {
    fn new() -> Result<Self, Trouble> {
        let (sender, events) = mpsc::channel();
        let stop = sender.clone();
        // The receiver lives as long as the process.
        let handler = ctrlc::set_handler(move || drop(stop.send(Event::Stop)));
        handler.map_err(|error| Trouble::new(format!("cannot listen for signals: {error}")))?;
        Ok(Self {
            events,
            sender,
            stopped: false,
            changed: None,
        })
    }

    /// Waits for something to happen. True for the end of the build.
    fn wait(&mut self, longest: Duration) -> bool {
        match self.events.recv_timeout(longest) {
            Ok(Event::Stop) => self.stopped = true,
            Ok(Event::Changed(at)) => self.changed = self.changed.or(Some(at)),
            Ok(Event::Built) => return true,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        false
    }

    /// When the schema was saved, once the editor is done with it.
    fn change(&mut self) -> Option<Instant> {
        let saved = self.changed?;
        while let Ok(event) = self.events.recv_timeout(SILENCE) {
            self.stopped |= matches!(event, Event::Stop);
        }
        self.changed = None;
        Some(saved)
    }
}
