//! User: a person who signs in: a customer, or one of the staff.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// A person who signs in: a customer, or one of the staff.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub id: Id<User>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub username: String,
    pub email: String,
    pub email_verified: Option<bool>,
    /// User shipping address
    pub address: Option<String>,
}

/// What it takes to create a [`User`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewUser {
    pub acl: Option<Acl>,
    pub username: String,
    pub email: String,
    pub password: String,
    pub email_verified: Option<bool>,
    pub auth_data: Option<Object>,
    pub address: Option<String>,
}

/// Changes to a [`User`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserPatch {
    pub acl: Change<Acl>,
    pub username: Change<String>,
    pub email: Change<String>,
    pub password: Change<String>,
    pub email_verified: Change<bool>,
    pub auth_data: Change<Object>,
    pub address: Change<String>,
}

impl User {
    pub const ID: Column<User, Id<User>> = Column::new("objectId");
    pub const CREATED_AT: Column<User, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<User, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<User, Acl> = Column::new("ACL");
    pub const USERNAME: Column<User, String> = Column::new("username");
    pub const EMAIL: Column<User, String> = Column::new("email");
    pub const PASSWORD: Column<User, String> = Column::new("password");
    pub const EMAIL_VERIFIED: Column<User, bool> = Column::new("emailVerified");
    pub const AUTH_DATA: Column<User, Object> = Column::new("authData");
    pub const ADDRESS: Column<User, String> = Column::new("address");
}

/// What the engine knows of `User`.
pub static CLASS: ClassDef = ClassDef::new("_User", FIELDS)
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin"), Principal::Role("staff")],
        create: &[Principal::Public],
        update: &[Principal::Owner, Principal::Role("admin")],
        delete: &[Principal::Owner, Principal::Role("admin")],
        create_as_owner: false,
    })
    .describe(
        &[
            ("", "A person who signs in: a customer, or one of the staff."),
            ("address", "User shipping address"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::string("username").required(),
    FieldDef::string("email").format(Format::Email).required(),
    FieldDef::string("password").required().hidden(),
    FieldDef::boolean("emailVerified").read_only(),
    FieldDef::object("authData").hidden(),
    FieldDef::string("address").max_length(500),
];

impl Class for User {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewUser;
    type Patch = UserPatch;
}

impl Wire for User {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            username: object.take("username")?,
            email: object.take("email")?,
            email_verified: object.take("emailVerified")?,
            address: object.take("address")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("username", self.username);
        object.put("email", self.email);
        object.put("emailVerified", self.email_verified);
        object.put("address", self.address);
        object.into()
    }
}

impl Wire for NewUser {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            username: object.take("username")?,
            email: object.take("email")?,
            password: object.take("password")?,
            email_verified: object.take("emailVerified")?,
            auth_data: object.take("authData")?,
            address: object.take("address")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("username", self.username);
        object.put("email", self.email);
        object.put("password", self.password);
        object.put("emailVerified", self.email_verified);
        object.put("authData", self.auth_data);
        object.put("address", self.address);
        object.into()
    }
}

impl Wire for UserPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            username: object.take("username")?,
            email: object.take("email")?,
            password: object.take("password")?,
            email_verified: object.take("emailVerified")?,
            auth_data: object.take("authData")?,
            address: object.take("address")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("username", self.username);
        object.put("email", self.email);
        object.put("password", self.password);
        object.put("emailVerified", self.email_verified);
        object.put("authData", self.auth_data);
        object.put("address", self.address);
        object.into()
    }
}
