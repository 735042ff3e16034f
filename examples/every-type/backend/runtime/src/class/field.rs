//! The fields of a class: what each holds, and what it must be.

use crate::access::Principal;

macro_rules! kinds {
    ($($(#[$doc:meta])* $build:ident => $kind:ident),* $(,)?) => {
        $($(#[$doc])* pub const fn $build(name: &'static str) -> Self { Self::new(name, Kind::$kind) })*
    };
}

#[derive(Debug)]
pub struct FieldDef {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// JSON in the wire encoding, used where a create leaves the field out.
    pub default: Option<&'static str>,
    pub unique: bool,
    pub index: bool,
    /// Clients may not set it.
    pub read_only: bool,
    /// Set on create, never changed by a client.
    pub immutable: bool,
    /// Never returned to a client.
    pub hidden: bool,
    pub checks: Checks,
}

/// The type of a field, or of an element of an Array.
#[derive(Debug)]
pub enum Kind {
    String,
    Number,
    Boolean,
    Date,
    /// With the fields it must have, where the schema declares them.
    Object(Option<&'static [FieldDef]>),
    /// With the type of its elements, where the schema declares it.
    Array(Option<&'static FieldDef>),
    GeoPoint,
    Polygon,
    File,
    Bytes,
    Pointer {
        class: &'static str,
        on_delete: OnDelete,
    },
    Relation {
        class: &'static str,
    },
    Acl,
}

/// What becomes of an object when the one it points at is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// It keeps a Pointer to nothing.
    Keep,
    /// The deletion is refused.
    Restrict,
    /// It is deleted too.
    Cascade,
    /// Its Pointer is unset.
    Clear,
}

/// Checks of a value; what is `None`, `false` or empty checks nothing.
#[derive(Debug)]
pub struct Checks {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub integer: bool,
    /// In characters of a String, in elements of an Array.
    pub min_length: Option<u32>,
    pub max_length: Option<u32>,
    pub pattern: Option<&'static str>,
    pub format: Option<Format>,
    /// The values a String may have.
    pub one_of: &'static [&'static str],
    pub transitions: &'static [Transition],
}

/// A step that an enum field may take.
#[derive(Debug)]
pub struct Transition {
    pub from: &'static str,
    pub to: &'static str,
    /// Who may take it; `None` is whoever may update the object.
    pub by: Option<&'static [Principal]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Email,
    Url,
    Uuid,
    Phone,
}

impl FieldDef {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            required: false,
            default: None,
            unique: false,
            index: false,
            read_only: false,
            immutable: false,
            hidden: false,
            checks: Checks::NONE,
        }
    }

    kinds! {
        string => String,
        number => Number,
        boolean => Boolean,
        date => Date,
        geo_point => GeoPoint,
        polygon => Polygon,
        file => File,
        bytes => Bytes,
        acl => Acl,
    }

    pub const fn object(name: &'static str) -> Self {
        Self::new(name, Kind::Object(None))
    }

    /// An Object with declared fields.
    pub const fn object_of(name: &'static str, fields: &'static [FieldDef]) -> Self {
        Self::new(name, Kind::Object(Some(fields)))
    }

    pub const fn array(name: &'static str) -> Self {
        Self::new(name, Kind::Array(None))
    }

    /// An Array whose elements are all of one type; the name of `element` plays no part.
    pub const fn array_of(name: &'static str, element: &'static FieldDef) -> Self {
        Self::new(name, Kind::Array(Some(element)))
    }

    pub const fn pointer(name: &'static str, class: &'static str) -> Self {
        Self::new(
            name,
            Kind::Pointer {
                class,
                on_delete: OnDelete::Keep,
            },
        )
    }

    pub const fn relation(name: &'static str, class: &'static str) -> Self {
        Self::new(name, Kind::Relation { class })
    }

    pub const fn on_delete(mut self, on_delete: OnDelete) -> Self {
        if let Kind::Pointer { class, .. } = self.kind {
            self.kind = Kind::Pointer { class, on_delete };
        }
        self
    }

    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// `json` is the value in its wire encoding.
    pub const fn default(mut self, json: &'static str) -> Self {
        self.default = Some(json);
        self
    }

    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    pub const fn index(mut self) -> Self {
        self.index = true;
        self
    }

    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    pub const fn immutable(mut self) -> Self {
        self.immutable = true;
        self
    }

    pub const fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    pub const fn minimum(mut self, minimum: f64) -> Self {
        self.checks.minimum = Some(minimum);
        self
    }

    pub const fn maximum(mut self, maximum: f64) -> Self {
        self.checks.maximum = Some(maximum);
        self
    }

    pub const fn integer(mut self) -> Self {
        self.checks.integer = true;
        self
    }

    pub const fn min_length(mut self, length: u32) -> Self {
        self.checks.min_length = Some(length);
        self
    }

    pub const fn max_length(mut self, length: u32) -> Self {
        self.checks.max_length = Some(length);
        self
    }

    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.checks.pattern = Some(pattern);
        self
    }

    pub const fn format(mut self, format: Format) -> Self {
        self.checks.format = Some(format);
        self
    }

    pub const fn one_of(mut self, values: &'static [&'static str]) -> Self {
        self.checks.one_of = values;
        self
    }

    pub const fn transitions(mut self, transitions: &'static [Transition]) -> Self {
        self.checks.transitions = transitions;
        self
    }
}

impl Checks {
    pub const NONE: Self = Self {
        minimum: None,
        maximum: None,
        integer: false,
        min_length: None,
        max_length: None,
        pattern: None,
        format: None,
        one_of: &[],
        transitions: &[],
    };
}

impl Transition {
    pub const fn new(from: &'static str, to: &'static str) -> Self {
        Self { from, to, by: None }
    }

    /// For these alone.
    pub const fn by(mut self, principals: &'static [Principal]) -> Self {
        self.by = Some(principals);
        self
    }
}

impl Kind {
    /// As Parse names it in schemas and error messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::Date => "Date",
            Self::Object(_) => "Object",
            Self::Array(_) => "Array",
            Self::GeoPoint => "GeoPoint",
            Self::Polygon => "Polygon",
            Self::File => "File",
            Self::Bytes => "Bytes",
            Self::Pointer { .. } => "Pointer",
            Self::Relation { .. } => "Relation",
            Self::Acl => "ACL",
        }
    }
}
