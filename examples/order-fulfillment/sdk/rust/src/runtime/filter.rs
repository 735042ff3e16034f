//! Conditions on objects, written with the columns of a class: `Order::STATUS.eq(OrderStatus::Paid)`.

use super::reference::pointer;
use super::{Class, Column, GeoPoint, Id, Polygon, Ref, Relation};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::fmt;
use std::marker::PhantomData;

/// A condition on objects of the class `C`.
pub struct Filter<C> {
    json: Map<String, Value>,
    class: PhantomData<fn() -> C>,
}

/// A value that can be compared with a column of type `T`.
pub trait Operand<T> {
    fn json(self) -> Value;
}

/// Two conditions on one field as one: `{"$gte": 10, "$lt": 20}`.
fn operators(one: &Value, other: &Value) -> Option<Value> {
    let (one, other) = (one.as_object()?, other.as_object()?);
    let mut names = one.keys().chain(other.keys());
    let all_operators = names.all(|name| name.starts_with('$'));
    let disjoint = other.keys().all(|name| !one.contains_key(name));
    (all_operators && disjoint).then(|| {
        let both = one.iter().chain(other);
        both.map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    })
}

/// What is no JSON, such as a number that is not a number, compares as nothing.
fn json_of(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

impl<T: Serialize> Operand<T> for T {
    fn json(self) -> Value {
        json_of(&self)
    }
}

impl Operand<String> for &str {
    fn json(self) -> Value {
        self.into()
    }
}

impl Operand<String> for &String {
    fn json(self) -> Value {
        self.as_str().into()
    }
}

impl<C> Operand<Id<C>> for &Id<C> {
    fn json(self) -> Value {
        self.as_str().into()
    }
}

impl<C: Class> Operand<Ref<C>> for &Ref<C> {
    fn json(self) -> Value {
        pointer(self.id())
    }
}

impl<C: Class> Operand<Ref<C>> for &Id<C> {
    fn json(self) -> Value {
        pointer(self)
    }
}

impl<C: Class> Operand<Ref<C>> for Id<C> {
    fn json(self) -> Value {
        pointer(&self)
    }
}

impl<C> Filter<C> {
    fn new(name: &str, condition: Value) -> Self {
        Self {
            json: [(name.to_owned(), condition)].into_iter().collect(),
            class: PhantomData,
        }
    }

    /// Both hold.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        let fits = other.json.iter().all(|(name, condition)| {
            let known = self.json.get(name);
            known.is_none_or(|known| operators(known, condition).is_some())
        });
        if !fits {
            return Self::new("$and", json!([self.json, other.json]));
        }
        for (name, condition) in other.json {
            let both = self
                .json
                .get(&name)
                .and_then(|known| operators(known, &condition));
            self.json.insert(name, both.unwrap_or(condition));
        }
        self
    }

    /// One of them holds, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::new("$or", json!([self.json, other.json]))
    }

    /// All of them hold.
    pub fn all_of(filters: impl IntoIterator<Item = Self>) -> Self {
        let filters: Vec<_> = filters.into_iter().map(|filter| filter.json).collect();
        Self::new("$and", json!(filters))
    }

    /// None of them holds.
    pub fn none_of(filters: impl IntoIterator<Item = Self>) -> Self {
        let filters: Vec<_> = filters.into_iter().map(|filter| filter.json).collect();
        Self::new("$nor", json!(filters))
    }

    /// As the wire has it.
    pub fn into_json(self) -> Value {
        self.json.into()
    }
}

impl<C: Class> Filter<C> {
    /// The object is in the Relation `column` of `owner`.
    pub fn related_to<O: Class>(owner: &Id<O>, column: Column<O, Relation<C>>) -> Self {
        Self::new(
            "$relatedTo",
            json!({"object": pointer(owner), "key": column.name}),
        )
    }
}

impl<C> Clone for Filter<C> {
    fn clone(&self) -> Self {
        Self {
            json: self.json.clone(),
            class: PhantomData,
        }
    }
}

impl<C> fmt::Debug for Filter<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.json, f)
    }
}

impl<C, T> Column<C, T> {
    fn is(self, operator: &str, value: Value) -> Filter<C> {
        Filter::new(self.name, json!({ operator: value }))
    }

    pub fn eq(self, value: impl Operand<T>) -> Filter<C> {
        Filter::new(self.name, value.json())
    }

