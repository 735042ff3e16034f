//! A shop in a database of its own, watched.

mod changes;
mod log;

use super::Sqlite;
use crate::Result;
use crate::class::{ClassDef, FieldDef, Notify, OnDelete, Schema};
use crate::config::LiveWindow;
use crate::store::{Catalog, Change, Changes, Committed, Missed, Position, Store, Watch};
use crate::wire::{Object, Value};
use crate::write::{Author, Insert, NOTIFICATION, Step, WriteSet, parse_create};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

static SCHEMA: Schema = Schema {
    name: "shop",
    roles: &[],
    classes: &[&CUSTOMER, &ORDER, &LINE, &CARD, &PRODUCT, &NOTICE, &MARK],
};

static CUSTOMER: ClassDef = ClassDef::new("Customer", &[FieldDef::string("email").unique()]);

static ORDER: ClassDef = ClassDef::new(
    "Order",
    &[
        FieldDef::string("status"),
        FieldDef::number("total"),
        FieldDef::pointer("customer", "Customer").on_delete(OnDelete::Cascade),
        FieldDef::pointer("user", "_User"),
        FieldDef::relation("products", "Product"),
    ],
)
.notify(&[Notify::new("status", &["user"], "It is {status}")]);

static LINE: ClassDef = ClassDef::new(
    "Line",
    &[FieldDef::pointer("order", "Order").on_delete(OnDelete::Cascade)],
);

static CARD: ClassDef = ClassDef::new(
    "Card",
    &[FieldDef::pointer("customer", "Customer").on_delete(OnDelete::Clear)],
);

static PRODUCT: ClassDef = ClassDef::new("Product", &[FieldDef::string("name")]);

static NOTICE: ClassDef = ClassDef::new(
    NOTIFICATION,
    &[
        FieldDef::pointer("user", "_User"),
        FieldDef::string("message"),
    ],
);

/// What a test writes to see that all before it has been told.
static MARK: ClassDef = ClassDef::new("Mark", &[]);

/// Nothing of a test is ever too much for it, or too old.
const AMPLE: LiveWindow = LiveWindow {
    age: Duration::from_secs(86_400),
    changes: 1_000_000,
    bytes: u32::MAX,
};

/// A folder that is gone when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, std::io::Error> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("backsmith-store-{}-{next}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A store and what it tells.
struct Shop {
    store: Sqlite,
    changes: Changes,
    watches: Vec<Watch>,
}

impl Shop {
    fn open(file: &Path, window: LiveWindow) -> Result<Self> {
        let catalog = Arc::new(Catalog::new(&SCHEMA));
        let timeout = Duration::from_secs(60);
        let store = Sqlite::open(file, catalog, "http://files/", timeout, window)?;
        Ok(Self {
            changes: store.changes(),
            store,
            watches: Vec::new(),
        })
    }

    async fn watching(file: &Path, classes: &[&'static ClassDef]) -> Result<Self> {
        let mut shop = Self::open(file, AMPLE)?;
        shop.watch(&MARK).await?;
        for class in classes {
            shop.watch(class).await?;
        }
        Ok(shop)
    }

    /// Where whoever watches the class from now on begins.
    async fn watch(&mut self, class: &'static ClassDef) -> Result<Position> {
        let watch = self.store.watch(class).await?;
        let from = watch.from;
        self.watches.push(watch);
        Ok(from)
    }

    async fn commit(&self, steps: Vec<Step>) -> Result<(), Broken> {
        let writes = WriteSet {
            steps,
            ..WriteSet::default()
        };
        let written = self.store.commit(writes).await.map(drop);
        written.map_err(|conflict| format!("{conflict:?}").into())
    }

    /// What was told of so far, transaction by transaction.
    async fn told(&mut self) -> Result<Vec<Change>, Broken> {
        // All that was committed before the end of it was told before.
        self.commit(vec![create(&MARK, "end", json!({}))?]).await?;
        self.commit(vec![Step::removal(&MARK, "end")]).await?;
        let mut told = Vec::new();
        loop {
            match self.changes.next().await {
                Some(Committed::Changes(changes)) => told.extend_from_slice(&changes),
                Some(Committed::Lost) | None => return Err("changes were lost".into()),
            }
            if told
                .last()
                .is_some_and(|change| change.class.name == MARK.name && change.after.is_none())
            {
                told.retain(|change| change.class.name != MARK.name);
                return Ok(told);
            }
        }
    }

    async fn missed(
        &self,
        class: &'static ClassDef,
        after: Position,
    ) -> Result<Option<Vec<Change>>> {
        let mut all: Vec<Change> = Vec::new();
        loop {
            let last = all.last().map_or(after, |change| change.position);
            match self.store.missed(class, last).await? {
                Missed::Gone => return Ok(None),
                Missed::Changes { changes, more } => {
                    all.extend(changes);
                    if !more {
                        return Ok(Some(all));
                    }
                }
            }
        }
    }
}

fn object(value: Value) -> Object {
    Object(value.as_object().cloned().unwrap_or_default())
}

fn create(class: &'static ClassDef, id: &str, body: Value) -> Result<Step> {
    let body = parse_create(class, &object(body), Author::Server)?;
    let at = 1_000;
    Ok(Step::Insert(Insert::new(class, id.to_owned(), at, body)))
}

fn change(class: &'static ClassDef, id: &str, body: Value) -> Result<Step> {
    Step::change(class, id, &object(body))
}

fn pointer(class: &str, id: &str) -> Value {
    json!({"__type": "Pointer", "className": class, "objectId": id})
}

/// A change in short: `Order o1: status="a" -> status="b"`, without what every object has.
fn short(change: &Change) -> String {
    let image = |image: &Option<Arc<Object>>| {
        let Some(image) = image else {
            return "none".to_owned();
        };
        let own = |name: &str| !matches!(name, "objectId" | "createdAt" | "updatedAt");
        let told = |value: &Value| value.get("objectId").unwrap_or(value).to_string();
        let members: BTreeSet<_> = image
            .0
            .iter()
            .filter(|(name, value)| own(name) && value["__type"] != "Relation")
            .map(|(name, value)| format!("{name}={}", told(value)))
            .collect();
        Vec::from_iter(members).join(" ")
    };
    let (before, after) = (image(&change.before), image(&change.after));
    format!("{} {}: {before} -> {after}", change.class.name, change.id)
}

fn shorts(changes: &[Change]) -> Vec<String> {
    changes.iter().map(short).collect()
}

/// Why a test cannot go on.
type Broken = Box<dyn std::error::Error>;
