//! Server functions: each by a mutation of its own, or by its name.

use super::super::data::Data;
use super::super::functions::Function;
use super::super::model::Shape;
use super::input::Writes;
use super::objects::text;
use super::{Actor, Members};
use crate::Result;
use crate::error::{Code, Error};
use crate::wire::{Object, Value};

impl Actor<'_> {
    /// `callCloudCode`: parameters and answer as they are on the wire.
    pub(super) async fn call_cloud_code(&self, input: &Object) -> Result<Members> {
        let value = text(input, "functionName");
        let mut functions = self.functions.iter();
        let function = functions.find(|function| function.value == value);
        let function = function.ok_or_else(|| unknown(value))?;
        let params = match input.get("params") {
            Some(Value::Object(params)) => Object(params.clone()),
            _ => Object::new(),
        };
        let result = self.call(function, params, input).await?;
        Ok(vec![("result".to_owned(), Data::Whole(result))])
    }

    /// A mutation that is a function of the schema.
    pub(super) async fn call_function(&self, input: &Object) -> Result<Members> {
        let mut functions = self.functions.iter();
        let function = functions.find(|function| function.name == self.pick.name);
        let function = function.ok_or_else(|| unknown(&self.pick.name))?;
        let new_id = || self.service.new_id();
        let mut writes = Writes::new(self.model, &new_id, 0);
        let params = writes.values(&function.params, input.clone().into())?;
        let result = self.call(function, params, input).await?;
        let result = match &function.result {
            Some(Shape::Pointer(class)) => self.pointed_at(class, result).await?,
            Some(shape) => Data::Typed(shape.clone(), result),
            None => Data::Whole(result),
        };
        Ok(vec![("result".to_owned(), result)])
    }

    /// The object that a function answers with, as its caller may read it.
    async fn pointed_at(&self, class: &str, result: Value) -> Result<Data> {
        match result {
            Value::Object(known) => {
                let class = self.class(class)?;
                let pick = self.pick.together("result");
                let caller = &self.asking.caller;
                self.object(caller, &class, Object(known), pick).await
            }
            _ => Ok(Data::Null),
        }
    }

    async fn call(&self, function: &Function, params: Object, input: &Object) -> Result<Value> {
        let (caller, request) = (&self.asking.caller, self.asking.request.clone());
        let (name, key) = (function.def.name, self.key(input));
        let called = self
            .service
            .call(caller, name, params, request, key)
            .await?;
        self.replayed(called.replayed);
        Ok(called.answer)
    }
}

fn unknown(name: &str) -> Error {
    Error::new(
        Code::SCRIPT_FAILED,
        format!("Invalid function: {}", Value::from(name)),
    )
}
