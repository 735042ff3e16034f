//! How random schemas are drawn: mostly odd ones.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::schema::{Class, Field, Kind, Rules, Schema};
use super::words::{ODD_VALUES, PATTERNS, PROSE, names};

pub fn schema() -> impl Strategy<Value = Schema> {
    let function = (name(), vec(field(), 0..3), option::of(element()));
    let functions = vec(
        function.prop_map(|(name, params, result)| (name, params, result)),
        0..3,
    );
    (
        prose(),
        prop::bool::weighted(0.2),
        vec(class(), 1..8),
        functions,
    )
        .prop_map(|(name, open, classes, functions)| {
            // A project has a name.
            Schema::new(format!("shop{name}"), open, classes, functions)
        })
}

fn class() -> impl Strategy<Value = Class> {
    let system = select(&["User", "Role", "Session", "Installation"][..]).prop_map(str::to_owned);
    let name = prop_oneof![8 => name(), 1 => system];
    let owner = option::of((name_of_pointer(), any::<bool>()));
    let rare = prop::bool::weighted(0.2);
    let access = option::weighted(0.4, [who(), who(), who(), who()]);
    (
        name,
        option::of(prose()),
        vec(field_of_class(), 0..10),
        owner,
        access,
        rare,
        option::of(any::<Index>()),
        option::of(any::<Index>()),
    )
        .prop_map(
            |(name, description, fields, owner, access, permissions, index, unique)| Class {
                name,
                description,
                fields,
                owner,
                access,
                permissions,
                index,
                unique,
            },
        )
}

fn who() -> impl Strategy<Value = Vec<&'static str>> {
    vec(
        select(
            &[
                "public",
                "authenticated",
                "owner",
                "role:admin",
                "role:staff",
            ][..],
        ),
        0..3,
    )
}

fn name_of_pointer() -> impl Strategy<Value = String> {
    select(&["user", "owner", "self", "ref", "注文", "OrderID"][..]).prop_map(str::to_owned)
}

/// Without those that every object has in the wire format: they may not be of any type.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(names()).prop_map(str::to_owned),
        1 => "[a-zA-Z][a-zA-Z0-9_]{0,12}",
        1 => "[a-zA-Z0-9\\p{Latin}\\p{Cyrillic}\\p{Han}\\p{Greek}\\p{Arabic} _\\-]{0,8}",
    ]
    .prop_filter("a name is short, of letters, and no system field", |name| {
        let letters = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ' ');
        name.len() <= 63
            && name.trim() == name
            && !name.starts_with('_')
            && name.chars().all(letters)
            && name.chars().any(char::is_alphanumeric)
            && !["objectId", "createdAt", "updatedAt", "ACL"].contains(&name.as_str())
    })
}

fn prose() -> impl Strategy<Value = String> {
    vec(select(PROSE), 1..6).prop_map(|parts| parts.join(" "))
}

/// A Relation is for the top of a class alone.
fn field_of_class() -> impl Strategy<Value = (String, Field)> {
    let relation = shaped(any::<Index>().prop_map(Kind::Relation));
    (name(), prop_oneof![9 => element(), 1 => relation])
}

fn field() -> impl Strategy<Value = (String, Field)> {
    (name(), element())
}

fn element() -> impl Strategy<Value = Field> {
    let on_delete = select(&["keep", "restrict", "cascade", "clear"][..]);
    let pointer = (any::<Index>(), on_delete);
    let leaf = shaped(prop_oneof![
        6 => plain(),
        2 => chosen(),
        2 => pointer.prop_map(|(to, on_delete)| Kind::Pointer(to, on_delete)),
    ]);
    leaf.prop_recursive(3, 12, 4, |inner| {
        let fields = vec((name(), inner.clone()), 0..4);
        let least = prop_oneof![4 => 0..4u32, 1 => Just(100_000)];
        let length = (least, 0..9u32).prop_map(|(least, more)| (least, least + more));
        let array = (
            option::weighted(0.8, inner.prop_map(Box::new)),
            option::of(length),
        );
        shaped(prop_oneof![
            2 => option::weighted(0.8, fields).prop_map(Kind::Object),
            2 => array.prop_map(|(element, length)| Kind::Array(element, length)),
        ])
    })
}

