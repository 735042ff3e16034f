//! Gives everything its name in code. Two that would meet are told apart by a number, with a warning.

use std::collections::HashMap;
use std::ops::Range;

use super::scope::{Scope, derived, folded};
use crate::diagnostic::{Diagnostic, code};
use crate::model::resolve::Resolver;
use crate::model::resolve::functions::Placed;
use crate::model::{ClassId, Field, FieldType, Name, Shape};

/// What every object has under these names in code.
const OF_EVERY_OBJECT: [(&str, &str); 5] = [
    ("id", "objectId"),
    ("objectId", "objectId"),
    ("createdAt", "createdAt"),
    ("updatedAt", "updatedAt"),
    ("acl", "ACL"),
];

/// The system classes keep their names, whether the file lists them or not.
const SYSTEM: [(&str, &str); 4] = [
    ("User", "_User"),
    ("Role", "_Role"),
    ("Session", "_Session"),
    ("Installation", "_Installation"),
];

pub(in crate::model::resolve) fn tell_apart(resolver: &mut Resolver<'_>, functions: &mut [Placed]) {
    let mut findings = Vec::new();
    classes(resolver, &mut findings);
    for id in 0..resolver.classes.len() {
        let spans: Vec<_> = resolver.classes[id]
            .fields
            .iter()
            .map(|field| resolver.field_span(id, &field.name.wire))
            .collect();
        let class = &mut resolver.classes[id];
        let owner = format!("in `{}`", class.name.wire.trim_start_matches('_'));
        fields(
            &mut class.fields,
            &OF_EVERY_OBJECT,
            &spans,
            &owner,
            &mut findings,
        );
    }
    for placed in &mut *functions {
        let params = &mut placed.function.params;
        let spans = vec![placed.span.clone(); params.len()];
        let owner = format!("in `{}`", placed.function.name.wire);
        fields(params, &[], &spans, &owner, &mut findings);
        if let Some(result) = &mut placed.function.result {
            shape(result, &placed.span, &mut findings);
        }
    }
    let spans: Vec<_> = functions.iter().map(|placed| placed.span.clone()).collect();
    let names = functions
        .iter_mut()
        .map(|placed| &mut placed.function.name)
        .collect();
    scope(
        names,
        "function",
        &[],
        &spans,
        "among the functions",
        &mut findings,
    );
    types(resolver, &mut findings);
    findings
        .into_iter()
        .for_each(|found| resolver.report(found));
}

fn classes(resolver: &mut Resolver<'_>, findings: &mut Vec<Diagnostic>) {
    let spans: Vec<_> = (0..resolver.classes.len())
        .map(|id| resolver.class_span(id))
        .collect();
    let chosen: Vec<_> = (0..spans.len())
        .map(|id| {
            resolver
                .value(id, "codeName")
                .and_then(|name| name.as_str())
        })
        .collect();
    for (class, chosen) in resolver.classes.iter_mut().zip(chosen) {
        class.name.code = chosen.unwrap_or_default().to_owned();
    }
    let names = resolver
        .classes
        .iter_mut()
        .map(|class| &mut class.name)
        .collect();
    scope(
        names,
        "class",
        &SYSTEM,
        &spans,
        "among the classes",
        findings,
    );
}

fn fields(
    fields: &mut [Field],
    taken: &[(&str, &str)],
    spans: &[Range<usize>],
    place: &str,
    findings: &mut Vec<Diagnostic>,
) {
    for (field, span) in fields.iter_mut().zip(spans) {
        shape(&mut field.shape, span, findings);
    }
    let names = fields.iter_mut().map(|field| &mut field.name).collect();
    scope(names, "field", taken, spans, place, findings);
}

fn shape(shape: &mut Shape, span: &Range<usize>, findings: &mut Vec<Diagnostic>) {
    match &mut shape.ty {
        FieldType::Enum(values) => {
            let spans = vec![span.clone(); values.values.len()];
            let names = values
                .values
                .iter_mut()
                .map(|value| &mut value.name)
                .collect();
            scope(
                names,
                "value",
                &[],
                &spans,
                "among the values of one `enum`",
                findings,
            );
        }
        FieldType::Object(Some(inner)) => {
            let spans = vec![span.clone(); inner.len()];
            fields(inner, &[], &spans, "in one Object", findings);
        }
        FieldType::Array(Some(element)) => self::shape(element, span, findings),
        FieldType::String
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Object(None)
        | FieldType::Array(None)
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Pointer(_)
        | FieldType::Relation(_)
        | FieldType::Acl => {}
    }
}

/// One scope: chosen names first, so that a choice always holds, then the others in their order.
fn scope(
    mut names: Vec<&mut Name>,
    kind: &str,
    taken: &[(&str, &str)],
    spans: &[Range<usize>],
    place: &str,
    findings: &mut Vec<Diagnostic>,
) {
    let mut scope = Scope::default();
    for (code, wire) in taken {
        scope.take(code, wire);
    }
    let is_chosen = |name: &Name| !name.code.is_empty();
    for (name, span) in names.iter().zip(spans).filter(|(name, _)| is_chosen(name)) {
        if let Some(holder) = scope
            .holder(&name.code)
            .filter(|holder| *holder != name.wire)
        {
            let message = format!(
                "the `codeName` `{}` meets that of `{holder}` {place}",
                name.code
            );
            findings.push(
                Diagnostic::error(code::BAD_CODE_NAME, message)
                    .at(span)
                    .help("choose another"),
            );
        }
        scope.take(&name.code, &name.wire);
    }
    for (name, span) in names
        .iter_mut()
        .zip(spans)
        .filter(|(name, _)| !is_chosen(name))
    {
        let code = derived(&name.wire, kind);
        name.code = match scope.holder(&code).filter(|holder| *holder != name.wire) {
            None => code,
            Some(holder) => {
                let free = scope.free(&code, |_| false);
                findings.push(meet(&name.wire, &format!("`{holder}`"), &free, span));
                free
            }
        };
        scope.take(&name.code, &name.wire);
    }
}

