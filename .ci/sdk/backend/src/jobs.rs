//! The jobs that the tests start.

use crate::generated::Ticket;
use runtime::prelude::*;

pub fn all() -> JobSet {
    JobSet::new().on(Rename).on(Fail)
}

/// Gives every ticket of one title another.
struct Rename;

impl Job for Rename {
    const NAME: &'static str = "rename";

    async fn run(&self, run: &mut JobRun) -> Result<()> {
        let from: String = run.params.take("from")?;
        let to: String = run.params.take("to")?;
        let mut tx = run.begin();
        let tickets = tx.find(Ticket::TITLE.eq(from)).await?;
        for ticket in &tickets {
            tx.update(&ticket.id).set(Ticket::TITLE, to.as_str()).write();
        }
        run.commit(tx).await?;
        run.message(format!("{} renamed", tickets.len())).await
    }
}

struct Fail;

impl Job for Fail {
    const NAME: &'static str = "fail";

    async fn run(&self, _: &mut JobRun) -> Result<()> {
        Err("as was asked for".into())
    }
}
