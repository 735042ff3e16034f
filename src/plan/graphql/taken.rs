//! Names as they are given away: each is the one that is wanted where that is free, else one with a suffix or a number.

use super::super::Function;
use super::super::nested::singular;
use super::{COMMON, RESULT, Words, family, is_name, rule};
use crate::model::{Class, Enum, Field, FieldType, Name, Shape};
use heck::ToShoutySnakeCase;
use std::collections::BTreeSet;

/// The types beside them that no class may take.
const TYPES: [&str; 10] = [
    "ArrayResult",
    "Boolean",
    "CallCloudCodeInput",
    "CallCloudCodePayload",
    "CloudCodeFunction",
    "Float",
    "ID",
    "Int",
    "String",
    "UserLoginWithInput",
];
const ROOTS: [&str; 3] = ["Mutation", "Query", "Subscription"];
const QUERIES: [&str; 3] = ["health", "node", "viewer"];
const MUTATIONS: [&str; 9] = [
    "callCloudCode",
    "confirmResetPassword",
    "createFile",
    "logIn",
    "logInWith",
    "logOut",
    "resetPassword",
    "sendVerificationEmail",
    "signUp",
];
/// What every object has, and the connectives of a `where`.
pub(super) const OF_OBJECTS: [&str; 8] = [
    "ACL",
    "AND",
    "NOR",
    "OR",
    "createdAt",
    "id",
    "objectId",
    "updatedAt",
];
const OF_INPUTS: [&str; 1] = ["clientMutationId"];

/// Where a declared type is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Read, written and asked for.
    Class,
    Params,
    Result,
}

/// Names that are given away.
#[derive(Debug)]
pub(super) struct Taken {
    types: BTreeSet<String>,
    queries: BTreeSet<String>,
    mutations: BTreeSet<String>,
    functions: BTreeSet<String>,
}

impl Default for Taken {
    fn default() -> Self {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let mut types: BTreeSet<String> = set(&TYPES);
        types.extend(ROOTS.map(str::to_owned));
        types.extend(COMMON.lines().filter_map(defined).map(str::to_owned));
        Self {
            types,
            queries: set(&QUERIES),
            mutations: set(&MUTATIONS),
            functions: BTreeSet::new(),
        }
    }
}

impl Taken {
    pub(super) fn class(&mut self, class: &Class, words: &mut Words) {
        let by_rule = rule::type_name(&class.name.wire);
        let wanted = if is_name(&by_rule) {
            by_rule.clone()
        } else {
            rule::capitalised(&class.name.code)
        };
        let name = wishes(&wanted, "Class")
            .find(|name| self.is_free(name))
            .unwrap_or_default();
        let single = rule::single(&name);
        let many = self.plural(&single);
        self.types.extend(family(&name));
        self.queries.extend([single.clone(), many.clone()]);
        self.mutations
            .extend(["create", "update", "delete"].map(|verb| format!("{verb}{name}")));
        words.set(String::new(), name, &by_rule);
        words.set("[]".to_owned(), many, &rule::plural(&single));
    }

    fn is_free(&self, name: &str) -> bool {
        let derived = family(name);
        !derived.iter().any(|name| self.types.contains(name))
            && !self.queries.contains(&rule::single(name))
            && !["create", "update", "delete"]
                .iter()
                .any(|verb| self.mutations.contains(&format!("{verb}{name}")))
    }

    /// The query for many, which differs from that for one.
    fn plural(&self, single: &str) -> String {
        let plural = plural(single);
        [plural]
            .into_iter()
            .chain(wishes(&format!("{single}List"), ""))
            .find(|plural| plural != single && !self.queries.contains(plural))
            .unwrap_or_default()
    }

    pub(super) fn function(&mut self, function: &Function, words: &mut Words) {
        let name = &function.function.name;
        let wanted = spelled(name);
        let types = |name: &str| ["Input", "Payload"].map(|end| rule::capitalised(name) + end);
        let mutation = wishes(wanted, "Function")
            .find(|name| {
                !self.mutations.contains(name)
                    && !types(name).iter().any(|name| self.types.contains(name))
            })
            .unwrap_or_default();
        self.types.extend(types(&mutation));
        self.mutations.insert(mutation.clone());
        words.set(String::new(), mutation, &name.wire);
        let value = claim(&mut self.functions, &rule::plain_value(wanted), "Function");
        words.set("()".to_owned(), value, &name.wire);
    }

    /// The parameters of a function, and what its result declares.
    pub(super) fn inside(&mut self, function: &Function, words: &mut Words) {
        let outer = rule::capitalised(words.at(""));
        let params = &function.function.params;
        self.fields(params, &OF_INPUTS, "", &outer, Side::Params, words);
        if let Some(result) = &function.function.result {
            let name = format!("{outer}Result");
            self.shape(result, RESULT, &name, &name, Side::Result, words);
        }
    }

