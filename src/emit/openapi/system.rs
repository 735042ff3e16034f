//! Users, roles, sessions and installations where the schema says nothing of them, and audiences: the server has them all the
//! same.

use super::answers::{json_of, or_error};
use super::operation::{About, body, operation, parameters};
use super::reference;
use super::schemas::object;
use crate::model::{Principal, SystemClass};
use crate::plan::Plan;
use serde_json::{Map, Value, json};

/// A class that no schema described.
struct Own {
    /// `None` where no schema may describe it.
    class: Option<SystemClass>,
    name: &'static str,
    path: &'static str,
    /// For whoever is none of the principals that may read it, it is not there.
    read: Vec<Principal>,
    /// By this path; a user and a session are made by those of accounts.
    create: Option<Vec<Principal>>,
    update: Vec<Principal>,
    fields: Value,
}

/// The component schemas of those that `plan` lacks.
pub fn schemas(plan: &Plan) -> Map<String, Value> {
    missing(plan)
        .into_iter()
        .map(|own| (own.name.to_owned(), own.schema()))
        .collect()
}

pub fn tags(plan: &Plan) -> impl Iterator<Item = Value> {
    missing(plan).into_iter().map(|own| {
        json!({"name": own.name, "description": format!("Objects of the class {}.", own.name)})
    })
}

pub fn paths(plan: &Plan) -> Map<String, Value> {
    let mut paths = Map::new();
    for own in missing(plan) {
        let of_object = json!({
            "parameters": parameters(&["objectId"]),
            "get": own.get(),
            "put": own.update(),
            "delete": own.delete(),
        });
        let mut of_class = Map::new();
        if own.class != Some(SystemClass::Session) {
            of_class.insert("get".to_owned(), own.list());
        }
        if let Some(who) = &own.create {
            of_class.insert("post".to_owned(), own.create(who));
        }
        paths.insert(format!("{}/{{objectId}}", own.path), of_object);
        if !of_class.is_empty() {
            paths.insert(own.path.to_owned(), of_class.into());
        }
    }
    paths
}

impl Own {
    fn schema(&self) -> Value {
        let instant = json!({"type": "string", "format": "date-time", "readOnly": true});
        let mut properties = Map::new();
        properties.insert(
            "objectId".to_owned(),
            json!({"type": "string", "readOnly": true}),
        );
        properties.insert("createdAt".to_owned(), instant.clone());
        properties.insert("updatedAt".to_owned(), instant);
        properties.extend(self.fields.as_object().cloned().unwrap_or_default());
        properties.insert("ACL".to_owned(), reference("ACL"));
        object("", properties, &[])
    }

    fn operation(&self, verb: &str, summary: &str, who: &[Principal], answers: Value) -> Value {
        let words: Vec<String> = who.iter().map(Principal::to_string).collect();
        let words = if words.is_empty() {
            "nobody but the master key".to_owned()
        } else {
            words.join(", ")
        };
        operation(
            About {
                id: &format!("{verb}{}", self.name),
                summary,
                description: &format!("Who may: {words}."),
                tag: self.name,
                who,
            },
            answers,
        )
    }

