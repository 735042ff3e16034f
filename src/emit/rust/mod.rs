//! Each class becomes a Rust module: its struct, the forms that create and change one, its columns and its class table.
//! All server functions become another.
//!
//! This is the only user of quote and prettyplease. It writes structure; all behaviour is the runtime's.

mod functions;
mod labels;
mod names;
mod nested;
mod number;
mod prose;
mod structs;
mod table;
mod types;
mod wire;

use super::Settings;
use crate::plan::{Class, Plan, graphql};
use crate::tree::{Owner, Tree};
use names::{ClassNames, Names};
use proc_macro2::TokenStream;
use quote::quote;
use structs::Structs;

const FOLDER: &str = "backend/src/generated";
/// The module of the functions, a name that no module of a class has.
const FUNCTIONS: &str = "functions";
const FUNCTIONS_OF_USER: &str = "backend/src/functions.rs";
const ORIGIN: &str =
    "@generated from schema.json by backsmith; change the schema and run `backsmith generate`.";

/// Adds the generated module of every class, and the module that gathers them.
pub fn emit(plan: &Plan, settings: &Settings, tree: &mut Tree) {
    let names = Names::of(plan);
    let graphql = graphql::Names::of(plan);
    for class in &plan.classes {
        let path = format!("{FOLDER}/{}.rs", names.class(class.id).module);
        tree.add(
            path,
            module(class, plan, &names, &graphql),
            Owner::Generator,
        );
    }
    let (functions, offered) =
        functions::module(plan, &names, &graphql, &prose::first_line(&settings.name));
    tree.add(
        format!("{FOLDER}/{FUNCTIONS}.rs"),
        functions,
        Owner::Generator,
    );
    tree.add(
        format!("{FOLDER}/mod.rs"),
        index(plan, settings, &names, &offered),
        Owner::Generator,
    );
    tree.add(
        FUNCTIONS_OF_USER,
        functions::stub(plan, &names),
        Owner::User,
    );
}

/// The module of one class.
fn module(class: &Class, plan: &Plan, names: &Names, graphql: &graphql::Names) -> String {
    let mut structs = Structs::new(class, names);
    let mut items = vec![
        structs.object(),
        structs.new_form(),
        structs.patch(),
        structs.columns(),
    ];
    items.extend(structs.nested());
    items.extend(table::class(class, plan, &graphql.classes[class.id]));
    items.push(structs.class());
    let items = items.into_iter().map(print).chain(structs.conversions());
    let body: String = items.map(|item| format!("\n{item}")).collect();

    header(class) + &imports(&structs.foreign_classes()) + &body
}

/// One item, formatted.
fn print(item: TokenStream) -> String {
    // What `quote!` builds here always parses: each name is an identifier and each literal a literal. A mistake shows as an
    // unformatted item that still compiles.
    match syn::parse2::<syn::File>(item.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{item}\n"),
    }
}

fn header(class: &Class) -> String {
    let about = match class.class.description.as_deref().map(prose::first_line) {
        Some(line) if !line.is_empty() => format!("{}: {}", class.title(), uncapitalise(&line)),
        _ => format!("The class `{}`.", class.title()),
    };
    let about: String = prose::lines(&about)
        .iter()
        .map(|line| format!("//! {line}\n"))
        .collect();
    format!("{about}//!\n//! {ORIGIN}\n\n")
}

/// A sentence after a colon: its first word in lower case where it is certainly no name.
fn uncapitalise(sentence: &str) -> String {
    const LITTLE: [&str; 10] = [
        "A", "An", "All", "Each", "Every", "One", "Some", "The", "What", "Who",
    ];
    match sentence.split_once(' ') {
        Some((first, rest)) if LITTLE.contains(&first) => {
            format!("{} {rest}", first.to_lowercase())
        }
        _ => sentence.to_owned(),
    }
}

fn imports(foreign: &[&str]) -> String {
    let classes = match foreign {
        [] => String::new(),
        [one] => format!("use super::{one};\n"),
        many => print_list("use super", many),
    };
    format!("{classes}use runtime::prelude::*;\n")
}

/// `generated/mod.rs`: the modules, their types by name, and the schema as a whole.
fn index(plan: &Plan, settings: &Settings, names: &Names, offered: &[String]) -> String {
    let mut text = format!(
        "//! The classes of {}.\n//!\n//! {ORIGIN}\n\n",
        prose::first_line(&settings.name)
    );
    let name = settings.package();
    let types = |class: &ClassNames| class.types().into_iter().map(str::to_owned).collect();
    let mut modules: Vec<(&str, Vec<String>)> = names
        .iter()
        .map(|class| (class.module.as_str(), types(class)))
        .collect();
    modules.push((FUNCTIONS, offered.to_vec()));
    modules.sort();
    for (module, _) in &modules {
        text.push_str(&format!("mod {};\n", names::ident(module)));
    }
    text.push('\n');
    for (module, offered) in &modules {
        let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
        text.push_str(&print_list(
            &format!("pub use {}", names::ident(module)),
            &offered,
        ));
    }
    text.push_str("\nuse runtime::prelude::Schema;\n\n");
    let tables = names.iter().map(|class| {
        let module = names::ident(&class.module);
        quote!(&#module::CLASS)
    });
    let roles = &plan.model.roles;
    text.push_str(&print(quote! {
        /// All classes, as the engine knows them.
        pub static SCHEMA: Schema = Schema { name: #name, roles: &[#(#roles),*], classes: &[#(#tables),*] };
    }));
    text
}

/// `use path::{A, B};`, one name a line where it would grow too wide.
fn print_list(path: &str, names: &[&str]) -> String {
    let line = format!("{path}::{{{}}};\n", names.join(", "));
    if line.len() <= 101 {
        return line;
    }
    let mut text = format!("{path}::{{\n");
    let mut row = String::from("   ");
    for name in names {
        if row.len() + name.len() + 2 > 100 {
            text.push_str(&row);
            text.push('\n');
            row = String::from("   ");
        }
        row.push_str(&format!(" {name},"));
    }
    text.push_str(&row);
    text.push_str("\n};\n");
    text
}
