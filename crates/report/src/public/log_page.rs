//! How the register proves itself, in plain words, and what it does not prove.

use super::frame::{Head, moment, page};
use super::words::words;
use super::{Links, Page, Site};
use crate::html::escape::{Attr, Text};
use std::fmt::Write;

/// The log as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogState {
    /// How many lines it has.
    pub size: u64,
    /// Its root, base64 as in the checkpoint.
    pub root: String,
    /// When the last line was added; `None` while it is empty.
    pub last: Option<i64>,
}

/// The page about the transparency log.
pub fn log(site: &Site, links: Links, language: &str, state: &LogState) -> String {
    let w = words(language);
    let (title, lead) = (w.get("log_title"), w.get("log_lead"));
    let mut out = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<dl>", Text(&title), Text(&lead));
    let mut line = |key: &str, value: &str| {
        let _ = write!(out, "<dt>{}</dt><dd>{value}</dd>", Text(&w.get(key)));
    };
    line("log_origin", &format!("<code>{}</code>", Text(&site.origin)));
    line("log_size", &state.size.to_string());
    line("log_root", &format!("<code>{}</code>", Text(&state.root)));
    if let Some(last) = state.last {
        line("log_last", &moment(last));
    }
    match &site.key {
        Some(key) => line("log_key", &format!("<code>{}</code>", Text(key))),
        None => line("log_key", &Text(&w.get("log_unsigned")).to_string()),
    }
    out.push_str("</dl>\n");
    for (heading, items) in [
        ("log_proves", ["log_proves_1", "log_proves_2", "log_proves_3"]),
        ("log_not", ["log_not_1", "log_not_2", "log_not_3"]),
    ] {
        let items: Vec<String> = items.iter().map(|key| format!("<li>{}</li>", Text(&w.get(key)))).collect();
        let _ = write!(out, "<h2>{}</h2>\n<ul>{}</ul>\n", Text(&w.get(heading)), items.concat());
    }
    let key = site.key.as_deref().unwrap_or("KEY");
    let _ = write!(
        out,
        "<h2>{}</h2>\n<p>{}</p>\n<pre tabindex=\"0\"><code>ostrakon verify 0.json --log-key '{}'</code></pre>\n<p><a href=\"{}\">{}</a></p>\n",
        Text(&w.get("how_to_check")),
        Text(&w.get("log_check")),
        Text(key),
        Attr(&links.to(Page::Checkpoint)),
        Text(&w.get("checkpoint"))
    );
    let head = Head { title: &title, description: &lead, page: Some(Page::Log), data: None };
    page(site, links, language, &head, &out)
}
