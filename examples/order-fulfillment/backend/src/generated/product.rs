//! Product: Something that can be ordered.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// Something that can be ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    pub id: Id<Product>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    /// What it is called
    pub name: String,
    /// The article number
    pub sku: Option<String>,
    /// The price of one
    pub price: f64,
    /// How many are left to sell
    pub stock: i64,
}

/// What it takes to create a [`Product`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewProduct {
    pub acl: Option<Acl>,
    pub name: String,
    pub sku: Option<String>,
    pub price: f64,
    pub stock: i64,
}

/// Changes to a [`Product`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductPatch {
    pub acl: Change<Acl>,
    pub name: Change<String>,
    pub sku: Change<String>,
    pub price: Change<f64>,
    pub stock: Change<i64>,
}

impl Product {
    pub const ID: Column<Product, Id<Product>> = Column::new("objectId");
    pub const CREATED_AT: Column<Product, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Product, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Product, Acl> = Column::new("ACL");
    pub const NAME: Column<Product, String> = Column::new("name");
    pub const SKU: Column<Product, String> = Column::new("sku");
    pub const PRICE: Column<Product, f64> = Column::new("price");
    pub const STOCK: Column<Product, i64> = Column::new("stock");
}

/// What the engine knows of `Product`.
pub static CLASS: ClassDef = ClassDef::new("Product", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin"), Principal::Role("staff")],
        update: &[Principal::Role("admin"), Principal::Role("staff")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .describe(
        &[
            ("", "Something that can be ordered."),
            ("name", "What it is called"),
            ("sku", "The article number"),
            ("price", "The price of one"),
            ("stock", "How many are left to sell"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::string("name").min_length(1).max_length(200).required().index(),
    FieldDef::string("sku").max_length(64).unique(),
    FieldDef::number("price").minimum(0.0).required(),
    FieldDef::number("stock").integer().minimum(0.0).required(),
];

impl Class for Product {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewProduct;
    type Patch = ProductPatch;
}

impl Wire for Product {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            name: object.take("name")?,
            sku: object.take("sku")?,
            price: object.take("price")?,
            stock: object.take("stock")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("name", self.name);
        object.put("sku", self.sku);
        object.put("price", self.price);
        object.put("stock", self.stock);
        object.into()
    }
}

impl Wire for NewProduct {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            name: object.take("name")?,
            sku: object.take("sku")?,
            price: object.take("price")?,
            stock: object.take("stock")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("name", self.name);
        object.put("sku", self.sku);
        object.put("price", self.price);
        object.put("stock", self.stock);
        object.into()
    }
}

impl Wire for ProductPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            name: object.take("name")?,
            sku: object.take("sku")?,
            price: object.take("price")?,
            stock: object.take("stock")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("name", self.name);
        object.put("sku", self.sku);
        object.put("price", self.price);
        object.put("stock", self.stock);
        object.into()
    }
}
