//! A document and its variables → what one operation picks: fields with their arguments filled in and their fragments in place.
//! It knows no types; that the picks fit the schema is for validation.
//!
//! It also counts them as it goes, so that a document that is too much is refused before anything looks at the whole of it.

mod reader;

use super::refusal::Refusal;
use crate::config::GraphqlSettings;
use crate::wire::{Object, Value};
use async_graphql::Pos;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use reader::{Place, Reader};
use serde_json::Map;

/// How many objects a list has where nobody says.
pub(super) const PAGE: u64 = 100;

/// What is asked for: one operation of a document.
#[derive(Debug)]
pub(super) struct Operation {
    pub kind: OperationType,
    pub picks: Vec<Pick>,
}

/// One field that is asked for.
#[derive(Clone, Debug)]
pub(super) struct Pick {
    /// What the answer calls it.
    pub key: String,
    pub name: String,
    /// The types of which an object must be, each of them.
    pub on: Vec<String>,
    /// A variable that was not sent leaves out what it stands for.
    pub args: Map<String, Value>,
    pub inner: Vec<Pick>,
    pub at: Pos,
}

impl Pick {
    pub(super) fn arg(&self, name: &str) -> Option<&Value> {
        self.args.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.arg(name).and_then(Value::as_str)
    }

    /// The pick of this field that is inside, for any type.
    pub(super) fn of(&self, name: &str) -> Option<&Pick> {
        self.inner.iter().find(|pick| pick.name == name)
    }

    /// All that the picks of this field ask, where it is picked more than once under other names.
    pub(super) fn together(&self, name: &str) -> Option<Pick> {
        let mut same = self.inner.iter().filter(|pick| pick.name == name);
        let mut all = same.next()?.clone();
        all.inner.extend(same.flat_map(|pick| pick.inner.clone()));
        Some(all)
    }

    /// Whether it is asked of objects of this class.
    pub(super) fn is_of(&self, class: &str) -> bool {
        const OF_ALL: [&str; 3] = ["ArrayResult", "Node", "ParseObject"];
        let mut on = self.on.iter().map(String::as_str);
        on.all(|ty| ty == class || OF_ALL.contains(&ty))
    }

    pub(super) fn is_introspection(&self) -> bool {
        matches!(self.name.as_str(), "__schema" | "__type")
    }
}

impl Operation {
    /// # Errors
    /// There is no such operation, or it asks for too much.
    pub(super) fn of(
        document: &ExecutableDocument,
        name: Option<&str>,
        variables: &Object,
        settings: &GraphqlSettings,
        max_page: u64,
    ) -> Result<Self, Refusal> {
        let operation = named(document, name)?;
        all_given(operation, variables)?;
        let defaults = operation.variable_definitions.iter();
        let defaults = defaults.filter_map(|variable| {
            let default = variable.node.default_value.as_ref()?;
            Some((variable.node.name.node.as_str(), &default.node))
        });
        let mut reader = Reader {
            document,
            variables,
            defaults: defaults.collect(),
            settings,
            max_page,
            within: Vec::new(),
            aliases: 0,
            seen: 0,
        };
        let place = Place {
            depth: 1,
            introspection: None,
        };
        let mut picks = Vec::new();
        let cost = reader.set(&operation.selection_set, &[], place, &mut picks)?;
        if cost > settings.max_complexity {
            return Err(reader.too_complex());
        }
        Ok(Self {
            kind: operation.ty,
            picks,
        })
    }
}

fn named<'d>(
    document: &'d ExecutableDocument,
    name: Option<&str>,
) -> Result<&'d OperationDefinition, Refusal> {
    let name = name.filter(|name| !name.is_empty());
    let found = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(all), Some(name)) => all.get(name),
        (DocumentOperations::Multiple(all), None) if all.len() == 1 => all.values().next(),
        (DocumentOperations::Multiple(_), None) => {
            return Err(Refusal::invalid(
                "the document has several operations: say which with `operationName`",
            ));
        }
    };
    let found = found.ok_or_else(|| {
        let name = name.unwrap_or_default();
        Refusal::invalid(format!("the document has no operation `{name}`"))
    })?;
    Ok(&found.node)
}

/// Whether what an operation cannot do without was sent.
fn all_given(operation: &OperationDefinition, variables: &Object) -> Result<(), Refusal> {
    for variable in &operation.variable_definitions {
        let (place, variable) = (variable.pos, &variable.node);
        let name = variable.name.node.as_str();
        let is_given = variables.get(name).is_some_and(|value| !value.is_null());
        if !is_given && !variable.var_type.node.nullable && variable.default_value.is_none() {
            let message = format!("the variable `${name}` is missing");
            return Err(Refusal::invalid(message).at(place));
        }
    }
    Ok(())
}
