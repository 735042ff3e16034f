//! What things are called in one language: types in one scope of the whole package, values in another, files in a third.

use super::Naming;
use crate::model::ClassId;
use crate::plan::{Class, DEVICES, Nested, NestedKind, Plan, Scope, plural};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Names {
    /// The client as a type, and what makes one.
    pub client: String,
    pub factory: String,
    classes: Vec<ClassNames>,
    functions: Vec<FunctionNames>,
}

/// The names of one class.
#[derive(Clone, Debug)]
pub struct ClassNames {
    /// Without its extension.
    pub file: String,
    /// The type of an object.
    pub class: String,
    /// What it takes to create one.
    pub new: String,
    /// Changes to one.
    pub patch: String,
    /// All objects, as a member of the client.
    pub collection: String,
    /// Enums and records, by [`Nested::path`].
    pub nested: BTreeMap<String, String>,
    /// What a program asks about an enum, by [`Nested::path`].
    pub values: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
pub struct FunctionNames {
    pub method: String,
    pub params: String,
    /// Enums and records of the parameters and of the result, each by [`Nested::path`].
    pub of_params: BTreeMap<String, String>,
    pub of_result: BTreeMap<String, String>,
}

impl Names {
    pub fn of(plan: &Plan, package: &str, language: &impl Naming) -> Self {
        let taken = language.taken();
        let scope = |words: &[&'static str]| {
            Scope::without(words.iter().flat_map(|words| words.split(' ')))
        };
        let mut types = scope(&[taken.types]);
        let mut values = scope(&[taken.values, taken.members, taken.keywords]);
        let words = taken.files.split(' ').chain(taken.keywords.split(' '));
        let mut files = Scope::without(words.chain(DEVICES));
        let factory = values.claim(&language.value_name(&format!("create-{package}")), "_");
        let mut claim = |class: &Class| {
            let code = &class.class.name.code;
            ClassNames {
                file: files.claim(&language.file_name(code), "_"),
                class: types.claim(&language.type_name(code), "Class"),
                new: String::new(),
                patch: String::new(),
                collection: values.claim(&language.value_name(&plural(code)), "_"),
                nested: BTreeMap::new(),
                values: BTreeMap::new(),
            }
        };
        // Classes come first: what is derived from one gives way to a class that has the name by right.
        let mut classes: Vec<ClassNames> = plan.classes.iter().map(&mut claim).collect();
        for names in &mut classes {
            names.new = types.claim(&format!("New{}", names.class), "Form");
            names.patch = types.claim(&format!("{}Patch", names.class), "Form");
        }
        let client = types.claim(&language.client_name(package), "Client");
        for (names, class) in classes.iter_mut().zip(&plan.classes) {
            names.nested = claim_nested(&mut types, &class.nested, language);
            for nested in &class.nested {
                if matches!(nested.kind, NestedKind::Enum(_)) {
                    let value = values.claim(&language.value_name(&nested.name), "Values");
                    names.values.insert(nested.path.clone(), value);
                }
            }
        }
        let mut methods = scope(&[taken.members, taken.keywords]);
        let functions = plan.functions.iter().map(|function| {
            let code = &function.function.name.code;
            FunctionNames {
                method: methods.claim(&language.value_name(code), "_"),
                params: types.claim(&format!("{}Params", language.type_name(code)), "Form"),
                of_params: claim_nested(&mut types, &function.params, language),
                of_result: claim_nested(&mut types, &function.result, language),
            }
        });
        let functions = functions.collect();
        Self {
            client,
            factory,
            classes,
            functions,
        }
    }

    pub fn class(&self, class: ClassId) -> &ClassNames {
        &self.classes[class]
    }

    pub fn functions(&self) -> &[FunctionNames] {
        &self.functions
    }
}

fn claim_nested(
    types: &mut Scope,
    nested: &[Nested],
    language: &impl Naming,
) -> BTreeMap<String, String> {
    let names = nested.iter().map(|nested| {
        let suffix = match nested.kind {
            NestedKind::Enum(_) => "Value",
            NestedKind::Record(_) => "Object",
        };
        let name = types.claim(&language.type_name(&nested.name), suffix);
        (nested.path.clone(), name)
    });
    names.collect()
}
