//! What is read and kept, but not enforced by the backend that this version emits. Silence would be a promise.

use crate::diagnostic::{Diagnostic, code};
use crate::schema::{Document, Node};

/// Where a rule stands in the file.
#[derive(Clone, Copy)]
enum Place {
    Top,
    Class,
    /// Among the steps of `transitions`.
    Step,
}

const SESSIONS: &str =
    "user sessions come with the next version; until then the backend listens on loopback only";

/// To enforce one is to remove its line.
const NOT_ENFORCED: &[(Place, &str, &str)] = &[
    (Place::Top, "defaultAccess", SESSIONS),
    (Place::Top, "roles", SESSIONS),
    (
        Place::Top,
        "functions",
        "server functions come with a later version",
    ),
    (Place::Class, "access", SESSIONS),
    (Place::Class, "owner", SESSIONS),
    (Place::Class, "classLevelPermissions", SESSIONS),
    (
        Place::Class,
        "notify",
        "notifications come with a later version; until then write them in a hook",
    ),
    (Place::Step, "by", SESSIONS),
];

/// A warning of each that the file uses, where it stands first.
pub(super) fn warnings(document: &Document) -> impl Iterator<Item = Diagnostic> {
    NOT_ENFORCED.iter().filter_map(|(place, key, help)| {
        let first = match place {
            Place::Top => document.root.member(key),
            Place::Class => document
                .classes()
                .iter()
                .find_map(|class| class.member(key)),
            Place::Step => steps(document).find_map(|step| step.member(key)),
        };
        let message = format!("`{key}` is read but not enforced yet");
        Some(
            Diagnostic::warning(code::NOT_ENFORCED, message)
                .at(&first?.key_span)
                .help(*help),
        )
    })
}

/// Every step of every `transitions`, in both forms.
fn steps(document: &Document) -> impl Iterator<Item = &Node> {
    let fields = document
        .classes()
        .iter()
        .filter_map(|class| class.get("fields"))
        .flat_map(Node::members);
    let transitions = fields.filter_map(|field| field.value.get("transitions"));
    transitions.flat_map(|written| {
        let listed = written.elements().iter();
        listed.chain(
            written
                .members()
                .iter()
                .flat_map(|member| member.value.elements()),
        )
    })
}
