//! The class `NewOrder`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `NewOrder`.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOrder2 {
    pub id: Id<NewOrder2>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub order: Option<Ref<NewOrder2>>,
}

/// What it takes to create a [`NewOrder2`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewNewOrder2 {
    pub acl: Option<Acl>,
    pub order: Option<Ref<NewOrder2>>,
}

/// Changes to a [`NewOrder2`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewOrder2Patch {
    pub acl: Change<Acl>,
    pub order: Change<Ref<NewOrder2>>,
}

impl NewOrder2 {
    pub const ID: Column<NewOrder2, Id<NewOrder2>> = Column::new("objectId");
    pub const CREATED_AT: Column<NewOrder2, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<NewOrder2, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<NewOrder2, Acl> = Column::new("ACL");
    pub const ORDER: Column<NewOrder2, Ref<NewOrder2>> = Column::new("order");
}

/// What the engine knows of `NewOrder`.
pub static CLASS: ClassDef = ClassDef::new("NewOrder", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    });

const FIELDS: &[FieldDef] = &[FieldDef::pointer("order", "NewOrder")];

impl Class for NewOrder2 {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewNewOrder2;
    type Patch = NewOrder2Patch;
}

impl Wire for NewOrder2 {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            order: object.take("order")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.into()
    }
}

impl Wire for NewNewOrder2 {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order: object.take("order")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.into()
    }
}

impl Wire for NewOrder2Patch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order: object.take("order")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.into()
    }
}
