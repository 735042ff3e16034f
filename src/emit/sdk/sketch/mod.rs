//! The classes of a story in languages that have no client package yet: plain types over JSON, as pages show them to an app
//! that asks the REST interface by itself.
//!
//! Names are those that a client in the language has. Only what fits a page is shown: a few fields, of types that need
//! no code beside them.

mod csharp;
mod dart;
mod kotlin;
mod php;
mod swift;

use super::Naming;
use super::adapter::{AdapterView, adapter};
use super::names::{ClassNames, Names};
use crate::model::{Enum, Field, FieldType, Shape};
use crate::plan::{Class, NestedKind, Plan, Scope, Step, Story, element_path, encoded};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The most fields of a class, and the most values of an enum, that a page shows.
const FIELDS: usize = 7;
const VALUES: usize = 12;

/// The type of a field, as far as pages show them.
#[derive(Clone, Debug)]
enum Plain<'a> {
    Text,
    /// By the name of its type.
    Enum(&'a str),
    Number,
    Integer,
    Boolean,
    Date,
    Place,
    Pointer,
    Record(&'a str),
    List(Box<Plain<'a>>),
}

/// A language that pages write code in.
trait Sketched: Naming {
    fn spell(&self, ty: &Plain) -> String;

    /// The type of what may not be there.
    fn optional(&self, ty: String) -> String {
        format!("{ty}?")
    }

    /// Makes a field of the JSON object `json`, where code has to.
    fn decode(&self, _ty: &Plain, _wire: &str, _required: bool) -> String {
        String::new()
    }
}

/// One for each language, beside what the client for TypeScript calls the same.
#[derive(Clone, Debug, Serialize)]
pub struct Sketches {
    typescript: AdapterView,
    csharp: Sketch,
    dart: Sketch,
    kotlin: Sketch,
    php: Sketch,
    swift: Sketch,
}

#[derive(Clone, Debug, Serialize)]
struct Sketch {
    classes: Vec<ClassView>,
    main: Option<ClassView>,
    follower: Option<FollowerView>,
    step: Option<StepView>,
    /// Whether a field that is shown is one.
    has_dates: bool,
    has_places: bool,
    has_pointers: bool,
}

#[derive(Clone, Debug, Serialize)]
struct ClassView {
    class: String,
    /// All of them, as code calls what lists them.
    collection: String,
    /// As a part of an address.
    part: String,
    fields: Vec<FieldView>,
    enums: Vec<EnumView>,
    records: Vec<RecordView>,
    /// Whether a field has another name than on the wire.
    renames: bool,
}

#[derive(Clone, Debug, Serialize)]
struct FieldView {
    member: String,
    /// The wire name, as a literal.
    wire: String,
    renamed: bool,
    ty: String,
    decode: String,
    required: bool,
}

#[derive(Clone, Debug, Serialize)]
struct EnumView {
    name: String,
    variants: Vec<VariantView>,
}

#[derive(Clone, Debug, Serialize)]
struct VariantView {
    variant: String,
    wire: String,
}

#[derive(Clone, Debug, Serialize)]
struct RecordView {
    name: String,
    fields: Vec<FieldView>,
    renames: bool,
}

/// The class that points at the main one.
#[derive(Clone, Debug, Serialize)]
struct FollowerView {
    class: ClassView,
    /// The Pointer, and the class that it points at; as literals.
    wire: String,
    target: String,
}

#[derive(Clone, Debug, Serialize)]
struct StepView {
    class: ClassView,
    /// The field, as a literal.
    wire: String,
    /// The type of its values, and the value that it is given.
    values: String,
    variant: String,
}

pub fn sketches(plan: &Plan, name: &str, package: &str) -> Sketches {
    let story = &Story::of(plan);
    Sketches {
        typescript: adapter(plan, name, package),
        csharp: sketch(plan, story, package, &csharp::CSharp),
        dart: sketch(plan, story, package, &dart::Dart),
        kotlin: sketch(plan, story, package, &kotlin::Kotlin),
        php: sketch(plan, story, package, &php::Php),
        swift: sketch(plan, story, package, &swift::Swift),
    }
}

fn sketch(plan: &Plan, story: &Story, package: &str, language: &impl Sketched) -> Sketch {
    let names = Names::of(plan, package, language);
    let mut sketcher = Sketcher {
        story,
        language,
        mentioned: Mentioned::default(),
    };
    let told = story.classes();
    let classes: Vec<(usize, ClassView)> = told
        .into_iter()
        .map(|class| (class.id, sketcher.class(class, names.class(class.id))))
        .collect();
    let view = |id: usize| classes.iter().find(|(known, _)| *known == id);
    let view = |class: &Class| view(class.id).map(|(_, view)| view.clone());
    let follower = story.follower.and_then(|follower| {
        Some(FollowerView {
            class: view(follower.class)?,
            wire: language.literal(&follower.field.name.wire),
            target: language.literal(story.main?.wire()),
        })
    });
    let step = story.step.and_then(|step| {
        let class = view(step.class)?;
        let values = names
            .class(step.class.id)
            .nested
            .get(&step.field.name.wire)?;
        let shown = class.enums.iter().find(|shown| shown.name == *values)?;
        let wire = language.literal(step.to);
        let variant = shown.variants.iter().find(|shown| shown.wire == wire)?;
        Some(StepView {
            wire: language.literal(&step.field.name.wire),
            values: values.clone(),
            variant: variant.variant.clone(),
            class,
        })
    });
    let Mentioned {
        types: _,
        date,
        place,
        pointer,
    } = sketcher.mentioned;
    Sketch {
        main: story.main.and_then(view),
        follower,
        step,
        has_dates: date,
        has_places: place,
        has_pointers: pointer,
        classes: classes.into_iter().map(|(_, view)| view).collect(),
    }
}

/// What the fields that are shown need.
#[derive(Debug, Default)]
struct Mentioned {
    types: BTreeSet<String>,
    date: bool,
    place: bool,
    pointer: bool,
}

struct Sketcher<'a, L> {
    story: &'a Story<'a>,
    language: &'a L,
    mentioned: Mentioned,
}

impl<L: Sketched> Sketcher<'_, L> {
    fn class(&mut self, class: &Class, names: &ClassNames) -> ClassView {
        let step = self.story.step.filter(|step| step.class.id == class.id);
        let follower = self
            .story
            .follower
            .filter(|follower| follower.class.id == class.id);
        let told = |field: &Field| {
            let fields = step.iter().map(|step| step.field);
            let mut fields = fields.chain(follower.iter().map(|follower| follower.field));
            fields.any(|told| std::ptr::eq(told, field))
        };
        let listed = class.listed_fields().filter(|field| !field.hidden);
        let own = self.language.taken().own;
        let fields = self.fields(listed, told, "", own, &names.class, &names.nested);
        let (mut enums, mut records) = (Vec::new(), Vec::new());
        for nested in &class.nested {
            let Some(name) = names.nested.get(&nested.path) else {
                continue;
            };
            if !self.mentioned.types.contains(name) {
                continue;
            }
            match nested.kind {
                NestedKind::Enum(values) => enums.push(self.enumeration(values, name, step)),
                NestedKind::Record(inner) => {
                    let path = &nested.path;
                    let fields =
                        self.fields(inner.iter(), |_| false, path, "", name, &names.nested);
                    records.push(RecordView {
                        name: name.clone(),
                        renames: fields.iter().any(|field| field.renamed),
                        fields,
                    });
                }
            }
        }
        ClassView {
            class: names.class.clone(),
            collection: names.collection.clone(),
            part: encoded(class.wire()),
            renames: fields.iter().any(|field| field.renamed),
            fields,
            enums,
            records,
        }
    }

    /// The few that are shown, in their order.
    fn fields<'f>(
        &mut self,
        fields: impl Iterator<Item = &'f Field>,
        told: impl Fn(&Field) -> bool,
        path: &str,
        own: &str,
        ty: &str,
        nested: &BTreeMap<String, String>,
    ) -> Vec<FieldView> {
        let plain = fields.enumerate().filter_map(|(at, field)| {
            Some((
                at,
                field,
                plain(&field.shape, &inside(path, field), nested)?,
            ))
        });
        let mut plain: Vec<_> = plain.collect();
        plain.sort_by_key(|(at, field, _)| (!told(field), !field.required, *at));
        plain.truncate(FIELDS);
        plain.sort_by_key(|(at, _, _)| *at);
        let taken = self.language.taken();
        // In some languages no member may be called as its type is.
        let words = taken.fields.split(' ').chain(own.split(' '));
        let mut members = Scope::without(words.chain([ty]));
        let view = |(_, field, ty): (usize, &Field, Plain)| {
            self.mentioned.note(&ty);
            let member = members.claim(&self.language.member(&field.name), "_");
            let spelt = self.language.spell(&ty);
            let wire = self.language.literal(&field.name.wire);
            FieldView {
                decode: self.language.decode(&ty, &wire, field.required),
                renamed: member != field.name.wire,
                ty: if field.required {
                    spelt
                } else {
                    self.language.optional(spelt)
                },
                required: field.required,
                member,
                wire,
            }
        };
        plain.into_iter().map(view).collect()
    }

    fn enumeration(&self, values: &Enum, name: &str, step: Option<Step>) -> EnumView {
        let words = self.language.taken().variants.split(' ');
        let mut taken = Scope::without(words.chain([name]));
        let all = values.values.iter().enumerate().map(|(at, value)| {
            let variant = taken.claim(&self.language.variant(&value.name), "_");
            (at, &value.name.wire, variant)
        });
        let all: Vec<_> = all.collect();
        let to = step.map(|step| step.to);
        let shown = all.into_iter();
        let shown = shown.filter(|(at, wire, _)| *at < VALUES || to == Some(wire.as_str()));
        let variants = shown.map(|(_, wire, variant)| VariantView {
            variant,
            wire: self.language.literal(wire),
        });
        EnumView {
            name: name.to_owned(),
            variants: variants.collect(),
        }
    }
}

