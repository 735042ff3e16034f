//! The server that has been built: start it, hear its first answer, stop it.
//!
//! It must never outlive us, however we end. Its standard input is a pipe that closes when we are gone, and `BACKSMITH_DEV`
//! tells it to take that for the order to shut down.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Inbox;
use crate::cli::trouble::Trouble;

/// How long a server may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to finish what it is doing when told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Stopped when dropped.
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    pub fn start(binary: &Path, folder: &Path, port: u16) -> Result<Self, Trouble> {
        let mut command = Command::new(binary);
        command.current_dir(folder);
        command
            .env("HOST", "127.0.0.1")
            .env("PORT", port.to_string())
            .env("BACKSMITH_DEV", "1");
        command.stdin(Stdio::piped()).stdout(io::stderr());
        let child = command
            .spawn()
            .map_err(|error| Trouble::io("run", binary, error))?;
        Ok(Self { child, port })
    }

    /// Waits for the first answer to `GET /health`. False if the user wants to stop.
    pub fn answers(&mut self, inbox: &mut Inbox) -> Result<bool, Trouble> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.ended() {
                return Err(Trouble::new(format!(
                    "the server stopped before it answered ({status})"
                )));
            }
            if is_healthy(self.port).unwrap_or(false) {
                return Ok(true);
            }
            inbox.wait(PAUSE);
            if inbox.stopped {
                return Ok(false);
            }
        }
        Err(Trouble::new(format!(
            "the server did not answer `GET /health` within {} s",
            PATIENCE.as_secs()
        )))
    }

    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    /// Asks first, so that requests under way are answered, and insists if that is of no use.
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        terminate(&self.child);
        let begun = Instant::now();
        while self.ended().is_none() && begun.elapsed() < GRACE {
            thread::sleep(PAUSE);
        }
        // Of a process that has ended both are refused, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
fn terminate(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process};
    let _ = kill_process(Pid::from_child(child), Signal::TERM);
}

/// Elsewhere the closed pipe is the only order to stop.
#[cfg(not(unix))]
fn terminate(_: &Child) {}

fn is_healthy(port: u16) -> io::Result<bool> {
    const LONGEST: Duration = Duration::from_secs(2);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, LONGEST)?;
    stream.set_read_timeout(Some(LONGEST))?;
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status)?;
    Ok(status.split(' ').nth(1) == Some("200"))
}
