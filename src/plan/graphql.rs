//! What GraphQL calls classes, fields, values and functions: names that stand on the wire, beside those of the schema.
//!
//! The server works most of them out for itself, by the rule that [`rule`] is. What the rule does not say, or would say
//! twice, stands in its class tables as exceptions; so both ends of a name are decided here.

#[path = "../../templates/backend/runtime/src/graphql/rule.rs"]
pub mod rule;

use super::nested::singular;
use super::{DEVICES, Function, Plan, Scope};
use crate::model::{Class, Enum, Field, FieldType, Name, Shape};
use heck::{ToKebabCase, ToShoutySnakeCase};
use std::collections::{BTreeMap, BTreeSet};

/// The types that need no schema, as the server has them.
pub const COMMON: &str = include_str!("../../templates/backend/runtime/src/graphql/common.graphql");

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
const OF_OBJECTS: [&str; 8] = [
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

/// The result of a function, as the root of the paths inside it.
pub const RESULT: &str = "->";

/// What the parts of a class or of a function are called, by path: `""` is the type of a class and the mutation of a
/// function, `[]` the query for many, `()` the value that calls a function, `status` a field, `status{}` the type that it
/// declares, `status=in-transit` a value.
#[derive(Clone, Debug, Default)]
pub struct Words {
    names: BTreeMap<String, String>,
    exceptions: Vec<(String, String)>,
}

impl Words {
    /// The name of what is at `path`.
    pub fn at(&self, path: &str) -> &str {
        self.names.get(path).map_or("", String::as_str)
    }

    /// The type that is declared at `path`.
    pub fn declared(&self, path: &str) -> &str {
        self.at(&format!("{path}{{}}"))
    }

    pub fn value(&self, path: &str, value: &str) -> &str {
        self.at(&format!("{path}={value}"))
    }

    /// The names that the rule does not say, in the order of the schema.
    pub fn exceptions(&self) -> &[(String, String)] {
        &self.exceptions
    }

    fn set(&mut self, path: String, name: String, by_rule: &str) {
        if name != by_rule {
            self.exceptions.push((path.clone(), name.clone()));
        }
        self.names.insert(path, name);
    }
}

/// The names of a whole schema.
#[derive(Clone, Debug)]
pub struct Names {
    /// By the id of the class.
    pub classes: Vec<Words>,
    pub functions: Vec<Words>,
}

impl Names {
    pub fn of(plan: &Plan) -> Self {
        let mut taken = Taken::default();
        let all: Vec<&Class> = plan.model.all_classes().collect();
        let mut classes = vec![Words::default(); all.len()];
        // Those that Parse Server has come first, and then those that it could have, so that its clients find them.
        let rank = |class: &Class| match (class.system, is_name(&class.name.wire)) {
            (Some(_), _) => 0,
            (None, true) => 1,
            (None, false) => 2,
        };
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|id| rank(all[*id]));
        for id in &order {
            taken.class(all[*id], &mut classes[*id]);
        }
        let mut functions = vec![Words::default(); plan.functions.len()];
        for (function, words) in plan.functions.iter().zip(&mut functions) {
            taken.function(function, words);
        }
        for id in order {
            let outer = classes[id].at("").to_owned();
            taken.fields(
                &all[id].fields,
                &OF_OBJECTS,
                "",
                &outer,
                Side::Class,
                &mut classes[id],
            );
        }
        for (function, words) in plan.functions.iter().zip(&mut functions) {
            taken.inside(function, words);
        }
        Self { classes, functions }
    }
}

/// What is derived from the name of a class, beside its fields in the root types.
pub fn family(name: &str) -> Vec<String> {
    let mut family = vec![name.to_owned()];
    let after = [
        "Edge",
        "Connection",
        "Order",
        "WhereInput",
        "RelationWhereInput",
        "PointerInput",
        "RelationInput",
        "Event",
    ];
    family.extend(after.map(|suffix| format!("{name}{suffix}")));
    for verb in ["Create", "Update", "Delete"] {
        family.push(format!("{verb}{name}Input"));
        family.push(format!("{verb}{name}Payload"));
    }
    for verb in ["Create", "Update"] {
        family.push(format!("{verb}{name}FieldsInput"));
    }
    family
}

/// The files of the operations of each class, without their extension.
pub fn operation_files(plan: &Plan) -> Vec<String> {
    let mut files = Scope::without(["accounts", "functions"].into_iter().chain(DEVICES));
    let classes = plan.classes.iter();
    classes
        .map(|class| files.claim(&class.class.name.code.to_kebab_case(), "-class"))
        .collect()
}

/// Where a declared type is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Read, written and asked for.
    Class,
    Params,
    Result,
}

/// Names that are given away.
#[derive(Debug)]
struct Taken {
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
    fn class(&mut self, class: &Class, words: &mut Words) {
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

    fn function(&mut self, function: &Function, words: &mut Words) {
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
    fn inside(&mut self, function: &Function, words: &mut Words) {
        let outer = rule::capitalised(words.at(""));
        let params = &function.function.params;
        self.fields(params, &OF_INPUTS, "", &outer, Side::Params, words);
        if let Some(result) = &function.function.result {
            let name = format!("{outer}Result");
            self.shape(result, RESULT, &name, &name, Side::Result, words);
        }
    }

    fn fields(
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

/// Whether GraphQL takes it for a name. What begins with `_` is left to GraphQL itself.
fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
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
