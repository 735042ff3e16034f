//! From a class schema to a backend that its user owns.
//!
//! Data falls one floor at a time, and nothing climbs:
//!
//! ```text
//! text ─ schema ─▶ Document ─ model ─▶ Model ─ plan ─▶ Plan ─ emit ─▶ Tree ─ disk ─▶ files
//! ```

pub mod diagnostic;
pub mod disk;
pub mod emit;
pub mod model;
pub mod plan;
mod prose;
pub mod schema;
pub mod tree;

use diagnostic::Diagnostic;
use tree::Tree;

/// What a schema compiles to.
#[derive(Debug)]
pub struct Compiled {
    pub tree: Tree,
    /// Warnings only.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a schema and produces the whole project, or every mistake in it.
///
/// # Errors
/// The diagnostics, with at least one error among them, in the order of the source.
pub fn compile(
    source: &schema::Source,
    settings: &emit::Settings,
) -> Result<Compiled, Vec<Diagnostic>> {
    let document = schema::parse(source)?;
    let (model, diagnostics) = model::resolve(&document)?;
    let plan = plan::plan(&model);
    Ok(Compiled {
        tree: emit::project(&plan, settings),
        diagnostics,
    })
}
