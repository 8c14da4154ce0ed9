//! One group in words: verdict, figures, reasons, innocent explanations, and the first evidence.
//!
//! This is the half that needs no script. Below it stands one `div.evidence`: here with the strongest exhibits and
//! accounts, which the script replaces by network, raster, objects and tables once the group is opened.

use super::escape::{Attr, Foreign, Text};
use super::{Strings, bound::cut, format, list};
use crate::document::Document;
use crate::group::{Bearing, Group, PostView};
use ostrakon_model::Precision;
use std::fmt::Write;

/// Exhibits and accounts shown without the script.
const FEW: usize = 2;
const SOME: usize = 8;

/// The article of a group.
pub fn write(out: &mut String, document: &Document, group: &Group, t: &Strings) {
    let rank = group.rank;
    let _ = write!(
        out,
        "<article class=\"group\" id=\"group-{rank}\" tabindex=\"-1\" aria-labelledby=\"group-{rank}-title\">\
         <p class=\"back\"><a href=\"#groups\">← {}</a></p>\
         <p class=\"kicker\">{}<span>{}</span><span>{}</span><span>{}</span></p><h3 id=\"group-{rank}-title\">{}</h3>",
        Text(t.get("list.back")),
        list::mark(group),
        Text(&t.fill("group.rank", &[("n", &rank.to_string())])),
        Text(list::strength(t, group)),
        Text(if group.flagged { t.get("flagged") } else { t.get("not-flagged") }),
        Text(&group.verdict)
    );
    figures(out, group, t, document.run.precision);
    let _ = write!(out, "<div class=\"pair\">");
    reasons(out, group, t);
    innocent(out, group, t);
    let _ = write!(out, "</div><div class=\"evidence\" data-rank=\"{rank}\">");
    first_evidence(out, document, group, t);
    let _ = write!(out, "</div>");
    error_rates(out, document, group, t);
    let _ = write!(out, "</article>");
}

fn figures(out: &mut String, group: &Group, t: &Strings, precision: Precision) {
    let _ = write!(out, "<dl class=\"figures\">");
    let mut figure = |label: &str, value: &str, note: &str| {
        let _ =
            write!(out, "<div><dt>{}</dt><dd><b>{value}</b><small>{note}</small></dd></div>", Text(label));
    };
    let hubs = group.members.iter().filter(|m| m.role == crate::group::Role::Hub).count() as u64;
    figure(
        t.get("figure.accounts"),
        &format::count(group.members.len() as u64),
        &Text(&t.count("figure.hubs", hubs)).to_string(),
    );
    let s = &group.synchrony;
    let expected =
        s.expected.map_or_else(String::new, |e| t.fill("figure.expected", &[("n", &format::decimal(e))]));
    figure(t.get("figure.co-actions"), &format::count(s.co_actions), &Text(&expected).to_string());
    let gap = |ms: Option<i64>| ms.map_or_else(|| "–".to_owned(), format::duration);
    let ninety = t.fill("figure.p90", &[("gap", &gap(s.p90_gap_ms))]);
    figure(t.get("figure.gap"), &gap(s.median_gap_ms), &Text(&ninety).to_string());
    figure(
        t.get("figure.q"),
        &format::probability(group.significance.q),
        &Text(&t.fill("figure.p", &[("p", &format::probability(group.significance.p))])).to_string(),
    );
    figure(
        t.get("figure.span"),
        &format::duration(group.last_ms.saturating_sub(group.first_ms)),
        &Text(t.get("figure.from")).to_string().replace("{first}", &format::time(group.first_ms, precision)),
    );
    let _ = write!(out, "</dl>");
}

fn reasons(out: &mut String, group: &Group, t: &Strings) {
    let title = if group.flagged { t.get("reasons.flagged") } else { t.get("reasons.not") };
    let _ = write!(out, "<section class=\"why\"><h4>{}</h4><ul>", Text(title));
    for reason in &group.reasons {
        let _ = write!(out, "<li>{}</li>", Text(reason));
    }
    let _ = write!(
        out,
        "</ul><table class=\"slim\"><caption><span>{}</span></caption><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th></tr></thead><tbody>",
        Text(t.get("signals.caption")),
        Text(t.get("column.signal")),
        Text(t.get("column.ties")),
        Text(t.get("column.objects")),
        Text(t.get("column.weight"))
    );
    for share in &group.signals {
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            Text(&list::signal(t, share.signal)),
            format::count(share.edges),
            format::count(share.objects),
            format::decimal(share.weight)
        );
    }
    let _ = write!(
        out,
        "</tbody></table><p class=\"fine\"><b>{}</b> {} {} {}</p><p class=\"fine\"><b>{}</b> {}</p></section>",
        Text(t.get("significance.title")),
        Text(&group.significance.words),
        Text(t.get("significance.null")),
        Text(&format!("{}.", group.significance.null_model.trim_end_matches('.'))),
        Text(t.get("organic.title")),
        Text(&group.organic)
    );
}

