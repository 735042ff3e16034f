//! A document and its variables → what one operation picks: fields with their arguments filled in and their fragments in place.
//! It knows no types; that the picks fit the schema is for validation.
//!
//! It also counts them as it goes, so that a document that is too much is refused before anything looks at the whole of it.

use super::refusal::Refusal;
use crate::config::GraphqlSettings;
use crate::wire::{Object, Value};
use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType,
    Selection, SelectionSet,
};
use async_graphql::{Name, Pos, Positioned, Value as Constant};
use serde_json::Map;
use std::collections::HashMap;

/// How many objects a list has where nobody says.
pub(super) const PAGE: u64 = 100;
/// Levels of an introspection: the query that tools send has 15.
const INTROSPECTION_DEPTH: usize = 16;
/// Fields of an introspection that lead from types to more types.
const LEADING_ON: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];
/// How often one such may be inside another.
const MAX_LEADING_ON: usize = 2;

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

struct Reader<'d> {
    document: &'d ExecutableDocument,
    variables: &'d Object,
    defaults: HashMap<&'d str, &'d Constant>,
    settings: &'d GraphqlSettings,
    max_page: u64,
    /// The fragments that are being read, one inside the other.
    within: Vec<&'d str>,
    aliases: usize,
    /// Fields so far, each as often as it stands in the operation once fragments are in place.
    seen: u64,
}

/// Where in a document something stands.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    /// Inside of an introspection, how many fields on the way lead to more types.
    introspection: Option<usize>,
}

impl<'d> Reader<'d> {
    /// Adds what is picked, and says how many fields that may be, those of a list times its page.
    fn set(
        &mut self,
        set: &'d Positioned<SelectionSet>,
        on: &[String],
        place: Place,
        picks: &mut Vec<Pick>,
    ) -> Result<u64, Refusal> {
        let mut cost = 0_u64;
        for selection in &set.node.items {
            if self.is_left_out(selection.node.directives()) {
                continue;
            }
            let more = match &selection.node {
                Selection::Field(field) => self.field(field, on, place, picks)?,
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    let condition = fragment.type_condition.as_ref();
                    let on = with(on, condition.map(|condition| &condition.node.on.node));
                    self.set(&fragment.selection_set, &on, place, picks)?
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let fragment = self.document.fragments.get(name).ok_or_else(|| {
                        Refusal::invalid(format!("the document has no fragment `{name}`"))
                            .at(spread.pos)
                    })?;
                    if self.within.contains(&name) {
                        let message = format!("the fragment `{name}` is inside of itself");
                        return Err(Refusal::invalid(message).at(spread.pos));
                    }
                    self.within.push(name);
                    let on = with(on, Some(&fragment.node.type_condition.node.on.node));
                    let more = self.set(&fragment.node.selection_set, &on, place, picks)?;
                    self.within.pop();
                    more
                }
            };
            cost = cost.saturating_add(more);
        }
        Ok(cost)
    }

    fn field(
        &mut self,
        field: &'d Positioned<Field>,
        on: &[String],
        place: Place,
        picks: &mut Vec<Pick>,
    ) -> Result<u64, Refusal> {
        let (pos, field) = (field.pos, &field.node);
        let name = field.name.node.as_str();
        let place = self
            .counted(field, place)
            .map_err(|refusal| refusal.at(pos))?;
        let mut args = Map::new();
        for (name, value) in &field.arguments {
            if let Some(value) = self.value(
                value
                    .node
                    .clone()
                    .into_const_with(|name| self.variable(&name)),
            ) {
                args.insert(name.node.to_string(), value);
            }
        }
        let mut pick = Pick {
            key: field.response_key().node.to_string(),
            name: name.to_owned(),
            on: on.to_vec(),
            args,
            inner: Vec::new(),
            at: pos,
        };
        let below = Place {
            depth: place.depth + 1,
            ..place
        };
        let inner = self.set(&field.selection_set, &[], below, &mut pick.inner)?;
        let cost = inner.saturating_mul(self.page(&pick)).saturating_add(1);
        merge(pick, picks);
        Ok(cost)
    }

    /// Counts a field, and says where what is inside of it stands.
    fn counted(&mut self, field: &Field, mut place: Place) -> Result<Place, Refusal> {
        let name = field.name.node.as_str();
        let settings = self.settings;
        if place.depth == 1 && matches!(name, "__schema" | "__type") {
            place.introspection = Some(0);
        }
        let mut max_depth = settings.max_depth;
        if let Some(leading_on) = &mut place.introspection {
            max_depth = max_depth.max(INTROSPECTION_DEPTH);
            *leading_on += usize::from(LEADING_ON.contains(&name));
            if *leading_on > MAX_LEADING_ON {
                return Err(Refusal::too_much(
                    "an introspection leads from types to types more than twice",
                ));
            }
        }
        if place.depth > max_depth {
            let message = format!("the operation is deeper than {max_depth} levels");
            return Err(Refusal::too_much(message));
        }
        self.aliases += usize::from(field.alias.is_some());
        if self.aliases > settings.max_aliases {
            let most = settings.max_aliases;
            let message = format!("the operation has more than {most} aliases");
            return Err(Refusal::too_much(message));
        }
        self.seen += 1;
        if self.seen > settings.max_complexity {
            return Err(self.too_complex());
        }
        Ok(place)
    }

    fn too_complex(&self) -> Refusal {
        let most = self.settings.max_complexity;
        Refusal::too_much(format!(
            "the operation may ask for more than {most} fields, those of a list times its page: ask for fewer, or \
             for smaller pages"
        ))
    }

    /// How many objects what is inside of a pick is asked of: a connection has `edges`.
    fn page(&self, pick: &Pick) -> u64 {
        if pick.of("edges").is_none() {
            return 1;
        }
        let asked = ["first", "last"]
            .iter()
            .find_map(|name| pick.arg(name)?.as_u64());
        asked.unwrap_or(PAGE).min(self.max_page).max(1)
    }

    fn is_left_out(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let unless = match directive.node.name.node.as_str() {
                "skip" => false,
                "include" => true,
                _ => return false,
            };
            let value = directive.node.get_argument("if");
            let value = value.and_then(|value| {
                let value = value.node.clone();
                self.value(value.into_const_with(|name| self.variable(&name)))
            });
            value.and_then(|value| value.as_bool()) == Some(!unless)
        })
    }

    /// What a variable stands for, or the mark of nothing.
    fn variable(&self, name: &Name) -> Result<Constant, serde_json::Error> {
        match self.variables.get(name.as_str()) {
            Some(value) => Constant::from_json(value.clone()),
            None => Ok(match self.defaults.get(name.as_str()) {
                Some(default) => (*default).clone(),
                None => ABSENT,
            }),
        }
    }

    fn value(&self, value: Result<Constant, serde_json::Error>) -> Option<Value> {
        json(value.ok()?)
    }
}

