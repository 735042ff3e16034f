//! Order: Items to be delivered to a customer on a day.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Customer;
use runtime::prelude::*;

/// Items to be delivered to a customer on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: Id<Order>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    /// The number that people know it by
    pub order_id: Option<String>,
    /// Who ordered
    pub customer: Ref<Customer>,
    /// How far it is
    pub status: OrderStatus,
    /// What is in it
    pub items: Vec<Value>,
    /// The promised day
    pub delivery_date: Timestamp,
}

/// What it takes to create an [`Order`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewOrder {
    pub acl: Option<Acl>,
    pub order_id: Option<String>,
    pub customer: Ref<Customer>,
    pub status: OrderStatus,
    pub items: Vec<Value>,
    pub delivery_date: Timestamp,
}

/// Changes to an [`Order`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderPatch {
    pub acl: Change<Acl>,
    pub order_id: Change<String>,
    pub customer: Change<Ref<Customer>>,
    pub status: Change<OrderStatus>,
    pub items: Change<Vec<Value>>,
    pub delivery_date: Change<Timestamp>,
}

impl Order {
    pub const ID: Column<Order, Id<Order>> = Column::new("objectId");
    pub const CREATED_AT: Column<Order, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Order, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Order, Acl> = Column::new("ACL");
    pub const ORDER_ID: Column<Order, String> = Column::new("orderId");
    pub const CUSTOMER: Column<Order, Ref<Customer>> = Column::new("customer");
    pub const STATUS: Column<Order, OrderStatus> = Column::new("status");
    pub const ITEMS: Column<Order, Vec<Value>> = Column::new("items");
    pub const DELIVERY_DATE: Column<Order, Timestamp> = Column::new("deliveryDate");
}

/// The values of `Order.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStatus {
    Received,
    Packed,
    OutForDelivery,
    Delivered,
    Cancelled,
}

impl OrderStatus {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[
        ("received", Self::Received),
        ("packed", Self::Packed),
        ("out for delivery", Self::OutForDelivery),
        ("delivered", Self::Delivered),
        ("cancelled", Self::Cancelled),
    ];
}

/// What the engine knows of `Order`.
pub static CLASS: ClassDef = ClassDef::new("Order", FIELDS)
    .owner(&["customer", "user"])
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin"), Principal::Role("courier")],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin"), Principal::Role("courier")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .describe(
        &[
            ("", "Items to be delivered to a customer on a day."),
            ("orderId", "The number that people know it by"),
            ("customer", "Who ordered"),
            ("status", "How far it is"),
            ("items", "What is in it"),
            ("deliveryDate", "The promised day"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::string("orderId").unique(),
    FieldDef::pointer("customer", "Customer").on_delete(OnDelete::Restrict).required(),
    FieldDef::string("status")
        .one_of(&["received", "packed", "out for delivery", "delivered", "cancelled"])
        .required(),
    FieldDef::array("items").required(),
    FieldDef::date("deliveryDate").required().index(),
];

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
            order_id: object.take("orderId")?,
            customer: object.take("customer")?,
            status: object.take("status")?,
            items: object.take("items")?,
            delivery_date: object.take("deliveryDate")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("orderId", self.order_id);
        object.put("customer", self.customer);
        object.put("status", self.status);
        object.put("items", self.items);
        object.put("deliveryDate", self.delivery_date);
        object.into()
    }
}

impl Wire for NewOrder {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order_id: object.take("orderId")?,
            customer: object.take("customer")?,
            status: object.take("status")?,
            items: object.take("items")?,
            delivery_date: object.take("deliveryDate")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("orderId", self.order_id);
        object.put("customer", self.customer);
        object.put("status", self.status);
        object.put("items", self.items);
        object.put("deliveryDate", self.delivery_date);
        object.into()
    }
}

impl Wire for OrderPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order_id: object.take("orderId")?,
            customer: object.take("customer")?,
            status: object.take("status")?,
            items: object.take("items")?,
            delivery_date: object.take("deliveryDate")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("orderId", self.order_id);
        object.put("customer", self.customer);
        object.put("status", self.status);
        object.put("items", self.items);
        object.put("deliveryDate", self.delivery_date);
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
