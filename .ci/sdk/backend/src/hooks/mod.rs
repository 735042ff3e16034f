//! What happens around a change in the project that the tests of the SDK drive.

use runtime::prelude::*;

/// The hooks of every class that has some.
pub fn all() -> HookSet {
    HookSet::new()
}
