//! Aggregates → one `SELECT` statement. A stage that needs the rows of the one before it as they are puts that one into
//! a subquery; the others add to it.

use super::fragment::Fragment;
use super::{Dialect, SEQUENCE, Sql, Table};
use crate::class::{Direction, Kind};
use crate::query::aggregate::{Arithmetic, DatePart, Expr, Form, Pipeline, Stage, Test, Total};
use crate::query::{Compare, Place};
use crate::write::Stored;

/// What databases do each in their own way. An operand stands once in what is made of it.
pub(crate) trait AggregateDialect {
    /// The JSON of a GeoPoint.
    fn geo_point(&self, latitude: &str, longitude: &str) -> String;

    /// A table with a row for each element of the array in `column`: its JSON, as `value`.
    fn each_element(&self, column: &str) -> String;

    fn date_part(&self, part: DatePart, date: &str) -> String;

    /// What the steps lead to in a text of JSON: JSON too, or a value that can be ordered; and the parameter.
    fn inside(&self, json: &str, steps: &[String], is_plain: bool) -> (String, Stored);

    /// A value of a kind as JSON; and the parameter.
    fn as_json(&self, value: &str, kind: &Kind) -> (String, Stored);

    /// The JSON of an array of what a group has, each text of JSON, which an order may follow; each once, where only the
    /// different ones count.
    fn json_array(&self, json: &str, different: bool) -> String;

    /// The first that a group has of a value, which an order may follow.
    fn first(&self, value: &str) -> String;
}

/// A `SELECT` in the making.
struct Level<'d> {
    dialect: &'d dyn Dialect,
    source: Fragment,
    /// What the columns are, in names of the source.
    columns: Vec<Fragment>,
    terms: Vec<Fragment>,
    order: Vec<(Fragment, Direction)>,
    skip: u64,
    limit: Option<u64>,
    is_distinct: bool,
}

impl Sql<'_> {
    /// The statement, whose columns are those of the pipeline.
    pub(crate) fn aggregate(mut self, pipeline: &Pipeline) -> Fragment {
        let table = self.table(pipeline.class);
        self.filter(table, &pipeline.filter);
        let columns = pipeline
            .places
            .iter()
            .map(|place| object_column(self.dialect, table, *place));
        let mut level = Level {
            dialect: self.dialect,
            source: Fragment::of(&table.name),
            columns: columns.collect(),
            terms: Vec::new(),
            // Where nothing else is asked for, rows come in the order of creation.
            order: vec![(Fragment::of(SEQUENCE), Direction::Ascending)],
            skip: 0,
            limit: None,
            is_distinct: false,
        };
        level.terms.push(Fragment {
            text: self.text,
            parameters: self.parameters,
        });
        for stage in &pipeline.stages {
            level.stage(stage);
        }
        level.select()
    }
}

fn object_column(dialect: &dyn Dialect, table: &Table, place: Place) -> Fragment {
    match (place, table.columns(place).as_slice()) {
        (Place::Field(_), [latitude, longitude]) => {
            Fragment::of(dialect.geo_point(latitude, longitude))
        }
        _ => Fragment::of(table.column(place)),
    }
}

