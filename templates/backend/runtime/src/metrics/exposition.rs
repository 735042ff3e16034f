//! Numbers → the text in which Prometheus reads them.

use super::Histogram;
use std::fmt::{Display, Write as _};

#[derive(Default)]
pub(crate) struct Exposition {
    text: String,
}

/// Names of labels with their values.
type Labels<'l> = &'l [(&'l str, &'l str)];

impl Exposition {
    /// A number that only grows, with its one value.
    pub(crate) fn counter(&mut self, name: &str, about: &str, value: u64) {
        self.family(name, "counter", about);
        self.sample(name, &[], value);
    }

    pub(crate) fn gauge(&mut self, name: &str, about: &str, value: u64) {
        self.family(name, "gauge", about);
        self.sample(name, &[], value);
    }

    /// Begins the samples of one name; the kind is Prometheus's word for it.
    pub(crate) fn family(&mut self, name: &str, kind: &str, about: &str) {
        // Writing to a String does not fail, here and below.
        let _ = writeln!(self.text, "# HELP {name} {about}\n# TYPE {name} {kind}");
    }

    pub(crate) fn sample(&mut self, name: &str, labels: Labels<'_>, value: impl Display) {
        self.text.push_str(name);
        for (index, (label, value)) in labels.iter().enumerate() {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            let before = if index == 0 { '{' } else { ',' };
            let _ = write!(self.text, "{before}{label}=\"{value}\"");
        }
        if !labels.is_empty() {
            self.text.push('}');
        }
        let _ = writeln!(self.text, " {value}");
    }

    /// The samples of a histogram; what it counts is divided by `unit`.
    pub(crate) fn histogram<const N: usize>(
        &mut self,
        name: &str,
        labels: Labels<'_>,
        histogram: &Histogram<N>,
        unit: f64,
    ) {
        let (below, count, sum) = histogram.read();
        let bucket = format!("{name}_bucket");
        for (bound, count) in below {
            let bound = (bound as f64 / unit).to_string();
            self.sample(
                &bucket,
                &[labels, &[("le", bound.as_str())]].concat(),
                count,
            );
        }
        self.sample(&bucket, &[labels, &[("le", "+Inf")]].concat(), count);
        self.sample(&format!("{name}_sum"), labels, sum as f64 / unit);
        self.sample(&format!("{name}_count"), labels, count);
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_prometheus_reads() {
        let mut page = Exposition::default();
        page.gauge("open", "What is open.", 3);
        let histogram = Histogram::new(&[500, 1_000]);
        histogram.observe(700);
        page.family("time_seconds", "histogram", "How long it took.");
        page.histogram("time_seconds", &[("route", "/a\"")], &histogram, 1_000.0);
        let expected = r#"# HELP open What is open.
# TYPE open gauge
open 3
# HELP time_seconds How long it took.
# TYPE time_seconds histogram
time_seconds_bucket{route="/a\"",le="0.5"} 0
time_seconds_bucket{route="/a\"",le="1"} 1
time_seconds_bucket{route="/a\"",le="+Inf"} 1
time_seconds_sum{route="/a\""} 0.7
time_seconds_count{route="/a\""} 1
"#;
        assert_eq!(page.finish(), expected);
    }
}
