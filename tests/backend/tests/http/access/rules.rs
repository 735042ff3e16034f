//! The rules of the fixture's classes, as a schema would say them. The model reads these, the backend its own tables.

use serde_json::{Value, json};

pub struct Class {
    pub name: &'static str,
    /// The fields that lead to the owner.
    pub owner: &'static [&'static str],
    rules: Value,
}

impl Class {
    /// The list of `access` for `read`, `create`, `update` or `delete`; public where the class has none.
    pub fn access(&self, operation: &str) -> Vec<&str> {
        match &self.rules["access"] {
            Value::Null => vec!["public"],
            access => texts(&access[operation]),
        }
    }

    /// A member of `classLevelPermissions`.
    pub fn permission(&self, name: &str) -> &Value {
        &self.rules["classLevelPermissions"][name]
    }
}

pub fn texts(list: &Value) -> Vec<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

pub fn classes() -> Vec<Class> {
    let mut classes = Vec::new();
    for (name, [read, create, update, delete]) in ACCESS {
        let list = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
        let access = json!({
            "read": list(read), "create": list(create), "update": list(update), "delete": list(delete),
        });
        let owner: &[&str] = if ["Shipment", "Line", "Parcel"].contains(&name) {
            &["order", "owner"]
        } else {
            &["owner"]
        };
        let mut rules = json!({"access": access});
        if name == "Both" {
            rules["classLevelPermissions"] = json!({
                "find": {"requiresAuthentication": true},
                "get": {"pointerFields": ["owner"]},
                "count": {"role:staff": true},
                "update": {"role:boss": true, "pointerFields": ["friends"]},
            });
        }
        classes.push(Class { name, owner, rules });
    }
    for (name, permissions) in permissions() {
        classes.push(Class {
            name,
            owner: &[],
            rules: json!({"classLevelPermissions": permissions}),
        });
    }
    classes
}

/// Read, create, update, delete.
const ACCESS: [(&str, [&str; 4]); 14] = [
    ("Open", ["public", "public", "public", "public"]),
    ("Members", ["authenticated"; 4]),
    ("Private", ["owner", "authenticated", "owner", "owner"]),
    ("Staffed", ["role:staff"; 4]),
    ("Closed", [""; 4]),
    (
        "Desk",
        [
            "owner role:staff",
            "authenticated",
            "role:staff",
            "role:boss",
        ],
    ),
    ("Board", ["public", "owner", "owner", "owner role:staff"]),
    ("Wiki", ["authenticated", "owner", "authenticated", "owner"]),
    ("Box", ["owner role:staff", "public", "owner", "role:boss"]),
    (
        "Note",
        [
            "public role:staff",
            "authenticated role:staff",
            "owner role:staff",
            "owner",
        ],
    ),
    (
        "Shipment",
        [
            "owner role:staff",
            "role:staff",
            "owner",
            "owner role:staff",
        ],
    ),
    ("Line", ["owner", "authenticated", "owner", "owner"]),
    ("Parcel", ["public", "owner", "role:staff", "authenticated"]),
    (
        "Both",
        [
            "owner role:staff",
            "authenticated",
            "owner role:staff",
            "role:boss",
        ],
    ),
];

fn permissions() -> Vec<(&'static str, Value)> {
    vec![
        (
            "Listed",
            json!({"find": {"*": true}, "get": {"*": true}, "count": {}, "create": {}, "update": {}, "delete": {}}),
        ),
        (
            "Roles",
            json!({
                "find": {"role:staff": true}, "get": {"role:staff": true}, "count": {"*": true},
                "create": {"role:staff": true}, "update": {"role:staff": true}, "delete": {"role:boss": true},
            }),
        ),
        (
            "SignedIn",
            each(&json!({"requiresAuthentication": true}), true),
        ),
        ("Pointed", each(&json!({"pointerFields": ["owner"]}), false)),
        (
            "Friendly",
            each(&json!({"pointerFields": ["friends"]}), true),
        ),
        ("UserFields", {
            let mut all = each(&json!({}), false);
            all["create"] = json!({"role:staff": true, "requiresAuthentication": true});
            all["readUserFields"] = json!(["owner", "friends"]);
            all["writeUserFields"] = json!(["friends"]);
            all
        }),
        (
            "Several",
            json!({
                "find": {"role:staff": true, "pointerFields": ["owner", "friends"]},
                "update": {"role:boss": true, "pointerFields": ["owner"]},
                "delete": {"requiresAuthentication": true, "pointerFields": ["friends"]},
            }),
        ),
        (
            "Withheld",
            json!({"protectedFields": {
                "*": ["number", "secret"], "authenticated": ["secret"], "role:staff": [],
            }}),
        ),
        (
            "Hushed",
            json!({"protectedFields": {"*": ["secret"], "role:staff": ["number", "secret"]}}),
        ),
        (
            "MembersBlind",
            json!({"protectedFields": {"authenticated": ["number"], "role:boss": ["number"]}}),
        ),
    ]
}

/// The same for every operation, or for every one but create.
fn each(permission: &Value, create: bool) -> Value {
    let mut all = json!({
        "find": permission, "get": permission, "count": permission, "update": permission, "delete": permission,
    });
    if create {
        all["create"] = permission.clone();
    }
    all
}
