//! Letters that mutations ask for, and the links in them: a new password, a confirmed address.

use super::{ask, ask_with, at_root, data_of, error};
use crate::client::{Answer, Client};
use crate::mail::outbox::{link, mail, outbox, token};
use crate::mail::pages::open;
use crate::server::{Launch, Server, folder};
use serde_json::{Value, json};
use tempfile::TempDir;

const CONFIRM: &str = "mutation($input: ConfirmResetPasswordInput!) {
    confirmResetPassword(input: $input) { ok clientMutationId }
}";
const WHO: &str = "{ viewer { user { username emailVerified } } }";

/// A server with one user, Ana, whose password is `pw1`, and the client that she signed up with.
struct World {
    dir: TempDir,
    server: Server,
    stranger: Client,
    ana: Client,
}

fn world(settings: &[(&str, &str)]) -> World {
    let dir = folder();
    let launch = Launch::fixture("kinds", dir.path());
    let settings = settings.iter();
    let launch = settings.fold(launch, |launch, (name, value)| launch.env(name, value));
    let server = launch.start();
    let stranger = at_root(&server).stranger();
    let sign_up = "mutation($fields: CreateUserFieldsInput) {
        signUp(input: {fields: $fields}) { viewer { sessionToken } }
    }";
    let fields = json!({"username": "ana", "password": "pw1", "email": "ana@example.com"});
    let signed_up = data_of(&ask_with(&stranger, sign_up, json!({"fields": fields})));
    let session = &signed_up["signUp"]["viewer"]["sessionToken"];
    let ana = stranger.with_session(session.as_str().expect("a session"));
    World {
        dir,
        server,
        stranger,
        ana,
    }
}

impl World {
    fn letter(&self, mutation: &str, email: &Value) -> Answer {
        let document = format!(
            "mutation($email: String!) {{ {mutation}(input: {{email: $email}}) {{ ok }} }}"
        );
        ask_with(&self.stranger, &document, json!({"email": email}))
    }

    #[track_caller]
    fn asks(&self, mutation: &str, email: &str) {
        let answer = data_of(&self.letter(mutation, &json!(email)));
        assert_eq!(answer, json!({mutation: {"ok": true}}));
    }

    /// The link in the newest of so many letters.
    fn link(&self, count: usize) -> String {
        link(&mail(&self.dir, count))
    }

    fn confirm(&self, username: &str, token: &str, password: &str) -> Answer {
        let input = json!({"username": username, "token": token, "password": password});
        ask_with(&self.stranger, CONFIRM, json!({"input": input}))
    }

    fn logs_in(&self, password: &str) -> bool {
        let document = "mutation($password: String!) {
            logIn(input: {username: \"ana\", password: $password}) { viewer { sessionToken } }
        }";
        let body = ask_with(&self.stranger, document, json!({"password": password})).json();
        body["data"]["logIn"]["viewer"]["sessionToken"].is_string()
    }
}

#[track_caller]
fn assert_refused(answer: &Answer, code: i64) {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(error(answer)["extensions"]["code"], code, "{}", answer.body);
    let data = answer.json()["data"].take();
    let fields = data.as_object().expect("fields");
    assert!(fields.values().all(Value::is_null), "{}", answer.body);
}

#[test]
fn a_mailed_token_sets_a_new_password_once() {
    let world = world(&[]);
    world.asks("resetPassword", "Ana@Example.com");
    let link = world.link(1);
    let secret = token(&link);
    for (username, token) in [
        ("ana", ""),
        ("ana", "x"),
        ("ana", &secret[1..]),
        ("ana", "' OR 1=1 --"),
        ("ana", "\u{0}💥"),
        ("eve", secret),
        ("Ana ", secret),
        ("", secret),
    ] {
        assert_refused(&world.confirm(username, token, "pw2"), 101);
    }
    // A password that nobody could sign in with leaves the link as it is.
    assert_refused(&world.confirm("ana", secret, ""), 142);
    assert!(world.logs_in("pw1"));
    let who = json!({"viewer": {"user": {"username": "ana", "emailVerified": null}}});
    assert_eq!(data_of(&ask(&world.ana, WHO)), who);

    let input =
        json!({"username": "ana", "token": secret, "password": "pw2", "clientMutationId": "m"});
    let done = data_of(&ask_with(&world.stranger, CONFIRM, json!({"input": input})));
    let expected = json!({"confirmResetPassword": {"ok": true, "clientMutationId": "m"}});
    assert_eq!(done, expected);
    assert!(!world.logs_in("pw1") && world.logs_in("pw2"));
    // Whoever was signed in is so no more.
    ask(&world.ana, WHO).is_refused(209);

    assert_refused(&world.confirm("ana", secret, "pw3"), 101);
    open(&link).shows(404, "Invalid link");
    assert!(world.logs_in("pw2") && !world.logs_in("pw3"));
}

#[test]
fn of_two_who_use_one_token_one_is_refused() {
    let world = world(&[]);
    world.asks("resetPassword", "ana@example.com");
    let link = world.link(1);
    let secret = token(&link);
    let input = |password: &str| json!({"username": "ana", "token": secret, "password": password});
    let document =
        "mutation($first: ConfirmResetPasswordInput!, $second: ConfirmResetPasswordInput!) {
        first: confirmResetPassword(input: $first) { ok }
        second: confirmResetPassword(input: $second) { ok }
    }";
    let inputs = json!({"first": input("first"), "second": input("second")});
    let answer = ask_with(&world.stranger, document, inputs);
    let data = answer.json()["data"].take();
    assert_eq!(data, json!({"first": {"ok": true}, "second": null}));
    assert_eq!(error(&answer)["path"], json!(["second"]));
    assert_eq!(error(&answer)["extensions"]["code"], 101);
    assert!(world.logs_in("first") && !world.logs_in("second"));