/// `holder` is whose name it would have.
fn meet(wire: &str, holder: &str, free: &str, span: &Range<usize>) -> Diagnostic {
    let message =
        format!("in code `{wire}` would have the name of {holder}, so there it is `{free}`");
    let warning = Diagnostic::warning(code::NAMES_MEET, message);
    let warning = if span.is_empty() {
        warning
    } else {
        warning.at(span)
    };
    warning.help(format!(
        r#"choose a better name for `{wire}` with `"codeName"`; on the wire nothing changes"#
    ))
}

fn type_meets(wire: &str, holder: &str, free: &str, span: &Range<usize>) -> Diagnostic {
    let message = format!(
        "in code the type of `{wire}` would have the name of {holder}, so there `{wire}` is `{free}`"
    );
    Diagnostic {
        message,
        ..meet(wire, holder, free, span)
    }
}

/// Types that come of a class meet those that come of others: `OrderPatch` is a class, and what changes an `Order`.
fn types(resolver: &mut Resolver<'_>, findings: &mut Vec<Diagnostic>) {
    let forms = forms(resolver);
    let mut scope = Scope::default();
    for class in &resolver.classes {
        scope.take(&class.name.code, &class.name.wire);
    }
    for id in 0..resolver.classes.len() {
        let name = &resolver.classes[id].name;
        let Some(holder) = forms.get(&folded(&name.code)) else {
            continue;
        };
        let free = scope.free(&name.code, |code| forms.contains_key(&folded(code)));
        findings.push(meet(&name.wire, holder, &free, &resolver.class_span(id)));
        scope.take(&free, &name.wire);
        resolver.classes[id].name.code = free;
    }
    embedded(resolver, findings);
}

/// The types that come of each class whatever its fields, and of its fields.
fn forms(resolver: &Resolver<'_>) -> HashMap<String, String> {
    let mut forms = HashMap::new();
    for class in &resolver.classes {
        let code = &class.name.code;
        forms.insert(
            folded(&format!("New{code}")),
            format!("what creates an object of `{code}`"),
        );
        forms.insert(
            folded(&format!("{code}Patch")),
            format!("what changes an object of `{code}`"),
        );
        for field in &class.fields {
            for ty in type_names(&class.name, field) {
                forms.insert(ty, format!("the type of `{code}.{}`", field.name.wire));
            }
        }
    }
    forms
}

/// The folded names that the type of a field may have, where it has one of its own.
fn type_names(class: &Name, field: &Field) -> Vec<String> {
    let whole = folded(&format!("{}{}", class.code, field.name.code));
    let mut names = Vec::new();
    collect(&field.shape, &whole, &mut names);
    names
}

fn collect(shape: &Shape, whole: &str, names: &mut Vec<String>) {
    match &shape.ty {
        FieldType::Enum(_) => names.push(whole.to_owned()),
        FieldType::Object(Some(inner)) => {
            names.push(whole.to_owned());
            for field in inner {
                collect(
                    &field.shape,
                    &format!("{whole}{}", folded(&field.name.code)),
                    names,
                );
            }
        }
        FieldType::Array(Some(element)) => {
            collect(element, whole, names);
            // An element is called by the singular of its Array.
            if let Some(one) = whole.strip_suffix('s') {
                collect(element, one, names);
            }
        }
        FieldType::String
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Object(None)
        | FieldType::Array(None)
        | FieldType::GeoPoint
        | FieldType::Polygon
        | FieldType::File
        | FieldType::Bytes
        | FieldType::Pointer(_)
        | FieldType::Relation(_)
        | FieldType::Acl => {}
    }
}

/// Two fields of different classes whose types would have one name: the later is called otherwise.
fn embedded(resolver: &mut Resolver<'_>, findings: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, (ClassId, String)> = HashMap::new();
    for id in 0..resolver.classes.len() {
        let mut own = Scope::default();
        OF_EVERY_OBJECT
            .iter()
            .for_each(|(code, wire)| own.take(code, wire));
        resolver.classes[id]
            .fields
            .iter()
            .for_each(|field| own.take(&field.name.code, &field.name.wire));
        for index in 0..resolver.classes[id].fields.len() {
            let class = &resolver.classes[id];
            let field = &class.fields[index];
            let wire = field.name.wire.clone();
            let is_taken = |ty: &String| {
                taken
                    .get(ty)
                    .is_some_and(|holder| *holder != (id, wire.clone()))
            };
            if let Some(ty) = type_names(&class.name, field).into_iter().find(is_taken) {
                let (other, holder) = &taken[&ty];
                let other = resolver.classes[*other].name.wire.trim_start_matches('_');
                let holder = format!("that of `{other}.{holder}`");
                let free = own.free(&field.name.code, |_| false);
                findings.push(type_meets(
                    &wire,
                    &holder,
                    &free,
                    &resolver.field_span(id, &wire),
                ));
                own.take(&free, &wire);
                resolver.classes[id].fields[index].name.code = free;
            }
            for ty in type_names(
                &resolver.classes[id].name,
                &resolver.classes[id].fields[index],
            ) {
                taken.entry(ty).or_insert((id, wire.clone()));
            }
        }
    }
}
