//! Requests under way that have a key: a repeat that arrives meanwhile waits for the first, instead of running the user's
//! hooks and functions beside it. What decides is the store; this spares it work.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Mutex as Turns, OwnedMutexGuard};

#[derive(Default)]
pub(super) struct Underway(Mutex<HashMap<String, Arc<Turns<()>>>>);

/// The turn of a request; it ends when this is dropped.
pub(super) struct Turn<'u> {
    underway: &'u Underway,
    id: String,
    turns: Arc<Turns<()>>,
    held: Option<OwnedMutexGuard<()>>,
}

impl Underway {
    /// Waits until no other request of this id is under way.
    pub(super) async fn wait(&self, id: &str) -> Turn<'_> {
        let turns = Arc::clone(self.all().entry(id.to_owned()).or_default());
        // Made before it is held, so that whoever gives up waiting leaves nothing behind.
        let mut turn = Turn {
            underway: self,
            id: id.to_owned(),
            turns,
            held: None,
        };
        turn.held = Some(Arc::clone(&turn.turns).lock_owned().await);
        turn
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Arc<Turns<()>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.held = None;
        let mut all = self.underway.all();
        // The map's and this one: nobody waits. Whoever comes next takes the map's under the same lock.
        if Arc::strong_count(&self.turns) == 2 {
            all.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_at_a_time_has_a_turn_and_nothing_is_left() {
        let underway = Underway::default();
        let first = underway.wait("a").await;
        let other = underway.wait("b").await;
        let mut second = Box::pin(underway.wait("a"));
        let mut gives_up = Box::pin(underway.wait("a"));
        for waiting in [&mut second, &mut gives_up] {
            assert!(poll_once(waiting.as_mut()).is_none());
        }
        drop(first);
        drop(gives_up);
        drop(second.await);
        drop(other);
        assert!(underway.all().is_empty());
    }

    /// What a future gives at once.
    fn poll_once<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
        let waker = std::task::Waker::noop();
        match future.poll(&mut std::task::Context::from_waker(waker)) {
            std::task::Poll::Ready(given) => Some(given),
            std::task::Poll::Pending => None,
        }
    }
}
