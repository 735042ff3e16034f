//! What each command says about itself.

use crate::shop::Shop;

#[test]
fn every_command_explains_itself() {
    let shop = Shop::new();
    for command in [
        "",
        "init",
        "validate",
        "generate",
        "check",
        "dev",
        "completions",
    ] {
        let arguments: Vec<_> = [command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let said = shop.run(&arguments);
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        let name = if command.is_empty() {
            "backsmith"
        } else {
            command
        };
        insta::assert_snapshot!(format!("help-{name}"), said.out);
    }
}

#[test]
fn bad_usage_is_trouble() {
    for arguments in [
        &[][..],
        &["genrate"],
        &["generate", "--frce"],
        &["check", "--format", "github"],
    ] {
        let said = Shop::new().run(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
    }
}

#[test]
fn there_are_completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let said = Shop::new().run(&["completions", shell]);
        assert_eq!(said.code, 0);
        assert!(said.out.contains("dry-run"), "{shell}");
    }
}
