//! `subscription { orders(where, watch, after) { … } }` → a live query of the service, and its events as answers.

use super::complete::Writer;
use super::data::Data;
use super::model::{Class, Model, Root};
use super::picks::{Operation, Pick};
use super::refusal::Refusal;
use super::schema::{block, described};
use super::shape::paths;
use super::{Asking, Graph, filter};
use crate::Result;
use crate::access::Caller;
use crate::error::{Code, Error};
use crate::live::{Delivery, Event, Message, Outbox, Query, Subscription, Who};
use crate::wire::Value;
use std::sync::Arc;

/// A subscription that has begun.
pub(crate) struct Follow<'g> {
    graph: &'g Graph,
    class: Arc<Class>,
    pick: Pick,
    who: Who,
    /// Whether it is told from where it can be resumed.
    resumes: bool,
    outbox: Outbox,
    over: bool,
    _subscription: Subscription,
}

/// Each class has a field of the root, and a type of its events.
pub(super) fn types(model: &Model) -> String {
    let mut sdl = String::new();
    let mut root = Vec::new();
    for class in &model.classes {
        let Class { name, many, .. } = &**class;
        root.push(format!(
            "{many}(where: {name}WhereInput, watch: [String!], after: String): {name}Event!"
        ));
        let event = [
            "event: LiveEvent!".to_owned(),
            described(
                Some("As it is; where it was deleted, as it was."),
                &format!("node: {name}"),
            ),
            described(
                Some("As it was before an update."),
                &format!("original: {name}"),
            ),
            described(
                Some("Given as `after`, it resumes here."),
                "position: String!",
            ),
        ];
        sdl.push_str(&block("type", &format!("{name}Event"), event));
    }
    sdl + &block("type", "Subscription", root)
}

impl Graph {
    /// # Errors
    /// The subscription is none, or the service refuses it.
    pub(super) async fn follow(
        &self,
        asking: &Asking,
        operation: Operation,
    ) -> Result<Follow<'_>, Refusal> {
        let one = || Refusal::invalid("a subscription asks for one field");
        let [pick] = <[Pick; 1]>::try_from(operation.picks).map_err(|_| one())?;
        let Some(Root::Many(class)) = self.model.root(&pick.name) else {
            return Err(one().at(pick.at));
        };
        let who = match (&asking.caller, &asking.token) {
            (Caller::Master, _) => Who::Master,
            (_, Some(token)) => Who::Session {
                token: token.clone(),
            },
            (_, None) => Who::Anonymous,
        };
        let query = query(&self.model, class, &pick)?;
        let (connection, outbox) = self.service.connect_live();
        let begun = self
            .service
            .subscribe(&connection, 0, who.clone(), class.def.name, query);
        Ok(Follow {
            graph: self,
            class: Arc::clone(class),
            resumes: pick.arg("after").is_some(),
            _subscription: begun.await?,
            pick,
            who,
            outbox,
            over: false,
        })
    }
}

/// What is asked of a class, as a live query.
fn query(model: &Model, class: &Class, pick: &Pick) -> Result<Query> {
    let document = pick
        .arg("where")
        .map(|input| filter::filter(model, class, input));
    let objects = pick.inner.iter();
    let objects = objects.filter(|pick| matches!(pick.name.as_str(), "node" | "original"));
    let picks: Vec<_> = objects.flat_map(|pick| &pick.inner).collect();
    let mut query = Query {
        filter: document.transpose()?,
        after: pick.text("after").map(str::to_owned),
        ..Query::default()
    };
    for path in paths(model, class, &picks) {
        for end in 1..path.len() {
            let include = path[..end].join(".");
            if !query.include.contains(&include) {
                query.include.push(include);
            }
        }
        query.keys.push(path.join("."));
    }
    if picks.iter().any(|pick| pick.name == "ACL") {
        query.keys.push("ACL".to_owned());
    }
    let watched = pick.arg("watch").and_then(Value::as_array);
    for name in watched.into_iter().flatten().filter_map(Value::as_str) {
        let field = class.field(name).map_or(name, |field| field.def.name);
        query.watch.push(field.to_owned());
    }
    Ok(query)
}

impl Follow<'_> {
    /// The next result, as JSON; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<String> {
        while !self.over {
            let told = match self.outbox.next().await? {
                Delivery::To { message, .. } => self.told(message),
                Delivery::TooSlow => Some(Err(too_slow())),
            };
            match told {
                Some(Ok(event)) => return Some(self.answer(Ok(event)).await),
                Some(Err(error)) => {
                    self.over = true;
                    return Some(self.answer(Err(error)).await);
                }
                None => {}
            }
        }
        None
    }

    /// What a message tells the client, if anything.
    fn told(&self, message: Message) -> Option<Result<Data>> {
        match message {
            Message::Subscribed { position, requery } => self.resumes.then(|| {
                let kind = if requery { "REQUERY" } else { "OPEN" };
                self.event(kind, &position, None)
            }),
            Message::Reached { position } => self
                .resumes
                .then(|| self.event("POSITION", &position, None)),
            Message::Event(event) => {
                let kind = event.kind.name().to_ascii_uppercase();
                Some(self.event(&kind, &event.position, Some(&event)))
            }
            Message::Ended(error) => Some(Err(error)),
        }
    }

    fn event(&self, kind: &str, position: &str, event: Option<&Event>) -> Result<Data> {
        let object = |text: Option<&Arc<str>>| match text {
            None => Ok::<_, Error>(Data::Null),
            Some(text) => {
                let object = serde_json::from_str(text).map_err(Error::internal)?;
                Ok(Data::Object(Arc::clone(&self.class), object))
            }
        };
        let members = [
            ("event", Data::Plain("", kind.into())),
            ("position", Data::Plain("", position.into())),
            ("node", object(event.map(|event| &event.object))?),
            (
                "original",
                object(event.and_then(|event| event.original.as_ref()))?,
            ),
        ];
        let members = members.map(|(name, data)| (name.to_owned(), data));
        let name = format!("{}Event", self.class.name);
        Ok(Data::Members(name, members.into()))
    }

    async fn answer(&self, event: Result<Data>) -> String {
        let graph = self.graph;
        let mut relations = Default::default();
        if let Ok(event) = &event
            && let Ok(reader) = self.reader().await
        {
            let loader = graph.loader(&reader);
            relations = loader.relations(&[(&self.pick, event)]).await;
        }
        Writer::new(&graph.model, &relations).answer(&[(&self.pick, event, false)])
    }

    /// Who is told, with the roles that he has by now.
    async fn reader(&self) -> Result<Caller> {
        Ok(match &self.who {
            Who::Master => Caller::Master,
            Who::Anonymous => Caller::Anonymous,
            Who::Session { token } => self.graph.service.session(token).await?.caller.clone(),
        })
    }
}

fn too_slow() -> Error {
    let sentence = "The client reads too slowly; what waited for it is gone.";
    Error::new(Code::REQUEST_LIMIT_EXCEEDED, sentence)
}
