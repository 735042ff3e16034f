//! Dart: extension types over decoded JSON, which cost nothing and keep what they have not heard of.

use super::super::{Naming, Taken};
use super::{Plain, Sketched};
use crate::model::Name;
use heck::{ToLowerCamelCase, ToUpperCamelCase};

#[derive(Clone, Copy, Debug)]
pub struct Dart;

/// Types of the language and of its library that the code of a page mentions, and those that the page has itself.
const TYPES: &str = "\
    Backend BackendError ContentType DateTime Duration Exception Function Future GeoPoint HttpClient HttpClientResponse \
    Iterable Iterator LineSplitter List Map Never Null Object ParseDate Pointer Query Record Set Stream StreamTransformer String \
    Type Uri bool double dynamic int num void";

const KEYWORDS: &str = "\
    abstract as assert async await base break case catch class const continue covariant default deferred do dynamic else \
    enum export extends extension external factory false final finally for function get hide if implements import in \
    interface is late library mixin new null of on operator part required rethrow return sealed set show static super \
    switch sync this throw true try type typedef var void when while with yield";

const MEMBERS: &str = "hashCode json noSuchMethod runtimeType toString value";

/// What no member can be called: a word of the language, what every value has, what the extension types of the page have.
const FIELDS: &str = "\
    assert await break case catch class const continue default do else enum extends false final finally for hashCode if in is \
    json new noSuchMethod null rethrow return runtimeType super switch this throw toString true try value var void when while \
    with yield bool double dynamic int num";

impl Naming for Dart {
    fn taken(&self) -> Taken {
        Taken {
            types: TYPES,
            values: "backend json jsonDecode jsonEncode live main moveOn print utf8",
            members: MEMBERS,
            files: "",
            keywords: KEYWORDS,
            fields: FIELDS,
            own: "createdAt objectId updatedAt",
            variants: FIELDS,
        }
    }

    fn type_name(&self, code: &str) -> String {
        ascii(code).to_upper_camel_case()
    }

    fn value_name(&self, code: &str) -> String {
        ascii(code).to_lower_camel_case()
    }

    fn member(&self, name: &Name) -> String {
        self.value_name(&name.code)
    }

    fn variant(&self, name: &Name) -> String {
        self.value_name(&name.code)
    }

    fn literal(&self, text: &str) -> String {
        let mut literal = String::from("'");
        for letter in text.chars() {
            match letter {
                '\'' | '\\' | '$' => literal.extend(['\\', letter]),
                _ if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => {
                    literal.push_str(&format!("\\u{{{:x}}}", u32::from(letter)));
                }
                _ => literal.push(letter),
            }
        }
        literal.push('\'');
        literal
    }
}

impl Sketched for Dart {
    fn spell(&self, ty: &Plain) -> String {
        match ty {
            Plain::Text => "String".to_owned(),
            Plain::Enum(name) | Plain::Record(name) => (*name).to_owned(),
            Plain::Number => "num".to_owned(),
            Plain::Integer => "int".to_owned(),
            Plain::Boolean => "bool".to_owned(),
            Plain::Date => "ParseDate".to_owned(),
            Plain::Place => "GeoPoint".to_owned(),
            Plain::Pointer => "Pointer".to_owned(),
            Plain::List(element) => match element.as_ref() {
                // What JSON decodes to has elements of any type, however deep.
                Plain::List(_) => "List<List<dynamic>>".to_owned(),
                element => format!("List<{}>", self.spell(element)),
            },
        }
    }

    fn decode(&self, ty: &Plain, wire: &str, required: bool) -> String {
        let mark = if required { "" } else { "?" };
        match ty {
            Plain::List(element) => {
                let element = match element.as_ref() {
                    Plain::List(_) => "List<dynamic>".to_owned(),
                    element => self.spell(element),
                };
                format!("(json[{wire}] as List{mark}){mark}.cast<{element}>()")
            }
            plain => format!("json[{wire}] as {}{mark}", self.spell(plain)),
        }
    }
}

/// Names are made of the letters of ASCII.
fn ascii(code: &str) -> String {
    let mut name = String::with_capacity(code.len());
    for letter in code.chars() {
        if letter.is_ascii() {
            name.push(letter);
        } else {
            name.push_str(&format!("u{:x}", u32::from(letter)));
        }
    }
    name
}
