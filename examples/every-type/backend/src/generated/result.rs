//! Result: Named like a type of Rust.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::OptionClass;
use runtime::prelude::*;

/// Named like a type of Rust.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultClass {
    pub id: Id<ResultClass>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub option: Option<Ref<OptionClass>>,
}

/// What it takes to create a [`ResultClass`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewResultClass {
    pub acl: Option<Acl>,
    pub option: Option<Ref<OptionClass>>,
}

/// Changes to a [`ResultClass`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultClassPatch {
    pub acl: Change<Acl>,
    pub option: Change<Ref<OptionClass>>,
}

impl ResultClass {
    pub const ID: Column<ResultClass, Id<ResultClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<ResultClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<ResultClass, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<ResultClass, Acl> = Column::new("ACL");
    pub const OPTION: Column<ResultClass, Ref<OptionClass>> = Column::new("option");
}

/// What the engine knows of `Result`.
pub static CLASS: ClassDef = ClassDef::new("Result", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .describe(&[("", "Named like a type of Rust.")]);

const FIELDS: &[FieldDef] = &[FieldDef::pointer("option", "Option")];

impl Class for ResultClass {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewResultClass;
    type Patch = ResultClassPatch;
}

impl Wire for ResultClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            option: object.take("option")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("option", self.option);
        object.into()
    }
}

impl Wire for NewResultClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            option: object.take("option")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("option", self.option);
        object.into()
    }
}

impl Wire for ResultClassPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            option: object.take("option")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("option", self.option);
        object.into()
    }
}
