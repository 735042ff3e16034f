//! A JSON value that knows where it stands in the file.

use serde_json::{Map, Number, Value};
use std::ops::Range;

#[derive(Clone, Debug)]
pub struct Node {
    /// In bytes of the source.
    pub span: Range<usize>,
    pub data: Data,
}

#[derive(Clone, Debug)]
pub enum Data {
    Null,
    Boolean(bool),
    Number(Number),
    String(String),
    Array(Vec<Node>),
    /// In the order of the file, no key twice.
    Object(Vec<Member>),
}

#[derive(Clone, Debug)]
pub struct Member {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: Node,
}

impl Node {
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().find(|member| member.key == key)
    }

    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// Of an object; anything else has none.
    pub fn members(&self) -> &[Member] {
        match &self.data {
            Data::Object(members) => members,
            _ => &[],
        }
    }

    /// Of an array; anything else has none.
    pub fn elements(&self) -> &[Node] {
        match &self.data {
            Data::Array(elements) => elements,
            _ => &[],
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self.data {
            Data::Boolean(value) => Some(value),
            _ => None,
        }
    }

    pub fn as_f64(&self) -> Option<f64> {
        match &self.data {
            Data::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    /// A whole number of at most 32 bits; `3.0` is one too.
    pub fn as_u32(&self) -> Option<u32> {
        let number = self.as_f64()?;
        (number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number))
            .then_some(number as u32)
    }

    /// The strings of an array, each with its node; what is not a string is the grammar's to report.
    pub fn strings(&self) -> impl Iterator<Item = (&Node, &str)> {
        self.elements()
            .iter()
            .filter_map(|node| node.as_str().map(|text| (node, text)))
    }

    /// What kind of JSON value it is, with its article.
    pub fn kind(&self) -> &'static str {
        match self.data {
            Data::Null => "null",
            Data::Boolean(_) => "a boolean",
            Data::Number(_) => "a number",
            Data::String(_) => "a string",
            Data::Array(_) => "an array",
            Data::Object(_) => "an object",
        }
    }

    /// The value alone.
    pub fn to_value(&self) -> Value {
        match &self.data {
            Data::Null => Value::Null,
            Data::Boolean(value) => Value::Bool(*value),
            Data::Number(number) => Value::Number(number.clone()),
            Data::String(text) => Value::String(text.clone()),
            Data::Array(elements) => Value::Array(elements.iter().map(Self::to_value).collect()),
            Data::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|member| (member.key.clone(), member.value.to_value()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }
}
