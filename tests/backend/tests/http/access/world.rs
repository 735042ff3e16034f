//! A backend with people in it, and chance that is the same in every run.

use crate::client::Client;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

pub struct World {
    pub server: Server,
    pub people: Vec<Person>,
    _dir: TempDir,
}

/// Somebody who sends requests.
pub struct Person {
    pub name: &'static str,
    pub client: Client,
    /// The objectId of the user; nothing for strangers and for the master.
    pub id: Option<String>,
    /// Those that he has, and those that they inherit.
    pub roles: &'static [&'static str],
    pub is_master: bool,
}

/// Everybody who signs up, with the roles that he has in the end.
const USERS: [(&str, &[&str]); 5] = [
    ("ana", &[]),
    ("bob", &[]),
    ("cara", &["staff"]),
    ("dan", &["boss", "staff"]),
    ("eve", &["clerk"]),
];

impl World {
    /// Dan is in `boss`, which `staff` holds, so that he is in `staff` too.
    pub fn start() -> Self {
        let dir = folder();
        let server = Launch::fixture("access", dir.path()).start();
        let nobody = |name, client, is_master| Person {
            name,
            client,
            id: None,
            roles: &[],
            is_master,
        };
        let mut people = vec![
            nobody("a stranger", server.stranger(), false),
            nobody("the master", server.client(), true),
        ];
        for (name, roles) in USERS {
            let (id, client) = sign_up(&server, name);
            people.push(Person {
                name,
                client,
                id: Some(id),
                roles,
                is_master: false,
            });
        }
        let world = Self {
            server,
            people,
            _dir: dir,
        };
        let boss = world.role("boss", &["dan"], json!([]));
        let boss = json!([{"__type": "Pointer", "className": "_Role", "objectId": boss}]);
        world.role("staff", &["cara"], boss);
        world.role("clerk", &["eve"], json!([]));
        world
    }

    pub fn id(&self, name: &str) -> &str {
        self.person(name).id.as_deref().expect("a user")
    }

    pub fn person(&self, name: &str) -> &Person {
        let mut people = self.people.iter();
        people
            .find(|person| person.name == name)
            .expect("a known name")
    }

    fn role(&self, name: &str, users: &[&str], roles: Value) -> String {
        let users: Vec<_> = users.iter().map(|user| pointer(self.id(user))).collect();
        let body = json!({
            "name": name,
            "ACL": {},
            "users": {"__op": "AddRelation", "objects": users},
            "roles": {"__op": "AddRelation", "objects": roles},
        });
        self.server.create("_Role", body)
    }
}

/// The new user, and a client with his session.
pub fn sign_up(server: &Server, name: &str) -> (String, Client) {
    let body = json!({"username": name, "password": "password"});
    let answer = server.stranger().post("/users", body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let token = answer.json()["sessionToken"].take();
    let token = token.as_str().expect("a session token");
    (answer.id(), server.with_session(token))
}

/// A Pointer to a user.
pub fn pointer(user: &str) -> Value {
    json!({"__type": "Pointer", "className": "_User", "objectId": user})
}

/// Marsaglia's xorshift: the same numbers in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}
