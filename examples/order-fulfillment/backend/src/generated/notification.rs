//! Notification: a message to one user.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::User;
use runtime::prelude::*;

/// A message to one user.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    pub id: Id<Notification>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    /// Who is told
    pub user: Ref<User>,
    /// What is told
    pub message: String,
    /// Whether it has been read
    pub read: bool,
}

/// What it takes to create a [`Notification`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewNotification {
    pub acl: Option<Acl>,
    pub user: Ref<User>,
    pub message: String,
    pub read: Option<bool>,
}

/// Changes to a [`Notification`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NotificationPatch {
    pub acl: Change<Acl>,
    pub user: Change<Ref<User>>,
    pub message: Change<String>,
    pub read: Change<bool>,
}

impl Notification {
    pub const ID: Column<Notification, Id<Notification>> = Column::new("objectId");
    pub const CREATED_AT: Column<Notification, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Notification, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Notification, Acl> = Column::new("ACL");
    pub const USER: Column<Notification, Ref<User>> = Column::new("user");
    pub const MESSAGE: Column<Notification, String> = Column::new("message");
    pub const READ: Column<Notification, bool> = Column::new("read");
}

/// What the engine knows of `Notification`.
pub static CLASS: ClassDef = ClassDef::new("Notification", FIELDS)
    .owner(&["user"])
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin")],
        create: &[Principal::Role("admin"), Principal::Role("staff")],
        update: &[Principal::Owner, Principal::Role("admin")],
        delete: &[Principal::Owner, Principal::Role("admin")],
        create_as_owner: false,
    })
    .describe(
        &[
            ("", "A message to one user."),
            ("user", "Who is told"),
            ("message", "What is told"),
            ("read", "Whether it has been read"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::pointer("user", "_User")
        .on_delete(OnDelete::Cascade)
        .required()
        .immutable(),
    FieldDef::string("message").required(),
    FieldDef::boolean("read").required().default("false"),
];

impl Class for Notification {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewNotification;
    type Patch = NotificationPatch;
}

impl Wire for Notification {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            user: object.take("user")?,
            message: object.take("message")?,
            read: object.take("read")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("message", self.message);
        object.put("read", self.read);
        object.into()
    }
}

impl Wire for NewNotification {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            user: object.take("user")?,
            message: object.take("message")?,
            read: object.take("read")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("message", self.message);
        object.put("read", self.read);
        object.into()
    }
}

impl Wire for NotificationPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            user: object.take("user")?,
            message: object.take("message")?,
            read: object.take("read")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("user", self.user);
        object.put("message", self.message);
        object.put("read", self.read);
        object.into()
    }
}
