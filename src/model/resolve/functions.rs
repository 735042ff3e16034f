//! Server functions, with their shapes.

use super::fields::{self, Place, code_name};
use super::{Resolver, access, names, shapes};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Function, Name, Principal};
use crate::schema::{Document, Node};
use std::ops::Range;

/// A function, and where it is named.
pub(super) struct Placed {
    pub function: Function,
    pub span: Range<usize>,
}

pub(super) fn resolve(resolver: &mut Resolver<'_>, document: &Document) -> Vec<Placed> {
    let mut functions = Vec::new();
    for member in document.get("functions").map_or(&[][..], Node::members) {
        let node = &member.value;
        if let Some(problem) = names::function_problem(&member.key) {
            resolver.report(problem.at(&member.key_span));
        }
        let params = node.get("params").map_or(&[][..], Node::members);
        let params = params
            .iter()
            .map(|param| fields::read(resolver, param, Place::Parameter))
            .collect();
        let result = node
            .get("result")
            .map(|result| shapes::read(resolver, result, "result"));
        let function = Function {
            name: Name {
                wire: member.key.clone(),
                code: code_name(node),
            },
            description: node
                .get("description")
                .and_then(Node::as_str)
                .map(str::to_owned),
            params,
            result,
            access: callers(resolver, node),
        };
        functions.push(Placed {
            function,
            span: member.key_span.clone(),
        });
    }
    functions
}

/// Whoever is signed in, where nothing is said.
fn callers(resolver: &mut Resolver<'_>, node: &Node) -> Vec<Principal> {
    let Some(listed) = node.get("access") else {
        return vec![Principal::Authenticated];
    };
    let mut callers = Vec::new();
    for (who, place) in access::principals(resolver, listed) {
        if who == Principal::Owner {
            let error = Diagnostic::error(
                code::OWNER_UNKNOWN,
                "a function has no owner to give this to",
            );
            resolver.report(
                error
                    .at(&place.span)
                    .help("write `authenticated`, and look at the object in the function"),
            );
        }
        callers.push(who);
    }
    callers.sort();
    callers.dedup();
    callers
}
