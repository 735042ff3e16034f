//! The jobs: work that no request waits for, started by hand or by the clock. This file is yours.
//!
//! Write one as `impl Job for …`, and name it here: `JobSet::new().at("0 3 * * *", Tidy)` runs it every night.

use runtime::prelude::*;

/// All jobs.
pub fn all() -> JobSet {
    JobSet::new()
}
