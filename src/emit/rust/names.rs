//! What things are called in Rust: every type of the project in one scope, the members of each type in scopes of their own.

use crate::model::{ClassId, Field, FieldType, Name};
use crate::plan::{DEVICES, Nested, NestedKind, Plan, Scope};
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use std::collections::BTreeMap;

/// Types that emitted code gets from `runtime::prelude` or from std's prelude. A class of such a name would hide the one
/// meant, so it is called `ResultClass` instead.
const FOREIGN_TYPES: &str = "\
    Access Acl AsMut AsRef Backend Box Bytes Change Class ClassDef Clone Code Column Condition Copy Debug \
    Default Direction DoubleEndedIterator Drop Eq Err Error ExactSizeIterator Extend FieldDef \
    File Fn FnMut FnOnce Format From FromIterator GeoPoint Hooks HookSet Id IndexDef Into \
    IntoIterator Iterator None Object Ok OnDelete Permission Permissions Option Ord PartialEq PartialOrd Polygon \
    Principal Ref Relation Result Save Schema Self Send Sized Some String Sync Timestamp \
    ToOwned ToString Transition TryFrom TryInto Tx Unpin Value Vec Wire";

/// Words that can be no identifier as they are, but can with `r#`.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that can be no identifier at all.
pub const NEVER: &[&str] = &["Self", "crate", "self", "super"];

/// Module names that would hide the runtime crate or std, or name the folder's own `mod.rs` or the file of the functions.
const NO_MODULES: &[&str] = &["alloc", "core", "functions", "mod", "runtime", "std"];

/// The fields that every class has: member, column constant, wire name.
pub const COMMON: [(&str, &str, &str); 4] = [
    ("id", "ID", "objectId"),
    ("created_at", "CREATED_AT", "createdAt"),
    ("updated_at", "UPDATED_AT", "updatedAt"),
    ("acl", "ACL", "ACL"),
];

#[derive(Clone, Debug)]
pub struct Names {
    classes: Vec<ClassNames>,
    functions: Vec<FunctionNames>,
}

/// The types of one class, and the module they live in.
#[derive(Clone, Debug)]
pub struct ClassNames {
    /// The file without its extension; the identifier adds `r#` where it must.
    pub module: String,
    pub class: String,
    pub new: String,
    pub patch: String,
    /// Enums and embedded structs, by [`Nested::path`].
    pub nested: BTreeMap<String, String>,
}

/// What a function is called, and what it takes and answers.
#[derive(Clone, Debug)]
pub struct FunctionNames {
    pub method: Ident,
    /// The constant that holds what the engine knows of it.
    pub table: Ident,
    /// The struct of its parameters.
    pub params: String,
    /// Enums and embedded structs of the parameters, by [`Nested::path`].
    pub of_params: BTreeMap<String, String>,
    /// Those of the result.
    pub of_result: BTreeMap<String, String>,
}

impl Names {
    pub fn of(plan: &Plan) -> Self {
        let mut types = Scope::without(FOREIGN_TYPES.split(' '));
        let mut modules = Scope::without(NEVER.iter().chain(NO_MODULES).chain(&DEVICES).copied());
        let mut classes: Vec<ClassNames> = plan
            .classes
            .iter()
            .map(|class| ClassNames {
                module: modules.claim(&class.class.name.code.to_snake_case(), "_"),
                class: types.claim(&class.class.name.code.to_upper_camel_case(), "Class"),
                new: String::new(),
                patch: String::new(),
                nested: BTreeMap::new(),
            })
            .collect();
        // Classes come first: what is derived from one gives way to a class that has the name by right.
        for names in &mut classes {
            names.new = types.claim(&format!("New{}", names.class), "Form");
            names.patch = types.claim(&format!("{}Patch", names.class), "Form");
        }
        for (names, class) in classes.iter_mut().zip(&plan.classes) {
            names.nested = claim_nested(&mut types, &class.nested);
        }
        let mut methods = Scope::without(NEVER.iter().copied());
        let mut tables = Scope::default();
        let functions = plan.functions.iter().map(|function| {
            let code = &function.function.name.code;
            FunctionNames {
                method: ident(&methods.claim(&code.to_snake_case(), "_")),
                table: ident(&tables.claim(&code.to_shouty_snake_case(), "_")),
                params: types.claim(&format!("{}Params", code.to_upper_camel_case()), "Form"),
                of_params: claim_nested(&mut types, &function.params),
                of_result: claim_nested(&mut types, &function.result),
            }
        });
        let functions = functions.collect();
        Self { classes, functions }
    }

    pub fn class(&self, class: ClassId) -> &ClassNames {
        &self.classes[class]
    }

    pub fn functions(&self) -> &[FunctionNames] {
        &self.functions
    }

    pub fn iter(&self) -> impl Iterator<Item = &ClassNames> {
        self.classes.iter()
    }
}

fn claim_nested(types: &mut Scope, nested: &[Nested]) -> BTreeMap<String, String> {
    let names = nested.iter().map(|nested| {
        let suffix = match nested.kind {
            NestedKind::Enum(_) => "Value",
            NestedKind::Record(_) => "Object",
        };
        (nested.path.clone(), types.claim(&nested.name, suffix))
    });
    names.collect()
}

impl ClassNames {
    /// Every type of the module, in the order that `use` lists are sorted.
    pub fn types(&self) -> Vec<&str> {
        let mut types: Vec<&str> = [&self.class, &self.new, &self.patch]
            .into_iter()
            .map(String::as_str)
            .collect();
        types.extend(self.nested.values().map(String::as_str));
        types.sort_unstable();
        types
    }
}

/// A field with its names in a struct and in the column constants.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    pub field: &'a Field,
    pub ident: Ident,
    pub column: Ident,
    /// As in [`Nested::path`].
    pub path: String,
}

impl Member<'_> {
    pub fn is_relation(&self) -> bool {
        matches!(self.field.shape.ty, FieldType::Relation(_))
    }
}

/// The members of a class, beside the four that all have.
pub fn of_class(fields: &[Field]) -> Vec<Member<'_>> {
    let members = Scope::without(
        NEVER
            .iter()
            .copied()
            .chain(COMMON.map(|(member, _, _)| member)),
    );
    let columns = Scope::without(COMMON.map(|(_, column, _)| column));
    members_in(fields, members, columns, |field| field.name.wire.clone())
}

/// The members of an embedded object.
pub fn of_record<'a>(fields: &'a [Field], record: &Nested) -> Vec<Member<'a>> {
    let members = Scope::without(NEVER.iter().copied());
    members_in(fields, members, Scope::default(), |field| {
        record.field_path(field)
    })
}

fn members_in<'a>(
    fields: &'a [Field],
    mut members: Scope,
    mut columns: Scope,
    path: impl Fn(&Field) -> String,
) -> Vec<Member<'a>> {
    fields
        .iter()
        .map(|field| Member {
            field,
            ident: ident(&members.claim(&field.name.code.to_snake_case(), "_")),
            column: ident(&columns.claim(&field.name.code.to_shouty_snake_case(), "_")),
            path: path(field),
        })
        .collect()
}

/// The variants of an enum, in the order of its values.
pub fn variants<'a>(values: impl Iterator<Item = &'a Name>) -> Vec<Ident> {
    let mut scope = Scope::without(NEVER.iter().copied());
    values
        .map(|name| ident(&scope.claim(&name.code.to_upper_camel_case(), "_")))
        .collect()
}

/// An identifier, raw where the name is a keyword.
pub fn ident(name: &str) -> Ident {
    if KEYWORDS.contains(&name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}
