//! The class `Mod`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Runtime;
use runtime::prelude::*;

/// An object of the class `Mod`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mod {
    pub id: Id<Mod>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub runtime: Option<Ref<Runtime>>,
}

/// What it takes to create a [`Mod`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewMod {
    pub acl: Option<Acl>,
    pub runtime: Option<Ref<Runtime>>,
}

/// Changes to a [`Mod`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModPatch {
    pub acl: Change<Acl>,
    pub runtime: Change<Ref<Runtime>>,
}

impl Mod {
    pub const ID: Column<Mod, Id<Mod>> = Column::new("objectId");
    pub const CREATED_AT: Column<Mod, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Mod, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Mod, Acl> = Column::new("ACL");
    pub const RUNTIME: Column<Mod, Ref<Runtime>> = Column::new("runtime");
}

/// What the engine knows of `Mod`.
pub static CLASS: ClassDef = ClassDef::new("Mod", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    });

const FIELDS: &[FieldDef] = &[FieldDef::pointer("runtime", "runtime")];

impl Class for Mod {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewMod;
    type Patch = ModPatch;
}

impl Wire for Mod {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            runtime: object.take("runtime")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("runtime", self.runtime);
        object.into()
    }
}

impl Wire for NewMod {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            runtime: object.take("runtime")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("runtime", self.runtime);
        object.into()
    }
}

impl Wire for ModPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            runtime: object.take("runtime")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("runtime", self.runtime);
        object.into()
    }
}
