//! Words: Names that are words of a language, or none of any.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// Names that are words of a language, or none of any.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Words {
    #[serde(rename = "objectId")]
    pub id: Id<Words>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub r#type: Option<String>,
    #[serde(rename = "self")]
    pub self_: Option<String>,
    #[serde(rename = "Self")]
    pub self_2: Option<f64>,
    #[serde(rename = "crate")]
    pub crate_: Option<bool>,
    #[serde(rename = "super")]
    pub super_: Option<String>,
    pub r#match: Option<String>,
    pub r#async: Option<String>,
    #[serde(rename = "id")]
    pub id_2: Option<String>,
    #[serde(rename = "acl")]
    pub acl_2: Option<String>,
    #[serde(rename = "created_at")]
    pub created_at_2: Option<Timestamp>,
    pub def: Option<String>,
    pub object: Option<String>,
    pub value: Option<String>,
    pub order: Option<String>,
    pub select: Option<String>,
    pub default: Option<String>,
    #[serde(rename = "in-transit")]
    pub in_transit: Option<bool>,
    #[serde(rename = "größe")]
    pub grosse: Option<f64>,
    #[serde(rename = "orderId")]
    pub order_id: Option<String>,
    #[serde(rename = "order_id")]
    pub order_id_2: Option<String>,
    #[serde(rename = "the end")]
    pub the_end: Option<String>,
    pub mood: WordsMood,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewWords {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_: Option<String>,
    #[serde(rename = "Self", skip_serializing_if = "Option::is_none")]
    pub self_2: Option<f64>,
    #[serde(rename = "crate", skip_serializing_if = "Option::is_none")]
    pub crate_: Option<bool>,
    #[serde(rename = "super", skip_serializing_if = "Option::is_none")]
    pub super_: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#match: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#async: Option<String>,
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id_2: Option<String>,
    #[serde(rename = "acl", skip_serializing_if = "Option::is_none")]
    pub acl_2: Option<String>,
    #[serde(rename = "created_at", skip_serializing_if = "Option::is_none")]
    pub created_at_2: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub def: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    #[serde(rename = "in-transit", skip_serializing_if = "Option::is_none")]
    pub in_transit: Option<bool>,
    #[serde(rename = "größe", skip_serializing_if = "Option::is_none")]
    pub grosse: Option<f64>,
    #[serde(rename = "orderId", skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    #[serde(rename = "order_id", skip_serializing_if = "Option::is_none")]
    pub order_id_2: Option<String>,
    #[serde(rename = "the end", skip_serializing_if = "Option::is_none")]
    pub the_end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mood: Option<WordsMood>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WordsPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub r#type: Change<String>,
    #[serde(rename = "self", skip_serializing_if = "Change::is_keep")]
    pub self_: Change<String>,
    #[serde(rename = "Self", skip_serializing_if = "Change::is_keep")]
    pub self_2: Change<f64>,
    #[serde(rename = "crate", skip_serializing_if = "Change::is_keep")]
    pub crate_: Change<bool>,
    #[serde(rename = "super", skip_serializing_if = "Change::is_keep")]
    pub super_: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub r#match: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub r#async: Change<String>,
    #[serde(rename = "id", skip_serializing_if = "Change::is_keep")]
    pub id_2: Change<String>,
    #[serde(rename = "acl", skip_serializing_if = "Change::is_keep")]
    pub acl_2: Change<String>,
    #[serde(rename = "created_at", skip_serializing_if = "Change::is_keep")]
    pub created_at_2: Change<Timestamp>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub def: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub object: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub value: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub order: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub select: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub default: Change<String>,
    #[serde(rename = "in-transit", skip_serializing_if = "Change::is_keep")]
    pub in_transit: Change<bool>,
    #[serde(rename = "größe", skip_serializing_if = "Change::is_keep")]
    pub grosse: Change<f64>,
    #[serde(rename = "orderId", skip_serializing_if = "Change::is_keep")]
    pub order_id: Change<String>,
    #[serde(rename = "order_id", skip_serializing_if = "Change::is_keep")]
    pub order_id_2: Change<String>,
    #[serde(rename = "the end", skip_serializing_if = "Change::is_keep")]
    pub the_end: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub mood: Change<WordsMood>,
}

/// The fields, to write queries with.
impl Words {
    pub const ID: Column<Words, Id<Words>> = Column::new("objectId");
    pub const CREATED_AT: Column<Words, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Words, Timestamp> = Column::new("updatedAt");
    pub const TYPE: Column<Words, String> = Column::new("type");
    pub const SELF: Column<Words, String> = Column::new("self");
    pub const SELF_2: Column<Words, f64> = Column::new("Self");
    pub const CRATE: Column<Words, bool> = Column::new("crate");
    pub const SUPER: Column<Words, String> = Column::new("super");
    pub const MATCH: Column<Words, String> = Column::new("match");
    pub const ASYNC: Column<Words, String> = Column::new("async");
    pub const ID_2: Column<Words, String> = Column::new("id");
    pub const ACL_2: Column<Words, String> = Column::new("acl");
    pub const CREATED_AT_2: Column<Words, Timestamp> = Column::new("created_at");
    pub const DEF: Column<Words, String> = Column::new("def");
    pub const OBJECT: Column<Words, String> = Column::new("object");
    pub const VALUE: Column<Words, String> = Column::new("value");
    pub const ORDER: Column<Words, String> = Column::new("order");
    pub const SELECT: Column<Words, String> = Column::new("select");
    pub const DEFAULT: Column<Words, String> = Column::new("default");
    pub const IN_TRANSIT: Column<Words, bool> = Column::new("in-transit");
    pub const GROSSE: Column<Words, f64> = Column::new("größe");
    pub const ORDER_ID: Column<Words, String> = Column::new("orderId");
    pub const ORDER_ID_2: Column<Words, String> = Column::new("order_id");
    pub const THE_END: Column<Words, String> = Column::new("the end");
    pub const MOOD: Column<Words, WordsMood> = Column::new("mood");
}

impl Class for Words {
    const NAME: &'static str = "Words";
    type New = NewWords;
    type Patch = WordsPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Words`].
    pub fn words(&self) -> Collection<'_, Words> {
        self.collection()
    }
}

/// One of a few.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum WordsMood {
    #[serde(rename = "in-transit")]
    InTransit,
    #[serde(rename = "2nd")]
    Value2nd,
    #[serde(rename = "")]
    Value,
    #[serde(rename = "Self")]
    Self_,
    #[serde(rename = "ß")]
    Ss,
    #[serde(rename = "self")]
    Self2,
    #[serde(rename = "a b")]
    AB,
    #[serde(rename = "\"quoted\"")]
    Quoted,
    #[serde(rename = "line | bar")]
    LineBar,
    /// One that came to the schema after this client.
    #[serde(untagged)]
    Unknown(String),
}

impl WordsMood {
    /// Those that this client knows.
    pub const ALL: &'static [Self] = &[
        Self::InTransit,
        Self::Value2nd,
        Self::Value,
        Self::Self_,
        Self::Ss,
        Self::Self2,
        Self::AB,
        Self::Quoted,
        Self::LineBar,
    ];

    /// Those that the schema lets it become.
    pub fn next(&self) -> &'static [Self] {
        match self {
            Self::Value => &[Self::Self_, Self::Value2nd],
            Self::Self_ => &[Self::Quoted],
            _ => &[],
        }
    }

    /// Whether the schema lets it become `to`.
    pub fn can_become(&self, to: &Self) -> bool {
        self.next().contains(to)
    }
}
