//! A random schema, and the files it may be written as.

mod text;

use proptest::sample::Index;
use serde_json::Value;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub struct Schema {
    pub name: String,
    pub open: bool,
    pub classes: Vec<Class>,
    pub functions: Vec<Function>,
}

/// Its name, its parameters, what it answers.
pub type Function = (String, Vec<(String, Field)>, Option<Field>);

#[derive(Clone, Debug)]
pub struct Class {
    pub name: String,
    pub description: Option<String>,
    pub fields: Vec<(String, Field)>,
    /// A required Pointer to User under this name, and whether it is said to be the owner.
    pub owner: Option<(String, bool)>,
    pub access: Option<[Vec<&'static str>; 4]>,
    pub permissions: bool,
    pub index: Option<Index>,
    pub unique: Option<Index>,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub kind: Kind,
    pub description: Option<String>,
    pub required: bool,
    pub rules: Rules,
}

/// What only a field of a class may have.
#[derive(Clone, Debug)]
pub struct Rules {
    pub unique: bool,
    pub index: bool,
    pub read_only: bool,
    pub immutable: bool,
    pub hidden: bool,
    pub default: bool,
    pub code_name: bool,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// A type with its checks, and a value that passes them.
    Plain {
        keys: Value,
        default: Value,
    },
    Enum {
        values: Vec<String>,
        steps: Vec<(Index, Index)>,
        listed: bool,
    },
    Object(Option<Vec<(String, Field)>>),
    /// Its elements, and the least and the most of them.
    Array(Option<Box<Field>>, Option<(u32, u32)>),
    Pointer(Index, &'static str),
    Relation(Index),
}

/// How a file is written; the meaning is the same.
#[derive(Clone, Copy, Debug)]
pub struct Spelling {
    /// The key of the classes; none for the bare list.
    pub list: Option<&'static str>,
    /// `_User` for `User`.
    pub underscored: bool,
    /// `defaultValue` for `default`.
    pub parse_server: bool,
}

const SYSTEM: [&str; 4] = ["User", "Role", "Session", "Installation"];

/// Fields that some class has anyway, of a type that cannot be chosen.
const SYSTEM_FIELDS: &[&str] = &[
    "objectId",
    "createdAt",
    "updatedAt",
    "ACL",
    "username",
    "email",
    "password",
    "emailVerified",
    "authData",
    "name",
    "users",
    "roles",
    "user",
    "sessionToken",
    "expiresAt",
    "installationId",
    "createdWith",
    "restricted",
    "deviceToken",
    "deviceType",
    "channels",
    "badge",
    "appName",
    "appVersion",
    "appIdentifier",
    "localeIdentifier",
    "timeZone",
    "pushType",
    "GCMSenderId",
    "parseVersion",
];

impl Schema {
    /// Without classes and fields of the same name, so that it is valid.
    pub fn new(
        name: String,
        open: bool,
        mut classes: Vec<Class>,
        functions: Vec<Function>,
    ) -> Self {
        distinct(&mut classes, |class| &class.name);
        for class in &mut classes {
            let is_system = SYSTEM.contains(&class.name.as_str());
            if is_system {
                class.owner = None;
                class
                    .fields
                    .retain(|(name, _)| !SYSTEM_FIELDS.contains(&name.as_str()));
            }
            let owner = class.owner.as_ref().map(|(owner, _)| owner.clone());
            class
                .fields
                .retain(|(name, _)| Some(name) != owner.as_ref());
            distinct_fields(&mut class.fields);
        }
        let mut schema = Self {
            name,
            open,
            classes,
            functions,
        };
        distinct(&mut schema.functions, |(name, ..)| name);
        for (_, params, _) in &mut schema.functions {
            distinct_fields(params);
        }
        schema
    }
}

fn distinct<T>(all: &mut Vec<T>, name: impl Fn(&T) -> &String) {
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert(name(one).clone()));
}

fn distinct_fields(fields: &mut Vec<(String, Field)>) {
    distinct(fields, |(name, _)| name);
    for (_, field) in fields {
        distinct_within(&mut field.kind);
    }
}

fn distinct_within(kind: &mut Kind) {
    match kind {
        Kind::Object(Some(fields)) => distinct_fields(fields),
        Kind::Array(Some(element), _) => distinct_within(&mut element.kind),
        Kind::Enum { values, .. } => distinct(values, |value| value),
        Kind::Plain { .. }
        | Kind::Object(None)
        | Kind::Array(None, _)
        | Kind::Pointer(..)
        | Kind::Relation(_) => {}
    }
}
