//! The model → the types that mutations take and answer, in GraphQL's schema language.

use super::super::functions::Function;
use super::super::model::{Class, Field, Model, NestedKind, Record, Shape};
use super::super::rule::capitalised;
use super::super::schema;
use std::fmt::Write as _;

/// Mutations that are there whatever the schema is; their types are among those that are the same everywhere.
const OWN: [&str; 8] = [
    "createFile",
    "signUp",
    "logIn",
    "logInWith",
    "logOut",
    "resetPassword",
    "confirmResetPassword",
    "sendVerificationEmail",
];

/// The root type, and all that hangs on it.
pub(in super::super) fn of(model: &Model, functions: &[Function]) -> String {
    let mut sdl = String::new();
    let mut root = String::new();
    for class in &model.classes {
        let name = &class.name;
        for verb in ["create", "update", "delete"] {
            push(&mut root, &mutation(&format!("{verb}{name}")));
        }
        sdl.push_str(&forms(class, model));
        sdl.push_str(&payloads(class));
    }
    for nested in model.nested() {
        match nested.kind {
            NestedKind::Record(record) if nested.used.written => {
                sdl.push_str(&record_input(record, model));
            }
            NestedKind::Record(_) | NestedKind::Enum(_) => {}
        }
    }
    for function in functions {
        let line = mutation(&function.name);
        push(&mut root, &schema::described(function.about, &line));
        sdl.push_str(&call(function, model));
    }
    for name in OWN {
        push(&mut root, &mutation(name));
    }
    if !functions.is_empty() {
        push(&mut root, &mutation("callCloudCode"));
        sdl.push_str(&cloud_code(functions));
    }
    let user = model.class("_User").map(|user| sign_up(user, model));
    sdl.push_str(&user.unwrap_or_default());
    sdl + &block("type", "Mutation", &root)
}

/// What a function takes and answers.
fn call(function: &Function, model: &Model) -> String {
    let name = capitalised(&function.name);
    let mut input = given(&function.params, model);
    push(&mut input, "clientMutationId: String");
    let result = match &function.result {
        Some(result) => schema::read(result, model),
        None => "Any".to_owned(),
    };
    let payload = format!("result: {result}\nclientMutationId: String\n");
    let mut sdl = block("input", &format!("{name}Input"), &input);
    sdl.push_str(&block("type", &format!("{name}Payload"), &payload));
    for nested in function.nested() {
        sdl.push_str(&match nested.kind {
            NestedKind::Enum(one) => schema::of_enum(one, nested.used),
            NestedKind::Record(record) if nested.used.read => schema::of_record(record, model),
            NestedKind::Record(record) => record_input(record, model),
        });
    }
    sdl
}

/// What calls a function by its name, as clients of Parse Server do.
fn cloud_code(functions: &[Function]) -> String {
    let mut values = String::new();
    for function in functions {
        push(&mut values, &function.value);
    }
    let input = "functionName: CloudCodeFunction!\nparams: Object\nclientMutationId: String\n";
    let payload = "result: Any\nclientMutationId: String\n";
    block("enum", "CloudCodeFunction", &values)
        + &block("input", "CallCloudCodeInput", input)
        + &block("type", "CallCloudCodePayload", payload)
}

fn record_input(record: &Record, model: &Model) -> String {
    let fields = given(&record.fields, model);
    let input = block("input", &format!("{}Input", record.name), &fields);
    schema::described(record.about, &input)
}

/// What creates and changes an object of the class, and what links one.
fn forms(class: &Class, model: &Model) -> String {
    let name = &class.name;
    let writable = || class.fields.iter().filter(|field| !field.def.read_only);
    let (mut create, mut update) = (String::new(), String::new());
    push(&mut create, "ACL: ACLInput");
    push(&mut update, "ACL: ACLInput");
    for field in writable() {
        let of = written(&field.shape, model);
        let must = if must_be_given(field) { "!" } else { "" };
        let line = format!("{}: {of}", field.name);
        let line = schema::described(field.about, &line);
        push(&mut create, &format!("{line}{must}"));
        if !field.def.immutable {
            push(&mut update, &line);
        }
    }
    let fields = format!("Create{name}FieldsInput");
    let pointer = format!("link: ID\ncreateAndLink: {fields}\n");
    let relation = format!("add: [ID!]\nremove: [ID!]\ncreateAndAdd: [{fields}!]\n");
    block("input", &fields, &create)
        + &block("input", &format!("Update{name}FieldsInput"), &update)
        + &block("input", &format!("{name}PointerInput"), &pointer)
        + &block("input", &format!("{name}RelationInput"), &relation)
}

