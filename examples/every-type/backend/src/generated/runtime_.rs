//! runtime: It begins in lower case.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// It begins in lower case.
#[derive(Clone, Debug, PartialEq)]
pub struct Runtime {
    pub id: Id<Runtime>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub r#type: Option<RuntimeType>,
}

/// What it takes to create a [`Runtime`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRuntime {
    pub acl: Option<Acl>,
    pub r#type: Option<RuntimeType>,
}

/// Changes to a [`Runtime`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuntimePatch {
    pub acl: Change<Acl>,
    pub r#type: Change<RuntimeType>,
}

impl Runtime {
    pub const ID: Column<Runtime, Id<Runtime>> = Column::new("objectId");
    pub const CREATED_AT: Column<Runtime, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Runtime, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Runtime, Acl> = Column::new("ACL");
    pub const TYPE: Column<Runtime, RuntimeType> = Column::new("type");
}

/// The values of `runtime.type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuntimeType {
    DevMode,
    TestMode,
    LiveMode,
}

impl RuntimeType {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[
        ("dev_mode", Self::DevMode),
        ("test_mode", Self::TestMode),
        ("live_mode", Self::LiveMode),
    ];
}

/// What the engine knows of `runtime`.
pub static CLASS: ClassDef = ClassDef::new("runtime", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .describe(&[("", "It begins in lower case.")]);

const FIELDS: &[FieldDef] = &[
    FieldDef::string("type").one_of(&["dev_mode", "test_mode", "live_mode"]),
];

impl Class for Runtime {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewRuntime;
    type Patch = RuntimePatch;
}

impl Wire for Runtime {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            r#type: object.take("type")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("type", self.r#type);
        object.into()
    }
}

impl Wire for NewRuntime {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            r#type: object.take("type")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("type", self.r#type);
        object.into()
    }
}

impl Wire for RuntimePatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            r#type: object.take("type")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("type", self.r#type);
        object.into()
    }
}

impl Wire for RuntimeType {
    fn from_wire(value: Value) -> Result<Self> {
        choose(Self::ALL, value)
    }

    fn into_wire(self) -> Value {
        name_of(Self::ALL, self)
    }
}
