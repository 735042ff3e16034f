//! The network that fails when it is told to, by plain HTTP.

use serde_json::{Value, json};

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

pub fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("set {name}"))
}

/// A file whose path a variable has.
pub fn json(name: &str) -> Result<Value, Failure> {
    Ok(serde_json::from_slice(&std::fs::read(env(name))?)?)
}

pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

pub struct Network {
    url: String,
    client: reqwest::Client,
}

impl Network {
    pub fn new() -> Self {
        Self {
            url: env("CONTROL_URL"),
            client: reqwest::Client::new(),
        }
    }

    pub async fn tell(&self, command: &str) -> Result<(), Failure> {
        let request = self.client.post(format!("{}{command}", self.url));
        request.send().await?.error_for_status()?;
        Ok(())
    }

    /// Does something that the app itself may not.
    pub async fn master(&self, method: &str, path: &str, body: Value) -> Result<Value, Failure> {
        let mut wanted = json!({"method": method, "path": path});
        if !body.is_null() {
            wanted["body"] = body;
        }
        let request = self.client.post(format!("{}/master", self.url));
        let answer = request
            .body(wanted.to_string())
            .send()
            .await?
            .error_for_status()?;
        Ok(serde_json::from_slice(&answer.bytes().await?)?)
    }

    /// The writes that reached the backend.
    pub async fn log(&self) -> Result<Vec<Value>, Failure> {
        let answer = self.client.get(format!("{}/log", self.url)).send().await?;
        Ok(serde_json::from_slice(&answer.bytes().await?)?)
    }
}
