//! What happens around an Everything. This file is yours.

use crate::generated::Everything;
use runtime::prelude::*;

impl Hooks for Everything {
    /// Sets what the server alone sets.
    async fn before_save(save: Save<'_, Self>, _: &mut Tx) -> Result<()> {
        if let Save::Create(new) = save {
            new.serial = Some(Timestamp::now().as_millis());
        }
        Ok(())
    }
}
