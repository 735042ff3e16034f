//! The binary as people run it: arguments in, files, text and exit codes out.

mod check;
mod dev;
mod generate;
mod help;
mod init;
mod project;
mod recovery;
mod settings;
mod shop;
mod streams;
mod trouble;
mod validate;
