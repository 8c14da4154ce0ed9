//! Values of observables, and how they compare with the constants of a pattern.

use super::ast::{Literal, Order};
use crate::time;
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// A value that a path led to.
#[derive(Debug, Clone)]
pub(super) enum Found<'a> {
    /// As it stands in the observable.
    Json(&'a Value),
    /// Decoded, as the name of the property says (`_hex`, `_bin`).
    Bytes(Vec<u8>),
    /// An observable that a reference led to.
    Object(&'a Map<String, Value>),
    /// Observables that a list of references led to.
    Objects(Vec<&'a Map<String, Value>>),
}

/// A time was compared with a text that is none.
pub(super) struct NoTime(pub String);

/// Whether the two are equal; what cannot be compared is not.
pub(super) fn equal(found: &Found<'_>, literal: &Literal) -> Result<bool, NoTime> {
    Ok(match (found, literal) {
        (Found::Json(Value::Bool(a)), Literal::Bool(b)) => a == b,
        _ => matches!(compare(found, literal)?, Comparison::Is(Ordering::Equal)),
    })
}

/// Whether the order holds; `None`: the two have none.
pub(super) fn ordered(found: &Found<'_>, order: Order, literal: &Literal) -> Result<Option<bool>, NoTime> {
    Ok(match compare(found, literal)? {
        Comparison::Foreign => None,
        Comparison::Never => Some(false),
        Comparison::Is(result) => Some(match order {
            Order::Less => result == Ordering::Less,
            Order::LessOrEqual => result != Ordering::Greater,
            Order::Greater => result == Ordering::Greater,
            Order::GreaterOrEqual => result != Ordering::Less,
        }),
    })
}

/// How a value stands to a constant.
enum Comparison {
    /// They are of kinds without an order between them.
    Foreign,
    /// They could be compared, but not these: text with characters that are no bytes (§9.6.1).
    Never,
    /// So.
    Is(Ordering),
}

impl From<Option<Ordering>> for Comparison {
    fn from(order: Option<Ordering>) -> Self {
        order.map_or(Self::Never, Self::Is)
    }
}

fn compare(found: &Found<'_>, literal: &Literal) -> Result<Comparison, NoTime> {
    Ok(match (found, literal) {
        (Found::Json(Value::Number(a)), Literal::Integer(b)) => match a.as_i64() {
            Some(a) => Comparison::Is(a.cmp(b)),
            None => a.as_f64().and_then(|a| a.partial_cmp(&(*b as f64))).into(),
        },
        (Found::Json(Value::Number(a)), Literal::Float(b)) => {
            a.as_f64().and_then(|a| a.partial_cmp(b)).into()
        }
        (Found::Json(Value::String(a)), Literal::Text(b)) => Comparison::Is(a.as_str().cmp(b.as_str())),
        (Found::Json(Value::String(a)), Literal::Binary(b)) => {
            latin(a).map(|a| a.as_slice().cmp(b.as_slice())).into()
        }
        (Found::Bytes(a), Literal::Binary(b)) => Comparison::Is(a.cmp(b)),
        (Found::Bytes(a), Literal::Text(b)) => latin(b).map(|b| a.cmp(&b)).into(),
        (Found::Json(Value::String(a)), Literal::Time(Some(b))) => {
            Comparison::Is(time::parse(a).ok_or_else(|| NoTime(a.clone()))?.cmp(b))
        }
        _ => Comparison::Foreign,
    })
}

/// Text as bytes, if every character is below 256.
fn latin(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

/// Bytes of pairs of hexadecimal digits.
pub(super) fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    bytes.chunks_exact(2).map(|pair| Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8)).collect()
}

/// Bytes of base64 with padding.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let body = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(body.len() * 3 / 4);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in body.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

/// `LIKE`: `%` is any text, `_` any one character. Linear but for one step back a `%`.
pub(super) fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('%') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(&c) if c == '_' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match retry {
                Some((after, from)) => {
                    p = after;
                    t = from + 1;
                    retry = Some((after, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '%')
}
