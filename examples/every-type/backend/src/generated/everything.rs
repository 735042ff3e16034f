//! Everything: a field of each type, with each check.
//!
//! @generated from schema.json by backsmith; change the schema and run `backsmith generate`.

use super::{ResultClass, User};
use runtime::prelude::*;

/// A field of each type, with each check.
///
/// This paragraph holds \<b\>markup\</b\>, a \[link\], `code`, a | bar and a line that begins with
/// \- a dash.
#[derive(Clone, Debug, PartialEq)]
pub struct Everything {
    pub id: Id<Everything>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub acl: Option<Acl>,
    pub string: String,
    pub email: Option<String>,
    pub url: Option<String>,
    pub uuid: Option<String>,
    pub number: f64,
    pub integer: Option<i64>,
    pub boolean: bool,
    pub date: Timestamp,
    pub object: Option<Object>,
    /// An Object with a shape of its own
    pub shape: EverythingShape,
    pub array: Option<Vec<Value>>,
    pub numbers: Vec<f64>,
    pub matrix: Option<Vec<Vec<i64>>>,
    pub lines: Option<Vec<EverythingLine>>,
    pub place: GeoPoint,
    pub area: Option<Polygon>,
    pub picture: Option<File>,
    pub bytes: Option<Bytes>,
    pub audience: Option<Acl>,
    pub owner: Ref<User>,
    pub parent: Option<Ref<Everything>>,
    pub result: Option<Ref<ResultClass>>,
    pub serial: i64,
}

/// What it takes to create an [`Everything`].
#[derive(Clone, Debug, PartialEq)]
pub struct NewEverything {
    pub acl: Option<Acl>,
    pub string: String,
    pub email: Option<String>,
    pub url: Option<String>,
    pub uuid: Option<String>,
    pub phone: Option<String>,
    pub number: f64,
    pub integer: Option<i64>,
    pub boolean: Option<bool>,
    pub date: Timestamp,
    pub object: Option<Object>,
    pub shape: EverythingShape,
    pub array: Option<Vec<Value>>,
    pub numbers: Vec<f64>,
    pub matrix: Option<Vec<Vec<i64>>>,
    pub lines: Option<Vec<EverythingLine>>,
    pub place: GeoPoint,
    pub area: Option<Polygon>,
    pub picture: Option<File>,
    pub bytes: Option<Bytes>,
    pub audience: Option<Acl>,
    pub owner: Ref<User>,
    pub parent: Option<Ref<Everything>>,
    pub result: Option<Ref<ResultClass>>,
    pub serial: Option<i64>,
}

/// Changes to an [`Everything`]; what is `Change::Keep` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EverythingPatch {
    pub acl: Change<Acl>,
    pub string: Change<String>,
    pub email: Change<String>,
    pub url: Change<String>,
    pub uuid: Change<String>,
    pub phone: Change<String>,
    pub number: Change<f64>,
    pub integer: Change<i64>,
    pub boolean: Change<bool>,
    pub date: Change<Timestamp>,
    pub object: Change<Object>,
    pub shape: Change<EverythingShape>,
    pub array: Change<Vec<Value>>,
    pub numbers: Change<Vec<f64>>,
    pub matrix: Change<Vec<Vec<i64>>>,
    pub lines: Change<Vec<EverythingLine>>,
    pub place: Change<GeoPoint>,
    pub area: Change<Polygon>,
    pub picture: Change<File>,
    pub bytes: Change<Bytes>,
    pub audience: Change<Acl>,
    pub owner: Change<Ref<User>>,
    pub parent: Change<Ref<Everything>>,
    pub result: Change<Ref<ResultClass>>,
    pub serial: Change<i64>,
}

