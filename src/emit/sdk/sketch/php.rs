//! PHP: readonly classes, each with what makes it of decoded JSON.

use super::super::{Naming, Taken};
use super::{Plain, Sketched};
use crate::model::Name;
use heck::{ToLowerCamelCase, ToUpperCamelCase};

#[derive(Clone, Copy, Debug)]
pub struct Php;

/// Words of the language, which has no case, and those that the code of a page mentions.
const TYPES: &str = "\
    Abstract And Array As Backend BackendError Bool Break Callable Case Catch Class Clone Closure Const Continue \
    DateTimeImmutable Declare Default Die Do Echo Else Elseif Empty Enddeclare Endfor Endforeach Endif Endswitch Endwhile \
    Enum Eval Exit Extends False Final Finally Float Fn For Foreach Function Generator Global Goto If Implements Include Instanceof \
    Insteadof Int Interface Isset Iterable List Match Mixed Namespace Never New Null Object Or Parent Print Private \
    Protected Public Readonly Require Resource Return RuntimeException Self Static String Switch Throw Throwable Trait True \
    Try Unset Use Var Void While Xor Yield";

impl Naming for Php {
    fn taken(&self) -> Taken {
        Taken {
            types: TYPES,
            // Functions of the library have names in snake case.
            values: "backend moveOn",
            members: "this",
            files: "",
            keywords: "\
                abstract and array as break callable case catch class clone const continue declare default die do echo else \
                elseif empty enum eval exit extends final finally fn for foreach function global goto if implements include \
                instanceof insteadof interface isset list match namespace new or print private protected public readonly \
                require return static switch throw trait try unset use var while xor yield",
            fields: "json this",
            own: "createdAt objectId updatedAt",
            variants: "Class",
        }
    }

    fn member(&self, name: &Name) -> String {
        name.code.to_lower_camel_case()
    }

    fn variant(&self, name: &Name) -> String {
        name.code.to_upper_camel_case()
    }

    fn literal(&self, text: &str) -> String {
        if !text.chars().any(char::is_control) {
            return format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
        }
        let mut literal = String::from("\"");
        for letter in text.chars() {
            match letter {
                '"' | '\\' | '$' => literal.extend(['\\', letter]),
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

impl Sketched for Php {
    fn spell(&self, ty: &Plain) -> String {
        let spelt = match ty {
            Plain::Text | Plain::Pointer => "string",
            // A value that is newer than this code is read as null.
            Plain::Enum(name) => return format!("?{name}"),
            Plain::Number => "float",
            Plain::Integer => "int",
            Plain::Boolean => "bool",
            Plain::Date => "DateTimeImmutable",
            Plain::Place | Plain::Record(_) | Plain::List(_) => "array",
        };
        spelt.to_owned()
    }

    fn optional(&self, ty: String) -> String {
        match ty.strip_prefix('?') {
            Some(_) => ty,
            None => format!("?{ty}"),
        }
    }

    fn decode(&self, ty: &Plain, wire: &str, required: bool) -> String {
        let or_null = if required { "" } else { " ?? null" };
        match ty {
            Plain::Text
            | Plain::Number
            | Plain::Integer
            | Plain::Boolean
            | Plain::Place
            | Plain::Record(_)
            | Plain::List(_) => format!("$json[{wire}]{or_null}"),
            Plain::Pointer => format!("$json[{wire}]['objectId']{or_null}"),
            Plain::Enum(name) => format!("{name}::tryFrom($json[{wire}] ?? '')"),
            Plain::Date if required => format!("new DateTimeImmutable($json[{wire}]['iso'])"),
            Plain::Date => {
                format!("isset($json[{wire}]) ? new DateTimeImmutable($json[{wire}]['iso']) : null")
            }
        }
    }
}
