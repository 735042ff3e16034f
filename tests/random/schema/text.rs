//! A random schema → the file that it is written as. The meaning is the same in every spelling.

use super::{Class, Field, Function, Kind, SYSTEM, Schema, Spelling};
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

impl Schema {
    pub fn text(&self, spelling: Spelling) -> String {
        let classes: Vec<Value> = self
            .classes
            .iter()
            .enumerate()
            .map(|(place, class)| self.class(place, class, spelling))
            .collect();
        let whole = match spelling.list {
            None => Value::Array(classes),
            Some(key) => {
                let mut whole = Map::new();
                whole.insert("name".to_owned(), json!(self.name));
                whole.insert("roles".to_owned(), json!(["admin", "staff"]));
                if self.open {
                    whole.insert("defaultAccess".to_owned(), json!("open"));
                }
                whole.insert(key.to_owned(), Value::Array(classes));
                let functions = self
                    .functions
                    .iter()
                    .map(|function| self.function(function, spelling));
                whole.insert(
                    "functions".to_owned(),
                    functions.collect::<Map<_, _>>().into(),
                );
                Value::Object(whole)
            }
        };
        format!("{whole:#}\n")
    }

    fn class(&self, place: usize, class: &Class, spelling: Spelling) -> Value {
        let mut fields = self.fields(&class.fields, Some(place), spelling);
        let mut written = Map::new();
        written.insert(
            "className".to_owned(),
            json!(spelled(&class.name, spelling)),
        );
        if let Some(description) = &class.description {
            written.insert("description".to_owned(), json!(description));
        }
        if let Some((owner, said)) = &class.owner {
            let user = json!({ "type": "Pointer", "targetClass": spelled("User", spelling), "required": true });
            fields.insert(owner.clone(), user);
            if *said {
                written.insert("owner".to_owned(), json!(owner));
            }
        }
        if let Some(access) = &class.access {
            let may = |who: &[&'static str]| {
                let known = who
                    .iter()
                    .filter(|who| **who != "owner" || class.owner.is_some());
                known.copied().collect::<Vec<_>>()
            };
            let [read, create, update, delete] = access;
            let access = json!({ "read": may(read), "create": may(create), "update": may(update), "delete": may(delete) });
            written.insert("access".to_owned(), access);
        }
        if class.permissions {
            let signed_in = json!({ "requiresAuthentication": true });
            let permissions = json!({ "find": { "*": true }, "create": signed_in, "update": { "role:staff": true }, "delete": {} });
            written.insert("classLevelPermissions".to_owned(), permissions);
        }
        let indexable: Vec<&String> = fields
            .iter()
            .filter(|(_, field)| is_indexable(field))
            .map(|(name, _)| name)
            .collect();
        if !indexable.is_empty() {
            if let Some(index) = class.index {
                let field = index.get(&indexable);
                written.insert(
                    "indexes".to_owned(),
                    json!({ "_id_": { "_id": 1 }, "by it": { *field: 1, "createdAt": -1 } }),
                );
            }
            if let Some(index) = class.unique {
                written.insert(
                    "unique".to_owned(),
                    json!([[index.get(&indexable), "objectId"]]),
                );
            }
        }
        written.insert("fields".to_owned(), fields.into());
        Value::Object(written)
    }

    fn function(&self, function: &Function, spelling: Spelling) -> (String, Value) {
        let (name, params, result) = function;
        let params = params
            .iter()
            .map(|(name, field)| (name.clone(), self.shape(field, spelling)))
            .collect::<Map<_, _>>();
        let mut written = json!({ "params": params });
        if let Some(result) = result {
            written["result"] = self.shape(result, spelling);
        }
        (name.clone(), written)
    }

    /// `place` is that of the class; none inside an Object.
    fn fields(
        &self,
        fields: &[(String, Field)],
        place: Option<usize>,
        spelling: Spelling,
    ) -> Map<String, Value> {
        let written = fields
            .iter()
            .map(|(name, field)| (name.clone(), self.field(name, field, place, spelling)));
        written.collect()
    }

