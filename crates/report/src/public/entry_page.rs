//! An entry: what holds now, what was set right, what is left of what held before, and what proves it.

use super::frame::{Head, day, lang, moment, page, paragraphs};
use super::register::badges;
use super::words::words;
use super::{Entry, Links, Page, Shown, Site, State, jsonld};
use crate::html::escape::{Attr, Foreign, Text};
use crate::situation::words::Words;
use std::fmt::Write;

/// The page of an entry.
pub fn entry(site: &Site, links: Links, language: &str, one: &Shown) -> String {
    let (w, entry) = (words(language), &one.entry);
    let hidden = w.get("title_removed");
    let (of, title) = entry.title(language).unwrap_or((w.language, &hidden));
    let mut out = format!(
        "<article>\n<p class=\"meta\">{}</p>\n<h1{}>{}</h1>\n",
        badges(w, entry.class, entry.state),
        lang(of, w.language),
        Text(title)
    );
    let _ = write!(out, "<p class=\"small\">{} {}", Text(&w.get("published_on")), moment(entry.published));
    let _ = write!(out, " · {} {}", Text(&w.get("changed")), moment(one.updated));
    if let Some(election) = &entry.election {
        let _ = write!(out, " · {} {}", Text(&w.get("election")), Text(site.election(election)));
    }
    out.push_str("</p>\n");
    corrections(&mut out, w, entry);
    let retracted = w.get("was_retracted");
    let description = if let Some((of, text)) = entry.text(language) {
        let _ = write!(
            out,
            "<div class=\"text\"{}>\n<p class=\"lead\">{}</p>\n{}</div>\n",
            lang(of, w.language),
            Text(&text.summary),
            paragraphs(&text.body)
        );
        text.summary.clone()
    } else {
        let _ = writeln!(out, "<p class=\"notice\">{}</p>", Text(&retracted));
        retracted
    };
    if entry.state != State::Retracted {
        claim(&mut out, w, entry);
        outcomes(&mut out, w, entry);
        figures(&mut out, w, entry);
        facts(&mut out, w, entry);
    }
    replies(&mut out, w, entry);
    appeals(&mut out, links, w, entry);
    tombstones(&mut out, w, entry);
    proof(&mut out, links, w, one);
    out.push_str("</article>\n");
    let head = Head {
        title,
        description: &description,
        page: Some(Page::Entry(&entry.id)),
        data: jsonld::claim_review(site, links, language, entry),
    };
    page(site, links, language, &head, &out)
}

fn corrections(out: &mut String, w: Words, entry: &Entry) {
    for one in &entry.corrections {
        let _ = write!(
            out,
            "<section class=\"notice\"><h2>{} ({})</h2>\n<div lang=\"{}\">{}</div></section>\n",
            Text(&w.get("correction")),
            day(one.at),
            Attr(&entry.language),
            paragraphs(&one.text)
        );
    }
}

fn claim(out: &mut String, w: Words, entry: &Entry) {
    let Some(claim) = &entry.claim else { return };
    let scale = [("value", claim.value), ("worst", claim.worst), ("best", claim.best)]
        .map(|(n, v)| (n, v.to_string()));
    let scale: Vec<(&str, &str)> = scale.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let _ = write!(
        out,
        "<section><h2>{}</h2>\n<dl><dt>{}</dt><dd><blockquote><p>{}</p></blockquote></dd>\
         <dt>{}</dt><dd><strong>{}</strong> ({})</dd>",
        Text(&w.get("claim_judged")),
        Text(&w.get("claim")),
        Foreign(&claim.claim),
        Text(&w.get("rating")),
        Text(&claim.name),
        Text(&w.fill("rating_scale", &scale))
    );
    if !claim.appearances.is_empty() {
        // Addresses of what is judged are written out and not linked: a link would lead readers and search engines there.
        let all: Vec<String> = claim.appearances.iter().map(|one| Foreign(one).to_string()).collect();
        let _ = write!(
            out,
            "<dt>{}</dt><dd class=\"addresses\">{}</dd>",
            Text(&w.get("appeared_at")),
            all.join("<br>")
        );
    }
    out.push_str("</dl></section>\n");
}

