//! The root types, and the few others that depend on all classes or functions together.

use super::class::{arguments, lines};
use super::text::{Line, block};
use crate::model::{Class, SystemClass};
use crate::plan::Plan;
use crate::plan::graphql::{Names, Words, rule};

pub fn of(plan: &Plan, names: &Names) -> String {
    let classes: Vec<(&Class, &Words)> = plan.model.all_classes().zip(&names.classes).collect();
    let mut sdl = block("type Query", None, &queries(&classes));
    sdl.push_str(&block(
        "type Mutation",
        None,
        &mutations(&classes, plan, names),
    ));
    sdl.push_str(&block("type Subscription", None, &subscriptions(&classes)));
    let members: Vec<&str> = classes.iter().map(|(_, words)| words.at("")).collect();
    sdl.push_str(&format!(
        "\nunion ArrayResult = Element | {}\n",
        members.join(" | ")
    ));
    if !names.functions.is_empty() {
        sdl.push_str(&cloud_code(names));
    }
    sdl.push_str(&block(
        "input UserLoginWithInput",
        None,
        &sign_up_fields(&classes, names),
    ));
    // The first definition needs no blank line before it.
    sdl.trim_start().to_owned()
}

fn queries(classes: &[(&Class, &Words)]) -> Vec<Line> {
    let mut fields = vec![
        Line::new("node(id: ID!): Node"),
        Line::new("viewer: Viewer!").about(Some("Who is signed in.")),
        Line::new("health: Boolean!"),
    ];
    for (_, words) in classes {
        let name = words.at("");
        let (one, many) = (rule::single(name), words.at("[]"));
        fields.push(Line::new(format!(
            "{one}(id: ID!, options: ReadOptionsInput): {name}!"
        )));
        fields.push(Line::new(format!(
            "{many}{}: {name}Connection!",
            arguments(name)
        )));
    }
    fields
}

fn mutations(classes: &[(&Class, &Words)], plan: &Plan, names: &Names) -> Vec<Line> {
    let mutation =
        |name: &str, of: &str| Line::new(format!("{name}(input: {of}Input!): {of}Payload"));
    let mut fields = Vec::new();
    for (_, words) in classes {
        for verb in ["create", "update", "delete"] {
            let name = format!("{verb}{}", words.at(""));
            fields.push(mutation(&name, &rule::capitalised(&name)));
        }
    }
    for (function, words) in plan.functions.iter().zip(&names.functions) {
        let name = words.at("");
        let about = function.function.description.as_deref();
        fields.push(mutation(name, &rule::capitalised(name)).about(about));
    }
    let mut own = vec![
        "createFile",
        "signUp",
        "logIn",
        "logInWith",
        "logOut",
        "resetPassword",
        "confirmResetPassword",
        "sendVerificationEmail",
    ];
    if !names.functions.is_empty() {
        own.push("callCloudCode");
    }
    fields.extend(
        own.into_iter()
            .map(|name| mutation(name, &rule::capitalised(name))),
    );
    fields
}

fn subscriptions(classes: &[(&Class, &Words)]) -> Vec<Line> {
    let fields = classes.iter().map(|(_, words)| {
        let name = words.at("");
        Line::new(format!(
            "{}(where: {name}WhereInput, watch: [String!], after: String): {name}Event!",
            words.at("[]")
        ))
    });
    fields.collect()
}

/// What calls a function by its name, as clients of Parse Server do.
fn cloud_code(names: &Names) -> String {
    let functions = names.functions.iter().map(|words| words.at("()"));
    block("enum CloudCodeFunction", None, &lines(functions))
        + &block(
            "input CallCloudCodeInput",
            None,
            &lines([
                "functionName: CloudCodeFunction!",
                "params: Object",
                "clientMutationId: String",
            ]),
        )
        + &block(
            "type CallCloudCodePayload",
            None,
            &lines(["result: Any", "clientMutationId: String"]),
        )
}

/// What may be said of a user whom another provider vouches for.
fn sign_up_fields(classes: &[(&Class, &Words)], names: &Names) -> Vec<Line> {
    let own = ["username", "password", "authData"];
    let mut fields = lines(["ACL: ACLInput"]);
    let user = classes
        .iter()
        .find(|(class, _)| class.system == Some(SystemClass::User));
    if let Some((class, words)) = user {
        let types = super::types::Types { names, words };
        let writable = class
            .fields
            .iter()
            .filter(|field| !field.read_only && !own.contains(&field.name.wire.as_str()));
        fields.extend(writable.map(|field| {
            let path = &field.name.wire;
            Line::new(format!(
                "{}: {}",
                words.at(path),
                types.input(&field.shape, path)
            ))
        }));
    }
    fields
}
