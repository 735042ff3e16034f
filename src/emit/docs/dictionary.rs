//! The data dictionary: a table a class, and the life cycles of its enums.

use super::diagram;
use super::markdown::{Anchors, code, inline};
use crate::model::{Checks, Field, FieldType, Format, OnDelete, Shape};
use crate::plan::{Class, NestedKind, OBJECT_ID, Plan, TIMESTAMPS, description};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct ClassView {
    title: String,
    pub anchor: String,
    about: String,
    rows: Vec<Row>,
    caption: String,
    records: Vec<Record>,
    cycles: Vec<Cycle>,
}

/// An embedded object.
#[derive(Debug, Serialize)]
struct Record {
    place: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    ty: String,
    description: String,
    required: &'static str,
}

/// The life of an enum field.
#[derive(Debug, Serialize)]
struct Cycle {
    place: String,
    diagram: String,
}

pub fn view(plan: &Plan) -> Vec<ClassView> {
    let mut anchors = Anchors::default();
    let anchors: Vec<String> = plan
        .classes
        .iter()
        .map(|class| anchors.next(class.title()))
        .collect();
    plan.classes
        .iter()
        .map(|class| {
            Writer {
                plan,
                class,
                anchors: &anchors,
            }
            .view()
        })
        .collect()
}

struct Writer<'a> {
    plan: &'a Plan<'a>,
    class: &'a Class<'a>,
    anchors: &'a [String],
}

impl Writer<'_> {
    fn view(&self) -> ClassView {
        let auto = |(name, ty, about): (&str, &str, &str)| Row {
            name: name.to_owned(),
            ty: ty.to_owned(),
            description: about.to_owned(),
            required: "Auto",
        };
        let mut rows = vec![auto(OBJECT_ID)];
        rows.extend(self.class.listed_fields().map(|field| self.row(field)));
        rows.extend(TIMESTAMPS.map(auto));
        let title = inline(self.class.title());
        let nested = |wanted: fn(&NestedKind) -> bool| {
            self.class
                .nested
                .iter()
                .filter(move |one| wanted(&one.kind))
        };
        let records =
            nested(|kind| matches!(kind, NestedKind::Record(_))).filter_map(|one| match one.kind {
                NestedKind::Record(fields) => Some(Record {
                    place: code(&one.path),
                    rows: fields.iter().map(|field| self.row(field)).collect(),
                }),
                NestedKind::Enum(_) => None,
            });
        let cycles = self.class.nested.iter().filter_map(|one| match one.kind {
            NestedKind::Enum(values) if !values.transitions.is_empty() => {
                let start = self
                    .class
                    .class
                    .fields
                    .iter()
                    .find(|field| field.name.wire == one.path);
                let start = start
                    .and_then(|field| field.default.as_ref())
                    .and_then(|value| value.as_str());
                Some(Cycle {
                    place: code(&one.path),
                    diagram: diagram::states(values, start),
                })
            }
            NestedKind::Enum(_) | NestedKind::Record(_) => None,
        });
        ClassView {
            caption: format!(
                "{} {} in {title}",
                rows.len(),
                if rows.len() == 1 { "field" } else { "fields" }
            ),
            anchor: self.anchors[self.class.id].clone(),
            about: self
                .class
                .class
                .description
                .as_deref()
                .map(inline)
                .unwrap_or_default(),
            records: records.collect(),
            cycles: cycles.collect(),
            rows,
            title,
        }
    }

    fn row(&self, field: &Field) -> Row {
        let mut text = inline(&description(self.class.class, field));
        let notes = if field.system {
            Vec::new()
        } else {
            notes(field)
        };
        if !notes.is_empty() {
            if !text.ends_with(['.', '!', '?']) {
                text.push('.');
            }
            text.push_str(&format!(" {}.", notes.join("; ")));
        }
        Row {
            name: inline(&field.name.wire),
            ty: self.ty(&field.shape),
            description: text,
            required: if field.required { "Yes" } else { "No" },
        }
    }

    fn ty(&self, shape: &Shape) -> String {
        match &shape.ty {
            FieldType::String | FieldType::Enum(_) => "String".to_owned(),
            FieldType::Number if shape.checks.integer => "Number (integer)".to_owned(),
            FieldType::Number => "Number".to_owned(),
            FieldType::Boolean => "Boolean".to_owned(),
            FieldType::Date => "Date".to_owned(),
            FieldType::Object(_) => "Object".to_owned(),
            FieldType::Array(None) => "Array".to_owned(),
            FieldType::Array(Some(element)) => format!("Array of {}", self.ty(element)),
            FieldType::GeoPoint => "GeoPoint".to_owned(),
            FieldType::Polygon => "Polygon".to_owned(),
            FieldType::File => "File".to_owned(),
            FieldType::Bytes => "Bytes".to_owned(),
            FieldType::Acl => "ACL".to_owned(),
            FieldType::Pointer(pointer) => format!("Pointer to {}", self.link(pointer.class)),
            FieldType::Relation(class) => format!("Relation to {}", self.link(*class)),
        }
    }

    fn link(&self, class: usize) -> String {
        format!(
            "[{}](#{})",
            inline(self.plan.classes[class].title()),
            self.anchors[class]
        )
    }
}

