//! A field of the root that reads → what is found for it.

use super::Graph;
use super::data::Data;
use super::load::Loader;
use super::model::Root;
use super::picks::Pick;
use super::question::Asking;
use crate::Result;
use crate::error::{Code, Error};
use crate::wire::Value;

/// Fields of the root that are null where they fail; of the others the whole answer is.
pub(super) fn is_nullable(field: &str) -> bool {
    field == "node"
}

impl Graph {
    pub(super) async fn resolve(&self, asking: &Asking, pick: &Pick) -> Result<Data> {
        let loader = self.loader(&asking.caller);
        match pick.name.as_str() {
            "__typename" => Ok(Data::Plain("", "Query".into())),
            "health" => Ok(Data::Plain("", self.service.store().is_up().into())),
            "node" => loader.node(pick).await,
            "viewer" => self.viewer(&loader, asking, pick).await,
            name => match self.model.root(name) {
                Some(Root::One(class)) => {
                    let id = super::ids::local(class, pick.text("id").unwrap_or_default());
                    loader.get(class, &id, pick).await
                }
                Some(Root::Many(class)) => {
                    loader.find(class, None, pick).await.map(Data::Connection)
                }
                None => Err(Error::query(format!("there is no `{name}`"))),
            },
        }
    }

    /// Who is signed in.
    async fn viewer(&self, loader: &Loader<'_>, asking: &Asking, pick: &Pick) -> Result<Data> {
        let nobody = || Error::new(Code::INVALID_SESSION_TOKEN, "Invalid session token");
        let session = asking.session.as_ref().ok_or_else(nobody)?;
        let token = asking.token.as_deref().ok_or_else(nobody)?;
        let class = self.model.class("_User").ok_or_else(nobody)?;
        let id = session.caller.user().ok_or_else(nobody)?;
        let mut members = vec![(
            "sessionToken".to_owned(),
            Data::Plain("", Value::from(token)),
        )];
        if let Some(user) = pick.together("user") {
            members.push(("user".to_owned(), loader.get(class, id, &user).await?));
        }
        Ok(Data::Members("Viewer".to_owned(), members))
    }
}
