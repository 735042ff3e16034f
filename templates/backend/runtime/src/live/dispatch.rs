//! Changes → what each subscription is told of them. Those whom a change may concern are found first, then who they are
//! now, then what they may see: each with one query for all changes at hand, where it takes one at all.

use super::around::Around;
use super::engine::{Audience, Engine};
use super::lens::Lens;
use super::matcher::{Matcher, Side, Sight, Told, told};
use super::members::Members;
use super::queue::{Body, Draft, Image};
use super::{Event, EventKind, Message, sessions};
use crate::store::Change;
use crate::wire::Object;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What a group is told of a change, and how it sees the object before and after.
struct Verdict {
    told: Told,
    before: Option<Sight>,
    after: Option<Sight>,
}

/// Tells everybody of an audience what is due to him of these changes.
pub(super) async fn dispatch(engine: &mut Engine, changes: &[Change], audience: Audience<'_>) {
    if engine.service.store().role_writes() != engine.role_writes {
        sessions::refresh_all(engine).await;
    }
    let mut around = Around::default();
    let concerned = loop {
        let concerned = concerned(engine, changes, &mut around).await;
        let groups = concerned.iter().flatten().copied().collect();
        // Whoever turns out to be somebody else may be concerned by something else.
        if !sessions::refresh_groups(engine, &groups, audience).await {
            break concerned;
        }
    };
    let (verdicts, undecided) = decide(engine, changes, &concerned, audience, &mut around).await;
    for (at, change) in changes.iter().enumerate() {
        let mut teller = Teller::new(change);
        for group in &concerned[at] {
            if let Some(verdict) = verdicts.get(&(at, *group)) {
                teller.tell(&mut engine.members, *group, verdict, audience);
            }
        }
    }
    for group in undecided {
        let members = engine.members.at(group).map(|group| group.members.clone());
        for id in members.unwrap_or_default() {
            if audience.has(id) {
                engine.members.end(id, &around.error());
            }
        }
    }
}

/// The groups that each change may concern.
async fn concerned(engine: &Engine, changes: &[Change], around: &mut Around) -> Vec<BTreeSet<u64>> {
    loop {
        let mut all = Vec::with_capacity(changes.len());
        for change in changes {
            let mut found = BTreeSet::new();
            if let Some(index) = engine.members.of_class(change.class.name) {
                for object in [&change.before, &change.after].into_iter().flatten() {
                    index.find(change.class, object, around, &mut found);
                }
            }
            all.push(found);
        }
        if !around.wants() {
            return all;
        }
        around.load(&engine.service, changes).await;
    }
}

/// What each of these groups is told of each change, by the change's place and the group; and the groups of which that
/// cannot be found out.
async fn decide(
    engine: &Engine,
    changes: &[Change],
    concerned: &[BTreeSet<u64>],
    audience: Audience<'_>,
    around: &mut Around,
) -> (HashMap<(usize, u64), Verdict>, BTreeSet<u64>) {
    let mut verdicts = HashMap::new();
    let mut open = Vec::new();
    for (at, groups) in concerned.iter().enumerate() {
        for name in groups {
            let group = engine.members.at(*name);
            // The filters outlive what is known by where they lie.
            if let Some(group) =
                group.filter(|group| group.members.iter().any(|id| audience.has(*id)))
            {
                open.push((at, *name, Arc::clone(&group.matcher)));
            }
        }
    }
    loop {
        open.retain(|(at, group, matcher)| {
            let Some(verdict) = verdict(matcher, &changes[*at], around) else {
                return true;
            };
            if let Some(verdict) = verdict {
                verdicts.insert((*at, *group), verdict);
            }
            false
        });
        if !around.wants() {
            let undecided = open.into_iter().map(|(_, group, _)| group);
            return (verdicts, undecided.collect());
        }
        around.load(&engine.service, changes).await;
    }
}

/// `None` where it depends on objects that are not known yet.
fn verdict(matcher: &Matcher, change: &Change, around: &Around) -> Option<Option<Verdict>> {
    let sight = |object: &Option<Arc<Object>>| match object {
        Some(object) => matcher.sight(object, around).map(Some),
        None => Some(None),
    };
    let (before, after) = (sight(&change.before), sight(&change.after));
    let (before, after) = (before?, after?);
    let told = told(before, after).filter(|told| match (&change.before, &change.after) {
        (Some(before), Some(after)) if told.kind == EventKind::Update => {
            matcher.watches(before, after)
        }
        _ => true,
    });
    Some(told.map(|told| Verdict {
        told,
        before,
        after,
    }))
}

/// Writes what is told of one change, each text once for all who are told the same.
struct Teller<'c> {
    change: &'c Change,
    position: Arc<str>,
    texts: HashMap<(Side, Lens), Arc<str>>,
}

impl<'c> Teller<'c> {
    fn new(change: &'c Change) -> Self {
        Self {
            change,
            position: change.position.to_string().into(),
            texts: HashMap::new(),
        }
    }

    fn tell(
        &mut self,
        members: &mut Members,
        group: u64,
        verdict: &Verdict,
        audience: Audience<'_>,
    ) {
        let Some(group) = members.at(group) else {
            return;
        };
        let (matcher, ids) = (Arc::clone(&group.matcher), group.members.clone());
        let Some(body) = self.body(&matcher, verdict) else {
            return;
        };
        for id in ids.into_iter().filter(|id| audience.has(*id)) {
            if let Some(member) = members.get_mut(id)
                && member.from < self.change.position.number
            {
                member.tell(body.clone());
            }
        }
    }

    fn body(&mut self, matcher: &Arc<Matcher>, verdict: &Verdict) -> Option<Body> {
        let texts = verdict.told.texts(&matcher.lens);
        let mut texts = texts.map(|(side, lens)| self.text(matcher, side, lens));
        let (object, original) = (texts.next()??, texts.next().flatten());
        drop(texts);
        if matcher.finish.is_none() {
            return Some(Body::Message(Message::Event(Event {
                kind: verdict.told.kind,
                object,
                original,
                position: Arc::clone(&self.position),
            })));
        }
        let image = |object: &Option<Arc<Object>>, sight: Option<Sight>| {
            let object = Arc::clone(object.as_ref()?);
            sight.map(|sight| Image { object, sight })
        };
        Some(Body::Draft(Arc::new(Draft {
            position: Arc::clone(&self.position),
            before: image(&self.change.before, verdict.before),
            after: image(&self.change.after, verdict.after),
            matcher: Arc::clone(matcher),
            size: object.len() + original.map_or(0, |original| original.len()),
        })))
    }

    fn text(&mut self, matcher: &Matcher, side: Side, lens: Cow<'_, Lens>) -> Option<Arc<str>> {
        let key = (side, lens.into_owned());
        if let Some(known) = self.texts.get(&key) {
            return Some(Arc::clone(known));
        }
        let object = match side {
            Side::Before => self.change.before.as_ref()?,
            Side::After => self.change.after.as_ref()?,
        };
        let text: Arc<str> = key.1.write(matcher.class, object).into();
        self.texts.insert(key, Arc::clone(&text));
        Some(text)
    }
}
