//! `indexes` in Parse's own form, and sets of fields that are `unique` together.

use std::ops::Range;

use super::Resolver;
use super::paths::unknown_field;
use super::system::universal;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ClassId, Direction, FieldType, Index};
use crate::schema::{Member, Node};

pub(super) fn resolve(resolver: &mut Resolver<'_>, id: ClassId) {
    let mut indexes = Vec::new();
    for member in resolver.value(id, "indexes").map_or(&[][..], Node::members) {
        // A running Parse Server lists those of its own fields too (`_id_`, `_session_token`), which have theirs here
        // without asking.
        if !member
            .value
            .members()
            .iter()
            .any(|part| is_internal(&part.key))
        {
            indexes.extend(declared(resolver, id, member));
        }
    }
    for listed in resolver.value(id, "unique").map_or(&[][..], Node::elements) {
        indexes.extend(unique(resolver, id, listed));
    }
    resolver.classes[id].indexes = indexes;
}

fn is_internal(field: &str) -> bool {
    field.starts_with('_')
        && !field.starts_with("_p_")
        && !matches!(field, "_created_at" | "_updated_at")
}

fn declared(resolver: &mut Resolver<'_>, id: ClassId, member: &Member) -> Option<Index> {
    let mut fields = Vec::new();
    for part in member.value.members() {
        let name = match part.key.strip_prefix("_p_").unwrap_or(&part.key) {
            "_created_at" => "createdAt",
            "_updated_at" => "updatedAt",
            other => other,
        };
        let direction = match part.value.as_f64() {
            Some(1.0) => Direction::Ascending,
            Some(-1.0) => Direction::Descending,
            _ => {
                let message = format!(
                    "the index `{}` is of a kind that this backend does not have",
                    member.key
                );
                let warning =
                    Diagnostic::warning(code::INDEX_LEFT_OUT, message).at(&part.value.span);
                resolver.report(warning.help("it is left out; a direction is 1 or -1"));
                return None;
            }
        };
        indexable(resolver, id, name, "indexes", &part.key_span)?;
        fields.push((name.to_owned(), direction));
    }
    (!fields.is_empty()).then(|| Index {
        name: Some(member.key.clone()),
        fields,
        unique: false,
    })
}

fn unique(resolver: &mut Resolver<'_>, id: ClassId, listed: &Node) -> Option<Index> {
    let mut fields: Vec<(String, Direction)> = Vec::new();
    for (node, name) in listed.strings() {
        indexable(resolver, id, name, "unique", &node.span)?;
        if fields.iter().any(|(other, _)| other == name) {
            let error = Diagnostic::error(
                code::BAD_INDEX,
                format!("`unique` names `{name}` twice in one set"),
            );
            resolver.report(error.at(&node.span).help("remove one of them"));
            return None;
        }
        fields.push((name.to_owned(), Direction::Ascending));
    }
    (!fields.is_empty()).then_some(Index {
        name: None,
        fields,
        unique: true,
    })
}

/// Whether an index may hold the field; if not, says so.
fn indexable(
    resolver: &mut Resolver<'_>,
    id: ClassId,
    name: &str,
    key: &str,
    place: &Range<usize>,
) -> Option<()> {
    if universal(name).is_some_and(|ty| ty != "ACL") {
        return Some(());
    }
    let Some(field) = resolver.classes[id]
        .fields
        .iter()
        .find(|field| field.name.wire == name)
    else {
        let error = unknown_field(resolver, id, name, key, place);
        resolver.report(error);
        return None;
    };
    let ty = &field.shape.ty;
    match ty {
        FieldType::String
        | FieldType::Enum(_)
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Pointer(_) => Some(()),
        _ if resolver.is_broken(id, name) => None,
        FieldType::Object(_)
        | FieldType::Array(_)
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Relation(_)
        | FieldType::Acl => {
            let message = format!(
                "`{key}` names `{name}`, and an index cannot hold values of type {}",
                ty.name()
            );
            let error = Diagnostic::error(code::BAD_INDEX, message).at(place);
            resolver
                .report(error.help("indexes are for String, Number, Boolean, Date and Pointer"));
            None
        }
    }
}
