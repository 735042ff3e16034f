//! The body of a create or an update → what each place becomes.

use super::value::{acl, canonical, checked, kind_name, schema_mismatch};
use super::{Assign, Elements, Guard, Relate, Stored};
use crate::Result;
use crate::access::{self, Caller};
use crate::class::{ClassDef, FieldDef, Kind, Transition};
use crate::error::{Code, Error};
use crate::query::{Filter, Place};
use crate::store::Catalog;
use crate::wire::{MAX_INTEGER, Object, Value, parse_date, pointer_id, type_name};

/// What a body says, checked against its class.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub assign: Vec<(Place, Assign)>,
    pub relations: Vec<Relate>,
    /// Conditions of an update: the steps that an enum field may take.
    pub guards: Vec<Guard>,
    /// Fields whose new value only the store knows: an operation was applied to them.
    pub operated: Vec<usize>,
}

/// Who writes.
#[derive(Clone, Copy)]
pub(crate) enum Author<'a> {
    /// A client, bound by what a field allows.
    Client(&'a Catalog, &'a Caller),
    /// The server's own code, which may set read-only fields too.
    Server,
}

impl Author<'_> {
    fn is_client(self) -> bool {
        matches!(self, Self::Client(..))
    }

    /// The objects with which he may take a step.
    fn may_take(self, class: &'static ClassDef, step: &Transition) -> Filter {
        match (self, step.by) {
            (Self::Client(catalog, caller), Some(by)) => {
                access::granted(catalog, class, by, caller)
            }
            (Self::Client(..), None) | (Self::Server, _) => Filter::Always(true),
        }
    }
}

/// Reads the body of a create that has been through [`settle`]; every required field is there.
///
/// # Errors
/// Codes 105, 111, 119, 121, 123, 142, as the Parse protocol has them.
pub(crate) fn parse_create(
    class: &'static ClassDef,
    body: &Object,
    by: Author<'_>,
) -> Result<Body> {
    let mut parsed = Body::default();
    for (name, value) in &body.0 {
        parse_member(class, name, value, by, Moment::Create, &mut parsed)?;
    }
    for field in class.fields.iter().filter(|field| field.required) {
        let place = class
            .field(field.name)
            .map(|(index, _)| Place::Field(index));
        if !parsed
            .assign
            .iter()
            .any(|(set, assign)| Some(*set) == place && *assign != Assign::Set(Stored::Null))
        {
            return Err(required(field));
        }
    }
    Ok(parsed)
}

/// Reads the body of an update.
///
/// # Errors
/// As [`parse_create`].
pub(crate) fn parse_update(
    class: &'static ClassDef,
    body: &Object,
    by: Author<'_>,
) -> Result<Body> {
    let mut parsed = Body::default();
    for (name, value) in &body.0 {
        parse_member(class, name, value, by, Moment::Update, &mut parsed)?;
    }
    Ok(parsed)
}

