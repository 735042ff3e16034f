//! What happens around a change. This folder is yours.

mod order;

pub use order::take_stock;

use crate::generated::Order;
use runtime::prelude::*;

/// The hooks of every class that has some.
pub fn all() -> HookSet {
    HookSet::new().on::<Order>()
}
