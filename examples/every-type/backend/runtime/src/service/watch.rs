//! Live queries: who may subscribe to what, decided as a find is, and events as they are sent.

use super::Service;
use crate::Result;
use crate::access::{Action, Caller};
use crate::auth::Session;
use crate::error::Error;
use crate::hooks::Tx;
use crate::live::{
    Asked, Connection, Draft, Event, Finish, Lens, Live, Matcher, Outbox, Query, Seat, Side,
    Subscription, Who, Wish, check, told,
};
use crate::query::{Filter, Place, Projection, Select, Shape, key, parse_where};
use crate::store::Position;
use crate::wire::{Object, Value};
use crate::write::Stored;
use std::sync::Arc;

impl Service {
    pub(crate) fn live_queries(&self) -> &Live {
        &self.inner.live
    }

    /// A connection that may have subscriptions, and what is to be sent over it.
    pub(crate) fn connect_live(&self) -> (Connection, Outbox) {
        self.live_queries().connect(self)
    }

    /// Subscribes to the objects of a class that a query finds, under a tag of the caller's choice. All that it is told
    /// comes out of the connection's outbox, first that it has begun.
    ///
    /// # Errors
    /// As [`Service::find`]; 102 for what only a query finds, 155 for one subscription too many, 209 where the session is
    /// over.
    pub(crate) async fn subscribe(
        &self,
        connection: &Connection,
        tag: u64,
        who: Who,
        class: &str,
        query: Query,
    ) -> Result<Subscription> {
        self.live_queries().claim(connection)?;
        match self.wish(who, class, query).await {
            Ok(wish) => Ok(self.live_queries().begin(connection, tag, wish)),
            Err(error) => {
                self.live_queries().release(connection);
                Err(error)
            }
        }
    }

    /// Puts another query in the place of a subscription's; where that cannot be, it stays as it is.
    ///
    /// # Errors
    /// As [`Service::subscribe`].
    pub(crate) async fn resubscribe(
        &self,
        subscription: &mut Subscription,
        who: Who,
        class: &str,
        query: Query,
    ) -> Result<()> {
        let wish = self.wish(who, class, query).await?;
        self.live_queries().change(subscription, wish);
        Ok(())
    }

    async fn wish(&self, who: Who, class: &str, query: Query) -> Result<Wish> {
        let class = self.class(class)?;
        let after = match query.after.as_deref() {
            None | Some("") => None,
            Some(position) => Some(position.parse::<Position>()?),
        };
        let shape = Shape::parse(
            Some(&query.keys.join(",")),
            None,
            Some(&query.include.join(",")),
            false,
        )?;
        if let Some(document) = &query.filter {
            check::document(document)?;
        }
        let asked = Arc::new(Asked {
            class,
            query,
            shape,
        });
        // In this order: what is written in between is decided again.
        let (account_writes, role_writes) =
            (self.store().account_writes(), self.store().role_writes());
        let (caller, session) = match who {
            Who::Master => (Caller::Master, None),
            Who::Anonymous => (Caller::Anonymous, None),
            Who::Session { token } => {
                let session = self.session(&token).await?;
                (session.caller.clone(), Some((token, session)))
            }
        };
        let matcher = self.matcher(&caller, &asked).await?;
        let mut classes = vec![class];
        check::led_to(&matcher.filter, &mut classes);
        let mut watches = Vec::with_capacity(classes.len());
        for class in classes {
            watches.push(self.store().watch(class).await?);
        }
        Ok(Wish {
            from: watches[0].from,
            seat: Seat {
                session,
                matcher,
                account_writes,
                role_writes,
            },
            watches,
            asked,
            after,
        })
    }