impl Everything {
    pub const ID: Column<Everything, Id<Everything>> = Column::new("objectId");
    pub const CREATED_AT: Column<Everything, Timestamp> = Column::new("createdAt");
    pub const UPDATED_AT: Column<Everything, Timestamp> = Column::new("updatedAt");
    pub const ACL: Column<Everything, Acl> = Column::new("ACL");
    pub const STRING: Column<Everything, String> = Column::new("string");
    pub const EMAIL: Column<Everything, String> = Column::new("email");
    pub const URL: Column<Everything, String> = Column::new("url");
    pub const UUID: Column<Everything, String> = Column::new("uuid");
    pub const PHONE: Column<Everything, String> = Column::new("phone");
    pub const NUMBER: Column<Everything, f64> = Column::new("number");
    pub const INTEGER: Column<Everything, i64> = Column::new("integer");
    pub const BOOLEAN: Column<Everything, bool> = Column::new("boolean");
    pub const DATE: Column<Everything, Timestamp> = Column::new("date");
    pub const OBJECT: Column<Everything, Object> = Column::new("object");
    pub const SHAPE: Column<Everything, EverythingShape> = Column::new("shape");
    pub const ARRAY: Column<Everything, Vec<Value>> = Column::new("array");
    pub const NUMBERS: Column<Everything, Vec<f64>> = Column::new("numbers");
    pub const MATRIX: Column<Everything, Vec<Vec<i64>>> = Column::new("matrix");
    pub const LINES: Column<Everything, Vec<EverythingLine>> = Column::new("lines");
    pub const PLACE: Column<Everything, GeoPoint> = Column::new("place");
    pub const AREA: Column<Everything, Polygon> = Column::new("area");
    pub const PICTURE: Column<Everything, File> = Column::new("picture");
    pub const BYTES: Column<Everything, Bytes> = Column::new("bytes");
    pub const AUDIENCE: Column<Everything, Acl> = Column::new("audience");
    pub const OWNER: Column<Everything, Ref<User>> = Column::new("owner");
    pub const PARENT: Column<Everything, Ref<Everything>> = Column::new("parent");
    pub const RESULT: Column<Everything, Ref<ResultClass>> = Column::new("result");
    pub const FRIENDS: Column<Everything, Relation<User>> = Column::new("friends");
    pub const SERIAL: Column<Everything, i64> = Column::new("serial");
}

/// An Object with a shape of its own
#[derive(Clone, Debug, PartialEq)]
pub struct EverythingShape {
    pub width: f64,
    pub height: f64,
    pub label: Option<EverythingShapeLabel>,
}

/// The value of `Everything.shape.label`.
#[derive(Clone, Debug, PartialEq)]
pub struct EverythingShapeLabel {
    pub text: String,
    pub colours: Option<Vec<EverythingShapeLabelColour>>,
    pub next: Option<Ref<Everything>>,
}

/// The values of `Everything.shape.label.colours`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EverythingShapeLabelColour {
    Red,
    Green,
    Blue,
}

impl EverythingShapeLabelColour {
    /// Each value with its name on the wire.
    pub const ALL: &[(&str, Self)] = &[
        ("red", Self::Red),
        ("green", Self::Green),
        ("blue", Self::Blue),
    ];
}

/// An element of `Everything.lines`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EverythingLine {
    pub parts: Option<Vec<EverythingLinePart>>,
}

/// An element of `Everything.lines.parts`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EverythingLinePart {
    pub self_: Option<String>,
    pub at: Option<Timestamp>,
}

/// What the engine knows of `Everything`.
pub static CLASS: ClassDef = ClassDef::new("Everything", FIELDS)
    .owner(&["owner"])
    .access(Access {
        read: &[Principal::Owner, Principal::Role("admin")],
        create: &[Principal::Authenticated],
        update: &[Principal::Owner, Principal::Role("admin")],
        delete: &[Principal::Owner, Principal::Role("admin")],
        create_as_owner: true,
    })
    .indexes(
        &[
            IndexDef::new(
                &[("number", Direction::Descending), ("date", Direction::Ascending)],
            ),
            IndexDef::unique(
                &[("string", Direction::Ascending), ("date", Direction::Ascending)],
            ),
        ],
    )
    .graphql(
        &[
            ("shape.label.colours{}", "EverythingShapeLabelColour"),
            ("lines{}", "EverythingLine"),
            ("lines.parts{}", "EverythingLinePart"),
        ],
    )
    .describe(
        &[
            (
                "",
                "A field of each type, with each check.\n\nThis paragraph holds <b>markup</b>, a [link], `code`, a | bar\nand a line that begins with\n- a dash.",
            ),
            ("shape", "An Object with a shape of its own"),
        ],
    );

