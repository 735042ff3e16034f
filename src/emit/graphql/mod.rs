//! The GraphQL interface as SDL: what the server answers to introspection, as a file for tools and reviewers.
//!
//! Types that need no schema are the server's own file, byte for byte. The rest is written here, a class after another;
//! what things are called is decided in [`crate::plan::graphql`].

mod class;
mod function;
mod operations;
mod roots;
mod text;
mod types;

use crate::plan::Plan;
use crate::plan::graphql::{COMMON, Names};
use crate::tree::{Owner, Tree};
use class::Writer;

pub fn emit(plan: &Plan, tree: &mut Tree) {
    let names = Names::of(plan);
    tree.add("schema.graphql", document(plan, &names), Owner::Generator);
    operations::emit(plan, &names, tree);
}

fn document(plan: &Plan, names: &Names) -> String {
    let mut sdl = roots::of(plan, names);
    for (class, words) in plan.model.all_classes().zip(&names.classes) {
        let writer = Writer {
            class,
            words,
            names,
        };
        writer.write(&mut sdl);
    }
    for (function, words) in plan.functions.iter().zip(&names.functions) {
        function::write(function.function, words, names, &mut sdl);
    }
    sdl.push('\n');
    sdl.push_str(COMMON);
    sdl
}
