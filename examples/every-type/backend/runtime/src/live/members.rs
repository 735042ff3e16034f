//! All subscriptions, by what they are found by: the group that asks and sees the same, the session that they go with, the
//! index of their class.

use super::Message;
use super::index::{Index, Slot};
use super::matcher::Matcher;
use super::queue::{Body, Item, Queue};
use super::subscription::{Asked, Recipient};
use crate::auth::Session;
use crate::error::Error;
use crate::store::Position;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;

#[derive(Default)]
pub(super) struct Members {
    members: HashMap<u64, Member>,
    groups: HashMap<u64, Group>,
    /// Groups by what they ask and who asks.
    names: HashMap<String, u64>,
    classes: HashMap<&'static str, Index>,
    seats: HashMap<String, Seated>,
    next: u64,
}

/// One subscription.
pub(super) struct Member {
    to: Recipient,
    pub asked: Arc<Asked>,
    /// The token of its session.
    pub token: Option<String>,
    pub group: u64,
    /// It has been told of all changes up to this.
    pub from: i64,
    /// Where it began.
    pub since: Position,
    /// What it is told of the past, until all of that is known.
    pub past: Option<Past>,
}

/// What a subscription has missed.
#[derive(Default)]
pub(super) struct Past {
    pub bodies: Vec<Body>,
    bytes: usize,
    is_too_much: bool,
}

/// Subscriptions to one query of one caller.
pub(super) struct Group {
    name: String,
    pub matcher: Arc<Matcher>,
    slot: Slot,
    pub members: BTreeSet<u64>,
}

/// The subscriptions of one session.
pub(super) struct Seated {
    pub session: Arc<Session>,
    /// How many commits had changed accounts when it was last looked at.
    pub account_writes: u64,
    pub members: BTreeSet<u64>,
}

impl Members {
    pub(super) fn insert(
        &mut self,
        id: u64,
        to: Recipient,
        asked: Arc<Asked>,
        seat: Option<(String, Arc<Session>, u64)>,
        matcher: Matcher,
        since: Position,
    ) {
        let token = seat.map(|(token, session, account_writes)| {
            // Where others came before, the oldest look at the session counts: theirs is to be repeated.
            let seated = self.seats.entry(token.clone()).or_insert(Seated {
                session,
                account_writes,
                members: BTreeSet::new(),
            });
            seated.account_writes = seated.account_writes.min(account_writes);
            seated.members.insert(id);
            token
        });
        let group = self.group(id, &asked, matcher);
        let member = Member {
            to,
            asked,
            token,
            group,
            from: since.number,
            since,
            past: None,
        };
        self.members.insert(id, member);
    }

    /// The group of those who ask the same and see the same, with one more in it.
    fn group(&mut self, id: u64, asked: &Asked, matcher: Matcher) -> u64 {
        let query = &asked.query;
        let name = format!(
            "{} {:?} {:?} {:?} {:?} {:?}",
            asked.class.name, matcher.caller, query.filter, query.keys, query.watch, query.include
        );
        if let Some(known) = self.names.get(&name) {
            if let Some(group) = self.groups.get_mut(known) {
                group.members.insert(id);
            }
            return *known;
        }
        self.next += 1;
        let slot = Slot::of(matcher.class, &matcher.filter);
        let index = self.classes.entry(matcher.class.name).or_default();
        index.insert(self.next, &slot);
        self.names.insert(name.clone(), self.next);
        let group = Group {
            name,
            matcher: Arc::new(matcher),
            slot,
            members: BTreeSet::from([id]),
        };
        self.groups.insert(self.next, group);
        self.next
    }

    fn leave_group(&mut self, id: u64, name: u64) {
        let Some(group) = self.groups.get_mut(&name) else {
            return;
        };
        group.members.remove(&id);
        if group.members.is_empty()
            && let Some(group) = self.groups.remove(&name)
        {
            self.names.remove(&group.name);
            if let Some(index) = self.classes.get_mut(group.matcher.class.name) {
                index.remove(name, &group.slot);
            }
        }
    }

    /// Gives a subscription another view of the same query: its caller has changed.
    pub(super) fn regroup(&mut self, id: u64, matcher: Matcher) {
        let Some(member) = self.members.get(&id) else {
            return;
        };
        let (old, asked) = (member.group, Arc::clone(&member.asked));
        let new = self.group(id, &asked, matcher);
        if new != old {
            self.leave_group(id, old);
        }
        if let Some(member) = self.members.get_mut(&id) {
            member.group = new;
        }
    }

    pub(super) fn remove(&mut self, id: u64) -> Option<Member> {
        let member = self.members.remove(&id)?;
        self.leave_group(id, member.group);
        if let Some(token) = &member.token
            && let Some(seated) = self.seats.get_mut(token)
        {
            seated.members.remove(&id);
            if seated.members.is_empty() {
                self.seats.remove(token);
            }
        }
        Some(member)
    }

    /// Ends a subscription, and says why. What still waits for it is not told any more.
    pub(super) fn end(&mut self, id: u64, why: &Error) {
        if let Some(mut member) = self.remove(id) {
            member.to.over.store(true, Ordering::Release);
            member.past = None;
            member.tell(Body::Message(Message::Ended(why.clone())));
        }
    }

    pub(super) fn get(&self, id: u64) -> Option<&Member> {
        self.members.get(&id)
    }

    pub(super) fn get_mut(&mut self, id: u64) -> Option<&mut Member> {
        self.members.get_mut(&id)
    }

    pub(super) fn of_class(&self, class: &str) -> Option<&Index> {
        self.classes.get(class)
    }

    pub(super) fn at(&self, group: u64) -> Option<&Group> {
        self.groups.get(&group)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        self.members.values_mut()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (u64, &Member)> {
        self.members.iter().map(|(id, member)| (*id, member))
    }

    pub(super) fn seats(&self) -> &HashMap<String, Seated> {
        &self.seats
    }

    pub(super) fn seat_mut(&mut self, token: &str) -> Option<&mut Seated> {
        self.seats.get_mut(token)
    }
}

impl Member {
    /// Whether all of it can wait, and what comes before it.
    pub(super) fn has_room(&self, past: &Past) -> bool {
        !past.is_too_much && self.to.queue.has_room(past.bodies.len() + 1, past.bytes)
    }

    /// Tells how far everything is known, where that is news and there is room for it: it ends nobody who is slow.
    pub(super) fn reach(&mut self, number: i64, position: &Arc<str>) {
        let body = Body::Message(Message::Reached {
            position: Arc::clone(position),
        });
        let is_news = self.past.is_none() && number > self.from;
        if is_news && self.to.queue.has_room(1, body.size()) {
            self.tell(body);
        }
    }

    /// Puts it where it is to wait. Where it is not taken, the connection is over or about to be.
    pub(super) fn tell(&mut self, body: Body) {
        if let Some(past) = &mut self.past {
            past.add(body, &self.to.queue);
            return;
        }
        self.to.queue.push(Item {
            tag: self.to.tag,
            over: Arc::clone(&self.to.over),
            body,
        });
    }
}

impl Past {
    /// What is more than the queue would take is not kept: it will not be told.
    fn add(&mut self, body: Body, queue: &Queue) {
        self.bytes += body.size();
        self.is_too_much |= !queue.has_room(self.bodies.len() + 2, self.bytes);
        if self.is_too_much {
            self.bodies.clear();
        } else {
            self.bodies.push(body);
        }
    }
}
