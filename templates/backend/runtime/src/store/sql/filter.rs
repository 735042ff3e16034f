//! A [`Filter`] → a term of SQL.

use super::{ID, READ, SEQUENCE, Sql, Table, WRITE};
use crate::class::Kind;
use crate::query::{Compare, Filter, Place, Right};
use crate::write::Stored;

/// As many values stand in a statement each for itself; more are one parameter, so that there are not as many statements
/// as there are numbers of values.
const FEW: usize = 8;

impl Sql<'_> {
    pub(super) fn filter(&mut self, table: &Table, filter: &Filter) {
        match filter {
            Filter::Always(true) => _ = self.push("1=1"),
            Filter::Always(false) => _ = self.push("1=0"),
            Filter::All(terms) => self.terms(table, terms, " AND ", true),
            Filter::Any(terms) => self.terms(table, terms, " OR ", false),
            Filter::Not(term) => {
                // A comparison with null is neither true nor false in SQL; here it is false, and its negation true.
                self.push("(");
                self.filter(table, term);
                self.push(") IS NOT TRUE");
            }
            Filter::Compare {
                place,
                compare,
                value,
            } => self.compare(table, *place, *compare, value),
            Filter::OneOf { place, values } if values.len() > FEW && values.iter().all(is_text) => {
                let texts = values.iter().filter_map(text).collect();
                self.dialect.one_of(self, table.column(*place), texts);
            }
            Filter::OneOf { place, values } => {
                self.push(table.column(*place)).push(" IN (");
                for (index, value) in values.iter().enumerate() {
                    self.push(if index == 0 { "" } else { "," })
                        .parameter(value.clone());
                }
                self.push(")");
            }
            Filter::Contains { field, elements } => {
                let column = table.qualified(Place::Field(*field));
                self.dialect.array_contains(self, &column, elements);
            }
            Filter::Inside { path, test } => {
                let column = table.qualified(Place::Field(path.field));
                self.dialect.holds_inside(self, &column, &path.steps, test);
            }
            Filter::IsSet(place) => {
                // A Relation is there on every object, even an empty one.
                let always = matches!(place, Place::Field(index) if matches!(table.class.fields[*index].kind, Kind::Relation { .. }));
                if always {
                    self.push("1=1");
                } else {
                    self.push(table.column(*place)).push(" IS NOT NULL");
                }
            }
            Filter::Matches { place, pattern } => {
                let column = table.qualified(*place);
                self.push("(");
                self.dialect.matches(self, &column, pattern);
                self.push(")");
            }
            Filter::Text { place, search } => {
                self.dialect.score(self, table.column(*place), search);
                self.push(">0");
            }
            Filter::Within { field, area, .. } => self.within(table, *field, area),
            Filter::Covers { field, point } => self.covers(table, *field, *point),
            Filter::Permits { right, to } => {
                let column = match right {
                    Right::Read => READ,
                    Right::Write => WRITE,
                };
                self.push("(").push(column).push(" IS NULL");
                for who in to {
                    self.push(" OR ");
                    self.dialect
                        .text_contains(self, column, format!("\n{who}\n"));
                }
                self.push(")");
            }
            Filter::ReadBy { to } => {
                let readers = table.readers.as_deref().unwrap_or_default();
                self.push(SEQUENCE)
                    .push(" IN (SELECT seq FROM ")
                    .push(readers);
                self.push(" WHERE who IN (");
                for (index, who) in to.iter().enumerate() {
                    self.push(if index == 0 { "" } else { "," });
                    self.parameter(Stored::Text(who.clone()));
                }
                self.push("))");
            }
            Filter::LeadsTo { field, to } => self.leads_to(table, *field, to),
            Filter::Relates { field, ids } => {
                self.push(ID)
                    .push(" IN (SELECT \"owningId\" FROM ")
                    .push(table.join(*field))
                    .push(" WHERE \"relatedId\" IN (");
                for (index, id) in ids.iter().enumerate() {
                    self.push(if index == 0 { "" } else { "," });
                    self.parameter(Stored::Text(id.clone()));
                }
                self.push("))");
            }
            Filter::RelatedTo { owner, field } => {
                let join = self.table(owner.class).join(*field);
                self.push(ID)
                    .push(" IN (SELECT \"relatedId\" FROM ")
                    .push(join)
                    .push(" WHERE \"owningId\" IN (");
                self.subquery(owner, |sql, _| _ = sql.push(ID));
                self.push("))");
            }
            Filter::Selected { subject, key, of } => self.selected(table, subject, key, of),
        }
    }

    fn terms(&mut self, table: &Table, terms: &[Filter], separator: &str, of_none: bool) {
        if terms.is_empty() {
            return self.filter(table, &Filter::Always(of_none));
        }
        // In halves, because databases limit how deep an expression may nest, and `a OR b OR c` nests at each term.
        self.push("(");
        match terms {
            [term] => self.filter(table, term),
            terms => {
                let (first, second) = terms.split_at(terms.len() / 2);
                self.terms(table, first, separator, of_none);
                self.push(separator);
                self.terms(table, second, separator, of_none);
            }
        }
        self.push(")");
    }

    fn compare(&mut self, table: &Table, place: Place, compare: Compare, value: &Stored) {
        let operator = match compare {
            Compare::Equal => "=",
            Compare::Less => "<",
            Compare::LessOrEqual => "<=",
            Compare::Greater => ">",
            Compare::GreaterOrEqual => ">=",
        };
        if let (Stored::Point(latitude, longitude), [first, second]) =
            (value, table.columns(place).as_slice())
        {
            self.push("(")
                .push(first)
                .push("=")
                .parameter(Stored::Number(*latitude));
            self.push(" AND ")
                .push(second)
                .push("=")
                .parameter(Stored::Number(*longitude))
                .push(")");
            return;
        }
        self.push(table.column(place))
            .push(operator)
            .parameter(value.clone());
    }
}

fn is_text(value: &Stored) -> bool {
    text(value).is_some()
}

fn text(value: &Stored) -> Option<&str> {
    match value {
        Stored::Text(text) => Some(text),
        _ => None,
    }
}