fn innocent(out: &mut String, group: &Group, t: &Strings) {
    let _ = write!(out, "<section class=\"innocent\"><h4>{}</h4>", Text(t.get("innocent.title")));
    if group.innocent.is_empty() {
        let _ = write!(out, "<p>{}</p>", Text(t.get("innocent.none")));
    }
    let _ = write!(out, "<ul>");
    for item in &group.innocent {
        let (sign, words) = match item.bearing {
            Bearing::For => ("✓", t.get("bearing.for")),
            Bearing::Against => ("✗", t.get("bearing.against")),
            Bearing::Silent => ("?", t.get("bearing.silent")),
        };
        let _ = write!(
            out,
            "<li class=\"{}\"><span class=\"sign\" aria-hidden=\"true\">{sign}</span><p><b>{}</b> <em>{}</em> {}</p></li>",
            item.bearing.name(),
            Text(&item.statement),
            Text(words),
            Text(&item.because)
        );
    }
    let _ = write!(out, "</ul>");
    for limit in &group.limits {
        let _ = write!(out, "<p class=\"fine\"><b>{}</b> {}</p>", Text(t.get("limit.title")), Text(limit));
    }
    let _ = write!(out, "</section>");
}

/// The strongest exhibits and accounts, for readers without the script and for paper.
fn first_evidence(out: &mut String, document: &Document, group: &Group, t: &Strings) {
    let precision = document.run.precision;
    let mut edges: Vec<_> = group.edges.iter().filter(|e| !e.exhibits.is_empty()).collect();
    edges.sort_by(|a, b| b.surprise.total_cmp(&a.surprise));
    let mut shown: Vec<u32> = Vec::new();
    for exhibit in edges.iter().filter_map(|e| e.exhibits.first()) {
        if shown.len() < FEW && !shown.contains(exhibit) {
            shown.push(*exhibit);
        }
    }
    let _ = write!(out, "<h4>{}</h4>", Text(t.get("evidence.strongest")));
    for exhibit in shown.iter().map(|&i| &group.exhibits[i as usize]) {
        let _ = write!(
            out,
            "<p class=\"fine\"><b>{}</b> {} {}</p><div class=\"posts\">",
            Text(&list::signal(t, exhibit.signal)),
            Foreign(&cut(&exhibit.object, 200)),
            Text(&exhibit.explanation)
        );
        let pair = exhibit.compared.map(|(a, b)| [a, b]);
        let posts = pair.as_ref().map_or_else(|| &exhibit.posts[..exhibit.posts.len().min(2)], |p| &p[..]);
        for &i in posts {
            post(out, &group.posts[i as usize], precision, t);
        }
        let _ = write!(out, "</div>");
    }
    let mut members: Vec<_> = group.members.iter().collect();
    members.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    let names: Vec<String> = members.iter().take(SOME).map(|m| Foreign(&m.account).to_string()).collect();
    let _ = write!(out, "<p class=\"fine\"><b>{}</b> {}", Text(t.get("evidence.accounts")), names.join(", "));
    if members.len() > SOME {
        let more = t.fill("evidence.more", &[("n", &format::count((members.len() - SOME) as u64))]);
        let _ = write!(out, " {}", Text(&more));
    }
    let _ = write!(out, "</p>");
}

fn post(out: &mut String, post: &PostView, precision: Precision, t: &Strings) {
    let time = post
        .time_ms
        .map_or_else(|| Text(t.get("post.no-time")).to_string(), |ms| format::time(ms, precision));
    let _ = write!(out, "<blockquote class=\"post\"><p class=\"by\">{} {time}</p>", Foreign(&post.account));
    if post.text.is_empty() {
        let _ = write!(out, "<p class=\"no-text\">{}</p>", Text(t.get("post.no-text")));
    } else {
        let _ = write!(out, "<p class=\"words\" dir=\"auto\">{}</p>", Text(&cut(&post.text, 280)));
    }
    let _ = write!(out, "</blockquote>");
}

fn error_rates(out: &mut String, document: &Document, group: &Group, t: &Strings) {
    let Some(card) = document.methods.iter().find(|m| m.id == group.method) else { return };
    let _ = write!(
        out,
        "<section class=\"how\"><h4>{}</h4><p>{} <a href=\"#method-{}\">{}</a></p>",
        Text(t.get("method.short-title")),
        Text(&super::reference::error_sentence(card, t)),
        Attr(&card.id),
        Text(&t.fill("method.link", &[("name", &card.name)]))
    );
    let _ = write!(out, "</section>");
}
