//! Types of fields → types of GraphQL: as they are read, as they are written, and as they are asked for.

use crate::model::{FieldType, Shape};
use crate::plan::graphql::{Names, Words};

/// Writes the types of a class, or of a function.
#[derive(Clone, Copy, Debug)]
pub struct Types<'a> {
    pub names: &'a Names,
    pub words: &'a Words,
}

impl Types<'_> {
    /// What is read.
    pub fn output(&self, shape: &Shape, path: &str) -> String {
        match &shape.ty {
            FieldType::String => "String".to_owned(),
            FieldType::Enum(_) => self.words.declared(path).to_owned(),
            FieldType::Number => "Float".to_owned(),
            FieldType::Boolean => "Boolean".to_owned(),
            FieldType::Date => "Date".to_owned(),
            FieldType::Object(Some(fields)) if !fields.is_empty() => {
                self.words.declared(path).to_owned()
            }
            FieldType::Object(_) => "Object".to_owned(),
            FieldType::Array(None) => "[ArrayResult]".to_owned(),
            FieldType::Array(Some(element)) => {
                let of = self.output(element, path);
                if always_shows(&element.ty) {
                    format!("[{of}!]")
                } else {
                    format!("[{of}]")
                }
            }
            FieldType::GeoPoint => "GeoPoint".to_owned(),
            FieldType::Polygon => "[GeoPoint!]".to_owned(),
            FieldType::File => "FileInfo".to_owned(),
            FieldType::Bytes => "Bytes".to_owned(),
            FieldType::Acl => "ACL".to_owned(),
            FieldType::Pointer(pointer) => self.class(pointer.class).to_owned(),
            FieldType::Relation(class) => format!("{}Connection", self.class(*class)),
        }
    }

    /// What is written to a field of a class.
    pub fn input(&self, shape: &Shape, path: &str) -> String {
        match &shape.ty {
            FieldType::Pointer(pointer) => format!("{}PointerInput", self.class(pointer.class)),
            FieldType::Relation(class) => format!("{}RelationInput", self.class(*class)),
            _ => self.value(shape, path),
        }
    }

    /// What is written inside an Object or an Array, or given to a function: a Pointer is the id of what it leads to.
    pub fn value(&self, shape: &Shape, path: &str) -> String {
        match &shape.ty {
            FieldType::String => "String".to_owned(),
            FieldType::Enum(_) => self.words.declared(path).to_owned(),
            FieldType::Number => "Float".to_owned(),
            FieldType::Boolean => "Boolean".to_owned(),
            FieldType::Date => "Date".to_owned(),
            FieldType::Object(Some(fields)) if !fields.is_empty() => {
                format!("{}Input", self.words.declared(path))
            }
            FieldType::Object(_) => "Object".to_owned(),
            FieldType::Array(None) => "[Any]".to_owned(),
            FieldType::Array(Some(element)) => format!("[{}!]", self.value(element, path)),
            FieldType::GeoPoint => "GeoPointInput".to_owned(),
            FieldType::Polygon => "[GeoPointInput!]".to_owned(),
            FieldType::File => "FileInput".to_owned(),
            FieldType::Bytes => "Bytes".to_owned(),
            FieldType::Acl => "ACLInput".to_owned(),
            FieldType::Pointer(_) => "ID".to_owned(),
            // Only a class has Relations.
            FieldType::Relation(_) => "Object".to_owned(),
        }
    }

    /// What a `where` takes.
    pub fn filter(&self, shape: &Shape, path: &str) -> String {
        match &shape.ty {
            FieldType::String => "StringWhereInput".to_owned(),
            FieldType::Enum(_) => format!("{}WhereInput", self.words.declared(path)),
            FieldType::Number => "NumberWhereInput".to_owned(),
            FieldType::Boolean => "BooleanWhereInput".to_owned(),
            FieldType::Date => "DateWhereInput".to_owned(),
            FieldType::Object(_) | FieldType::Acl => "ObjectWhereInput".to_owned(),
            FieldType::Array(_) => "ArrayWhereInput".to_owned(),
            FieldType::GeoPoint => "GeoPointWhereInput".to_owned(),
            FieldType::Polygon => "PolygonWhereInput".to_owned(),
            FieldType::File => "FileWhereInput".to_owned(),
            FieldType::Bytes => "BytesWhereInput".to_owned(),
            FieldType::Pointer(crate::model::Pointer { class, .. })
            | FieldType::Relation(class) => format!("{}RelationWhereInput", self.class(*class)),
        }
    }

    fn class(&self, class: usize) -> &str {
        self.names.classes[class].at("")
    }
}

/// Whether what is stored shows to everybody who may read what it is in. The object that a Pointer leads to may be out of
/// sight, or gone; a value of an enum may be older than the schema.
pub fn always_shows(ty: &FieldType) -> bool {
    match ty {
        FieldType::Enum(_) | FieldType::Pointer(_) => false,
        FieldType::String
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Object(_)
        | FieldType::Array(_)
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Relation(_)
        | FieldType::Acl => true,
    }
}

/// Whether objects can be put in order by such a field.
pub fn has_order(ty: &FieldType) -> bool {
    match ty {
        FieldType::String
        | FieldType::Enum(_)
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Object(_)
        | FieldType::Array(_)
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Pointer(_) => true,
        FieldType::GeoPoint | FieldType::Polygon | FieldType::Relation(_) | FieldType::Acl => false,
    }
}
