//! What is read and kept, but not enforced by the backend that this version emits. Silence would be a promise.

use crate::diagnostic::{Diagnostic, code};
use crate::schema::Document;

/// Keys of a class. To enforce one is to remove its line.
const NOT_ENFORCED: &[(&str, &str)] = &[(
    "notify",
    "notifications come with a later version; until then write them in a hook",
)];

/// A warning of each that the file uses, where it stands first.
pub(super) fn warnings(document: &Document) -> impl Iterator<Item = Diagnostic> {
    NOT_ENFORCED.iter().filter_map(|(key, help)| {
        let first = document
            .classes()
            .iter()
            .find_map(|class| class.member(key));
        let message = format!("`{key}` is read but not enforced yet");
        Some(
            Diagnostic::warning(code::NOT_ENFORCED, message)
                .at(&first?.key_span)
                .help(*help),
        )
    })
}
