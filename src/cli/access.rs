//! Who may do what, as a table for people and as JSON.

use backsmith::model::{Class, Model, Principal};
use serde_json::{Value, json};

/// One line a class, the columns aligned.
pub fn table(model: &Model) -> String {
    let heading = ["class", "read", "create", "update", "delete", "from"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(heading)
        .chain(model.classes.iter().map(row))
        .collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<_> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// The same for programs.
pub fn json(model: &Model) -> Value {
    let classes = model.classes.iter().map(|class| {
        let access = &class.access;
        json!({
            "class": class.name.wire,
            "read": words(&access.read),
            "create": words(&access.create),
            "update": words(&access.update),
            "delete": words(&access.delete),
            "createAsOwner": access.create_as_owner,
            "declared": access.declared,
            "narrowed": class.permissions.is_some(),
        })
    });
    json!({ "access": classes.collect::<Vec<_>>() })
}

fn row(class: &Class) -> [String; 6] {
    let access = &class.access;
    let mut create = cell(&access.create);
    if access.create_as_owner {
        create.push_str(" (as owner)");
    }
    let mut from = if access.declared {
        "the schema"
    } else {
        "the default"
    }
    .to_owned();
    if class.permissions.is_some() {
        from.push_str(", narrowed by classLevelPermissions");
    }
    [
        class.name.wire.clone(),
        cell(&access.read),
        create,
        cell(&access.update),
        cell(&access.delete),
        from,
    ]
}

/// An empty list is nobody: the master key alone.
fn cell(principals: &[Principal]) -> String {
    if principals.is_empty() {
        "nobody".to_owned()
    } else {
        words(principals).join(", ")
    }
}

fn words(principals: &[Principal]) -> Vec<String> {
    let word = |principal: &Principal| match principal {
        Principal::Public => "public".to_owned(),
        Principal::Authenticated => "authenticated".to_owned(),
        Principal::Owner => "owner".to_owned(),
        Principal::Role(name) => format!("role:{name}"),
    };
    principals.iter().map(word).collect()
}
