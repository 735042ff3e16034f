//! Order: one purchase, from checkout to delivery.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::{Product, User};
use runtime::prelude::*;

/// One purchase, from checkout to delivery.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub id: Id<Order>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    /// The person who placed it
    pub user: Ref<User>,
    /// What was bought, line by line
    pub products: Vec<OrderProduct>,
    /// What the customer pays in all
    pub total_amount: f64,
    /// Where the order stands
    pub status: OrderStatus,
}

/// What it takes to create an [`Order`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewOrder {
    pub acl: Option<Acl>,
    pub user: Ref<User>,
    pub products: Vec<OrderProduct>,
    pub total_amount: f64,
    pub status: Option<OrderStatus>,
}

/// Changes to an [`Order`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderPatch {
    pub acl: Change<Acl>,
    pub user: Change<Ref<User>>,
    pub products: Change<Vec<OrderProduct>>,
    pub total_amount: Change<f64>,
    pub status: Change<OrderStatus>,
}

impl Order {
    pub const ID: Column<Order, Id<Order>> = Column::new("objectId");
    pub const CREATED_AT: Column<Order, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Order, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Order, Acl> = Column::new("ACL");
    pub const USER: Column<Order, Ref<User>> = Column::new("user");
    pub const PRODUCTS: Column<Order, Vec<OrderProduct>> = Column::new("products");
    pub const TOTAL_AMOUNT: Column<Order, f64> = Column::new("totalAmount");
    pub const STATUS: Column<Order, OrderStatus> = Column::new("status");
}

/// An element of `Order.products`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderProduct {
    /// The product, where the line is of one that is kept in stock here
    pub product: Option<Ref<Product>>,
    /// The article number
    pub sku: Option<String>,
    /// How many
    pub quantity: i64,
    /// The price of one at the time of the purchase
    pub price: Option<f64>,
}

/// The values of `Order.status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStatus {
    Pending,
    Paid,
    Shipped,
    Delivered,
    Cancelled,
}

impl OrderStatus {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[
        ("pending", Self::Pending),
        ("paid", Self::Paid),
        ("shipped", Self::Shipped),
        ("delivered", Self::Delivered),
        ("cancelled", Self::Cancelled),
    ];
}

/// What the engine knows of `Order`.
pub static CLASS: ClassDef = ClassDef::new("Order", FIELDS)
    .owner(&["user"])
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin"), Principal::Role("staff")],
        create: &[Principal::Authenticated],
        update: &[Principal::Owner, Principal::Role("admin"), Principal::Role("staff")],
        delete: &[Principal::Role("admin"), Principal::Role("staff")],
        create_as_owner: true,
    })
    .notify(&[Notify::new("status", &["user"], "Order {objectId} is now {status}")])
    .graphql(&[("products{}", "OrderProduct")])
    .describe(
        &[
            ("", "One purchase, from checkout to delivery."),
            ("user", "The person who placed it"),
            ("products", "What was bought, line by line"),
            (
                "products.product",
                "The product, where the line is of one that is kept in stock here",
            ),
            ("products.sku", "The article number"),
            ("products.quantity", "How many"),
            ("products.price", "The price of one at the time of the purchase"),
            ("totalAmount", "What the customer pays in all"),
            ("status", "Where the order stands"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::pointer("user", "_User")
        .on_delete(OnDelete::Restrict)
        .required()
        .immutable(),
    FieldDef::array_of(
            "products",
            &FieldDef::object_of(
                "",
                &[
                    FieldDef::pointer("product", "Product"),
                    FieldDef::string("sku").max_length(64),
                    FieldDef::number("quantity").integer().minimum(1.0).required(),
                    FieldDef::number("price").minimum(0.0),
                ],
            ),
        )
        .min_length(1)
        .required(),
    FieldDef::number("totalAmount").minimum(0.0).required(),
    FieldDef::string("status")
        .one_of(&["pending", "paid", "shipped", "delivered", "cancelled"])
        .transitions(
            &[
                Transition::new("pending", "paid").by(&[Principal::Role("staff")]),
                Transition::new("pending", "cancelled"),
                Transition::new("paid", "shipped").by(&[Principal::Role("staff")]),
                Transition::new("paid", "cancelled").by(&[Principal::Role("staff")]),
                Transition::new("shipped", "delivered").by(&[Principal::Role("staff")]),
            ],
        )
        .required()
        .index()
        .default("\"pending\""),
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
            user: object.take("user")?,
            products: object.take("products")?,
            total_amount: object.take("totalAmount")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("products", self.products);
        object.put("totalAmount", self.total_amount);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for NewOrder {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            user: object.take("user")?,
            products: object.take("products")?,
            total_amount: object.take("totalAmount")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("products", self.products);
        object.put("totalAmount", self.total_amount);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for OrderPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            user: object.take("user")?,
            products: object.take("products")?,
            total_amount: object.take("totalAmount")?,
            status: object.take("status")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("products", self.products);
        object.put("totalAmount", self.total_amount);
        object.put("status", self.status);
        object.into()
    }
}

impl Wire for OrderProduct {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            product: object.take("product")?,
            sku: object.take("sku")?,
            quantity: object.take("quantity")?,
            price: object.take("price")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("product", self.product);
        object.put("sku", self.sku);
        object.put("quantity", self.quantity);
        object.put("price", self.price);
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
