//! Rust as templates give it, each thing on one line, becomes Rust as rustfmt lays it out: what is too wide is broken, what is
//! imported is sorted.
//!
//! It knows the few shapes of line that the templates have, and nothing of what they mean. Whatever else there is stays.

use super::order;

/// The widest that a line may be, an import, the arguments of a call or the elements of a list, the arguments of an attribute.
const LINE: usize = 100;
const IMPORT: usize = 98;
const LIST: usize = 60;
const ATTRIBUTE: usize = 70;

const INDENT: &str = "    ";

pub fn layout(text: &str) -> String {
    let mut laid = Vec::new();
    let mut sorted: Vec<&str> = Vec::new();
    for line in text.lines() {
        if order::Key::of(line).is_some() {
            sorted.push(line);
            continue;
        }
        flush(&mut sorted, &mut laid);
        // One empty line parts what two would.
        let doubled = line.is_empty() && laid.last().is_some_and(String::is_empty);
        if !doubled {
            lay(line, &mut laid);
        }
    }
    flush(&mut sorted, &mut laid);
    let mut text = laid.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn flush(sorted: &mut Vec<&str>, laid: &mut Vec<String>) {
    sorted.sort_by_key(|line| order::Key::of(line));
    for line in sorted.drain(..) {
        lay(line, laid);
    }
}

fn lay(line: &str, laid: &mut Vec<String>) {
    let code = line.trim_start();
    let indent = &line[..line.len() - code.len()];
    let broken = broken(indent, code).unwrap_or_else(|| vec![line.to_owned()]);
    laid.extend(broken);
}

/// The lines of what cannot be one.
fn broken(indent: &str, code: &str) -> Option<Vec<String>> {
    let width = width(indent) + width(code);
    if code.starts_with("use ") || code.starts_with("pub use ") {
        imported(indent, code)
    } else if code.starts_with("#[serde(") {
        attribute(indent, code)
    } else if code.starts_with("pub fn ") {
        let (head, inside, tail) = bracketed(code, '(', ')')?;
        let parameters = parts(inside);
        joined(indent, head, &parameters, tail, LINE)
            .or_else(|| Some(signature(indent, head, &parameters, tail)))
    } else if code.starts_with("self.call(") {
        let (head, inside, tail) = bracketed(code, '(', ')')?;
        let is_wide = self::width(inside) > LIST || width > LINE;
        is_wide.then(|| vertical(indent, head, &parts(inside), tail))
    } else if let Some(at) = code.find(" &[") {
        list(indent, &code[..at], &code[at + 1..])
    } else if width <= LINE {
        None
    } else if code.starts_with("pub const ") {
        let (left, right) = code.split_once(" = ")?;
        after(indent, &format!("{left} ="), right).or_else(|| {
            let (head, inside, tail) = bracketed(code, '<', '>')?;
            Some(vertical(indent, head, &parts(inside), tail))
        })
    } else if code.starts_with("pub ") {
        let (name, ty) = code.split_once(": ")?;
        after(indent, &format!("{name}:"), ty)
    } else if let Some((value, _)) = code.split_once(".into(),") {
        let (name, _) = value.split_once(": ")?;
        let chained = after(indent, value, ".into(),");
        chained.or_else(|| after(indent, &format!("{name}:"), &code[name.len() + 2..]))
    } else {
        None
    }
}

/// One line for each parameter, and three where its type is wider.
fn signature(indent: &str, head: &str, parameters: &[&str], tail: &str) -> Vec<String> {
    let mut lines = vertical(indent, head, parameters, tail);
    let inner = format!("{indent}{INDENT}");
    for (line, parameter) in lines[1..].iter_mut().zip(parameters) {
        if width(line) > LINE
            && let Some((head, inside, tail)) = bracketed(parameter, '<', '>')
        {
            let tail = format!("{tail},");
            *line = vertical(&inner, head, &[inside], &tail).join("\n");
        }
    }
    lines
}

/// Names in order, on one line or on as many as they take.
fn imported(indent: &str, code: &str) -> Option<Vec<String>> {
    let (head, inside, tail) = bracketed(code, '{', '}')?;
    let mut names = parts(inside);
    names.sort_by_key(|name| order::Name::of(name));
    joined(indent, head, &names, tail, IMPORT).or_else(|| Some(packed(indent, head, &names, tail)))
}

/// An attribute has no comma after its last argument. One argument alone may be as wide as a line.
fn attribute(indent: &str, code: &str) -> Option<Vec<String>> {
    let (head, inside, tail) = bracketed(code, '(', ')')?;
    let arguments = parts(inside);
    let is_wide =
        width(indent) + width(code) > LINE || (arguments.len() > 1 && width(inside) > ATTRIBUTE);
    is_wide.then(|| {
        let mut lines = vertical(indent, head, &arguments, tail);
        let last = lines.len() - 2;
        lines[last].pop();
        lines
    })
}

/// A list after what it is given to: a constant, or the pattern of an arm.
fn list(indent: &str, given: &str, rest: &str) -> Option<Vec<String>> {
    let (head, inside, tail) = bracketed(rest, '[', ']')?;
    if width(inside) <= LIST {
        if width(indent) + width(given) + 1 + width(rest) <= LINE {
            return None;
        }
        return match given.ends_with("=>") {
            true => Some(vec![
                format!("{indent}{given} {{"),
                format!("{indent}{INDENT}{}", rest.trim_end_matches(',')),
                format!("{indent}}}"),
            ]),
            false => after(indent, given, rest),
        };
    }
    let head = format!("{given} {head}");
    Some(vertical(indent, &head, &parts(inside), tail))
}

/// What follows on a line of its own, where it has room there.
fn after(indent: &str, first: &str, second: &str) -> Option<Vec<String>> {
    let lines = vec![
        format!("{indent}{first}"),
        format!("{indent}{INDENT}{second}"),
    ];
    lines
        .iter()
        .all(|line| width(line) <= LINE)
        .then_some(lines)
}

/// All parts on one line, where it holds them.
fn joined(
    indent: &str,
    head: &str,
    parts: &[&str],
    tail: &str,
    widest: usize,
) -> Option<Vec<String>> {
    let line = format!("{indent}{head}{}{tail}", parts.join(", "));
    (width(&line) <= widest).then(|| vec![line])
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// One line for each part.
fn vertical(indent: &str, head: &str, parts: &[&str], tail: &str) -> Vec<String> {
    let inner = parts.iter().map(|part| format!("{indent}{INDENT}{part},"));
    let mut lines = vec![format!("{indent}{head}")];
    lines.extend(inner);
    lines.push(format!("{indent}{tail}"));
    lines
}

/// As many parts on a line as it holds.
fn packed(indent: &str, head: &str, parts: &[&str], tail: &str) -> Vec<String> {
    let mut lines = vec![format!("{indent}{head}")];
    let mut line = String::new();
    for (index, part) in parts.iter().enumerate() {
        // A line that another follows is broken one letter sooner.
        let widest = LINE - usize::from(index + 1 < parts.len());
        let longer = match line.as_str() {
            "" => format!("{indent}{INDENT}{part},"),
            begun => format!("{begun} {part},"),
        };
        if !line.is_empty() && width(&longer) > widest {
            lines.push(std::mem::replace(
                &mut line,
                format!("{indent}{INDENT}{part},"),
            ));
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines.push(format!("{indent}{tail}"));
    lines
}

/// Splits at the first `open` and what closes it.
fn bracketed(code: &str, open: char, close: char) -> Option<(&str, &str, &str)> {
    let start = code.find(open)? + open.len_utf8();
    let mut depth = 1;
    let mut quoted = Quoted::default();
    for (at, letter) in code[start..].char_indices() {
        if quoted.holds(letter) {
            continue;
        }
        if letter == open {
            depth += 1;
        } else if letter == close {
            depth -= 1;
        }
        if depth == 0 {
            let end = start + at;
            return Some((&code[..start], &code[start..end], &code[end..]));
        }
    }
    None
}

/// What stands between the commas that are in no brackets.
fn parts(inside: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0);
    let mut quoted = Quoted::default();
    for (at, letter) in inside.char_indices() {
        if quoted.holds(letter) {
            continue;
        }
        match letter {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(inside[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(inside[start..].trim());
    // What ends in a comma has nothing after it.
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a letter stands in a literal.
#[derive(Default)]
struct Quoted {
    open: bool,
    escaped: bool,
}

impl Quoted {
    fn holds(&mut self, letter: char) -> bool {
        if self.escaped {
            self.escaped = false;
        } else if self.open && letter == '\\' {
            self.escaped = true;
        } else if letter == '"' {
            self.open = !self.open;
            return true;
        }
        self.open
    }
}

#[cfg(test)]
mod tests {
    use super::layout;

    fn long(letters: usize) -> String {
        "a".repeat(letters)
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let text = "use a::{B, C};\n\npub fn f(a: u8) -> B {\n    &[A, B]\n}\n";
        assert_eq!(layout(text), text);
        assert_eq!(layout("a\n\n\nb\n\n"), "a\n\nb\n");
        assert_eq!(layout("pub fn f(a: u8, ) {}"), "pub fn f(a: u8) {}\n");
    }

    #[test]
    fn what_is_imported_is_sorted_and_packed() {
        assert_eq!(
            layout("mod b;\nmod a;\nuse x::{B, A};"),
            "mod a;\nmod b;\nuse x::{A, B};\n"
        );
        let (a, b) = (long(50), format!("b{}", long(49)));
        let laid = layout(&format!("use x::{{{b}, {a}}};"));
        assert_eq!(laid, format!("use x::{{\n    {a},\n    {b},\n}};\n"));
    }

    #[test]
    fn what_is_too_wide_is_broken() {
        let name = long(60);
        let attribute = format!("#[serde(rename = \"{name}, (\", flatten)]");
        let laid = format!("#[serde(\n    rename = \"{name}, (\",\n    flatten\n)]\n");
        assert_eq!(layout(&attribute), laid);
        let signature = format!("pub fn {name}(&self, params: &Params) -> FunctionCall<'a, ()> {{");
        let head = format!("pub fn {name}(\n    &self,\n    params: &Params,\n");
        assert_eq!(
            layout(&signature),
            format!("{head}) -> FunctionCall<'a, ()> {{\n")
        );
        let constant = format!("pub const A: B = &[Self::A, Self::{name}];");
        let laid = format!("pub const A: B = &[\n    Self::A,\n    Self::{name},\n];\n");
        assert_eq!(layout(&constant), laid);
        let field = format!("pub {name}: Option<{}>,", long(40));
        let laid = format!("pub {name}:\n    Option<{}>,\n", long(40));
        assert_eq!(layout(&field), laid);
    }
}