/// What the mutations of a class take and answer.
fn payloads(class: &Class) -> String {
    let mut sdl = String::new();
    let name = &class.name;
    for (verb, id, fields) in [
        ("Create", false, true),
        ("Update", true, true),
        ("Delete", true, false),
    ] {
        let mut input = String::new();
        if id {
            push(&mut input, "id: ID!");
        }
        if fields {
            push(&mut input, &format!("fields: {verb}{name}FieldsInput"));
        }
        push(&mut input, "clientMutationId: String");
        sdl.push_str(&block("input", &format!("{verb}{name}Input"), &input));
        let payload = format!("{}: {name}\nclientMutationId: String\n", class.one);
        sdl.push_str(&block("type", &format!("{verb}{name}Payload"), &payload));
    }
    sdl
}

/// What may be said of a user whom another provider vouches for.
fn sign_up(user: &Class, model: &Model) -> String {
    let own = ["username", "password", "authData"];
    let mut fields = String::new();
    push(&mut fields, "ACL: ACLInput");
    let writable = user.fields.iter();
    for field in writable.filter(|field| !field.def.read_only && !own.contains(&field.def.name)) {
        let of = written(&field.shape, model);
        push(&mut fields, &format!("{}: {of}", field.name));
    }
    block("input", "UserLoginWithInput", &fields)
}

/// The fields of an Object or the parameters of a function, as they are given.
fn given(fields: &[Field], model: &Model) -> String {
    let mut text = String::new();
    for field in fields {
        let must = if must_be_given(field) { "!" } else { "" };
        let of = inside(&field.shape, model);
        let line = format!("{}: {of}{must}", field.name);
        push(&mut text, &schema::described(field.about, &line));
    }
    text
}

fn must_be_given(field: &Field) -> bool {
    field.def.required && field.def.default.is_none()
}

/// What is written to a field of a class.
fn written(shape: &Shape, model: &Model) -> String {
    match shape {
        Shape::Pointer(class) => format!("{}PointerInput", type_of(class, model)),
        Shape::Relation(class) => format!("{}RelationInput", type_of(class, model)),
        shape => inside(shape, model),
    }
}

/// What is written inside an Object or an Array, or given to a function: a Pointer is the id of what it leads to.
fn inside(shape: &Shape, model: &Model) -> String {
    match shape {
        Shape::String => "String".to_owned(),
        Shape::Number => "Float".to_owned(),
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Date => "Date".to_owned(),
        Shape::Enum(one) => one.name.clone(),
        Shape::Object => "Object".to_owned(),
        Shape::Record(record) => format!("{}Input", record.name),
        Shape::Array(None) => "[Any]".to_owned(),
        Shape::Array(Some(element)) => format!("[{}!]", inside(element, model)),
        Shape::GeoPoint => "GeoPointInput".to_owned(),
        Shape::Polygon => "[GeoPointInput!]".to_owned(),
        Shape::File => "FileInput".to_owned(),
        Shape::Bytes => "Bytes".to_owned(),
        Shape::Pointer(_) => "ID".to_owned(),
        Shape::Relation(class) => format!("{}RelationInput", type_of(class, model)),
        Shape::Acl => "ACLInput".to_owned(),
    }
}

fn type_of<'m>(class: &str, model: &'m Model) -> &'m str {
    model.class(class).map_or("", |class| &class.name)
}

fn mutation(name: &str) -> String {
    let of = capitalised(name);
    format!("{name}(input: {of}Input!): {of}Payload")
}

fn push(text: &mut String, line: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "{line}");
}

fn block(kind: &str, name: &str, lines: &str) -> String {
    format!("{kind} {name} {{\n{lines}}}\n")
}
