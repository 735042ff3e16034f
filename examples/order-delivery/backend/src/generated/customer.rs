//! Customer: Somebody who orders.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::User;
use runtime::prelude::*;

/// Somebody who orders.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    pub id: Id<Customer>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    /// The account that looks after this profile
    pub user: Option<Ref<User>>,
    /// Full name
    pub name: String,
    /// Where receipts go
    pub email: String,
    /// Where deliveries go
    pub address: String,
}

/// What it takes to create a [`Customer`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewCustomer {
    pub acl: Option<Acl>,
    pub user: Option<Ref<User>>,
    pub name: String,
    pub email: String,
    pub address: String,
}

/// Changes to a [`Customer`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerPatch {
    pub acl: Change<Acl>,
    pub user: Change<Ref<User>>,
    pub name: Change<String>,
    pub email: Change<String>,
    pub address: Change<String>,
}

impl Customer {
    pub const ID: Column<Customer, Id<Customer>> = Column::new("objectId");
    pub const CREATED_AT: Column<Customer, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Customer, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Customer, Acl> = Column::new("ACL");
    pub const USER: Column<Customer, Ref<User>> = Column::new("user");
    pub const NAME: Column<Customer, String> = Column::new("name");
    pub const EMAIL: Column<Customer, String> = Column::new("email");
    pub const ADDRESS: Column<Customer, String> = Column::new("address");
}

/// What the engine knows of `Customer`.
pub static CLASS: ClassDef = ClassDef::new("Customer", FIELDS)
    .owner(&["user"])
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin"), Principal::Role("courier")],
        create: &[Principal::Authenticated],
        update: &[Principal::Owner],
        delete: &[Principal::Role("admin")],
        create_as_owner: true,
    })
    .describe(
        &[
            ("", "Somebody who orders."),
            ("user", "The account that looks after this profile"),
            ("name", "Full name"),
            ("email", "Where receipts go"),
            ("address", "Where deliveries go"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::pointer("user", "_User").on_delete(OnDelete::Clear).unique(),
    FieldDef::string("name").required(),
    FieldDef::string("email").format(Format::Email).required(),
    FieldDef::string("address").required(),
];

impl Class for Customer {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewCustomer;
    type Patch = CustomerPatch;
}

impl Wire for Customer {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            user: object.take("user")?,
            name: object.take("name")?,
            email: object.take("email")?,
            address: object.take("address")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("name", self.name);
        object.put("email", self.email);
        object.put("address", self.address);
        object.into()
    }
}

impl Wire for NewCustomer {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            user: object.take("user")?,
            name: object.take("name")?,
            email: object.take("email")?,
            address: object.take("address")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("name", self.name);
        object.put("email", self.email);
        object.put("address", self.address);
        object.into()
    }
}

impl Wire for CustomerPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            user: object.take("user")?,
            name: object.take("name")?,
            email: object.take("email")?,
            address: object.take("address")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("name", self.name);
        object.put("email", self.email);
        object.put("address", self.address);
        object.into()
    }
}
