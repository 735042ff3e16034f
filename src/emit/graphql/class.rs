//! The types of one class: the object, its connection, its filters and orders, and what it takes to write one.

use super::text::{Line, block};
use super::types::{Types, always_shows, has_order};
use crate::model::{Class, Enum, Field, FieldType, Shape};
use crate::plan::graphql::{Names, Words, rule};

/// The arguments of a query for many.
pub fn arguments(class: &str) -> String {
    format!(
        "(where: {class}WhereInput, order: [{class}Order!], skip: Int, after: String, first: Int, before: String, \
         last: Int, options: ReadOptionsInput)"
    )
}

/// Writes the types of one class.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    pub class: &'a Class,
    pub words: &'a Words,
    pub names: &'a Names,
}

impl Writer<'_> {
    pub fn write(&self, sdl: &mut String) {
        let name = self.words.at("");
        sdl.push_str(&self.object(name));
        sdl.push_str(&self.nested());
        sdl.push_str(&block(
            &format!("type {name}Edge"),
            None,
            &lines([format!("node: {name}"), "cursor: String!".to_owned()]),
        ));
        sdl.push_str(&block(
            &format!("type {name}Connection"),
            None,
            &lines([
                "pageInfo: PageInfo!".to_owned(),
                format!("edges: [{name}Edge!]!"),
                "count: Int!".to_owned(),
            ]),
        ));
        sdl.push_str(&self.filter(name));
        sdl.push_str(&self.order(name));
        sdl.push_str(&self.forms(name));
        sdl.push_str(&payloads(name));
        sdl.push_str(&block(
            &format!("type {name}Event"),
            None,
            &[
                Line::new("event: LiveEvent!"),
                Line::new(format!("node: {name}"))
                    .about(Some("As it is; where it was deleted, as it was.")),
                Line::new(format!("original: {name}")).about(Some("As it was before an update.")),
                Line::new("position: String!").about(Some("Given as `after`, it resumes here.")),
            ],
        ));
    }

    fn types(&self) -> Types<'_> {
        Types {
            names: self.names,
            words: self.words,
        }
    }

    fn visible(&self) -> impl Iterator<Item = &Field> {
        self.class.fields.iter().filter(|field| !field.hidden)
    }

    fn object(&self, name: &str) -> String {
        let mut lines = lines([
            "id: ID!",
            "objectId: ID!",
            "createdAt: Date!",
            "updatedAt: Date!",
            "ACL: ACL!",
        ]);
        for field in self.visible() {
            let path = &field.name.wire;
            let of = self.types().output(&field.shape, path);
            let name = self.words.at(path);
            let line = match &field.shape.ty {
                FieldType::Relation(class) => {
                    let class = self.names.classes[*class].at("");
                    format!("{name}{}: {of}!", arguments(class))
                }
                ty => {
                    let always = self.always(field) && always_shows(ty);
                    format!("{name}: {of}{}", mark(always))
                }
            };
            lines.push(Line::new(line).about(field.description.as_deref()));
        }
        block(
            &format!("type {name} implements ParseObject & Node"),
            self.class.description.as_deref(),
            &lines,
        )
    }

    /// Whether the field is in each object, for whoever may read that.
    fn always(&self, field: &Field) -> bool {
        let protected = self.class.permissions.as_ref().is_some_and(|permissions| {
            let mut protected = permissions.protected_fields.iter();
            protected.any(|(_, fields)| fields.contains(&field.name.wire))
        });
        field.required && !protected
    }

    /// The types that fields declare.
    fn nested(&self) -> String {
        let mut text = String::new();
        for field in &self.class.fields {
            let about = field.description.as_deref();
            let read = !field.hidden;
            nested(
                &self.types(),
                &field.shape,
                &field.name.wire,
                about,
                Used {
                    read,
                    written: !field.read_only,
                    asked: read,
                },
                &mut text,
            );
        }
        text
    }

    fn filter(&self, name: &str) -> String {
        let mut filter = lines(["id: IdWhereInput", "objectId: IdWhereInput"]);
        filter.extend(lines([
            "createdAt: DateWhereInput",
            "updatedAt: DateWhereInput",
        ]));
        filter.extend(self.visible().map(|field| {
            let path = &field.name.wire;
            let of = self.types().filter(&field.shape, path);
            Line::new(format!("{}: {of}", self.words.at(path)))
        }));
        filter.extend(lines(
            ["OR", "AND", "NOR"].map(|either| format!("{either}: [{name}WhereInput!]")),
        ));
        let of_those = lines([
            format!("have: {name}WhereInput"),
            format!("haveNot: {name}WhereInput"),
            "exists: Boolean".to_owned(),
        ]);
        block(&format!("input {name}WhereInput"), None, &filter)
            + &block(&format!("input {name}RelationWhereInput"), None, &of_those)
    }

    fn order(&self, name: &str) -> String {
        let common = ["id", "objectId", "createdAt", "updatedAt"];
        let fields = self
            .visible()
            .filter(|field| has_order(&field.shape.ty))
            .map(|field| self.words.at(&field.name.wire));
        let keys = common.into_iter().chain(fields);
        let values: Vec<Line> = keys
            .flat_map(|key| ["ASC", "DESC"].map(|way| Line::new(rule::ordered(key, way))))
            .collect();
        block(&format!("enum {name}Order"), None, &values)
    }

    /// What creates and changes one, and what links one.
    fn forms(&self, name: &str) -> String {
        let form = |needed: bool, fields: &mut dyn Iterator<Item = &Field>| {
            let mut lines = lines(["ACL: ACLInput"]);
            lines.extend(fields.map(|field| {
                let path = &field.name.wire;
                let of = self.types().input(&field.shape, path);
                let must = needed && must_be_given(field);
                Line::new(format!("{}: {of}{}", self.words.at(path), mark(must)))
                    .about(field.description.as_deref())
            }));
            lines
        };
        let writable = || self.class.fields.iter().filter(|field| !field.read_only);
        let create = form(true, &mut writable());
        let update = form(false, &mut writable().filter(|field| !field.immutable));
        let pointer = lines([
            "link: ID".to_owned(),
            format!("createAndLink: Create{name}FieldsInput"),
        ]);
        let relation = lines([
            "add: [ID!]".to_owned(),
            "remove: [ID!]".to_owned(),
            format!("createAndAdd: [Create{name}FieldsInput!]"),
        ]);
        block(&format!("input Create{name}FieldsInput"), None, &create)
            + &block(&format!("input Update{name}FieldsInput"), None, &update)
            + &block(&format!("input {name}PointerInput"), None, &pointer)
            + &block(&format!("input {name}RelationInput"), None, &relation)
    }
}

