//! From a byte of the source to its line and column.

use std::ops::Range;

/// A place as people count it: lines and columns begin at 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub line: usize,
    pub column: usize,
}

/// The byte at which each line begins, so that many findings cost one pass over the source.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// A byte-order mark is no part of the first line.
    pub fn new(text: &'a str) -> Self {
        let first = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(first)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        Self { text, starts }
    }

    pub fn place(&self, byte: usize) -> Place {
        let byte = self.boundary(byte);
        let line = self.index(byte);
        let column = self.text[self.starts[line]..byte].chars().count() + 1;
        Place {
            line: line + 1,
            column,
        }
    }

    /// A span moved to whole characters of the text.
    pub fn whole(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.boundary(span.start);
        start..self.boundary(span.end).max(start)
    }

    /// The whole lines that hold a span, without the last line break: the number of the first, and their bytes.
    pub fn around(&self, span: &Range<usize>) -> (usize, Range<usize>) {
        let (first, last) = (self.index(span.start), self.index(span.end));
        let end = self
            .starts
            .get(last + 1)
            .map_or(self.text.len(), |next| next - 1);
        let end = if self.text[..end].ends_with('\r') {
            end - 1
        } else {
            end
        };
        (first + 1, self.starts[first]..end.max(span.end))
    }

    fn index(&self, byte: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    fn boundary(&self, byte: usize) -> usize {
        self.text.floor_char_boundary(byte).max(self.starts[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let text = "\u{feff}{\r\n\t\"größe\": 1\r\n}";
        let lines = Lines::new(text);
        let one = text.find('1').unwrap();
        assert_eq!(
            lines.place(one),
            Place {
                line: 2,
                column: 11
            }
        );
        assert_eq!(lines.place(3), Place { line: 1, column: 1 });
        assert_eq!(lines.place(0), Place { line: 1, column: 1 });
        assert_eq!(lines.place(text.len() + 9), Place { line: 3, column: 2 });
    }

    #[test]
    fn a_line_is_found_without_its_break() {
        let text = "one\r\ntwo\nthree";
        let lines = Lines::new(text);
        let slice = |at: usize| {
            let (number, range) = lines.around(&(at..at + 1));
            (number, &text[range])
        };
        assert_eq!(
            (slice(1), slice(5), slice(10)),
            ((1, "one"), (2, "two"), (3, "three"))
        );
    }
}
