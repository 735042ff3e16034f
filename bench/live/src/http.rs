//! One connection to the server, over which requests go one after the other.

use serde_json::Value;
use std::io;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub struct Client {
    address: String,
    master: bool,
    stream: Option<TcpStream>,
}

impl Client {
    pub fn new(address: &str, master: bool) -> Self {
        Self {
            address: address.to_owned(),
            master,
            stream: None,
        }
    }

    /// The answer to a request that has to succeed.
    pub async fn expect(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self
            .ask(method, path, body, None)
            .await
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        assert!(status < 300, "{method} {path}: {status} {answer}");
        answer
    }

    /// The status and the body of an answer; `id` is that of the request.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        body: &Value,
        id: Option<&str>,
    ) -> io::Result<(u16, Value)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(&self.address).await?;
                stream.set_nodelay(true)?;
                stream
            }
        };
        let body = body.to_string();
        let mut head = format!(
            "{method} /parse{path} HTTP/1.1\r\nHost: {}\r\nX-Parse-Application-Id: APP\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n",
            self.address,
            body.len()
        );
        if self.master {
            head.push_str("X-Parse-Master-Key: MASTER\r\n");
        }
        if let Some(id) = id {
            head.push_str(&format!("X-Parse-Request-Id: {id}\r\n"));
        }
        stream
            .write_all(format!("{head}\r\n{body}").as_bytes())
            .await?;
        let answer = read(&mut stream).await?;
        self.stream = Some(stream);
        Ok(answer)
    }
}

async fn read(stream: &mut TcpStream) -> io::Result<(u16, Value)> {
    let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut bytes = Vec::new();
    let end = loop {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
    let length: usize = length.ok_or_else(|| broken("an answer without a length"))?;
    while bytes.len() < end + length {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let body = serde_json::from_slice(&bytes[end..]).unwrap_or_default();
    Ok((status.ok_or_else(|| broken("no status"))?, body))
}
