//! What a schema means: classes, fields and types, every name resolved.
//!
//! A `Model` is whole and consistent: each Pointer leads to a class, each path to a field, each default to a value of
//! its type. It names no target: no SQL, no HTTP, no Rust, no TypeScript.

pub mod access;
pub mod name;
mod resolve;

pub use access::{Access, ClassPermissions, Permission, Principal};
pub use name::Name;
pub use resolve::resolve;

use serde_json::Value;

/// A whole schema. Classes stand in the order of the file; the system classes that it only points at come last.
#[derive(Clone, Debug)]
pub struct Model {
    /// The project's name as the file gives it.
    pub name: Option<String>,
    /// The version of the user's schema, free text.
    pub version: Option<String>,
    pub roles: Vec<String>,
    pub classes: Vec<Class>,
    /// System classes that the file does not even point at, with ids that follow on: the server has them all the same.
    pub unmentioned: Vec<Class>,
    pub functions: Vec<Function>,
}

/// Index of a class in [`Model::classes`], and beyond them in [`Model::unmentioned`].
pub type ClassId = usize;

impl Model {
    /// Every class that the server has objects of for its clients, in the order of ids.
    pub fn all_classes(&self) -> impl Iterator<Item = &Class> {
        self.classes.iter().chain(&self.unmentioned)
    }
}

#[derive(Clone, Debug)]
pub struct Class {
    pub name: Name,
    pub description: Option<String>,
    /// `_User`, `_Role`, `_Session` or `_Installation`, which bring fields of their own.
    pub system: Option<SystemClass>,
    /// False for a system class that the file only points at.
    pub listed: bool,
    /// All fields but the four that every class has (`objectId`, `createdAt`, `updatedAt`, `ACL`), in the order of the
    /// file; on a system class its own fields first.
    pub fields: Vec<Field>,
    /// The way from an object to the User it belongs to: field names, each a Pointer. On User itself it is empty, and the
    /// object is its own owner.
    pub owner: Option<Vec<String>>,
    /// Who may do what: declared, or the safe default.
    pub access: Access,
    /// `classLevelPermissions` as declared; it narrows `access`.
    pub permissions: Option<ClassPermissions>,
    /// Declared indexes and sets of fields that are unique together.
    pub indexes: Vec<Index>,
    pub notify: Vec<Notify>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemClass {
    User,
    Role,
    Session,
    Installation,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub description: Option<String>,
    pub shape: Shape,
    pub required: bool,
    /// In the wire encoding of the field's type.
    pub default: Option<Value>,
    pub unique: bool,
    pub index: bool,
    /// Only the server sets it.
    pub read_only: bool,
    /// Set once, on create.
    pub immutable: bool,
    /// Never returned.
    pub hidden: bool,
    /// One of a system class's own fields (`username`, `email`, …).
    pub system: bool,
}

/// A type with the checks that a value of it must pass: of a field, or of an element of an Array.
#[derive(Clone, Debug)]
pub struct Shape {
    pub ty: FieldType,
    pub checks: Checks,
}

/// A closed set: add a type and the compiler lists what is left to do.
#[derive(Clone, Debug)]
pub enum FieldType {
    String,
    /// A String that is one of a few.
    Enum(Enum),
    Number,
    Boolean,
    Date,
    /// With the fields it must have, if declared.
    Object(Option<Vec<Field>>),
    /// With the type of each element, if declared.
    Array(Option<Box<Shape>>),
    GeoPoint,
    Polygon,
    File,
    Bytes,
    Pointer(Pointer),
    Relation(ClassId),
    /// A field of type ACL beside the one that every object has.
    Acl,
}

impl FieldType {
    /// As a schema writes it; an enum is a String there.
    pub fn name(&self) -> &'static str {
        match self {
            Self::String | Self::Enum(_) => "String",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::Date => "Date",
            Self::Object(_) => "Object",
            Self::Array(_) => "Array",
            Self::GeoPoint => "GeoPoint",
            Self::Polygon => "Polygon",
            Self::File => "File",
            Self::Bytes => "Bytes",
            Self::Pointer(_) => "Pointer",
            Self::Relation(_) => "Relation",
            Self::Acl => "ACL",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Enum {
    /// At least one, no two alike.
    pub values: Vec<EnumValue>,
    /// Which value may follow which; empty where anything may follow anything.
    pub transitions: Vec<Transition>,
}

#[derive(Clone, Debug)]
pub struct EnumValue {
    pub name: Name,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    pub from: String,
    pub to: String,
    /// Who may make it; `None` for whoever may update the object.
    pub by: Option<Vec<Principal>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    pub class: ClassId,
    pub on_delete: OnDelete,
}

/// What becomes of an object when the one it points at is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDelete {
    /// It keeps a Pointer to nothing, as in Parse.
    #[default]
    Keep,
    /// The deletion is refused.
    Restrict,
    /// It is deleted too.
    Cascade,
    /// Its Pointer is unset.
    Clear,
}

/// `None` and `false` check nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub integer: bool,
    /// In Unicode scalar values for a String, in elements for an Array.
    pub min_length: Option<u32>,
    pub max_length: Option<u32>,
    /// A regular expression that is searched for, as in JSON Schema.
    pub pattern: Option<String>,
    pub format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Email,
    Url,
    Uuid,
    Phone,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// As declared in `indexes`; `None` for one of `unique`.
    pub name: Option<String>,
    /// Wire names, each with its direction.
    pub fields: Vec<(String, Direction)>,
    pub unique: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// A row of the Notification class that is written in the transaction of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notify {
    /// The field whose change is told.
    pub when: String,
    /// A Pointer path that ends at User.
    pub to: Vec<String>,
    /// With `{field}` where a value of the object stands.
    pub message: String,
}

/// A server function that the user writes, with its shape.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: Name,
    pub description: Option<String>,
    pub params: Vec<Field>,
    pub result: Option<Shape>,
    pub access: Vec<Principal>,
}
