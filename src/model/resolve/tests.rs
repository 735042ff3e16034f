//! What a schema means, beyond the mistakes that the golden files show.

use crate::model::{
    Access, Class, Field, FieldType, Format, Model, Principal, SystemClass, resolve,
};
use crate::schema::{Source, parse};

fn model(text: &str) -> Model {
    let source = Source {
        name: "schema.json".to_owned(),
        text: text.to_owned(),
    };
    let document = parse(&source).expect("it is JSON");
    resolve(&document).expect("it has no mistake").0
}

fn class<'a>(model: &'a Model, wire: &str) -> &'a Class {
    model
        .classes
        .iter()
        .find(|class| class.name.wire == wire)
        .expect("the class is there")
}

fn field<'a>(class: &'a Class, wire: &str) -> &'a Field {
    class
        .fields
        .iter()
        .find(|field| field.name.wire == wire)
        .expect("the field is there")
}

fn rule(access: &Access) -> String {
    let list = |who: &[Principal]| {
        let names = who.iter().map(|who| match who {
            Principal::Public => "public",
            Principal::Authenticated => "authenticated",
            Principal::Owner => "owner",
            Principal::Role(role) => role,
        });
        names.collect::<Vec<_>>().join("+")
    };
    let own = if access.create_as_owner {
        " as owner"
    } else {
        ""
    };
    let create = format!("{}{own}", list(&access.create));
    [
        list(&access.read),
        create,
        list(&access.update),
        list(&access.delete),
    ]
    .join(" | ")
}

#[test]
fn every_spelling_means_the_same() {
    let classes = r#"[{"className":"Order","fields":{"total":{"type":"Number","required":true}}}]"#;
    let plain = format!("{:?}", model(classes));
    for spelled in [
        format!(r#"{{"classes":{classes}}}"#),
        format!(r#"{{"results":{classes}}}"#),
        format!(r#"{{"definitions":{classes},"strict":true}}"#),
        format!("\u{feff}{classes}"),
    ] {
        assert_eq!(format!("{:?}", model(&spelled)), plain, "{spelled}");
    }
}

#[test]
fn system_classes_come_with_their_fields() {
    let model = model(
        r#"[{"className":"Order","fields":{"by":{"type":"Pointer","targetClass":"_User"}}}]"#,
    );
    let user = class(&model, "_User");
    assert_eq!(
        (user.system, user.listed, user.name.code.as_str()),
        (Some(SystemClass::User), false, "User")
    );
    let names: Vec<_> = user
        .fields
        .iter()
        .map(|field| field.name.wire.as_str())
        .collect();
    assert_eq!(
        names,
        ["username", "email", "password", "emailVerified", "authData"]
    );
    assert!(field(user, "password").required && field(user, "password").hidden);
    assert!(field(user, "emailVerified").read_only);
}

#[test]
fn a_listed_user_keeps_what_users_have() {
    let model = model(
        r#"[{"className":"User","fields":{
            "objectId":{"type":"String"}, "email":{"type":"String","required":true}, "address":{"type":"String"},
            "username":{"type":"String","minLength":3}
        }}]"#,
    );
    let user = class(&model, "_User");
    assert!(user.listed);
    let email = field(user, "email");
    assert!(email.required && email.system);
    assert_eq!(email.shape.checks.format, Some(Format::Email));
    let username = field(user, "username");
    assert!(username.required);
    assert_eq!(username.shape.checks.min_length, Some(3));
    assert!(!field(user, "address").system);
    assert_eq!(user.fields.len(), 6);
}

#[test]
fn a_role_points_at_users_that_nobody_lists() {
    let model = model(r#"[{"className":"_Role","fields":{}}]"#);
    let user = model
        .classes
        .iter()
        .position(|class| class.name.wire == "_User");
    let users = &field(class(&model, "_Role"), "users").shape.ty;
    assert!(matches!(users, FieldType::Relation(class) if Some(*class) == user));
}

#[test]
fn what_says_nothing_is_safe() {
    let model = model(include_str!("../../../schemas/order-fulfillment.json"));
    let rules: Vec<_> = model
        .classes
        .iter()
        .map(|class| format!("{}: {}", class.name.code, rule(&class.access)))
        .collect();
    assert_eq!(
        rules,
        [
            "User: owner+admin | public | owner+admin | owner+admin",
            "Order: owner+admin | authenticated as owner | owner+admin | owner+admin",
            "Product: public | admin | admin | admin",
            "Shipment: owner+admin | admin | admin | admin",
            "Notification: owner+admin | authenticated as owner | owner+admin | owner+admin",
        ]
    );
    assert_eq!(
        class(&model, "Shipment").owner.as_deref(),
        Some(&["order".to_owned(), "user".to_owned()][..])
    );
}

#[test]
fn open_access_is_asked_for_by_name() {
    let model = model(
        r#"{"defaultAccess":"open","classes":[
            {"className":"Order","fields":{"user":{"type":"Pointer","targetClass":"User","required":true}}},
            {"className":"Note","fields":{},"access":{"read":["role:staff"]}}
        ]}"#,
    );
    assert_eq!(
        rule(&class(&model, "Order").access),
        "public | public | public | public"
    );
    assert_eq!(
        rule(&class(&model, "Note").access),
        "staff | public | public | public"
    );
    assert_eq!(
        rule(&class(&model, "_User").access),
        "public | public | owner | owner"
    );
}

