//! Query strings: tracking parameters out, the rest in one order.
//!
//! **Choice.** Parameters are sorted by name, and parameters of one name keep their order. Share buttons, CMSs and
//! browsers write the same parameters in different orders; a server that selects a page by the order of
//! differently named parameters has not been met, while the order of equal names (`id[]=1&id[]=2`) does matter.
//! **Rejected.** Keeping the order: it splits one page into as many objects as there are share buttons. Reading `+`
//! as a space: it is a space only in forms. Dropping all parameters: on half of the web they name the page.

use super::percent::{Place, normalise_into};
use super::rules::RULES;

/// The query in normal form, without `?`; empty where nothing is left. `None` if a remaining parameter was cut off.
pub(super) fn normalise(host: &str, raw: &str) -> Option<String> {
    if raw.is_empty() {
        return Some(String::new());
    }
    let mut scratch = String::with_capacity(raw.len());
    let mut kept: Vec<(usize, usize, usize)> = Vec::new();
    for piece in raw.split('&') {
        let mut start = scratch.len();
        normalise_into(&mut scratch, piece, Place::Query);
        // `&amp;` of an HTML-escaped export: the split left `amp;` before the name.
        while scratch[start..].starts_with("amp;") {
            start += "amp;".len();
        }
        let parameter = &scratch[start..];
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if parameter.is_empty() || RULES.is_tracking(host, name, value) {
            scratch.truncate(start);
        } else if value.ends_with("%E2%80%A6") {
            return None;
        } else {
            kept.push((start, start + name.len(), scratch.len()));
        }
    }
    kept.sort_by(|a, b| scratch[a.0..a.1].cmp(&scratch[b.0..b.1]));
    let mut out = String::with_capacity(scratch.len() + kept.len());
    for (start, _, end) in kept {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(&scratch[start..end]);
    }
    Some(out)
}

/// The value of the first parameter called `name` in a query as written, still encoded.
pub(super) fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|piece| {
        let piece = piece.trim_start_matches("amp;");
        piece.strip_prefix(name)?.strip_prefix('=')
    })
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn tracking_goes_and_the_rest_is_sorted_by_name() {
        let q = |raw| normalise("example.org", raw);
        assert_eq!(q("b=2&utm_source=x&a=1&FBCLID=y").as_deref(), Some("a=1&b=2"));
        assert_eq!(
            q("id[]=2&id[]=1&&").as_deref(),
            Some("id%5B%5D=2&id%5B%5D=1"),
            "equal names keep their order"
        );
        assert_eq!(q("a=1&amp;b=2").as_deref(), Some("a=1&b=2"));
        assert_eq!(q("output=amp&amp=1").as_deref(), Some(""));
        assert_eq!(q("id=12…&a=1"), None, "cut off");
        assert_eq!(q("id=12&utm_campaign=summ…").as_deref(), Some("id=12"), "only tracking was cut off");
    }
}
