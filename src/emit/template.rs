//! The folder `templates/` becomes files: a file in the folder is a file in the output.
//!
//! This is the only user of handlebars. A name says what happens to a file: `.hbs` is rendered and anything else is copied;
//! `.once` makes it the user's after the first run; `__class__` means a file for each class, by whose own view it is
//! rendered. All marks are dropped from the path.

use crate::tree::{Owner, Tree};
use handlebars::{Handlebars, Template, no_escape};
use include_dir::{Dir, DirEntry, include_dir};
use serde::Serialize;

static FOLDER: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Stands in a path where the file of a class has its name.
const CLASS: &str = "__class__";

/// Adds the files whose path in the folder satisfies `wanted`, rendered with `view`.
pub fn emit(wanted: impl Fn(&str) -> bool, view: &impl Serialize, tree: &mut Tree) {
    emit_with_classes::<()>(wanted, view, &[], &|_, text| text, tree);
}

/// The same with the files that each class has: what they are called, and the view that they are rendered with. `finish` has the
/// last word on what was rendered.
pub fn emit_with_classes<C: Serialize>(
    wanted: impl Fn(&str) -> bool,
    view: &impl Serialize,
    classes: &[(String, C)],
    finish: &dyn Fn(&str, String) -> String,
    tree: &mut Tree,
) {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_escape_fn(no_escape);
    walk(&FOLDER, &mut |path, contents| {
        if wanted(path) {
            let (target, marks) = unmark(path);
            let owner = if marks.once {
                Owner::User
            } else {
                Owner::Generator
            };
            if !marks.rendered {
                tree.add(target, contents, owner);
                return;
            }
            let template = parsed(path, contents);
            engine.register_template(path, template);
            if target.contains(CLASS) {
                for (name, view) in classes {
                    let target = target.replace(CLASS, name);
                    let text = finish(&target, render(&engine, path, view));
                    tree.add(target, text, owner);
                }
            } else {
                let text = finish(&target, render(&engine, path, view));
                tree.add(target, text, owner);
            }
        }
    });
}

// A template and its view are both ours, and a test renders every one of them, so a failure here is a defect of this
// program and of no input.

fn parsed(path: &str, contents: &[u8]) -> Template {
    match Template::compile(&String::from_utf8_lossy(contents)) {
        Ok(template) => template,
        Err(error) => unreachable!("template `{path}`: {error}"),
    }
}

fn render(engine: &Handlebars, path: &str, view: &impl Serialize) -> String {
    match engine.render(path, view) {
        Ok(text) => text,
        Err(error) => unreachable!("template `{path}`: {error}"),
    }
}

fn walk(folder: &Dir<'static>, visit: &mut impl FnMut(&str, &'static [u8])) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(inner) => walk(inner, visit),
            DirEntry::File(file) => visit(&slashed(file.path()), file.contents()),
        }
    }
}

/// A path with `/` on every system.
fn slashed(path: &std::path::Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marks {
    rendered: bool,
    once: bool,
}

/// The path of the output, and what the marks in its last part say.
fn unmark(path: &str) -> (String, Marks) {
    let (folder, name) = path
        .rsplit_once('/')
        .map_or(("", path), |(folder, name)| (folder, name));
    let (name, rendered) = name
        .strip_suffix(".hbs")
        .map_or((name, false), |name| (name, true));
    let (name, once) = match name.split_once(".once") {
        Some((stem, rest)) if rest.is_empty() || rest.starts_with('.') => {
            (format!("{stem}{rest}"), true)
        }
        _ => (name.to_owned(), false),
    };
    let path = if folder.is_empty() {
        name
    } else {
        format!("{folder}/{name}")
    };
    (path, Marks { rendered, once })
}

#[cfg(test)]
mod tests {
    use super::{Marks, unmark};

    #[test]
    fn marks_are_dropped_from_the_path() {
        for (path, output, rendered, once) in [
            ("a/lib.rs", "a/lib.rs", false, false),
            ("a/Cargo.toml.hbs", "a/Cargo.toml", true, false),
            ("a/main.once.rs.hbs", "a/main.rs", true, true),
            (".once.gitignore", ".gitignore", false, true),
            ("Dockerfile.once.hbs", "Dockerfile", true, true),
            ("a.once/x.rs", "a.once/x.rs", false, false),
            ("x.oncemore.rs", "x.oncemore.rs", false, false),
        ] {
            assert_eq!(
                unmark(path),
                (output.to_owned(), Marks { rendered, once }),
                "{path}"
            );
        }
    }
}
