//! Words: Names that are words of a language, or none of any.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use runtime::prelude::*;

/// Names that are words of a language, or none of any.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub id: Id<Words>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub r#type: Option<String>,
    pub self_: Option<String>,
    pub self_2: Option<f64>,
    pub crate_: Option<bool>,
    pub super_: Option<String>,
    pub r#match: Option<String>,
    pub r#async: Option<String>,
    pub id_2: Option<String>,
    pub acl_2: Option<String>,
    pub created_at_2: Option<Timestamp>,
    pub def: Option<String>,
    pub object: Option<String>,
    pub value: Option<String>,
    pub order: Option<String>,
    pub select: Option<String>,
    pub default: Option<String>,
    pub in_transit: Option<bool>,
    pub grosse: Option<f64>,
    pub order_id: Option<String>,
    pub order_id_2: Option<String>,
    pub the_end: Option<String>,
    pub mood: WordsMood,
}

/// What it takes to create a [`Words`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewWords {
    pub acl: Option<Acl>,
    pub r#type: Option<String>,
    pub self_: Option<String>,
    pub self_2: Option<f64>,
    pub crate_: Option<bool>,
    pub super_: Option<String>,
    pub r#match: Option<String>,
    pub r#async: Option<String>,
    pub id_2: Option<String>,
    pub acl_2: Option<String>,
    pub created_at_2: Option<Timestamp>,
    pub def: Option<String>,
    pub object: Option<String>,
    pub value: Option<String>,
    pub order: Option<String>,
    pub select: Option<String>,
    pub default: Option<String>,
    pub in_transit: Option<bool>,
    pub grosse: Option<f64>,
    pub order_id: Option<String>,
    pub order_id_2: Option<String>,
    pub the_end: Option<String>,
    pub mood: Option<WordsMood>,
}

/// Changes to a [`Words`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordsPatch {
    pub acl: Change<Acl>,
    pub r#type: Change<String>,
    pub self_: Change<String>,
    pub self_2: Change<f64>,
    pub crate_: Change<bool>,
    pub super_: Change<String>,
    pub r#match: Change<String>,
    pub r#async: Change<String>,
    pub id_2: Change<String>,
    pub acl_2: Change<String>,
    pub created_at_2: Change<Timestamp>,
    pub def: Change<String>,
    pub object: Change<String>,
    pub value: Change<String>,
    pub order: Change<String>,
    pub select: Change<String>,
    pub default: Change<String>,
    pub in_transit: Change<bool>,
    pub grosse: Change<f64>,
    pub order_id: Change<String>,
    pub order_id_2: Change<String>,
    pub the_end: Change<String>,
    pub mood: Change<WordsMood>,
}

impl Words {
    pub const ID: Column<Words, Id<Words>> = Column::new("objectId");
    pub const CREATED_AT: Column<Words, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Words, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Words, Acl> = Column::new("ACL");
    pub const TYPE: Column<Words, String> = Column::new("type");
    pub const SELF: Column<Words, String> = Column::new("self");
    pub const SELF_2: Column<Words, f64> = Column::new("Self");
    pub const CRATE: Column<Words, bool> = Column::new("crate");
    pub const SUPER: Column<Words, String> = Column::new("super");
    pub const MATCH: Column<Words, String> = Column::new("match");
    pub const ASYNC: Column<Words, String> = Column::new("async");
    pub const ID_2: Column<Words, String> = Column::new("id");
    pub const ACL_2: Column<Words, String> = Column::new("acl");
    pub const CREATED_AT_2: Column<Words, Timestamp> = Column::new("created_at");
    pub const DEF: Column<Words, String> = Column::new("def");
    pub const OBJECT: Column<Words, String> = Column::new("object");
    pub const VALUE: Column<Words, String> = Column::new("value");
    pub const ORDER: Column<Words, String> = Column::new("order");
    pub const SELECT: Column<Words, String> = Column::new("select");
    pub const DEFAULT: Column<Words, String> = Column::new("default");
    pub const IN_TRANSIT: Column<Words, bool> = Column::new("in-transit");
    pub const GROSSE: Column<Words, f64> = Column::new("größe");
    pub const ORDER_ID: Column<Words, String> = Column::new("orderId");
    pub const ORDER_ID_2: Column<Words, String> = Column::new("order_id");
    pub const THE_END: Column<Words, String> = Column::new("the end");
    pub const MOOD: Column<Words, WordsMood> = Column::new("mood");
}

