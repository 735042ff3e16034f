//! The class `type`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `type`.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    pub id: Id<Type>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub kind: Option<String>,
}

/// What it takes to create a [`Type`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewType {
    pub acl: Option<Acl>,
    pub kind: Option<String>,
}

/// Changes to a [`Type`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypePatch {
    pub acl: Change<Acl>,
    pub kind: Change<String>,
}

impl Type {
    pub const ID: Column<Type, Id<Type>> = Column::new("objectId");
    pub const CREATED_AT: Column<Type, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Type, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Type, Acl> = Column::new("ACL");
    pub const KIND: Column<Type, String> = Column::new("kind");
}

/// What the engine knows of `type`.
pub static CLASS: ClassDef = ClassDef::new("type", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    });

const FIELDS: &[FieldDef] = &[FieldDef::string("kind")];

impl Class for Type {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewType;
    type Patch = TypePatch;
}

impl Wire for Type {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            kind: object.take("kind")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("kind", self.kind);
        object.into()
    }
}

impl Wire for NewType {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            kind: object.take("kind")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("kind", self.kind);
        object.into()
    }
}

impl Wire for TypePatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            kind: object.take("kind")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("kind", self.kind);
        object.into()
    }
}
