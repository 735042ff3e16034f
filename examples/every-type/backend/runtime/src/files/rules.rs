//! Which files are taken, by extension and declared type. It knows neither who sends one nor where it is kept.

use super::kind;
use super::name::FileName;
use crate::Result;
use crate::config::FileSettings;
use crate::error::{Code, Error};

/// # Errors
/// Code 130 where files of this extension, or of the type that is declared, are not taken.
pub(crate) fn check(settings: &FileSettings, name: &FileName, declared: &str) -> Result<()> {
    let extension = name.extension();
    let disabled =
        |extension: &str| refused(format!("File upload of extension {extension} is disabled."));
    let is_blocked = |extension: &str| settings.blocked.iter().any(|blocked| blocked == extension);
    let declared_extension = kind::extension_of(declared);
    if let Some(blocked) = [Some(extension.as_str()), declared_extension]
        .into_iter()
        .flatten()
        .find(|extension| is_blocked(extension))
    {
        return Err(disabled(blocked));
    }
    if let Some(allowed) = &settings.allowed
        && !allowed.contains(&extension)
    {
        return Err(disabled(&extension));
    }
    if !kind::fits(&extension, declared) {
        return Err(refused(format!(
            "Content type {declared} does not fit extension {extension}."
        )));
    }
    Ok(())
}

fn refused(message: String) -> Error {
    Error::new(Code::FILE_SAVE_ERROR, message)
}
