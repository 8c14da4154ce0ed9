//! The feed: Atom (RFC 4287), with tombstones for what was taken back (RFC 6721).
//!
//! Ids are those of the entries and never change, wherever the feed lies; a correction is the same entry with a later
//! `updated`, and says what was wrong. What was retracted is a deleted entry with its reason.

use super::words::words;
use super::{Links, Page, Shown, Site, State};
use crate::html::escape::is_tricky;
use crate::situation::words::Words;
use ostrakon_model::time::iso;
use std::fmt::{self, Write};

/// Entries of the feed, at most: the newest changes.
const MOST: usize = 100;

/// Text in XML. Characters that XML 1.0 has no place for, and those that turn the direction, are shown by their number.
struct Xml<'a>(&'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                c if is_tricky(c) => write!(f, "[U+{:04X}]", c as u32)?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The feed in a language. `all` is newest first.
pub fn feed(site: &Site, links: Links, language: &str, all: &[Shown]) -> String {
    let w = words(language);
    let filter = super::Filter::default();
    let address = |page: Page<'_>| {
        let whole = links.absolute(site.base.as_deref(), page, Some(language));
        whole.unwrap_or_else(|| links.to_in(page, language))
    };
    // An empty feed was last updated when time began: it has to say something, and not the time of asking.
    let updated = all.first().map_or(0, |one| one.updated);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" xml:lang=\"{}\">\n\
         <id>urn:uuid:{}</id>\n<title>{}</title>\n<subtitle>{}</subtitle>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n<generator>Ostrakon</generator>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        w.language,
        Xml(&site.feed),
        Xml(&site.title),
        Xml(&w.get("register_lead")),
        iso(updated),
        Xml(&site.title),
        Xml(&address(Page::Feed)),
        Xml(&address(Page::Register(&filter, 1)))
    );
    for one in all.iter().take(MOST) {
        if one.entry.state == State::Retracted {
            deleted(&mut out, w, one);
        } else {
            entry(&mut out, site, w, one, &address(Page::Entry(&one.entry.id)));
        }
    }
    out.push_str("</feed>\n");
    out
}

fn deleted(out: &mut String, w: Words, one: &Shown) {
    let reason = one.entry.tombstones.last().map(|last| {
        let code = w.get(&format!("reason.{}", last.code));
        format!("{code} {}", last.reason)
    });
    let _ = writeln!(
        out,
        "<at:deleted-entry ref=\"urn:uuid:{}\" when=\"{}\"><at:comment>{}</at:comment></at:deleted-entry>",
        Xml(&one.entry.id),
        iso(one.updated),
        Xml(&reason.unwrap_or_default())
    );
}

fn entry(out: &mut String, site: &Site, w: Words, one: &Shown, address: &str) {
    let entry = &one.entry;
    let Some((of, text)) = entry.text(w.language) else { return };
    let _ = write!(
        out,
        "<entry xml:lang=\"{}\">\n<id>urn:uuid:{}</id>\n<title type=\"text\">{}</title>\n<published>{}</published>\n\
         <updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <category term=\"{}\" label=\"{}\"/>\n<category term=\"{}\" label=\"{}\"/>\n",
        Xml(of),
        Xml(&entry.id),
        Xml(&text.title),
        iso(entry.published),
        iso(one.updated),
        Xml(address),
        entry.class.name(),
        Xml(&w.get(&format!("class.{}", entry.class.name()))),
        entry.state.name(),
        Xml(&w.get(&format!("state.{}", entry.state.name())))
    );
    if let Some(election) = &entry.election {
        let _ = writeln!(
            out,
            "<category term=\"{}\" label=\"{}\"/>",
            Xml(election),
            Xml(site.election(election))
        );
    }
    let _ = writeln!(out, "<summary type=\"text\">{}</summary>", Xml(&text.summary));
    let mut content = String::new();
    for one in &entry.corrections {
        let _ = write!(content, "{}: {}\n\n", w.get("correction"), one.text);
    }
    if let Some(last) = entry.tombstones.last() {
        let _ = write!(content, "{} {}\n\n", w.get(&format!("reason.{}", last.code)), last.reason);
    }
    content.push_str(&text.body);
    if !content.trim().is_empty() {
        let _ = writeln!(out, "<content type=\"text\">{}</content>", Xml(content.trim()));
    }
    out.push_str("</entry>\n");
}
