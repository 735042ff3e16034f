//! Swift: structs that are `Codable`.

use super::super::{Naming, Taken};
use super::{Plain, Sketched};
use crate::model::Name;
use heck::ToLowerCamelCase;

#[derive(Clone, Copy, Debug)]
pub struct Swift;

/// Types of the language and of its library that the code of a page mentions, and those that the page has itself.
const TYPES: &str = "\
    Any AnyObject Array Backend BackendError Bool Codable CodingKey Data Decodable Dictionary Double Encodable Equatable Error \
    Float Found Foundation GeoPoint HTTPURLResponse Hashable Identifiable Int JSONDecoder JSONEncoder LiveList MainActor Never \
    Observable Observation Optional ParseDate Pointer Protocol RawRepresentable Result Self Sendable Session Set String Task \
    Type URL URLComponents URLError URLQueryItem URLRequest URLSession UTF8 Void Written";

/// Words of the language, and what every struct of the page has.
const WORDS: &str = "\
    as associatedtype async await break case catch class continue default defer deinit do else encode enum extension \
    fallthrough false fileprivate for func guard hash hashValue id if import in init inout internal is let nil operator \
    precedencegroup private protocol public rawValue repeat rethrows return self static struct subscript super switch throw \
    throws true try typealias var where while";

impl Naming for Swift {
    fn taken(&self) -> Taken {
        Taken {
            types: TYPES,
            values: "backend",
            members: "",
            files: "",
            keywords: WORDS,
            fields: WORDS,
            own: "createdAt objectId updatedAt",
            variants: WORDS,
        }
    }

    fn member(&self, name: &Name) -> String {
        name.code.to_lower_camel_case()
    }

    fn variant(&self, name: &Name) -> String {
        name.code.to_lower_camel_case()
    }

    fn literal(&self, text: &str) -> String {
        let mut literal = String::from("\"");
        for letter in text.chars() {
            match letter {
                '"' | '\\' => literal.extend(['\\', letter]),
                _ if letter.is_control() => {
                    literal.push_str(&format!("\\u{{{:x}}}", u32::from(letter)));
                }
                _ => literal.push(letter),
            }
        }
        literal.push('"');
        literal
    }
}

impl Sketched for Swift {
    fn spell(&self, ty: &Plain) -> String {
        match ty {
            Plain::Text => "String".to_owned(),
            Plain::Enum(name) | Plain::Record(name) => (*name).to_owned(),
            Plain::Number => "Double".to_owned(),
            Plain::Integer => "Int".to_owned(),
            Plain::Boolean => "Bool".to_owned(),
            Plain::Date => "ParseDate".to_owned(),
            Plain::Place => "GeoPoint".to_owned(),
            Plain::Pointer => "Pointer".to_owned(),
            Plain::List(element) => format!("[{}]", self.spell(element)),
        }
    }
}
