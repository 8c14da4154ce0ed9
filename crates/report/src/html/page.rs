//! The page around the groups: policy, style, heading, summary, data blocks, script.

use super::data::GroupData;
use super::escape::{Attr, Foreign, Text, script_json};
use super::{Options, Strings, article, bound, format, list, reference};
use crate::document::{Document, Handles, RunInfo};
use base64::Engine;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = concat!(
    include_str!("../../assets/base.css"),
    include_str!("../../assets/groups.css"),
    include_str!("../../assets/evidence.css"),
);

/// The script's parts in the order in which they need each other; one scope, so that nothing leaks into the page.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../../assets/text.js"),
    include_str!("../../assets/dom.js"),
    include_str!("../../assets/table.js"),
    include_str!("../../assets/compare.js"),
    include_str!("../../assets/posts.js"),
    include_str!("../../assets/network.js"),
    include_str!("../../assets/raster.js"),
    include_str!("../../assets/week.js"),
    include_str!("../../assets/group.js"),
    include_str!("../../assets/list.js"),
    include_str!("../../assets/route.js"),
    "})();\n",
);

/// Writes the whole page.
pub fn render(document: &Document, options: &Options) -> String {
    let t = &options.strings;
    let mut out = String::with_capacity(1 << 20);
    head(&mut out, document, t);
    let _ = write!(out, "<body><a class=\"skip\" href=\"#groups\">{}</a>", Text(t.get("skip")));
    masthead(&mut out, &document.run, t);
    let _ = write!(out, "<main>");
    summary(&mut out, document, t);
    let _ = write!(
        out,
        "<section class=\"work\" id=\"groups\" tabindex=\"-1\" aria-label=\"{}\">",
        Attr(t.get("list.title"))
    );
    list::write(&mut out, document, t);
    let _ = write!(out, "<div class=\"articles\">");
    for group in document.all_groups() {
        article::write(&mut out, document, group, t);
    }
    let _ = write!(out, "</div></section>");
    reference::methods(&mut out, document, t);
    reference::run(&mut out, &document.run, t);
    reference::glossary(&mut out, document, t);
    let _ = write!(out, "</main><footer><p>{}</p></footer>", Text(t.get("footer")));
    data(&mut out, document, options);
    let _ = writeln!(out, "<script>{SCRIPT}</script></body></html>");
    out
}

/// `'sha256-…'` as a content security policy names an inline block.
fn digest(block: &str) -> String {
    format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(block)))
}

fn head(out: &mut String, document: &Document, t: &Strings) {
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; script-src {}; \
         img-src data:; base-uri 'none'; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"robots\" content=\"noindex\"><title>{}</title><style>{STYLE}</style></head>",
        Attr(t.language()),
        digest(STYLE),
        digest(SCRIPT),
        Attr(&document.run.title),
    );
}

fn masthead(out: &mut String, run: &RunInfo, t: &Strings) {
    let span = match (run.first_ms, run.last_ms) {
        (Some(first), Some(last)) => Text(t.get("mast.span"))
            .to_string()
            .replace("{first}", &format::time(first, run.precision))
            .replace("{last}", &format::time(last, run.precision)),
        _ => Text(t.get("mast.no-times")).to_string(),
    };
    let as_of = Text(t.get("mast.as-of"))
        .to_string()
        .replace("{time}", &format::time(run.as_of_ms, ostrakon_model::Precision::Minute));
    let _ = write!(
        out,
        "<header class=\"mast\"><p class=\"brand\">{}</p><h1>{}</h1><p class=\"asof\"><span>{} {}</span><span>{}</span><span>{span}</span><span>{as_of}</span></p></header>",
        Text(t.get("mast.brand")),
        Text(&run.title),
        Text(t.get("mast.dataset")),
        Foreign(&run.dataset),
        Text(&format!("{} · {}", t.count("n.posts", run.posts), t.count("n.accounts", run.accounts))),
    );
}

fn summary(out: &mut String, document: &Document, t: &Strings) {
    let summary = &document.summary;
    let _ = write!(
        out,
        "<section class=\"summary\" aria-labelledby=\"headline\"><div class=\"serif\"><h2 id=\"headline\">{}</h2><p>",
        Text(&summary.headline)
    );
    let sentences: Vec<String> = summary.sentences.iter().map(|s| Text(s).to_string()).collect();
    let _ = write!(out, "{}</p></div><dl class=\"facts\">", sentences.join(" "));
    for fact in &summary.facts {
        let _ = write!(
            out,
            "<div><dt>{}</dt><dd><b>{}</b><small>{}</small></dd></div>",
            Text(&fact.label),
            Text(&fact.value),
            Text(&fact.explanation)
        );
    }
    let _ = write!(out, "</dl><div class=\"notes\"><p class=\"scope\">{}</p>", Text(t.get("scope")));
    if let Handles::Revealed { purpose } = &document.run.handles {
        let said = t.fill("handles.revealed", &[("purpose", purpose)]);
        let _ = write!(out, "<p class=\"warning\"><b>{}</b> {}</p>", Text(t.get("warning")), Text(&said));
    }
    for warning in &document.run.warnings {
        let _ = write!(out, "<p class=\"warning\"><b>{}</b> {}</p>", Text(t.get("warning")), Text(warning));
    }
    if !document.run.bounded.is_empty() {
        let said = t.count("bounded.note", document.run.bounded.len() as u64);
        let _ = write!(
            out,
            "<p class=\"warning\"><b>{}</b> {} <a href=\"#run\">{}</a></p>",
            Text(t.get("warning")),
            Text(&said),
            Text(t.get("bounded.link"))
        );
    }
    let _ = write!(out, "</div></section>");
}

/// What the script reads, one block a group, so that opening one does not pay for all.
fn data(out: &mut String, document: &Document, options: &Options) {
    let mut block = |id: &str, json: &str| {
        let _ = writeln!(out, "<script type=\"application/json\" id=\"{id}\">{json}</script>");
    };
    block("texts", &script_json(options.strings.all()));
    let about = serde_json::json!({
        "precision": document.run.precision, "dataset": document.run.dataset, "language": options.strings.language(),
    });
    block("about", &script_json(&about));
    for (i, group) in document.all_groups().enumerate() {
        let bounds = if i < options.bounds.full_groups { &options.bounds.full } else { &options.bounds.rest };
        let (small, left_out) = bound::bounded(group, bounds);
        block(&format!("data-{}", group.rank), &script_json(&GroupData::new(&small, left_out)));
    }
}
