//! The vectors: each value is encoded and decoded in the client's own types, each operation and condition is written with them.

use crate::network::Failure;
use every_type_client::Everything;
use order_fulfillment_client::{
    Acl, Bytes, Change, Class, Column, Filter, GeoPoint, Id, Order, OrderStatus, Polygon, Product,
    Ref, Relation, Shipment, StoredFile, Timestamp, User,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

pub fn check(vectors: &Value) -> Result<(), Failure> {
    for vector in vectors.as_array().into_iter().flatten() {
        let wire = &vector["wire"];
        let name = vector["name"].as_str().unwrap_or_default();
        match vector["kind"].as_str() {
            Some("value") => value(vector, wire)?,
            Some("op") => same(name, wire, operation(vector)?),
            Some("where") => {
                if let Some(filter) = condition(name) {
                    same(name, wire, filter);
                }
            }
            other => return Err(format!("{name}: unknown kind {other:?}").into()),
        }
    }
    Ok(())
}

fn same(name: &str, wire: &Value, encoded: Value) {
    assert_eq!(plain(&encoded), plain(wire), "{name}");
}

/// JSON has one kind of number, and knows no difference of `1` and `1.0`.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(elements) => elements.iter().map(plain).collect(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect()
        }
        other => other.clone(),
    }
}

/// Encodes what it should be, and decodes it again.
fn both<T>(wire: &Value, value: T) -> Result<(), Failure>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    same("a value", wire, serde_json::to_value(&value)?);
    assert_eq!(serde_json::from_value::<T>(wire.clone())?, value);
    Ok(())
}

