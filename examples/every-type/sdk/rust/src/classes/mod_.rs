//! The class `Mod`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Runtime;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `Mod`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Mod {
    #[serde(rename = "objectId")]
    pub id: Id<Mod>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    pub runtime: Option<Ref<Runtime>>,
}

/// What it takes to create one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct NewMod {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime: Option<Ref<Runtime>>,
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ModPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub runtime: Change<Ref<Runtime>>,
}

/// The fields, to write queries with.
impl Mod {
    pub const ID: Column<Mod, Id<Mod>> = Column::new("objectId");
    pub const CREATED_AT: Column<Mod, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Mod, Timestamp> = Column::new("updatedAt");
    pub const RUNTIME: Column<Mod, Ref<Runtime>> = Column::new("runtime");
}

impl Class for Mod {
    const NAME: &'static str = "Mod";
    type New = NewMod;
    type Patch = ModPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Mod`].
    pub fn mods(&self) -> Collection<'_, Mod> {
        self.collection()
    }
}
