//! Tables beside those of classes, kept by triggers, so that no way of writing an object can forget them: who may read which
//! object, and which user a provider knows by which id.

use super::super::super::sql::{ACL, SEQUENCE, Table, quoted};
use super::{Migration, failed};
use crate::Result;
use crate::access::Principal;
use crate::class::ClassDef;

impl Migration<'_> {
    pub(super) fn keep_beside(&mut self, table: &mut Table) -> Result<()> {
        let class = table.class;
        if is_decided_by_acl(class) {
            table.readers = Some(self.readers(table)?);
        }
        if let ("_User", Some((field, _))) = (class.name, class.field("authData")) {
            let column = table.columns[field].concat();
            table.linked = Some(self.linked(table, &column)?);
        }
        Ok(())
    }

    /// The table of who may read which object.
    fn readers(&mut self, table: &Table) -> Result<String> {
        let class = table.class.name;
        let wanted = format!("_Readers:{class}");
        let (name, is_new) = self.name(class, "ACL", "Readers", &wanted, "")?;
        let (readers, objects) = (quoted(&name), &table.name);
        if is_new {
            let of = |object: &str| {
                format!(
                    "SELECT '*' AS who, {object}.{SEQUENCE} AS seq WHERE {object}.{ACL} IS NULL UNION ALL \
                     SELECT key, {object}.{SEQUENCE} FROM json_each({object}.{ACL}) \
                     WHERE json_extract(value, '$.read')"
                )
            };
            let trigger = |event: &str| quoted(&format!("{event}:{name}"));
            let forget = format!(
                "DELETE FROM {readers} WHERE seq = OLD.{SEQUENCE} AND who IN \
                 (SELECT key FROM json_each(OLD.{ACL}) UNION SELECT '*')"
            );
            let (insert, update, delete) =
                (trigger("insert"), trigger("update"), trigger("delete"));
            let of_new = of("NEW");
            self.execute(&format!(
                "CREATE TABLE {readers} (who TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (who, seq)) WITHOUT ROWID; \
                 INSERT INTO {readers} SELECT '*', {SEQUENCE} FROM {objects} WHERE {ACL} IS NULL UNION ALL \
                 SELECT acl.key, {SEQUENCE} FROM {objects}, json_each({ACL}) AS acl \
                 WHERE json_extract(acl.value, '$.read'); \
                 CREATE TRIGGER {insert} AFTER INSERT ON {objects} BEGIN INSERT INTO {readers} {of_new}; END; \
                 CREATE TRIGGER {update} AFTER UPDATE OF {ACL} ON {objects} BEGIN {forget}; \
                 INSERT INTO {readers} {of_new}; END; \
                 CREATE TRIGGER {delete} AFTER DELETE ON {objects} BEGIN {forget}; END;"
            ))?;
        }
        Ok(readers)
    }

    /// The table of who is known to which provider as whom: one user at most for each.
    fn linked(&self, table: &Table, column: &str) -> Result<String> {
        // No class has a colon in its name.
        let name = format!("_Linked:{}", table.class.name);
        let (linked, users) = (quoted(&name), &table.name);
        let known = "SELECT count(*) FROM sqlite_master WHERE type='table' AND name=?";
        let known: i64 = self
            .transaction
            .query_row(known, [&name], |row| row.get(0))
            .map_err(failed)?;
        if known == 0 {
            // What is no object with an id links nobody; a plain text is not even JSON.
            let id = "CASE type WHEN 'object' THEN json_extract(value, '$.id') END";
            let of = |user: &str| {
                format!(
                    "SELECT key, {id}, {user}.{SEQUENCE} FROM json_each({user}.{column}) WHERE {id} IS NOT NULL"
                )
            };
            let trigger = |event: &str| quoted(&format!("{event}:{name}"));
            let remember = format!("INSERT INTO {linked} {}", of("NEW"));
            let forget = format!(
                "DELETE FROM {linked} WHERE (provider, id) IN (SELECT key, {id} FROM json_each(OLD.{column}))"
            );
            let (insert, update, delete) =
                (trigger("insert"), trigger("update"), trigger("delete"));
            self.execute(&format!(
                "CREATE TABLE {linked} (provider TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, \
                 PRIMARY KEY (provider, id)) WITHOUT ROWID; \
                 INSERT OR IGNORE INTO {linked} SELECT key, {id}, {SEQUENCE} FROM {users}, json_each({users}.{column}) \
                 WHERE {id} IS NOT NULL; \
                 CREATE TRIGGER {insert} AFTER INSERT ON {users} BEGIN {remember}; END; \
                 CREATE TRIGGER {update} AFTER UPDATE OF {column} ON {users} BEGIN {forget}; {remember}; END; \
                 CREATE TRIGGER {delete} AFTER DELETE ON {users} BEGIN {forget}; END;"
            ))?;
        }
        Ok(linked)
    }
}

/// Whether everybody, or everybody who is signed in, may read what an ACL lets him. Installations are read one by one.
fn is_decided_by_acl(class: &ClassDef) -> bool {
    let open = [Principal::Public, Principal::Authenticated];
    class.name != "_Installation" && class.access.read.iter().any(|who| open.contains(who))
}
