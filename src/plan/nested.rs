//! The types that fields declare within a class or a function: enums, and objects with fields of their own.

use crate::model::{self, Enum, Field, FieldType, Shape};
use heck::ToUpperCamelCase;

/// A type declared by a field, or by something inside a field.
#[derive(Clone, Debug)]
pub struct Nested<'a> {
    /// Where it is declared, in wire names: `status`, `products[]`, `products[].size`.
    pub path: String,
    /// The class or function and the way in, in camel case: `OrderStatus`, `OrderProduct`. Not yet unique.
    pub name: String,
    pub description: Option<&'a str>,
    pub kind: NestedKind<'a>,
}

#[derive(Clone, Debug)]
pub enum NestedKind<'a> {
    Enum(&'a Enum),
    /// An Object that declares at least one field.
    Record(&'a [Field]),
}

pub(super) fn of(class: &model::Class) -> Vec<Nested<'_>> {
    let mut found = Vec::new();
    fields(
        &class.fields,
        "",
        &class.name.code.to_upper_camel_case(),
        &mut found,
    );
    found
}

pub(super) fn of_params(function: &model::Function) -> Vec<Nested<'_>> {
    let mut found = Vec::new();
    let name = function.name.code.to_upper_camel_case();
    fields(&function.params, "", &name, &mut found);
    found
}

pub(super) fn of_result(function: &model::Function) -> Vec<Nested<'_>> {
    let mut found = Vec::new();
    if let Some(result) = &function.result {
        let name = format!("{}Result", function.name.code.to_upper_camel_case());
        shape(result, String::new(), name, None, &mut found);
    }
    found
}

fn fields<'a>(fields: &'a [Field], path: &str, name: &str, found: &mut Vec<Nested<'a>>) {
    for field in fields {
        let path = join(path, &field.name.wire);
        let name = format!("{name}{}", field.name.code.to_upper_camel_case());
        shape(
            &field.shape,
            path,
            name,
            field.description.as_deref(),
            found,
        );
    }
}

fn shape<'a>(
    shape_: &'a Shape,
    path: String,
    name: String,
    description: Option<&'a str>,
    found: &mut Vec<Nested<'a>>,
) {
    match &shape_.ty {
        FieldType::Enum(values) => found.push(Nested {
            path,
            name,
            description,
            kind: NestedKind::Enum(values),
        }),
        FieldType::Object(Some(inner)) if !inner.is_empty() => {
            let kind = NestedKind::Record(inner);
            found.push(Nested {
                path: path.clone(),
                name: name.clone(),
                description,
                kind,
            });
            fields(inner, &path, &name, found);
        }
        FieldType::Array(Some(element)) => {
            shape(element, element_path(&path), singular(&name), None, found)
        }
        FieldType::Object(_)
        | FieldType::Array(None)
        | FieldType::String
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Pointer(_)
        | FieldType::Relation(_)
        | FieldType::Acl => {}
    }
}

impl Nested<'_> {
    /// The path of `field`, where this is a record.
    pub fn field_path(&self, field: &Field) -> String {
        join(&self.path, &field.name.wire)
    }
}

pub(super) fn join(path: &str, field: &str) -> String {
    if path.is_empty() {
        field.to_owned()
    } else {
        format!("{path}.{field}")
    }
}

/// The path of the elements of the Array at `path`.
pub fn element_path(path: &str) -> String {
    format!("{path}[]")
}

/// What one element of a plural is called; `Item` where the name is no plural.
pub(super) fn singular(name: &str) -> String {
    let stem = |ending: &str| name.strip_suffix(ending).filter(|stem| stem.len() > 2);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    let sibilant = ["sses", "xes", "ches", "shes"];
    if sibilant.iter().any(|ending| name.ends_with(ending)) {
        return name[..name.len() - 2].to_owned();
    }
    match stem("s") {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with("tatu") => stem.to_owned(),
        _ => format!("{name}Item"),
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn an_element_is_named_after_its_plural() {
        for (plural, element) in [
            ("OrderProducts", "OrderProduct"),
            ("OrderEntries", "OrderEntry"),
            ("OrderBoxes", "OrderBox"),
            ("OrderAddresses", "OrderAddress"),
            ("OrderPrices", "OrderPrice"),
            ("OrderData", "OrderDataItem"),
            ("OrderStatus", "OrderStatusItem"),
            ("OrderGlass", "OrderGlassItem"),
        ] {
            assert_eq!(singular(plural), element);
        }
    }
}
