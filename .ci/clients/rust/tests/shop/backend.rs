//! A backend of its own for each test: an empty database on a free port, gone at the end.

use order_fulfillment_client::{Client, Id, NewUser, Product, User};
use serde_json::{Value, json};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

const APP_ID: &str = "shop";
const MASTER_KEY: &str = "a master key of these tests alone";

pub struct Backend {
    pub url: String,
    process: Child,
    /// With the program's log, which must be read so that it can go on.
    folder: std::path::PathBuf,
}

impl Backend {
    pub async fn start(name: &str) -> Self {
        let program = std::env::var("BACKEND").expect("BACKEND names the program of the example");
        let folder =
            std::env::temp_dir().join(format!("rust-client-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut process = Command::new(program)
            .current_dir(&folder)
            // Under BACKSMITH_DEV it stops when its standard input closes, so that it cannot outlive this process.
            .envs([("BACKSMITH_DEV", "1"), ("HOST", "127.0.0.1"), ("PORT", "0")])
            .envs([("APP_ID", APP_ID), ("MASTER_KEY", MASTER_KEY)])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let url = loop {
            let Some(line) = lines.next_line().await.unwrap() else {
                panic!("the backend did not start:\n{}", said.join("\n"));
            };
            if let Some((_, rest)) = line.split_once("listens on ") {
                break rest.split_whitespace().next().unwrap().to_owned();
            }
            said.push(line);
        };
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self {
            url,
            process,
            folder,
        }
    }

    pub fn client(&self) -> Client {
        Client::new(&self.url, APP_ID).unwrap()
    }

    /// A client in which somebody new is signed in.
    pub async fn customer(&self, name: &str) -> (Client, User) {
        let client = self.client();
        let new = NewUser::new(name, format!("{name}@example.com"), "secret");
        let user = client.auth().sign_up(&new).await.unwrap();
        (client, user)
    }

    /// One of the staff.
    pub async fn clerk(&self, name: &str) -> Client {
        let (client, user) = self.customer(name).await;
        let roles = self.master("GET", "/roles", None).await;
        let staff = roles["results"].as_array().unwrap().iter();
        let staff = staff.clone().find(|role| role["name"] == "staff").unwrap();
        let user = json!({"__type": "Pointer", "className": "_User", "objectId": user.id});
        let change = json!({"users": {"__op": "AddRelation", "objects": [user]}});
        let path = format!("/roles/{}", staff["objectId"].as_str().unwrap());
        self.master("PUT", &path, Some(change)).await;
        client
    }

    pub async fn product(&self, name: &str, stock: i64) -> Id<Product> {
        let product = json!({"name": name, "price": 2.5, "stock": stock});
        let made = self.master("POST", "/classes/Product", Some(product)).await;
        Id::new(made["objectId"].as_str().unwrap())
    }

    /// Does something as the master.
    pub async fn master(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let method = method.parse().unwrap();
        let mut request = reqwest::Client::new()
            .request(method, format!("{}{path}", self.url))
            .header("X-Parse-Application-Id", APP_ID)
            .header("X-Parse-Master-Key", MASTER_KEY)
            .header("Content-Type", "application/json");
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        let answer = request.send().await.unwrap();
        let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        assert!(answer.get("error").is_none(), "{path}: {answer}");
        answer
    }

    pub async fn stop(mut self) {
        self.process.kill().await.unwrap();
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}
