//! [`Document`] → [`Model`], with every mistake in one run.
//!
//! A wrong value is reported and then read as if something harmless stood there, so that the rest is still looked at; the
//! `Model` is thrown away when there was an error.

mod access;
mod classes;
mod cycles;
mod defaults;
mod enums;
mod fields;
mod functions;
mod indexes;
mod names;
mod notify;
mod owners;
mod paths;
mod permissions;
mod shapes;
mod system;
#[cfg(test)]
mod tests;
mod values;

use std::collections::HashMap;
use std::ops::Range;

use super::{Class, ClassId, Model};
use crate::diagnostic::Diagnostic;
use crate::schema::{Document, Node};

/// Reads what a file means.
///
/// # Errors
/// Every finding, with at least one error among them, in the order of the file.
pub fn resolve(document: &Document) -> Result<(Model, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut resolver = Resolver {
        findings: document.diagnostics.clone(),
        ..Resolver::default()
    };
    resolver.open_access = document.get("defaultAccess").and_then(Node::as_str) == Some("open");
    resolver.roles = document
        .get("roles")
        .map(|roles| roles.strings().map(|(_, role)| role.to_owned()).collect());
    classes::collect(&mut resolver, document);
    classes::fields(&mut resolver);
    let mut functions = functions::resolve(&mut resolver, document);
    cycles::check(&mut resolver);
    owners::resolve(&mut resolver);
    access::resolve(&mut resolver);
    for id in 0..resolver.classes.len() {
        permissions::resolve(&mut resolver, id);
        indexes::resolve(&mut resolver, id);
        notify::resolve(&mut resolver, id);
    }
    names::tell_apart(&mut resolver, &mut functions);
    let unmentioned = classes::unmentioned(&mut resolver);

    let text = |key: &str| document.get(key).and_then(Node::as_str).map(str::to_owned);
    let model = Model {
        name: text("name"),
        version: text("version"),
        roles: resolver.roles.unwrap_or_default(),
        classes: resolver.classes,
        unmentioned,
        functions: functions
            .into_iter()
            .map(|function| function.function)
            .collect(),
    };
    let mut findings = resolver.findings;
    let failed = findings.iter().any(Diagnostic::is_error);
    findings.sort_by_key(|found| found.span.as_ref().map(|span| (span.start, span.end)));
    if failed {
        Err(findings)
    } else {
        Ok((model, findings))
    }
}

/// What is known so far.
#[derive(Default)]
struct Resolver<'a> {
    classes: Vec<Class>,
    /// Where each class stands in the file; `None` for one that is only pointed at.
    nodes: Vec<Option<&'a Node>>,
    by_name: HashMap<String, ClassId>,
    /// Fields that were refused, so that nothing more is said of them.
    broken: Vec<(ClassId, String)>,
    /// Those of the top level, where it lists any.
    roles: Option<Vec<String>>,
    open_access: bool,
    findings: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// What the file says about a class under a key.
    fn value(&self, id: ClassId, key: &str) -> Option<&'a Node> {
        self.nodes[id]?.get(key)
    }

    /// Where a class is named; nowhere, if the file only points at it.
    fn class_span(&self, id: ClassId) -> Range<usize> {
        self.value(id, "className")
            .map_or(0..0, |name| name.span.clone())
    }

    /// Where a field of a class is named.
    fn field_span(&self, id: ClassId, field: &str) -> Range<usize> {
        let member = self
            .value(id, "fields")
            .and_then(|fields| fields.member(field));
        member.map_or_else(|| self.class_span(id), |member| member.key_span.clone())
    }

    fn is_broken(&self, id: ClassId, field: &str) -> bool {
        self.broken
            .iter()
            .any(|(class, name)| *class == id && name == field)
    }
}