/// The values of `Words.mood`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordsMood {
    InTransit,
    Value2nd,
    Value,
    Self_,
    Ss,
    Self2,
    AB,
    Quoted,
    LineBar,
}

impl WordsMood {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[
        ("in-transit", Self::InTransit),
        ("2nd", Self::Value2nd),
        ("", Self::Value),
        ("Self", Self::Self_),
        ("ß", Self::Ss),
        ("self", Self::Self2),
        ("a b", Self::AB),
        ("\"quoted\"", Self::Quoted),
        ("line | bar", Self::LineBar),
    ];
}

/// What the engine knows of `Words`.
pub static CLASS: ClassDef = ClassDef::new("Words", FIELDS)
    .access(Access {
        read: &[Principal::Public],
        create: &[Principal::Role("admin")],
        update: &[Principal::Role("admin")],
        delete: &[Principal::Role("admin")],
        create_as_owner: false,
    })
    .graphql(
        &[
            ("[]", "wordsList"),
            ("id", "idField"),
            ("in-transit", "in_transit"),
            ("größe", "grosse"),
            ("the end", "the_end"),
            ("mood=2nd", "VALUE_2ND"),
            ("mood=", "VALUE"),
            ("mood=ß", "SS"),
            ("mood=self", "SELF_2"),
            ("mood=\"quoted\"", "QUOTED"),
            ("mood=line | bar", "LINE_BAR"),
        ],
    )
    .describe(&[("", "Names that are words of a language, or none of any.")]);

const FIELDS: &[FieldDef] = &[
    FieldDef::string("type"),
    FieldDef::string("self"),
    FieldDef::number("Self"),
    FieldDef::boolean("crate"),
    FieldDef::string("super"),
    FieldDef::string("match"),
    FieldDef::string("async"),
    FieldDef::string("id"),
    FieldDef::string("acl"),
    FieldDef::date("created_at"),
    FieldDef::string("def"),
    FieldDef::string("object"),
    FieldDef::string("value"),
    FieldDef::string("order"),
    FieldDef::string("select"),
    FieldDef::string("default"),
    FieldDef::boolean("in-transit"),
    FieldDef::number("größe"),
    FieldDef::string("orderId"),
    FieldDef::string("order_id"),
    FieldDef::string("the end"),
    FieldDef::string("mood")
        .one_of(
            &[
                "in-transit",
                "2nd",
                "",
                "Self",
                "ß",
                "self",
                "a b",
                "\"quoted\"",
                "line | bar",
            ],
        )
        .transitions(
            &[
                Transition::new("", "Self"),
                Transition::new("", "2nd"),
                Transition::new("Self", "\"quoted\"")
                    .by(&[Principal::Role("night-shift")]),
            ],
        )
        .required()
        .default("\"\""),
];

impl Class for Words {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewWords;
    type Patch = WordsPatch;
}

