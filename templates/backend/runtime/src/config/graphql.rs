//! The settings of GraphQL.

use super::Settings;
use crate::Result;
use std::path::PathBuf;

/// How much one document may ask for, and which documents there are.
#[derive(Clone, Debug)]
pub struct GraphqlSettings {
    pub max_document_bytes: usize,
    pub max_tokens: usize,
    /// Levels of fields.
    pub max_depth: usize,
    /// Fields, those of a list times its page.
    pub max_complexity: u64,
    /// Fields that are asked for under another name, or at the root.
    pub max_aliases: usize,
    /// Whether everybody may ask what types there are, and gets the page to write queries on.
    pub open: bool,
    /// How many documents that clients sent are remembered by their hash; 0 is none.
    pub remembered: usize,
    /// The documents that there are; `None` where clients send what they like.
    pub documents: Option<PathBuf>,
}

impl Settings {
    pub(super) fn graphql(&self) -> Result<GraphqlSettings> {
        let documents = self.text("GRAPHQL_DOCUMENTS");
        Ok(GraphqlSettings {
            max_document_bytes: self.parsed("GRAPHQL_MAX_DOCUMENT_BYTES", "a number of bytes")?,
            max_tokens: self.parsed("GRAPHQL_MAX_TOKENS", "a number of tokens")?,
            max_depth: self.parsed("GRAPHQL_MAX_DEPTH", "a number of levels")?,
            max_complexity: self.parsed("GRAPHQL_MAX_COMPLEXITY", "a number of fields")?,
            max_aliases: self.parsed("GRAPHQL_MAX_ALIASES", "a number of names")?,
            // `backsmith dev` says so to the server that it starts.
            open: self.flag("GRAPHQL_OPEN")? || std::env::var_os("BACKSMITH_DEV").is_some(),
            remembered: self.parsed("GRAPHQL_REMEMBERED_DOCUMENTS", "a number of documents")?,
            documents: (!documents.is_empty()).then(|| documents.into()),
        })
    }
}