    pub fn ne(self, value: impl Operand<T>) -> Filter<C> {
        self.is("$ne", value.json())
    }

    pub fn lt(self, value: impl Operand<T>) -> Filter<C> {
        self.is("$lt", value.json())
    }

    pub fn le(self, value: impl Operand<T>) -> Filter<C> {
        self.is("$lte", value.json())
    }

    pub fn gt(self, value: impl Operand<T>) -> Filter<C> {
        self.is("$gt", value.json())
    }

    pub fn ge(self, value: impl Operand<T>) -> Filter<C> {
        self.is("$gte", value.json())
    }

    pub fn one_of(self, values: impl IntoIterator<Item = impl Operand<T>>) -> Filter<C> {
        self.is("$in", values.into_iter().map(Operand::json).collect())
    }

    pub fn none_of(self, values: impl IntoIterator<Item = impl Operand<T>>) -> Filter<C> {
        self.is("$nin", values.into_iter().map(Operand::json).collect())
    }

    /// The field is not set.
    pub fn missing(self) -> Filter<C> {
        Filter::new(self.name, Value::Null)
    }

    /// Whether the field is set.
    pub fn exists(self, exists: bool) -> Filter<C> {
        self.is("$exists", exists.into())
    }
}

impl<C> Column<C, String> {
    pub fn starts_with(self, text: &str) -> Filter<C> {
        self.matches(&format!("^{}", escaped(text)))
    }

    pub fn contains(self, text: &str) -> Filter<C> {
        self.matches(&escaped(text))
    }

    /// Matches a regular expression. The server's engine takes linear time, so it has neither look-around nor back references.
    pub fn matches(self, pattern: &str) -> Filter<C> {
        self.is("$regex", pattern.into())
    }

    /// The same, where capitals and small letters are alike.
    pub fn matches_any_case(self, pattern: &str) -> Filter<C> {
        let condition = json!({"$regex": pattern, "$options": "i"});
        Filter::new(self.name, condition)
    }

    /// Has these words.
    pub fn search(self, words: &str) -> Filter<C> {
        self.is("$text", json!({"$search": {"$term": words}}))
    }
}

fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars() {
        if r"\.+*?()|[]{}^$".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

impl<C, T> Column<C, Vec<T>> {
    /// An element is equal to this.
    pub fn has(self, element: impl Operand<T>) -> Filter<C> {
        Filter::new(self.name, element.json())
    }

    /// Each of these is an element.
    pub fn has_all(self, elements: impl IntoIterator<Item = impl Operand<T>>) -> Filter<C> {
        self.is("$all", elements.into_iter().map(Operand::json).collect())
    }

    /// Every element is one of these.
    pub fn within(self, elements: impl IntoIterator<Item = impl Operand<T>>) -> Filter<C> {
        self.is(
            "$containedBy",
            elements.into_iter().map(Operand::json).collect(),
        )
    }
}

impl<C, D: Class> Column<C, Ref<D>> {
    /// Points at an object for which this holds.
    pub fn matches(self, filter: Filter<D>) -> Filter<C> {
        self.is(
            "$inQuery",
            json!({"className": D::NAME, "where": filter.json}),
        )
    }

    /// Points at no object for which this holds.
    pub fn matches_none(self, filter: Filter<D>) -> Filter<C> {
        self.is(
            "$notInQuery",
            json!({"className": D::NAME, "where": filter.json}),
        )
    }
}

impl<C> Column<C, GeoPoint> {
    /// Within so many kilometers; the nearest come first, unless the query has an order.
    pub fn near(self, center: GeoPoint, kilometers: f64) -> Filter<C> {
        let condition = json!({"$nearSphere": center, "$maxDistanceInKilometers": kilometers});
        Filter::new(self.name, condition)
    }

    /// Between two corners.
    pub fn in_box(self, southwest: GeoPoint, northeast: GeoPoint) -> Filter<C> {
        self.is("$within", json!({"$box": [southwest, northeast]}))
    }

    pub fn inside(self, area: &Polygon) -> Filter<C> {
        self.is("$geoWithin", json!({"$polygon": area}))
    }
}

impl<C> Column<C, Polygon> {
    pub fn covers(self, point: GeoPoint) -> Filter<C> {
        self.is("$geoIntersects", json!({"$point": point}))
    }
}
