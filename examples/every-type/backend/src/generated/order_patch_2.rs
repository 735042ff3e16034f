//! The class `OrderPatch`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Order;
use runtime::prelude::*;

/// An object of the class `OrderPatch`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderPatch2 {
    pub id: Id<OrderPatch2>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub order: Option<Ref<Order>>,
}

/// What it takes to create an [`OrderPatch2`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewOrderPatch2 {
    pub acl: Option<Acl>,
    pub order: Option<Ref<Order>>,
}

/// Changes to an [`OrderPatch2`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderPatch2Patch {
    pub acl: Change<Acl>,
    pub order: Change<Ref<Order>>,
}

impl OrderPatch2 {
    pub const ID: Column<OrderPatch2, Id<OrderPatch2>> = Column::new("objectId");
    pub const CREATED_AT: Column<OrderPatch2, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<OrderPatch2, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<OrderPatch2, Acl> = Column::new("ACL");
    pub const ORDER: Column<OrderPatch2, Ref<Order>> = Column::new("order");
}

/// What the engine knows of `OrderPatch`.
pub static CLASS: ClassDef = ClassDef::new("OrderPatch", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    });

const FIELDS: &[FieldDef] = &[FieldDef::pointer("order", "Order")];

impl Class for OrderPatch2 {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewOrderPatch2;
    type Patch = OrderPatch2Patch;
}

impl Wire for OrderPatch2 {
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

impl Wire for NewOrderPatch2 {
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

impl Wire for OrderPatch2Patch {
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
