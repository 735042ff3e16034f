//! What the Relations of many objects hold, as pairs of ids: for whoever finds the objects themselves together.

use super::{Database, reader::Readers};
use crate::Result;
use crate::class::ClassDef;
use crate::store::Link;
use rusqlite::Connection;
use serde_json::Value;

impl Readers {
    pub(super) async fn links(
        &self,
        class: &'static ClassDef,
        field: usize,
        owners: Vec<String>,
        most: usize,
    ) -> Result<Vec<Link>> {
        let owners = Value::from(owners).to_string();
        self.answer(move |database, connection| {
            links(database, connection, class, field, &owners, most)
        })
        .await
    }
}

fn links(
    database: &Database,
    connection: &Connection,
    class: &ClassDef,
    field: usize,
    owners: &str,
    most: usize,
) -> rusqlite::Result<Vec<Link>> {
    let join = database.sql().table(class).join(field);
    let sql = format!(
        "SELECT \"owningId\",\"relatedId\" FROM {join} \
         WHERE \"owningId\" IN (SELECT value FROM json_each(?1)) LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let links = statement.query_map((owners, most), |row| {
        Ok(Link {
            owner: row.get(0)?,
            related: row.get(1)?,
        })
    })?;
    links.collect()
}
