//! Rust: snake case, an enum with room for what it does not know, Pointers as `Ref`.

mod layout;
mod order;

use super::{Language, Naming, Taken, Type, Use};
use crate::model::Name;
use crate::prose::rustdoc;
use heck::{ToSnakeCase, ToUpperCamelCase};

#[derive(Clone, Copy, Debug)]
pub struct Rust;

/// What the package offers by name at its root, and what emitted code gets from std's prelude and from serde.
const TYPES: &str = "\
    Acl AsMut AsRef Auth Box Bytes Change Class Client Clone Collection Column Copy Debug Default Deserialize \
    DoubleEndedIterator Drop Eq Err Error ExactSizeIterator Extend Filter Fn FnMut FnOnce From FromIterator FunctionCall \
    Functions GeoPoint Hash Id Include Into IntoIterator Iterator NewPerson None Object Ok Option Ord PartialEq PartialOrd Person Polygon \
    Ref Relation Result Self Send Serialize Sized Some StoredFile String Sync Timestamp ToOwned ToString TryFrom TryInto Unpin \
    Value Vec";

const KEYWORDS: &str = "\
    Self abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl \
    in let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof \
    unsafe unsized use virtual where while yield";

/// Methods of a client and of any value.
const MEMBERS: &str =
    "auth batch builder call clone collection files fmt function functions http live_state new";

impl Naming for Rust {
    fn taken(&self) -> Taken {
        Taken {
            types: TYPES,
            values: MEMBERS,
            members: MEMBERS,
            files: "alloc core mod std",
            keywords: KEYWORDS,
            fields: "Self crate self super",
            own: "id created_at updated_at acl",
            variants: "Self Unknown",
        }
    }

    fn value_name(&self, code: &str) -> String {
        code.to_snake_case()
    }

    fn file_name(&self, code: &str) -> String {
        code.to_snake_case()
    }

    fn identifier(&self, name: String) -> String {
        if KEYWORDS.split(' ').any(|word| word == name) {
            format!("r#{name}")
        } else {
            name
        }
    }

    fn member(&self, name: &Name) -> String {
        name.code.to_snake_case()
    }

    fn variant(&self, name: &Name) -> String {
        name.code.to_upper_camel_case()
    }

    fn literal(&self, text: &str) -> String {
        format!("{text:?}")
    }
}

impl Language for Rust {
    fn folder(&self) -> &'static str {
        "rust"
    }

    fn spell(&self, ty: &Type, _: Use) -> String {
        match ty {
            Type::String => "String".to_owned(),
            Type::Enum(name) | Type::Record { name, .. } => (*name).to_owned(),
            Type::Number => "f64".to_owned(),
            Type::Integer => "i64".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::Date => "Timestamp".to_owned(),
            Type::Object => "Object".to_owned(),
            Type::List(None) => "Vec<Value>".to_owned(),
            Type::List(Some(element)) => format!("Vec<{}>", self.spell(element, Use::Read)),
            Type::GeoPoint => "GeoPoint".to_owned(),
            Type::Polygon => "Polygon".to_owned(),
            Type::File => "StoredFile".to_owned(),
            Type::Bytes => "Bytes".to_owned(),
            Type::Acl => "Acl".to_owned(),
            Type::Pointer(class) => format!("Ref<{}>", class.class),
            Type::Relation(class) => format!("Relation<{}>", class.class),
        }
    }

    fn unheard(&self) -> Option<(&'static str, &'static str)> {
        Some(("unknown", "Object"))
    }

    /// Beside those that every class mentions.
    fn foreign(&self) -> &'static [&'static str] {
        &[
            "Bytes",
            "GeoPoint",
            "Object",
            "Polygon",
            "Ref",
            "Relation",
            "StoredFile",
            "Value",
        ]
    }

    fn comment(&self, word: &str) -> String {
        rustdoc::word(word)
    }

    fn comment_start(&self, word: &str) -> String {
        rustdoc::start(word)
    }

    fn layout(&self, path: &str, text: String) -> String {
        if path.ends_with(".rs") {
            layout::layout(&text)
        } else {
            text
        }
    }
}
