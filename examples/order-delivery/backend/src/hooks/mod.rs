//! What happens around a change. This folder is yours.
//!
//! Give a class its hooks in a file of its own, `impl Hooks for Order`, and name it here:
//! `HookSet::new().on::<Order>()`.

use runtime::prelude::*;

/// The hooks of every class that has some.
pub fn all() -> HookSet {
    HookSet::new()
}
