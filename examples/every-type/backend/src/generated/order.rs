//! The class `Order`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `Order`.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: Id<Order>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub status: Option<OrderStatus>,
}

/// What it takes to create an [`Order`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewOrder {
    pub acl: Option<Acl>,
    pub status: Option<OrderStatus>,
}

/// Changes to an [`Order`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderPatch {
    pub acl: Change<Acl>,
    pub status: Change<OrderStatus>,
}

impl Order {
    pub const ID: Column<Order, Id<Order>> = Column::new("objectId");
    pub const CREATED_AT: Column<Order, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Order, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Order, Acl> = Column::new("ACL");
    pub const STATUS: Column<Order, OrderStatus> = Column::new("status");
}

/// The values of `Order.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStatus {
    New,
    Done,
}

impl OrderStatus {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[("new", Self::New), ("done", Self::Done)];
}

/// What the engine knows of `Order`.
pub static CLASS: ClassDef = ClassDef::new("Order", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .graphql(&[("status{}", "OrderStatusEnum")]);

const FIELDS: &[FieldDef] = &[FieldDef::string("status").one_of(&["new", "done"])];

impl Class for Order {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewOrder;
    type Patch = OrderPatch;
}

impl Wire for Order {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for NewOrder {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for OrderPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for OrderStatus {
    fn from_wire(value: Value) -> Result<Self> {
        choose(Self::ALL, value)
    }

    fn into_wire(self) -> Value {
        name_of(Self::ALL, self)
    }
}
