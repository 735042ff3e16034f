//! What a schema becomes.

use backsmith::emit::{Settings, TARGETS};
use backsmith::schema::Source;
use backsmith::tree::{Owner, Tree};
use std::path::Path;

const EXAMPLES: [&str; 3] = ["every-type", "order-delivery", "order-fulfillment"];

fn compile(schema: &str, targets: &[&str]) -> Tree {
    let source = Source {
        name: "schema.json".to_owned(),
        text: schema.to_owned(),
    };
    let settings = Settings {
        name: "Library".to_owned(),
        targets: targets.iter().map(|target| (*target).to_owned()).collect(),
    };
    match backsmith::compile(&source, &settings) {
        Ok(compiled) => compiled.tree,
        Err(diagnostics) => panic!("the schema does not compile: {diagnostics:#?}"),
    }
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
        .join("schema.json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text<'a>(tree: &'a Tree, path: &str) -> &'a str {
    let file = tree
        .get(path)
        .unwrap_or_else(|| panic!("`{path}` is emitted"));
    std::str::from_utf8(&file.bytes).expect("it is text")
}

/// A small schema with something of everything that documents show.
const LIBRARY: &str = r#"{
  "roles": ["admin", "librarian"],
  "classes": [
    {
      "className": "Book",
      "description": "Something to read | or to lend.",
      "fields": {
        "title": {"type": "String", "required": true, "description": "On the cover", "maxLength": 200},
        "pages": {"type": "Number", "integer": true, "minimum": 1},
        "authors": {"type": "Array", "items": {"type": "Object", "fields": {"name": {"type": "String", "required": true}}}}
      }
    },
    {
      "className": "Loan",
      "fields": {
        "user": {"type": "Pointer", "targetClass": "User", "required": true, "immutable": true},
        "book": {"type": "Pointer", "targetClass": "Book", "required": true, "onDelete": "restrict"},
        "state": {
          "type": "String",
          "required": true,
          "default": "out",
          "enum": ["out", "back", "lost"],
          "transitions": {"out": ["back", {"to": "lost", "by": ["role:librarian"]}]}
        }
      },
      "unique": [["user", "book"]]
    }
  ]
}"#;

#[test]
fn a_class_becomes_a_module() {
    let tree = compile(LIBRARY, &["backend"]);
    insta::assert_snapshot!("module", text(&tree, "backend/src/generated/loan.rs"));
    insta::assert_snapshot!("index", text(&tree, "backend/src/generated/mod.rs"));
}

#[test]
fn functions_become_a_trait_and_stubs_of_it() {
    let schema = r#"{
      "classes": [
        {"className": "Book", "fields": {"title": {"type": "String"}}},
        {"className": "Functions", "fields": {}}
      ],
      "functions": {
        "lendBook": {
          "description": "Lends a book, if it is there.",
          "params": {
            "book": {"type": "Pointer", "targetClass": "Book", "required": true, "description": "Which"},
            "days": {"type": "Number", "integer": true, "minimum": 1, "default": 14},
            "state": {"type": "String", "enum": ["new", "worn"]}
          },
          "result": {"type": "Object", "fields": {
            "due": {"type": "Date", "required": true},
            "book": {"type": "Pointer", "targetClass": "Book"}
          }}
        },
        "count books": {"access": ["public"], "result": {"type": "Number", "integer": true}},
        "tidy": {"access": []}
      }
    }"#;
    let tree = compile(schema, &["backend"]);
    insta::assert_snapshot!(
        "functions",
        text(&tree, "backend/src/generated/functions.rs")
    );
    insta::assert_snapshot!("function_stubs", text(&tree, "backend/src/functions.rs"));
    let owner = |path: &str| tree.get(path).map(|file| file.owner);
    assert_eq!(owner("backend/src/functions.rs"), Some(Owner::User));
    assert_eq!(
        owner("backend/src/generated/functions.rs"),
        Some(Owner::Generator)
    );
}

#[test]
fn a_class_becomes_types_of_a_client() {
    let tree = compile(LIBRARY, &["typescript"]);
    let file = |path: &str| text(&tree, &format!("sdk/typescript/src/{path}")).to_owned();
    insta::assert_snapshot!("typescript_class", file("classes/loan.ts"));
    insta::assert_snapshot!("typescript_client", file("all.ts"));
    let package = "sdk/typescript/package.json";
    assert_eq!(
        tree.get(package).map(|file| file.owner),
        Some(Owner::User),
        "its name and version are the user's"
    );
}

#[test]
fn a_schema_without_users_has_a_client_all_the_same() {
    let schema = r#"[{"className": "Promise", "fields": {"then": {"type": "String"}}}]"#;
    let tree = compile(schema, &["typescript"]);
    let class = text(&tree, "sdk/typescript/src/classes/promise.ts");
    assert!(class.contains("export interface PromiseClass extends Stored<'Promise'>"));
    assert!(text(&tree, "sdk/typescript/src/client.ts").contains("Person, NewPerson"));
}

#[test]
fn documents_tell_what_a_schema_means() {
    let tree = compile(LIBRARY, &["docs"]);
    insta::assert_snapshot!("data_dictionary", text(&tree, "docs/data-dictionary.md"));
    insta::assert_snapshot!("access", text(&tree, "docs/access.md"));
    insta::assert_snapshot!("er_diagram", text(&tree, "docs/er-diagram.md"));
    insta::assert_snapshot!("request_flow", text(&tree, "docs/request-flow.md"));
}

