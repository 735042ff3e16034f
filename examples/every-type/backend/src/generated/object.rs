//! The class `Object`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `Object`.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectClass {
    pub id: Id<ObjectClass>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub value: Option<Object>,
}

/// What it takes to create an [`ObjectClass`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewObjectClass {
    pub acl: Option<Acl>,
    pub value: Option<Object>,
}

/// Changes to an [`ObjectClass`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectClassPatch {
    pub acl: Change<Acl>,
    pub value: Change<Object>,
}

impl ObjectClass {
    pub const ID: Column<ObjectClass, Id<ObjectClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<ObjectClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<ObjectClass, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<ObjectClass, Acl> = Column::new("ACL");
    pub const VALUE: Column<ObjectClass, Object> = Column::new("value");
}

/// What the engine knows of `Object`.
pub static CLASS: ClassDef = ClassDef::new("Object", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .graphql(&[("", "ObjectClass")]);

const FIELDS: &[FieldDef] = &[FieldDef::object("value")];

impl Class for ObjectClass {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewObjectClass;
    type Patch = ObjectClassPatch;
}

impl Wire for ObjectClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            value: object.take("value")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("value", self.value);
        object.into()
    }
}

impl Wire for NewObjectClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            value: object.take("value")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("value", self.value);
        object.into()
    }
}

impl Wire for ObjectClassPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            value: object.take("value")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("value", self.value);
        object.into()
    }
}
