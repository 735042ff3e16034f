//! The class `A_B_C`.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// An object of the class `A_B_C`.
#[derive(Clone, Debug, PartialEq)]
pub struct ABC {
    pub id: Id<ABC>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub a_b_c: Option<ABCABC>,
}

/// What it takes to create an [`ABC`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewABC {
    pub acl: Option<Acl>,
    pub a_b_c: Option<ABCABC>,
}

/// Changes to an [`ABC`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ABCPatch {
    pub acl: Change<Acl>,
    pub a_b_c: Change<ABCABC>,
}

impl ABC {
    pub const ID: Column<ABC, Id<ABC>> = Column::new("objectId");
    pub const CREATED_AT: Column<ABC, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<ABC, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<ABC, Acl> = Column::new("ACL");
    pub const A_B_C: Column<ABC, ABCABC> = Column::new("a_b_c");
}

/// The values of `A_B_C.a_b_c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ABCABC {
    ABC,
    AB,
    X,
}

impl ABCABC {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[
        ("a_b_c", Self::ABC),
        ("A-B", Self::AB),
        ("X", Self::X),
    ];
}

/// What the engine knows of `A_B_C`.
pub static CLASS: ClassDef = ClassDef::new("A_B_C", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .graphql(&[("[]", "a_B_CS")]);

const FIELDS: &[FieldDef] = &[FieldDef::string("a_b_c").one_of(&["a_b_c", "A-B", "X"])];

impl Class for ABC {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewABC;
    type Patch = ABCPatch;
}

impl Wire for ABC {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            a_b_c: object.take("a_b_c")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("a_b_c", self.a_b_c);
        object.into()
    }
}

impl Wire for NewABC {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            a_b_c: object.take("a_b_c")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("a_b_c", self.a_b_c);
        object.into()
    }
}

impl Wire for ABCPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            a_b_c: object.take("a_b_c")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("a_b_c", self.a_b_c);
        object.into()
    }
}

impl Wire for ABCABC {
    fn from_wire(value: Value) -> Result<Self> {
        choose(Self::ALL, value)
    }

    fn into_wire(self) -> Value {
        name_of(Self::ALL, self)
    }
}
