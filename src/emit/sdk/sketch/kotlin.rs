//! Kotlin: data classes of kotlinx.serialization.

use super::super::{Naming, Taken};
use super::{Plain, Sketched};
use crate::model::Name;
use heck::{ToLowerCamelCase, ToUpperCamelCase};

#[derive(Clone, Copy, Debug)]
pub struct Kotlin;

/// Types of the language and of its library that the code of a page mentions, and those that the page has itself.
const TYPES: &str = "\
    Any Array Backend BackendError Boolean Byte Char CoroutineScope Dispatchers Double Enum Exception Float Flow Found GeoPoint \
    HttpURLConnection IOException Int Json JsonElement JsonObject JvmInline List LiveState Long Map Nothing Number Pair \
    ParseDate Pointer SerialName Serializable Set SharingStarted Short StateFlow String Throwable URI URLEncoder Unit";

const KEYWORDS: &str = "\
    as break class continue do else false for fun if in interface is null object package return super this throw true try \
    typealias typeof val var when while";

impl Naming for Kotlin {
    fn taken(&self) -> Taken {
        Taken {
            types: TYPES,
            values: "backend call json live logIn main moveOn open state",
            members: "equals hashCode toString",
            files: "",
            keywords: KEYWORDS,
            fields: "as break class continue copy do else equals false for fun hashCode if in interface is null object package \
                     return super this throw toString true try typealias typeof val var when while",
            own: "createdAt objectId updatedAt",
            variants: "Companion",
        }
    }

    fn member(&self, name: &Name) -> String {
        name.code.to_lower_camel_case()
    }

    fn variant(&self, name: &Name) -> String {
        name.code.to_upper_camel_case()
    }

    fn literal(&self, text: &str) -> String {
        let mut literal = String::from("\"");
        for letter in text.chars() {
            match letter {
                '"' | '\\' | '$' => literal.extend(['\\', letter]),
                _ if letter.is_control() => {
                    literal.push_str(&format!("\\u{:04x}", u32::from(letter)));
                }
                _ => literal.push(letter),
            }
        }
        literal.push('"');
        literal
    }
}

impl Sketched for Kotlin {
    fn spell(&self, ty: &Plain) -> String {
        match ty {
            Plain::Text => "String".to_owned(),
            Plain::Enum(name) | Plain::Record(name) => (*name).to_owned(),
            Plain::Number => "Double".to_owned(),
            Plain::Integer => "Long".to_owned(),
            Plain::Boolean => "Boolean".to_owned(),
            Plain::Date => "ParseDate".to_owned(),
            Plain::Place => "GeoPoint".to_owned(),
            Plain::Pointer => "Pointer".to_owned(),
            Plain::List(element) => format!("List<{}>", self.spell(element)),
        }
    }
}
