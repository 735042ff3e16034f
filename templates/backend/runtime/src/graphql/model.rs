//! The class tables → what GraphQL calls everything in them: types, fields, enum values. It builds no schema and answers
//! nothing; whoever does, of reads or of writes, takes the names from here.

use super::names::{self, Scope};
use crate::class::{ClassDef, FieldDef, Kind};
use crate::store::Catalog;
use std::collections::HashMap;
use std::sync::Arc;

/// Every class that clients see.
#[derive(Debug)]
pub(super) struct Model {
    /// In the order of their names on the wire.
    pub classes: Vec<Arc<Class>>,
    by_wire: HashMap<&'static str, usize>,
}

#[derive(Debug)]
pub(super) struct Class {
    pub def: &'static ClassDef,
    /// Its type: `Order`.
    pub name: String,
    /// The fields of the root: `order`, `orders`.
    pub one: String,
    pub many: String,
    /// Those of the class table, hidden ones among them.
    pub fields: Vec<Field>,
}

#[derive(Debug)]
pub(super) struct Field {
    pub def: &'static FieldDef,
    pub name: String,
    pub shape: Shape,
}

/// What a value of a field is.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    String,
    Number,
    Boolean,
    Date,
    Enum(Arc<Enum>),
    Object,
    Record(Arc<Record>),
    /// With what each element is, where the schema says it.
    Array(Option<Box<Shape>>),
    GeoPoint,
    Polygon,
    File,
    Bytes,
    /// By the name of the class on the wire.
    Pointer(&'static str),
    Relation(&'static str),
    Acl,
}

/// A String of which the schema lists the values.
#[derive(Debug)]
pub(super) struct Enum {
    pub name: String,
    /// Each as GraphQL has it, and as it is on the wire.
    pub values: Vec<(String, &'static str)>,
}

/// An Object of which the schema lists the fields.
#[derive(Debug)]
pub(super) struct Record {
    pub name: String,
    pub fields: Vec<Field>,
}

impl Model {
    pub(super) fn new(catalog: &Catalog) -> Self {
        const SYSTEM: [&str; 4] = ["_Installation", "_Role", "_Session", "_User"];
        let mut defs: Vec<_> = catalog
            .classes()
            .iter()
            .copied()
            .filter(|def| !def.name.starts_with('_') || SYSTEM.contains(&def.name))
            .collect();
        defs.sort_by_key(|def| def.name);
        let mut types = Scope::with(names::TYPES);
        let mut root = Scope::with(names::ROOT);
        let own: Vec<_> = defs
            .iter()
            .map(|def| types.take_type(&names::class(def.name)))
            .collect();
        let one: Vec<_> = own
            .iter()
            .map(|name| root.take(&names::one(name)))
            .collect();
        let many: Vec<_> = one.iter().map(|one| root.take(&names::many(one))).collect();
        let mut classes = Vec::new();
        for (((def, name), one), many) in defs.into_iter().zip(own).zip(one).zip(many) {
            let mut scope = Scope::with(names::OBJECT);
            let fields = fields(def.fields, &name, &mut scope, &mut types);
            classes.push(Arc::new(Class {
                def,
                name,
                one,
                many,
                fields,
            }));
        }
        let by_wire = classes.iter().enumerate();
        let by_wire = by_wire.map(|(index, class)| (class.def.name, index));
        Self {
            by_wire: by_wire.collect(),
            classes,
        }
    }

    /// By its name on the wire.
    pub(super) fn class(&self, wire: &str) -> Option<&Arc<Class>> {
        self.by_wire.get(wire).map(|&index| &self.classes[index])
    }

    /// Every enum and every Object with fields.
    pub(super) fn nested(&self) -> Vec<Nested<'_>> {
        let mut found = Vec::new();
        for class in &self.classes {
            collect(&class.fields, &mut found);
        }
        found
    }
}

/// A type that is no class's.
pub(super) enum Nested<'m> {
    Enum(&'m Arc<Enum>),
    Record(&'m Arc<Record>),
}

fn collect<'m>(fields: &'m [Field], found: &mut Vec<Nested<'m>>) {
    for field in fields {
        match field.shape.innermost() {
            Shape::Enum(one) => found.push(Nested::Enum(one)),
            Shape::Record(record) => {
                found.push(Nested::Record(record));
                collect(&record.fields, found);
            }
            _ => {}
        }
    }
}

impl Class {
    /// The field of this name in GraphQL.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What clients may see.
    pub(super) fn visible(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.def.hidden)
    }
}

impl Shape {
    /// Itself, or what the elements of an Array are.
    pub(super) fn innermost(&self) -> &Self {
        match self {
            Self::Array(Some(element)) => element.innermost(),
            other => other,
        }
    }
}

impl Enum {
    /// The value as GraphQL has it.
    pub(super) fn named(&self, wire: &str) -> Option<&str> {
        let mut values = self.values.iter();
        let (name, _) = values.find(|(_, known)| *known == wire)?;
        Some(name)
    }

    /// The value as it is on the wire.
    pub(super) fn wire(&self, name: &str) -> Option<&'static str> {
        let mut values = self.values.iter();
        let (_, wire) = values.find(|(known, _)| known == name)?;
        Some(wire)
    }
}

fn fields(
    defs: &'static [FieldDef],
    owner: &str,
    scope: &mut Scope,
    types: &mut Scope,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for def in defs {
        let wish = names::member(owner, def.name);
        fields.push(Field {
            def,
            name: scope.take(&names::spelled(def.name)),
            shape: shape(def, wish, types),
        });
    }
    fields
}

fn shape(def: &'static FieldDef, wish: String, types: &mut Scope) -> Shape {
    match def.kind {
        Kind::String if !def.checks.one_of.is_empty() => {
            let mut scope = Scope::default();
            let values = def.checks.one_of.iter();
            let values = values.map(|&wire| (scope.take(&names::value(wire)), wire));
            Shape::Enum(Arc::new(Enum {
                name: types.take_type(&wish),
                values: values.collect(),
            }))
        }
        Kind::String => Shape::String,
        Kind::Number => Shape::Number,
        Kind::Boolean => Shape::Boolean,
        Kind::Date => Shape::Date,
        Kind::Object(Some(inner)) if !inner.is_empty() => {
            let name = types.take_type(&wish);
            let fields = fields(inner, &name, &mut Scope::default(), types);
            Shape::Record(Arc::new(Record { name, fields }))
        }
        Kind::Object(_) => Shape::Object,
        Kind::Array(element) => Shape::Array(element.map(|element| {
            let wish = names::element(&wish);
            Box::new(shape(element, wish, types))
        })),
        Kind::GeoPoint => Shape::GeoPoint,
        Kind::Polygon => Shape::Polygon,
        Kind::File => Shape::File,
        Kind::Bytes => Shape::Bytes,
        Kind::Pointer { class, .. } => Shape::Pointer(class),
        Kind::Relation { class } => Shape::Relation(class),
        Kind::Acl => Shape::Acl,
    }
}
