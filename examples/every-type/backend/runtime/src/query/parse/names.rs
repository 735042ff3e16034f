//! Which fields of a class a query may name: what is withheld from a caller, he may not ask about either, because the
//! objects that are found tell what is in it.

use crate::Result;
use crate::access::Caller;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::query::{Key, Place, key, place};

/// How many steps a path may go into a value.
const MAX_STEPS: usize = 16;

#[derive(Debug)]
pub(super) enum Names {
    /// All but hidden fields and these.
    Visible(Vec<usize>),
    All,
}

impl Names {
    pub(super) fn of(class: &ClassDef, caller: &Caller) -> Self {
        match caller {
            Caller::Master => Self::All,
            Caller::User { .. } | Caller::Anonymous => {
                Self::Visible(class.permissions.withheld(class, caller))
            }
        }
    }

    /// `None` where the class has no such field.
    ///
    /// # Errors
    /// Code 119 for a field that may not be named.
    pub(super) fn place(&self, class: &ClassDef, name: &str) -> Result<Option<Place>> {
        let place = place(class, name);
        if let Some(Place::Field(field)) = place {
            self.permit(class, field)?;
        }
        Ok(place)
    }

    /// As [`Names::place`], of a way into a value too.
    ///
    /// # Errors
    /// Code 119 for a field that may not be named, 102 for a way that is too long.
    pub(super) fn key(&self, class: &ClassDef, name: &str) -> Result<Option<Key>> {
        let key = key(class, name);
        match &key {
            // Into an array a step leads in two ways, so that each doubles what there is to look at.
            Some(Key::Inside(path)) if path.steps.len() > MAX_STEPS => {
                return Err(Error::query(format!(
                    "`{name}` leads more than {MAX_STEPS} steps into a value"
                )));
            }
            Some(Key::Place(Place::Field(field))) => self.permit(class, *field)?,
            Some(Key::Inside(path)) => self.permit(class, path.field)?,
            Some(Key::Place(_) | Key::Target(_) | Key::Distance { .. } | Key::Score { .. }) => {}
            None => {
                let first = name.split('.').next().unwrap_or_default();
                if let Some((field, _)) = class.field(first) {
                    self.permit(class, field)?;
                }
            }
        }
        Ok(key)
    }

    /// A name that leads to nothing: a field that is never set, unless it cannot be a field.
    ///
    /// # Errors
    /// Code 102 for the inside of a value that has none, 105 for a name that only the server may have given.
    pub(super) fn unknown(&self, class: &ClassDef, name: &str) -> Result<()> {
        let first = name.split('.').next().unwrap_or_default();
        if let Some((_, field)) = class.field(first) {
            return Err(Error::query(format!(
                "`{first}` is a {}, which has no `{}` inside",
                field.kind.name(),
                &name[first.len()..].trim_start_matches('.')
            )));
        }
        let letters =
            name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && letters.is_empty();
        match self {
            Self::Visible(_) if !plain => Err(Error::new(
                Code::INVALID_FIELD_NAME,
                format!("Invalid key name: {name}"),
            )),
            Self::Visible(_) | Self::All => Ok(()),
        }
    }

    fn permit(&self, class: &ClassDef, field: usize) -> Result<()> {
        match self {
            Self::Visible(withheld) if class.fields[field].hidden || withheld.contains(&field) => {
                Err(Error::forbidden())
            }
            Self::Visible(_) | Self::All => Ok(()),
        }
    }
}
