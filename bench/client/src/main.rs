//! What a call by the emitted client costs beside the same request by bare reqwest and serde, against one backend, in turn.
//!
//! usage: client-bench SERVER_URL APP_ID USERNAME PASSWORD [CALLS]
//!
//! Who signs in is one of the staff. Prints a line for each kind of call: the medians of both in microseconds, and their ratio.

use order_fulfillment_client::{Client, NewProduct, Product, Timestamp};
use reqwest::RequestBuilder;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// As somebody would write it who has no client.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Plain {
    object_id: String,
    updated_at: String,
    name: String,
    price: f64,
    stock: i64,
    sku: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    results: Vec<Plain>,
}

struct Bare {
    http: reqwest::Client,
    url: String,
    app_id: String,
    token: String,
}

impl Bare {
    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .header("X-Parse-Application-Id", &self.app_id)
            .header("X-Parse-Session-Token", &self.token)
    }

    async fn get(&self, id: &str) -> Result<Plain, Failure> {
        let request = self.http.get(format!("{}/classes/Product/{id}", self.url));
        Ok(self
            .signed(request)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?)
    }

    async fn list(&self) -> Result<Vec<Plain>, Failure> {
        let url = format!("{}/classes/Product?limit=100&order=-createdAt", self.url);
        let answer = self.signed(self.http.get(url)).send().await?;
        Ok(answer.error_for_status()?.json::<Listed>().await?.results)
    }

    async fn create(&self, name: &str) -> Result<Value, Failure> {
        let request = self.http.post(format!("{}/classes/Product", self.url));
        let body = json!({"name": name, "price": 1.5, "stock": 3});
        let answer = self.signed(request).json(&body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = |name: &str| arguments.next().ok_or(format!("{name} is missing"));
    let (url, app_id) = (argument("SERVER_URL")?, argument("APP_ID")?);
    let (username, password) = (argument("USERNAME")?, argument("PASSWORD")?);
    let calls: usize = argument("CALLS").map_or(Ok(2000), |calls| calls.parse())?;

    let client = Client::new(&url, &app_id)?;
    client.auth().log_in(&username, &password).await?;
    let token = client.auth().token().ok_or("nobody is signed in")?;
    let http = reqwest::Client::new();
    let bare = Bare {
        http,
        url,
        app_id,
        token,
    };
    for number in 0..100 {
        let new = NewProduct::new(format!("shelf {number}"), 1.5, 3);
        client.products().create(new).await?;
    }
    let one = client
        .products()
        .find()
        .first()
        .await?
        .ok_or("no product")?
        .id;

    let mut get = Pair::default();
    let mut list = Pair::default();
    let mut create = Pair::default();
    for number in 0..calls {
        // Who is first in one round is second in the next.
        for side in [number % 2, (number + 1) % 2] {
            let begun = Instant::now();
            if side == 0 {
                let read = bare.get(one.as_str()).await?;
                std::hint::black_box((read.object_id, read.updated_at, read.name));
                get.bare.push(begun.elapsed());
            } else {
                std::hint::black_box(client.products().get(&one).await?);
                get.client.push(begun.elapsed());
            }
            let begun = Instant::now();
            if side == 0 {
                let read = bare.list().await?;
                let worth: f64 = read.iter().map(|one| one.price * one.stock as f64).sum();
                std::hint::black_box((worth, read.iter().filter(|one| one.sku.is_some()).count()));
                list.bare.push(begun.elapsed());
            } else {
                let newest = Product::CREATED_AT.descending();
                let read: Vec<Product> = client.products().find().order(newest).limit(100).await?;
                std::hint::black_box(read);
                list.client.push(begun.elapsed());
            }
            let begun = Instant::now();
            if side == 0 {
                std::hint::black_box(bare.create("new").await?);
                create.bare.push(begun.elapsed());
            } else {
                let made = client
                    .products()
                    .create(NewProduct::new("new", 1.5, 3))
                    .await?;
                std::hint::black_box::<Timestamp>(made.created_at);
                create.client.push(begun.elapsed());
            }
        }
    }
    for (name, pair) in [("get", get), ("list of 100", list), ("create", create)] {
        pair.print(name);
    }
    Ok(())
}

#[derive(Default)]
struct Pair {
    bare: Vec<Duration>,
    client: Vec<Duration>,
}

impl Pair {
    fn print(mut self, name: &str) {
        let (bare, client) = (median(&mut self.bare), median(&mut self.client));
        println!(
            "{name}: bare {bare:.0} µs, client {client:.0} µs, ratio {:.3}",
            client / bare
        );
    }
}

/// In microseconds.
fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e6
}
