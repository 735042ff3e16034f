//! Mistakes in `backsmith.toml`.

use crate::shop::Shop;

fn refused(settings: &str) -> String {
    let shop = Shop::new();
    shop.write("backsmith.toml", settings);
    let before = shop.picture();
    let said = shop.run(&["generate"]);
    assert_eq!(said.code, 2, "{said:?}");
    assert_eq!(shop.picture(), before);
    said.err
}

#[test]
fn every_mistake_is_shown_with_its_place() {
    insta::assert_snapshot!(refused(
        "name = \"shop\"\nshcema = \"schema.json\"\nout = 3\ntargets = [\"bakcend\"]\n"
    ));
}

#[test]
fn a_mistake_of_grammar_is_shown_with_its_place() {
    insta::assert_snapshot!(refused("name = \"shop\"\nout =\n"));
}

#[test]
fn a_schema_that_is_not_there_is_named() {
    let said = refused("schema = \"nowhere.json\"\n");
    assert!(
        said.starts_with("error: cannot read `nowhere.json`: "),
        "{said}"
    );
}
