//! Signing in and out, with the user's own code around it.

use super::Service;
use super::accounts::{Origin, SignedIn, USER};
use super::write::ATTEMPTS;
use crate::Result;
use crate::access::Caller;
use crate::auth::Session;
use crate::error::Error;
use crate::hooks::{Moment, Tx};
use crate::query::Filter;
use crate::store::Conflict;
use crate::write::Step;

impl Service {
    /// Opens a session for a user who has shown who he is, if the user's own code lets him in, and takes these steps with it.
    ///
    /// # Errors
    /// Whatever it refuses him with.
    pub(super) async fn sign_in(
        &self,
        user: String,
        provider: &str,
        more: Vec<Step>,
        origin: &Origin,
    ) -> Result<SignedIn> {
        let Some(hooks) = self.inner.hooks.of_sign_in() else {
            return self
                .open_session(user, "login", provider, more, origin)
                .await;
        };
        let class = self.class(USER)?;
        let roles = self.store().roles(&user).await?;
        let caller = Caller::User {
            id: user.clone(),
            roles,
        };
        for _ in 0..ATTEMPTS {
            let mut tx = Tx::new(self, &caller);
            let always = Filter::Always(true);
            let object = self.original(class, &user, always, &mut tx).await?;
            hooks.run(Moment::BeforeLogin, object, &mut tx).await?;
            let session = self.new_session(&user, "login", provider, origin)?;
            let mut writes = tx.into_writes()?;
            writes.steps.extend(more.iter().cloned());
            writes.steps.extend(session.steps);
            match self.store().commit(writes).await {
                Ok(_) => {
                    self.after_sign_in(Moment::AfterLogin, &caller).await;
                    return Ok(SignedIn {
                        user: self.visible_user(&user).await?,
                        token: Some(session.token),
                    });
                }
                Err(Conflict::Stale) => {}
                Err(Conflict::Refused { error, .. }) => return Err(error),
            }
        }
        Err(Error::contended())
    }

    /// Ends the session.
    pub(crate) async fn log_out(&self, session: &Session) -> Result<()> {
        self.end_session(session).await?;
        self.after_sign_in(Moment::AfterLogout, &session.caller)
            .await;
        Ok(())
    }

    /// What the user's own code does once somebody is in, or out.
    async fn after_sign_in(&self, moment: Moment, caller: &Caller) {
        let (Some(hooks), Some(user)) = (self.inner.hooks.of_sign_in(), caller.user()) else {
            return;
        };
        let Ok(class) = self.class(USER) else { return };
        let mut tx = Tx::new(self, caller);
        let always = Filter::Always(true);
        let done = match self.original(class, user, always, &mut tx).await {
            Ok(object) => hooks.run(moment, object, &mut tx).await,
            Err(error) => Err(error),
        };
        self.finish(class, moment.hook(), done, tx).await;
    }
}
