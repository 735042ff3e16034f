//! The class `Größe`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `Größe`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Grosse {
    #[serde(rename = "objectId")]
    pub id: Id<Grosse>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub wert: f64,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewGrosse {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub wert: f64,
}

impl NewGrosse {
    /// One with what must be given, and no more.
    pub fn new(wert: impl Into<f64>) -> Self {
        Self {
            acl: None,
            wert: wert.into(),
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GrossePatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub wert: Change<f64>,
}

/// The fields, to write queries with.
impl Grosse {
    pub const ID: Column<Grosse, Id<Grosse>> = Column::new("objectId");
    pub const CREATED_AT: Column<Grosse, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Grosse, Timestamp> = Column::new("updatedAt");
    pub const WERT: Column<Grosse, f64> = Column::new("wert");
}

impl Class for Grosse {
    const NAME: &'static str = "Größe";
    type New = NewGrosse;
    type Patch = GrossePatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Grosse`].
    pub fn grosses(&self) -> Collection<'_, Grosse> {
        self.collection()
    }
}
