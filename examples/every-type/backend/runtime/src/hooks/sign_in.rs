//! What the user's own code does around signing in and out.

use super::Tx;
use super::erased::{Done, decode};
use crate::Result;
use crate::class::Class;
use crate::wire::Object;
use std::future::Future;
use std::marker::PhantomData;

/// What happens around signing in and out, on the class of users. Register it by
/// [`HookSet::on_sign_in`](super::HookSet::on_sign_in). Each has a default that does nothing.
///
/// Signing up is a create: [`Hooks::before_save`](super::Hooks::before_save) of users.
pub trait SignIn: Class {
    /// After the password was right, in the transaction that opens the session. An error refuses the login.
    fn before_login(user: &Self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (user, tx);
        async { Ok(()) }
    }

    /// After a session was opened; what it writes is a transaction of its own, and an error is only logged.
    fn after_login(user: &Self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (user, tx);
        async { Ok(()) }
    }

    /// After a session was ended by its user; what it writes is a transaction of its own, and an error is only logged.
    fn after_logout(user: &Self, tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        let _ = (user, tx);
        async { Ok(()) }
    }

    /// Before a link to a new password is mailed, in the transaction that makes the link. An error keeps it from being
    /// made, and is only logged: whoever asked may be anybody, and is not told whether there is such a user.
    fn before_password_reset_request(
        user: &Self,
        tx: &mut Tx,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (user, tx);
        async { Ok(()) }
    }
}

/// When the user's code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    BeforeLogin,
    AfterLogin,
    AfterLogout,
    BeforePasswordReset,
}

impl Moment {
    /// The name of the hook, for the log.
    pub(crate) fn hook(self) -> &'static str {
        match self {
            Self::BeforeLogin => "before_login",
            Self::AfterLogin => "after_login",
            Self::AfterLogout => "after_logout",
            Self::BeforePasswordReset => "before_password_reset_request",
        }
    }
}

/// Typed hooks behind an interface without types.
pub(crate) trait ErasedSignIn: Send + Sync {
    fn run<'a>(&'a self, moment: Moment, user: Object, tx: &'a mut Tx) -> Done<'a>;
}

pub(super) struct TypedSignIn<C>(pub PhantomData<fn() -> C>);

impl<C: SignIn> ErasedSignIn for TypedSignIn<C> {
    fn run<'a>(&'a self, moment: Moment, user: Object, tx: &'a mut Tx) -> Done<'a> {
        Box::pin(async move {
            let user = &decode::<C>(user)?;
            match moment {
                Moment::BeforeLogin => C::before_login(user, tx).await,
                Moment::AfterLogin => C::after_login(user, tx).await,
                Moment::AfterLogout => C::after_logout(user, tx).await,
                Moment::BeforePasswordReset => C::before_password_reset_request(user, tx).await,
            }
        })
    }
}
