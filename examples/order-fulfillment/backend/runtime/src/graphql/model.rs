//! The class tables as GraphQL has them: types, fields, enum values, each under its name. It builds no schema and answers
//! nothing; whoever does, of reads or of writes, takes the names from here.

use super::names::Naming;
use crate::class::{ClassDef, FieldDef};
use crate::store::Catalog;
use crate::wire::Value;
use serde_json::Map;
use std::collections::HashMap;
use std::sync::Arc;

/// Every class that clients see.
#[derive(Debug)]
pub(super) struct Model {
    /// In the order of their names on the wire.
    pub classes: Vec<Arc<Class>>,
    by_wire: HashMap<&'static str, usize>,
    by_root: HashMap<String, Root>,
}

/// A field of the root that asks of a class.
#[derive(Clone, Debug)]
pub(super) enum Root {
    One(Arc<Class>),
    Many(Arc<Class>),
}

#[derive(Debug)]
pub(super) struct Class {
    pub def: &'static ClassDef,
    /// Its type: `Order`.
    pub name: String,
    /// What the schema says of it.
    pub about: Option<&'static str>,
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
    pub about: Option<&'static str>,
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
    /// What the schema says of the field that declares it.
    pub about: Option<&'static str>,
    /// Each as GraphQL has it, and as it is on the wire.
    pub values: Vec<(String, &'static str)>,
}

/// An Object of which the schema lists the fields.
#[derive(Debug)]
pub(super) struct Record {
    pub name: String,
    /// What the schema says of the field that declares it.
    pub about: Option<&'static str>,
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
        let mut naming = Naming::default();
        let classes = defs.into_iter();
        let classes = classes.map(|def| Arc::new(naming.class(def)));
        let classes: Vec<_> = classes.collect();
        let by_wire = classes.iter().enumerate();
        let by_wire = by_wire.map(|(index, class)| (class.def.name, index));
        let mut by_root = HashMap::new();
        for class in &classes {
            by_root.insert(class.one.clone(), Root::One(Arc::clone(class)));
            by_root.insert(class.many.clone(), Root::Many(Arc::clone(class)));
        }
        Self {
            by_wire: by_wire.collect(),
            by_root,
            classes,
        }
    }

    pub(super) fn root(&self, field: &str) -> Option<&Root> {
        self.by_root.get(field)
    }

    /// An object on the wire in the place of which it says its class, be it only pointed at.
    pub(super) fn object<'v>(
        &self,
        value: &'v Value,
    ) -> Option<(&Arc<Class>, &'v Map<String, Value>)> {
        let object = value.as_object()?;
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        matches!(text("__type"), Some("Object" | "Pointer"))
            .then(|| self.class(text("className")?))?
            .map(|class| (class, object))
    }

    /// By its name on the wire.
    pub(super) fn class(&self, wire: &str) -> Option<&Arc<Class>> {
        self.by_wire.get(wire).map(|&index| &self.classes[index])
    }

    /// Every enum and every Object with fields.
    pub(super) fn nested(&self) -> Vec<Nested<'_>> {
        let mut found = Vec::new();
        for class in &self.classes {
            for field in &class.fields {
                let used = Used {
                    read: !field.def.hidden,
                    written: !field.def.read_only,
                    asked: !field.def.hidden,
                };
                collect(&field.shape, used, &mut found);
            }
        }
        found
    }
}

/// A type that is no class's.
pub(super) struct Nested<'m> {
    pub kind: NestedKind<'m>,
    pub used: Used,
}

pub(super) enum NestedKind<'m> {
    Enum(&'m Arc<Enum>),
    Record(&'m Arc<Record>),
}

/// Where a type is needed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used {
    pub read: bool,
    pub written: bool,
    /// In a `where`.
    pub asked: bool,
}

pub(super) fn collect<'m>(shape: &'m Shape, used: Used, found: &mut Vec<Nested<'m>>) {
    let inside = Used {
        asked: false,
        ..used
    };
    match shape {
        Shape::Enum(one) => found.push(Nested {
            kind: NestedKind::Enum(one),
            used,
        }),
        Shape::Record(record) => {
            found.push(Nested {
                kind: NestedKind::Record(record),
                used,
            });
            for field in &record.fields {
                collect(&field.shape, inside, found);
            }
        }
        Shape::Array(Some(element)) => collect(element, inside, found),
        _ => {}
    }
}

impl Class {
    /// The field of this name in GraphQL.
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether the field is in each object, for whoever may read that.
    pub(super) fn always(&self, field: &Field) -> bool {
        let mut protected = self.def.permissions.protected_fields.iter();
        field.def.required && !protected.any(|(_, fields)| fields.contains(&field.def.name))
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

    /// Whether what is at such a field may lead to objects.
    pub(super) fn leads_on(&self) -> bool {
        match self.innermost() {
            Self::Pointer(_) | Self::Array(_) => true,
            Self::Record(record) => record.fields.iter().any(|field| field.shape.leads_on()),
            _ => false,
        }
    }

    /// Whether what is stored shows to everybody who may read what it is in. The object that a Pointer leads to may be out
    /// of sight, or gone; a value of an enum may be older than the schema.
    pub(super) fn always_shows(&self) -> bool {
        !matches!(self, Self::Pointer(_) | Self::Enum(_))
    }

    /// Whether objects can be put in order by such a field.
    pub(super) fn has_order(&self) -> bool {
        !matches!(
            self,
            Self::GeoPoint | Self::Polygon | Self::Relation(_) | Self::Acl
        )
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
