//! Pointers → the objects that they point at, level by level: one query for each class that a level leads to, under the
//! rules of that class for whoever asks. What he may not read is not there, and neither is what no longer exists.

mod level;
mod sheet;
mod write;

use super::Service;
use crate::Result;
use crate::access::{self, Action, Caller};
use crate::class::ClassDef;
use crate::error::{Code, Error};
use crate::query::{Filter, Place, Projection, Select, Shape};
use crate::write::Stored;
use level::{Node, Wanted, wanted};
use sheet::Sheet;
use std::collections::HashSet;
use write::Writer;

/// How many objects one answer may include, each counted once a level.
const MAX_OBJECTS: usize = 50_000;

impl Service {
    /// The objects of `class` in `json`, with what `shape` includes in the place of Pointers.
    ///
    /// # Errors
    /// Code 102 where that is more than an answer may hold.
    pub(super) async fn include(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        shape: &Shape,
        json: Vec<u8>,
    ) -> Result<Vec<u8>> {
        if !shape.includes() {
            return Ok(json);
        }
        let mut sheets = vec![Sheet::new(class, json, &[shape])?];
        let all = (0..sheets[0].outlines.len()).collect();
        let mut levels = vec![vec![Node::new(&sheets, 0, shape, all)]];
        let mut left = MAX_OBJECTS;
        while let Some(level) = levels.last() {
            let wanted = wanted(&self.inner.catalog, &sheets, level);
            if wanted.is_empty() {
                break;
            }
            let next = self.load(caller, wanted, &mut sheets, &mut left).await?;
            levels.push(next);
        }
        Writer::new(&sheets, &levels).answer()
    }

    /// Reads what a level wants, and says where each shape finds it.
    async fn load<'s>(
        &self,
        caller: &Caller,
        wanted: Vec<Wanted<'s>>,
        sheets: &mut Vec<Sheet>,
        left: &mut usize,
    ) -> Result<Vec<Node<'s>>> {
        let mut groups: Vec<(Projection, Vec<Wanted<'s>>)> = Vec::new();
        for wanted in wanted {
            let withheld = wanted.class.permissions.withheld(wanted.class, caller);
            let fields = wanted.shape.projection(wanted.class, &withheld);
            let of_class = |(known, group): &&mut (Projection, Vec<Wanted<'s>>)| {
                *known == fields && group[0].class.name == wanted.class.name
            };
            match groups.iter_mut().find(of_class) {
                Some((_, group)) => group.push(wanted),
                None => groups.push((fields, vec![wanted])),
            }
        }
        let mut nodes = Vec::new();
        for (fields, group) in groups {
            let class = group[0].class;
            let ids: HashSet<_> = group.iter().flat_map(|wanted| &wanted.ids).collect();
            *left = left.checked_sub(ids.len()).ok_or_else(|| {
                Error::query(format!(
                    "`include` leads to more than {MAX_OBJECTS} objects"
                ))
            })?;
            let ids = ids.into_iter().cloned().map(Stored::Text).collect();
            let json = self.by_ids(caller, class, ids, fields).await?;
            let shapes: Vec<_> = group.iter().map(|wanted| wanted.shape).collect();
            sheets.push(Sheet::new(class, json, &shapes)?);
            let sheet = sheets.len() - 1;
            for wanted in group {
                let by_id = &sheets[sheet].by_id;
                let objects = wanted.ids.iter().filter_map(|id| by_id.get(id).copied());
                let objects = objects.collect();
                nodes.push(Node::new(sheets, sheet, wanted.shape, objects));
            }
        }
        Ok(nodes)
    }

    /// Those of these objects that the caller may get.
    async fn by_ids(
        &self,
        caller: &Caller,
        class: &'static ClassDef,
        ids: Vec<Stored>,
        fields: Projection,
    ) -> Result<Vec<u8>> {
        let allowed = match access::filter(&self.inner.catalog, class, Action::Get, caller) {
            Ok(allowed) => allowed,
            Err(error) if is_refusal(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let select = Select {
            class,
            limit: ids.len() as u64,
            filter: Filter::OneOf {
                place: Place::Id,
                values: ids,
            }
            .and(allowed),
            order: Vec::new(),
            skip: 0,
            fields,
            count: false,
            start: None,
        };
        match self.read(caller, select).await {
            Ok(page) => Ok(page.objects),
            Err(error) if is_refusal(&error) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

/// Whoever is refused a whole class, by its permissions or by a hook, is told of it where he asks for the class itself.
fn is_refusal(error: &Error) -> bool {
    !matches!(
        error.code,
        Code::INTERNAL | Code::TIMEOUT | Code::REQUEST_LIMIT_EXCEEDED
    )
}
