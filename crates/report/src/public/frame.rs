//! What all pages have: head with metadata, navigation, languages, footer.

use super::words::{LANGUAGES, words};
use super::{Links, Page, STYLE, Site};
use crate::html::escape::{Attr, Text};
use crate::html::format::time;
use crate::situation::words::Words;
use ostrakon_model::Precision;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What a page may do: take its style sheet, and send its form home. Data blocks (`application/ld+json`) are no scripts and
/// are never run, so that `script-src` stays shut.
pub const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";

/// What a page says of itself.
pub(super) struct Head<'a> {
    /// Title, without the name of the installation.
    pub title: &'a str,
    /// A sentence for search engines and previews.
    pub description: &'a str,
    /// Which page it is; `None` for one that is nobody else's to find.
    pub page: Option<Page<'a>>,
    /// JSON-LD, as it stands in a data block.
    pub data: Option<String>,
}

/// A short name of the style sheet as it is now: it changes with its content.
pub(super) fn style_tag() -> String {
    Sha256::digest(STYLE).iter().take(6).fold(String::new(), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A whole page around its content.
pub(super) fn page(site: &Site, links: Links, language: &str, head: &Head<'_>, content: &str) -> String {
    let w = words(language);
    let mut out = String::with_capacity(content.len() + 6_000);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"same-origin\">\n\
         <title>{} – {}</title>\n<meta name=\"description\" content=\"{}\">\n",
        w.language,
        Attr(head.title),
        Attr(&site.title),
        Attr(head.description)
    );
    if !links.is_served() {
        // A server says it in a header; files lie on any server.
        let _ = writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
    }
    let _ = writeln!(out, "<link rel=\"stylesheet\" href=\"{}\">", Attr(&links.to(Page::Style)));
    metadata(&mut out, site, links, w, head);
    let _ = write!(out, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n", Text(&w.get("skip")));
    if site.exercise {
        let _ = writeln!(out, "<p class=\"exercise\" role=\"note\">{}</p>", Text(&w.get("exercise")));
    }
    banner(&mut out, site, links, w, head);
    let _ = write!(out, "<main id=\"main\" tabindex=\"-1\">\n{content}</main>\n");
    footer(&mut out, site, links, w);
    out.push_str("</body>\n</html>\n");
    out
}

fn metadata(out: &mut String, site: &Site, links: Links, w: Words, head: &Head<'_>) {
    let Some(page) = head.page.filter(|_| !site.exercise) else {
        out.push_str("<meta name=\"robots\" content=\"noindex\">\n");
        return;
    };
    // A reader's language is in the address of each version; without it the server chooses.
    let whole = |language: Option<&str>| {
        links.absolute(site.base.as_deref(), page, language).unwrap_or_else(|| match language {
            Some(language) => links.to_in(page, language),
            None => links.to(page),
        })
    };
    let own = whole(Some(w.language));
    let _ = writeln!(out, "<link rel=\"canonical\" href=\"{}\">", Attr(&own));
    for (tag, _) in LANGUAGES {
        let _ =
            writeln!(out, "<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\">", Attr(&whole(Some(tag))));
    }
    if links.is_served() {
        let _ =
            writeln!(out, "<link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\">", Attr(&whole(None)));
    }
    let feed = links.to_in(Page::Feed, w.language);
    let _ = writeln!(
        out,
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{}\" href=\"{}\">",
        Attr(&site.title),
        Attr(&feed)
    );
    let kind = if matches!(page, Page::Entry(_)) { "article" } else { "website" };
    for (name, value) in [
        ("og:type", kind),
        ("og:site_name", site.title.as_str()),
        ("og:title", head.title),
        ("og:description", head.description),
        ("og:locale", w.language),
    ] {
        let _ = writeln!(out, "<meta property=\"{name}\" content=\"{}\">", Attr(value));
    }
    if site.base.is_some() {
        let _ = writeln!(out, "<meta property=\"og:url\" content=\"{}\">", Attr(&own));
    }
    if let Some(data) = &head.data {
        let _ = writeln!(out, "<script type=\"application/ld+json\">{data}</script>");
    }
}

fn banner(out: &mut String, site: &Site, links: Links, w: Words, head: &Head<'_>) {
    let all = super::Filter::default();
    let here = head.page.map(|page| std::mem::discriminant(&page));
    let _ = write!(
        out,
        "<header class=\"banner\"><p class=\"site\"><a href=\"{}\">{}</a></p>\n<nav aria-label=\"{}\"><ul>",
        Attr(&links.to(Page::Register(&all, 1))),
        Text(&site.title),
        Attr(&w.get("nav"))
    );
    for (page, key) in [
        (Page::Register(&all, 1), "nav_register"),
        (Page::Prebunks, "nav_prebunks"),
        (Page::Methods, "nav_methods"),
        (Page::Log, "nav_log"),
        (Page::Contest(None), "nav_contest"),
    ] {
        let current = if here == Some(std::mem::discriminant(&page)) { " aria-current=\"page\"" } else { "" };
        let _ =
            write!(out, "<li><a href=\"{}\"{current}>{}</a></li>", Attr(&links.to(page)), Text(&w.get(key)));
    }
    out.push_str("</ul></nav>\n");
    if let Some(page) = head.page {
        let _ = write!(out, "<nav class=\"languages\" aria-label=\"{}\"><ul>", Attr(&w.get("languages")));
        for (tag, name) in LANGUAGES {
            let current = if tag == w.language { " aria-current=\"true\"" } else { "" };
            let to = links.to_in(page, tag);
            let _ = write!(
                out,
                "<li><a href=\"{}\" lang=\"{tag}\" hreflang=\"{tag}\"{current}>{name}</a></li>",
                Attr(&to)
            );
        }
        out.push_str("</ul></nav>\n");
    }
    out.push_str("</header>\n");
}

fn footer(out: &mut String, site: &Site, links: Links, w: Words) {
    let _ = write!(
        out,
        "<footer><p>{}</p>\n<p>{}</p>\n",
        Text(&w.fill("published_by", &[("who", &site.title)])),
        Text(&w.get("about_behaviour"))
    );
    if let Some(contact) = &site.contact {
        let _ = writeln!(out, "<p>{} {}</p>", Text(&w.get("contact")), Text(contact));
    }
    let _ = writeln!(
        out,
        "<p><a href=\"{}\">{}</a> · <a href=\"{}\">{}</a></p></footer>",
        Attr(&links.to_in(Page::Feed, w.language)),
        Text(&w.get("feed")),
        Attr(&links.to(Page::Checkpoint)),
        Text(&w.get("checkpoint"))
    );
}

/// A point in time, to the minute, in UTC.
pub(super) fn moment(ms: i64) -> String {
    time(ms, Precision::Minute)
}

/// A day, in UTC.
pub(super) fn day(ms: i64) -> String {
    time(ms, Precision::Day)
}

/// A text of others in its paragraphs.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(str::trim).filter(|one| !one.is_empty()).fold(String::new(), |mut out, one| {
        let lines: Vec<String> = one.lines().map(|line| Text(line).to_string()).collect();
        let _ = writeln!(out, "<p>{}</p>", lines.join("<br>"));
        out
    })
}

/// `lang="…"` where a text is not in the reader's language.
pub(super) fn lang(of: &str, reader: &str) -> String {
    if of == reader { String::new() } else { format!(" lang=\"{}\"", Attr(of)) }
}

/// A page that says one thing: not found, too often, not possible. `key`: `missing`, `too_often`, `refused`, `no_such_filter`.
pub fn message(site: &Site, links: Links, language: &str, key: &str, detail: &str) -> String {
    let w = words(language);
    let title = w.get(&format!("message.{key}"));
    let mut content = format!("<h1>{}</h1>\n", Text(&title));
    if !detail.is_empty() {
        let _ = writeln!(content, "<p>{}</p>", Text(detail));
    }
    let all = super::Filter::default();
    let _ = writeln!(
        content,
        "<p><a href=\"{}\">{}</a></p>",
        Attr(&links.to(Page::Register(&all, 1))),
        Text(&w.get("back_to_register"))
    );
    let head = Head { title: &title, description: &title, page: None, data: None };
    page(site, links, language, &head, &content)
}
