//! The type of `where`: for each class the fields it may name, for each type the constraints that a field of it takes.

use super::schemas::Writer;
use super::{ClassNames, Names, reference};
use crate::model::{Field, FieldType, Shape};
use crate::plan::{Class, NestedKind, Plan, element_path, example};
use serde_json::{Map, Value, json};

/// The filter of a class, and what filters on fields of its own types and on Pointers to it take.
pub fn of(class: &Class, plan: &Plan, names: &Names) -> Map<String, Value> {
    let own = &names.classes[class.id];
    let writer = Writer::new(class, plan, names);
    let mut schemas = Map::new();
    schemas.insert(own.filter.clone(), filter(&writer));
    schemas.insert(own.pointer_filter.clone(), of_pointer(class, own));
    for nested in &class.nested {
        if let NestedKind::Enum(_) = &nested.kind {
            let value = reference(&own.nested[&nested.path]);
            schemas.insert(own.enum_filters[&nested.path].clone(), of_enum(value));
        }
    }
    schemas
}

fn filter(writer: &Writer) -> Value {
    let class = writer.class;
    let mut properties = Map::new();
    properties.insert("objectId".to_owned(), reference("StringFilter"));
    for name in ["createdAt", "updatedAt"] {
        properties.insert(name.to_owned(), reference("DateFilter"));
    }
    let mut open = Vec::new();
    for field in class.visible_fields() {
        insert(field, &field.name.wire, writer, &mut properties, &mut open);
    }
    for operator in ["$or", "$and", "$nor"] {
        let branches =
            json!({"type": "array", "minItems": 1, "items": reference(&writer.own.filter)});
        properties.insert(operator.to_owned(), branches);
    }
    properties.insert("$relatedTo".to_owned(), reference("RelatedTo"));
    let mut filter = json!({
        "type": "object",
        "description": format!("Which objects of {}.", class.title()),
        "properties": properties,
        "additionalProperties": false,
        "examples": [example::filter(class, writer.types.plan)],
    });
    if !open.is_empty() {
        let patterns: Map<String, Value> = open
            .into_iter()
            .map(|path| {
                (
                    format!("^{}\\.", super::escaped(&path)),
                    reference("AnyFilter"),
                )
            })
            .collect();
        filter["patternProperties"] = patterns.into();
    }
    filter
}

