//! Classes → schemas in Parse's own form, for whoever has the master key. The schema is code: it is read here, and
//! changed where it was generated.

use super::Service;
use crate::Result;
use crate::access::{Caller, Permission, Principal};
use crate::class::{ClassDef, Direction, FieldDef, Kind};
use crate::error::{Code, Error};
use crate::store::Catalog;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The system classes that Parse shows; what else begins with `_` is the server's own.
const SHOWN: [&str; 8] = [
    "_User",
    "_Role",
    "_Session",
    "_Installation",
    "_Audience",
    "_JobSchedule",
    "_JobStatus",
    "_PushStatus",
];

/// System classes of Parse that hold nothing here. Tools that have the master key look whether there is anything in them.
const EMPTY: [&str; 5] = [
    "_ExportProgress",
    "_GraphQLConfig",
    "_Hooks",
    "_JobSchedule",
    "_Product",
];

/// Whether a class is one of Parse's that this backend does not have.
pub(super) fn is_empty(catalog: &Catalog, name: &str) -> bool {
    EMPTY.contains(&name) && catalog.class(name).is_none()
}

impl Service {
    /// Every class, as Parse lists them.
    ///
    /// # Errors
    /// Code 119 where the caller has not the master key.
    pub(crate) fn schemas(&self, caller: &Caller) -> Result<Vec<Value>> {
        caller.must_be_master()?;
        let classes = self.inner.catalog.classes().iter();
        Ok(classes
            .filter(|class| is_shown(class.name))
            .map(|class| schema(class))
            .collect())
    }

    /// # Errors
    /// Code 119 where the caller has not the master key, 103 where there is no such class.
    pub(crate) fn schema(&self, caller: &Caller, name: &str) -> Result<Value> {
        caller.must_be_master()?;
        self.shown(name).map(schema)
    }

    /// Why a schema is not changed, created (`is_new`) or deleted.
    pub(crate) fn refused_schema(&self, caller: &Caller, name: &str, is_new: bool) -> Error {
        let known = match caller.must_be_master() {
            Ok(()) => self.shown(name),
            Err(error) => return error,
        };
        match known {
            Ok(class) if is_new => Error::new(
                Code::INVALID_CLASS_NAME,
                format!("Class {} already exists.", class.name),
            ),
            Err(error) if !is_new => error,
            _ => Error::new(
                Code::OPERATION_FORBIDDEN,
                "Schemas are not changed here: change schema.json and run `backsmith generate`.",
            ),
        }
    }

    /// A class that has a place among the schemas.
    pub(super) fn shown(&self, name: &str) -> Result<&'static ClassDef> {
        let class = self.inner.catalog.class(name);
        class.filter(|class| is_shown(class.name)).ok_or_else(|| {
            Error::new(
                Code::INVALID_CLASS_NAME,
                format!("Class {name} does not exist."),
            )
        })
    }
}

fn is_shown(name: &str) -> bool {
    !name.starts_with('_') || SHOWN.contains(&name)
}

fn schema(class: &ClassDef) -> Value {
    let mut fields = Map::new();
    for (name, kind) in [
        ("objectId", "String"),
        ("createdAt", "Date"),
        ("updatedAt", "Date"),
        ("ACL", "ACL"),
    ] {
        fields.insert(name.to_owned(), json!({"type": kind}));
    }
    for def in class.fields {
        fields.insert(def.name.to_owned(), field(def));
    }
    json!({
        "className": class.name,
        "fields": fields,
        "classLevelPermissions": permissions(class),
        "indexes": indexes(class),
    })
}

fn field(field: &FieldDef) -> Value {
    let mut document = json!({"type": field.kind.name()});
    if let Kind::Pointer { class, .. } | Kind::Relation { class } = field.kind {
        document["targetClass"] = class.into();
    }
    if field.required {
        document["required"] = true.into();
    }
    // A default is the schema's own JSON, which the generator has read.
    let default = field.default.map(serde_json::from_str::<Value>);
    if let Some(Ok(default)) = default {
        document["defaultValue"] = default;
    }
    document
}

