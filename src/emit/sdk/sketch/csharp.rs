//! C#: records that System.Text.Json reads.

use super::super::{Naming, Taken};
use super::{Plain, Sketched};
use crate::model::Name;
use heck::ToUpperCamelCase;

#[derive(Clone, Copy, Debug)]
pub struct CSharp;

/// Types of the library that the code of a page mentions, and those that the page has itself.
const TYPES: &str = "\
    Backend BackendException CancellationToken Changes Dictionary EnumeratorCancellation Environment Exception Found Func \
    GeoPoint HttpClient IOException Live Timeout HttpRequestException \
    HttpCompletionOption HttpMethod HttpRequestMessage HttpResponseMessage IAsyncEnumerable IReadOnlyList JsonContent \
    JsonElement JsonPropertyName JsonPropertyNameAttribute JsonSerializer JsonSerializerDefaults JsonSerializerOptions \
    KeyValuePair List Page ParseDate Pointer Program Stream StreamReader String StringContent System Task Uri";

/// What every record has.
const OWN: &str = "\
    Clone Deconstruct EqualityContract Equals Finalize GetHashCode GetType MemberwiseClone PrintMembers ReferenceEquals ToString";

impl Naming for CSharp {
    fn taken(&self) -> Taken {
        Taken {
            types: TYPES,
            values: OWN,
            members: "",
            files: "",
            keywords: "",
            fields: OWN,
            own: "CreatedAt ObjectId UpdatedAt",
            variants: OWN,
        }
    }

    fn value_name(&self, code: &str) -> String {
        code.to_upper_camel_case()
    }

    fn member(&self, name: &Name) -> String {
        name.code.to_upper_camel_case()
    }

    fn variant(&self, name: &Name) -> String {
        name.code.to_upper_camel_case()
    }

    fn literal(&self, text: &str) -> String {
        let mut literal = String::from("\"");
        for letter in text.chars() {
            match letter {
                '"' | '\\' => literal.extend(['\\', letter]),
                _ if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => {
                    literal.push_str(&format!("\\u{:04x}", u32::from(letter)));
                }
                _ => literal.push(letter),
            }
        }
        literal.push('"');
        literal
    }
}

impl Sketched for CSharp {
    fn spell(&self, ty: &Plain) -> String {
        match ty {
            // A value that is newer than this code is a value all the same.
            Plain::Text | Plain::Enum(_) => "string".to_owned(),
            Plain::Record(name) => (*name).to_owned(),
            Plain::Number => "decimal".to_owned(),
            Plain::Integer => "long".to_owned(),
            Plain::Boolean => "bool".to_owned(),
            Plain::Date => "ParseDate".to_owned(),
            Plain::Place => "GeoPoint".to_owned(),
            Plain::Pointer => "Pointer".to_owned(),
            Plain::List(element) => format!("List<{}>", self.spell(element)),
        }
    }
}
