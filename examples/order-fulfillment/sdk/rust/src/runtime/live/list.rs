//! What a query finds, kept current: the list at first, and again after each change of it.

use super::watch::{Events, Watch};
use crate::runtime::{Class, Client, Find, Result};
use futures_util::stream::{Stream, try_unfold};

/// Lists as they become; the newest alone waits for whoever is slow. Dropping it ends the live query.
pub struct Lists<C> {
    client: Client,
    wanted: super::super::query::Wanted<C>,
    /// `None` until the first list.
    events: Option<Events<C>>,
    /// Something has changed since the last list, or there was none yet.
    is_stale: bool,
}

impl<'a, C: Class> Find<'a, C> {
    /// What this finds, and again whenever that changes.
    pub fn watch(self) -> Lists<C> {
        let (client, wanted) = self.into_parts();
        Lists {
            client: client.clone(),
            wanted,
            events: None,
            is_stale: true,
        }
    }
}

impl<C: Class> Lists<C> {
    /// The list, at first, and then as it is after the next change; `None` when the client is gone.
    ///
    /// # Errors
    /// As any read, and as [`Events::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<Vec<C>>> {
        // It listens before it reads, so that nothing falls between.
        if self.events.is_none() {
            let mut watch = Watch::new(&self.client);
            if let Some(filter) = &self.wanted.filter {
                watch = watch.filter(filter.clone());
            }
            self.events = Some(watch.subscribe().await?);
        }
        if let Some(events) = &mut self.events
            && !self.is_stale
        {
            if !events.changed().await? {
                return Ok(None);
            }
            self.is_stale = true;
        }
        let list = Find::of(&self.client, self.wanted.clone()).await?;
        self.is_stale = false;
        Ok(Some(list))
    }

    /// The same for programs that work with streams.
    pub fn into_stream(self) -> impl Stream<Item = Result<Vec<C>>> + Send {
        try_unfold(self, |mut lists| async move {
            Ok(lists.try_next().await?.map(|next| (next, lists)))
        })
    }
}