#[test]
fn what_access_leaves_out_stays_safe() {
    let model = model(
        r#"[{"className":"Order","fields":{"user":{"type":"Pointer","targetClass":"User","required":true}},
            "access":{"read":["role:staff","owner","owner"]}}]"#,
    );
    let access = &class(&model, "Order").access;
    assert!(access.declared);
    assert_eq!(
        rule(access),
        "owner+staff | authenticated as owner | owner+admin | owner+admin"
    );
}

#[test]
fn parse_permissions_take_the_place_of_the_safe_default() {
    let model = model(
        r#"{"results":[{"className":"Order","fields":{"user":{"type":"Pointer","targetClass":"User","required":true}},
            "classLevelPermissions":{"find":{"requiresAuthentication":true},"create":{"*":true,"role:staff":false},
            "protectedFields":{"*":["user"]}}, "indexes":{"_id_":{"_id":1},"byUser":{"_p_user":1,"createdAt":-1}}}]}"#,
    );
    let order = class(&model, "Order");
    assert_eq!(rule(&order.access), "public | public | public | public");
    let permissions = order.permissions.as_ref().expect("they are declared");
    assert!(permissions.operations["find"].requires_authentication);
    assert_eq!(permissions.operations["create"].allowed, ["*"]);
    assert_eq!(permissions.protected_fields["*"], ["user"]);
    let fields: Vec<_> = order.indexes[0]
        .fields
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        (order.indexes.len(), fields),
        (1, vec!["user", "createdAt"])
    );
}

#[test]
fn both_forms_of_transitions_mean_the_same() {
    let of = |transitions: &str| {
        let model = model(&format!(
            r#"[{{"className":"Order","fields":{{"status":{{"type":"String","enum":["a","b"],"transitions":{transitions}}}}}}}]"#
        ));
        match &field(&model.classes[0], "status").shape.ty {
            FieldType::Enum(values) => values.transitions.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        of(r#"{"a":["b",{"to":"a","by":["role:x"]}]}"#),
        of(r#"[{"from":"a","to":"b"},{"from":"a","to":"a","by":["role:x"]}]"#)
    );
}

#[test]
fn odd_names_are_read_without_a_fuss() {
    let model = model(
        r#"[{"className":"Straßen-Schild 2","fields":{
            "type":{"type":"String"}, "名前":{"type":"String"}, "2nd":{"type":"Number"}, "size":{"type":"String","codeName":"extent"}
        }}, {"className":"leer"}]"#,
    );
    let class = &model.classes[0];
    assert_eq!(
        (class.name.wire.as_str(), class.name.code.as_str()),
        ("Straßen-Schild 2", "Strassen_Schild_2")
    );
    let names: Vec<_> = class
        .fields
        .iter()
        .map(|field| field.name.code.as_str())
        .collect();
    assert_eq!(names, ["type", "Ming_Qian", "field_2nd", "extent"]);
}

#[test]
fn a_date_may_be_given_as_its_text() {
    let model = model(
        r#"[{"className":"A","fields":{"at":{"type":"Date","defaultValue":"2024-02-29T12:00:00.000Z"}}}]"#,
    );
    let default = field(&model.classes[0], "at").default.as_ref();
    assert_eq!(
        default,
        Some(&serde_json::json!({ "__type": "Date", "iso": "2024-02-29T12:00:00.000Z" }))
    );
}

#[test]
fn every_mistake_is_told_in_one_run() {
    let source = Source {
        name: "schema.json".to_owned(),
        text: r#"{ "classes": [ // all
            {"className":"A/B","fields":{"x":{"type":"Sring","unique":true},"y":{"type":"Pointer","targetClass":"C"}}},
            {"className":"D","fields":{"z":{"type":"Number","minimum":"1"},"x":{"type":"Number","default":"1",}}}
        ] }"#
            .to_owned(),
    };
    let document = parse(&source).expect("it is JSON but for a comment and a comma");
    let codes: Vec<_> = resolve(&document)
        .expect_err("it has mistakes")
        .iter()
        .map(|found| found.code)
        .collect();
    assert_eq!(
        codes,
        [
            "E0002", "E0201", "E0104", "E0301", "E0101", "E0307", "E0003"
        ]
    );
}
