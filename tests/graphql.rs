//! The emitted GraphQL schema: whatever the classes are called, it is one that GraphQL takes.

mod sdl;
#[path = "sdl/sound.rs"]
mod sound;

use backsmith::emit::Settings;
use backsmith::schema::Source;
use std::collections::BTreeSet;

fn emitted(schema: &str) -> String {
    let source = Source {
        name: "schema.json".to_owned(),
        text: schema.to_owned(),
    };
    let settings = Settings {
        name: "shop".to_owned(),
        targets: vec!["graphql".to_owned()],
    };
    let compiled =
        backsmith::compile(&source, &settings).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let file = compiled.tree.get("schema.graphql").expect("it is emitted");
    let text = String::from_utf8(file.bytes.to_vec()).expect("it is text");
    sound::assert_sound(&text);
    text
}

/// The lines of a type, without what is said of them.
fn lines(types: &sdl::Types, name: &str) -> BTreeSet<String> {
    let lines = types.get(name).unwrap_or_else(|| panic!("no `{name}`"));
    let bare = lines
        .iter()
        .map(|line| line.split(" # ").next().unwrap_or_default());
    bare.map(str::to_owned).collect()
}

fn assert_has(types: &sdl::Types, name: &str, expected: &[&str]) {
    let lines = lines(types, name);
    for line in expected {
        assert!(
            lines.contains(*line),
            "`{name}` has no `{line}`: {lines:#?}"
        );
    }
}

#[test]
fn a_class_is_there_as_clients_of_parse_server_know_it() {
    let types = sdl::defined(&emitted(
        r#"{"classes": [{"className": "Order", "fields": {
            "customer": {"type": "Pointer", "targetClass": "User", "required": true},
            "items": {"type": "Array"}, "total": {"type": "Number", "required": true},
            "seen": {"type": "Relation", "targetClass": "User"}, "place": {"type": "GeoPoint"},
            "secret": {"type": "String", "hidden": true}, "serial": {"type": "Number", "readOnly": true}
        }}]}"#,
    ));
    let many = "(after: String, before: String, first: Int, last: Int, options: ReadOptionsInput, ";
    assert_has(
        &types,
        "Query",
        &[
            "order(id: ID!, options: ReadOptionsInput): Order!",
            &format!(
                "orders{many}order: [OrderOrder!], skip: Int, where: OrderWhereInput): OrderConnection!"
            ),
            "viewer: Viewer!",
            "node(id: ID!): Node",
        ],
    );
    assert_has(
        &types,
        "Order",
        &[
            "implements ParseObject",
            "implements Node",
            "id: ID!",
            "customer: User",
            "items: [ArrayResult]",
            "total: Float!",
            "place: GeoPoint",
            &format!(
                "seen{many}order: [UserOrder!], skip: Int, where: UserWhereInput): UserConnection!"
            ),
        ],
    );
    assert_has(
        &types,
        "CreateOrderFieldsInput",
        &[
            "customer: UserPointerInput!",
            "items: [Any]",
            "total: Float!",
            "seen: UserRelationInput",
            "secret: String",
        ],
    );
    assert_has(
        &types,
        "OrderWhereInput",
        &["customer: UserRelationWhereInput", "OR: [OrderWhereInput!]"],
    );
    assert_has(&types, "OrderOrder", &["total_ASC", "createdAt_DESC"]);
    assert_has(
        &types,
        "Mutation",
        &["createOrder(input: CreateOrderInput!): CreateOrderPayload"],
    );
    assert!(!lines(&types, "Order").contains("secret: String"));
    assert!(!lines(&types, "OrderOrder").contains("place_ASC"));
    assert!(!lines(&types, "CreateOrderFieldsInput").contains("serial: Float"));
}

