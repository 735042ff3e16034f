//! The body of a create or an update → what each place becomes.

use super::nested::{self, Part};
use super::operation::{self, Operation};
use super::value::{acl, checked, kind_name, schema_mismatch};
use super::{Assign, Guard, Relate, Stored, guard};
use crate::Result;
use crate::access::{self, Caller};
use crate::class::{ClassDef, FieldDef, Kind, Transition};
use crate::error::{Code, Error};
use crate::query::{Filter, Place};
use crate::store::Catalog;
use crate::wire::{Object, Value, parse_date, type_name};

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
    pub(super) fn may_take(self, class: &'static ClassDef, step: &Transition) -> Filter {
        match (self, step.by) {
            (Self::Client(catalog, caller), Some(by)) => {
                access::granted(catalog, class, by, caller)
            }
            (Self::Client(..), None) | (Self::Server, _) => Filter::Always(true),
        }
    }
}

/// Reads the body of a create that has been through [`settle`]; every required field is there, but for those that a hook must
/// set where a client is who writes: [`check_complete`].
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
    let wanted = |field: &FieldDef| !(by.is_client() && field.read_only);
    check_required(class, &parsed, wanted)?;
    Ok(parsed)
}

/// What no hook has added to is all that there will be.
///
/// # Errors
/// Code 142, naming a field that the server alone sets, and has not set.
pub(crate) fn check_complete(class: &'static ClassDef, parsed: &Body) -> Result<()> {
    check_required(class, parsed, |field| field.read_only)
}

fn check_required(
    class: &'static ClassDef,
    parsed: &Body,
    wanted: impl Fn(&FieldDef) -> bool,
) -> Result<()> {
    for field in class
        .fields
        .iter()
        .filter(|field| field.required && wanted(field))
    {
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
    Ok(())
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
/// Code 142, naming the field; 105 where one is sent both whole and in parts.
pub(crate) fn check_sent(class: &ClassDef, sent: &Object) -> Result<()> {
    check_parts(sent)?;
    let read_only = |name: &&String| {
        let root = name.split('.').next().unwrap_or_default();
        class.field(root).is_some_and(|(_, field)| field.read_only)
    };
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
            let unset = value.is_null() || operation::operation(value) == Some("Delete");
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
    let (root, is_part) = match name.split_once('.') {
        Some((root, _)) => (root, true),
        None => (name, false),
    };
    let Some((index, field)) = class.field(root) else {
        return Err(unknown(class, root));
    };
    let changes = by.is_client() && moment == Moment::Update;
    if changes && field.immutable {
        // One that was not there when the object was created may still be set, once.
        parsed.guards.push(guard::once(class, index));
    }
    if is_part {
        return parsed.change_part(index, nested::parse(field, name, value)?);
    }
    let place = Place::Field(index);
    let operation = operation::read(name, value)?;
    match (operation, &field.kind) {
        (Operation::Set(value), Kind::Relation { class: target }) if names(value, target) => {}
        (Operation::Set(value), _) => parsed.set(class, index, value, by, moment)?,
        (Operation::Unset, _) => parsed.set(class, index, &Value::Null, by, moment)?,
        (Operation::SetOnInsert(_), _) => parsed.operated.push(index),
        (Operation::Increment(amount), Kind::Number) => {
            if field.checks.integer && amount.fract() != 0.0 {
                return Err(Error::validation(format!("{name} must be a whole number")));
            }
            parsed.guards.extend(guard::within(class, index, amount));
            parsed.assign.push((place, Assign::Increment(amount)));
            parsed.operated.push(index);
        }
        // Whether the elements fit is known when the whole Array is: the store checks it before it writes.
        (Operation::Elements(change, objects), Kind::Array(_)) => {
            parsed
                .assign
                .push((place, Assign::Elements(change, objects)));
            parsed.operated.push(index);
        }
        (Operation::Relate, Kind::Relation { class: target }) => {
            let mut relate = Relate {
                field: index,
                add: Vec::new(),
                remove: Vec::new(),
            };
            operation::change_relation(name, target, value, &mut relate)?;
            parsed.relations.push(relate);
        }
        (Operation::Increment(_) | Operation::Elements(..) | Operation::Relate, kind) => {
            let operation = operation::operation(value).unwrap_or_default();
            let message = format!("cannot {operation} `{name}`, a {}", kind_name(kind));
            return Err(Error::new(Code::INCORRECT_TYPE, message));
        }
    }
    Ok(())
}

impl Body {
    fn set(
        &mut self,
        class: &'static ClassDef,
        index: usize,
        value: &Value,
        by: Author<'_>,
        moment: Moment,
    ) -> Result<()> {
        let field = &class.fields[index];
        let stored = match value {
            Value::Null if field.required => return Err(required(field)),
            Value::Null => Stored::Null,
            value => checked(class, index, value)?,
        };
        if moment == Moment::Update {
            self.guards.extend(guard::step_of(class, index, value, by));
        }
        let place = Place::Field(index);
        self.assign.push((place, Assign::Set(stored)));
        Ok(())
    }

    fn change_part(&mut self, index: usize, part: Option<Part>) -> Result<()> {
        // One that changes nothing is answered with what is there.
        if part.as_ref().is_none_or(Part::is_operation) && !self.operated.contains(&index) {
            self.operated.push(index);
        }
        let Some(part) = part else { return Ok(()) };
        let place = Place::Field(index);
        let mut assigned = self.assign.iter_mut();
        match assigned.find(|(assigned, _)| *assigned == place) {
            Some((_, Assign::Parts(parts))) => parts.push(part),
            _ => self.assign.push((place, Assign::Parts(vec![part]))),
        }
        Ok(())
    }
}

/// Whether a value is the Relation that a field of this class is on the wire: it changes nothing.
fn names(value: &Value, target: &str) -> bool {
    let text = |name| value.get(name).and_then(Value::as_str);
    text("__type") == Some("Relation") && text("className") == Some(target)
}

/// # Errors
/// Code 105 where a field is sent both whole and in parts: which of the two is meant?
fn check_parts(body: &Object) -> Result<()> {
    let twice = |key: &&String| {
        key.split_once('.')
            .is_some_and(|(root, _)| body.get(root).is_some())
    };
    match body.0.keys().find(twice) {
        Some(key) => Err(Error::new(
            Code::INVALID_FIELD_NAME,
            format!("{key} is a part of what is sent whole too"),
        )),
        None => Ok(()),
    }
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
