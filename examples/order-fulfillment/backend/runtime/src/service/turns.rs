//! Turns: who decides a write on what an object is now waits for the one who is at it, instead of deciding in vain.

use std::hash::{DefaultHasher, Hash, Hasher};
use tokio::sync::{Mutex, MutexGuard};

/// Objects share a turn where they meet here, which costs them a wait and nothing else.
const PLACES: usize = 1024;

pub(super) struct Turns(Vec<Mutex<()>>);

impl Turns {
    pub(super) fn new() -> Self {
        Self((0..PLACES).map(|_| Mutex::new(())).collect())
    }

    /// Waits for the object's turn, which ends when what is returned is dropped.
    pub(super) async fn wait(&self, class: &str, id: &str) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        (class, id).hash(&mut hasher);
        let place = hasher.finish() % PLACES as u64;
        self.0[place as usize].lock().await
    }
}