const FIELDS: &[FieldDef] = &[
    FieldDef::string("string")
        .min_length(1)
        .max_length(40)
        .pattern("^[A-Z][a-z \"\\\\|]*$")
        .required(),
    FieldDef::string("email").format(Format::Email).unique(),
    FieldDef::string("url").format(Format::Url).default("\"https://example.com/\""),
    FieldDef::string("uuid").format(Format::Uuid).immutable(),
    FieldDef::string("phone").format(Format::Phone).hidden(),
    FieldDef::number("number").minimum(-1.5).maximum(314.0 / 100.0).required(),
    FieldDef::number("integer")
        .integer()
        .minimum(0.0)
        .maximum(1000000.0)
        .index()
        .default("7"),
    FieldDef::boolean("boolean").required().default("true"),
    FieldDef::date("date").required(),
    FieldDef::object("object"),
    FieldDef::object_of(
            "shape",
            &[
                FieldDef::number("width").minimum(0.0).required(),
                FieldDef::number("height").minimum(0.0).required(),
                FieldDef::object_of(
                    "label",
                    &[
                        FieldDef::string("text").required(),
                        FieldDef::array_of(
                            "colours",
                            &FieldDef::string("").one_of(&["red", "green", "blue"]),
                        ),
                        FieldDef::pointer("next", "Everything"),
                    ],
                ),
            ],
        )
        .required(),
    FieldDef::array("array"),
    FieldDef::array_of("numbers", &FieldDef::number(""))
        .min_length(1)
        .max_length(10)
        .required(),
    FieldDef::array_of(
        "matrix",
        &FieldDef::array_of("", &FieldDef::number("").integer()),
    ),
    FieldDef::array_of(
        "lines",
        &FieldDef::object_of(
            "",
            &[
                FieldDef::array_of(
                    "parts",
                    &FieldDef::object_of(
                        "",
                        &[FieldDef::string("self"), FieldDef::date("at")],
                    ),
                ),
            ],
        ),
    ),
    FieldDef::geo_point("place").required(),
    FieldDef::polygon("area"),
    FieldDef::file("picture"),
    FieldDef::bytes("bytes"),
    FieldDef::acl("audience"),
    FieldDef::pointer("owner", "_User").on_delete(OnDelete::Cascade).required(),
    FieldDef::pointer("parent", "Everything").on_delete(OnDelete::Clear),
    FieldDef::pointer("result", "Result").on_delete(OnDelete::Restrict),
    FieldDef::relation("friends", "_User"),
    FieldDef::number("serial").integer().required().read_only(),
];

impl Class for Everything {
    const DEF: &'static ClassDef = &CLASS;
    type New = NewEverything;
    type Patch = EverythingPatch;
}

impl Wire for Everything {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            id: object.take("objectId")?,
            created_at: object.take("createdAt")?,
            updated_at: object.take("updatedAt")?,
            acl: object.take("ACL")?,
            string: object.take("string")?,
            email: object.take("email")?,
            url: object.take("url")?,
            uuid: object.take("uuid")?,
            number: object.take("number")?,
            integer: object.take("integer")?,
            boolean: object.take("boolean")?,
            date: object.take("date")?,
            object: object.take("object")?,
            shape: object.take("shape")?,
            array: object.take("array")?,
            numbers: object.take("numbers")?,
            matrix: object.take("matrix")?,
            lines: object.take("lines")?,
            place: object.take("place")?,
            area: object.take("area")?,
            picture: object.take("picture")?,
            bytes: object.take("bytes")?,
            audience: object.take("audience")?,
            owner: object.take("owner")?,
            parent: object.take("parent")?,
            result: object.take("result")?,
            serial: object.take("serial")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("objectId", self.id);
        object.put("createdAt", self.created_at);
        object.put("updatedAt", self.updated_at);
        object.put("ACL", self.acl);
        object.put("string", self.string);
        object.put("email", self.email);
        object.put("url", self.url);
        object.put("uuid", self.uuid);
        object.put("number", self.number);
        object.put("integer", self.integer);
        object.put("boolean", self.boolean);
        object.put("date", self.date);
        object.put("object", self.object);
        object.put("shape", self.shape);
        object.put("array", self.array);
        object.put("numbers", self.numbers);
        object.put("matrix", self.matrix);
        object.put("lines", self.lines);
        object.put("place", self.place);
        object.put("area", self.area);
        object.put("picture", self.picture);
        object.put("bytes", self.bytes);
        object.put("audience", self.audience);
        object.put("owner", self.owner);
        object.put("parent", self.parent);
        object.put("result", self.result);
        object.put("serial", self.serial);
        object.into()
    }
}

