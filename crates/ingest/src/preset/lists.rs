//! Lists inside one cell, as the tools that write tables print them.
//!
//! Items are borrowed from the cell wherever they stand there as they are. Commas are the trap: an address may
//! hold one, so a comma list of addresses is cut only where the next piece begins like an address.

use super::spec::Transform;
use std::borrow::Cow;

/// Calls `item` for every non-empty item of a cell. `Err(())`: not a list of this kind.
pub(crate) fn split<'a>(
    text: &'a str,
    transform: Transform,
    with: Option<&str>,
    item: &mut dyn FnMut(Cow<'a, str>),
) -> Result<(), ()> {
    let text = text.trim();
    if super::value::is_missing(text) {
        return Ok(());
    }
    match transform {
        Transform::PythonList => return python(text, item),
        Transform::JsonList => return json(text, with, item),
        // A column of lists (Parquet) is written as JSON, whatever this format makes of a cell of text.
        Transform::AutoList | Transform::SpaceList | Transform::CommaList | Transform::SemicolonList
            if text.starts_with('[') && serde_json::from_str::<Vec<serde_json::Value>>(text).is_ok() =>
        {
            return json(text, with, item);
        }
        Transform::SemicolonList => pieces(text, ';', item),
        Transform::AutoList if text.starts_with('[') => return python(text, item),
        Transform::AutoList if text.contains(char::is_whitespace) && !text.contains(", ") => {
            words_or_addresses(text, item);
        }
        Transform::SpaceList => words(text, item),
        Transform::AutoList | Transform::CommaList => comma(text, item),
        _ => item(Cow::Borrowed(text)),
    }
    Ok(())
}

fn words<'a>(text: &'a str, item: &mut dyn FnMut(Cow<'a, str>)) {
    text.split_whitespace().for_each(|piece| item(Cow::Borrowed(piece)));
}

/// Words, but of addresses only where the next begins like one: `https://exa mple.com/a` is one broken address, and its second
/// half is none.
fn words_or_addresses<'a>(text: &'a str, item: &mut dyn FnMut(Cow<'a, str>)) {
    if !is_address(text) {
        return words(text, item);
    }
    let mut start = 0;
    for (at, _) in text.match_indices(char::is_whitespace) {
        if is_address(&text[at..]) && !text[start..at].trim().is_empty() {
            item(Cow::Borrowed(text[start..at].trim()));
            start = at;
        }
    }
    item(Cow::Borrowed(text[start..].trim()));
}

fn is_address(piece: &str) -> bool {
    piece.trim_start().get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"))
}

fn pieces<'a>(text: &'a str, separator: char, item: &mut dyn FnMut(Cow<'a, str>)) {
    text.split(separator).map(str::trim).filter(|p| !p.is_empty()).for_each(|p| item(Cow::Borrowed(p)));
}

fn comma<'a>(text: &'a str, item: &mut dyn FnMut(Cow<'a, str>)) {
    if !is_address(text) {
        return pieces(text, ',', item);
    }
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if is_address(&text[at + 1..]) {
            item(Cow::Borrowed(text[start..at].trim()));
            start = at + 1;
        }
    }
    let last = text[start..].trim().trim_end_matches(',');
    if !last.is_empty() {
        item(Cow::Borrowed(last));
    }
}

/// A JSON list of texts, numbers, or objects whose value at `with` counts. Lists and objects of which nothing is known to count
/// are refused: dropped they would look like posts without links.
fn json<'a>(text: &str, with: Option<&str>, item: &mut dyn FnMut(Cow<'a, str>)) -> Result<(), ()> {
    let list: Vec<serde_json::Value> = serde_json::from_str(text).map_err(|_| ())?;
    let path = super::path::Path::parse(with.unwrap_or_default());
    for value in &list {
        match path.first(value) {
            Some(serde_json::Value::String(text)) if !text.is_empty() => item(Cow::Owned(text.clone())),
            Some(serde_json::Value::Number(number)) => item(Cow::Owned(number.to_string())),
            Some(serde_json::Value::Object(_) | serde_json::Value::Array(_)) => return Err(()),
            _ => {}
        }
    }
    Ok(())
}

/// `['a', "it's", 3]`, `[]`, also without quotes (`[a, b]`), as some releases of one archive print it.
fn python<'a>(text: &'a str, item: &mut dyn FnMut(Cow<'a, str>)) -> Result<(), ()> {
    let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).ok_or(())?;
    let mut rest = inner.trim_start();
    while !rest.is_empty() {
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        let (value, after) = if let Some(quote) = quote {
            quoted(&rest[1..], quote).ok_or(())?
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            (Cow::Borrowed(rest[..end].trim()), &rest[end..])
        };
        // An unquoted brace begins an object, which is no item.
        if quote.is_none() && value.starts_with('{') {
            return Err(());
        }
        if !value.is_empty() && (quote.is_some() || !super::value::is_missing(&value)) {
            item(value);
        }
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.is_empty() => "",
            None => return Err(()),
        };
    }
    Ok(())
}

