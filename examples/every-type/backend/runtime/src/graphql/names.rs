//! Names on the wire → names in GraphQL. The generator writes `schema.graphql` with this same file, so it knows nothing but
//! text: no class table, no crate.
//!
//! Names on the wire may be any text and GraphQL's are letters, digits and `_`, so two may meet. Each is taken from a
//! [`Scope`], in an order that both sides keep: that of the wire names, byte by byte.

use std::collections::HashSet;

/// Types that are there whatever the schema is; no class takes their names.
pub const TYPES: &[&str] = &[
    "ACL",
    "ACLInput",
    "Any",
    "ArrayResult",
    "ArrayWhereInput",
    "Boolean",
    "BooleanWhereInput",
    "BoxInput",
    "Bytes",
    "BytesWhereInput",
    "CallCloudCodeInput",
    "CallCloudCodePayload",
    "CenterSphereInput",
    "ChallengeInput",
    "ChallengePayload",
    "Class",
    "CloudCodeFunction",
    "ConfigValue",
    "ConfirmResetPasswordInput",
    "ConfirmResetPasswordPayload",
    "CreateFileInput",
    "CreateFilePayload",
    "Date",
    "DateWhereInput",
    "Element",
    "File",
    "FileInfo",
    "FileInput",
    "FileWhereInput",
    "Float",
    "GeoIntersectsInput",
    "GeoPoint",
    "GeoPointInput",
    "GeoPointWhereInput",
    "GeoWithinInput",
    "ID",
    "IdWhereInput",
    "Int",
    "KeyValueInput",
    "LiveEventKind",
    "LogInInput",
    "LogInPayload",
    "LogInWithInput",
    "LogInWithPayload",
    "LogOutInput",
    "LogOutPayload",
    "Mutation",
    "Node",
    "NumberWhereInput",
    "Object",
    "ObjectWhereInput",
    "PageInfo",
    "ParseObject",
    "PolygonWhereInput",
    "PublicACL",
    "PublicACLInput",
    "Query",
    "ReadOptionsInput",
    "ReadPreference",
    "ResetPasswordInput",
    "ResetPasswordPayload",
    "RoleACL",
    "RoleACLInput",
    "SchemaField",
    "SearchInput",
    "SelectInput",
    "SendVerificationEmailInput",
    "SendVerificationEmailPayload",
    "SignUpInput",
    "SignUpPayload",
    "String",
    "StringWhereInput",
    "SubqueryInput",
    "Subscription",
    "TextInput",
    "UpdateCloudConfigInput",
    "UpdateCloudConfigPayload",
    "Upload",
    "UserACL",
    "UserACLInput",
    "UserLoginWithInput",
    "Viewer",
    "WithinInput",
];

/// Types that each class, enum and Object with fields may bring along, by what stands around its own name.
const COMPANIONS: &[(&str, &str)] = &[
    ("", ""),
    ("", "Connection"),
    ("", "Edge"),
    ("", "Event"),
    ("", "Input"),
    ("", "Order"),
    ("", "PointerInput"),
    ("", "RelationInput"),
    ("", "RelationWhereInput"),
    ("", "WhereInput"),
    ("Create", "FieldsInput"),
    ("Create", "Input"),
    ("Create", "Payload"),
    ("Delete", "Input"),
    ("Delete", "Payload"),
    ("Update", "FieldsInput"),
    ("Update", "Input"),
    ("Update", "Payload"),
];

/// Fields of the root that are there whatever the schema is.
pub const ROOT: &[&str] = &[
    "node",
    "viewer",
    "health",
    "class",
    "classes",
    "cloudConfig",
];

/// Fields that every object has.
pub const OBJECT: &[&str] = &["id", "objectId", "createdAt", "updatedAt", "ACL"];

/// Names that are taken.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    pub fn with(taken: &[&str]) -> Self {
        Self {
            taken: taken.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// The name, or the first of `NAME_2`, `NAME_3` that is free.
    pub fn take(&mut self, wish: &str) -> String {
        self.take_with(wish, &[("", "")])
    }

    /// The same of a type with the names of those that it may bring along.
    pub fn take_type(&mut self, wish: &str) -> String {
        self.take_with(wish, COMPANIONS)
    }

    fn take_with(&mut self, wish: &str, around: &[(&str, &str)]) -> String {
        let all = |name: &str| -> Vec<String> {
            let all = around.iter();
            all.map(|(before, after)| format!("{before}{name}{after}"))
                .collect()
        };
        let mut name = wish.to_owned();
        let mut number = 1;
        while all(&name).iter().any(|name| self.taken.contains(name)) {
            number += 1;
            name = format!("{wish}_{number}");
        }
        self.taken.extend(all(&name));
        name
    }
}

/// A name on the wire in the letters of GraphQL.
pub fn spelled(wire: &str) -> String {
    let letter = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => letter,
        _ => '_',
    };
    let name: String = wire.chars().map(letter).collect();
    match name.as_bytes() {
        [] => "empty".to_owned(),
        [b'0'..=b'9', ..] => format!("_{name}"),
        // What begins with two is GraphQL's own.
        [b'_', b'_', ..] => format!("x{name}"),
        _ => name,
    }
}

/// The value of an enum: three words are none.
pub fn value(wire: &str) -> String {
    match wire {
        "true" | "false" | "null" => format!("{wire}_"),
        _ => spelled(wire),
    }
}

