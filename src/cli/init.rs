//! `backsmith init`: a folder with a schema and settings, ready for `generate`.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use backsmith::{emit, schema::Source};

use super::compile::report;
use super::output::Out;
use super::project::{file_stem, read, schema_name};
use super::trouble::Trouble;
use super::{Format, config};

const EXAMPLE: &str = include_str!("../../schemas/order-fulfillment.json");
const EXAMPLE_NAME: &str = "order-fulfillment";

/// Start a project: write schema.json and backsmith.toml into a folder
///
/// Without `--from` the schema is an example, a shop with users, products, orders, shipments and notifications.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  backsmith init shop\n  backsmith init --from my-schema.json")]
pub struct Init {
    /// The folder, made if there is none
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Copy this schema, `-` for standard input
    #[arg(long, value_name = "SCHEMA")]
    from: Option<PathBuf>,
}

impl Init {
    pub fn run(self, out: &mut Out) -> Result<ExitCode, Trouble> {
        let (source, stem) = match &self.from {
            None => (
                Source {
                    name: "schema.json".to_owned(),
                    text: EXAMPLE.to_owned(),
                },
                Some(EXAMPLE_NAME.to_owned()),
            ),
            Some(from) if from == Path::new("-") => (read(None)?, None),
            Some(from) => (read(Some(from))?, file_stem(from)),
        };
        let name = schema_name(&source.text)
            .or(stem)
            .unwrap_or_else(|| "app".to_owned());
        let settings = emit::Settings {
            name: name.clone(),
            targets: Vec::new(),
        };
        match backsmith::compile(&source, &settings) {
            Ok(compiled) => report(&source, &compiled.diagnostics, Format::Human),
            Err(diagnostics) => {
                report(&source, &diagnostics, Format::Human);
                return Err(Trouble::Told);
            }
        }
        let files = [
            ("schema.json", source.text),
            (config::NAME, config::text_of("schema.json", &name)),
        ];
        for path in write(&self.dir, &files)? {
            writeln!(out, "create {}", path.display())?;
        }
        let place = if self.dir == Path::new(".") {
            String::new()
        } else {
            format!("cd {} && ", self.dir.display())
        };
        writeln!(out, "next: {place}backsmith generate")?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes all or none, and never over a file that is there.
fn write(folder: &Path, files: &[(&str, String)]) -> Result<Vec<PathBuf>, Trouble> {
    let paths: Vec<_> = files.iter().map(|(name, _)| folder.join(name)).collect();
    if let Some(path) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        return Err(
            Trouble::new(format!("`{}` is there already", path.display()))
                .help("name another folder"),
        );
    }
    fs::create_dir_all(folder).map_err(|error| Trouble::io("create", folder, error))?;
    for (index, (path, (_, text))) in paths.iter().zip(files).enumerate() {
        let written = File::create_new(path).and_then(|mut file| file.write_all(text.as_bytes()));
        if let Err(error) = written {
            for made in &paths[..=index] {
                let _ = fs::remove_file(made);
            }
            return Err(Trouble::io("write", path, error));
        }
    }
    Ok(paths)
}