/// What the mutations of a class take and answer.
fn payloads(name: &str) -> String {
    let mut text = String::new();
    let token = "clientMutationId: String".to_owned();
    for (verb, id, fields) in [
        ("Create", false, true),
        ("Update", true, true),
        ("Delete", true, false),
    ] {
        let mut input = Vec::new();
        if id {
            input.push("id: ID!".to_owned());
        }
        if fields {
            input.push(format!("fields: {verb}{name}FieldsInput"));
        }
        input.push(token.clone());
        let output = [format!("{}: {name}", rule::single(name)), token.clone()];
        text.push_str(&block(
            &format!("input {verb}{name}Input"),
            None,
            &lines(input),
        ));
        text.push_str(&block(
            &format!("type {verb}{name}Payload"),
            None,
            &lines(output),
        ));
    }
    text
}

/// Where the types that a field declares are needed.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    pub read: bool,
    pub written: bool,
    pub asked: bool,
}

/// The types that a shape declares, and those inside them.
pub fn nested(
    types: &Types,
    shape: &Shape,
    path: &str,
    about: Option<&str>,
    used: Used,
    text: &mut String,
) {
    let name = types.words.declared(path);
    match &shape.ty {
        FieldType::Enum(values) if used.read || used.written => {
            text.push_str(&closed_set(name, about, values, path, types.words));
            if used.asked {
                let of = |operator: &str| format!("{operator}: {name}");
                let mut filter = lines([of("equalTo"), of("notEqualTo")]);
                filter.extend(lines(["in", "notIn"].map(|of| format!("{of}: [{name}]"))));
                filter.push(Line::new("exists: Boolean"));
                text.push_str(&block(&format!("input {name}WhereInput"), None, &filter));
            }
        }
        FieldType::Object(Some(fields)) if !fields.is_empty() => {
            if used.read {
                let fields = fields.iter().map(|field| {
                    let path = format!("{path}.{}", field.name.wire);
                    let of = types.output(&field.shape, &path);
                    let always = field.required && always_shows(&field.shape.ty);
                    Line::new(format!("{}: {of}{}", types.words.at(&path), mark(always)))
                        .about(field.description.as_deref())
                });
                text.push_str(&block(
                    &format!("type {name}"),
                    about,
                    &fields.collect::<Vec<_>>(),
                ));
            }
            if used.written {
                let fields = inputs(types, fields, path);
                text.push_str(&block(&format!("input {name}Input"), about, &fields));
            }
            for field in fields {
                let path = format!("{path}.{}", field.name.wire);
                let about = field.description.as_deref();
                let used = Used {
                    asked: false,
                    ..used
                };
                nested(types, &field.shape, &path, about, used, text);
            }
        }
        FieldType::Array(Some(element)) => {
            let used = Used {
                asked: false,
                ..used
            };
            nested(types, element, path, about, used, text);
        }
        _ => {}
    }
}

/// The fields of an embedded Object, or the parameters of a function, as they are given.
pub fn inputs(types: &Types, fields: &[Field], path: &str) -> Vec<Line> {
    let fields = fields.iter().map(|field| {
        let wire = &field.name.wire;
        let path = match path {
            "" => wire.clone(),
            path => format!("{path}.{wire}"),
        };
        let of = types.value(&field.shape, &path);
        let must = mark(must_be_given(field));
        Line::new(format!("{}: {of}{must}", types.words.at(&path)))
            .about(field.description.as_deref())
    });
    fields.collect()
}

fn closed_set(name: &str, about: Option<&str>, values: &Enum, path: &str, words: &Words) -> String {
    let values: Vec<Line> = values
        .values
        .iter()
        .map(|value| {
            let wire = &value.name.wire;
            Line::new(words.value(path, wire)).about(Some(&rule::of_value(wire)))
        })
        .collect();
    block(&format!("enum {name}"), about, &values)
}

fn must_be_given(field: &Field) -> bool {
    field.required && field.default.is_none()
}

fn mark(there: bool) -> &'static str {
    if there { "!" } else { "" }
}

pub fn lines<T: Into<String>>(lines: impl IntoIterator<Item = T>) -> Vec<Line> {
    lines.into_iter().map(Line::new).collect()
}