fn shaped(kind: impl Strategy<Value = Kind>) -> impl Strategy<Value = Field> {
    (kind, option::weighted(0.3, prose()), any::<bool>(), rules()).prop_map(
        |(kind, description, required, rules)| Field {
            kind,
            description,
            required,
            rules,
        },
    )
}

fn rules() -> impl Strategy<Value = Rules> {
    let rare = || prop::bool::weighted(0.1);
    (
        rare(),
        rare(),
        rare(),
        rare(),
        rare(),
        prop::bool::weighted(0.3),
        rare(),
    )
        .prop_map(
            |(unique, index, read_only, immutable, hidden, default, code_name)| Rules {
                unique,
                index,
                read_only,
                immutable,
                hidden,
                default,
                code_name,
            },
        )
}

fn plain() -> impl Strategy<Value = Kind> {
    let kind = |(keys, default): (Value, Value)| Kind::Plain { keys, default };
    prop_oneof![text(), number(), anything()].prop_map(kind)
}

fn text() -> impl Strategy<Value = (Value, Value)> {
    let any = prose().prop_map(|default| (json!({ "type": "String" }), json!(default)));
    let bounded = (0..4u32, 4..9u32).prop_map(|(least, most)| {
        (
            json!({ "type": "String", "minLength": least, "maxLength": most }),
            json!("four"),
        )
    });
    let formats = select(
        &[
            ("email", "a@b.example"),
            ("url", "https://example.org/%7Bx%7D"),
            ("uuid", "123e4567-e89b-12d3-a456-426614174000"),
            ("phone", "+14155550123"),
        ][..],
    );
    let format = formats
        .prop_map(|(format, value)| (json!({ "type": "String", "format": format }), json!(value)));
    let pattern = select(PATTERNS)
        .prop_map(|pattern| (json!({ "type": "String", "pattern": pattern }), Value::Null));
    prop_oneof![2 => any, 1 => bounded, 1 => format, 1 => pattern]
}

fn number() -> impl Strategy<Value = (Value, Value)> {
    let fraction = any::<f64>().prop_filter("JSON has no other", |number| number.is_finite());
    let fraction = fraction.prop_map(|default| (json!({ "type": "Number" }), json!(default)));
    let whole = any::<i32>()
        .prop_map(|default| (json!({ "type": "Number", "integer": true }), json!(default)));
    let bounded = (-1e9..1e9f64, 0.0..1e9f64).prop_map(|(least, more)| {
        (
            json!({ "type": "Number", "minimum": least, "maximum": least + more }),
            json!(least),
        )
    });
    let counted = (-9..9i64, 0..9i64).prop_map(|(least, more)| {
        (
            json!({ "type": "Number", "integer": true, "minimum": least, "maximum": least + more }),
            json!(least),
        )
    });
    prop_oneof![fraction, whole, bounded, counted]
}

fn anything() -> impl Strategy<Value = (Value, Value)> {
    let values = vec![
        ("Boolean", json!(true)),
        ("Date", json!("2024-02-29T23:59:59.999Z")),
        (
            "GeoPoint",
            json!({ "__type": "GeoPoint", "latitude": -90, "longitude": 180.0 }),
        ),
        (
            "Polygon",
            json!({ "__type": "Polygon", "coordinates": [[0, 0], [0, 1], [1, 1]] }),
        ),
        ("File", json!({ "__type": "File", "name": "a \"b\".png" })),
        ("Bytes", json!({ "__type": "Bytes", "base64": "AQID" })),
        ("ACL", json!({ "*": { "read": true } })),
    ];
    select(values).prop_map(|(ty, default)| (json!({ "type": ty }), default))
}

fn chosen() -> impl Strategy<Value = Kind> {
    let value = prop_oneof![select(ODD_VALUES.to_vec()), select(names())].prop_map(str::to_owned);
    let steps = vec((any::<Index>(), any::<Index>()), 0..4);
    (vec(value, 1..6), steps, any::<bool>()).prop_map(|(values, steps, listed)| Kind::Enum {
        values,
        steps,
        listed,
    })
}