impl Wire for NewEverything {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            string: object.take("string")?,
            email: object.take("email")?,
            url: object.take("url")?,
            uuid: object.take("uuid")?,
            phone: object.take("phone")?,
            number: object.take("number")?,
            integer: object.take("integer")?,
            boolean: object.take("boolean")?,
            date: object.take("date")?,
            object: object.take("object")?,
            shape: object.take("shape")?,
            array: object.take("array")?,
            numbers: object.take("numbers")?,
            matrix: object.take("matrix")?,
            lines: object.take("lines")?,
            place: object.take("place")?,
            area: object.take("area")?,
            picture: object.take("picture")?,
            bytes: object.take("bytes")?,
            audience: object.take("audience")?,
            owner: object.take("owner")?,
            parent: object.take("parent")?,
            result: object.take("result")?,
            serial: object.take("serial")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("string", self.string);
        object.put("email", self.email);
        object.put("url", self.url);
        object.put("uuid", self.uuid);
        object.put("phone", self.phone);
        object.put("number", self.number);
        object.put("integer", self.integer);
        object.put("boolean", self.boolean);
        object.put("date", self.date);
        object.put("object", self.object);
        object.put("shape", self.shape);
        object.put("array", self.array);
        object.put("numbers", self.numbers);
        object.put("matrix", self.matrix);
        object.put("lines", self.lines);
        object.put("place", self.place);
        object.put("area", self.area);
        object.put("picture", self.picture);
        object.put("bytes", self.bytes);
        object.put("audience", self.audience);
        object.put("owner", self.owner);
        object.put("parent", self.parent);
        object.put("result", self.result);
        object.put("serial", self.serial);
        object.into()
    }
}

impl Wire for EverythingPatch {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            acl: object.take("ACL")?,
            string: object.take("string")?,
            email: object.take("email")?,
            url: object.take("url")?,
            uuid: object.take("uuid")?,
            phone: object.take("phone")?,
            number: object.take("number")?,
            integer: object.take("integer")?,
            boolean: object.take("boolean")?,
            date: object.take("date")?,
            object: object.take("object")?,
            shape: object.take("shape")?,
            array: object.take("array")?,
            numbers: object.take("numbers")?,
            matrix: object.take("matrix")?,
            lines: object.take("lines")?,
            place: object.take("place")?,
            area: object.take("area")?,
            picture: object.take("picture")?,
            bytes: object.take("bytes")?,
            audience: object.take("audience")?,
            owner: object.take("owner")?,
            parent: object.take("parent")?,
            result: object.take("result")?,
            serial: object.take("serial")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("ACL", self.acl);
        object.put("string", self.string);
        object.put("email", self.email);
        object.put("url", self.url);
        object.put("uuid", self.uuid);
        object.put("phone", self.phone);
        object.put("number", self.number);
        object.put("integer", self.integer);
        object.put("boolean", self.boolean);
        object.put("date", self.date);
        object.put("object", self.object);
        object.put("shape", self.shape);
        object.put("array", self.array);
        object.put("numbers", self.numbers);
        object.put("matrix", self.matrix);
        object.put("lines", self.lines);
        object.put("place", self.place);
        object.put("area", self.area);
        object.put("picture", self.picture);
        object.put("bytes", self.bytes);
        object.put("audience", self.audience);
        object.put("owner", self.owner);
        object.put("parent", self.parent);
        object.put("result", self.result);
        object.put("serial", self.serial);
        object.into()
    }
}

impl Wire for EverythingShape {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            width: object.take("width")?,
            height: object.take("height")?,
            label: object.take("label")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("width", self.width);
        object.put("height", self.height);
        object.put("label", self.label);
        object.into()
    }
}

impl Wire for EverythingShapeLabel {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            text: object.take("text")?,
            colours: object.take("colours")?,
            next: object.take("next")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("text", self.text);
        object.put("colours", self.colours);
        object.put("next", self.next);
        object.into()
    }
}

impl Wire for EverythingShapeLabelColour {
    fn from_wire(value: Value) -> Result<Self> {
        choose(Self::ALL, value)
    }

    fn into_wire(self) -> Value {
        name_of(Self::ALL, self)
    }
}

impl Wire for EverythingLine {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            parts: object.take("parts")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("parts", self.parts);
        object.into()
    }
}

impl Wire for EverythingLinePart {
    fn from_wire(value: Value) -> Result<Self> {
        let mut object = Object::from_wire(value)?;
        Ok(Self {
            self_: object.take("self")?,
            at: object.take("at")?,
        })
    }

    fn into_wire(self) -> Value {
        let mut object = Object::new();
        object.put("self", self.self_);
        object.put("at", self.at);
        object.into()
    }
}
