//! The class `Option`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::ResultClass;
use runtime::prelude::*;

/// An object of the class `Option`.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionClass {
    pub id: Id<OptionClass>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub result: Option<Ref<ResultClass>>,
    pub some: String,
}

/// What it takes to create an [`OptionClass`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewOptionClass {
    pub acl: Option<Acl>,
    pub result: Option<Ref<ResultClass>>,
    pub some: String,
}

/// Changes to an [`OptionClass`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OptionClassPatch {
    pub acl: Change<Acl>,
    pub result: Change<Ref<ResultClass>>,
    pub some: Change<String>,
}

impl OptionClass {
    pub const ID: Column<OptionClass, Id<OptionClass>> = Column::new("objectId");
    pub const CREATED_AT: Column<OptionClass, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<OptionClass, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<OptionClass, Acl> = Column::new("ACL");
    pub const RESULT: Column<OptionClass, Ref<ResultClass>> = Column::new("result");
    pub const SOME: Column<OptionClass, String> = Column::new("some");
}

/// What the engine knows of `Option`.
pub static CLASS: ClassDef = ClassDef::new("Option", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    });

const FIELDS: &[FieldDef] = &[
    FieldDef::pointer("result", "Result"),
    FieldDef::string("some").required(),
];

impl Class for OptionClass {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewOptionClass;
    type Patch = OptionClassPatch;
}

impl Wire for OptionClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            result: object.take("result")?,
            some: object.take("some")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("result", self.result);
        object.put("some", self.some);
        object.into()
    }
}

impl Wire for NewOptionClass {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            result: object.take("result")?,
            some: object.take("some")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("result", self.result);
        object.put("some", self.some);
        object.into()
    }
}

impl Wire for OptionClassPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            result: object.take("result")?,
            some: object.take("some")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("result", self.result);
        object.put("some", self.some);
        object.into()
    }
}
