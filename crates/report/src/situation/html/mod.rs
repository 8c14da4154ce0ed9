//! The report as one page that opens from disk for years, and prints on A4.
//!
//! **The problem.** Decision-makers read on a phone, on paper, on a machine without a network; texts in the report come
//! from strangers. **The choice.** One file without script; the policy forbids everything but the one style sheet, by
//! its digest; the first screen and the first sheet are the summary; the marking stands on every screen (a bar that
//! stays) and on every sheet (running head and foot of CSS paged media). **Rejected.** Script for folding and sorting
//! (`details` does it without), fonts of our own (a megabyte for a page that system fonts set well).

mod blocks;

use super::Report;
use super::view::{self, View};
use crate::html::escape::{Attr, Text};
use base64::Engine;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = include_str!("../../../assets/situation/report.css");

/// The page in the language of a BCP 47 tag (English, French, German; English for any other); in the report's own for an empty
/// one.
pub fn render(report: &Report, language: &str) -> String {
    let view = view::view(report, language);
    let style = style(&view);
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
    let mut out = String::with_capacity(64 * 1024);
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; \
         base-uri 'none'; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"robots\" content=\"noindex\"><title>{} – {}</title><style>{style}</style></head><body class=\"{}\">",
        view.language,
        Attr(&view.title),
        Attr(&view.banner),
        view.marking,
    );
    let _ = write!(
        out,
        "<div class=\"marking\"><b>{}</b><span>{}</span></div>",
        Text(&view.banner),
        Text(&view.running)
    );
    head(&mut out, &view);
    let _ = write!(out, "<nav aria-label=\"{}\"><h2>{}</h2><ol>", Attr(&view.contents), Text(&view.contents));
    for section in &view.sections {
        let _ = write!(out, "<li><a href=\"#{}\">{}</a></li>", section.id, Text(&section.title));
    }
    let _ = write!(out, "</ol></nav><main>");
    for section in &view.sections {
        let _ = write!(
            out,
            "<section id=\"{}\" aria-labelledby=\"{}-title\"><h2 id=\"{}-title\">{}</h2>",
            section.id,
            section.id,
            section.id,
            Text(&section.title)
        );
        blocks::draw(&mut out, &section.blocks);
        out.push_str("</section>");
    }
    let _ = writeln!(
        out,
        "</main><footer><p>{}</p><p class=\"end\"><b>{}</b></p></footer></body></html>",
        Text(&view.closing),
        Text(&view.banner)
    );
    out
}

fn head(out: &mut String, view: &View) {
    let _ = write!(out, "<header><p class=\"brand\">{}</p><h1>{}</h1>", Text(&view.brand), Text(&view.title));
    if !view.election.is_empty() && view.election != view.title {
        let _ = write!(out, "<p class=\"election\">{}</p>", Text(&view.election));
    }
    let _ = write!(out, "<dl class=\"head\">");
    for fact in &view.facts {
        let _ = write!(out, "<div><dt>{}</dt><dd>{}</dd></div>", Text(&fact.label), Text(&fact.value));
    }
    let _ = write!(out, "</dl><div class=\"summary\">");
    blocks::draw(out, &view.summary);
    out.push_str("</div></header>");
}

/// The style sheet with this report's running head and foot.
fn style(view: &View) -> String {
    let (banner, running) = (css_string(&view.banner), css_string(&view.running));
    format!(
        "{STYLE}@page{{@top-center{{content:{banner}}}@bottom-left{{content:{running}}}@bottom-center{{content:{banner}}}\
         @bottom-right{{content:counter(page) \" / \" counter(pages)}}}}"
    )
}

/// A text as a string of CSS: whatever is no letter, digit or space is written by its code point, so that neither the
/// string nor the style element can end early.
fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else if !crate::html::escape::is_tricky(c) {
            let _ = write!(out, "\\{:06x}", u32::from(c));
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_marking_reads_as_it_is_in_the_running_head() {
        assert_eq!(css_string("TLP:AMBER"), "\"TLP\\00003aAMBER\"");
    }

    proptest! {
        #[test]
        fn no_text_ends_the_string_or_the_style(text in "(</style>|\"|\\\\|\n|\\}|;|.){0,30}") {
            let written = css_string(&text);
            let inner = &written[1..written.len() - 1];
            prop_assert!(inner.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '\\'));
        }
    }
}
