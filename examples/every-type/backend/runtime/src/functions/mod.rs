//! Server functions: the tables that generated code fills, and the user's code behind each. It knows no class and no
//! HTTP.

mod linked;
mod params;

pub use linked::Linked;
pub(crate) use params::read as read_params;

use crate::Result;
use crate::access::{Caller, Principal};
use crate::class::FieldDef;
use crate::error::{Code, Error};
use crate::hooks::Tx;
use crate::wire::{Object, Value, Wire};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A function as the schema declares it.
#[derive(Debug)]
pub struct FunctionDef {
    pub name: &'static str,
    pub params: &'static [FieldDef],
    /// What it answers, if anything; the name plays no part.
    pub result: Option<FieldDef>,
    /// Nobody where it is empty: the master key alone.
    pub access: &'static [Principal],
    /// What GraphQL calls otherwise than its rule does, by path: `""` is the mutation, `()` the value that calls it,
    /// `items` a parameter, and `->` its result; the rest as in a class table.
    pub graphql: &'static [(&'static str, &'static str)],
    /// What the schema says of it, under `""`, and of its parameters, by path.
    pub descriptions: &'static [(&'static str, &'static str)],
}

impl FunctionDef {
    pub const fn new(name: &'static str, params: &'static [FieldDef]) -> Self {
        Self {
            name,
            params,
            result: None,
            access: &[],
            graphql: &[],
            descriptions: &[],
        }
    }

    pub const fn answers(mut self, result: FieldDef) -> Self {
        self.result = Some(result);
        self
    }

    pub const fn access(mut self, access: &'static [Principal]) -> Self {
        self.access = access;
        self
    }

    pub const fn graphql(mut self, names: &'static [(&'static str, &'static str)]) -> Self {
        self.graphql = names;
        self
    }

    pub const fn describe(mut self, texts: &'static [(&'static str, &'static str)]) -> Self {
        self.descriptions = texts;
        self
    }
}

/// What a function's code promises: an answer, once it has one.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// The functions of a backend, by name.
#[derive(Default)]
pub struct FunctionSet {
    by_name: HashMap<&'static str, Arc<Function>>,
}

impl FunctionSet {
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a declared function with a method of `by`; generated code calls this.
    #[must_use]
    pub fn with<F, P, R>(
        self,
        by: &Arc<F>,
        def: &'static FunctionDef,
        call: for<'a> fn(&'a F, P, &'a mut Tx) -> Answer<'a, R>,
    ) -> Self
    where
        F: Send + Sync + 'static,
        P: Wire + Send + 'static,
        R: Wire + 'static,
    {
        let by = Arc::clone(by);
        let typed = Typed { by, call };
        self.put(def.name, def.access, Some(def), Box::new(typed))
    }

    /// Answers a function that the schema does not declare: its parameters come as they were sent, and its clients have
    /// no types for it.
    #[must_use]
    pub fn untyped(
        self,
        name: &'static str,
        access: &'static [Principal],
        call: for<'a> fn(Object, &'a mut Tx) -> Answer<'a, Value>,
    ) -> Self {
        self.put(name, access, None, Box::new(call))
    }

    fn put(
        mut self,
        name: &'static str,
        access: &'static [Principal],
        def: Option<&'static FunctionDef>,
        code: Box<dyn Erased>,
    ) -> Self {
        let function = Function {
            name,
            access,
            def,
            code,
        };
        self.by_name.insert(name, Arc::new(function));
        self
    }

    /// Those that the schema declares, in the order of their names.
    #[cfg(feature = "graphql")]
    pub(crate) fn declared(&self) -> Vec<&'static FunctionDef> {
        let declared = self.by_name.values().filter_map(|function| function.def);
        let mut declared: Vec<_> = declared.collect();
        declared.sort_unstable_by_key(|def| def.name);
        declared
    }

    /// # Errors
    /// Code 141 where there is no such function.
    pub(crate) fn get(&self, name: &str) -> Result<Arc<Function>> {
        let unknown = || {
            let name = Value::from(name);
            Error::new(Code::SCRIPT_FAILED, format!("Invalid function: {name}"))
        };
        self.by_name.get(name).cloned().ok_or_else(unknown)
    }
}

/// One function and its code.
pub(crate) struct Function {
    pub name: &'static str,
    access: &'static [Principal],
    def: Option<&'static FunctionDef>,
    code: Box<dyn Erased>,
}

impl Function {
    /// # Errors
    /// Code 142 where the caller would have to sign in, 119 where he may not call it.
    pub(crate) fn admit(&self, caller: &Caller) -> Result<()> {
        let admits = |principal: &Principal| match principal {
            Principal::Public => true,
            Principal::Authenticated => caller.user().is_some(),
            Principal::Role(role) => caller.has_role(role),
            Principal::Owner => false,
        };
        if *caller == Caller::Master || self.access.iter().any(admits) {
            Ok(())
        } else if *caller == Caller::Anonymous && !self.access.is_empty() {
            Err(Error::validation(
                "Validation failed. Please login to continue.",
            ))
        } else {
            Err(Error::forbidden())
        }
    }

    /// The parameters that its code is given, for those that were sent.
    ///
    /// # Errors
    /// Code 142, naming the parameter.
    pub(crate) fn params(&self, sent: Object) -> Result<Object> {
        match self.def {
            Some(def) => read_params(def.params, sent),
            None => Ok(sent),
        }
    }

    /// Runs its code.
    pub(crate) fn call<'a>(&'a self, params: Object, tx: &'a mut Tx) -> Answer<'a, Value> {
        self.code.call(params, tx)
    }
}

/// A function's code behind one type.
trait Erased: Send + Sync {
    fn call<'a>(&'a self, params: Object, tx: &'a mut Tx) -> Answer<'a, Value>;
}

struct Typed<F, P, R> {
    by: Arc<F>,
    call: for<'a> fn(&'a F, P, &'a mut Tx) -> Answer<'a, R>,
}

impl<F, P, R> Erased for Typed<F, P, R>
where
    F: Send + Sync + 'static,
    P: Wire + Send + 'static,
    R: Wire + 'static,
{
    fn call<'a>(&'a self, params: Object, tx: &'a mut Tx) -> Answer<'a, Value> {
        Box::pin(async move {
            let params = P::from_wire(params.into()).map_err(params::refused)?;
            (self.call)(&self.by, params, tx).await.map(R::into_wire)
        })
    }
}

impl Erased for for<'a> fn(Object, &'a mut Tx) -> Answer<'a, Value> {
    fn call<'a>(&'a self, params: Object, tx: &'a mut Tx) -> Answer<'a, Value> {
        self(params, tx)
    }
}

/// The error of a function that is declared and not written.
pub fn not_written(function: &str) -> Error {
    let message = format!("the function `{function}` is not written yet");
    Error::new(Code::SCRIPT_FAILED, message)
}
