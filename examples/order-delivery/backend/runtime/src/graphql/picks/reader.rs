//! The selections of a document → picks: variables and fragments are put in place, and all of it is counted on the way.

use super::super::refusal::Refusal;
use super::{PAGE, Pick};
use crate::config::GraphqlSettings;
use crate::wire::{Object, Value};
use async_graphql::parser::types::{Directive, ExecutableDocument, Field, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value as Constant};
use serde_json::Map;
use std::collections::HashMap;

/// Levels of an introspection: the query that tools send has 15.
const INTROSPECTION_DEPTH: usize = 16;
/// Fields of an introspection that lead from types to more types.
const LEADING_ON: [&str; 4] = ["fields", "inputFields", "interfaces", "possibleTypes"];
/// How often one such may be inside another.
const MAX_LEADING_ON: usize = 2;

pub(super) struct Reader<'d> {
    pub document: &'d ExecutableDocument,
    pub variables: &'d Object,
    pub defaults: HashMap<&'d str, &'d Constant>,
    pub settings: &'d GraphqlSettings,
    pub max_page: u64,
    /// The fragments that are being read, one inside the other.
    pub within: Vec<&'d str>,
    pub aliases: usize,
    /// Fields so far, each as often as it stands in the operation once fragments are in place.
    pub seen: u64,
}

/// Where in a document something stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub depth: usize,
    /// Inside of an introspection, how many fields on the way lead to more types.
    pub introspection: Option<usize>,
}

impl<'d> Reader<'d> {
    /// Adds what is picked, and says how many fields that may be, those of a list times its page.
    pub(super) fn set(
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

    pub(super) fn too_complex(&self) -> Refusal {
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
