//! Accounts elsewhere and the users to whom they lead: linked, unlinked, one user each.

use super::issuer::{Issuer, Key};
use super::{backend, known, signed_up, token};
use crate::client::{Answer, Client};
use crate::server::{Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

struct World {
    server: Server,
    google: Issuer,
    apple: Issuer,
    key: Key,
    _dir: TempDir,
}

fn world(table: &str) -> World {
    let dir = folder();
    let key = Key::p256("1");
    let (google, apple) = (Issuer::new(&[&key]), Issuer::new(&[&key]));
    let providers = [("google", &google), ("apple", &apple)];
    let server = backend(table, dir.path(), &providers);
    World {
        server,
        google,
        apple,
        key,
        _dir: dir,
    }
}

impl World {
    fn google(&self, id: &str) -> Value {
        known("google", id, &self.google.token(&self.key, id))
    }

    fn apple(&self, id: &str) -> Value {
        known("apple", id, &self.apple.token(&self.key, id))
    }

    fn both(&self, google: &str, apple: &str) -> Value {
        let mut both = self.google(google);
        both["authData"]["apple"] = self.apple(apple)["authData"]["apple"].take();
        both
    }

    /// Somebody with a name and a password.
    fn person(&self, name: &str) -> (Client, String) {
        let body = json!({"username": name, "password": "a-password", "email": format!("{name}@example.com")});
        let answer = signed_up(&self.server.stranger(), &body);
        (self.as_user(&answer), format!("/users/{}", answer.id()))
    }

    fn as_user(&self, answer: &Answer) -> Client {
        self.server.stranger().with_session(&token(answer))
    }

    /// What the providers know a user as.
    fn links(&self, path: &str) -> Value {
        self.server.get(path).json()["authData"].take()
    }
}

#[test]
fn an_account_is_linked_and_unlinked_by_its_user() {
    let world = world("kinds");
    let stranger = world.server.stranger();
    let (ana, path) = world.person("ana");
    let linked = ana.put(&path, world.google("117"));
    assert_eq!(linked.status, 200, "{}", linked.body);
    assert_eq!(ana.put(&path, world.apple("a.1")).status, 200);
    assert_eq!(
        world.links(&path),
        json!({"google": {"id": "117"}, "apple": {"id": "a.1"}})
    );
    for body in [
        world.google("117"),
        world.apple("a.1"),
        world.both("117", "a.1"),
    ] {
        let answer = stranger.post("/users", body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(format!("/users/{}", answer.id()), path);
    }

    // A client sends what it knows already together with what is new: that is not shown again.
    let stale = json!({"authData": {"google": {"id": "117", "id_token": "of last year"}}, "username": "anna"});
    assert_eq!(ana.put(&path, &stale).status, 200);
    stranger.post("/users", &stale).is_refused(101);

    let unlinked = ana.put(
        &path,
        json!({"authData": {"google": null, "facebook": null}}),
    );
    unlinked.is_refused(252);
    assert_eq!(
        ana.put(&path, json!({"authData": {"google": null}})).status,
        200
    );
    assert_eq!(world.links(&path), json!({"apple": {"id": "a.1"}}));
    let somebody = signed_up(&stranger, &world.google("117"));
    assert_ne!(format!("/users/{}", somebody.id()), path);
    // Now it is that user's.
    ana.put(&path, world.google("117")).is_refused(208);
    stranger
        .post("/users", world.both("117", "a.1"))
        .is_refused(208);
    // An account that leads nowhere yet comes to lead where the other does.
    let both = stranger.post("/users", world.both("119", "a.1"));
    assert_eq!(format!("/users/{}", both.id()), path);
    assert_eq!(
        world.links(&path),
        json!({"google": {"id": "119"}, "apple": {"id": "a.1"}})
    );

    assert_eq!(ana.delete(&path).status, 200);
    signed_up(&stranger, &world.google("119"));
}

#[test]
fn what_providers_know_is_for_the_user_himself_and_the_master() {
    let world = world("kinds");
    let (ana, path) = world.person("ana");
    assert_eq!(ana.put(&path, world.google("117")).status, 200);
    let all = json!({"ACL": {"*": {"read": true}}});
    assert_eq!(world.server.put(&path, all).status, 200);
    let links = json!({"google": {"id": "117"}});
    assert_eq!(ana.get(&path).json()["authData"], links);
    assert_eq!(ana.get("/users/me").json()["authData"], links);
    assert_eq!(world.links(&path), links);
    assert_eq!(world.server.results("_User", &[])[0]["authData"], links);
    let (ben, bens) = world.person("ben");
    for client in [&ben, &world.server.stranger()] {
        for body in [client.get(&path).body, client.get("/users").body] {
            assert!(!body.contains("authData"), "{body}");
        }
    }
    // Nobody links another's account, nor learns of it by trying.
    for id in ["117", "118"] {
        let guess = json!({"authData": {"google": {"id": id, "id_token": "made up"}}});
        ben.put(&path, guess).is_refused(101);
    }
    ben.put(&path, world.apple("a.1")).is_refused(206);
    ben.put(&bens, world.google("117")).is_refused(208);
    assert_eq!(world.links(&path), links);
    // Whoever brings users from elsewhere has no tokens of theirs.
    let moved = json!({"authData": {"google": {"id": "200"}}});
    world.server.stranger().put(&bens, &moved).is_refused(101);
    assert_eq!(world.server.put(&bens, &moved).status, 200);
    let came = world.server.stranger().post("/users", world.google("200"));
    assert_eq!(format!("/users/{}", came.id()), bens);
}

#[test]
fn an_anonymous_user_keeps_the_account_on_linking_another() {
    let world = world("kinds");
    let stranger = world.server.stranger();
    let anonymous =
        json!({"authData": {"anonymous": {"id": "8f8d0f0e-0000-4000-8000-000000000001"}}});
    let first = signed_up(&stranger, &anonymous);
    let path = format!("/users/{}", first.id());
    let visitor = world.as_user(&first);
    let mut upgrade = world.google("117");
    upgrade["authData"]["anonymous"] = anonymous["authData"]["anonymous"].clone();
    assert_eq!(visitor.put(&path, &upgrade).status, 200);
    assert_eq!(world.links(&path), json!({"google": {"id": "117"}}));
    assert_eq!(
        stranger.post("/users", world.google("117")).id(),
        first.id()
    );
    // Whoever knows only the id of before is somebody else.
    assert_ne!(signed_up(&stranger, &anonymous).id(), first.id());

    // A name and a password leave the account elsewhere linked.
    let named = json!({"username": "ana", "password": "a-password"});
    assert_eq!(visitor.put(&path, named).status, 200);
    assert_eq!(
        stranger.post("/users", world.google("117")).id(),
        first.id()
    );
}

#[test]
fn of_parallel_sign_ins_of_one_account_one_makes_the_user() {
    let world = world("kinds");
    let body = world.google("117");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| {
                let client = world.server.stranger();
                let body = &body;
                scope.spawn(move || client.post("/users", body))
            })
            .collect();
        let threads = threads.into_iter();
        threads.map(|thread| thread.join().unwrap()).collect()
    });
    let mut statuses: Vec<_> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses[..15], [200; 15], "{statuses:?}");
    assert_eq!(statuses[15], 201);
    assert!(answers.iter().all(|answer| answer.id() == answers[0].id()));
    assert_eq!(world.server.results("_User", &[]).len(), 1);
    assert_eq!(world.google.published().asked, 1);
}

#[test]
fn hooks_run_around_a_sign_in_and_links_outlive_the_server() {
    let dir = folder();
    let key = Key::rsa("1");
    let issuer = Issuer::new(&[&key]);
    let server = backend("functions", dir.path(), &[("keycloak", &issuer)]);
    let noted = |server: &Server| -> Vec<Value> {
        let notes = server.results("Product", &[("order", "name")]);
        notes.iter().map(|note| note["name"].clone()).collect()
    };
    let mut body = known("keycloak", "117", &issuer.token(&key, "117"));
    body["username"] = json!("ann");
    let first = signed_up(&server.stranger(), &body);
    assert!(noted(&server).is_empty(), "a sign-up is none");
    server.kill();

    let server = backend("functions", dir.path(), &[("keycloak", &issuer)]);
    assert_eq!(server.stranger().post("/users", &body).id(), first.id());
    assert_eq!(noted(&server), ["is in ann", "lets in ann"]);
    let rename = json!({"username": "banned"});
    assert_eq!(
        server.put(&format!("/users/{}", first.id()), rename).status,
        200
    );
    server.stranger().post("/users", &body).is_refused(4001);
}
