//! A project → its tree, with the findings printed on the way.

use std::collections::BTreeMap;

use backsmith::Compiled;
use backsmith::diagnostic::{Diagnostic, render};
use backsmith::disk::lock::Origin;
use backsmith::emit::Settings;
use backsmith::schema::Source;
use backsmith::tree::{Owner, Tree};

use super::output::{colors_errors, tell};
use super::project::{Project, schema_value};
use super::trouble::Trouble;
use super::{Format, config};

/// Compiles what the settings name, printing warnings and mistakes.
///
/// # Errors
/// When the schema has mistakes.
pub fn compile(project: &Project, settings: &Settings, format: Format) -> Result<Tree, Trouble> {
    match backsmith::compile(&project.source, settings) {
        Ok(Compiled {
            mut tree,
            diagnostics,
        }) => {
            report(&project.source, &diagnostics, format);
            add_the_users(&mut tree, project, settings);
            Ok(tree)
        }
        Err(diagnostics) => {
            report(&project.source, &diagnostics, format);
            Err(Trouble::Told)
        }
    }
}

/// What the lock says that a project was made from.
pub fn origin(project: &Project, settings: &Settings) -> Origin {
    let settings = BTreeMap::from([
        ("name".to_owned(), settings.name.clone().into()),
        ("targets".to_owned(), settings.targets.clone().into()),
    ]);
    Origin::new(
        env!("CARGO_PKG_VERSION"),
        schema_value(&project.source.text),
        settings,
    )
}

/// Prints findings to standard error.
pub fn report(source: &Source, diagnostics: &[Diagnostic], format: Format) {
    let text = render(source, diagnostics, format.into(), colors_errors());
    let text = text.trim_end_matches('\n');
    if !text.is_empty() {
        tell(text);
    }
}

/// A project made from a schema elsewhere gets a copy of it, and settings that name the copy.
fn add_the_users(tree: &mut Tree, project: &Project, settings: &Settings) {
    if !project.named {
        return;
    }
    let schema = project.schema_inside().unwrap_or_else(|| {
        tree.add("schema.json", project.source.text.as_bytes(), Owner::User);
        "schema.json".to_owned()
    });
    tree.add(
        config::NAME,
        config::text_of(&schema, &settings.name),
        Owner::User,
    );
}
