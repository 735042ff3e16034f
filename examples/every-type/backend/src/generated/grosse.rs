//! The class `Größe`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `Größe`.
#[derive(Clone, Debug, PartialEq)]
pub struct Grosse {
    pub id: Id<Grosse>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub wert: f64,
}

/// What it takes to create a [`Grosse`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewGrosse {
    pub acl: Option<Acl>,
    pub wert: f64,
}

/// Changes to a [`Grosse`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GrossePatch {
    pub acl: Change<Acl>,
    pub wert: Change<f64>,
}

impl Grosse {
    pub const ID: Column<Grosse, Id<Grosse>> = Column::new("objectId");
    pub const CREATED_AT: Column<Grosse, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Grosse, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Grosse, Acl> = Column::new("ACL");
    pub const WERT: Column<Grosse, f64> = Column::new("wert");
}

/// What the engine knows of `Größe`.
pub static CLASS: ClassDef = ClassDef::new("Größe", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .graphql(&[("", "Grosse")]);

const FIELDS: &[FieldDef] = &[FieldDef::number("wert").required()];

impl Class for Grosse {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewGrosse;
    type Patch = GrossePatch;
}

impl Wire for Grosse {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            wert: object.take("wert")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("wert", self.wert);
        object.into()
    }
}

impl Wire for NewGrosse {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            wert: object.take("wert")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("wert", self.wert);
        object.into()
    }
}

impl Wire for GrossePatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            wert: object.take("wert")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("wert", self.wert);
        object.into()
    }
}
