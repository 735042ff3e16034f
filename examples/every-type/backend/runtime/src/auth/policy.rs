//! What a new password must be.

use crate::Result;
use crate::error::Error;
use regex_lite::Regex;

#[derive(Clone, Debug)]
pub struct PasswordPolicy {
    pub min_length: usize,
    /// Somewhere in the password this must match.
    pub pattern: Option<Regex>,
    pub may_contain_username: bool,
}

impl PasswordPolicy {
    /// # Errors
    /// Code 142: what the password is not.
    pub(crate) fn check(&self, password: &str, username: &str) -> Result<()> {
        let least = self.min_length;
        if password.chars().count() < least {
            let message = format!("Password must have at least {least} characters.");
            return Err(Error::validation(message));
        }
        if self
            .pattern
            .as_ref()
            .is_some_and(|pattern| !pattern.is_match(password))
        {
            return Err(Error::validation(
                "Password does not meet the Password Policy requirements.",
            ));
        }
        let contains =
            !username.is_empty() && password.to_lowercase().contains(&username.to_lowercase());
        if contains && !self.may_contain_username {
            return Err(Error::validation("Password cannot contain your username."));
        }
        Ok(())
    }
}
