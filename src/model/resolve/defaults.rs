//! `default`: a value that the field itself would accept, in the wire encoding of its type.

use serde_json::{Value, json};

use super::Resolver;
use super::fields::Place;
use super::shapes::known_type;
use super::values::{self, Problem};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Field, FieldType};
use crate::schema::{Data, Node};

/// Reads `default`, or Parse Server's `defaultValue`, of a field.
pub(super) fn read(resolver: &mut Resolver<'_>, node: &Node, field: &mut Field, place: Place) {
    let (ours, parse) = (node.member("default"), node.member("defaultValue"));
    if let (Some(ours), Some(parse)) = (ours, parse) {
        let error = Diagnostic::error(
            code::TWO_DEFAULTS,
            "`default` and `defaultValue` are two words for one thing",
        );
        resolver.report(
            error
                .at(&parse.key_span)
                .label(&ours.key_span, "the other")
                .help("remove one of them"),
        );
    }
    let Some(said) = ours.or(parse) else { return };
    if matches!(said.value.data, Data::Null) || known_type(node).is_none() {
        return;
    }
    if place == Place::Object {
        let message = format!("`{}` does not apply to a field inside an Object", said.key);
        let help = "give the whole Object a default, or remove it";
        resolver.report(
            Diagnostic::error(code::DOES_NOT_APPLY, message)
                .at(&said.key_span)
                .help(help),
        );
        return;
    }
    // Said of the type already, or of the class that is not there.
    if matches!(field.shape.ty, FieldType::Relation(_)) || lost_link(node, &field.shape.ty) {
        return;
    }
    match values::check(&said.value, &field.shape, &resolver.classes) {
        None => field.default = Some(encoded(&said.value, &field.shape.ty)),
        Some(Problem { span, why, help }) => {
            let message = format!("the default of `{}` {why}", field.name.wire);
            let error = Diagnostic::error(code::BAD_DEFAULT, message).at(&span);
            resolver.report(Diagnostic { help, ..error });
        }
    }
}

fn lost_link(node: &Node, ty: &FieldType) -> bool {
    known_type(node) == Some("Pointer") && !matches!(ty, FieldType::Pointer(_))
}

/// A Date may be written as its text alone.
fn encoded(node: &Node, ty: &FieldType) -> Value {
    match (ty, node.as_str()) {
        (FieldType::Date, Some(iso)) => json!({ "__type": "Date", "iso": iso }),
        _ => node.to_value(),
    }
}