    /// Whoever knows the id of an installation is its device.
    fn by_its_id<'a>(&self, who: &'a [Principal]) -> &'a [Principal] {
        match self.class {
            Some(SystemClass::Installation) => &[Principal::Public],
            Some(SystemClass::User | SystemClass::Role | SystemClass::Session) | None => who,
        }
    }

    fn list(&self) -> Value {
        let results = json!({"allOf": [reference("Page"), {"properties": {
            "results": {"items": reference(self.name)},
        }}]});
        let answers = or_error("200", json_of("What matches.", results));
        let summary = format!("Find objects of {}", self.name);
        let mut list = self.operation("list", &summary, &self.read, answers);
        let mut asked = vec![json!({
            "name": "where", "in": "query",
            "description": "Which objects: fields with the values or constraints they must meet.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        })];
        asked.extend(parameters(&[
            "keys",
            "excludeKeys",
            "limit",
            "skip",
            "after",
            "count",
        ]));
        list["parameters"] = asked.into();
        list
    }

    fn create(&self, who: &[Principal]) -> Value {
        let mut answers = or_error("201", json_of("It was created.", reference("Created")));
        if self.class == Some(SystemClass::Installation) {
            let found = json_of(
                "The device was there, and is changed.",
                reference("Created"),
            );
            answers["200"] = found;
        }
        let summary = format!("Create one of {}", self.name);
        let mut create = self.operation("create", &summary, who, answers);
        create["requestBody"] = body(reference(self.name));
        create
    }

    fn get(&self) -> Value {
        let answers = or_error("200", json_of("The object.", reference(self.name)));
        let summary = format!("Read one of {}", self.name);
        let who = self.by_its_id(&self.read);
        let mut get = self.operation("get", &summary, who, answers);
        get["parameters"] = parameters(&["keys", "excludeKeys"]).into();
        get
    }

    fn update(&self) -> Value {
        let answers = or_error("200", json_of("It was changed.", reference("Updated")));
        let summary = format!("Change one of {}", self.name);
        let who = self.by_its_id(&self.update);
        let mut update = self.operation("update", &summary, who, answers);
        update["requestBody"] = body(json!({"type": "object"}));
        update
    }

    fn delete(&self) -> Value {
        let answers = or_error("200", json_of("It was deleted.", reference("Deleted")));
        let summary = format!("Delete one of {}", self.name);
        self.operation("delete", &summary, &self.update, answers)
    }
}

fn missing(plan: &Plan) -> Vec<Own> {
    let has = |class| plan.classes.iter().any(|of| of.class.system == Some(class));
    let mut own = vec![user(), role(), session(), installation(), audience()];
    own.retain(|own| !own.class.is_some_and(has));
    own
}

fn admin() -> Principal {
    Principal::Role("admin".to_owned())
}

fn user() -> Own {
    Own {
        class: Some(SystemClass::User),
        name: "User",
        path: "/users",
        read: vec![Principal::Owner, admin()],
        create: None,
        update: vec![Principal::Owner, admin()],
        fields: json!({
            "username": {"type": "string"},
            "email": {"type": "string", "format": "email"},
            "emailVerified": {"type": "boolean", "readOnly": true},
        }),
    }
}

fn role() -> Own {
    let relation = json!({"type": "object", "description": "A Relation, or an operation on one."});
    Own {
        class: Some(SystemClass::Role),
        name: "Role",
        path: "/roles",
        read: vec![admin()],
        create: Some(vec![admin()]),
        update: vec![admin()],
        fields: json!({"name": {"type": "string"}, "users": relation, "roles": relation}),
    }
}

fn session() -> Own {
    let text = json!({"type": "string", "readOnly": true});
    Own {
        class: Some(SystemClass::Session),
        name: "Session",
        path: "/sessions",
        read: vec![Principal::Owner, admin()],
        create: None,
        update: vec![Principal::Owner, admin()],
        fields: json!({
            "user": {"type": "object", "readOnly": true, "description": "A Pointer to the user."},
            "createdWith": {"type": "object", "readOnly": true, "description": "How it was opened."},
            "expiresAt": {"type": "object", "readOnly": true, "description": "A Date: until when it lasts."},
            "installationId": text,
            "restricted": {"type": "boolean", "readOnly": true},
        }),
    }
}

fn installation() -> Own {
    let text = json!({"type": "string"});
    Own {
        class: Some(SystemClass::Installation),
        name: "Installation",
        path: "/installations",
        read: Vec::new(),
        create: Some(vec![Principal::Public]),
        update: Vec::new(),
        fields: json!({
            "installationId": text,
            "deviceToken": text,
            "deviceType": text,
            "channels": {"type": "array", "items": {}},
            "appName": text,
            "appVersion": text,
            "appIdentifier": text,
            "localeIdentifier": text,
            "timeZone": text,
            "badge": {"type": "number"},
            "pushType": text,
            "GCMSenderId": text,
            "parseVersion": text,
        }),
    }
}

/// Installations that whoever sends pushes has given a name.
fn audience() -> Own {
    Own {
        class: None,
        name: "Audience",
        path: "/push_audiences",
        read: Vec::new(),
        create: Some(Vec::new()),
        update: Vec::new(),
        fields: json!({
            "name": {"type": "string"},
            "query": {"type": "string", "description": "A query of installations, as JSON."},
            "lastUsed": {"type": "object", "description": "A Date."},
            "timesUsed": {"type": "number"},
        }),
    }
}
