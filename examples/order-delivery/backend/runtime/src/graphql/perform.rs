//! A mutation of several fields → each done after the one before it, and what all of them are told.

use super::complete::Writer;
use super::data::{Data, Relations};
use super::mutation::Actor;
use super::picks::Operation;
use super::{Answer, Asking, Graph};
use std::sync::atomic::AtomicBool;

impl Graph {
    pub(super) async fn perform(&self, asking: &Asking, operation: &Operation) -> Answer {
        let replayed = AtomicBool::new(false);
        let mut relations = Relations::default();
        let mut fields = Vec::new();
        for pick in &operation.picks {
            if pick.name == "__typename" {
                fields.push((pick, Ok(Data::Plain("", "Mutation".into())), false));
                continue;
            }
            let actor = Actor {
                service: &self.service,
                model: &self.model,
                functions: &self.functions,
                asking,
                pick,
                max_page: self.max_page,
                most: self.max_writes,
                files_url: &self.files_url,
                replayed: &replayed,
            };
            // One that fails takes none of the others along: it is null, with an error beside it.
            let done = actor.act().await;
            if let Ok((data, reader)) = &done {
                let loader = self.loader(reader);
                relations.join(loader.relations(&[(pick, data)]).await);
            }
            fields.push((pick, done.map(|(data, _)| data), true));
        }
        Answer {
            status: 200,
            body: Writer::new(&self.model, &relations).answer(&fields),
            replayed: replayed.into_inner(),
        }
    }
}
