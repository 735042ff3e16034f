//! A plan becomes the files of a project.
//!
//! [`project`] is pure and cannot fail: no file system, no environment, no clock, no hash order. Each target reads the plan
//! alone; what two of them need belongs there.

mod docs;
mod graphql;
mod openapi;
mod project;
mod requests;
mod rust;
mod sdk;
mod template;

use crate::plan::Plan;
use crate::tree::Tree;
use heck::{ToKebabCase, ToSnakeCase};

/// What the user chose, beside the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The project's name, as people read it: `Order Fulfillment`, `order-fulfillment`.
    pub name: String,
    /// The targets to emit, of [`TARGETS`]; empty for all of them.
    pub targets: Vec<String>,
}

impl Settings {
    /// The name as Cargo takes it: `order-fulfillment`.
    pub fn package(&self) -> String {
        let ascii: String = self
            .name
            .chars()
            .map(|letter| if letter.is_ascii() { letter } else { '-' })
            .collect();
        let package = ascii.to_kebab_case();
        let fits = package.starts_with(|letter: char| letter.is_ascii_lowercase())
            && !TAKEN.contains(&package.as_str())
            && syn::parse_str::<syn::Ident>(&package.to_snake_case()).is_ok();
        match package.as_str() {
            "" => "backend".to_owned(),
            _ if fits => package,
            _ => format!("backend-{package}"),
        }
    }
}

/// Package names that Cargo refuses, or that another crate of the project has.
const TAKEN: [&str; 9] = [
    "alloc",
    "backsmith-runtime",
    "core",
    "proc-macro",
    "proc-macro2",
    "runtime",
    "std",
    "test",
    "tokio",
];

/// One part of the project that can be emitted by itself.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As `--only` takes it.
    pub name: &'static str,
    pub about: &'static str,
    emit: fn(&Plan, &Settings, &mut Tree),
}

/// Everything that can be emitted.
pub const TARGETS: &[Target] = &[
    Target {
        name: "project",
        about: "the files at the top, which become yours: README, CI, what git ignores",
        emit: |plan, settings, tree| {
            template::emit(at_the_top, &project::view(plan, settings), tree)
        },
    },
    Target {
        name: "backend",
        about: "the server: a module for each class, the runtime, and the files that become yours",
        emit: |plan, settings, tree| {
            template::emit(
                |path| path.starts_with("backend/"),
                &project::view(plan, settings),
                tree,
            );
            rust::emit(plan, settings, tree);
        },
    },
    Target {
        name: "docs",
        about: "docs/: data dictionary, diagrams, who may do what, steps for each technology",
        emit: |plan, settings, tree| {
            let clients = sdk::sketches(plan, &settings.name, &settings.package());
            let view = docs::view(plan, &settings.name, clients);
            template::emit(|path| path.starts_with("docs/"), &view, tree);
        },
    },
    Target {
        name: "openapi",
        about: "openapi.json: the REST interface, for tools",
        emit: |plan, settings, tree| openapi::emit(plan, &settings.name, tree),
    },
    Target {
        name: "requests",
        about: "requests/: the REST interface to try, for editors, Postman and curl",
        emit: |plan, settings, tree| requests::emit(plan, &settings.name, tree),
    },
    Target {
        name: "graphql",
        about: "schema.graphql and graphql/: the GraphQL interface and operations on it, for tools",
        emit: |plan, _, tree| graphql::emit(plan, tree),
    },
    Target {
        name: "typescript",
        about: "sdk/typescript: a typed client for Node, browsers, React Native and edge servers",
        emit: |plan, settings, tree| client(&sdk::TypeScript, plan, settings, tree),
    },
    Target {
        name: "react",
        about: "sdk/react: the TypeScript client in React, with TanStack Query",
        emit: |plan, settings, tree| adapter("react", plan, settings, tree),
    },
    Target {
        name: "next",
        about: "sdk/next: the TypeScript client on a Next.js server",
        emit: |plan, settings, tree| adapter("next", plan, settings, tree),
    },
    Target {
        name: "react-native",
        about: "sdk/react-native: the TypeScript client on phones, with a cache and an outbox",
        emit: |plan, settings, tree| adapter("react-native", plan, settings, tree),
    },
    Target {
        name: "vue",
        about: "sdk/vue: the TypeScript client in Vue",
        emit: |plan, settings, tree| adapter("vue", plan, settings, tree),
    },
    Target {
        name: "angular",
        about: "sdk/angular: the TypeScript client in Angular",
        emit: |plan, settings, tree| adapter("angular", plan, settings, tree),
    },
    Target {
        name: "rust",
        about: "sdk/rust: a typed client for Rust",
        emit: |plan, settings, tree| client(&sdk::Rust, plan, settings, tree),
    },
];

/// The client package of one language.
fn client(language: &impl sdk::Language, plan: &Plan, settings: &Settings, tree: &mut Tree) {
    let folder = format!("sdk/{}/", language.folder());
    let (package, classes) = sdk::view(plan, &settings.name, &settings.package(), language);
    let wanted = |path: &str| path.starts_with(&folder);
    let finish = |path: &str, text| language.layout(path, text);
    template::emit_with_classes(wanted, &package, &classes, &finish, tree);
}

/// The package that fits the TypeScript client to a framework.
fn adapter(framework: &str, plan: &Plan, settings: &Settings, tree: &mut Tree) {
    let folder = format!("sdk/{framework}/");
    let view = sdk::adapter(plan, &settings.name, &settings.package());
    template::emit(|path| path.starts_with(&folder), &view, tree);
}

/// Whether a template belongs to no target of its own.
fn at_the_top(path: &str) -> bool {
    path.split_once('/').is_none_or(|(folder, _)| {
        folder != "sdk" && TARGETS.iter().all(|target| target.name != folder)
    })
}

/// The whole project, or the targets that `settings` names.
pub fn project(plan: &Plan, settings: &Settings) -> Tree {
    let mut tree = Tree::default();
    for target in TARGETS {
        if settings.targets.is_empty() || settings.targets.iter().any(|name| name == target.name) {
            (target.emit)(plan, settings, &mut tree);
        }
    }
    tree
}
