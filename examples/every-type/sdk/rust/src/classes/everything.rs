//! Everything: A field of each type, with each check.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::ResultClass;
use super::User;
use crate::runtime::{
    Acl, Bytes, Change, Class, Client, Collection, Column, GeoPoint, Id, Object, Polygon, Ref,
    Relation, StoredFile, Timestamp, Value,
};
use serde::{Deserialize, Serialize};

/// A field of each type, with each check.
///
/// This paragraph holds \<b\>markup\</b\>, a \[link\], `code`, a | bar and a line that begins with - a dash.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Everything {
    #[serde(rename = "objectId")]
    pub id: Id<Everything>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub string: String,
    pub email: Option<String>,
    pub url: Option<String>,
    pub uuid: Option<String>,
    pub number: f64,
    pub integer: Option<i64>,
    pub boolean: bool,
    pub date: Timestamp,
    pub object: Option<Object>,
    /// An Object with a shape of its own
    pub shape: EverythingShape,
    pub array: Option<Vec<Value>>,
    pub numbers: Vec<f64>,
    pub matrix: Option<Vec<Vec<i64>>>,
    pub lines: Option<Vec<EverythingLine>>,
    pub place: GeoPoint,
    pub area: Option<Polygon>,
    pub picture: Option<StoredFile>,
    pub bytes: Option<Bytes>,
    pub audience: Option<Acl>,
    pub owner: Ref<User>,
    pub parent: Option<Ref<Everything>>,
    pub result: Option<Ref<ResultClass>>,
    pub friends: Relation<User>,
    pub serial: i64,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewEverything {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub string: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    pub number: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub integer: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boolean: Option<bool>,
    pub date: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    pub shape: EverythingShape,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub array: Option<Vec<Value>>,
    pub numbers: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Vec<Vec<i64>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<EverythingLine>>,
    pub place: GeoPoint,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Polygon>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<StoredFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Bytes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Acl>,
    pub owner: Ref<User>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Ref<Everything>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Ref<ResultClass>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub friends: Option<Relation<User>>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EverythingPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub string: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub email: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub url: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub phone: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub number: Change<f64>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub integer: Change<i64>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub boolean: Change<bool>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub date: Change<Timestamp>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub object: Change<Object>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub shape: Change<EverythingShape>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub array: Change<Vec<Value>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub numbers: Change<Vec<f64>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub matrix: Change<Vec<Vec<i64>>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub lines: Change<Vec<EverythingLine>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub place: Change<GeoPoint>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub area: Change<Polygon>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub picture: Change<StoredFile>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub bytes: Change<Bytes>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub audience: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub owner: Change<Ref<User>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub parent: Change<Ref<Everything>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub result: Change<Ref<ResultClass>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub friends: Change<Relation<User>>,
}

/// The fields, to write queries with.
impl Everything {
    pub const ID: Column<Everything, Id<Everything>> = Column::new("objectId");
    pub const CREATED_AT: Column<Everything, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Everything, Timestamp> = Column::new("updatedAt");
    pub const STRING: Column<Everything, String> = Column::new("string");
    pub const EMAIL: Column<Everything, String> = Column::new("email");
    pub const URL: Column<Everything, String> = Column::new("url");
    pub const UUID: Column<Everything, String> = Column::new("uuid");
    pub const NUMBER: Column<Everything, f64> = Column::new("number");
    pub const INTEGER: Column<Everything, i64> = Column::new("integer");
    pub const BOOLEAN: Column<Everything, bool> = Column::new("boolean");
    pub const DATE: Column<Everything, Timestamp> = Column::new("date");
    pub const OBJECT: Column<Everything, Object> = Column::new("object");
    pub const SHAPE: Column<Everything, EverythingShape> = Column::new("shape");
    pub const ARRAY: Column<Everything, Vec<Value>> = Column::new("array");
    pub const NUMBERS: Column<Everything, Vec<f64>> = Column::new("numbers");
    pub const MATRIX: Column<Everything, Vec<Vec<i64>>> = Column::new("matrix");
    pub const LINES: Column<Everything, Vec<EverythingLine>> = Column::new("lines");
    pub const PLACE: Column<Everything, GeoPoint> = Column::new("place");
    pub const AREA: Column<Everything, Polygon> = Column::new("area");
    pub const PICTURE: Column<Everything, StoredFile> = Column::new("picture");
    pub const BYTES: Column<Everything, Bytes> = Column::new("bytes");
    pub const AUDIENCE: Column<Everything, Acl> = Column::new("audience");
    pub const OWNER: Column<Everything, Ref<User>> = Column::new("owner");
    pub const PARENT: Column<Everything, Ref<Everything>> = Column::new("parent");
    pub const RESULT: Column<Everything, Ref<ResultClass>> = Column::new("result");
    pub const FRIENDS: Column<Everything, Relation<User>> = Column::new("friends");
    pub const SERIAL: Column<Everything, i64> = Column::new("serial");
}

impl Class for Everything {
    const NAME: &'static str = "Everything";
    type New = NewEverything;
    type Patch = EverythingPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Everything`].
    pub fn everythings(&self) -> Collection<'_, Everything> {
        self.collection()
    }
}

/// An Object with a shape of its own
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct EverythingShape {
    pub width: f64,
    pub height: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<EverythingShapeLabel>,
    /// Fields that came to the schema after this client: what is read is written again whole.
    #[serde(flatten)]
    pub unknown: Object,
}

impl EverythingShape {
    /// One with what must be given, and no more.
    pub fn new(width: impl Into<f64>, height: impl Into<f64>) -> Self {
        Self {
            width: width.into(),
            height: height.into(),
            label: None,
            unknown: Object::new(),
        }
    }
}

/// An Object with fields of its own.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct EverythingShapeLabel {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colours: Option<Vec<EverythingShapeLabelColour>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Ref<Everything>>,
    /// Fields that came to the schema after this client: what is read is written again whole.
    #[serde(flatten)]
    pub unknown: Object,
}

impl EverythingShapeLabel {
    /// One with what must be given, and no more.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            colours: None,
            next: None,
            unknown: Object::new(),
        }
    }
}

/// An Object with fields of its own.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct EverythingLine {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<EverythingLinePart>>,
    /// Fields that came to the schema after this client: what is read is written again whole.
    #[serde(flatten)]
    pub unknown: Object,
}

/// An Object with fields of its own.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct EverythingLinePart {
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Fields that came to the schema after this client: what is read is written again whole.
    #[serde(flatten)]
    pub unknown: Object,
}

/// One of a few.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum EverythingShapeLabelColour {
    #[serde(rename = "red")]
    Red,
    #[serde(rename = "green")]
    Green,
    #[serde(rename = "blue")]
    Blue,
    /// One that came to the schema after this client.
    #[serde(untagged)]
    Unknown(String),
}

impl EverythingShapeLabelColour {
    /// Those that this client knows.
    pub const ALL: &'static [Self] = &[Self::Red, Self::Green, Self::Blue];
}
