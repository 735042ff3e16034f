//! A collection as Postman and its like import it, in format 2.1.

use super::{Folder, OBJECT, Request, line, parameter};
use serde_json::{Value, json};

const FORMAT: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// Keeps the session that an answer begins.
const KEEP_SESSION: &str = "const { sessionToken } = pm.response.json();";
const SET_SESSION: &str =
    "if (sessionToken) pm.collectionVariables.set('sessionToken', sessionToken);";

pub fn collection(name: &str, folders: &[Folder]) -> String {
    let variables = [
        ("server", "http://localhost:1337/parse"),
        ("appId", "app"),
        ("sessionToken", ""),
        ("objectId", "Xb3uTh1vQf"),
    ];
    let variables = variables.map(|(key, value)| json!({"key": key, "value": value}));
    let items: Vec<Value> = folders
        .iter()
        .map(|folder| {
            let items: Vec<Value> = folder.requests.iter().map(item).collect();
            json!({"name": line(&folder.name), "item": items})
        })
        .collect();
    let description = "Requests to try. Signing up and logging in keep the session for the others.";
    let collection = json!({
        "info": {"name": line(name), "description": description, "schema": FORMAT},
        "item": items,
        "variable": variables,
    });
    serde_json::to_string_pretty(&collection).unwrap_or_default() + "\n"
}

fn item(request: &Request) -> Value {
    let mut headers = vec![header("X-Parse-Application-Id", "{{appId}}")];
    if request.signed_in {
        headers.push(header("X-Parse-Session-Token", "{{sessionToken}}"));
    }
    let path = request.path.replace(OBJECT, "{{objectId}}");
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let query: Vec<Value> = request
        .query
        .iter()
        .map(|(name, value)| json!({"key": name, "value": parameter(value)}))
        .collect();
    let pairs: Vec<String> = request
        .query
        .iter()
        .map(|(name, value)| format!("{name}={}", parameter(value)))
        .collect();
    let mark = if pairs.is_empty() { "" } else { "?" };
    let raw = format!("{{{{server}}}}{path}{mark}{}", pairs.join("&"));
    let mut sent = json!({
        "method": request.method,
        "url": {"raw": raw, "host": ["{{server}}"], "path": parts, "query": query},
    });
    if let Some(body) = &request.body {
        headers.push(header("Content-Type", "application/json"));
        let raw = serde_json::to_string_pretty(body).unwrap_or_default();
        sent["body"] = json!({"mode": "raw", "raw": raw});
    }
    sent["header"] = headers.into();
    let mut item = json!({"name": line(&request.name), "request": sent});
    if !request.signed_in {
        let script = json!({"type": "text/javascript", "exec": [KEEP_SESSION, SET_SESSION]});
        item["event"] = json!([{"listen": "test", "script": script}]);
    }
    item
}

fn header(key: &str, value: &str) -> Value {
    json!({"key": key, "value": value})
}