/// What a client sends may hold no field that the server alone sets, not even with its default.
///
/// # Errors
/// Code 142, naming the field.
pub(crate) fn check_sent(class: &ClassDef, sent: &Object) -> Result<()> {
    let read_only = |name: &&String| class.field(name).is_some_and(|(_, field)| field.read_only);
    match sent.0.keys().find(read_only) {
        Some(name) => Err(Error::validation(format!(
            "{name} is set by the server alone"
        ))),
        None => Ok(()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Create,
    Update,
}

fn parse_member(
    class: &'static ClassDef,
    name: &str,
    value: &Value,
    by: Author<'_>,
    moment: Moment,
    parsed: &mut Body,
) -> Result<()> {
    match name {
        "ACL" => {
            let unset = value.is_null() || operation(value) == Some("Delete");
            let acl = if unset {
                Stored::Null
            } else {
                Stored::Acl(acl(value)?)
            };
            parsed.assign.push((Place::Acl, Assign::Set(acl)));
            return Ok(());
        }
        "createdAt" | "updatedAt" if parse_date(value).is_err() || value.is_string() => {
            return Err(schema_mismatch(class, name, "Date", value));
        }
        "objectId" | "createdAt" | "updatedAt" => {
            return Err(Error::new(
                Code::INVALID_FIELD_NAME,
                format!("{name} is an invalid field name."),
            ));
        }
        _ => {}
    }
    let Some((index, field)) = class.field(name) else {
        return Err(unknown(class, name));
    };
    if by.is_client() && field.immutable && moment == Moment::Update {
        return Err(Error::validation(format!(
            "{name} is set once, when the object is created"
        )));
    }
    let Some(operation) = operation(value) else {
        let assign = set(class, index, value)?;
        parsed
            .guards
            .extend(step_of(class, index, value, by).filter(|_| moment == Moment::Update));
        parsed.assign.push((Place::Field(index), assign));
        return Ok(());
    };
    let place = Place::Field(index);
    match (operation, &field.kind) {
        ("Delete", _) => {
            let unset = set(class, index, &Value::Null)?;
            let step = step_of(class, index, &Value::Null, by);
            parsed
                .guards
                .extend(step.filter(|_| moment == Moment::Update));
            parsed.assign.push((place, unset));
        }
        ("Increment", Kind::Number) => {
            let Some(amount) = value.get("amount").and_then(Value::as_f64) else {
                return Err(Error::new(
                    Code::INVALID_JSON,
                    format!("{name}: Increment needs an amount"),
                ));
            };
            if field.checks.integer && amount.fract() != 0.0 {
                return Err(Error::validation(format!("{name} must be a whole number")));
            }
            parsed.guards.extend(within(class, index, amount));
            parsed.assign.push((place, Assign::Increment(amount)));
            parsed.operated.push(index);
        }
        ("Add" | "AddUnique" | "Remove", Kind::Array(_)) => {
            parsed
                .assign
                .push((place, change_elements(name, operation, value)?));
            parsed.operated.push(index);
        }
        ("AddRelation" | "RemoveRelation" | "Batch", Kind::Relation { class: target }) => {
            let mut relate = Relate {
                field: index,
                add: Vec::new(),
                remove: Vec::new(),
            };
            change_relation(name, target, value, &mut relate)?;
            parsed.relations.push(relate);
        }
        (
            "Increment" | "Add" | "AddUnique" | "Remove" | "AddRelation" | "RemoveRelation"
            | "Batch",
            kind,
        ) => {
            let message = format!("cannot {operation} `{name}`, a {}", kind_name(kind));
            return Err(Error::new(Code::INCORRECT_TYPE, message));
        }
        _ => {
            return Err(Error::new(
                Code::COMMAND_UNAVAILABLE,
                format!("{name}: there is no operation {operation}"),
            ));
        }
    }
    Ok(())
}

fn operation(value: &Value) -> Option<&str> {
    value.get("__op").and_then(Value::as_str)
}

fn set(class: &'static ClassDef, index: usize, value: &Value) -> Result<Assign> {
    let field = &class.fields[index];
    if value.is_null() {
        return if field.required {
            Err(required(field))
        } else {
            Ok(Assign::Set(Stored::Null))
        };
    }
    checked(class, index, value).map(Assign::Set)
}

/// The condition that an enum field takes one of its declared steps. None leads to nothing: what could be unset could
/// start again from anywhere.
fn step_of(class: &'static ClassDef, index: usize, value: &Value, by: Author<'_>) -> Option<Guard> {
    let field = &class.fields[index];
    if field.checks.transitions.is_empty() {
        return None;
    }
    let place = Place::Field(index);
    let is = |name: &str| Filter::equal(place, Stored::Text(name.to_owned()));
    // What was never set may become anything, and what stays as it is takes no step.
    let mut terms = vec![Filter::IsSet(place).not()];
    let Some(to) = value.as_str() else {
        return Some(Guard {
            filter: Filter::Any(terms),
            error: Error::validation(format!("{} may not be unset", field.name)),
        });
    };
    terms.push(is(to));
    let steps = field.checks.transitions.iter();
    terms.extend(
        steps
            .filter(|step| step.to == to)
            .map(|step| is(step.from).and(by.may_take(class, step))),
    );
    Some(Guard {
        filter: Filter::Any(terms),
        error: Error::validation(format!(
            "{} may not become {to} from what it is now",
            field.name
        )),
    })
}

/// The condition that a Number that is counted up or down stays in its range, and a number.
fn within(class: &'static ClassDef, index: usize, amount: f64) -> Option<Guard> {
    use crate::query::Compare::{GreaterOrEqual, LessOrEqual};
    let field = &class.fields[index];
    let most = if field.checks.integer {
        MAX_INTEGER
    } else {
        f64::MAX
    };
    let (compare, limit, word) = if amount < 0.0 {
        let limit = field.checks.minimum.unwrap_or(-most);
        (GreaterOrEqual, limit, "least")
    } else {
        (LessOrEqual, field.checks.maximum.unwrap_or(most), "most")
    };
    // What is that small is lost in the rounding of the largest number there is.
    if limit.abs() == f64::MAX && amount.abs() < f64::MAX * f64::EPSILON / 4.0 {
        return None;
    }
    let place = Place::Field(index);
    let mut filter = Filter::Compare {
        place,
        compare,
        value: Stored::Number(limit - amount),
    };
    // What is not set counts as 0.
    if (compare == GreaterOrEqual && amount >= limit) || (compare == LessOrEqual && amount <= limit)
    {
        filter = Filter::Any(vec![filter, Filter::IsSet(place).not()]);
    }
    let reason = if limit.abs() == f64::MAX {
        "is too large to be counted on".to_owned()
    } else {
        format!("must be at {word} {limit}")
    };
    Some(Guard {
        filter,
        error: Error::validation(format!("{} {reason}", field.name)),
    })
}

/// Whether the elements fit is known when the whole Array is: the store checks it before it writes.
fn change_elements(name: &str, operation: &str, value: &Value) -> Result<Assign> {
    let Some(objects) = value.get("objects").and_then(Value::as_array) else {
        return Err(Error::new(
            Code::INVALID_JSON,
            format!("{name}: {operation} needs a list of objects"),
        ));
    };
    let change = match operation {
        "Add" => Elements::Add,
        "AddUnique" => Elements::AddUnique,
        _ => Elements::Remove,
    };
    Ok(Assign::Elements(
        change,
        objects.iter().map(canonical).collect::<Result<_>>()?,
    ))
}

impl Elements {
    /// Both lists in canonical form.
    pub(crate) fn apply(self, mut array: Vec<Value>, objects: &[Value]) -> Vec<Value> {
        match self {
            Self::Add => array.extend_from_slice(objects),
            Self::AddUnique => {
                for object in objects {
                    if !array.contains(object) {
                        array.push(object.clone());
                    }
                }
            }
            Self::Remove => array.retain(|element| !objects.contains(element)),
        }
        array
    }
}

fn change_relation(name: &str, target: &str, value: &Value, relate: &mut Relate) -> Result<()> {
    let list = |key: &str| value.get(key).and_then(Value::as_array);
    let operation = operation(value).unwrap_or_default();
    if operation == "Batch" {
        let Some(operations) = list("ops") else {
            return Err(Error::new(
                Code::INVALID_JSON,
                format!("{name}: Batch needs a list of ops"),
            ));
        };
        return operations.iter().try_for_each(|one| {
            if self::operation(one).is_some_and(|operation| operation.ends_with("Relation")) {
                change_relation(name, target, one, relate)
            } else {
                Err(Error::new(
                    Code::INVALID_JSON,
                    format!("{name}: Batch holds AddRelation and RemoveRelation"),
                ))
            }
        });
    }
    let Some(objects) = list("objects") else {
        return Err(Error::new(
            Code::INVALID_JSON,
            format!("{name}: {operation} needs a list of objects"),
        ));
    };
    let ids = if operation == "AddRelation" {
        &mut relate.add
    } else {
        &mut relate.remove
    };
    for object in objects {
        ids.push(pointer_id(object, target)?.to_owned());
    }
    Ok(())
}

fn required(field: &FieldDef) -> Error {
    Error::validation(format!("{} is required", field.name))
}

/// The schema is closed: a client adds no field. Parse says no more than that to a client, so the log says which.
fn unknown(class: &ClassDef, name: &str) -> Error {
    let mut letters = name.chars();
    let plain = letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !plain {
        return Error::new(
            Code::INVALID_FIELD_NAME,
            format!("Invalid field name: {name}."),
        );
    }
    tracing::info!(
        class = class.name,
        field = name,
        "refused: the class has no such field"
    );
    Error::forbidden()
}

/// Makes of a create's body what it stands for: operations become what they make of nothing, and what is left out
/// gets its default.
///
/// # Errors
/// Code 1 where a default is no JSON, which the generator does not let happen.
pub(crate) fn settle(class: &'static ClassDef, body: &mut Object) -> Result<()> {
    for field in class.fields {
        let value = body.get(field.name);
        let made = match (value.and_then(operation), &field.kind) {
            (Some("Increment"), Kind::Number) => {
                value.and_then(|value| value.get("amount")).cloned()
            }
            (Some("Add" | "AddUnique"), Kind::Array(_)) => {
                let objects = value
                    .and_then(|value| value.get("objects"))
                    .and_then(Value::as_array);
                let change = if value.and_then(operation) == Some("Add") {
                    Elements::Add
                } else {
                    Elements::AddUnique
                };
                objects.map(|objects| change.apply(Vec::new(), objects).into())
            }
            (Some("Remove"), Kind::Array(_)) => Some(Value::Array(Vec::new())),
            (Some("Delete"), _) | (None, _) if value.is_none_or(Value::is_object) => {
                let absent = value.is_none() || value.and_then(operation).is_some();
                field
                    .default
                    .filter(|_| absent)
                    .map(serde_json::from_str)
                    .transpose()
                    .map_err(|error| {
                        Error::internal(format!(
                            "default of {}.{}: {error}",
                            class.name, field.name
                        ))
                    })?
            }
            _ => None,
        };
        if let Some(made) = made {
            body.0.insert(field.name.to_owned(), made);
        } else if value.and_then(operation) == Some("Delete") {
            body.0.remove(field.name);
        }
    }
    Ok(())
}

/// The error that a class that the schema does not have gives, whatever is done to it.
pub(crate) fn unknown_class(name: &str) -> Error {
    tracing::info!(class = name, "refused: the schema has no such class");
    Error::forbidden()
}

/// The text of a type error for a value that should have been an object.
pub(crate) fn not_an_object(value: &Value) -> Error {
    match value {
        Value::Array(_) => Error::new(Code::INVALID_FIELD_NAME, "Invalid field name: 0."),
        other => Error::new(
            Code::INVALID_JSON,
            format!("the body must be a JSON object, not {}", type_name(other)),
        ),
    }
}
