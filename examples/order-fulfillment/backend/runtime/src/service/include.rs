//! Pointers → the objects that they point at, level by level: one query for each class that a level leads to, under the
//! rules of that class for whoever asks. What he may not read is not there, and neither is what no longer exists.

use super::Service;
use super::outline::{Outline, outline};
use crate::Result;
use crate::access::{self, Action, Caller};
use crate::class::{ClassDef, Kind};
use crate::error::{Code, Error};
use crate::query::{Filter, Place, Projection, Select, Shape};
use crate::store::Catalog;
use crate::wire::Value;
use crate::write::Stored;
use std::collections::{HashMap, HashSet};
use std::ptr;

/// How many objects one answer may include, each counted once a level.
const MAX_OBJECTS: usize = 50_000;
/// How many bytes an answer may take with what it includes: an object stands in it wherever something points at it.
const MAX_BYTES: usize = 64 << 20;

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
        Writer {
            sheets: &sheets,
            levels: &levels,
            out: Vec::with_capacity(sheets.iter().map(|sheet| sheet.json.len()).sum()),
        }
        .root()
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

/// Objects of one class, as they were read.
struct Sheet {
    class: &'static ClassDef,
    json: Vec<u8>,
    outlines: Vec<Outline>,
    by_id: HashMap<String, usize>,
    /// The fields that some shape includes something at.
    names: Vec<&'static str>,
    /// What those fields hold, member by member of each outline.
    held: Vec<Vec<Held>>,
}

/// What may lead to other objects.
enum Held {
    Pointer { class: &'static str, id: String },
    Value(Value),
}

impl Sheet {
    fn new(class: &'static ClassDef, json: Vec<u8>, shapes: &[&Shape]) -> Result<Self> {
        let included = |name: &&str| {
            let mut shapes = shapes.iter();
            shapes.any(|shape| shape.of_field(class, name).is_some())
        };
        let fields = class.fields.iter().map(|field| field.name);
        let names: Vec<_> = fields.filter(included).collect();
        let outlines = outline(&json, &names);
        let mut by_id = HashMap::with_capacity(outlines.len());
        let mut held = Vec::with_capacity(outlines.len());
        for (index, outline) in outlines.iter().enumerate() {
            by_id.insert(text(&json[outline.id.clone()])?, index);
            let members = outline.members.iter();
            let values = members
                .map(|member| hold(class, names[member.name], &json[member.value.clone()]))
                .collect::<Result<_>>()?;
            held.push(values);
        }
        Ok(Self {
            class,
            json,
            outlines,
            by_id,
            names,
            held,
        })
    }
}

fn hold(class: &ClassDef, name: &str, json: &[u8]) -> Result<Held> {
    if let Some((_, field)) = class.field(name)
        && let Kind::Pointer { class, .. } = field.kind
        && let Some(id) = id_in_pointer(json)
    {
        return Ok(Held::Pointer { class, id });
    }
    serde_json::from_slice(json)
        .map(Held::Value)
        .map_err(Error::internal)
}

/// The objectId of a Pointer, which is its last member.
fn id_in_pointer(json: &[u8]) -> Option<String> {
    const KEY: &[u8] = b",\"objectId\":";
    let at = json.windows(KEY.len()).rposition(|part| part == KEY)?;
    text(json[at + KEY.len()..].strip_suffix(b"}")?).ok()
}

fn text(json: &[u8]) -> Result<String> {
    serde_json::from_slice(json).map_err(Error::internal)
}

/// The objects that one shape is laid on, of one class on one level.
struct Node<'s> {
    shape: &'s Shape,
    class: &'static ClassDef,
    sheet: usize,
    /// By their places in the sheet.
    objects: Vec<usize>,
    /// What is included at each of the sheet's names.
    parts: Vec<Option<&'s Shape>>,
}

impl<'s> Node<'s> {
    fn new(sheets: &[Sheet], sheet: usize, shape: &'s Shape, objects: Vec<usize>) -> Self {
        let Sheet { class, names, .. } = &sheets[sheet];
        let names = names.iter();
        Self {
            shape,
            class,
            sheet,
            objects,
            parts: names.map(|name| shape.of_field(class, name)).collect(),
        }
    }
}

/// The objects of a class that a level points at, for one shape.
struct Wanted<'s> {
    class: &'static ClassDef,
    shape: &'s Shape,
    ids: HashSet<String>,
}

fn wanted<'s>(catalog: &Catalog, sheets: &[Sheet], level: &[Node<'s>]) -> Vec<Wanted<'s>> {
    let mut all: Vec<Wanted<'s>> = Vec::new();
    let mut want = |class: &str, id: &str, shape: &'s Shape| {
        let known =
            |wanted: &&mut Wanted<'s>| ptr::eq(wanted.shape, shape) && wanted.class.name == class;
        if let Some(wanted) = all.iter_mut().find(known) {
            if !wanted.ids.contains(id) {
                wanted.ids.insert(id.to_owned());
            }
        } else if let Some(class) = catalog.class(class) {
            let ids = HashSet::from([id.to_owned()]);
            all.push(Wanted { class, shape, ids });
        }
    };
    for node in level {
        let sheet = &sheets[node.sheet];
        for &object in &node.objects {
            let members = sheet.outlines[object].members.iter();
            for (member, held) in members.zip(&sheet.held[object]) {
                match (node.parts[member.name], held) {
                    (Some(shape), Held::Pointer { class, id }) => want(class, id, shape),
                    (Some(shape), Held::Value(value)) => follow(value, shape, &mut want),
                    (None, _) => {}
                }
            }
        }
    }
    all
}

