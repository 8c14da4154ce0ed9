//! Text out of markup: the HTML of Mastodon and YouTube, the mixed text of Telegram, the XML tail of GDELT.
//!
//! This is no HTML parser and need not be one: the sources write a small, clean subset (`p`, `br`, `a`, `span`),
//! and what is wanted is the text a reader saw. Hostile markup at worst gives odd text; it is never shown as HTML.

use serde_json::Value;
use std::borrow::Cow;

/// The text of an HTML fragment: tags gone, `br` and the end of `p` as line breaks, character references resolved.
pub(crate) fn text(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&']) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('&') {
            let (text, after) = reference(rest);
            out.push_str(&text);
            rest = after;
        } else if let Some((tag, after)) = tag(rest) {
            let name = tag_name(tag);
            if name.eq_ignore_ascii_case("br") || name.eq_ignore_ascii_case("/p") {
                out.push('\n');
            }
            rest = after;
        } else {
            // A lone `<` is a character that the source forgot to escape.
            out.push('<');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    let kept = out.trim_end().len();
    out.truncate(kept);
    Cow::Owned(out)
}

/// The addresses of an HTML fragment's links, but for those to mentioned accounts and hashtag pages, which the
/// platform adds itself.
pub(crate) fn links(html: &str, item: &mut dyn FnMut(String)) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let Some((tag, after)) = tag(rest) else {
            rest = &rest[1..];
            continue;
        };
        rest = after;
        let own = |class: &str| class.split_whitespace().any(|c| matches!(c, "mention" | "hashtag"));
        if tag_name(tag).eq_ignore_ascii_case("a")
            && !attribute(tag, "class").is_some_and(own)
            && let Some(address) = attribute(tag, "href")
        {
            item(text(address).into_owned());
        }
    }
}

/// A Telegram text: one text, or a list of texts and of objects with a `text`. Parts that it, or the list of its `entities`,
/// marks as a telephone number, an e-mail address or a bank card are told by their kind alone: they are somebody's, and
/// nothing is found by them. A person mentioned by name stands there by the id, which pseudonyms know how to mask.
pub(crate) fn mixed<'v>(value: &'v Value, entities: Option<&Value>) -> Option<Cow<'v, str>> {
    let said = |part: &'v Value| part.as_str().or_else(|| part.get("text")?.as_str());
    let shown =
        |part: &'v Value| private(part).map(|(_, instead)| instead).or_else(|| said(part).map(Cow::Borrowed));
    let text = match value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Array(parts) => Cow::Owned(parts.iter().filter_map(shown).collect()),
        _ => return None,
    };
    let entities = entities.and_then(Value::as_array).into_iter().flatten();
    Some(entities.filter_map(private).fold(text, |text, (marked, instead)| replaced(text, marked, &instead)))
}

/// The text with `instead` wherever `marked` stands as a whole: a short name may begin another word.
fn replaced<'t>(text: Cow<'t, str>, marked: &str, instead: &str) -> Cow<'t, str> {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |at: usize| {
        let (before, behind) = (&text[..at], &text[at + marked.len()..]);
        let goes_on = |left: &str, right: &str| word(left.chars().next_back()) && word(right.chars().next());
        !goes_on(before, marked) && !goes_on(marked, behind)
    };
    let places: Vec<usize> = match marked {
        "" => Vec::new(),
        _ => text.match_indices(marked).map(|(at, _)| at).filter(|&at| whole(at)).collect(),
    };
    if places.is_empty() {
        return text;
    }
    let (mut out, mut copied) = (String::with_capacity(text.len()), 0);
    for at in places {
        out.push_str(&text[copied..at]);
        out.push_str(instead);
        copied = at + marked.len();
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// What a part of a text says, and what stands in its place, if it is marked as private.
fn private(part: &Value) -> Option<(&str, Cow<'static, str>)> {
    let kind = part.get("type")?.as_str()?;
    let text = part.get("text").and_then(Value::as_str).unwrap_or_default();
    if matches!(kind, "mention_name" | "text_mention") {
        let id = part.get("user_id").or_else(|| part.get("user")?.get("id"));
        let id = id.and_then(user_id).map_or(Cow::Borrowed("[name]"), |id| Cow::Owned(format!("@{id}")));
        return Some((text, id));
    }
    let (_, instead) = PRIVATE.iter().find(|(private, _)| *private == kind)?;
    Some((text, Cow::Borrowed(instead)))
}

/// The account that a bare number names in Telegram's own exports, written as they write the author of a message
/// (`user123`).
pub(crate) fn user_id(id: &Value) -> Option<String> {
    let id = match id {
        Value::Number(number) if !number.is_f64() => number.to_string(),
        Value::String(id) if !id.is_empty() => id.clone(),
        _ => return None,
    };
    Some(if id.bytes().all(|b| b.is_ascii_digit()) { format!("user{id}") } else { id })
}

/// Parts of a Telegram text that are not kept, and what stands in their place.
const PRIVATE: [(&str, &str); 3] =
    [("phone", "[phone number]"), ("email", "[e-mail address]"), ("bank_card", "[bank card]")];

/// What stands in `<PAGE_TITLE>` of GDELT's extras.
pub(crate) fn page_title(xml: &str) -> Option<Cow<'_, str>> {
    let (_, rest) = xml.split_once("<PAGE_TITLE>")?;
    let (title, _) = rest.split_once("</PAGE_TITLE>")?;
    Some(text(title))
}

