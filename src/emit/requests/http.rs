//! A file of requests that editors send: Visual Studio Code with its REST Client, and those of JetBrains.

use super::{Folder, OBJECT, Request, line, parameter};
use crate::plan::encoded;

pub fn text(name: &str, folders: &[Folder]) -> String {
    let mut text = format!(
        "# {}: requests to try.\n#\n\
         # @generated from schema.json by backsmith; change the schema and run `backsmith generate`.\n\n\
         @server = http://localhost:1337/parse\n@appId = app\n\
         # What signing up or logging in answered.\n@sessionToken = r:0\n@objectId = Xb3uTh1vQf\n",
        line(name)
    );
    for folder in folders {
        for request in &folder.requests {
            text.push_str(&format!(
                "\n### {}: {}\n",
                line(&folder.name),
                line(&request.name)
            ));
            text.push_str(&one(request));
        }
    }
    text
}

fn one(request: &Request) -> String {
    let path = request.path.replace(OBJECT, "{{objectId}}");
    let query: Vec<_> = request
        .query
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(&parameter(value))))
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let mut text = format!(
        "{} {{{{server}}}}{path}{mark}{}\nX-Parse-Application-Id: {{{{appId}}}}\n",
        request.method,
        query.join("&")
    );
    if request.signed_in {
        text.push_str("X-Parse-Session-Token: {{sessionToken}}\n");
    }
    if let Some(body) = &request.body {
        let body = serde_json::to_string_pretty(body).unwrap_or_default();
        text.push_str(&format!("Content-Type: application/json\n\n{body}\n"));
    }
    text
}
