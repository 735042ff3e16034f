//! What happens around a change. This folder is yours.

mod everything;

use crate::generated::Everything;
use runtime::prelude::*;

/// The hooks of every class that has some.
pub fn all() -> HookSet {
    HookSet::new().on::<Everything>()
}
