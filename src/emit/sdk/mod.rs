//! A plan becomes what a client package shows of it: classes, fields, enums, records and functions, named and typed in one
//! language.
//!
//! [`view`] is the same for every language. A language is one small file that implements [`Naming`] and [`Language`]: how names are
//! cased, which words are taken, how a type is spelt. Its templates lie in `templates/sdk/LANGUAGE/` and hold no more than
//! `if` and `each`. What every schema has alike is hand-written code there, copied as it is.

mod adapter;
mod names;
mod prose;
mod rust;
mod sketch;
mod spelling;
mod types;
mod typescript;
mod view;

pub use adapter::adapter;
pub use rust::Rust;
pub use sketch::sketches;
pub use types::{Type, Use};
pub use typescript::TypeScript;
pub use view::view;

use crate::model::Name;
use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToUpperCamelCase};

/// The words that names must keep clear of, each scope's own.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Types that emitted code or its reader needs, with spaces between them.
    pub types: &'static str,
    /// Keywords, and values that the package offers beside those of the classes.
    pub values: &'static str,
    /// Methods of a client, and of what holds the functions.
    pub members: &'static str,
    /// Files of the package beside those of classes; what no system allows is kept clear of anyway.
    pub files: &'static str,
    /// Words that no value, method or file can be called.
    pub keywords: &'static str,
    /// Words that no field can be called, of an object or of a record.
    pub fields: &'static str,
    /// Fields that every object has beside those of its class.
    pub own: &'static str,
    /// Values that every enum has, and words that none can be called.
    pub variants: &'static str,
}

/// What things are called in a language.
pub trait Naming {
    fn taken(&self) -> Taken;

    /// A type in a package: of a class, of an enum, of a record.
    fn type_name(&self, code: &str) -> String {
        code.to_upper_camel_case()
    }

    /// The client as a type.
    fn client_name(&self, package: &str) -> String {
        self.type_name(package)
    }

    /// What stands for a collection, an enum or a function.
    fn value_name(&self, code: &str) -> String {
        code.to_lower_camel_case()
    }

    /// A constant that stands for a field.
    fn constant_name(&self, code: &str) -> String {
        code.to_shouty_snake_case()
    }

    /// The file of a class, without its extension.
    fn file_name(&self, code: &str) -> String {
        code.to_kebab_case()
    }

    /// A name as code may have it, a keyword made one that it is not.
    fn identifier(&self, name: String) -> String {
        name
    }

    /// A field of an object.
    fn member(&self, name: &Name) -> String;

    /// A value of an enum.
    fn variant(&self, name: &Name) -> String;

    /// A String as code has it, quotes and all.
    fn literal(&self, text: &str) -> String;
}

/// What a language decides whose client is a package.
pub trait Language: Naming {
    /// Below `templates/sdk/` and `sdk/`.
    fn folder(&self) -> &'static str;

    /// How a type is written where it stands for `used`.
    fn spell(&self, ty: &Type, used: Use) -> String;

    /// The member of an Object with fields of its own that keeps those which the client has not heard of, and its type; for a
    /// language whose objects drop what they have no member for.
    fn unheard(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// The types of the runtime that [`Self::spell`] may mention, in the order in which a file imports them.
    fn foreign(&self) -> &'static [&'static str];

    /// A word of prose as a comment may hold it.
    fn comment(&self, word: &str) -> String;

    /// The same at the start of a line.
    fn comment_start(&self, word: &str) -> String {
        word.to_owned()
    }

    /// A rendered file as the language's own formatter would leave it.
    fn layout(&self, _path: &str, text: String) -> String {
        text
    }
}