/// Each Pointer in a value that `shape` includes something at.
fn follow<'s>(value: &Value, shape: &'s Shape, want: &mut impl FnMut(&str, &str, &'s Shape)) {
    match value {
        Value::Array(values) => {
            for value in values {
                follow(value, shape, want);
            }
        }
        Value::Object(members) => match pointer(value) {
            Some((class, id)) => want(class, id, shape),
            None => {
                for (name, value) in members {
                    if let Some(shape) = shape.of_member(name) {
                        follow(value, shape, want);
                    }
                }
            }
        },
        _ => {}
    }
}

/// Class and objectId of a Pointer.
fn pointer(value: &Value) -> Option<(&str, &str)> {
    let text = |name| value.get(name).and_then(Value::as_str);
    let id = text("objectId").filter(|_| text("__type") == Some("Pointer"))?;
    Some((text("className")?, id))
}

struct Writer<'a, 's> {
    sheets: &'a [Sheet],
    levels: &'a [Vec<Node<'s>>],
    out: Vec<u8>,
}

impl<'a, 's> Writer<'a, 's> {
    fn root(mut self) -> Result<Vec<u8>> {
        let node = &self.levels[0][0];
        for &object in &node.objects {
            if !self.out.is_empty() {
                self.out.push(b',');
            }
            self.object(0, node, object)?;
        }
        Ok(self.out)
    }

    fn object(&mut self, level: usize, node: &'a Node<'s>, object: usize) -> Result<()> {
        if self.out.len() > MAX_BYTES {
            return Err(Error::query(format!(
                "the answer and what it includes take more than {} MiB",
                MAX_BYTES >> 20
            )));
        }
        let sheet = &self.sheets[node.sheet];
        let outline = &sheet.outlines[object];
        let mut copied = outline.range.start;
        for (member, held) in outline.members.iter().zip(&sheet.held[object]) {
            let Some(shape) = node.parts[member.name] else {
                continue;
            };
            self.copy(sheet, copied, member.whole.start);
            let mark = self.out.len();
            self.copy(sheet, member.whole.start, member.value.start);
            let is_there = match held {
                Held::Pointer { class, id } => self.pointed_at(level, class, id, shape)?,
                Held::Value(value) => self.value(level, value, shape)?,
            };
            if !is_there {
                self.out.truncate(mark);
            }
            copied = member.whole.end;
        }
        self.copy(sheet, copied, outline.range.end);
        Ok(())
    }

    fn copy(&mut self, sheet: &Sheet, from: usize, to: usize) {
        self.out.extend_from_slice(&sheet.json[from..to]);
    }

    /// Whether it is there; otherwise nothing is written.
    fn pointed_at(&mut self, level: usize, class: &str, id: &str, shape: &Shape) -> Result<bool> {
        let below = self.levels.get(level + 1).map_or(&[][..], Vec::as_slice);
        let node = below
            .iter()
            .find(|node| ptr::eq(node.shape, shape) && node.class.name == class);
        let Some(node) = node else {
            return Ok(false);
        };
        let Some(&object) = self.sheets[node.sheet].by_id.get(id) else {
            return Ok(false);
        };
        self.object(level + 1, node, object)?;
        // Its closing brace comes after what tells that it is an object.
        self.out.pop();
        self.out
            .extend_from_slice(b",\"__type\":\"Object\",\"className\":");
        self.out
            .extend_from_slice(Value::from(class).to_string().as_bytes());
        self.out.push(b'}');
        Ok(true)
    }

    /// A value with what `shape` includes in it; Pointers to what is not there are left out.
    fn value(&mut self, level: usize, value: &Value, shape: &Shape) -> Result<bool> {
        match value {
            Value::Array(values) => {
                self.out.push(b'[');
                let first = self.out.len();
                for value in values {
                    let mark = self.out.len();
                    self.comma(first);
                    if !self.value(level, value, shape)? {
                        self.out.truncate(mark);
                    }
                }
                self.out.push(b']');
            }
            Value::Object(members) => {
                if let Some((class, id)) = pointer(value) {
                    return self.pointed_at(level, class, id, shape);
                }
                self.out.push(b'{');
                let first = self.out.len();
                for (name, value) in members {
                    let mark = self.out.len();
                    self.comma(first);
                    self.plain(&Value::from(name.as_str()));
                    self.out.push(b':');
                    match shape.of_member(name) {
                        Some(shape) => {
                            if !self.value(level, value, shape)? {
                                self.out.truncate(mark);
                            }
                        }
                        None => self.plain(value),
                    }
                }
                self.out.push(b'}');
            }
            other => self.plain(other),
        }
        Ok(true)
    }

    fn comma(&mut self, first: usize) {
        if self.out.len() > first {
            self.out.push(b',');
        }
    }

    fn plain(&mut self, value: &Value) {
        // Writing into memory does not fail.
        let _ = serde_json::to_writer(&mut self.out, value);
    }
}