#[test]
fn what_a_schema_declares_is_typed() {
    let types = sdl::defined(&emitted(
        r#"{"classes": [{"className": "Parcel", "fields": {
            "status": {"type": "String", "required": true, "enum": ["new", "in-transit", "inTransit2", "2nd"]},
            "tags": {"type": "Array", "required": true, "items": {"type": "String", "enum": ["new"]}},
            "lines": {"type": "Array", "items": {"type": "Object", "fields": {
                "what": {"type": "Pointer", "targetClass": "Parcel"}, "count": {"type": "Number", "required": true}}}}
        }}],
        "functions": {"send-it": {"params": {"parcel": {"type": "Pointer", "targetClass": "Parcel", "required": true}},
            "result": {"type": "Array", "items": {"type": "Pointer", "targetClass": "Parcel"}}, "access": []}}}"#,
    ));
    assert_has(
        &types,
        "Parcel",
        &[
            "status: ParcelStatus",
            "tags: [ParcelTag]!",
            "lines: [ParcelLine!]",
        ],
    );
    assert_has(
        &types,
        "ParcelStatus",
        &["NEW", "IN_TRANSIT", "IN_TRANSIT2", "VALUE_2ND"],
    );
    assert_has(
        &types,
        "ParcelWhereInput",
        &["status: ParcelStatusWhereInput"],
    );
    assert_has(&types, "ParcelLine", &["what: Parcel", "count: Float!"]);
    assert_has(&types, "ParcelLineInput", &["what: ID", "count: Float!"]);
    assert_has(
        &types,
        "Mutation",
        &["send_it(input: Send_itInput!): Send_itPayload"],
    );
    assert_has(
        &types,
        "Send_itInput",
        &["parcel: ID!", "clientMutationId: String"],
    );
    assert_has(&types, "Send_itPayload", &["result: [Parcel]"]);
    assert_has(&types, "CloudCodeFunction", &["send_it"]);
    assert_has(
        &types,
        "Subscription",
        &["parcels(after: String, watch: [String!], where: ParcelWhereInput): ParcelEvent!"],
    );
}

#[test]
fn names_that_meet_are_told_apart() {
    let classes = [
        "Order",
        "OrderConnection",
        "Orders",
        "order",
        "String",
        "Object",
        "Query",
        "Viewer",
        "Node",
        "Person",
        "People",
        "Sheep",
        "Größe",
        "2nd",
        "名前",
    ];
    let classes = classes.map(|name| {
        format!(
            r#"{{"className": "{name}", "fields": {{"id": {{"type": "String"}}, "OR": {{"type": "String"}},
            "order": {{"type": "String", "enum": ["a", "A"]}}, "größe": {{"type": "Number"}}}}}}"#
        )
    });
    let types = sdl::defined(&emitted(&format!(
        r#"{{"classes": [{}], "functions": {{"createOrder": {{"params": {{"clientMutationId": {{"type": "String"}}}}, "access": []}},
            "order": {{"params": {{}}, "access": []}}}}}}"#,
        classes.join(",")
    )));
    assert_has(
        &types,
        "Order",
        &[
            "id: ID!",
            "idField: String",
            "ORField: String",
            "grosse: Float",
        ],
    );
    for name in [
        "OrderConnectionClass",
        "OrdersClass",
        "OrderClass",
        "StringClass",
        "ObjectClass",
        "QueryClass",
        "ViewerClass",
        "NodeClass",
        "Person",
        "Sheep",
        "Grosse",
    ] {
        assert!(types.contains_key(name), "no `{name}`");
    }
    // The order of the class has the name that its enum would have.
    assert_has(&types, "Order", &["order: OrderOrderEnum"]);
    assert_has(&types, "OrderOrderEnum", &["A"]);
    let queries = lines(&types, "Query");
    let has = |field: &str| queries.iter().any(|line| line.starts_with(field));
    assert!(
        has("people(") && has("sheep(") && has("sheepList("),
        "{queries:#?}"
    );
    assert_has(
        &types,
        "Mutation",
        &[
            "createOrder(input: CreateOrderInput!): CreateOrderPayload",
            "createOrderFunction(input: CreateOrderFunctionInput!): CreateOrderFunctionPayload",
        ],
    );
    assert_has(&types, "CloudCodeFunction", &["createOrder", "order"]);
    assert_has(
        &types,
        "CreateOrderFunctionInput",
        &["clientMutationIdField: String", "clientMutationId: String"],
    );
}

#[test]
fn any_prose_is_a_description() {
    let said = "  Says \"\"\"this\"\"\"\\,\n  indented\n\n\u{7}rings, and ends with \"";
    let schema = serde_json::json!({"classes": [
        {"className": "A", "description": said, "fields": {"b": {"type": "String", "description": "ends in \\"}}},
    ]});
    let types = sdl::defined(&emitted(&schema.to_string()));
    let said = said.trim();
    assert!(
        types["A"].contains(&format!("OBJECT # {said}")),
        "{:#?}",
        types["A"]
    );
    assert!(
        types["A"].contains("b: String # ends in \\"),
        "{:#?}",
        types["A"]
    );
}
