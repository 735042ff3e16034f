//! The server functions, which clients call by name. This file is yours.
//!
//! A function that the schema names and this file does not have is an error of the compiler.

use crate::generated::{self, Functions};
use runtime::prelude::*;

/// What answers the functions. Give it what they share, such as a client of another service.
pub struct Server;

/// All functions.
pub fn all() -> FunctionSet {
    generated::functions(Server)
}

impl Functions for Server {}
