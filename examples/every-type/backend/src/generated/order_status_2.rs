//! The class `OrderStatus`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `OrderStatus`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderStatus2 {
    pub id: Id<OrderStatus2>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub text: Option<String>,
}

/// What it takes to create an [`OrderStatus2`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewOrderStatus2 {
    pub acl: Option<Acl>,
    pub text: Option<String>,
}

/// Changes to an [`OrderStatus2`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderStatus2Patch {
    pub acl: Change<Acl>,
    pub text: Change<String>,
}

impl OrderStatus2 {
    pub const ID: Column<OrderStatus2, Id<OrderStatus2>> = Column::new("objectId");
    pub const CREATED_AT: Column<OrderStatus2, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<OrderStatus2, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<OrderStatus2, Acl> = Column::new("ACL");
    pub const TEXT: Column<OrderStatus2, String> = Column::new("text");
}

/// What the engine knows of `OrderStatus`.
pub static CLASS: ClassDef = ClassDef::new("OrderStatus", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    });

const FIELDS: &[FieldDef] = &[FieldDef::string("text")];

impl Class for OrderStatus2 {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewOrderStatus2;
    type Patch = OrderStatus2Patch;
}

impl Wire for OrderStatus2 {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            text: object.take("text")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("text", self.text);
        object.into()
    }
}

impl Wire for NewOrderStatus2 {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            text: object.take("text")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("text", self.text);
        object.into()
    }
}

impl Wire for OrderStatus2Patch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            text: object.take("text")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("text", self.text);
        object.into()
    }
}
