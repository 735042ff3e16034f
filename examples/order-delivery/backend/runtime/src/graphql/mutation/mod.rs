//! What a mutation asks for → calls of the service → what there is to tell of them. Rules hold in the service; an object
//! that was written is told as its writer may read it.

mod accounts;
mod files;
mod functions;
mod input;
mod objects;
pub(super) mod types;

use super::data::Data;
use super::functions::Function;
use super::load::Loader;
use super::model::{Class, Model};
use super::picks::Pick;
use super::question::Asking;
use super::rule::capitalised;
use crate::Result;
use crate::access::Caller;
use crate::error::Code;
use crate::idempotency::{Fingerprint, Key};
use crate::service::Service;
use crate::wire::{Object, Value};
use crate::write::unknown_class;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Does one mutation of a document.
pub(super) struct Actor<'a> {
    pub service: &'a Service,
    pub model: &'a Model,
    pub functions: &'a [Function],
    pub asking: &'a Asking,
    pub pick: &'a Pick,
    pub max_page: u64,
    /// How many objects one mutation may write.
    pub most: usize,
    /// What the address of a file begins with.
    pub files_url: &'a str,
    /// Set where an answer was given before.
    pub replayed: &'a AtomicBool,
}

/// The members of a payload.
type Members = Vec<(String, Data)>;

/// What a mutation did, and as whom the rest of what was asked for is read.
struct Done {
    members: Members,
    reader: Caller,
}

impl Actor<'_> {
    /// Does what the field says with its `input`; what more is to be read is read as this caller.
    ///
    /// # Errors
    /// Those of the service, and code 106 for input that says nothing or too much.
    pub(super) async fn act(&self) -> Result<(Data, Caller)> {
        let mut input = match self.pick.arg("input") {
            Some(Value::Object(members)) => Object(members.clone()),
            _ => Object::new(),
        };
        let token = input.0.remove("clientMutationId").unwrap_or_default();
        let Done {
            mut members,
            reader,
        } = self.done(&input).await?;
        members.push(("clientMutationId".to_owned(), Data::Plain("", token)));
        let name = format!("{}Payload", capitalised(&self.pick.name));
        Ok((Data::Members(name, members), reader))
    }

    async fn done(&self, input: &Object) -> Result<Done> {
        let members = match self.pick.name.as_str() {
            "signUp" => return self.sign_up(input).await,
            "logIn" => return self.log_in(input).await,
            "logInWith" => return self.log_in_with(input).await,
            "logOut" => self.log_out().await?,
            "resetPassword" => self.reset_password(input)?,
            "confirmResetPassword" => self.confirm_reset_password(input).await?,
            "sendVerificationEmail" => self.send_verification_email(input)?,
            "createFile" => self.create_file(input).await?,
            "callCloudCode" => self.call_cloud_code(input).await?,
            field => match self.of_class(field) {
                Some((Verb::Create, class)) => self.create(class, input).await?,
                Some((Verb::Update, class)) => self.update(class, input).await?,
                Some((Verb::Delete, class)) => self.delete(class, input).await?,
                None => self.call_function(input).await?,
            },
        };
        Ok(Done {
            members,
            reader: self.asking.caller.clone(),
        })
    }

    fn of_class(&self, field: &str) -> Option<(Verb, &Arc<Class>)> {
        let verbs = [
            ("create", Verb::Create),
            ("update", Verb::Update),
            ("delete", Verb::Delete),
        ];
        verbs.into_iter().find_map(|(name, verb)| {
            let class = field.strip_prefix(name)?;
            let mut classes = self.model.classes.iter();
            Some((verb, classes.find(|known| known.name == class)?))
        })
    }

    fn class(&self, wire: &str) -> Result<Arc<Class>> {
        let class = self.model.class(wire).map(Arc::clone);
        class.ok_or_else(|| unknown_class(wire))
    }

    /// An object as `reader` finds it, or what is known of it where he may not read it.
    async fn object(
        &self,
        reader: &Caller,
        class: &Arc<Class>,
        known: Object,
        pick: Option<Pick>,
    ) -> Result<Data> {
        let is_known = |pick: &Pick| matches!(pick.name.as_str(), "__typename" | "id" | "objectId");
        let more = pick.filter(|pick| !pick.inner.iter().all(is_known));
        let Some(pick) = more else {
            return Ok(Data::Object(Arc::clone(class), known.0));
        };
        let loader = Loader {
            service: self.service,
            model: self.model,
            caller: reader,
            max_page: self.max_page,
        };
        let id = objects::text(&known, "objectId");
        match loader.get(class, id, &pick).await {
            Ok(data) => Ok(data),
            // He may have written what he may not read.
            Err(error)
                if matches!(
                    error.code,
                    Code::OBJECT_NOT_FOUND | Code::OPERATION_FORBIDDEN
                ) =>
            {
                Ok(Data::Object(Arc::clone(class), known.0))
            }
            Err(error) => Err(error),
        }
    }

    /// The key under which this mutation is done once, however often the request that it is in arrives.
    fn key(&self, input: &Object) -> Option<Key> {
        let keys = self.asking.keys.as_ref()?;
        let request = Fingerprint::of_json("GRAPHQL", &self.pick.name, input);
        Some(keys.part(&self.pick.key, request))
    }

    fn replayed(&self, replayed: bool) {
        self.replayed.fetch_or(replayed, Ordering::Relaxed);
    }
}

#[derive(Clone, Copy)]
enum Verb {
    Create,
    Update,
    Delete,
}
