//! Shipment: a parcel on its way to a customer.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::Order;
use runtime::prelude::*;

/// A parcel on its way to a customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipment {
    pub id: Id<Shipment>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    /// The order it fulfils
    pub order: Ref<Order>,
    /// The carrier's number for it
    pub tracking_number: String,
    /// Who delivers it
    pub carrier: String,
    /// Where the parcel is
    pub status: ShipmentStatus,
}

/// What it takes to create a [`Shipment`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewShipment {
    pub acl: Option<Acl>,
    pub order: Ref<Order>,
    pub tracking_number: String,
    pub carrier: String,
    pub status: Option<ShipmentStatus>,
}

/// Changes to a [`Shipment`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShipmentPatch {
    pub acl: Change<Acl>,
    pub order: Change<Ref<Order>>,
    pub tracking_number: Change<String>,
    pub carrier: Change<String>,
    pub status: Change<ShipmentStatus>,
}

impl Shipment {
    pub const ID: Column<Shipment, Id<Shipment>> = Column::new("objectId");
    pub const CREATED_AT: Column<Shipment, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Shipment, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Shipment, Acl> = Column::new("ACL");
    pub const ORDER: Column<Shipment, Ref<Order>> = Column::new("order");
    pub const TRACKING_NUMBER: Column<Shipment, String> = Column::new("trackingNumber");
    pub const CARRIER: Column<Shipment, String> = Column::new("carrier");
    pub const STATUS: Column<Shipment, ShipmentStatus> = Column::new("status");
}

/// The values of `Shipment.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShipmentStatus {
    Preparing,
    InTransit,
    Delivered,
    Returned,
}

impl ShipmentStatus {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[
        ("preparing", Self::Preparing),
        ("in-transit", Self::InTransit),
        ("delivered", Self::Delivered),
        ("returned", Self::Returned),
    ];
}

/// What the engine knows of `Shipment`.
pub static CLASS: ClassDef = ClassDef::new("Shipment", FIELDS)
    .owner(&["order", "user"])
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin"), Principal::Role("staff")],
        create: &[Principal::Role("admin"), Principal::Role("staff")],
        update: &[Principal::Role("admin"), Principal::Role("staff")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .notify(
        &[
            Notify::new(
                "status",
                &["order", "user"],
                "Your parcel {trackingNumber} is now {status}",
            ),
        ],
    )
    .describe(
        &[
            ("", "A parcel on its way to a customer."),
            ("order", "The order it fulfils"),
            ("trackingNumber", "The carrier's number for it"),
            ("carrier", "Who delivers it"),
            ("status", "Where the parcel is"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::pointer("order", "Order").on_delete(OnDelete::Cascade).required(),
    FieldDef::string("trackingNumber").required().unique(),
    FieldDef::string("carrier").required(),
    FieldDef::string("status")
        .one_of(&["preparing", "in-transit", "delivered", "returned"])
        .transitions(
            &[
                Transition::new("preparing", "in-transit"),
                Transition::new("in-transit", "delivered"),
                Transition::new("in-transit", "returned"),
            ],
        )
        .required()
        .default("\"preparing\""),
];

impl Class for Shipment {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewShipment;
    type Patch = ShipmentPatch;
}

impl Wire for Shipment {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            order: object.take("order")?,
            tracking_number: object.take("trackingNumber")?,
            carrier: object.take("carrier")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.put("trackingNumber", self.tracking_number);
        object.put("carrier", self.carrier);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for NewShipment {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order: object.take("order")?,
            tracking_number: object.take("trackingNumber")?,
            carrier: object.take("carrier")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.put("trackingNumber", self.tracking_number);
        object.put("carrier", self.carrier);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for ShipmentPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            order: object.take("order")?,
            tracking_number: object.take("trackingNumber")?,
            carrier: object.take("carrier")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("order", self.order);
        object.put("trackingNumber", self.tracking_number);
        object.put("carrier", self.carrier);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for ShipmentStatus {
    fn from_wire(value: Value) -> Result<Self> {
        choose(Self::ALL, value)
    }

    fn into_wire(self) -> Value {
        name_of(Self::ALL, self)
    }
}
