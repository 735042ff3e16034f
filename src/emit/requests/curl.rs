//! A cookbook for the shell.

use super::{Folder, OBJECT, Request, line, parameter};
use crate::plan::shell_word;

const HEAD: &str = r#"
Set these once; the token is what signing up or logging in answered:

```sh
SERVER=http://localhost:1337/parse
APP_ID=app
TOKEN=r:0
ID=Xb3uTh1vQf
```

A write that carries an `Idempotency-Key` of your own may be sent again: it is made once. One that carries
`X-Parse-If-Updated-At` is refused with 409 where somebody else was faster.
"#;

pub fn text(name: &str, folders: &[Folder]) -> String {
    let mut text = format!("# {} with curl\n{HEAD}", line(name));
    for folder in folders {
        text.push_str(&format!("\n## {}\n", line(&folder.name)));
        for request in &folder.requests {
            text.push_str(&format!(
                "\n{}:\n\n```sh\n{}\n```\n",
                line(&request.name),
                command(request)
            ));
        }
    }
    text
}

fn command(request: &Request) -> String {
    let is_stream = request.path.starts_with("/events/");
    let mut parts = vec![match request.method {
        "GET" if is_stream => "curl -N".to_owned(),
        "GET" if request.query.is_empty() => "curl".to_owned(),
        "GET" => "curl -G".to_owned(),
        method => format!("curl -X {method}"),
    }];
    let path = request.path.replace(OBJECT, "$ID");
    parts[0].push_str(&format!(" \"$SERVER{path}\""));
    parts.push("-H \"X-Parse-Application-Id: $APP_ID\"".to_owned());
    if request.signed_in {
        parts.push("-H \"X-Parse-Session-Token: $TOKEN\"".to_owned());
    }
    for (name, value) in &request.query {
        let pair = format!("{name}={}", parameter(value));
        parts.push(format!("--data-urlencode {}", shell_word(&pair)));
    }
    if let Some(body) = &request.body {
        parts.push("-H 'Content-Type: application/json'".to_owned());
        parts.push(format!("-d {}", shell_word(&body.to_string())));
    }
    parts.join(" \\\n  ")
}
