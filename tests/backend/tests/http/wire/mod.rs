//! Bodies and statuses, byte for byte as Parse Server 9 answers.

mod mistakes;
mod values;
mod writes;

use serde_json::{Value, json};

const NOT_FOUND: &str = r#"{"code":101,"error":"Object not found."}"#;

/// An object with a value in each field of `Thing`.
fn whole() -> Value {
    json!({
        "text": "Zoë \u{1F680} \"'\\\n\u{2028}",
        "number": 1337.25,
        "flag": false,
        "when": {"__type": "Date", "iso": "2024-01-02T03:04:05.678Z"},
        "data": {"k": 1, "deep": {"list": [1, "two", null, {"three": 3.5}]}, "none": null},
        "list": ["a", 2, true, null, {"b": [1]}, {"__type": "Pointer", "className": "Thing", "objectId": "x"}],
        "place": {"__type": "GeoPoint", "latitude": 40, "longitude": -30.5},
        "area": {"__type": "Polygon", "coordinates": [[0, 0], [0, 1], [1, 1.5]]},
        "file": {"__type": "File", "name": "a b.txt"},
        "bytes": {"__type": "Bytes", "base64": "aGk="},
        "owner": {"__type": "Pointer", "className": "_User", "objectId": "Y8nJga5L9u"},
        "batch": 3,
        "ACL": {"*": {"read": true}, "role:admin": {"read": true, "write": true}},
    })
}
