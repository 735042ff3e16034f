//! The class `User`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use crate::runtime::{Acl, Change, Class, Client, Collection, Column, Id, Timestamp};
use serde::{Deserialize, Serialize};

/// An object of the class `User`.
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
    pub email: Option<String>,
}

/// What it takes to create one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NewUser {
    #[serde(rename = "ACL", skip_serializing_if = "Option::is_none")]
    pub acl: Option<Acl>,
    pub username: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub password: String,
}

impl NewUser {
    /// One with what must be given, and no more.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            acl: None,
            username: username.into(),
            email: None,
            password: password.into(),
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
}

/// The fields, to write queries with.
impl User {
    pub const ID: Column<User, Id<User>> = Column::new("objectId");
    pub const CREATED_AT: Column<User, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<User, Timestamp> = Column::new("updatedAt");
    pub const USERNAME: Column<User, String> = Column::new("username");
    pub const EMAIL: Column<User, String> = Column::new("email");
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
