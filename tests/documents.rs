//! The documents of a project, whatever its schema: no link that leads nowhere, and its own words in the pages.

use backsmith::emit::Settings;
use backsmith::schema::Source;
use backsmith::tree::Tree;
use std::collections::BTreeMap;
use std::path::Path;

/// A schema in which nothing is as in the others: no class of its own, one class, names that are no words.
const ODD: [&str; 4] = [
    r#"[{"className": "User", "fields": {}}]"#,
    r#"[{"className": "Note", "fields": {"text": {"type": "String"}}}]"#,
    r#"[{"className": "Größe", "fields": {"the end": {"type": "String", "enum": ["", "`", "it's $5"]}}}]"#,
    r#"{"name": "Customers | <b>", "classes": [
        {"className": "Customer", "fields": {"class": {"type": "Boolean", "required": true}}},
        {"className": "type", "fields": {"customer": {"type": "Pointer", "targetClass": "Customer", "required": true}}}
    ]}"#,
];

fn compile(schema: &str, name: &str) -> Tree {
    let source = Source {
        name: "schema.json".to_owned(),
        text: schema.to_owned(),
    };
    let settings = Settings {
        name: name.to_owned(),
        targets: Vec::new(),
    };
    match backsmith::compile(&source, &settings) {
        Ok(compiled) => compiled.tree,
        Err(diagnostics) => panic!("the schema does not compile: {diagnostics:#?}"),
    }
}

fn example(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("examples").join(name).join("schema.json");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn documents(tree: &Tree) -> BTreeMap<&str, &str> {
    let documents = tree.files().filter(|(path, _)| path.ends_with(".md"));
    let text = |bytes| std::str::from_utf8(bytes).expect("a document is text");
    documents
        .map(|(path, file)| (path, text(&file.bytes)))
        .collect()
}

/// The lines that are no code.
fn prose(document: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    document.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

fn headings(document: &str) -> Vec<&str> {
    let headings = prose(document).filter(|line| line.starts_with('#'));
    headings
        .map(|line| line.trim_start_matches('#').trim())
        .collect()
}

/// As GitHub makes an anchor of a heading that is the only one of its name.
fn anchor(heading: &str) -> String {
    let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let letters = heading.chars().filter(kept);
    letters.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Where a link in a document leads, from the root of the project.
fn resolved(document: &str, link: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "`{link}` leads out of the project"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_leads_somewhere() {
    let examples = ["every-type", "order-delivery", "order-fulfillment"].map(example);
    let mut links = 0;
    for schema in examples.iter().map(String::as_str).chain(ODD) {
        let tree = compile(schema, "Some Project");
        let documents = documents(&tree);
        for (path, document) in &documents {
            let targets = prose(document).flat_map(|line| line.split("](").skip(1));
            for target in targets.filter_map(|rest| rest.split(')').next()) {
                if target.contains("://") || target.contains(char::is_whitespace) {
                    continue;
                }
                links += 1;
                let (file, place) = target.split_once('#').unwrap_or((target, ""));
                let file = match file {
                    "" => (*path).to_owned(),
                    file => resolved(path, file),
                };
                let folder = format!("{}/", file.trim_end_matches('/'));
                // A project has its schema beside what follows from it.
                let is_there = ["schema.json", "backsmith.toml"].contains(&file.as_str())
                    || tree.get(&file).is_some()
                    || tree.files().any(|(path, _)| path.starts_with(&folder));
                assert!(is_there, "`{path}` links to `{target}`");
                if let Some(document) = documents.get(file.as_str())
                    && !place.is_empty()
                {
                    let mut anchors = headings(document).into_iter().map(anchor);
                    // The second of one name has a number after it.
                    let plain = place.trim_end_matches(|letter: char| letter.is_ascii_digit());
                    let plain = plain.trim_end_matches('-');
                    assert!(
                        anchors.any(|anchor| anchor == place || anchor == plain),
                        "`{path}` links to `{target}`"
                    );
                }
            }
        }
    }
    assert!(links > 500, "{links}");
}

#[test]
fn people_find_their_questions() {
    let tree = compile(&example("order-fulfillment"), "Order Fulfillment");
    assert_eq!(
        headings(documents(&tree)["docs/faq.md"])[1..],
        [
            "What is an order fulfillment backend?",
            "What does the Order Fulfillment template include?",
            "Why use backsmith for an order fulfillment app?",
            "How do I run queries for orders and customers with Flutter?",
            "How do I update a delivery status with Next.js server actions?",
            "Can React Native cache orders and customers offline?",
            "How do I prevent duplicate orders?",
            "What is the best way to show order details and customer profiles on Android?",
            "How does the delivery tracking flow work end-to-end?",
        ]
    );
}

#[test]
fn questions_are_in_the_words_of_the_schema() {
    let schema = r#"{"name": "Library", "classes": [
        {"className": "Book", "fields": {"title": {"type": "String", "unique": true}}, "access": {"create": ["authenticated"]}},
        {"className": "BookLoan", "fields": {
            "book": {"type": "Pointer", "targetClass": "Book", "required": true},
            "state": {"type": "String", "required": true, "enum": ["out", "back"]}
        }}
    ]}"#;
    let tree = compile(schema, "Library");
    let faq = documents(&tree)["docs/faq.md"];
    let headings = headings(faq);
    for question in [
        "What is a library backend?",
        "How do I run queries for books and users with Flutter?",
        "How do I update a book loan state with Next.js server actions?",
        "How does the book loan tracking flow work end-to-end?",
    ] {
        assert!(headings.contains(&question), "{question}: {headings:#?}");
    }
    assert!(faq.contains("`Book.title`"), "{faq}");
}

#[test]
fn each_technology_has_its_steps() {
    for schema in [example("order-fulfillment").as_str()]
        .into_iter()
        .chain(ODD)
    {
        let tree = compile(schema, "Some Project");
        let documents = documents(&tree);
        let index = documents["docs/integrations/README.md"];
        let rows = index.lines().filter(|line| line.starts_with("| ["));
        assert_eq!(rows.count(), 13);
        for (path, page) in documents {
            let is_page = path.starts_with("docs/integrations/") && !path.ends_with("README.md");
            if is_page {
                let headings = headings(page);
                assert!(
                    headings.contains(&"Set-up") && headings.contains(&"Offline"),
                    "{path}"
                );
            }
        }
    }
}