impl Level<'_> {
    fn stage(&mut self, stage: &Stage) {
        match stage {
            Stage::Match(test) => {
                if self.skip > 0 || self.limit.is_some() || self.is_distinct {
                    self.nest();
                }
                let term = self.test(test);
                self.terms.push(term);
            }
            Stage::Group { keys, totals } => self.group(keys, totals),
            Stage::Project(exprs) => {
                if self.is_distinct {
                    self.nest();
                }
                self.columns = exprs.iter().map(|expr| self.expr(expr)).collect();
            }
            Stage::Unwind { column, keep_empty } => self.unwind(*column, *keep_empty),
            Stage::Sort(keys) => {
                if self.skip > 0 || self.limit.is_some() || self.is_distinct {
                    self.nest();
                }
                let keys = keys.iter();
                let keys: Vec<_> = keys
                    .map(|(key, direction)| (self.expr(key), *direction))
                    .collect();
                // What the new order leaves open, the one before it settles.
                self.order.splice(0..0, keys);
            }
            Stage::Skip(count) => {
                self.skip = self.skip.saturating_add(*count);
                self.limit = self.limit.map(|limit| limit.saturating_sub(*count));
            }
            Stage::Limit(count) => {
                self.limit = Some(self.limit.map_or(*count, |limit| limit.min(*count)));
            }
            Stage::Sample(count) => {
                self.nest();
                self.order = vec![(Fragment::of("random()"), Direction::Ascending)];
                self.limit = Some(*count);
                self.nest();
            }
            Stage::Distinct => {
                self.nest();
                // The order is of rows that are no more.
                self.order.clear();
                self.is_distinct = true;
            }
        }
    }

    fn group(&mut self, keys: &[Expr], totals: &[(Total, Expr)]) {
        if self.skip > 0 || self.limit.is_some() || self.is_distinct {
            self.nest();
        }
        let keyed = keys.iter().map(|key| self.expr(key));
        let totals = totals.iter().map(|(total, of)| self.total(*total, of));
        let columns: Vec<_> = keyed.chain(totals).collect();
        let mut select = Fragment::of("(");
        select.add(self.from(&columns));
        if !keys.is_empty() {
            let places = (1..=keys.len()).map(|place| Fragment::of(place.to_string()));
            select.push(" GROUP BY ").list(places, ",");
        }
        // Of no rows there is no group.
        select.push(" HAVING count(*)>0)");
        self.become_source(select, columns.len());
        let keys = self.columns.iter().take(keys.len()).cloned();
        self.order = keys.map(|key| (key, Direction::Ascending)).collect();
    }

    fn unwind(&mut self, column: usize, keep_empty: bool) {
        self.nest();
        let mut source = std::mem::take(&mut self.source);
        source.push(if keep_empty { " LEFT JOIN " } else { " JOIN " });
        source.push(&self.dialect.each_element(&self.columns[column].text));
        source.push(" AS element ON 1=1");
        self.source = source;
        self.columns[column] = Fragment::of("element.value");
    }

    /// Puts what there is into a subquery, in whose names the rest goes on.
    fn nest(&mut self) {
        let (columns, order) = (self.columns.len(), std::mem::take(&mut self.order));
        let directions: Vec<_> = order.iter().map(|(_, direction)| *direction).collect();
        // What the rows are in order by goes along, so that they stay so.
        self.columns
            .extend(order.iter().map(|(key, _)| key.clone()));
        if self.skip > 0 || self.limit.is_some() {
            self.order = order;
        }
        let mut select = Fragment::of("(");
        select.add(self.select()).push(")");
        let all = self.columns.len();
        self.become_source(select, all);
        let keys = self.columns.split_off(columns);
        self.order = keys.into_iter().zip(directions).collect();
    }

    fn become_source(&mut self, mut select: Fragment, columns: usize) {
        select.push(" AS rows_before");
        *self = Self {
            dialect: self.dialect,
            source: select,
            columns: (0..columns)
                .map(|column| Fragment::of(format!("c{column}")))
                .collect(),
            terms: Vec::new(),
            order: Vec::new(),
            skip: 0,
            limit: None,
            is_distinct: false,
        };
    }

    fn select(&self) -> Fragment {
        let mut select = self.from(&self.columns);
        if !self.order.is_empty() {
            let keys = self.order.iter().map(|(key, direction)| {
                let mut key = key.clone();
                key.push(match direction {
                    Direction::Ascending => "",
                    Direction::Descending => " DESC",
                });
                key
            });
            select.push(" ORDER BY ").list(keys, ",");
        }
        if self.limit.is_some() || self.skip > 0 {
            let count = |count: u64| {
                let number = i64::try_from(count).unwrap_or(i64::MAX);
                self.parameter(Stored::Integer(number))
            };
            select
                .push(" LIMIT ")
                .add(count(self.limit.unwrap_or(u64::MAX)));
            select.push(" OFFSET ").add(count(self.skip));
        }
        select
    }

    /// `SELECT … AS c0, … FROM … WHERE …`
    fn from(&self, columns: &[Fragment]) -> Fragment {
        let mut select = Fragment::of(if self.is_distinct {
            "SELECT DISTINCT "
        } else {
            "SELECT "
        });
        let named = columns.iter().enumerate().map(|(index, column)| {
            let mut column = column.clone();
            column.push(&format!(" AS c{index}"));
            column
        });
        select
            .list(named, ",")
            .push(" FROM ")
            .add(self.source.clone());
        if !self.terms.is_empty() {
            select
                .push(" WHERE ")
                .list(self.terms.iter().cloned(), " AND ");
        }
        select
    }

    fn parameter(&self, value: Stored) -> Fragment {
        let mut fragment = Fragment::default();
        self.dialect.parameter(1, &mut fragment.text);
        fragment.parameters.push(value);
        fragment
    }

    fn expr(&self, expr: &Expr) -> Fragment {
        match expr {
            Expr::Column(index) => self.columns[*index].clone(),
            Expr::Null => Fragment::of("NULL"),
            Expr::Number(number) => self.parameter(Stored::Number(*number)),
            Expr::Inside(of, steps) => self.inside(of, steps, false),
            Expr::Value(of, steps) => self.inside(of, steps, true),
            Expr::Part(part, of) => {
                let mut fragment = self.expr(of);
                fragment.text = self.dialect.date_part(*part, &fragment.text);
                fragment
            }
            Expr::Arithmetic(operation, operands) => {
                let operator = match operation {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "-",
                    Arithmetic::Multiply => "*",
                    Arithmetic::Divide => "/",
                };
                let operands = operands.iter().map(|operand| self.expr(operand));
                let mut fragment = Fragment::of("(");
                fragment.list(operands, operator).push(")");
                fragment
            }
        }
    }

    fn inside(&self, of: &Expr, steps: &[String], is_plain: bool) -> Fragment {
        let of = self.expr(of);
        let mut fragment = Fragment::default();
        let (text, steps) = self.dialect.inside(&of.text, steps, is_plain);
        fragment.push(&text);
        fragment.parameters = of.parameters;
        fragment.parameters.push(steps);
        fragment
    }

    fn total(&self, total: Total, of: &Expr) -> Fragment {
        let mut fragment = self.expr(of);
        let text = &fragment.text;
        fragment.text = match total {
            Total::Sum => format!("coalesce(sum({text}),0)"),
            Total::Average => format!("avg({text})"),
            Total::Minimum => format!("min({text})"),
            Total::Maximum => format!("max({text})"),
            Total::All(form) | Total::Different(form) => {
                let json = match kind(form) {
                    Some(kind) => {
                        let (text, kind) = self.dialect.as_json(text, kind);
                        fragment.parameters.push(kind);
                        text
                    }
                    None => text.clone(),
                };
                let different = matches!(total, Total::Different(_));
                fragment.text = json;
                if !different {
                    self.in_order(&mut fragment, false);
                }
                self.dialect.json_array(&fragment.text, different)
            }
            Total::First | Total::Last => {
                self.in_order(&mut fragment, matches!(total, Total::Last));
                self.dialect.first(&fragment.text)
            }
        };
        fragment
    }

    /// Has an aggregate take the rows in the order in which they come, or backwards.
    fn in_order(&self, value: &mut Fragment, backwards: bool) {
        let keys = self.order.iter().map(|(key, direction)| {
            let mut key = key.clone();
            key.push(match (direction, backwards) {
                (Direction::Ascending, false) | (Direction::Descending, true) => "",
                (Direction::Descending, false) | (Direction::Ascending, true) => " DESC",
            });
            key
        });
        if !self.order.is_empty() {
            value.push(" ORDER BY ").list(keys, ",");
        }
    }

    fn test(&self, test: &Test) -> Fragment {
        let mut fragment = Fragment::of("(");
        match test {
            Test::Compare(expr, compare, value) => {
                let operator = match compare {
                    Compare::Equal => "=",
                    Compare::Less => "<",
                    Compare::LessOrEqual => "<=",
                    Compare::Greater => ">",
                    Compare::GreaterOrEqual => ">=",
                };
                fragment.add(self.expr(expr)).push(operator);
                fragment.add(self.parameter(value.clone()));
            }
            Test::IsSet(expr) => _ = fragment.add(self.expr(expr)).push(" IS NOT NULL"),
            Test::Not(test) => _ = fragment.add(self.test(test)).push(" IS NOT TRUE"),
            Test::All(tests) if tests.is_empty() => _ = fragment.push("1=1"),
            Test::Any(tests) if tests.is_empty() => _ = fragment.push("1=0"),
            Test::All(tests) => _ = fragment.add(self.halves(tests, " AND ")),
            Test::Any(tests) => _ = fragment.add(self.halves(tests, " OR ")),
        }
        fragment.push(")");
        fragment
    }

    /// In halves, because databases limit how deep an expression may nest.
    fn halves(&self, tests: &[Test], separator: &str) -> Fragment {
        if let [test] = tests {
            return self.test(test);
        }
        let (first, second) = tests.split_at(tests.len() / 2);
        let mut fragment = Fragment::of("(");
        fragment.add(self.halves(first, separator)).push(separator);
        fragment.add(self.halves(second, separator)).push(")");
        fragment
    }
}

/// The kind whose columns hold values as this form does; `None` where they are JSON already.
fn kind(form: Form) -> Option<&'static Kind> {
    match form {
        Form::Field(Kind::Object(_) | Kind::Array(_)) | Form::Json => None,
        // A File is held as its name.
        Form::Field(Kind::File) => Some(&Kind::String),
        Form::Field(kind) => Some(kind),
        Form::Time => Some(&Kind::Date),
        Form::Number => Some(&Kind::Number),
        Form::Text | Form::Plain => Some(&Kind::String),
    }
}