fn outcomes(out: &mut String, w: Words, entry: &Entry) {
    if entry.outcomes.is_empty() {
        return;
    }
    let _ = writeln!(out, "<section><h2>{}</h2>", Text(&w.get("outcomes")));
    for one in &entry.outcomes {
        let _ = write!(out, "<h3>{}</h3>\n<dl>", Text(&w.get(&format!("recorded.{}", one.kind))));
        let mut line = |key: &str, value: String| {
            let _ = write!(out, "<dt>{}</dt><dd>{value}</dd>", Text(&w.get(key)));
        };
        line("recorded_by", Foreign(&one.by).to_string());
        if !one.to.is_empty() {
            line("recorded_to", Foreign(&one.to.join(", ")).to_string());
        }
        if one.to_others > 0 {
            line("recorded_to_others", Text(&w.count(one.to_others)).to_string());
        }
        if !one.basis.is_empty() {
            line("recorded_basis", Foreign(&one.basis).to_string());
        }
        if let Some(at) = one.at {
            line("recorded_at", moment(at));
        }
        let came = one.outcome.as_deref().unwrap_or("none");
        let came = w.get(&format!("outcome.{came}"));
        line("came_of_it", format!("<strong>{}</strong>", Text(&came)));
        if let Some(at) = one.answered {
            line("answered_at", moment(at));
        }
        for (what, verdict) in &one.effects {
            let text =
                format!("{}: {}", w.get(&format!("series.{what}")), w.get(&format!("verdict.{verdict}")));
            line("effect_seen", Text(&text).to_string());
        }
        out.push_str("</dl>\n");
    }
    out.push_str("</section>\n");
}

fn figures(out: &mut String, w: Words, entry: &Entry) {
    let Some(figures) = &entry.figures else { return };
    let _ = write!(out, "<section><h2>{}</h2>\n<dl>", Text(&w.get("figures")));
    let mut line = |name: &str, value: &str| {
        let _ = write!(out, "<dt>{}</dt><dd>{}</dd>", Foreign(name), Text(value));
    };
    line(&w.get("figures_sent"), &w.count(figures.sent));
    let held = || w.get("figures_held");
    line(&w.get("figures_feedback"), &figures.feedback.map_or_else(held, |n| w.count(n)));
    line(&w.get("figures_removed"), &figures.removed_or_banned.map_or_else(held, |n| w.count(n)));
    if let Some(median) = figures.median_answer {
        line(&w.get("figures_median"), &w.duration(median));
    }
    for (outcome, n) in &figures.by_outcome {
        line(&w.get(&format!("outcome.{outcome}")), &w.count(*n));
    }
    if figures.other_outcomes > 0 {
        line(&w.get("figures_other_outcomes"), &w.count(figures.other_outcomes));
    }
    for (platform, n) in &figures.by_platform {
        line(platform, &w.count(*n));
    }
    if figures.other_platforms > 0 {
        line(&w.get("figures_other_platforms"), &w.count(figures.other_platforms));
    }
    out.push_str("</dl></section>\n");
}

fn facts(out: &mut String, w: Words, entry: &Entry) {
    let _ = write!(out, "<section><h2>{}</h2>\n<dl>", Text(&w.get("facts")));
    let mut line = |key: &str, value: &str| {
        let _ = write!(out, "<dt>{}</dt><dd>{value}</dd>", Text(&w.get(key)));
    };
    if !entry.subjects.is_empty() {
        let all: Vec<String> = entry
            .subjects
            .iter()
            .map(|one| {
                let accounts =
                    one.accounts.map(|n| format!(" ({})", w.fill("accounts", &[("n", &n.to_string())])));
                let kind = w.get(&format!("subject.{}", one.kind));
                format!(
                    "<li>{}: {}{}</li>",
                    Text(&kind),
                    Foreign(&one.name),
                    Text(&accounts.unwrap_or_default())
                )
            })
            .collect();
        line("about", &format!("<ul>{}</ul>", all.concat()));
    }
    if !entry.technique.is_empty() {
        line("technique", &Text(&entry.technique).to_string());
    }
    if !entry.error_rate.is_empty() {
        line("error_rate", &Text(&entry.error_rate).to_string());
    }
    line("legal_basis", &Text(&entry.legal_basis).to_string());
    let open: Vec<String> = entry.evidence.iter().map(|id| format!("<code>{}</code>", Text(id))).collect();
    let mut evidence = open.join("<br>");
    if entry.evidence_restricted > 0 {
        let n = entry.evidence_restricted.to_string();
        let _ = write!(evidence, "<p>{}</p>", Text(&w.fill("evidence_restricted", &[("n", &n)])));
    }
    line("evidence", &evidence);
    if let Some(by) = entry.review_by {
        line("review_by", &day(by));
    }
    out.push_str("</dl></section>\n");
}

