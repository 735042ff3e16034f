//! The class `Vec`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `Vec`.
#[derive(Clone, Debug, PartialEq)]
pub struct VecClass {
    pub id: Id<VecClass>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
}

/// What it takes to create a [`VecClass`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewVecClass {
    pub acl: Option<Acl>,
}

/// Changes to a [`VecClass`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VecClassPatch {
    pub acl: Change<Acl>,
}

impl VecClass {
    pub const ID: Column<VecClass, Id<VecClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<VecClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<VecClass, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<VecClass, Acl> = Column::new("ACL");
}

/// What the engine knows of `Vec`.
pub static CLASS: ClassDef = ClassDef::new("Vec", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    });

const FIELDS: &[FieldDef] = &[];

impl Class for VecClass {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewVecClass;
    type Patch = VecClassPatch;
}

impl Wire for VecClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.into()
    }
}

impl Wire for NewVecClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.into()
    }
}

impl Wire for VecClassPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.into()
    }
}