/// The host of an absolute address, without user and port.
pub(crate) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    Some(host).filter(|host| !host.is_empty())
}

/// The inside of the tag at the start of `html`, and what follows it. Only `<` before a letter, `/` or `!` opens one.
fn tag(html: &str) -> Option<(&str, &str)> {
    let inner = &html[1..];
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
        return None;
    }
    inner.split_once('>')
}

fn tag_name(tag: &str) -> &str {
    tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default().trim_end_matches('/')
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let own = rest[..at].ends_with(|c: char| c.is_whitespace());
        rest = &rest[at + name.len()..];
        if let Some(value) = rest.trim_start().strip_prefix('=').filter(|_| own) {
            let value = value.trim_start();
            return match value.chars().next()? {
                quote @ ('"' | '\'') => value[1..].split(quote).next(),
                _ => value.split_whitespace().next(),
            };
        }
    }
}

/// The character reference at the start of `text` resolved, and what follows it. Unknown ones stay as they are.
fn reference(text: &str) -> (Cow<'_, str>, &str) {
    let name = text[1..].split_once(';').filter(|(name, _)| name.len() <= 8);
    let resolved = name.and_then(|(name, after)| {
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            _ => {
                let digits = name.strip_prefix('#')?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => digits.parse().ok()?,
                };
                char::from_u32(code)?
            }
        };
        Some((Cow::Owned(c.to_string()), after))
    });
    resolved.unwrap_or((Cow::Borrowed("&"), &text[1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const STATUS: &str = r#"<p>Turnout at noon: 21&nbsp;% &lt; 2019<br>see <a href="https://results.example/?a=1&amp;b=2" rel="nofollow"><span class="invisible">https://</span>results.example</a></p><p><a href="https://m.example/tags/vote" class="mention hashtag">#<span>vote</span></a> <a class="u-url mention" href="https://m.example/@eve">@eve</a></p>"#;

    #[test]
    fn html_becomes_what_a_reader_saw() {
        assert_eq!(
            text(STATUS),
            "Turnout at noon: 21\u{a0}% < 2019\nsee https://results.example\n#vote @eve",
        );
        assert_eq!(text("a < b & c &unknown; 3<4"), "a < b & c &unknown; 3<4");
        assert!(matches!(text("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn links_are_the_authors_not_the_platforms() {
        let mut found = Vec::new();
        links(STATUS, &mut |link| found.push(link));
        assert_eq!(found, ["https://results.example/?a=1&b=2"]);
    }

    #[test]
    fn mixed_text_is_put_together() {
        let value = json!(["Vote ", {"type": "link", "text": "https://v.example"}, " now", 7]);
        assert_eq!(mixed(&value, None).as_deref(), Some("Vote https://v.example now"));
        let private = json!(["Call ", {"type": "phone", "text": "+372 555"}, {"type": "email", "text": "a@b.example"},
            {"type": "bank_card", "text": "4111"}, {"type": "bold", "text": "!"}]);
        assert_eq!(mixed(&private, None).as_deref(), Some("Call [phone number][e-mail address][bank card]!"));
        let plain = json!("Call +372 555 or a@b.example");
        assert_eq!(mixed(&plain, Some(&private)).as_deref(), Some("Call [phone number] or [e-mail address]"));
        assert_eq!(mixed(&json!("plain"), None).as_deref(), Some("plain"));
        let named = json!(["Ask ", {"type": "mention_name", "text": "Erika Mustermann", "user_id": 5_551_234}, " now"]);
        assert_eq!(mixed(&named, Some(&named)).as_deref(), Some("Ask @user5551234 now"));
        let entities = json!([{"type": "text_mention", "text": "Al", "user": {"id": 7}},
            {"type": "mention_name", "text": "Bo"}]);
        let plain = json!("Also Al, and Bo.");
        assert_eq!(mixed(&plain, Some(&entities)).as_deref(), Some("Also @user7, and [name]."));
        assert_eq!(mixed(&json!({}), None), None);
    }

    #[test]
    fn small_things() {
        assert_eq!(page_title("<X>1</X><PAGE_TITLE>A &amp; B</PAGE_TITLE>").as_deref(), Some("A & B"));
        assert_eq!(page_title("<PAGE_TITLE>open"), None);
        assert_eq!(host("https://u:p@news.example:8443/a"), Some("news.example"));
        assert_eq!(host("news.example"), None);
    }

    proptest! {
        #[test]
        fn no_markup_panics(html in ".{0,60}", near in r#"[<>/ abrefhc="'&;#x1p]{0,60}"#) {
            for html in [html, near] {
                let _ = text(&html);
                let _ = page_title(&html);
                let _ = host(&html);
                links(&html, &mut |_| {});
            }
        }
    }
}
