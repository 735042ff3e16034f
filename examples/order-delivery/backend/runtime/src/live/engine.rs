//! The one task that has all subscriptions: it takes wishes and commits in turn, so that each subscription is told of each
//! change once, in the order of the commits.

use super::dispatch::dispatch;
use super::members::{Members, Past};
use super::queue::Body;
use super::reach::Reach;
use super::subscription::{Command, Join};
use super::{Message, sessions};
use crate::config::LiveWindow;
use crate::service::Service;
use crate::store::{Changes, Committed, Missed, Position};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{MissedTickBehavior, interval};

/// How often sessions that are over are looked for, where anything about accounts was written, or one has run out.
const SWEEP: Duration = Duration::from_secs(1);

pub(crate) struct Engine {
    pub(super) service: Service,
    pub(super) members: Members,
    commands: UnboundedReceiver<Command>,
    changes: Changes,
    /// The last change that all have been told of.
    last: Option<Position>,
    reach: Reach,
    /// How many commits had changed roles when sessions were last looked at, and accounts when they were last swept.
    pub(super) role_writes: u64,
    pub(super) swept_at: u64,
}

/// Which subscriptions are to be told.
#[derive(Clone, Copy)]
pub(super) enum Audience<'a> {
    /// All but those that are told of the past.
    Everybody,
    These(&'a BTreeSet<u64>),
}

impl Audience<'_> {
    pub(super) fn has(&self, id: u64) -> bool {
        match self {
            Self::Everybody => true,
            Self::These(ids) => ids.contains(&id),
        }
    }
}

impl Engine {
    /// Works until the store closes; `None` where another one does.
    pub(crate) fn new(service: Service, window: LiveWindow) -> Option<Self> {
        let commands = service.live_queries().commands()?;
        let (account_writes, role_writes) = (
            service.store().account_writes(),
            service.store().role_writes(),
        );
        Some(Self {
            changes: service.store().changes(),
            service,
            members: Members::default(),
            commands,
            last: None,
            reach: Reach::new(window),
            role_writes,
            swept_at: account_writes,
        })
    }

