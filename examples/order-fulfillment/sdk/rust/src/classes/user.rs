//! User: A person who signs in: a customer, or one of the staff.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// A person who signs in: a customer, or one of the staff.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct User {
    #[serde(rename = "objectId")]
    pub id: Id<User>,
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    #[serde(rename = "ACL")]
    pub acl: Option<Acl>,
    /// User login name
    pub username: String,
    /// User email address
    pub email: String,
    /// User shipping address
    pub address: Option<String>,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewUser {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub username: String,
    pub email: String,
    pub password: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl NewUser {
    /// One with what must be given, and no more.
    pub fn new(
        username: impl Into<String>,
        email: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        Self {
            acl: None,
            username: username.into(),
            email: email.into(),
            password: password.into(),
            address: None,
        }
    }
}

/// Changes to one; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UserPatch {
    #[serde(rename = "ACL", skip_serializing_if = "Change::is_keep")]
    pub acl: Change<Acl>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub username: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub email: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub password: Change<String>,
    #[serde(skip_serializing_if = "Change::is_keep")]
    pub address: Change<String>,
}

/// The fields, to write queries with.
impl User {
    pub const ID: Column<User, Id<User>> = Column::new("objectId");
    pub const CREATED_AT: Column<User, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<User, Timestamp> = Column::new("updatedAt");
    pub const USERNAME: Column<User, String> = Column::new("username");
    pub const EMAIL: Column<User, String> = Column::new("email");
    pub const ADDRESS: Column<User, String> = Column::new("address");
}

impl Class for User {
    const NAME: &'static str = "_User";
    type New = NewUser;
    type Patch = UserPatch;

    fn id(&self) -> &Id<Self> {
        &self.id
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Client {
    /// All objects of the class [`User`].
    pub fn users(&self) -> Collection<'_, User> {
        self.collection()
    }
}