/// What holds of a field beside its type, in words.
fn notes(field: &Field) -> Vec<String> {
    let mut notes = shape_notes(&field.shape);
    if let FieldType::Array(Some(element)) = &field.shape.ty {
        notes.extend(
            shape_notes(element)
                .into_iter()
                .map(|note| format!("each {}", note)),
        );
    }
    if let Some(default) = &field.default {
        notes.push(format!(
            "default {}",
            default
                .as_str()
                .map_or_else(|| code(&default.to_string()), code)
        ));
    }
    let flags = [
        (field.unique, "unique"),
        (field.read_only, "set by the server"),
        (field.immutable, "set once"),
        (field.hidden, "never returned"),
    ];
    notes.extend(
        flags
            .into_iter()
            .filter(|(set, _)| *set)
            .map(|(_, note)| note.to_owned()),
    );
    if let FieldType::Pointer(pointer) = &field.shape.ty {
        match pointer.on_delete {
            OnDelete::Keep => {}
            OnDelete::Restrict => notes.push("what it points at cannot be deleted".to_owned()),
            OnDelete::Cascade => notes.push("deleted with what it points at".to_owned()),
            OnDelete::Clear => notes.push("unset when what it points at is deleted".to_owned()),
        }
    }
    if let Some(first) = notes.first_mut() {
        *first = capitalise(first);
    }
    notes
}

fn shape_notes(shape: &Shape) -> Vec<String> {
    let mut notes = Vec::new();
    if let FieldType::Enum(values) = &shape.ty {
        let values: Vec<String> = values
            .values
            .iter()
            .map(|value| code(&value.name.wire))
            .collect();
        notes.push(format!("one of {}", values.join(", ")));
    }
    let Checks {
        minimum,
        maximum,
        integer: _,
        min_length,
        max_length,
        pattern,
        format,
    } = &shape.checks;
    let array = matches!(shape.ty, FieldType::Array(_));
    let length = |count: u32| {
        let unit = if array { "element" } else { "character" };
        format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
    };

    match (minimum, maximum) {
        (Some(least), Some(most)) => notes.push(format!("from {least} to {most}")),
        (Some(least), None) => notes.push(format!("at least {least}")),
        (None, Some(most)) => notes.push(format!("at most {most}")),
        (None, None) => {}
    }
    match (min_length, max_length) {
        (Some(least), Some(most)) => notes.push(format!("{least} to {}", length(*most))),
        (Some(least), None) => notes.push(format!("at least {}", length(*least))),
        (None, Some(most)) => notes.push(format!("at most {}", length(*most))),
        (None, None) => {}
    }
    if let Some(pattern) = pattern {
        notes.push(format!("matches {}", code(pattern)));
    }
    if let Some(format) = format {
        notes.push(match format {
            Format::Email => "an email address".to_owned(),
            Format::Url => "a URL".to_owned(),
            Format::Uuid => "a UUID".to_owned(),
            Format::Phone => "a phone number".to_owned(),
        });
    }
    notes
}

fn capitalise(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