    fn field(&self, name: &str, field: &Field, place: Option<usize>, spelling: Spelling) -> Value {
        let mut written = self.shape(field, spelling);
        let mut say = |key: &str, value: Value| written[key] = value;
        if let Some(description) = &field.description {
            say("description", json!(description));
        }
        let required = field.required && self.may_be_required(field, place);
        if required {
            say("required", json!(true));
        }
        let Some(place) = place else { return written };
        if field.rules.code_name {
            say(
                "codeName",
                json!(format!("chosen{place}_{}", self.number(place, name))),
            );
        }
        for (key, said) in [
            ("readOnly", field.rules.read_only),
            ("immutable", field.rules.immutable),
            ("hidden", field.rules.hidden),
        ] {
            if said {
                say(key, json!(true));
            }
        }
        if let Kind::Pointer(_, on_delete) = field.kind
            && !(required && on_delete == "clear")
        {
            say("onDelete", json!(on_delete));
        }
        if let Kind::Enum {
            values,
            steps,
            listed,
        } = &field.kind
            && !steps.is_empty()
        {
            let pairs: BTreeSet<(&str, &str)> = steps
                .iter()
                .map(|(from, to)| (from.get(values).as_str(), to.get(values).as_str()))
                .collect();
            let mut map = Map::new();
            for (from, to) in &pairs {
                let steps = map.entry(*from).or_insert_with(|| json!([]));
                steps.as_array_mut().expect("an Array").push(json!(to));
            }
            let list = pairs
                .iter()
                .map(|(from, to)| json!({ "from": from, "to": to, "by": ["role:staff"] }));
            say(
                "transitions",
                if *listed { list.collect() } else { map.into() },
            );
        }
        if field.rules.default
            && let Some(default) = default(&field.kind)
        {
            say(
                if spelling.parse_server {
                    "defaultValue"
                } else {
                    "default"
                },
                default,
            );
        }
        if is_indexable(&written) {
            for (key, said) in [("unique", field.rules.unique), ("index", field.rules.index)] {
                if said {
                    written[key] = json!(true);
                }
            }
        }
        written
    }

    fn number(&self, place: usize, name: &str) -> usize {
        self.classes[place]
            .fields
            .iter()
            .position(|(other, _)| other == name)
            .unwrap_or_default()
    }

    /// A required Pointer leads to a class that stands above, so that no object waits for another of its own kind.
    fn may_be_required(&self, field: &Field, place: Option<usize>) -> bool {
        match (&field.kind, place) {
            (Kind::Relation(_), _) => false,
            (Kind::Pointer(..), None) => true,
            (Kind::Pointer(to, _), Some(place)) => {
                let (to, from) = (to.index(self.classes.len() + 1), &self.classes[place].name);
                to < place && !SYSTEM.contains(&from.as_str())
            }
            _ => true,
        }
    }

    /// The type and its checks.
    fn shape(&self, field: &Field, spelling: Spelling) -> Value {
        match &field.kind {
            Kind::Plain { keys, .. } => keys.clone(),
            Kind::Enum { values, .. } => json!({ "type": "String", "enum": values }),
            Kind::Object(None) => json!({ "type": "Object" }),
            Kind::Object(Some(fields)) => {
                json!({ "type": "Object", "fields": self.fields(fields, None, spelling) })
            }
            Kind::Array(element, length) => {
                let mut array = json!({ "type": "Array" });
                if let Some(element) = element {
                    array["items"] = self.shape(element, spelling);
                }
                if let Some((least, most)) = length {
                    array["minLength"] = json!(least);
                    array["maxLength"] = json!(most);
                }
                array
            }
            Kind::Pointer(to, _) => {
                json!({ "type": "Pointer", "targetClass": self.target(*to, spelling) })
            }
            Kind::Relation(to) => {
                json!({ "type": "Relation", "targetClass": self.target(*to, spelling) })
            }
        }
    }

    /// Any class, or User whether it is listed or not.
    fn target(&self, to: Index, spelling: Spelling) -> String {
        let name = self
            .classes
            .get(to.index(self.classes.len() + 1))
            .map_or("User", |class| &class.name);
        spelled(name, spelling)
    }
}

fn spelled(name: &str, spelling: Spelling) -> String {
    if spelling.underscored && SYSTEM.contains(&name) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

fn is_indexable(field: &Value) -> bool {
    field["type"]
        .as_str()
        .is_some_and(|ty| ["String", "Number", "Boolean", "Date", "Pointer"].contains(&ty))
}

fn default(kind: &Kind) -> Option<Value> {
    match kind {
        Kind::Plain { default, .. } => Some(default.clone()),
        Kind::Enum { values, .. } => values.first().map(|value| json!(value)),
        Kind::Object(None) => Some(json!({ "any": ["thing", null, 1.5, { "*/": "\"" }] })),
        Kind::Array(None, None) => Some(json!([1, "two", null])),
        Kind::Array(_, None | Some((0, _))) => Some(json!([])),
        Kind::Array(..) | Kind::Object(Some(_)) | Kind::Pointer(..) | Kind::Relation(_) => None,
    }
}
