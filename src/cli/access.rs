//! Who may do what, as a table for people and as JSON.

use backsmith::model::Principal;
use backsmith::plan::{AccessRow, Plan};
use serde_json::{Value, json};

/// One line a class, the columns aligned.
pub fn table(plan: &Plan) -> String {
    let heading = [
        "class", "owner", "read", "create", "update", "delete", "from",
    ]
    .map(str::to_owned);
    let rows: Vec<_> = std::iter::once(heading)
        .chain(plan.access_table().into_iter().map(row))
        .collect();
    let mut widths = [0; 7];
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
pub fn json(plan: &Plan) -> Value {
    let words = |list: &[Principal]| list.iter().map(Principal::to_string).collect::<Vec<_>>();
    let classes = plan.classes.iter().map(|class| {
        let access = &class.access;
        json!({
            "class": class.class.name.wire,
            "read": words(&access.read),
            "create": words(&access.create),
            "update": words(&access.update),
            "delete": words(&access.delete),
            "createAsOwner": access.create_as_owner,
            "declared": access.declared,
            "narrowed": class.class.permissions.is_some(),
        })
    });
    json!({ "access": classes.collect::<Vec<_>>() })
}

fn row(row: AccessRow) -> [String; 7] {
    let from = if row.declared {
        "the schema"
    } else {
        "the default"
    };
    let owner = row.owner.unwrap_or_default();
    [
        row.class,
        owner,
        row.read,
        row.create,
        row.update,
        row.delete,
        from.to_owned(),
    ]
}
