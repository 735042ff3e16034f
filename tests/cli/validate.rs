//! What `validate` says.

use crate::shop::{ORDER, Shop};

const OWNED: &str = r#"{"roles": ["staff"], "classes": [
  {"className": "Order", "fields": {"user": {"type": "Pointer", "targetClass": "User", "required": true}}},
  {"className": "Product", "fields": {"stock": {"type": "Number"}},
   "access": {"read": ["public"], "create": ["role:staff"], "update": ["role:staff"], "delete": []}}
]}"#;

#[test]
fn who_may_do_what_is_a_table() {
    let said = Shop::with(OWNED).run(&["validate", "schema.json"]);
    assert_eq!(said.code, 0, "{said:?}");
    insta::assert_snapshot!(said.out);
}

#[test]
fn the_table_can_be_read_by_a_program() {
    let said = Shop::with(OWNED).run(&["validate", "schema.json", "--format", "json"]);
    let table: serde_json::Value = serde_json::from_str(said.out.lines().last().unwrap()).unwrap();
    assert_eq!(table["access"][1]["class"], "Product");
    assert_eq!(
        table["access"][1]["update"],
        serde_json::json!(["role:staff"])
    );
    assert_eq!(table["access"][1]["delete"], serde_json::json!([]));
}

#[test]
fn mistakes_go_to_the_stream_that_each_reader_looks_at() {
    let shop = Shop::with(&ORDER.replace("Number", "Numbre"));
    let human = shop.run(&["validate", "schema.json"]);
    assert_eq!((human.code, human.out.as_str()), (2, ""));
    assert!(human.err.contains("schema.json:1:"), "{human:?}");
    let json = shop.run(&["validate", "schema.json", "--format", "json"]);
    assert_eq!((json.code, json.err.as_str()), (2, ""));
    let finding: serde_json::Value =
        serde_json::from_str(json.out.lines().next().unwrap()).unwrap();
    assert_eq!(
        (finding["severity"].clone(), finding["line"].clone()),
        ("error".into(), 1.into())
    );
    let github = shop.run(&["validate", "schema.json", "--format", "github"]);
    assert!(
        github.out.starts_with("::error file=schema.json,line=1"),
        "{github:?}"
    );
}
