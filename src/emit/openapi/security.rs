//! Who may ask: principals → the keys that a request must carry.

use crate::model::Principal;
use serde_json::{Value, json};

/// What stands in `components.securitySchemes`.
pub fn schemes() -> Value {
    let key = |header: &str, description: &str| json!({"type": "apiKey", "in": "header", "name": header, "description": description});
    json!({
        "applicationId": key("X-Parse-Application-Id", "Which application this is."),
        "restApiKey": key("X-Parse-REST-API-Key", "Wanted of every request where the server has such a key."),
        "sessionToken": key("X-Parse-Session-Token", "Who is asking; also taken as `Authorization: Bearer TOKEN`."),
        "metricsToken": {"type": "http", "scheme": "bearer", "description": "The token of `METRICS_TOKEN`, for what the server counts."},
        "masterKey": key("X-Parse-Master-Key", "May do anything, from the addresses that the server allows; never in an app."),
    })
}

/// The ways in for these principals; the master key always is one.
pub fn of(principals: &[Principal]) -> Value {
    if principals.contains(&Principal::Public) {
        anybody()
    } else if principals.is_empty() {
        master()
    } else {
        signed_in()
    }
}

pub fn anybody() -> Value {
    json!([
        {"applicationId": []},
        {"applicationId": [], "restApiKey": []},
        {"applicationId": [], "sessionToken": []},
        {"applicationId": [], "restApiKey": [], "sessionToken": []},
        {"applicationId": [], "masterKey": []},
    ])
}

fn signed_in() -> Value {
    json!([
        {"applicationId": [], "sessionToken": []},
        {"applicationId": [], "restApiKey": [], "sessionToken": []},
        {"applicationId": [], "masterKey": []},
    ])
}

fn master() -> Value {
    json!([{"applicationId": [], "masterKey": []}])
}

pub fn in_session() -> Value {
    json!([
        {"applicationId": [], "sessionToken": []},
        {"applicationId": [], "restApiKey": [], "sessionToken": []},
    ])
}
