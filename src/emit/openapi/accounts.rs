//! The paths of accounts, which are the same whatever the schema: up, in and out, who am I, my sessions, mail.

use super::answers::{json_of, or_error};
use super::operation::{self, About, operation};
use super::{Names, reference, security};
use crate::model::{Principal, SystemClass};
use crate::plan::Plan;
use serde_json::{Map, Value, json};

/// No class has a name with a space.
const TAG: &str = "Accounts and sessions";

pub fn tag() -> Value {
    json!({"name": TAG, "description": "Signing up, in and out; sessions; a new password."})
}

pub fn paths(plan: &Plan, names: &Names) -> Map<String, Value> {
    let users = plan.classes.iter().find(|class| class.is_user());
    let may_sign_up = users.map_or(&[Principal::Public][..], |class| &class.access.create);
    let users = users.map(|class| &names.classes[class.id]);
    let user = users.map_or_else(|| reference("User"), |own| reference(&own.object));
    let new_user = users.map_or_else(credentials, |own| reference(&own.create));
    let session = plan
        .classes
        .iter()
        .find(|class| class.class.system == Some(SystemClass::Session))
        .map_or_else(
            || reference("Session"),
            |class| reference(&names.classes[class.id].object),
        );
    let signed_in = json_of(
        "Who has signed in, and the token of the session.",
        with_token(user.clone()),
    );
    let mut signed_up = or_error("201", created());
    signed_up["200"] = signed_in.clone();
    let operations = [
        (
            "/users",
            "post",
            account(
                "signUp",
                "Sign up",
                "Creates a user and opens a session; with `authData` that leads to a user, opens a session of that one.",
                may_sign_up,
                Some(new_user),
                signed_up,
            ),
        ),
        (
            "/login",
            "post",
            account(
                "logIn",
                "Sign in",
                "By name or address. After several failures in a row a name must wait.",
                &[Principal::Public],
                Some(credentials()),
                or_error("200", signed_in.clone()),
            ),
        ),
        (
            "/verifyPassword",
            "post",
            account(
                "verifyPassword",
                "Verify a password",
                "As signing in, without a session.",
                &[Principal::Public],
                Some(credentials()),
                or_error("200", json_of("Whose password it is.", user)),
            ),
        ),
        (
            "/loginAs",
            "post",
            account(
                "logInAs",
                "Sign in as any user",
                "Who may: nobody but the master key.",
                &[],
                Some(members(&["userId"])),
                or_error("200", signed_in.clone()),
            ),
        ),
        (
            "/logout",
            "post",
            in_session(account(
                "logOut",
                "Sign out",
                "Ends the session.",
                &[Principal::Authenticated],
                None,
                or_error("200", empty("The session has ended.")),
            )),
        ),
        (
            "/users/me",
            "get",
            in_session(account(
                "me",
                "Who am I?",
                "The user whose session it is.",
                &[Principal::Authenticated],
                None,
                or_error("200", signed_in),
            )),
        ),
        (
            "/sessions",
            "get",
            account(
                "mySessions",
                "List sessions",
                "One's own, or all with the master key.",
                &[Principal::Authenticated],
                None,
                or_error("200", json_of("The sessions.", listed(session.clone()))),
            ),
        ),
        (
            "/sessions",
            "post",
            in_session(account(
                "openSession",
                "Open another session",
                "For another device of the same user.",
                &[Principal::Authenticated],
                None,
                or_error(
                    "201",
                    json_of("The session, with its token.", with_token(session.clone())),
                ),
            )),
        ),
        (
            "/sessions/me",
            "get",
            in_session(account(
                "mySession",
                "Read the session in use",
                "With its token.",
                &[Principal::Authenticated],
                None,
                or_error("200", json_of("The session.", with_token(session.clone()))),
            )),
        ),
        (
            "/requestPasswordReset",
            "post",
            account(
                "requestPasswordReset",
                "Ask for a new password",
                "Sends a mail with a link, where somebody has the address. The answer does not tell.",
                &[Principal::Public],
                Some(members(&["email"])),
                or_error("200", empty("It was noted.")),
            ),
        ),
        (
            "/verificationEmailRequest",
            "post",
            account(
                "requestVerification",
                "Ask for another mail that confirms an address",
                "The answer does not tell whether somebody has it.",
                &[Principal::Public],
                Some(members(&["email"])),
                or_error("200", empty("It was noted.")),
            ),
        ),
    ];
    let mut paths = Map::new();
    for (path, method, operation) in operations {
        paths.entry(path).or_insert_with(|| json!({}))[method] = operation;
    }
    paths
}

/// What is asked of a session, which the master key has not.
fn in_session(mut operation: Value) -> Value {
    operation["security"] = security::in_session();
    operation
}

fn account(
    id: &str,
    summary: &str,
    description: &str,
    who: &[Principal],
    body: Option<Value>,
    answers: Value,
) -> Value {
    let about = About {
        id,
        summary,
        description,
        tag: TAG,
        who,
    };
    let mut operation = operation(about, answers);
    if let Some(schema) = body {
        operation["requestBody"] = operation::body(schema);
    }
    operation
}

fn empty(description: &str) -> Value {
    json_of(description, json!({"type": "object"}))
}

fn created() -> Value {
    let mut created = json_of(
        "The user, and the token of the session.",
        with_token(reference("Created")),
    );
    let uri = json!({"type": "string", "format": "uri"});
    created["headers"] = json!({"Location": {"description": "Where the user is.", "schema": uri}});
    created
}

fn with_token(schema: Value) -> Value {
    json!({"allOf": [schema, {
        "type": "object",
        "properties": {"sessionToken": {"type": "string", "pattern": "^r:[0-9a-f]{32}$"}},
        "required": ["sessionToken"],
    }]})
}

/// A name or an address, and the password.
fn credentials() -> Value {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "properties": {"username": text, "email": text, "password": text},
        "required": ["password"],
        "examples": [{"username": "ada", "password": "a fine password"}],
    })
}

fn members(names: &[&str]) -> Value {
    let properties: Map<String, Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), json!({"type": "string"})))
        .collect();
    json!({"type": "object", "properties": properties, "required": names})
}

fn listed(schema: Value) -> Value {
    json!({"allOf": [reference("Page"), {"properties": {"results": {"items": schema}}}]})
}
