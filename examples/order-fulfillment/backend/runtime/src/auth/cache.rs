//! Sessions that were looked up, for as long as nothing about users, sessions or roles is written.

use crate::access::Caller;
use crate::wire::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// How many sessions are remembered.
const SESSIONS: usize = 50_000;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// objectId of the session itself.
    pub id: String,
    pub caller: Caller,
    pub expires_at: Option<Timestamp>,
}

/// Sessions by the hash of their token.
///
/// Each is kept with the number of writes to users, sessions and roles that had been committed before it was read, and
/// is good while that number stands. The store counts a write before it answers it, so no session outlives the answer
/// to what ended it, and no role the answer to what took it away.
#[derive(Default)]
pub(crate) struct Sessions {
    known: RwLock<HashMap<String, (u64, Arc<Session>)>>,
}

impl Sessions {
    pub(crate) fn get(&self, token_hash: &str, writes: u64) -> Option<Arc<Session>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let (at, session) = known.get(token_hash)?;
        (*at == writes).then(|| Arc::clone(session))
    }

    pub(crate) fn len(&self) -> usize {
        let known = self.known.read();
        known.unwrap_or_else(PoisonError::into_inner).len()
    }

    pub(crate) fn put(&self, token_hash: String, writes: u64, session: Arc<Session>) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= SESSIONS {
            known.clear();
        }
        known.insert(token_hash, (writes, session));
    }
}
