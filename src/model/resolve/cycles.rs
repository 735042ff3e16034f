//! Required Pointers that lead back to where they began: no object could be the first.

use super::Resolver;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{ClassId, FieldType};

pub(super) fn check(resolver: &mut Resolver<'_>) {
    let edges: Vec<Vec<(usize, ClassId)>> = (0..resolver.classes.len())
        .map(|id| required(resolver, id))
        .collect();
    let mut creatable = vec![false; edges.len()];
    loop {
        settle(&edges, &mut creatable);
        let Some(start) = creatable.iter().position(|can| !can) else {
            return;
        };
        let cycle = walk(&edges, &creatable, start);
        for (class, _) in &cycle {
            creatable[*class] = true;
        }
        report(resolver, &cycle);
    }
}

/// The required Pointers of a class: its field and where it leads.
fn required(resolver: &Resolver<'_>, id: ClassId) -> Vec<(usize, ClassId)> {
    let fields = resolver.classes[id]
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.required);
    let pointers = fields.filter_map(|(index, field)| match &field.shape.ty {
        FieldType::Pointer(pointer) => Some((index, pointer.class)),
        _ => None,
    });
    pointers.collect()
}

/// Marks each class whose required Pointers all lead to classes of which there can be objects.
fn settle(edges: &[Vec<(usize, ClassId)>], creatable: &mut [bool]) {
    let mut waiting: Vec<usize> = edges
        .iter()
        .map(|out| out.iter().filter(|(_, to)| !creatable[*to]).count())
        .collect();
    let mut pointing: Vec<Vec<ClassId>> = vec![Vec::new(); edges.len()];
    for (from, out) in edges.iter().enumerate() {
        out.iter()
            .filter(|(_, to)| !creatable[*to])
            .for_each(|(_, to)| pointing[*to].push(from));
    }
    let mut free: Vec<ClassId> = (0..edges.len())
        .filter(|id| !creatable[*id] && waiting[*id] == 0)
        .collect();
    while let Some(id) = free.pop() {
        creatable[id] = true;
        for from in &pointing[id] {
            waiting[*from] -= 1;
            if waiting[*from] == 0 && !creatable[*from] {
                free.push(*from);
            }
        }
    }
}

/// Follows Pointers that stand in the way until a class comes again.
fn walk(
    edges: &[Vec<(usize, ClassId)>],
    creatable: &[bool],
    start: ClassId,
) -> Vec<(ClassId, usize)> {
    let mut way: Vec<(ClassId, usize)> = Vec::new();
    let mut class = start;
    loop {
        if let Some(first) = way.iter().position(|(seen, _)| *seen == class) {
            return way.split_off(first);
        }
        // `settle` leaves a class out only when such a Pointer exists.
        let Some((field, next)) = edges[class].iter().find(|(_, to)| !creatable[*to]) else {
            return way;
        };
        way.push((class, *field));
        class = *next;
    }
}

fn report(resolver: &mut Resolver<'_>, cycle: &[(ClassId, usize)]) {
    let class = |id: ClassId| resolver.classes[id].name.wire.trim_start_matches('_');
    let field =
        |(id, index): (ClassId, usize)| resolver.classes[id].fields[index].name.wire.as_str();
    let Some(first) = cycle.first() else { return };
    let message = match cycle {
        [only] => format!(
            "`{}.{}` is required and points at its own class: no object could ever be created",
            class(only.0),
            field(*only)
        ),
        _ => {
            let steps: Vec<_> = cycle
                .iter()
                .map(|step| format!("`{}.{}`", class(step.0), field(*step)))
                .collect();
            format!(
                "the required Pointers {} lead in a cycle: no object of these classes could ever be created",
                steps.join(" and ")
            )
        }
    };
    let mut error = Diagnostic::error(code::REQUIRED_CYCLE, message)
        .at(&resolver.field_span(first.0, field(*first)))
        .help("make one of them optional");
    if cycle.len() == 1 {
        error = error.help("make it optional");
    }
    for step in &cycle[1..] {
        let leads = format!("leads on from `{}`", class(step.0));
        error = error.label(&resolver.field_span(step.0, field(*step)), leads);
    }
    resolver.report(error);
}
