//! Text → [`Node`], with a sentence for each way in which a file is not quite JSON.
//!
//! Comments and commas too many are read over, so that one run finds them and whatever else is wrong.

use std::collections::HashMap;
use std::ops::Range;
use std::str::FromStr;

use jsonc_parser::ast::Value as Ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::tokens::{Token, TokenAndRange};
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};
use serde_json::Number;

use super::node::{Data, Member, Node};
use super::{DEEPEST_NESTING, sentence};
use crate::diagnostic::{Diagnostic, code};

pub(super) fn read(text: &str) -> Result<(Node, Vec<Diagnostic>), Vec<Diagnostic>> {
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = text.len() - json.len();
    let parsed = parse_to_ast(json, &everything(), &strict_but_for_comments_and_commas())
        .map_err(|error| vec![syntax(&error, skipped, json.len())])?;
    let tokens = parsed.tokens.unwrap_or_default();
    let mut reader = Reader {
        skipped,
        diagnostics: Vec::new(),
    };
    reader.comments(&tokens);
    reader.trailing_commas(&tokens);
    match parsed.value {
        None => Err(vec![
            Diagnostic::error(code::NOT_JSON, "the file is empty")
                .help(r#"a class schema begins with `{ "classes": [`"#),
        ]),
        Some(value) => match reader.node(&value, 0) {
            Some(node) => Ok((node, reader.diagnostics)),
            None => Err(reader.diagnostics),
        },
    }
}

fn everything() -> CollectOptions {
    CollectOptions {
        comments: CommentCollectionStrategy::AsTokens,
        tokens: true,
    }
}

fn strict_but_for_comments_and_commas() -> ParseOptions {
    ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

fn syntax(error: &ParseError, skipped: usize, end: usize) -> Diagnostic {
    let range = error.range();
    // The parser places some errors past the last byte, where there is nothing to mark.
    let start = range.start.min(end.saturating_sub(1));
    let span = start + skipped..range.end.clamp(start, end) + skipped;
    if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
        return sentence::too_deep(&span);
    }
    let (message, help) = sentence::syntax(error.kind());
    Diagnostic {
        help: help.map(str::to_owned),
        ..Diagnostic::error(code::NOT_JSON, message).at(&span)
    }
}

struct Reader {
    /// Bytes of a byte-order mark before the JSON.
    skipped: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn span(&self, range: impl Ranged) -> Range<usize> {
        range.start() + self.skipped..range.end() + self.skipped
    }

    fn comments(&mut self, tokens: &[TokenAndRange<'_>]) {
        let mut comments = tokens
            .iter()
            .filter(|token| matches!(token.token, Token::CommentLine(_) | Token::CommentBlock(_)));
        let Some(first) = comments.next() else { return };
        let help = match comments.count() {
            0 => "remove it, or move what it says into a `description`".to_owned(),
            1 => {
                "remove it and the other one, or move what they say into a `description`".to_owned()
            }
            others => format!(
                "remove it and the {others} others, or move what they say into a `description`"
            ),
        };
        let span = self.span(first.range);
        self.diagnostics.push(
            Diagnostic::error(code::COMMENT, "JSON has no comments")
                .at(&span)
                .help(help),
        );
    }

    fn trailing_commas(&mut self, tokens: &[TokenAndRange<'_>]) {
        let solid: Vec<_> = tokens
            .iter()
            .filter(|token| !matches!(token.token, Token::CommentLine(_) | Token::CommentBlock(_)))
            .collect();
        for pair in solid.windows(2) {
            if pair[0].token == Token::Comma
                && matches!(pair[1].token, Token::CloseBrace | Token::CloseBracket)
            {
                let message = format!(
                    "a comma stands before the closing `{}`",
                    pair[1].token.as_str()
                );
                let span = self.span(pair[0].range);
                self.diagnostics.push(
                    Diagnostic::error(code::TRAILING_COMMA, message)
                        .at(&span)
                        .help("remove the comma"),
                );
            }
        }
    }

    /// `None` when the value lies too deep.
    fn node(&mut self, value: &Ast<'_>, depth: usize) -> Option<Node> {
        let span = self.span(value.range());
        if depth > DEEPEST_NESTING {
            self.diagnostics.push(sentence::too_deep(&span));
            return None;
        }
        let data = match value {
            Ast::NullKeyword(_) => Data::Null,
            Ast::BooleanLit(literal) => Data::Boolean(literal.value),
            Ast::StringLit(literal) => Data::String(literal.value.to_string()),
            Ast::NumberLit(literal) => Data::Number(self.number(literal.value, &span)),
            Ast::Array(array) => Data::Array(
                array
                    .elements
                    .iter()
                    .map(|element| self.node(element, depth + 1))
                    .collect::<Option<Vec<_>>>()?,
            ),
            Ast::Object(object) => Data::Object(self.members(object, depth)?),
        };
        Some(Node { span, data })
    }

    fn number(&mut self, written: &str, span: &Range<usize>) -> Number {
        Number::from_str(written).unwrap_or_else(|_| {
            let message = format!("the number `{written}` is out of range");
            self.diagnostics
                .push(Diagnostic::error(code::NOT_JSON, message).at(span));
            Number::from(0)
        })
    }

    /// Where a key stands twice the first holds, so that what follows is about what the reader sees first.
    fn members(
        &mut self,
        object: &jsonc_parser::ast::Object<'_>,
        depth: usize,
    ) -> Option<Vec<Member>> {
        let mut members: Vec<Member> = Vec::with_capacity(object.properties.len());
        let mut seen: HashMap<&str, Range<usize>> = HashMap::with_capacity(object.properties.len());
        for property in &object.properties {
            let key = property.name.as_str();
            let key_span = self.span(property.name.range());
            let value = self.node(&property.value, depth + 1)?;
            if let Some(first) = seen.get(key) {
                self.diagnostics
                    .push(sentence::key_twice(key, &key_span, first));
                continue;
            }
            seen.insert(key, key_span.clone());
            members.push(Member {
                key: key.to_owned(),
                key_span,
                value,
            });
        }
        Some(members)
    }
}
