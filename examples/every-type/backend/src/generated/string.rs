//! The class `String`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::VecClass;
use runtime::prelude::*;

/// An object of the class `String`.
#[derive(Clone, Debug, PartialEq)]
pub struct StringClass {
    pub id: Id<StringClass>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub vec: Option<Vec<Ref<VecClass>>>,
}

/// What it takes to create a [`StringClass`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewStringClass {
    pub acl: Option<Acl>,
    pub vec: Option<Vec<Ref<VecClass>>>,
}

/// Changes to a [`StringClass`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StringClassPatch {
    pub acl: Change<Acl>,
    pub vec: Change<Vec<Ref<VecClass>>>,
}

impl StringClass {
    pub const ID: Column<StringClass, Id<StringClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<StringClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<StringClass, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<StringClass, Acl> = Column::new("ACL");
    pub const VEC: Column<StringClass, Vec<Ref<VecClass>>> = Column::new("vec");
}

/// What the engine knows of `String`.
pub static CLASS: ClassDef = ClassDef::new("String", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .graphql(&[("", "StringClass")]);

const FIELDS: &[FieldDef] = &[FieldDef::array_of("vec", &FieldDef::pointer("", "Vec"))];

impl Class for StringClass {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewStringClass;
    type Patch = StringClassPatch;
}

impl Wire for StringClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            vec: object.take("vec")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("vec", self.vec);
        object.into()
    }
}

impl Wire for NewStringClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            vec: object.take("vec")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("vec", self.vec);
        object.into()
    }
}

impl Wire for StringClassPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            vec: object.take("vec")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("vec", self.vec);
        object.into()
    }
}