    pub(super) fn fields(
        &mut self,
        fields: &[Field],
        reserved: &[&str],
        path: &str,
        outer: &str,
        side: Side,
        words: &mut Words,
    ) {
        let mut scope: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
        let as_written = |field: &Field| {
            is_name(&field.name.wire) && !reserved.contains(&field.name.wire.as_str())
        };
        scope.extend(
            fields
                .iter()
                .filter(|field| as_written(field))
                .map(|field| field.name.wire.clone()),
        );
        for field in fields {
            let wire = &field.name.wire;
            let name = if as_written(field) {
                wire.clone()
            } else {
                claim(&mut scope, spelled(&field.name), "Field")
            };
            let path = if path.is_empty() {
                wire.clone()
            } else {
                format!("{path}.{wire}")
            };
            let inner = rule::inner(outer, &name);
            words.set(path.clone(), name, wire);
            self.shape(&field.shape, &path, &inner, &inner, side, words);
        }
    }

    /// The type that is declared at `path`, if one is. `by_rule` is what the server would call it.
    fn shape(
        &mut self,
        shape: &Shape,
        path: &str,
        name: &str,
        by_rule: &str,
        side: Side,
        words: &mut Words,
    ) {
        match &shape.ty {
            FieldType::Enum(values) => {
                let also = if side == Side::Class {
                    "WhereInput"
                } else {
                    ""
                };
                let name = self.declare(name, "Enum", also);
                words.set(format!("{path}{{}}"), name, by_rule);
                enum_values(values, path, words);
            }
            FieldType::Object(Some(inner)) if !inner.is_empty() => {
                let also = if side == Side::Result { "" } else { "Input" };
                let name = self.declare(name, "Object", also);
                words.set(format!("{path}{{}}"), name.clone(), by_rule);
                self.fields(inner, &[], path, &name, side, words);
            }
            FieldType::Array(Some(element)) => {
                self.shape(element, path, &singular(name), by_rule, side, words);
            }
            FieldType::Object(_)
            | FieldType::Array(None)
            | FieldType::String
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

    /// Claims `wanted` or something like it, with the type that is called so and has `also` behind it.
    fn declare(&mut self, wanted: &str, suffix: &str, also: &str) -> String {
        let name = wishes(wanted, suffix)
            .find(|name| {
                !self.types.contains(name) && !self.types.contains(&format!("{name}{also}"))
            })
            .unwrap_or_default();
        self.types.insert(format!("{name}{also}"));
        self.types.insert(name.clone());
        name
    }
}

fn enum_values(values: &Enum, path: &str, words: &mut Words) {
    let mut scope = BTreeSet::new();
    for value in &values.values {
        let wire = &value.name.wire;
        let name = claim(&mut scope, &value.name.code.to_shouty_snake_case(), "_");
        words.set(format!("{path}={wire}"), name, &rule::value(wire));
    }
}

fn claim(scope: &mut BTreeSet<String>, wanted: &str, suffix: &str) -> String {
    let name = wishes(wanted, suffix)
        .find(|name| !scope.contains(name))
        .unwrap_or_default();
    scope.insert(name.clone());
    name
}

/// `wanted`, then `wanted` with `suffix`, then with a number after it. There is no last one.
fn wishes(wanted: &str, suffix: &str) -> impl Iterator<Item = String> {
    let (first, second) = (wanted.to_owned(), format!("{wanted}{suffix}"));
    let numbered = second.clone();
    [first, second]
        .into_iter()
        .chain((2_u32..).map(move |number| format!("{numbered}{number}")))
}

/// The name of the type that a line of SDL defines.
fn defined(line: &str) -> Option<&str> {
    let (keyword, rest) = line.split_once(' ')?;
    ["scalar", "type", "input", "enum", "interface"]
        .contains(&keyword)
        .then(|| rest.split(' ').next())?
}

/// The wire name where GraphQL takes it, else the name in code, which it does.
fn spelled(name: &Name) -> &str {
    if is_name(&name.wire) {
        &name.wire
    } else {
        &name.code
    }
}

/// As Parse Server forms it.
fn plural(single: &str) -> String {
    let plural = pluralizer::pluralize(single, 2, false);
    // What is added to a capital is a capital.
    match plural.strip_prefix(single) {
        Some(ending) if single.ends_with(|last: char| last.is_ascii_uppercase()) => {
            format!("{single}{}", ending.to_ascii_uppercase())
        }
        _ => plural,
    }
}
