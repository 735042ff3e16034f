//! `impl Wire`: how a struct or an enum is read from the wire and written to it.
//!
//! This is most of what is emitted and nothing in it varies but names, so it is written as it stands, which takes a tenth
//! of the time that a syntax tree would.

use proc_macro2::{Ident, Literal};
use std::fmt::Write;

/// For a struct, by its members and their names on the wire.
pub fn of_struct(name: &str, members: &[(Ident, String)]) -> String {
    let mut take = String::new();
    let mut put = String::new();
    for (member, wire) in members {
        let wire = Literal::string(wire);
        let _ = writeln!(take, "            {member}: object.take({wire})?,");
        let _ = writeln!(put, "        object.put({wire}, self.{member});");
    }
    format!(
        "impl Wire for {name} {{
    fn from_wire(value: Value) -> Result<Self> {{
        let mut object = Object::from_wire(value)?;
        Ok(Self {{
{take}        }})
    }}

    fn into_wire(self) -> Value {{
        let mut object = Object::new();
{put}        object.into()
    }}
}}
"
    )
}

/// For an enum with its `ALL`.
pub fn of_enum(name: &str) -> String {
    format!(
        "impl Wire for {name} {{
    fn from_wire(value: Value) -> Result<Self> {{
        choose(Self::ALL, value)
    }}

    fn into_wire(self) -> Value {{
        name_of(Self::ALL, self)
    }}
}}
"
    )
}
