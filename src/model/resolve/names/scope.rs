//! One scope of code names, in which no two meet in any casing.

use std::collections::HashMap;

use deunicode::deunicode;

/// Names that are taken, by what is left of them in every casing.
#[derive(Default)]
pub(super) struct Scope {
    taken: HashMap<String, String>,
}

impl Scope {
    /// The wire name of whoever has it.
    pub fn holder(&self, code: &str) -> Option<&str> {
        self.taken.get(&folded(code)).map(String::as_str)
    }

    pub fn take(&mut self, code: &str, wire: &str) {
        self.taken.insert(folded(code), wire.to_owned());
    }

    /// The name with the least number that makes it free.
    pub fn free(&self, code: &str, also_taken: impl Fn(&str) -> bool) -> String {
        let numbered = (2..).map(|number| format!("{code}_{number}"));
        let mut free = numbered.filter(|name| self.holder(name).is_none() && !also_taken(name));
        // The numbers do not end, so there is one.
        free.next().unwrap_or_default()
    }
}

/// What `orderId`, `order_id` and `OrderID` have in common.
pub(super) fn folded(code: &str) -> String {
    code.chars()
        .filter(|letter| *letter != '_')
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// A name in code for one on the wire: ASCII letters, digits and `_`, beginning with a letter. `kind` goes before a name
/// that begins with a digit or has nothing to spell.
pub(super) fn derived(wire: &str, kind: &str) -> String {
    let ascii = deunicode(wire);
    let words = ascii
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let code = words.collect::<Vec<_>>().join("_");
    match code.bytes().next() {
        None => kind.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{kind}_{code}"),
        Some(_) => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_script_is_spelled_in_ascii() {
        for (wire, code) in [
            ("totalAmount", "totalAmount"),
            ("order_id", "order_id"),
            ("_User", "User"),
            ("Straße", "Strasse"),
            ("order-item no", "order_item_no"),
            ("2fa", "field_2fa"),
            ("½", "field_1_2"),
            ("注文", "Zhu_Wen"),
            ("->", "field"),
        ] {
            assert_eq!(derived(wire, "field"), code, "{wire}");
        }
    }

    #[test]
    fn a_number_is_found_that_meets_nothing() {
        let mut scope = Scope::default();
        scope.take("order_id", "order_id");
        scope.take("orderId2", "orderId2");
        assert_eq!(scope.free("orderId", |_| false), "orderId_3");
    }
}