/// Up to the closing quote, backslashes resolved, and what follows it.
fn quoted(text: &str, quote: char) -> Option<(Cow<'_, str>, &str)> {
    let end = text.find([quote, '\\'])?;
    if text[end..].starts_with(quote) {
        return Some((Cow::Borrowed(&text[..end]), &text[end + 1..]));
    }
    let mut out = text[..end].to_owned();
    let mut chars = text[end..].char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((Cow::Owned(out), &text[end + at + 1..]));
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next()?.1 {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            kind @ ('x' | 'u' | 'U') => {
                let length = match kind {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits: String = (0..length).filter_map(|_| chars.next()).map(|(_, c)| c).collect();
                out.push(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)?);
            }
            other => out.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(text: &str, transform: Transform) -> Option<Vec<String>> {
        let mut out = Vec::new();
        split(text, transform, None, &mut |item| out.push(item.into_owned())).ok().map(|()| out)
    }

    #[test]
    fn every_print_of_a_list() {
        let ab = Some(vec!["a".to_owned(), "b".to_owned()]);
        for (text, transform) in [
            ("['a', 'b']", Transform::PythonList),
            ("[a, b]", Transform::PythonList),
            (r#"["a", "b"]"#, Transform::PythonList),
            (r#"["a","b"]"#, Transform::JsonList),
            ("a,b", Transform::CommaList),
            (" a  b ", Transform::SpaceList),
            ("a;b;", Transform::SemicolonList),
            ("a b", Transform::AutoList),
            ("a  b", Transform::AutoList),
            ("a, b", Transform::AutoList),
            ("['a', 'b']", Transform::AutoList),
            (r#"["a", "b"]"#, Transform::AutoList),
        ] {
            assert_eq!(list(text, transform), ab, "{text}");
        }
        assert_eq!(list("[]", Transform::PythonList), Some(vec![]));
        assert_eq!(list("", Transform::CommaList), Some(vec![]));
        assert_eq!(
            list(r"['it\'s', 'caf\xe9']", Transform::PythonList),
            Some(vec!["it's".into(), "café".into()])
        );
    }

    #[test]
    fn a_comma_inside_an_address_does_not_cut_it() {
        assert_eq!(
            list("https://a.example/x,y?z=1,2,https://b.example/", Transform::CommaList),
            Some(vec!["https://a.example/x,y?z=1,2".into(), "https://b.example/".into()]),
        );
    }

    #[test]
    fn half_an_address_is_none() {
        let two = Some(vec!["https://a.example/".to_owned(), "http://b.example/".to_owned()]);
        assert_eq!(list("https://a.example/  http://b.example/", Transform::AutoList), two);
        let broken = Some(vec!["https://exa mple.com/a".to_owned()]);
        assert_eq!(list("https://exa mple.com/a", Transform::AutoList), broken);
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        assert_eq!(list("['a'", Transform::PythonList), None);
        assert_eq!(list("['a' 'b']", Transform::PythonList), None);
        assert_eq!(list("['a", Transform::AutoList), None);
        assert_eq!(list("{}", Transform::JsonList), None);
        for kind in [Transform::JsonList, Transform::AutoList, Transform::SpaceList, Transform::PythonList] {
            assert_eq!(list(r#"[{"expanded_url": "https://a.example/"}]"#, kind), None, "{kind:?}");
        }
        assert_eq!(list(r#"["a b", null, 3]"#, Transform::SpaceList), Some(vec!["a b".into(), "3".into()]));
    }

    proptest! {
        #[test]
        fn what_python_prints_reads_back(items in prop::collection::vec("[^\u{0}-\u{1f}]{1,8}", 0..5)) {
            let printed: Vec<String> = items
                .iter()
                .map(|item| format!("'{}'", item.replace('\\', "\\\\").replace('\'', "\\'")))
                .collect();
            prop_assert_eq!(list(&format!("[{}]", printed.join(", ")), Transform::PythonList), Some(items));
        }

        #[test]
        fn no_text_panics(text in ".{0,30}", near in r#"[\[\]'",a\\x ]{0,20}"#) {
            for transform in [
                Transform::PythonList, Transform::JsonList, Transform::CommaList, Transform::SpaceList,
                Transform::AutoList,
            ] {
                let _ = list(&text, transform);
                let _ = list(&near, transform);
            }
        }
    }
}
