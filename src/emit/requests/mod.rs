//! The REST interface as requests to try it with: a file that editors send (`.http`), a Postman collection, and a cookbook of
//! `curl`. All three show the same requests.

mod curl;
mod http;
mod postman;

use crate::plan::{Class, Plan, Story, encoded, example};
use crate::tree::{Owner, Tree};
use serde_json::{Value, json};

/// Requests about one thing.
struct Folder {
    name: String,
    requests: Vec<Request>,
}

struct Request {
    name: String,
    method: &'static str,
    /// Below the mount; [`OBJECT`] stands in it for an id.
    path: String,
    /// Values that are no text are JSON.
    query: Vec<(&'static str, Value)>,
    body: Option<Value>,
    /// Whether it is asked in the name of who is signed in.
    signed_in: bool,
}

/// Stands in a path for the id of an object.
const OBJECT: &str = "{objectId}";

pub fn emit(plan: &Plan, name: &str, tree: &mut Tree) {
    let folders = folders(plan);
    let postman = postman::collection(name, &folders);
    for (path, text) in [
        ("requests/api.http", http::text(name, &folders)),
        ("requests/postman.json", postman),
        ("requests/curl.md", curl::text(name, &folders)),
    ] {
        tree.add(path, text, Owner::Generator);
    }
}

fn folders(plan: &Plan) -> Vec<Folder> {
    let mut folders = vec![accounts(plan)];
    folders.extend(plan.own_classes().map(|class| of_class(class, plan)));
    if !plan.functions.is_empty() {
        let requests = plan.functions.iter().map(|function| {
            let wire = function.wire();
            let params = example::params(&function.function.params, plan);
            let path = format!("/functions/{}", encoded(wire));
            Request::new(wire, "POST", path).body(params.unwrap_or_else(|| json!({})))
        });
        folders.push(Folder {
            name: "Functions".to_owned(),
            requests: requests.collect(),
        });
    }
    folders.extend(Story::of(plan).main.map(|class| together(class, plan)));
    folders
}

fn accounts(plan: &Plan) -> Folder {
    let user = plan.classes.iter().find(|class| class.is_user());
    let mut person = user
        .and_then(|user| example::create(user, plan))
        .unwrap_or_else(|| json!({}));
    person["username"] = "ana".into();
    person["password"] = "s3cret".into();
    let known = json!({"username": "ana", "password": "s3cret"});
    let requests = vec![
        Request::new("Sign up", "POST", "/users")
            .body(person)
            .of_stranger(),
        Request::new("Log in", "POST", "/login")
            .body(known)
            .of_stranger(),
        Request::new("Who is signed in", "GET", "/users/me"),
        Request::new("Log out", "POST", "/logout").body(json!({})),
    ];
    Folder {
        name: "Accounts".to_owned(),
        requests,
    }
}

fn of_class(class: &Class, plan: &Plan) -> Folder {
    let all = path(class);
    let one = format!("{all}/{OBJECT}");
    let filter = example::filter(class, plan);
    let mut requests = vec![
        Request::new("List", "GET", &all)
            .query("where", filter)
            .query("order", "-createdAt")
            .query("limit", 10),
        Request::new("Count", "GET", &all)
            .query("count", 1)
            .query("limit", 0),
        Request::new(
            "First page; `cursor` of the answer is `after` of the next",
            "GET",
            &all,
        )
        .query("after", "")
        .query("limit", 100),
        Request::new("Read", "GET", &one),
    ];
    let create = example::create(class, plan);
    requests.extend(create.map(|body| Request::new("Create", "POST", &all).body(body)));
    let update = example::update(class, plan);
    requests.extend(update.map(|body| Request::new("Change", "PUT", &one).body(body)));
    requests.push(Request::new("Delete", "DELETE", &one));
    Folder {
        name: class.title().to_owned(),
        requests,
    }
}

/// Several writes at once, and changes as they happen.
fn together(class: &Class, plan: &Plan) -> Folder {
    let mut requests = Vec::new();
    if let Some(body) = example::create(class, plan) {
        let path = format!("/parse{}", path(class));
        let create = json!({"method": "POST", "path": path, "body": body});
        let body = json!({"transaction": true, "requests": [create.clone(), create]});
        requests.push(Request::new("All of these or none", "POST", "/batch").body(body));
    }
    let events = format!("/events/{}", encoded(class.wire()));
    requests.push(Request::new("Changes, as they happen", "GET", events));
    Folder {
        name: "Together and live".to_owned(),
        requests,
    }
}

fn path(class: &Class) -> String {
    format!("/classes/{}", encoded(class.wire()))
}

impl Request {
    fn new(name: impl Into<String>, method: &'static str, path: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            signed_in: true,
        }
    }

    fn query(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    fn of_stranger(mut self) -> Self {
        self.signed_in = false;
        self
    }
}

/// The value of a parameter, not yet encoded.
fn parameter(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// A name on a line of its own.
fn line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
