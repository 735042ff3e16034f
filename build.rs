//! An embedded folder does not notice edits by itself.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}