impl Wire for Words {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            r#type: object.take("type")?,
            self_: object.take("self")?,
            self_2: object.take("Self")?,
            crate_: object.take("crate")?,
            super_: object.take("super")?,
            r#match: object.take("match")?,
            r#async: object.take("async")?,
            id_2: object.take("id")?,
            acl_2: object.take("acl")?,
            created_at_2: object.take("created_at")?,
            def: object.take("def")?,
            object: object.take("object")?,
            value: object.take("value")?,
            order: object.take("order")?,
            select: object.take("select")?,
            default: object.take("default")?,
            in_transit: object.take("in-transit")?,
            grosse: object.take("größe")?,
            order_id: object.take("orderId")?,
            order_id_2: object.take("order_id")?,
            the_end: object.take("the end")?,
            mood: object.take("mood")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("type", self.r#type);
        object.put("self", self.self_);
        object.put("Self", self.self_2);
        object.put("crate", self.crate_);
        object.put("super", self.super_);
        object.put("match", self.r#match);
        object.put("async", self.r#async);
        object.put("id", self.id_2);
        object.put("acl", self.acl_2);
        object.put("created_at", self.created_at_2);
        object.put("def", self.def);
        object.put("object", self.object);
        object.put("value", self.value);
        object.put("order", self.order);
        object.put("select", self.select);
        object.put("default", self.default);
        object.put("in-transit", self.in_transit);
        object.put("größe", self.grosse);
        object.put("orderId", self.order_id);
        object.put("order_id", self.order_id_2);
        object.put("the end", self.the_end);
        object.put("mood", self.mood);
        object.into()
    }
}

impl Wire for NewWords {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            r#type: object.take("type")?,
            self_: object.take("self")?,
            self_2: object.take("Self")?,
            crate_: object.take("crate")?,
            super_: object.take("super")?,
            r#match: object.take("match")?,
            r#async: object.take("async")?,
            id_2: object.take("id")?,
            acl_2: object.take("acl")?,
            created_at_2: object.take("created_at")?,
            def: object.take("def")?,
            object: object.take("object")?,
            value: object.take("value")?,
            order: object.take("order")?,
            select: object.take("select")?,
            default: object.take("default")?,
            in_transit: object.take("in-transit")?,
            grosse: object.take("größe")?,
            order_id: object.take("orderId")?,
            order_id_2: object.take("order_id")?,
            the_end: object.take("the end")?,
            mood: object.take("mood")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("type", self.r#type);
        object.put("self", self.self_);
        object.put("Self", self.self_2);
        object.put("crate", self.crate_);
        object.put("super", self.super_);
        object.put("match", self.r#match);
        object.put("async", self.r#async);
        object.put("id", self.id_2);
        object.put("acl", self.acl_2);
        object.put("created_at", self.created_at_2);
        object.put("def", self.def);
        object.put("object", self.object);
        object.put("value", self.value);
        object.put("order", self.order);
        object.put("select", self.select);
        object.put("default", self.default);
        object.put("in-transit", self.in_transit);
        object.put("größe", self.grosse);
        object.put("orderId", self.order_id);
        object.put("order_id", self.order_id_2);
        object.put("the end", self.the_end);
        object.put("mood", self.mood);
        object.into()
    }
}

impl Wire for WordsPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            r#type: object.take("type")?,
            self_: object.take("self")?,
            self_2: object.take("Self")?,
            crate_: object.take("crate")?,
            super_: object.take("super")?,
            r#match: object.take("match")?,
            r#async: object.take("async")?,
            id_2: object.take("id")?,
            acl_2: object.take("acl")?,
            created_at_2: object.take("created_at")?,
            def: object.take("def")?,
            object: object.take("object")?,
            value: object.take("value")?,
            order: object.take("order")?,
            select: object.take("select")?,
            default: object.take("default")?,
            in_transit: object.take("in-transit")?,
            grosse: object.take("größe")?,
            order_id: object.take("orderId")?,
            order_id_2: object.take("order_id")?,
            the_end: object.take("the end")?,
            mood: object.take("mood")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("type", self.r#type);
        object.put("self", self.self_);
        object.put("Self", self.self_2);
        object.put("crate", self.crate_);
        object.put("super", self.super_);
        object.put("match", self.r#match);
        object.put("async", self.r#async);
        object.put("id", self.id_2);
        object.put("acl", self.acl_2);
        object.put("created_at", self.created_at_2);
        object.put("def", self.def);
        object.put("object", self.object);
        object.put("value", self.value);
        object.put("order", self.order);
        object.put("select", self.select);
        object.put("default", self.default);
        object.put("in-transit", self.in_transit);
        object.put("größe", self.grosse);
        object.put("orderId", self.order_id);
        object.put("order_id", self.order_id_2);
        object.put("the end", self.the_end);
        object.put("mood", self.mood);
        object.into()
    }
}

impl Wire for WordsMood {
    fn from_wire(value: Value) -> Result<Self> {
        choose(Self::ALL, value)
    }

    fn into_wire(self) -> Value {
        name_of(Self::ALL, self)
    }
}
