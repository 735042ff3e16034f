//! Who somebody is: passwords, session tokens, and the callers that they stand for.

mod cache;
mod lockout;
mod password;
mod policy;
mod token;

pub(crate) use cache::{Session, Sessions};
pub(crate) use lockout::Lockout;
pub(crate) use password::Passwords;
pub use policy::PasswordPolicy;
pub(crate) use token::{hash_token, hex, new_token};
