//! `backsmith validate`: everything there is to say about a schema.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use backsmith::diagnostic::render;
use backsmith::{model, plan, schema};

use super::access;
use super::compile::report;
use super::output::Out;
use super::project::read;
use super::trouble::Trouble;
use super::{Format, TROUBLE};

/// Check a schema, and show who may do what
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  backsmith validate schema.json\n  backsmith validate schema.json --format github\n  \
                        backsmith validate - < schema.json"
)]
pub struct Validate {
    /// The class schema, `-` for standard input
    schema: PathBuf,
    /// How findings and the table are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Validate {
    pub fn run(self, out: &mut Out) -> Result<ExitCode, Trouble> {
        let file = (self.schema != Path::new("-")).then_some(self.schema.as_path());
        let source = read(file)?;
        let resolved = schema::parse(&source).and_then(|document| model::resolve(&document));
        let (model, diagnostics) = match resolved {
            Ok((model, warnings)) => (Some(model), warnings),
            Err(mistakes) => (None, mistakes),
        };
        match self.format {
            Format::Human => report(&source, &diagnostics, self.format),
            // What a machine reads is the result of this command, so it stands where results stand.
            Format::Json | Format::Github => {
                out.write_all(render(&source, &diagnostics, self.format.into(), false).as_bytes())?;
            }
        }
        let Some(model) = model else {
            return Ok(ExitCode::from(TROUBLE));
        };
        match self.format {
            Format::Human => out.write_all(access::table(&plan::plan(&model)).as_bytes())?,
            Format::Json => writeln!(out, "{}", access::json(&plan::plan(&model)))?,
            Format::Github => {}
        }
        Ok(ExitCode::SUCCESS)
    }
}
