//! Characters to tokens.

use super::{Literal, PatternError};
use crate::time;

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or keyword; the flag says whether it has a hyphen.
    Word(String, bool),
    /// A constant.
    Value(Literal),
    /// An integer, with its sign.
    Integer(Literal, bool),
    /// A number with a fraction, with whether it is negative.
    Float(f64, bool),
    /// An operator or bracket.
    Sign(&'static str),
}

/// A token with the column it begins at.
pub(super) type Placed = (Token, usize);

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// Cuts a pattern into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, PatternError> {
    let mut cursor = Cursor { text, at: 0 };
    let mut tokens = Vec::new();
    // Columns are counted along, since counting from the start each time would be quadratic.
    let (mut column, mut counted) = (1, 0);
    loop {
        cursor.skip_blank();
        column += text[counted..cursor.at].chars().count();
        counted = cursor.at;
        let Some(first) = cursor.rest().chars().next() else { return Ok(tokens) };
        let token = cursor.token(first).map_err(|reason| PatternError { column, reason })?;
        tokens.push((token, column));
    }
}

const SIGNS: [&str; 17] =
    ["==", "!=", "<>", "<=", ">=", "=", "<", ">", ":", ".", ",", ")", "(", "]", "[", "*", "+"];

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// White space and comments, `/* … */` and `// …`.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{180e}'));
            let after = if let Some(comment) = trimmed.strip_prefix("/*") {
                match comment.split_once("*/") {
                    Some((_, after)) => after,
                    None => trimmed,
                }
            } else if trimmed.starts_with("//") {
                trimmed.split_once(['\n', '\r']).map_or("", |(_, after)| after)
            } else {
                trimmed
            };
            self.at = self.text.len() - after.len();
            if after.len() == trimmed.len() {
                return;
            }
        }
    }

    fn token(&mut self, first: char) -> Result<Token, String> {
        let rest = self.rest();
        let mut chars = rest.chars();
        chars.next();
        let second = chars.next();
        match (first, second) {
            ('t', Some('\'')) => {
                if let Some(literal) = self.quoted(1, |text| match time::read(text) {
                    time::Reading::Malformed => None,
                    time::Reading::Nonexistent => Some(Literal::Time(None)),
                    time::Reading::Moment(moment, _) => Some(Literal::Time(Some(moment))),
                }) {
                    return Ok(Token::Value(literal));
                }
                return Err("a time is written t'YYYY-MM-DDThh:mm:ss[.s]Z'".to_owned());
            }
            ('h', Some('\'')) => {
                return self
                    .quoted(1, from_hex)
                    .map(Token::Value)
                    .ok_or_else(|| "h'…' takes pairs of hexadecimal digits".to_owned());
            }
            ('b', Some('\'')) => {
                return self
                    .quoted(1, from_base64)
                    .map(Token::Value)
                    .ok_or_else(|| "b'…' takes base64 (RFC 4648)".to_owned());
            }
            ('\'', _) => return self.text().map(|text| Token::Value(Literal::Text(text))),
            _ => {}
        }
        if (first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
            && let Some(number) = self.number()
        {
            return Ok(number);
        }
        if first.is_ascii_alphabetic() || first == '_' {
            let word = &rest[..rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')
                .unwrap_or(rest.len())];
            self.at += word.len();
            return Ok(match word {
                "true" => Token::Value(Literal::Bool(true)),
                "false" => Token::Value(Literal::Bool(false)),
                _ => Token::Word(word.to_owned(), word.contains('-')),
            });
        }
        match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(sign) => {
                self.at += sign.len();
                Ok(Token::Sign(match *sign {
                    "==" => "=",
                    "<>" => "!=",
                    other => other,
                }))
            }
            None => Err(format!("the character {first:?} has no place in a pattern")),
        }
    }

    /// A constant in quotes after `skip` characters of prefix, without escapes.
    fn quoted(&mut self, skip: usize, read: impl Fn(&str) -> Option<Literal>) -> Option<Literal> {
        let body = self.rest().get(skip + 1..)?;
        let end = body.find('\'')?;
        let literal = read(&body[..end])?;
        self.at += skip + 1 + end + 1;
        Some(literal)
    }

    /// A string: a backslash may stand before a quote or a backslash only.
    fn text(&mut self) -> Result<String, String> {
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '\'' => {
                    self.at += at + 1;
                    return Ok(text);
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('\'' | '\\'))) => text.push(escaped),
                    _ => {
                        return Err(
                            "a backslash in a string stands before ' or \\ only; write it twice".to_owned()
                        );
                    }
                },
                other => text.push(other),
            }
        }
        Err("the string is not closed".to_owned())
    }

    /// An integer or a number with a fraction; `None` when it is neither (a lone sign or dot).
    fn number(&mut self) -> Option<Token> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let signed = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
        let count = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let whole = count(signed);
        let after = signed + whole;
        let negative = bytes.first() == Some(&b'-');
        if bytes.get(after) == Some(&b'.') {
            let fraction = count(after + 1);
            if fraction > 0 {
                let end = after + 1 + fraction;
                self.at += end;
                return rest[..end].parse().ok().map(|value| Token::Float(value, negative));
            }
        }
        if whole == 0 {
            return None;
        }
        // A leading zero is an integer of its own.
        let end = if bytes[signed] == b'0' { signed + 1 } else { after };
        self.at += end;
        let literal = match rest[..end].parse() {
            Ok(value) => Literal::Integer(value),
            Err(_) => Literal::Float(rest[..end].parse().ok()?),
        };
        Some(Token::Integer(literal, negative))
    }
}

fn from_hex(text: &str) -> Option<Literal> {
    super::value::decode_hex(text).map(Literal::Binary)
}

fn from_base64(text: &str) -> Option<Literal> {
    if text.is_empty() {
        return None;
    }
    super::value::decode_base64(text).map(Literal::Binary)
}