fn value(vector: &Value, wire: &Value) -> Result<(), Failure> {
    let given = &vector["value"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match vector["type"].as_str() {
        Some("Date") => both(wire, text(given).parse::<Timestamp>()?),
        Some("Bytes") => both(wire, Bytes(serde_json::from_value(given.clone())?)),
        Some("GeoPoint") => both(wire, place(given)),
        Some("Polygon") => {
            let corners = given.as_array().into_iter().flatten();
            both(wire, Polygon(corners.map(place).collect()))
        }
        Some("Pointer") if given[0] == "_User" => both(wire, pointer::<User>(given)),
        Some("Pointer") => both(wire, pointer::<Order>(given)),
        // It is read as what it is; what is written is an operation.
        Some("Relation") => Ok(serde_json::from_value::<Relation<User>>(wire.clone()).map(drop)?),
        Some("File") => {
            let (name, url) = (text(&given[0]), Some(text(&given[1])));
            both(wire, StoredFile { name, url })
        }
        Some("ACL") => {
            let mut acl = Acl::new();
            for (who, rights) in given.as_object().into_iter().flatten() {
                for right in rights.as_array().into_iter().flatten() {
                    acl = if right == "read" {
                        acl.read(who)
                    } else {
                        acl.write(who)
                    };
                }
            }
            both(wire, acl)
        }
        Some("Array") if vector["items"] == "Date" => {
            let moments = given.as_array().into_iter().flatten();
            let moments: Result<Vec<Timestamp>, _> = moments.map(|one| text(one).parse()).collect();
            both(wire, moments?)
        }
        // What has no type of its own is JSON as it is.
        _ => both(wire, wire.clone()),
    }
}

fn place(at: &Value) -> GeoPoint {
    let degrees = |index: usize| at[index].as_f64().unwrap_or_default();
    GeoPoint {
        latitude: degrees(0),
        longitude: degrees(1),
    }
}

fn pointer<C: Class>(given: &Value) -> Ref<C> {
    Ref::new(Id::new(given[1].as_str().unwrap_or_default()))
}

fn operation(vector: &Value) -> Result<Value, Failure> {
    let elements = || -> Vec<String> {
        let given = vector["arguments"].as_array().into_iter().flatten();
        given
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect()
    };
    let people = || -> Vec<Id<User>> {
        let given = vector["pointers"].as_array().into_iter().flatten();
        given.map(|one| pointer(one).id().clone()).collect()
    };
    let list = |change: Change<Vec<String>>| serde_json::to_value(change);
    let relation = |change: Change<Relation<User>>| serde_json::to_value(change);
    Ok(match vector["op"].as_str() {
        Some("increment") => {
            let by = &vector["arguments"][0];
            match by.as_i64() {
                Some(by) => serde_json::to_value(Change::<i64>::increment(by)),
                None => {
                    let by = by.as_f64().unwrap_or_default();
                    serde_json::to_value(Change::<f64>::increment(by))
                }
            }
        }
        Some("add") => list(Change::<Vec<String>>::add(elements())),
        Some("addUnique") => list(Change::<Vec<String>>::add_unique(elements())),
        Some("remove") => list(Change::<Vec<String>>::remove(elements())),
        Some("unset") => list(Change::Unset),
        Some("addRelation") => relation(Change::<Relation<User>>::add(people())),
        Some("removeRelation") => relation(Change::<Relation<User>>::remove(people())),
        other => return Err(format!("unknown operation {other:?}").into()),
    }?)
}

const TAGS: Column<Order, Vec<String>> = Column::new("array");
const PLACE: Column<Order, GeoPoint> = Column::new("place");
const AREA: Column<Order, Polygon> = Column::new("area");
const SKU_OF_LINE: Column<Order, String> = Column::new("products.sku");

/// The condition that a vector is called by, written with columns; `None` where this client has another way to say it.
fn condition(name: &str) -> Option<Value> {
    let paid = || Order::STATUS.eq(OrderStatus::Paid);
    let two = || [OrderStatus::Paid, OrderStatus::Shipped];
    let at = |latitude, longitude| GeoPoint {
        latitude,
        longitude,
    };
    let corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.0)];
    let area = Polygon(corners.map(|(lat, lon)| at(lat, lon)).into());
    let when = "2026-01-02T03:04:05.006Z".parse::<Timestamp>();
    Some(match name {
        "equal, in a word" | "words, small letters as they are" => return None,
        "equal" => shown(paid()),
        "is not" => shown(Order::STATUS.ne(OrderStatus::Paid)),
        "between" => shown(
            Order::TOTAL_AMOUNT
                .ge(10.0)
                .and(Order::TOTAL_AMOUNT.lt(20.0)),
        ),
        "one of" => shown(Order::STATUS.one_of(two())),
        "none of" => shown(Order::STATUS.none_of(two())),
        "is there" => shown(Product::SKU.exists(true)),
        "a regular expression" => shown(Product::NAME.matches_any_case("^c")),
        "a pointer's query" => shown(Shipment::ORDER.matches(paid())),
        "either" => shown(paid().or(Order::TOTAL_AMOUNT.gt(5.0))),
        "before a date" => shown(
            when.map(|when| Order::CREATED_AT.lt(when))
                .expect("it is a date"),
        ),
        "inside of an object" => shown(SKU_OF_LINE.eq("A-1")),
        "all of these" => shown(TAGS.has_all(["a", "b"])),
        "no others than these" => shown(TAGS.within(["a", "b"])),
        "an element" => shown(TAGS.has("a")),
        "both" => shown(Filter::all_of([paid(), Order::TOTAL_AMOUNT.le(5.0)])),
        "neither" => shown(Filter::none_of([paid(), Order::TOTAL_AMOUNT.gt(5.0)])),
        "not what a query finds" => shown(Shipment::ORDER.matches_none(paid())),
        "a pointer" => shown(Shipment::ORDER.eq(Id::new("o0rder0001"))),
        "words" => shown(Product::NAME.search("red cup")),
        "what is not there" => shown(Product::SKU.missing()),
        "near" => shown(PLACE.near(at(52.5, 13.4), 5.0)),
        "in a box" => shown(PLACE.in_box(at(52.0, 13.0), at(53.0, 14.0))),
        "in an area" => shown(PLACE.inside(&area)),
        "an area with a place in it" => shown(AREA.covers(at(0.5, 0.2))),
        "starts with" => shown(Product::NAME.starts_with("1.5 cm")),
        "contains" => shown(Product::NAME.contains("(red)")),
        "in a relation" => {
            let owner = every_type_client::Id::new("e0verythin");
            every_type_client::Filter::related_to(&owner, Everything::FRIENDS).into_json()
        }
        other => panic!("no condition is called `{other}`"),
    })
}

fn shown<C>(filter: Filter<C>) -> Value {
    filter.into_json()
}
