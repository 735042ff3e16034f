//! The classes that Parse Server brings, and the fields they bring.

use super::{Resolver, classes};
use crate::model::{Checks, Field, FieldType, Format, Name, OnDelete, Pointer, Shape, SystemClass};

/// Classes that a Parse Server keeps for itself: its `GET /schemas` may list them.
const LEFT_OUT: [&str; 11] = [
    "_Product",
    "_PushStatus",
    "_JobStatus",
    "_JobSchedule",
    "_Hooks",
    "_GlobalConfig",
    "_GraphQLConfig",
    "_Audience",
    "_Idempotency",
    "_ExportProgress",
    "_SCHEMA",
];

/// The classes that every server has objects of for its clients.
pub(super) const CLASSES: [&str; 4] = ["_User", "_Role", "_Session", "_Installation"];

pub(super) fn left_out(name: &str) -> bool {
    LEFT_OUT.contains(&name) || name.starts_with("_Join:")
}

/// The name on the wire: `User` is `_User`.
pub(super) fn wire_name(name: &str) -> &str {
    match name {
        "User" => "_User",
        "Role" => "_Role",
        "Session" => "_Session",
        "Installation" => "_Installation",
        other => other,
    }
}

pub(super) fn class(wire: &str) -> Option<SystemClass> {
    match wire {
        "_User" => Some(SystemClass::User),
        "_Role" => Some(SystemClass::Role),
        "_Session" => Some(SystemClass::Session),
        "_Installation" => Some(SystemClass::Installation),
        _ => None,
    }
}

/// The type of a field that every class has.
pub(super) fn universal(field: &str) -> Option<&'static str> {
    match field {
        "objectId" => Some("String"),
        "createdAt" | "updatedAt" => Some("Date"),
        "ACL" => Some("ACL"),
        _ => None,
    }
}

/// The fields that a system class has of its own.
pub(super) fn fields(resolver: &mut Resolver<'_>, class: SystemClass) -> Vec<Field> {
    match class {
        SystemClass::User => vec![
            Field {
                required: true,
                ..field("username", FieldType::String)
            },
            email(),
            Field {
                required: true,
                hidden: true,
                ..field("password", FieldType::String)
            },
            Field {
                read_only: true,
                ..field("emailVerified", FieldType::Boolean)
            },
            Field {
                hidden: true,
                ..field("authData", FieldType::Object(None))
            },
        ],
        SystemClass::Role => {
            let users = classes::system_class(resolver, "_User");
            let roles = classes::system_class(resolver, "_Role");
            vec![
                Field {
                    required: true,
                    unique: true,
                    immutable: true,
                    ..field("name", FieldType::String)
                },
                field("users", FieldType::Relation(users)),
                field("roles", FieldType::Relation(roles)),
            ]
        }
        SystemClass::Session => {
            let class = classes::system_class(resolver, "_User");
            let user = FieldType::Pointer(Pointer {
                class,
                on_delete: OnDelete::Cascade,
            });
            let set_by_server = |name, ty| Field {
                read_only: true,
                ..field(name, ty)
            };
            vec![
                Field {
                    required: true,
                    ..set_by_server("user", user)
                },
                Field {
                    hidden: true,
                    unique: true,
                    ..set_by_server("sessionToken", FieldType::String)
                },
                set_by_server("expiresAt", FieldType::Date),
                set_by_server("installationId", FieldType::String),
                set_by_server("createdWith", FieldType::Object(None)),
                set_by_server("restricted", FieldType::Boolean),
            ]
        }
        SystemClass::Installation => installation(),
    }
}

fn installation() -> Vec<Field> {
    let strings = ["installationId", "deviceToken", "deviceType"];
    let more = [
        "appName",
        "appVersion",
        "appIdentifier",
        "localeIdentifier",
        "timeZone",
        "pushType",
        "GCMSenderId",
        "parseVersion",
    ];
    let text = |name: &&str| field(name, FieldType::String);
    strings
        .iter()
        .map(text)
        .chain([
            field("channels", FieldType::Array(None)),
            field("badge", FieldType::Number),
        ])
        .chain(more.iter().map(text))
        .collect()
}

fn email() -> Field {
    let mut email = field("email", FieldType::String);
    email.shape.checks.format = Some(Format::Email);
    email
}

fn field(name: &str, ty: FieldType) -> Field {
    Field {
        name: Name {
            wire: name.to_owned(),
            code: String::new(),
        },
        description: None,
        shape: Shape {
            ty,
            checks: Checks::default(),
        },
        required: false,
        default: None,
        unique: false,
        index: false,
        read_only: false,
        immutable: false,
        hidden: false,
        system: true,
    }
}
