//! Delivery: the journey of an order to its customer.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Order;
use runtime::prelude::*;

/// The journey of an order to its customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub id: Id<Delivery>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    /// What is delivered
    pub order: Ref<Order>,
    /// How far it is, as the courier puts it
    pub status: String,
    /// Where it is now
    pub location: GeoPoint,
}

/// What it takes to create a [`Delivery`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewDelivery {
    pub acl: Option<Acl>,
    pub order: Ref<Order>,
    pub status: String,
    pub location: GeoPoint,
}

/// Changes to a [`Delivery`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeliveryPatch {
    pub acl: Change<Acl>,
    pub order: Change<Ref<Order>>,
    pub status: Change<String>,
    pub location: Change<GeoPoint>,
}

impl Delivery {
    pub const ID: Column<Delivery, Id<Delivery>> = Column::new("objectId");
    pub const CREATED_AT: Column<Delivery, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Delivery, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Delivery, Acl> = Column::new("ACL");
    pub const ORDER: Column<Delivery, Ref<Order>> = Column::new("order");
    pub const STATUS: Column<Delivery, String> = Column::new("status");
    pub const LOCATION: Column<Delivery, GeoPoint> = Column::new("location");
}

/// What the engine knows of `Delivery`.
pub static CLASS: ClassDef = ClassDef::new("Delivery", FIELDS)
    .owner(&["order", "customer", "user"])
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin"), Principal::Role("courier")],
        create: &[Principal::Role("admin"), Principal::Role("courier")],
        update: &[Principal::Role("admin"), Principal::Role("courier")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .describe(
        &[
            ("", "The journey of an order to its customer."),
            ("order", "What is delivered"),
            ("status", "How far it is, as the courier puts it"),
            ("location", "Where it is now"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::pointer("order", "Order").on_delete(OnDelete::Cascade).required(),
    FieldDef::string("status").required(),
    FieldDef::geo_point("location").required(),
];

impl Class for Delivery {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewDelivery;
    type Patch = DeliveryPatch;
}

impl Wire for Delivery {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            order: object.take("order")?,
            status: object.take("status")?,
            location: object.take("location")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.put("status", self.status);
        object.put("location", self.location);
        object.into()
    }
}

impl Wire for NewDelivery {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order: object.take("order")?,
            status: object.take("status")?,
            location: object.take("location")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.put("status", self.status);
        object.put("location", self.location);
        object.into()
    }
}

impl Wire for DeliveryPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order: object.take("order")?,
            status: object.take("status")?,
            location: object.take("location")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.put("status", self.status);
        object.put("location", self.location);
        object.into()
    }
}