#[test]
fn all_emitted_rust_parses() {
    for name in EXAMPLES {
        let tree = compile(&example(name), &[]);
        for (path, _) in tree.files().filter(|(path, _)| path.ends_with(".rs")) {
            if let Err(error) = syn::parse_file(text(&tree, path)) {
                panic!("{name}/{path}: {error}");
            }
        }
    }
}

#[test]
fn all_emitted_json_and_toml_is_valid() {
    for name in EXAMPLES {
        let tree = compile(&example(name), &[]);
        for (path, _) in tree.files() {
            if path.ends_with(".json") {
                serde_json::from_str::<serde_json::Value>(text(&tree, path))
                    .unwrap_or_else(|error| panic!("{name}/{path}: {error}"));
            }
            if path.ends_with(".toml") {
                text(&tree, path)
                    .parse::<toml::Table>()
                    .unwrap_or_else(|error| panic!("{name}/{path}: {error}"));
            }
        }
    }
}

#[test]
fn two_runs_agree() {
    for name in EXAMPLES {
        assert_eq!(
            compile(&example(name), &[]),
            compile(&example(name), &[]),
            "{name}"
        );
    }
}

#[test]
fn targets_divide_the_project() {
    let whole = compile(LIBRARY, &[]);
    let mut together = Tree::default();
    for target in TARGETS {
        let part = compile(LIBRARY, &[target.name]);
        assert!(
            part.files().next().is_some(),
            "`{}` emits something",
            target.name
        );
        for (path, file) in part.files() {
            assert!(
                together.get(path).is_none(),
                "`{path}` belongs to one target"
            );
            together.add(path, file.bytes.clone(), file.owner);
        }
    }
    assert_eq!(together, whole);
}

#[test]
fn what_a_user_edits_is_the_users() {
    let tree = compile(LIBRARY, &[]);
    let owner = |path: &str| tree.get(path).map(|file| file.owner);
    for path in [
        "backend/src/main.rs",
        "backend/src/hooks/mod.rs",
        "backend/Cargo.toml",
        "README.md",
        ".gitignore",
    ] {
        assert_eq!(owner(path), Some(Owner::User), "{path}");
    }
    for path in [
        "backend/src/generated/book.rs",
        "backend/runtime/src/lib.rs",
        "backend/runtime/Cargo.toml",
        "openapi.json",
    ] {
        assert_eq!(owner(path), Some(Owner::Generator), "{path}");
    }
}

#[test]
fn the_interface_says_who_may_do_what() {
    let schema = r#"[{"className":"Note","owner":"by","fields":{"by":{"type":"Pointer","targetClass":"_User"}},
        "access":{"read":["public"],"create":["authenticated"],"update":["owner"],"delete":[]}}]"#;
    let tree = compile(schema, &[]);
    let document: serde_json::Value =
        serde_json::from_str(text(&tree, "openapi.json")).expect("JSON");
    let keys = |operation: &serde_json::Value| -> Vec<String> {
        let ways = operation["security"].as_array().cloned();
        let ways = ways.unwrap_or_default().into_iter();
        ways.filter_map(|way| {
            Some(
                way.as_object()?
                    .keys()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("+"),
            )
        })
        .collect()
    };
    let (all, one) = ("/classes/Note", "/classes/Note/{objectId}");
    for (path, method, principals, without_session, with_master) in [
        (all, "get", &["public"][..], true, true),
        (all, "post", &["authenticated"], false, true),
        (one, "put", &["owner"], false, true),
        (one, "delete", &[], false, true),
        ("/users", "post", &["public"], true, true),
        ("/login", "post", &["public"], true, true),
        ("/logout", "post", &["authenticated"], false, false),
        ("/loginAs", "post", &[], false, true),
    ] {
        let operation = &document["paths"][path][method];
        assert_eq!(operation["x-principals"], serde_json::json!(principals));
        let keys = keys(operation);
        let has = |way: &str| keys.iter().any(|key| key == way);
        let told = (has("applicationId"), has("applicationId+masterKey"));
        assert_eq!(told, (without_session, with_master), "{method} {path}");
        assert_eq!(has("applicationId+sessionToken"), !principals.is_empty());
    }
}

#[test]
fn a_project_is_named_as_cargo_allows() {
    for (name, package) in [
        ("Order Fulfillment", "order-fulfillment"),
        ("2nd shop", "backend-2nd-shop"),
        ("match", "backend-match"),
        ("runtime", "backend-runtime"),
        ("注文", "backend"),
    ] {
        assert_eq!(
            Settings {
                name: name.to_owned(),
                targets: Vec::new()
            }
            .package(),
            package,
            "{name}"
        );
    }
}

#[test]
fn what_may_not_be_read_is_in_no_object_that_is_read() {
    let tree = compile(LIBRARY, &[]);
    let user = text(&tree, "backend/src/generated/user.rs");
    let (object, rest) = user
        .split_once("pub struct NewUser")
        .expect("there is a form that creates a user");
    assert!(!object.contains("password") && rest.contains("pub password: String"));
}

#[test]
fn permissions_of_parse_narrow_the_access() {
    let tree = compile(
        r#"{"classes": [{
            "className": "Note",
            "fields": {"user": {"type": "Pointer", "targetClass": "User", "required": true}},
            "classLevelPermissions": {
              "find": {"*": true}, "get": {"requiresAuthentication": true}, "create": {"role:editor": true}, "update": {},
              "delete": {"pointerFields": ["user"]}
            }
        }]}"#,
        &["docs"],
    );
    let row = text(&tree, "docs/access.md")
        .lines()
        .find(|line| line.starts_with("| Note"));
    assert_eq!(
        row,
        Some("| Note | `user` | authenticated | role:editor | nobody | owner | schema |")
    );
}