/// By the names that MongoDB gives to indexes, as in Parse: `status_1_createdAt_-1`.
fn indexes(class: &ClassDef) -> Value {
    let mut all = Map::new();
    all.insert("_id_".to_owned(), json!({"_id": 1}));
    let mut add = |fields: &[(&str, Direction)]| {
        let signed = |direction| match direction {
            Direction::Ascending => 1,
            Direction::Descending => -1,
        };
        let parts = fields.iter();
        let name: Vec<_> = parts
            .map(|(field, direction)| format!("{field}_{}", signed(*direction)))
            .collect();
        let keys = fields.iter();
        let keys: Map<_, _> = keys
            .map(|(field, direction)| ((*field).to_owned(), signed(*direction).into()))
            .collect();
        all.insert(name.join("_"), keys.into());
    };
    for field in class
        .fields
        .iter()
        .filter(|field| field.index || field.unique)
    {
        add(&[(field.name, Direction::Ascending)]);
    }
    for index in class.indexes {
        add(index.fields);
    }
    all.into()
}

/// What `access` and `classLevelPermissions` let clients do, in the form of the latter.
///
/// That form has no word for the user at the end of a longer owner path, nor for a user's right to himself: whoever is let
/// in by those is not in it.
fn permissions(class: &ClassDef) -> Value {
    let (access, declared) = (&class.access, &class.permissions);
    let mut document = Map::new();
    for (name, rule, permission) in [
        ("find", access.read, &declared.find),
        ("get", access.read, &declared.get),
        ("count", access.read, &declared.count),
        ("create", access.create, &declared.create),
        ("update", access.update, &declared.update),
        ("delete", access.delete, &declared.delete),
    ] {
        let ruled = Admitted::by_rule(class, rule, name == "create");
        let both = match permission {
            Some(permission) => ruled.and(&Admitted::by_permission(permission)),
            None => ruled,
        };
        document.insert(name.to_owned(), both.document());
    }
    document.insert("addField".to_owned(), json!({}));
    let mut protected = Map::new();
    protected.insert("*".to_owned(), json!([]));
    for (group, fields) in declared.protected_fields {
        protected.insert((*group).to_owned(), json!(fields));
    }
    document.insert("protectedFields".to_owned(), protected.into());
    for (name, fields) in [
        ("readUserFields", declared.read_user_fields),
        ("writeUserFields", declared.write_user_fields),
    ] {
        if !fields.is_empty() {
            document.insert(name.to_owned(), json!(fields));
        }
    }
    document.into()
}

/// Whom an operation is open to, as `classLevelPermissions` may say it.
#[derive(Default)]
struct Admitted {
    everybody: bool,
    signed_in: bool,
    /// Users' ids and `role:NAME`.
    names: BTreeSet<String>,
    /// Fields that name a user.
    fields: BTreeSet<&'static str>,
}

impl Admitted {
    fn by_rule(class: &ClassDef, rule: &[Principal], creates: bool) -> Self {
        let mut admitted = Self::default();
        for principal in rule {
            match principal {
                Principal::Public => admitted.everybody = true,
                Principal::Authenticated => admitted.signed_in = true,
                Principal::Role(role) => _ = admitted.names.insert(format!("role:{role}")),
                // Before it is created an object names nobody yet.
                Principal::Owner if creates => admitted.signed_in = true,
                Principal::Owner => {
                    if let [field] = class.owner {
                        admitted.fields.insert(field);
                    }
                }
            }
        }
        admitted
    }

    fn by_permission(permission: &Permission) -> Self {
        let names = permission.allowed.iter().filter(|name| **name != "*");
        Self {
            everybody: permission.allowed.contains(&"*"),
            signed_in: permission.requires_authentication,
            names: names.map(|name| (*name).to_owned()).collect(),
            fields: permission.pointer_fields.iter().copied().collect(),
        }
    }

    /// Those whom both admit, as far as each of them is named.
    fn and(self, other: &Self) -> Self {
        let members = |one: &Self| one.everybody || one.signed_in;
        let names = self.names.union(&other.names).filter(|name| {
            let by = |one: &Self| members(one) || one.names.contains(*name);
            by(&self) && by(other)
        });
        let fields = self.fields.union(&other.fields).filter(|field| {
            let by = |one: &Self| members(one) || one.fields.contains(*field);
            by(&self) && by(other)
        });
        Self {
            everybody: self.everybody && other.everybody,
            signed_in: members(&self) && members(other) && (self.signed_in || other.signed_in),
            names: names.cloned().collect(),
            fields: fields.copied().collect(),
        }
    }

    fn document(&self) -> Value {
        let mut document = Map::new();
        if self.everybody {
            document.insert("*".to_owned(), true.into());
        }
        if self.signed_in && !self.everybody {
            document.insert("requiresAuthentication".to_owned(), true.into());
        }
        for name in &self.names {
            document.insert(name.clone(), true.into());
        }
        if !self.fields.is_empty() {
            document.insert("pointerFields".to_owned(), json!(self.fields));
        }
        document.into()
    }
}