/// No document holds a binary value, so it can be the mark of a variable that was not sent.
const ABSENT: Constant = Constant::Binary(axum::body::Bytes::new());

/// A constant as JSON; `None` where nothing was sent.
fn json(value: Constant) -> Option<Value> {
    Some(match value {
        Constant::Null => Value::Null,
        Constant::Number(number) => Value::Number(number),
        Constant::String(text) => text.into(),
        Constant::Boolean(flag) => flag.into(),
        Constant::Enum(name) => name.as_str().into(),
        Constant::Binary(_) => return None,
        Constant::List(values) => {
            let values = values.into_iter();
            values
                .map(|value| json(value).unwrap_or_default())
                .collect()
        }
        Constant::Object(members) => {
            let members = members.into_iter();
            let members =
                members.filter_map(|(name, value)| Some((name.to_string(), json(value)?)));
            Value::Object(members.collect())
        }
    })
}

fn with(on: &[String], condition: Option<&Name>) -> Vec<String> {
    let mut on = on.to_vec();
    if let Some(condition) = condition
        && on.iter().all(|known| known != condition.as_str())
    {
        on.push(condition.to_string());
    }
    on
}

/// A field that is asked for twice is answered once, with what both ask of it.
fn merge(pick: Pick, picks: &mut Vec<Pick>) {
    let known = picks
        .iter_mut()
        .find(|known| known.key == pick.key && known.on == pick.on);
    match known {
        Some(known) => {
            for inner in pick.inner {
                merge(inner, &mut known.inner);
            }
        }
        None => picks.push(pick),
    }
}
