//! Paths of Pointer fields, as `order.user`.

use std::ops::Range;

use super::Resolver;
use crate::diagnostic::{Diagnostic, code, did_you_mean};
use crate::model::{ClassId, Field, FieldType, SystemClass};
use crate::schema::Node;

/// Follows a path that has to end at a User; reports what is in the way. `what` names the key in sentences.
pub(super) fn to_user(
    resolver: &mut Resolver<'_>,
    start: ClassId,
    written: &Node,
    what: &str,
) -> Option<Vec<String>> {
    let path = written.as_str()?;
    let mut class = start;
    for step in path.split('.') {
        let Some(found) = resolver.classes[class]
            .fields
            .iter()
            .find(|field| field.name.wire == step)
        else {
            let error = unknown_field(resolver, class, step, what, &written.span);
            resolver.report(error);
            return None;
        };
        match &found.shape.ty {
            FieldType::Pointer(pointer) => class = pointer.class,
            _ if resolver.is_broken(class, step) => return None,
            other => {
                let name = &resolver.classes[class].name.wire;
                let message = format!(
                    "`{what}` goes through `{name}.{step}`, which is no Pointer but {}",
                    other.name()
                );
                let error = Diagnostic::error(code::BAD_PATH, message).at(&written.span);
                resolver.report(error.help("a path is made of Pointer fields, as in `order.user`"));
                return None;
            }
        }
    }
    if resolver.classes[class].system == Some(SystemClass::User) {
        return Some(path.split('.').map(str::to_owned).collect());
    }
    let end = &resolver.classes[class].name.wire;
    let message = format!("`{what}` ends at `{end}`, not at a User");
    let error = Diagnostic::error(code::BAD_PATH, message).at(&written.span);
    let onward = resolver.classes[class]
        .fields
        .iter()
        .find(|field| leads_to_user(resolver, field));
    let error = match onward {
        Some(field) => error.help(format!("did you mean `{path}.{}`?", field.name.wire)),
        None => error.help(format!(
            "`{end}` has no Pointer to User that could be followed"
        )),
    };
    resolver.report(error);
    None
}

pub(super) fn leads_to_user(resolver: &Resolver<'_>, field: &Field) -> bool {
    match &field.shape.ty {
        FieldType::Pointer(pointer) => {
            resolver.classes[pointer.class].system == Some(SystemClass::User)
        }
        _ => false,
    }
}

/// A field that a class does not have, named under the key `what`.
pub(super) fn unknown_field(
    resolver: &Resolver<'_>,
    class: ClassId,
    name: &str,
    what: &str,
    at: &Range<usize>,
) -> Diagnostic {
    let class = &resolver.classes[class];
    let message = format!(
        "`{what}` names `{name}`, which is no field of `{}`",
        class.name.wire.trim_start_matches('_')
    );
    let error = Diagnostic::error(code::UNKNOWN_FIELD, message).at(at);
    match did_you_mean(
        name,
        class.fields.iter().map(|field| field.name.wire.as_str()),
    ) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("add the field, or name one that is there"),
    }
}
