//! Which schemas a document has no use for.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Drops the schemas that nothing refers to, and then those to which only these referred.
pub fn drop(all: &mut Map<String, Value>, paths: &Map<String, Value>) {
    let mut used = BTreeSet::new();
    let mut found = BTreeSet::new();
    paths.values().for_each(|path| references(path, &mut found));
    while let Some(name) = found.pop_first() {
        if let Some(schema) = all.get(&name).filter(|_| !used.contains(&name)) {
            references(schema, &mut found);
        }
        used.insert(name);
    }
    all.retain(|name, _| used.contains(name));
}

fn references(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(name) = members
                .get("$ref")
                .and_then(|to| to.as_str()?.strip_prefix("#/components/schemas/"))
            {
                used.insert(name.to_owned());
            }
            members.values().for_each(|member| references(member, used));
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| references(element, used)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
