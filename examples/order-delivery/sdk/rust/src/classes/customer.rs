//! Customer: Somebody who orders.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::User;
use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Ref, Timestamp};
use serde::{Deserialize, Serialize};

/// Somebody who orders.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Customer {
    #[serde(rename = "objectId")]
    pub id: Id<Customer>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
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

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewCustomer {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Ref<User>>,
    pub name: String,
    pub email: String,
    pub address: String,
}

impl NewCustomer {
    /// One with what must be given, and no more.
    pub fn new(
        name: impl Into<String>,
        email: impl Into<String>,
        address: impl Into<String>,
    ) -> Self {
        Self {
            acl: None,
            user: None,
            name: name.into(),
            email: email.into(),
            address: address.into(),
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CustomerPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub user: Change<Ref<User>>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub name: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub email: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub address: Change<String>,
}

/// The fields, to write queries with.
impl Customer {
    pub const ID: Column<Customer, Id<Customer>> = Column::new("objectId");
    pub const CREATED_AT: Column<Customer, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Customer, Timestamp> = Column::new("updatedAt");
    pub const USER: Column<Customer, Ref<User>> = Column::new("user");
    pub const NAME: Column<Customer, String> = Column::new("name");
    pub const EMAIL: Column<Customer, String> = Column::new("email");
    pub const ADDRESS: Column<Customer, String> = Column::new("address");
}

impl Class for Customer {
    const NAME: &'static str = "Customer";
    type New = NewCustomer;
    type Patch = CustomerPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`Customer`].
    pub fn customers(&self) -> Collection<'_, Customer> {
        self.collection()
    }
}
