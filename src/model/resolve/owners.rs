//! Whose an object is: the declared path to a User, or the one that its required Pointers make plain.

use super::{Resolver, paths};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ClassId, FieldType, SystemClass};

pub(super) fn resolve(resolver: &mut Resolver<'_>) {
    for id in 0..resolver.classes.len() {
        resolver.classes[id].owner = declared(resolver, id);
    }
    for id in 0..resolver.classes.len() {
        if resolver.classes[id].owner.is_none() && !says_owner(resolver, id) {
            resolver.classes[id].owner = direct(resolver, id);
        }
    }
    // An owner comes nearer by one Pointer a round, so this ends.
    while let Some((id, path)) =
        (0..resolver.classes.len()).find_map(|id| onward(resolver, id).map(|path| (id, path)))
    {
        resolver.classes[id].owner = Some(path);
    }
}

fn says_owner(resolver: &Resolver<'_>, id: ClassId) -> bool {
    resolver.value(id, "owner").is_some()
}

fn declared(resolver: &mut Resolver<'_>, id: ClassId) -> Option<Vec<String>> {
    if resolver.classes[id].system == Some(SystemClass::User) {
        if let Some(written) = resolver.value(id, "owner") {
            let error = Diagnostic::error(code::BAD_PATH, "a User has no `owner`: each is its own");
            resolver.report(error.at(&written.span).help("remove it"));
        }
        return Some(Vec::new());
    }
    let written = resolver.value(id, "owner")?;
    paths::to_user(resolver, id, written, "owner")
}

/// The required Pointer to User; the first, where there are several.
fn direct(resolver: &mut Resolver<'_>, id: ClassId) -> Option<Vec<String>> {
    let fields = resolver.classes[id].fields.iter();
    let users: Vec<String> = fields
        .filter(|field| field.required && paths::leads_to_user(resolver, field))
        .map(|field| field.name.wire.clone())
        .collect();
    several(resolver, id, &users);
    users.into_iter().next().map(|first| vec![first])
}

/// The way through a required Pointer to a class that has an owner.
fn onward(resolver: &mut Resolver<'_>, id: ClassId) -> Option<Vec<String>> {
    if resolver.classes[id].owner.is_some() || says_owner(resolver, id) {
        return None;
    }
    let ways: Vec<(String, ClassId)> = resolver.classes[id]
        .fields
        .iter()
        .filter(|field| field.required)
        .filter_map(|field| match &field.shape.ty {
            FieldType::Pointer(pointer) if resolver.classes[pointer.class].owner.is_some() => {
                Some((field.name.wire.clone(), pointer.class))
            }
            _ => None,
        })
        .collect();
    let names: Vec<_> = ways.iter().map(|(name, _)| name.clone()).collect();
    let (first, class) = ways.into_iter().next()?;
    several(resolver, id, &names);
    let rest = resolver.classes[class].owner.clone().unwrap_or_default();
    Some(std::iter::once(first).chain(rest).collect())
}

fn several(resolver: &mut Resolver<'_>, id: ClassId, fields: &[String]) {
    let [first, second, ..] = fields else { return };
    let plays_part = resolver.value(id, "classLevelPermissions").is_none() && !resolver.open_access;
    if !plays_part {
        return;
    }
    let name = &resolver.classes[id].name.wire;
    let message = format!(
        "`{first}` and `{second}` both lead from `{name}` to a User; `{first}` is taken for the owner"
    );
    let warning =
        Diagnostic::warning(code::SEVERAL_OWNERS, message).at(&resolver.field_span(id, first));
    let warning = warning.label(&resolver.field_span(id, second), "the other");
    resolver.report(warning.help(format!(r#"say whose it is: `"owner": "{first}"`"#)));
}