    pub(crate) async fn run(mut self) {
        let mut sweeps = interval(SWEEP);
        sweeps.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                command = self.commands.recv() => match command {
                    Some(command) => self.take(command).await,
                    None => return,
                },
                committed = self.changes.next() => match committed {
                    Some(Committed::Changes(changes)) => {
                        dispatch(&mut self, &changes, Audience::Everybody).await;
                        self.last = changes.last().map(|change| change.position).or(self.last);
                    }
                    Some(Committed::Lost) => self.recover().await,
                    None => return,
                },
                _ = sweeps.tick() => {
                    sessions::sweep(&mut self).await;
                    self.tell_reached();
                }
            }
        }
    }

    /// Tells those to whom nothing was due where they stand by now. Otherwise they would come back with a position that busier
    /// ones have pushed out of the log.
    fn tell_reached(&mut self) {
        if let Some(last) = self.last
            && self.reach.is_due(last)
        {
            let position = last.to_string().into();
            let members = self.members.all_mut();
            members.for_each(|member| member.reach(last.number, &position));
        }
    }

    /// Takes all wishes that wait: those who come back after a restart come together, and are told of the past together.
    async fn take(&mut self, first: Command) {
        let mut returning: HashMap<(&'static str, i64), Vec<(Position, u64)>> = HashMap::new();
        let mut next = Some(first);
        while let Some(command) = next {
            match command {
                Command::Leave(id) => _ = self.members.remove(id),
                Command::Join(join) => {
                    let (id, class, after) = (join.id, join.asked.class.name, join.after);
                    self.join(*join).await;
                    if let Some(after) = after {
                        let together = returning.entry((class, after.epoch)).or_default();
                        together.push((after, id));
                    }
                }
            }
            next = self.commands.try_recv().ok();
        }
        for (_, mut members) in returning {
            members.sort_unstable_by_key(|(after, _)| after.number);
            self.return_to(&members).await;
        }
    }

    async fn join(&mut self, join: Join) {
        if let Some(replaced) = join.replaces {
            self.members.remove(replaced);
        }
        let Join {
            id,
            member,
            asked,
            seat,
            from,
            after,
            ..
        } = join;
        let token = seat.session.as_ref().map(|(token, _)| token.clone());
        let session = seat
            .session
            .map(|(token, session)| (token, session, seat.account_writes));
        self.members
            .insert(id, member, asked, session, seat.matcher, from);
        if let Some(member) = self.members.get_mut(id) {
            match after {
                Some(after) => {
                    member.from = after.number;
                    member.past = Some(Past::default());
                }
                None => member.tell(subscribed(from, false)),
            }
        }
        // His roles have changed since he was let in.
        if let Some(token) = token.filter(|_| seat.role_writes != self.role_writes) {
            sessions::refresh(self, &token).await;
        }
    }

    /// Tells those who come back to one class what they have missed; they are in the order of where they stood.
    async fn return_to(&mut self, members: &[(Position, u64)]) {
        for (at, (after, id)) in members.iter().enumerate() {
            let Some(member) = self.members.get(*id) else {
                continue;
            };
            let class = member.asked.class;
            let rest: BTreeSet<_> = members[at..].iter().map(|(_, id)| *id).collect();
            match self.replay(class, *after, Audience::These(&rest)).await {
                Some(upto) => {
                    for id in rest {
                        self.told_of_past(id, upto, false);
                    }
                    return;
                }
                // It does not reach back to the first of them; perhaps it does to the next.
                None => self.told_of_past(*id, *after, true),
            }
        }
    }

    /// Tells what was missed of a class, and up to where that was; `None` where it is not known any more.
    async fn replay(
        &mut self,
        class: &'static crate::class::ClassDef,
        after: Position,
        audience: Audience<'_>,
    ) -> Option<Position> {
        let mut upto = after;
        loop {
            match self.service.store().missed(class, upto).await {
                Ok(Missed::Changes { changes, more }) => {
                    dispatch(self, &changes, audience).await;
                    upto = changes.last().map_or(upto, |change| change.position);
                    if !more {
                        return Some(upto);
                    }
                }
                Ok(Missed::Gone) => return None,
                Err(error) => {
                    tracing::error!("what subscriptions to {} missed: {error}", class.name);
                    return None;
                }
            }
        }
    }

    /// Begins the present of a subscription that was told of the past, or could not be.
    fn told_of_past(&mut self, id: u64, upto: Position, is_gone: bool) {
        let Some(member) = self.members.get_mut(id) else {
            return;
        };
        let past = member.past.take().unwrap_or_default();
        let upto = if upto.number > member.since.number {
            upto
        } else {
            member.since
        };
        member.from = upto.number;
        // What is more than the queue takes would run it over, now and each time that he comes back.
        let fits = !is_gone && member.has_room(&past);
        member.tell(subscribed(upto, !fits));
        if fits {
            for body in past.bodies {
                member.tell(body);
            }
        }
    }

    /// Reads in the log what did not come from the writer; where that has it not, all are told to query again.
    async fn recover(&mut self) {
        let classes: HashMap<_, _> = self
            .members
            .all()
            .map(|(_, member)| (member.asked.class.name, member.asked.class))
            .collect();
        for (name, class) in classes {
            let upto = match self.last {
                Some(last) => self.replay(class, last, Audience::Everybody).await,
                None => None,
            };
            let now = match upto {
                Some(_) => None,
                None => self.service.store().watch(class).await.ok(),
            };
            let ids: Vec<_> = self
                .members
                .all()
                .filter(|(_, member)| member.asked.class.name == name)
                .map(|(id, _)| id)
                .collect();
            for id in ids {
                let Some(member) = self.members.get_mut(id) else {
                    continue;
                };
                match (upto, &now) {
                    (Some(upto), _) => member.from = member.from.max(upto.number),
                    (None, Some(now)) => {
                        member.from = member.from.max(now.from.number);
                        member.tell(subscribed(now.from, true));
                    }
                    (None, None) => {}
                }
            }
        }
    }
}

fn subscribed(position: Position, requery: bool) -> Body {
    Body::Message(Message::Subscribed {
        position: position.to_string().into(),
        requery,
    })
}