    // So it is where they come at once.
    world.asks("resetPassword", "ana@example.com");
    let link = world.link(2);
    let passwords = ["a1", "b2", "c3", "d4", "e5", "f6"];
    let done: Vec<bool> = std::thread::scope(|scope| {
        let (world, secret) = (&world, token(&link));
        let threads = passwords.map(|password| {
            scope.spawn(move || {
                let body = world.confirm("ana", secret, password).json();
                body["data"]["confirmResetPassword"]["ok"] == true
            })
        });
        threads.map(|thread| thread.join().unwrap()).to_vec()
    });
    assert_eq!(done.iter().filter(|done| **done).count(), 1);
    for (password, done) in passwords.into_iter().zip(done) {
        assert_eq!(world.logs_in(password), done, "{password}");
    }
}

#[test]
fn a_token_that_has_expired_or_was_followed_by_another_is_none() {
    let world = world(&[("RESET_TOKEN_HOURS", "0")]);
    world.asks("resetPassword", "ana@example.com");
    let link = world.link(1);
    assert_refused(&world.confirm("ana", token(&link), "pw2"), 101);
    assert!(world.logs_in("pw1"));

    let world = self::world(&[]);
    world.asks("resetPassword", "ana@example.com");
    let first = world.link(1);
    world.asks("resetPassword", "ana@example.com");
    let second = world.link(2);
    assert_refused(&world.confirm("ana", token(&first), "pw2"), 101);
    data_of(&world.confirm("ana", token(&second), "pw2"));
    assert!(world.logs_in("pw2"));
}

#[test]
fn an_address_is_confirmed_by_the_newest_letter() {
    let world = world(&[("VERIFY_EMAIL", "true")]);
    let first = world.link(1);
    world.asks("sendVerificationEmail", "ana@example.com");
    let second = world.link(2);
    // It confirms an address, and gives nobody a password.
    assert_refused(&world.confirm("ana", token(&second), "pw2"), 101);
    open(&first).shows(404, "Invalid link");
    let confirmed = || data_of(&ask(&world.ana, WHO))["viewer"]["user"]["emailVerified"].take();
    assert_eq!(confirmed(), false);
    open(&second).shows(200, "Address confirmed");
    assert_eq!(confirmed(), true);
    open(&second).shows(404, "Invalid link");
    // Nothing is left to confirm, and nobody is told so.
    world.asks("sendVerificationEmail", "ana@example.com");
    world.server.terminate();
    world.server.ended();
    assert_eq!(outbox(&world.dir).len(), 2);
}

#[test]
fn nobody_learns_by_a_mutation_who_has_an_address() {
    let world = world(&[]);
    for mutation in ["resetPassword", "sendVerificationEmail"] {
        world.asks(mutation, "ghost@example.com");
        assert_refused(&world.letter(mutation, &json!("")), 204);
        for bad in [
            "ana",
            "ana@example.com\r\nBcc: eve@example.com",
            "ana@example.com, eve@example.com",
        ] {
            assert_refused(&world.letter(mutation, &json!(bad)), 125);
        }
        for bad in [json!(null), json!({"$ne": ""}), json!(1)] {
            assert_eq!(world.letter(mutation, &bad).status, 400, "{bad}");
        }
    }
    // Addresses are not to be confirmed here.
    world.asks("sendVerificationEmail", "ana@example.com");
    world.server.terminate();
    world.server.ended();
    assert_eq!(outbox(&world.dir), Vec::<String>::new());
}

#[test]
fn letters_and_guesses_are_counted_however_many_stand_in_one_document() {
    let settings = [("RATE_LIMIT_SIGN_IN", "3"), ("RATE_LIMIT_EXEMPT", "")];
    let (letter, guess) = (
        "resetPassword(input: {email: \"ghost@example.com\"}) { ok }",
        "confirmResetPassword(input: {username: \"ana\", token: \"x\", password: \"y\"}) { ok }",
    );
    for (field, codes) in [(letter, vec![100]), (guess, vec![101, 101, 100])] {
        // Ana's sign-up was the first attempt.
        let world = world(&settings);
        let document = format!("mutation {{ a: {field} b: {field} c: {field} }}");
        let body = ask(&world.stranger, &document).json();
        let errors = body["errors"].as_array().expect("errors").iter();
        let told: Vec<_> = errors
            .map(|error| error["extensions"]["code"].clone())
            .collect();
        assert_eq!(json!(told), json!(codes), "{body}");
    }
}