fn replies(out: &mut String, w: Words, entry: &Entry) {
    if entry.replies.is_empty() {
        return;
    }
    let _ = writeln!(out, "<section><h2>{}</h2>", Text(&w.get("replies")));
    for one in &entry.replies {
        let _ = writeln!(out, "<h3>{}</h3>", Foreign(&one.subject));
        match &one.said {
            Some((at, text)) => {
                let _ = writeln!(
                    out,
                    "<blockquote>{}</blockquote><p class=\"small\">{}</p>",
                    paragraphs(text),
                    moment(*at)
                );
            }
            None => {
                let _ = writeln!(out, "<p>{} {}</p>", Text(&w.get("reply_offered")), day(one.until));
            }
        }
    }
    out.push_str("</section>\n");
}

fn appeals(out: &mut String, links: Links, w: Words, entry: &Entry) {
    let appeals = entry.appeals;
    let _ = write!(out, "<section><h2>{}</h2>\n<ul>", Text(&w.get("appeals")));
    for (key, n) in [("pending", appeals.pending), ("upheld", appeals.upheld), ("rejected", appeals.rejected)]
    {
        if n > 0 {
            let text = w.fill(&format!("appeal.{key}"), &[("n", &n.to_string())]);
            let _ = write!(out, "<li>{}</li>", Text(&text));
        }
    }
    if appeals == super::Appeals::default() {
        let _ = write!(out, "<li>{}</li>", Text(&w.get("never_contested")));
    }
    let _ = write!(
        out,
        "</ul>\n<p><a href=\"{}\">{}</a></p></section>\n",
        Attr(&links.to(Page::Contest(Some(&entry.id)))),
        Text(&w.get("contest_this"))
    );
}

fn tombstones(out: &mut String, w: Words, entry: &Entry) {
    if entry.tombstones.is_empty() {
        return;
    }
    let _ = write!(out, "<section><h2>{}</h2>\n<ol class=\"tombstones\">", Text(&w.get("earlier")));
    let hidden = w.get("title_removed");
    for one in entry.tombstones.iter().rev() {
        let _ = write!(
            out,
            "<li><p><del{}>{}</del> <span class=\"small\">{} {} – {}</span></p><p><strong>{}</strong> {}</p></li>",
            lang(&entry.language, w.language),
            Text(one.title.as_deref().unwrap_or(&hidden)),
            Text(&w.fill("version", &[("n", &one.version.to_string())])),
            moment(one.published),
            moment(one.at),
            Text(&w.get(&format!("reason.{}", one.code))),
            Text(&one.reason)
        );
    }
    out.push_str("</ol></section>\n");
}

fn proof(out: &mut String, links: Links, w: Words, one: &Shown) {
    let _ = write!(
        out,
        "<section><h2>{}</h2>\n<p>{}</p>\n<ol class=\"log\">",
        Text(&w.get("proof")),
        Text(&w.get("proof_lead"))
    );
    for line in &one.log {
        let _ = write!(
            out,
            "<li><a href=\"{}\">{}</a> {} <code>{}</code>",
            Attr(&links.to(Page::Proof(line.index))),
            Text(&w.fill("log_line", &[("n", &line.index.to_string())])),
            moment(line.at),
            Text(&line.commitment)
        );
        if line.redacted {
            let _ = write!(out, " <strong>{}</strong>", Text(&w.get("redacted")));
        }
        out.push_str("</li>");
    }
    let _ = write!(
        out,
        "</ol>\n<p><a href=\"{}\">{}</a> · <a href=\"{}\">{}</a></p></section>\n",
        Attr(&links.to(Page::EntryData(&one.entry.id))),
        Text(&w.get("data")),
        Attr(&links.to(Page::Log)),
        Text(&w.get("how_to_check"))
    );
}