/// The type of a class: `_User` is `User`.
pub fn class(wire: &str) -> String {
    spelled(wire.strip_prefix('_').unwrap_or(wire))
}

/// The field of the root that gets one object: `Order` is `order`.
pub fn one(class: &str) -> String {
    with_first(class, |letter| letter.to_ascii_lowercase())
}

/// The field of the root that finds many: `order` is `orders`.
pub fn many(one: &str) -> String {
    match plural(one) {
        same if same == one => format!("{one}List"),
        plural => plural,
    }
}

/// The type of an enum or an Object with fields: `Order` and `status` are `OrderStatus`.
pub fn member(owner: &str, field: &str) -> String {
    let field = spelled(field);
    let words = field.split('_').filter(|word| !word.is_empty());
    let words = words.map(|word| with_first(word, |letter| letter.to_ascii_uppercase()));
    format!("{owner}{}", words.collect::<String>())
}

/// The type of the elements of an Array: `OrderProducts` is `OrderProduct`, and `OrderData` is `OrderDataItem`.
pub fn element(array: &str) -> String {
    let stem = |ending: &str| array.strip_suffix(ending).filter(|stem| stem.len() > 2);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    let sibilant = ["sses", "xes", "ches", "shes"];
    if sibilant.iter().any(|ending| array.ends_with(ending)) {
        return array[..array.len() - 2].to_owned();
    }
    match stem("s") {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with("tatu") => stem.to_owned(),
        _ => format!("{array}Item"),
    }
}

/// English plurals, those of words that are common in schemas.
fn plural(word: &str) -> String {
    const IRREGULAR: &[(&str, &str)] = &[
        ("person", "people"),
        ("child", "children"),
        ("man", "men"),
        ("foot", "feet"),
        ("tooth", "teeth"),
        ("goose", "geese"),
        ("mouse", "mice"),
        ("index", "indices"),
        ("analysis", "analyses"),
        ("criterion", "criteria"),
    ];
    const UNCOUNTABLE: &[&str] = &[
        "news",
        "equipment",
        "information",
        "series",
        "species",
        "sheep",
        "fish",
        "money",
        "media",
        "data",
        "staff",
        "people",
        "children",
    ];
    let lower = word.to_ascii_lowercase();
    if UNCOUNTABLE.iter().any(|ending| lower.ends_with(ending)) {
        return word.to_owned();
    }
    let with = |cut: usize, ending: &str| format!("{}{ending}", &word[..word.len() - cut]);
    for (one, many) in IRREGULAR {
        // The first letter stays as it is written.
        if lower.ends_with(one) && !lower.ends_with("human") {
            return with(one.len() - 1, &many[1..]);
        }
    }
    let before_y = lower.as_bytes().iter().rev().nth(1);
    if lower.ends_with('y') && before_y.is_some_and(|letter| !b"aeiou".contains(letter)) {
        return with(1, "ies");
    }
    if lower.ends_with("ss")
        || ["us", "x", "z", "ch", "sh", "is"]
            .iter()
            .any(|ending| lower.ends_with(ending))
    {
        return with(0, "es");
    }
    if lower.ends_with('s') {
        return word.to_owned();
    }
    with(0, "s")
}

fn with_first(word: &str, change: impl Fn(char) -> char) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => std::iter::once(change(first)).chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, TYPES, class, element, many, member, one, spelled};

    #[test]
    fn a_class_has_a_type_and_two_fields_of_the_root() {
        for (wire, name, first, all) in [
            ("Order", "Order", "order", "orders"),
            ("_User", "User", "user", "users"),
            ("Category", "Category", "category", "categories"),
            ("Box", "Box", "box", "boxes"),
            ("Address", "Address", "address", "addresses"),
            ("OrderStatus", "OrderStatus", "orderStatus", "orderStatuses"),
            ("Person", "Person", "person", "people"),
            ("Day", "Day", "day", "days"),
            ("News", "News", "news", "newsList"),
            ("Orders", "Orders", "orders", "ordersList"),
            ("Größe", "Gr__e", "gr__e", "gr__es"),
        ] {
            assert_eq!(class(wire), name);
            assert_eq!(one(&class(wire)), first);
            assert_eq!(many(&one(&class(wire))), all);
        }
    }

    #[test]
    fn what_is_inside_of_a_class_is_called_after_it() {
        assert_eq!(member("Order", "status"), "OrderStatus");
        assert_eq!(member("Order", "order_id"), "OrderOrderId");
        assert_eq!(element(&member("Order", "products")), "OrderProduct");
        assert_eq!(element(&member("Order", "data")), "OrderDataItem");
    }

    #[test]
    fn any_text_becomes_a_name() {
        assert_eq!(spelled("out for delivery"), "out_for_delivery");
        assert_eq!(spelled("2nd"), "_2nd");
        assert_eq!(spelled("__type"), "x__type");
        assert_eq!(spelled(""), "empty");
    }

    #[test]
    fn names_that_meet_are_told_apart() {
        let mut types = Scope::with(TYPES);
        assert_eq!(types.take_type("String"), "String_2");
        assert_eq!(types.take_type("Order"), "Order");
        assert_eq!(types.take_type("OrderConnection"), "OrderConnection_2");
    }
}
