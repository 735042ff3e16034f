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

    /// Waits for the turns of these objects, which end when what is returned is dropped.
    pub(super) async fn wait<'o>(
        &self,
        objects: impl Iterator<Item = (&'o str, &'o str)>,
    ) -> Vec<MutexGuard<'_, ()>> {
        let mut places: Vec<_> = objects.map(place).collect();
        // Everybody waits in one order, so that no two wait for each other.
        places.sort_unstable();
        places.dedup();
        let mut turns = Vec::with_capacity(places.len());
        for place in places {
            turns.push(self.0[place].lock().await);
        }
        turns
    }
}

fn place(object: (&str, &str)) -> usize {
    let mut hasher = DefaultHasher::new();
    object.hash(&mut hasher);
    (hasher.finish() % PLACES as u64) as usize
}
