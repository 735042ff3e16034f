//! Mermaid diagrams of a schema: its classes, and the lives of its enums.

use crate::model::{ClassId, Enum, Field, FieldType, Principal, Shape};
use crate::plan::{Class, OBJECT_ID, Plan, TIMESTAMPS};
use std::fmt::Write;

/// `erDiagram`: the Pointers between classes, then each class with its fields.
pub fn entities(plan: &Plan) -> String {
    let mut text = String::from("erDiagram\n");
    for class in &plan.classes {
        for link in links(class) {
            let target = entity(&plan.classes[link.target]);
            let (left, feet, right) = match (link.many, link.required) {
                (true, _) => (entity(class), "}o--o{", target),
                (false, true) => (target, "||--o{", entity(class)),
                (false, false) => (target, "|o--o{", entity(class)),
            };
            let _ = writeln!(text, "    {left} {feet} {right} : {}", quoted(&link.label));
        }
    }
    for class in &plan.classes {
        let _ = writeln!(text, "\n    {} {{", declared(class));
        let _ = writeln!(text, "        {} {} PK", OBJECT_ID.1, OBJECT_ID.0);
        for field in class.listed_fields() {
            let key = match (&field.shape.ty, field.unique) {
                (FieldType::Pointer(_), _) => " FK",
                (_, true) => " UK",
                (_, false) => "",
            };
            let name = attribute(field);
            let comment = if name == field.name.wire {
                String::new()
            } else {
                format!(" {}", quoted(&field.name.wire))
            };
            let _ = writeln!(
                text,
                "        {} {name}{key}{comment}",
                type_name(&field.shape)
            );
        }
        for (name, ty, _) in TIMESTAMPS {
            let _ = writeln!(text, "        {ty} {name}");
        }
        text.push_str("    }\n");
    }
    text
}

/// `stateDiagram-v2` of the values of an enum and the steps between them.
pub fn states(values: &Enum, start: Option<&str>) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    let id = |wire: &str| {
        values
            .values
            .iter()
            .position(|value| value.name.wire == wire)
            .map_or(0, |at| at + 1)
    };
    for value in &values.values {
        let label = if value.name.wire.is_empty() {
            "(empty)"
        } else {
            &value.name.wire
        };
        let _ = writeln!(
            text,
            "    state {} as s{}",
            quoted(label),
            id(&value.name.wire)
        );
    }
    if let Some(start) = start {
        let _ = writeln!(text, "    [*] --> s{}", id(start));
    }
    for step in &values.transitions {
        let by = step.by.as_deref().map(|by| {
            format!(
                " : {}",
                by.iter().map(principal).collect::<Vec<_>>().join(", ")
            )
        });
        let _ = writeln!(
            text,
            "    s{} --> s{}{}",
            id(&step.from),
            id(&step.to),
            by.unwrap_or_default()
        );
    }
    for value in &values.values {
        if values
            .transitions
            .iter()
            .all(|step| step.from != value.name.wire)
        {
            let _ = writeln!(text, "    s{} --> [*]", id(&value.name.wire));
        }
    }
    text
}

fn principal(principal: &Principal) -> String {
    match principal {
        Principal::Public => "public".to_owned(),
        Principal::Authenticated => "authenticated".to_owned(),
        Principal::Owner => "owner".to_owned(),
        Principal::Role(name) => text(name),
    }
}

/// A way from a class to another.
struct Link {
    target: ClassId,
    label: String,
    /// One object may point at many.
    many: bool,
    required: bool,
}

fn links(class: &Class) -> Vec<Link> {
    let mut links = Vec::new();
    for field in &class.class.fields {
        follow(
            &field.shape,
            &field.name.wire,
            field.required,
            false,
            &mut links,
        );
    }
    links
}

fn follow(shape: &Shape, label: &str, required: bool, many: bool, links: &mut Vec<Link>) {
    match &shape.ty {
        FieldType::Pointer(pointer) => {
            links.push(Link {
                target: pointer.class,
                label: label.to_owned(),
                many,
                required,
            });
        }
        FieldType::Relation(class) => links.push(Link {
            target: *class,
            label: label.to_owned(),
            many: true,
            required,
        }),
        FieldType::Array(Some(element)) => follow(element, label, required, true, links),
        FieldType::Object(Some(fields)) => {
            for field in fields {
                let label = format!("{label}.{}", field.name.wire);
                follow(
                    &field.shape,
                    &label,
                    required && field.required,
                    many,
                    links,
                );
            }
        }
        FieldType::Object(None)
        | FieldType::Array(None)
        | FieldType::String
        | FieldType::Enum(_)
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Acl => {}
    }
}

fn type_name(shape: &Shape) -> &'static str {
    match shape.ty {
        FieldType::String | FieldType::Enum(_) => "String",
        FieldType::Number => "Number",
        FieldType::Boolean => "Boolean",
        FieldType::Date => "Date",
        FieldType::Object(_) => "Object",
        FieldType::Array(_) => "Array",
        FieldType::GeoPoint => "GeoPoint",
        FieldType::Polygon => "Polygon",
        FieldType::File => "File",
        FieldType::Bytes => "Bytes",
        FieldType::Pointer(_) => "Pointer",
        FieldType::Relation(_) => "Relation",
        FieldType::Acl => "ACL",
    }
}

/// Words of Mermaid's own grammar, which cannot name an entity.
const NO_ENTITIES: &str = "accDescr accTitle class classDef direction end erDiagram many one only optionally style \
    subgraph title to u zero";

/// Those that cannot name an attribute.
const NO_ATTRIBUTES: &str = "FK PK UK";

fn plain(name: &str, words: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && !words.split(' ').any(|word| word.eq_ignore_ascii_case(name))
}

/// A class where it is only named.
fn entity(class: &Class) -> String {
    if plain(class.title(), NO_ENTITIES) {
        class.title().to_owned()
    } else {
        format!("class{}", class.id)
    }
}

/// A class where it is declared, with the name that people see.
fn declared(class: &Class) -> String {
    if plain(class.title(), NO_ENTITIES) {
        class.title().to_owned()
    } else {
        format!("{}[{}]", entity(class), quoted(class.title()))
    }
}

fn attribute(field: &Field) -> String {
    if plain(&field.name.wire, NO_ATTRIBUTES) {
        return field.name.wire.clone();
    }
    let code: String = field
        .name
        .code
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
        .collect();
    format!("field_{code}")
}

fn quoted(label: &str) -> String {
    format!("\"{}\"", text(label))
}

/// A label in which nothing ends it: what Mermaid would act on becomes an entity code.
fn text(label: &str) -> String {
    let mut safe = String::with_capacity(label.len());
    for letter in label.chars() {
        match letter {
            '"' | '#' | '<' | '>' | '&' | ';' | '\\' | '%' | '{' | '}' => {
                safe.push_str(&format!("#{};", u32::from(letter)))
            }
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}