    /// What a query finds, and what of it is told, for this caller as he is now. A hook that narrows queries of the class
    /// narrows it too; it is asked when the subscription begins, and again when the caller's roles have changed.
    ///
    /// # Errors
    /// As [`Service::find`].
    pub(crate) async fn matcher(&self, caller: &Caller, asked: &Asked) -> Result<Matcher> {
        let Asked {
            class,
            query,
            shape,
        } = asked;
        let mut allowed = self.filter(class, Action::Find, caller)?;
        let filter = match &query.filter {
            Some(document) => parse_where(&self.inner.catalog, caller, class, document)?,
            None => Filter::Always(true),
        };
        check::filter(class, &filter)?;
        let hooks = self.inner.hooks.of_finds(class.name);
        if let Some(hooks) = hooks {
            let mut tx = Tx::new(self, caller);
            let narrowed = hooks.before_find(&mut tx).await?;
            check::filter(class, &narrowed)?;
            allowed = allowed.and(narrowed);
        }
        let withheld = class.permissions.withheld(class, caller);
        let mut watch = Vec::new();
        for name in &query.watch {
            let is_withheld = |first: &str| {
                let field = class.field(first);
                field.is_some_and(|(index, def)| def.hidden || withheld.contains(&index))
            };
            // That it has changed would tell of it.
            if is_withheld(name.split('.').next().unwrap_or_default()) {
                return Err(Error::forbidden());
            }
            watch.extend(key(class, name));
        }
        let finish = (hooks.is_some() || shape.includes()).then_some(Finish {
            shape: shape.clone(),
            hooked: hooks.is_some(),
        });
        Ok(Matcher {
            class,
            caller: caller.clone(),
            filter: allowed.clone().and(filter),
            allowed,
            lens: Lens::new(class, shape.projection(class, &withheld), &query.keys),
            watch: (!query.watch.is_empty()).then_some(watch),
            finish,
        })
    }

    /// An event as it is sent: what the class's hooks leave of it, with the objects that are included. There is none where
    /// they leave nothing.
    ///
    /// # Errors
    /// Those of the hooks, and of the include.
    pub(crate) async fn finish_event(&self, draft: &Draft) -> Result<Option<Event>> {
        let matcher = &draft.matcher;
        let Some(finish) = &matcher.finish else {
            return Ok(None);
        };
        let (mut before, mut after) = (draft.before.clone(), draft.after.clone());
        if finish.hooked {
            for image in [&mut before, &mut after].into_iter().flatten() {
                if image.sight.visible {
                    match self.left_by_hooks(matcher, &image.object).await? {
                        Some(object) => image.object = Arc::new(object),
                        None => image.sight = Default::default(),
                    }
                }
            }
        }
        let sights = [&before, &after].map(|image| image.as_ref().map(|image| image.sight));
        let Some(told) = told(sights[0], sights[1]) else {
            return Ok(None);
        };
        let image = |side: Side| match side {
            Side::Before => before.as_ref(),
            Side::After => after.as_ref(),
        };
        let mut texts = Vec::new();
        for (side, lens) in told.texts(&matcher.lens) {
            let Some(image) = image(side) else {
                return Ok(None);
            };
            let json = lens.write(matcher.class, &image.object).into_bytes();
            let json = self
                .include(&matcher.caller, matcher.class, &finish.shape, json)
                .await?;
            texts.push(String::from_utf8(json).map_err(Error::internal)?.into());
        }
        let mut texts = texts.into_iter();
        let Some(object) = texts.next() else {
            return Ok(None);
        };
        Ok(Some(Event {
            kind: told.kind,
            object,
            original: texts.next(),
            position: Arc::clone(&draft.position),
        }))
    }

    /// What the hooks of a class leave of an object that somebody is to see. What they would write is not written: an event
    /// is no read that somebody asked for, and a write would be the next event.
    async fn left_by_hooks(&self, matcher: &Matcher, object: &Object) -> Result<Option<Object>> {
        let Some(hooks) = self.inner.hooks.of_finds(matcher.class.name) else {
            return Ok(Some(object.clone()));
        };
        let mut tx = Tx::new(self, &matcher.caller);
        let found = hooks.after_find(vec![object.clone()], &mut tx).await?;
        Ok(found.into_iter().next())
    }

    /// Which of these sessions are over, by their objectIds.
    ///
    /// # Errors
    /// They cannot be read.
    pub(crate) async fn ended_sessions(&self, sessions: &[Arc<Session>]) -> Result<Vec<String>> {
        let class = self.class(super::accounts::SESSION)?;
        let ids = sessions.iter().map(|session| session.id.clone());
        let select = Select {
            class,
            filter: Filter::OneOf {
                place: Place::Id,
                values: ids.clone().map(Stored::Text).collect(),
            },
            order: Vec::new(),
            skip: 0,
            limit: sessions.len() as u64,
            fields: Projection::Only(Vec::new()),
            count: false,
            start: None,
        };
        let found = self.objects(select).await?;
        let is_there = |id: &String| {
            let mut found = found.iter();
            found.any(|object| object.get("objectId").and_then(Value::as_str) == Some(id))
        };
        Ok(ids.filter(|id| !is_there(id)).collect())
    }
}
