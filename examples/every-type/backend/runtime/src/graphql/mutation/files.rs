//! Files that come with a mutation: what is uploaded is kept first, and then is a file like any other.

use super::super::data::Data;
use super::super::model::{Class, Field, Shape};
use super::{Actor, Members};
use crate::Result;
use crate::error::{Code, Error};
use crate::files::Source;
use crate::hooks::Upload;
use crate::wire::{Object, Value};
use axum::body::Bytes;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use serde_json::json;
use std::pin::Pin;

impl Actor<'_> {
    pub(super) async fn create_file(&self, input: &Object) -> Result<Members> {
        let upload = input.get("upload").cloned().unwrap_or_default();
        let name = self.keep(upload).await?;
        let url = format!("{}{name}", self.files_url);
        let info = json!({"__type": "File", "name": name, "url": url});
        let info = Data::Typed(Shape::File, info);
        Ok(vec![("fileInfo".to_owned(), info)])
    }

    /// The `fields` of the input, in which what was to be uploaded is kept.
    pub(super) async fn uploaded(&self, class: &Class, input: &Object) -> Result<Value> {
        let mut fields = input.get("fields").cloned().unwrap_or_default();
        self.keep_members(&class.fields, &mut fields).await?;
        Ok(fields)
    }

    async fn keep_members(&self, fields: &[Field], members: &mut Value) -> Result<()> {
        let Value::Object(members) = members else {
            return Ok(());
        };
        for field in fields {
            if let Some(value) = members.get_mut(&field.name) {
                self.keep_inside(&field.shape, value).await?;
            }
        }
        Ok(())
    }

    fn keep_inside<'f>(
        &'f self,
        shape: &'f Shape,
        value: &'f mut Value,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'f>> {
        Box::pin(async move {
            match (shape, value) {
                (Shape::File, Value::Object(members)) => {
                    let upload = members.remove("upload").filter(|upload| !upload.is_null());
                    if let Some(upload) = upload {
                        let name = self.keep(upload).await?;
                        members.insert("file".to_owned(), name.into());
                    }
                }
                (Shape::Record(record), value) => {
                    self.keep_members(&record.fields, value).await?;
                }
                (Shape::Array(Some(element)), Value::Array(elements)) => {
                    for value in elements {
                        self.keep_inside(element, value).await?;
                    }
                }
                (Shape::Pointer(class), Value::Object(members)) => {
                    let class = self.class(class)?;
                    if let Some(fields) = members.get_mut("createAndLink") {
                        self.keep_members(&class.fields, fields).await?;
                    }
                }
                (Shape::Relation(class), Value::Object(members)) => {
                    let class = self.class(class)?;
                    let list = members
                        .get_mut("createAndAdd")
                        .and_then(Value::as_array_mut);
                    for fields in list.into_iter().flatten() {
                        self.keep_members(&class.fields, fields).await?;
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Keeps `{name, base64, contentType}`, and gives the name by which it is found.
    async fn keep(&self, upload: Value) -> Result<String> {
        let text = |name: &str| upload.get(name).and_then(Value::as_str);
        let (Some(name), Some(base64)) = (text("name"), text("base64")) else {
            let message = "an upload is {name, base64, contentType}";
            return Err(Error::new(Code::INVALID_JSON, message));
        };
        let bytes = BASE64.decode(base64).map_err(|_| {
            Error::new(
                Code::INVALID_JSON,
                "the base64 of an upload does not decode",
            )
        })?;
        let about = Upload {
            name: name.to_owned(),
            content_type: text("contentType").unwrap_or_default().to_owned(),
            metadata: Object::new(),
            tags: Object::new(),
        };
        let source = Whole(Some(bytes.into()));
        let saved = self.service.save_file(&self.asking.caller, about, source);
        Ok(saved.await?.as_str().to_owned())
    }
}

/// A file that came at once.
struct Whole(Option<Bytes>);

impl Source for Whole {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        Ok(self.0.take().filter(|bytes| !bytes.is_empty()))
    }
}