/// A field, and with it the fields inside it, which a dotted path names. What is inside an Object without a shape may have
/// any name, as the elements of an Array may; its path goes to `open`.
fn insert(
    field: &Field,
    path: &str,
    writer: &Writer,
    properties: &mut Map<String, Value>,
    open: &mut Vec<String>,
) {
    properties.insert(path.to_owned(), of_shape(&field.shape, path, writer));
    match &field.shape.ty {
        FieldType::Object(Some(fields)) if !fields.is_empty() => {
            for inner in fields {
                let path = format!("{path}.{}", inner.name.wire);
                insert(inner, &path, writer, properties, open);
            }
        }
        FieldType::Object(_) | FieldType::Array(_) => open.push(path.to_owned()),
        FieldType::String
        | FieldType::Enum(_)
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

fn of_shape(shape: &Shape, path: &str, writer: &Writer) -> Value {
    let component = match &shape.ty {
        FieldType::String => "StringFilter",
        FieldType::Enum(_) => return reference(&writer.own.enum_filters[path]),
        FieldType::Number => "NumberFilter",
        FieldType::Boolean => "BooleanFilter",
        FieldType::Date => "DateFilter",
        FieldType::Object(_) => "ObjectFilter",
        // An Array matches where one of its elements does.
        FieldType::Array(Some(element)) => {
            let of_element = of_shape(element, &element_path(path), writer);
            return json!({"anyOf": [of_element, reference("ArrayFilter")]});
        }
        FieldType::Array(None) => "ArrayFilter",
        FieldType::GeoPoint => "GeoPointFilter",
        FieldType::Polygon => "PolygonFilter",
        FieldType::File => "FileFilter",
        FieldType::Bytes => "BytesFilter",
        FieldType::Acl => "ObjectFilter",
        // A Relation matches where it holds the object.
        FieldType::Pointer(crate::model::Pointer { class, .. }) | FieldType::Relation(class) => {
            &writer.names.classes[*class].pointer_filter
        }
    };
    reference(component)
}

/// What a field that leads to an object of the class takes.
fn of_pointer(class: &Class, names: &ClassNames) -> Value {
    let subquery = json!({
        "type": "object",
        "properties": {
            "className": {"const": class.wire()},
            "where": reference(&names.filter),
            "order": {"type": "string"},
            "limit": {"type": "integer", "minimum": 0},
            "skip": {"type": "integer", "minimum": 0},
        },
        "required": ["className"],
    });
    let mut constraints = equality(reference(&names.pointer));
    constraints.insert("$inQuery".to_owned(), subquery.clone());
    constraints.insert("$notInQuery".to_owned(), subquery);
    with_selections(&mut constraints);
    any_of(
        &format!("Whether a field leads to an object of {}.", class.title()),
        reference(&names.pointer),
        constraints,
    )
}

fn of_enum(value: Value) -> Value {
    let mut constraints = ordered(value.clone());
    with_words(&mut constraints);
    any_of("One of a few words.", value, constraints)
}

/// The filters on types that need no schema.
pub fn shared() -> Map<String, Value> {
    let text = || json!({"type": "string"});
    let mut of_text = ordered(text());
    with_words(&mut of_text);
    with_selections(&mut of_text);
    let mut of_number = ordered(json!({"type": "number"}));
    with_selections(&mut of_number);
    let date = json!({"anyOf": [reference("Date"), {"type": "string", "format": "date-time"}]});
    let mut of_date = ordered(date.clone());
    with_selections(&mut of_date);
    let mut of_array = equality(json!({}));
    let list = || json!({"type": "array", "items": {}});
    of_array.insert("$all".to_owned(), list());
    of_array.insert("$containedBy".to_owned(), list());
    let mut of_any = ordered(json!({}));
    with_words(&mut of_any);
    let any = json!({"type": ["string", "number", "boolean", "object", "array"], "items": {}});
    [
        ("StringFilter", any_of("A text.", text(), of_text)),
        (
            "NumberFilter",
            any_of("A number.", json!({"type": "number"}), of_number),
        ),
        (
            "BooleanFilter",
            any_of(
                "Yes or no.",
                json!({"type": "boolean"}),
                equality(json!({"type": "boolean"})),
            ),
        ),
        ("DateFilter", any_of("An instant.", date, of_date)),
        (
            "ObjectFilter",
            any_of(
                "An Object, whole; a dotted path names what is inside.",
                json!({"type": "object"}),
                equality(json!({"type": "object"})),
            ),
        ),
        (
            "ArrayFilter",
            any_of("An Array, or an element of it.", any.clone(), of_array),
        ),
        (
            "AnyFilter",
            any_of("What is inside an Object.", any, of_any),
        ),
        ("GeoPointFilter", of_point()),
        ("PolygonFilter", of_area()),
        (
            "FileFilter",
            any_of("A file.", reference("File"), equality(reference("File"))),
        ),
        (
            "BytesFilter",
            any_of("Bytes.", reference("Bytes"), equality(reference("Bytes"))),
        ),
        ("Subquery", subquery()),
        (
            "RelatedTo",
            json!({
                "type": "object",
                "description": "What a Relation of another object holds.",
                "properties": {"object": reference("Pointer"), "key": {"type": "string"}},
                "required": ["object", "key"],
            }),
        ),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect()
}

/// The values of a field of other objects.
fn subquery() -> Value {
    let query = json!({
        "type": "object",
        "properties": {"className": {"type": "string"}, "where": {"type": "object"}},
        "required": ["className"],
    });
    json!({
        "type": "object",
        "description": "The values that a field of other objects has.",
        "properties": {"query": query, "key": {"type": "string"}},
        "required": ["query", "key"],
    })
}

fn of_point() -> Value {
    let number = || json!({"type": "number", "minimum": 0});
    let points = |least: u32, most: Option<u32>| {
        let mut list = json!({"type": "array", "items": reference("GeoPoint"), "minItems": least});
        if let Some(most) = most {
            list["maxItems"] = most.into();
        }
        list
    };
    let circle = json!({
        "type": "array",
        "description": "The centre, a GeoPoint or a longitude and a latitude, and the radius in radians.",
        "minItems": 2,
        "maxItems": 2,
        "items": {},
    });
    let mut constraints = equality(reference("GeoPoint"));
    for (name, schema) in [
        ("$nearSphere", reference("GeoPoint")),
        ("$maxDistance", number()),
        ("$maxDistanceInRadians", number()),
        ("$maxDistanceInMiles", number()),
        ("$maxDistanceInKilometers", number()),
        ("$minDistance", number()),
        (
            "$within",
            json!({"type": "object", "properties": {"$box": points(2, Some(2))}, "required": ["$box"]}),
        ),
        (
            "$geoWithin",
            json!({
                "type": "object",
                "properties": {
                    "$polygon": {"anyOf": [reference("Polygon"), points(3, None)]},
                    "$centerSphere": circle,
                },
            }),
        ),
    ] {
        constraints.insert(name.to_owned(), schema);
    }
    any_of("A place on earth.", reference("GeoPoint"), constraints)
}

fn of_area() -> Value {
    let mut constraints = equality(reference("Polygon"));
    let point = json!({
        "type": "object",
        "properties": {"$point": reference("GeoPoint")},
        "required": ["$point"],
    });
    constraints.insert("$geoIntersects".to_owned(), point);
    any_of("An area on earth.", reference("Polygon"), constraints)
}

/// A value, nothing, or constraints.
fn any_of(description: &str, value: Value, constraints: Map<String, Value>) -> Value {
    let constraints = json!({
        "type": "object",
        "properties": constraints,
        "additionalProperties": false,
    });
    json!({"description": description, "anyOf": [value, {"type": "null"}, constraints]})
}

fn equality(value: Value) -> Map<String, Value> {
    let nullable = json!({"anyOf": [value, {"type": "null"}]});
    let list = json!({"type": "array", "items": nullable});
    let mut constraints = Map::new();
    for (name, schema) in [
        ("$eq", nullable.clone()),
        ("$ne", nullable),
        ("$in", list.clone()),
        ("$nin", list),
        ("$exists", json!({"type": "boolean"})),
    ] {
        constraints.insert(name.to_owned(), schema);
    }
    constraints
}

fn ordered(value: Value) -> Map<String, Value> {
    let mut constraints = equality(value.clone());
    for name in ["$lt", "$lte", "$gt", "$gte"] {
        constraints.insert(name.to_owned(), value.clone());
    }
    constraints
}

fn with_words(constraints: &mut Map<String, Value>) {
    for (name, schema) in [
        ("$regex", json!({"type": "string"})),
        (
            "$options",
            json!({"type": "string", "pattern": "^[imsx]*$"}),
        ),
        (
            "$text",
            json!({
                "type": "object",
                "description": "Words to look for.",
                "properties": {"$search": {
                    "type": "object",
                    "properties": {"$term": {"type": "string"}},
                    "required": ["$term"],
                }},
                "required": ["$search"],
            }),
        ),
    ] {
        constraints.insert(name.to_owned(), schema);
    }
}

fn with_selections(constraints: &mut Map<String, Value>) {
    for name in ["$select", "$dontSelect"] {
        constraints.insert(name.to_owned(), reference("Subquery"));
    }
}
