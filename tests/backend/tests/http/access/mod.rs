//! Who may do what, over HTTP: a matrix of everybody and everything against a plain model of the rules, and those who
//! do not ask politely.

mod attacks;
mod graphql;
mod live;
mod matrix;
mod model;
mod readers;
mod revocation;
mod rules;
pub mod world;
