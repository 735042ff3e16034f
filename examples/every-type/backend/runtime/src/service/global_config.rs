//! The parameters that an application reads when it starts: one object of `_GlobalConfig`, changed under the master key.

use super::Service;
use super::write::ATTEMPTS;
use crate::Result;
use crate::access::Caller;
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::hooks::Tx;
use crate::query::{Filter, Select};
use crate::store::Conflict;
use crate::wire::{Object, Value, type_name};
use crate::write::{self, Author, Step, applied};
use serde_json::Map;

const CLASS: &str = "_GlobalConfig";
/// The objectId of the one object, as in Parse.
const ID: &str = "1";
/// How many parameters there may be.
const MAX_PARAMETERS: usize = 500;
/// How long the name of one may be, in bytes.
const MAX_NAME: usize = 128;
/// How long all of them together may be as JSON: each client fetches them when it starts.
const MAX_BYTES: usize = 131_072;

/// Parameters by name, and which of them only the master key sees.
#[derive(Debug, Default)]
pub(crate) struct GlobalConfig {
    pub params: Object,
    pub master_key_only: Object,
}

impl Service {
    /// The parameters that the caller may see.
    pub(crate) async fn global_config(&self, caller: &Caller) -> Result<GlobalConfig> {
        let found = self.objects(one(self.class(CLASS)?)).await?.pop();
        let mut config = found.map(GlobalConfig::of).transpose()?.unwrap_or_default();
        if *caller != Caller::Master {
            let open = |flags: &Object, name: &String| flags.get(name) != Some(&Value::Bool(true));
            let flags = &config.master_key_only;
            config.params.0.retain(|name, _| open(flags, name));
            config.master_key_only.0.retain(|_, flag| *flag != true);
        }
        Ok(config)
    }

    /// Sets parameters, or changes them by `Increment`, `Add`, `AddUnique`, `Remove` and `Delete`. A parameter of which
    /// `masterKeyOnly` says nothing stays as visible as it was.
    ///
    /// # Errors
    /// Code 119 where the caller has not the master key; 105, 107, 108, 111, 116 and 121 for what no parameter can be.
    pub(crate) async fn change_global_config(&self, caller: &Caller, sent: Object) -> Result<()> {
        caller.must_be_master()?;
        let change = GlobalConfig::sent(sent)?;
        let class = self.class(CLASS)?;
        let _turn = self.inner.turns.wait([(CLASS, ID)].into_iter()).await;
        for _ in 0..ATTEMPTS {
            let mut tx = Tx::new(self, caller);
            let found = tx.select(one(class)).await?.pop();
            let is_new = found.is_none();
            let mut config = found.map(GlobalConfig::of).transpose()?.unwrap_or_default();
            config.apply(&change)?;
            let step = self.config_step(class, config, is_new)?;
            let mut writes = tx.into_writes()?;
            writes.steps.push(step);
            match self.store().commit(writes).await {
                Ok(_) => return Ok(()),
                Err(Conflict::Stale) => {}
                Err(Conflict::Refused { error, .. }) => return Err(error),
            }
        }
        Err(Error::contended())
    }

    fn config_step(
        &self,
        class: &'static ClassDef,
        config: GlobalConfig,
        is_new: bool,
    ) -> Result<Step> {
        let mut body = Object::new();
        body.put("params", config.params);
        body.put("masterKeyOnly", config.master_key_only);
        if is_new {
            let body = write::parse_create(class, &body, Author::Server)?;
            return Ok(Step::Insert(self.insert(class, ID.to_owned(), body)));
        }
        Step::change(class, ID, &body)
    }
}

impl GlobalConfig {
    fn of(mut object: Object) -> Result<Self> {
        Ok(Self {
            params: object.take::<Option<_>>("params")?.unwrap_or_default(),
            master_key_only: object
                .take::<Option<_>>("masterKeyOnly")?
                .unwrap_or_default(),
        })
    }

    /// As a client sends it.
    fn sent(mut body: Object) -> Result<Self> {
        let mut object = |name: &str| match body.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Object(members))),
            Some(other) => Err(Error::new(
                Code::INVALID_JSON,
                format!("{name} must be an Object, not {}", type_name(&other)),
            )),
        };
        let nothing = || Error::new(Code::INVALID_JSON, "params must be an Object");
        let params = object("params")?.ok_or_else(nothing)?;
        let master_key_only = object("masterKeyOnly")?.unwrap_or_default();
        for (name, flag) in &master_key_only.0 {
            if !flag.is_boolean() {
                let message = format!("masterKeyOnly.{name} must be true or false");
                return Err(Error::new(Code::INVALID_JSON, message));
            }
        }
        Ok(Self {
            params,
            master_key_only,
        })
    }

    fn apply(&mut self, change: &Self) -> Result<()> {
        for (name, value) in &change.params.0 {
            is_name(name)?;
            match applied(name, self.params.get(name), value)? {
                Some(value) => {
                    self.params.0.insert(name.clone(), value);
                    let flags = &mut self.master_key_only.0;
                    flags.entry(name.clone()).or_insert(Value::Bool(false));
                }
                None => {
                    self.params.0.remove(name);
                    self.master_key_only.0.remove(name);
                }
            }
        }
        for (name, flag) in &change.master_key_only.0 {
            // What is no parameter has nothing to hide.
            if self.params.get(name).is_some() {
                self.master_key_only.0.insert(name.clone(), flag.clone());
            }
        }
        self.fits()
    }

    fn fits(&self) -> Result<()> {
        let too_large = |message| Err(Error::new(Code::OBJECT_TOO_LARGE, message));
        if self.params.0.len() > MAX_PARAMETERS {
            return too_large(format!("the config may have {MAX_PARAMETERS} parameters"));
        }
        if Value::from(self.params.clone()).to_string().len() > MAX_BYTES {
            return too_large(format!("the config may be {MAX_BYTES} bytes of JSON"));
        }
        Ok(())
    }
}

fn one(class: &'static ClassDef) -> Select {
    Select::one(class, ID, Filter::Always(true))
}

fn is_name(name: &str) -> Result<()> {
    if name.is_empty() || name.len() > MAX_NAME || name.starts_with("__") {
        let message = format!("`{name}` is no name of a parameter");
        return Err(Error::new(Code::INVALID_FIELD_NAME, message));
    }
    Ok(())
}

impl From<GlobalConfig> for Value {
    /// As Parse answers it: of a config that was never set there are no flags.
    fn from(config: GlobalConfig) -> Self {
        let mut document = Map::new();
        document.insert("params".to_owned(), config.params.into());
        if !config.master_key_only.0.is_empty() {
            document.insert("masterKeyOnly".to_owned(), config.master_key_only.into());
        }
        document.into()
    }
}