impl Mentioned {
    fn note(&mut self, ty: &Plain) {
        match ty {
            Plain::Enum(name) | Plain::Record(name) => {
                self.types.insert((*name).to_owned());
            }
            Plain::List(element) => self.note(element),
            Plain::Date => self.date = true,
            Plain::Place => self.place = true,
            Plain::Pointer => self.pointer = true,
            Plain::Text | Plain::Number | Plain::Integer | Plain::Boolean => {}
        }
    }
}

/// The type of a shape, where pages show it.
fn plain<'a>(shape: &Shape, path: &str, nested: &'a BTreeMap<String, String>) -> Option<Plain<'a>> {
    Some(match &shape.ty {
        FieldType::String => Plain::Text,
        FieldType::Enum(_) => Plain::Enum(nested.get(path)?),
        FieldType::Number if shape.checks.integer => Plain::Integer,
        FieldType::Number => Plain::Number,
        FieldType::Boolean => Plain::Boolean,
        FieldType::Date => Plain::Date,
        FieldType::GeoPoint => Plain::Place,
        FieldType::Pointer(_) => Plain::Pointer,
        FieldType::Object(fields) => {
            let mut inner = fields.iter().flatten();
            let shows = |field: &Field| plain(&field.shape, &inside(path, field), nested);
            inner.find_map(shows)?;
            Plain::Record(nested.get(path)?)
        }
        FieldType::Array(element) => Plain::List(Box::new(plain(
            element.as_ref()?,
            &element_path(path),
            nested,
        )?)),
        FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Relation(_)
        | FieldType::Acl => return None,
    })
}

/// The path of a field of what lies at `path`.
fn inside(path: &str, field: &Field) -> String {
    match path {
        "" => field.name.wire.clone(),
        path => format!("{path}.{}", field.name.wire),
    }
}
