//! Who subscribers are by now: a session that is over ends its subscriptions, and roles that have changed are those that
//! the next event is decided by.

use super::engine::{Audience, Engine};
use super::matcher::Matcher;
use crate::wire::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many sessions are looked for with one query.
const AT_ONCE: usize = 500;

/// Looks again at all sessions: roles have changed, and with them what concerns whom.
pub(super) async fn refresh_all(engine: &mut Engine) {
    engine.role_writes = engine.service.store().role_writes();
    let tokens: Vec<_> = engine.members.seats().keys().cloned().collect();
    for token in tokens {
        refresh(engine, &token).await;
    }
}

/// Looks again at the sessions of these groups, as far as anything about accounts was written since; says whether that
/// changed what somebody may see.
pub(super) async fn refresh_groups(
    engine: &mut Engine,
    groups: &BTreeSet<u64>,
    audience: Audience<'_>,
) -> bool {
    let writes = engine.service.store().account_writes();
    let mut stale = BTreeSet::new();
    for group in groups.iter().filter_map(|group| engine.members.at(*group)) {
        let members = group.members.iter().filter(|id| audience.has(**id));
        let tokens = members.filter_map(|id| engine.members.get(*id)?.token.as_ref());
        for token in tokens {
            let seated = engine.members.seats().get(token);
            if seated.is_some_and(|seated| seated.account_writes != writes) {
                stale.insert(token.clone());
            }
        }
    }
    let mut has_changed = false;
    for token in stale {
        has_changed |= refresh(engine, &token).await;
    }
    has_changed
}

/// Looks again at a session; says whether that changed what somebody may see.
pub(super) async fn refresh(engine: &mut Engine, token: &str) -> bool {
    let Some(seated) = engine.members.seats().get(token) else {
        return false;
    };
    let ids: Vec<_> = seated.members.iter().copied().collect();
    // Before it is read: what is written meanwhile has it read again.
    let account_writes = engine.service.store().account_writes();
    let session = match engine.service.session(token).await {
        Ok(session) => session,
        Err(error) => {
            for id in ids {
                engine.members.end(id, &error);
            }
            return true;
        }
    };
    let mut has_changed = false;
    for id in ids {
        let Some(member) = engine.members.get(id) else {
            continue;
        };
        let group = engine.members.at(member.group);
        if group.is_some_and(|group| group.matcher.caller == session.caller) {
            continue;
        }
        let asked = Arc::clone(&member.asked);
        let matcher = engine.service.matcher(&session.caller, &asked).await;
        let matcher = matcher.unwrap_or_else(|error| {
            tracing::debug!(
                "a subscription to {} sees nothing: {error}",
                asked.class.name
            );
            // He may ask again what he asks when his roles change again.
            Matcher::blind(asked.class, session.caller.clone())
        });
        engine.members.regroup(id, matcher);
        has_changed = true;
    }
    if let Some(seated) = engine.members.seat_mut(token) {
        seated.session = session;
        seated.account_writes = account_writes;
    }
    has_changed
}

/// Ends the subscriptions of sessions that are over, whether anything happens that would be told to them or not.
pub(super) async fn sweep(engine: &mut Engine) {
    let writes = engine.service.store().account_writes();
    let now = Timestamp::now();
    let has_run_out = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
    let seats = engine.members.seats();
    let mut over: BTreeSet<String> = seats
        .iter()
        .filter(|(_, seated)| has_run_out(seated.session.expires_at))
        .map(|(token, _)| token.clone())
        .collect();
    if writes != engine.swept_at {
        let all: Vec<_> = seats
            .iter()
            .map(|(token, seated)| (token.clone(), Arc::clone(&seated.session)))
            .collect();
        for seats in all.chunks(AT_ONCE) {
            let sessions: Vec<_> = seats
                .iter()
                .map(|(_, session)| Arc::clone(session))
                .collect();
            match engine.service.ended_sessions(&sessions).await {
                Ok(ended) => {
                    let ended = seats
                        .iter()
                        .filter(|(_, session)| ended.contains(&session.id));
                    over.extend(ended.map(|(token, _)| token.clone()));
                }
                Err(error) => {
                    tracing::warn!("sessions of subscriptions were not looked for: {error}");
                    return;
                }
            }
        }
        engine.swept_at = writes;
    }
    for token in over {
        refresh(engine, &token).await;
    }
}
