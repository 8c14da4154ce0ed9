//! The ranked list of groups and its filters: what one sees first after the summary.
//!
//! Rows are links to the groups' articles, so that the list works without the script; the script turns the same links
//! into "show this one". The filters need the script and stay hidden without it.

use super::escape::{Attr, Text};
use super::{Strings, format};
use crate::document::Document;
use crate::group::Group;
use ostrakon_model::Signal;
use std::fmt::Write;

/// The shape of an evidence strength, one of five, told apart without colour; its words stand beside it.
pub fn mark(group: &Group) -> String {
    let path = match group.strength {
        crate::group::Strength::None => "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
        crate::group::Strength::Weak => "M8 3a5 5 0 1 0 0 10z",
        crate::group::Strength::Moderate => "M3.5 3.5h9v9h-9z",
        crate::group::Strength::Strong => "M8 1.5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
        crate::group::Strength::VeryStrong => "M8 1l7 13h-14z",
    };
    let outline = match group.strength {
        crate::group::Strength::Weak => "<path class=\"outline\" d=\"M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z\"/>",
        _ => "",
    };
    format!(
        "<svg class=\"mark {}\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\"><path d=\"{path}\"/>{outline}</svg>",
        group.strength.name()
    )
}

/// Label of an evidence strength.
pub fn strength<'a>(t: &'a Strings, group: &Group) -> &'a str {
    match group.strength {
        crate::group::Strength::None => t.get("strength.none"),
        crate::group::Strength::Weak => t.get("strength.weak"),
        crate::group::Strength::Moderate => t.get("strength.moderate"),
        crate::group::Strength::Strong => t.get("strength.strong"),
        crate::group::Strength::VeryStrong => t.get("strength.very-strong"),
    }
}

/// Label of a signal.
pub fn signal(t: &Strings, signal: Signal) -> String {
    let key = format!("signal.{signal}");
    t.get(&key).to_owned()
}

/// Filters and rows.
pub fn write(out: &mut String, document: &Document, t: &Strings) {
    let _ = write!(
        out,
        "<nav class=\"list\" aria-labelledby=\"list-title\"><h2 id=\"list-title\">{}</h2>",
        Text(t.get("list.title"))
    );
    filters(out, document, t);
    let _ = write!(out, "<ol class=\"rows\" id=\"rows\">");
    for group in document.all_groups() {
        row(out, group, t);
    }
    let _ = write!(out, "</ol>");
    if document.all_groups().next().is_none() {
        let _ = write!(out, "<p class=\"empty\">{}</p>", Text(t.get("list.none")));
    }
    let _ =
        write!(out, "<p class=\"empty\" id=\"no-match\" hidden>{}</p></nav>", Text(t.get("list.no-match")));
}

fn filters(out: &mut String, document: &Document, t: &Strings) {
    let mut signals: Vec<Signal> =
        document.all_groups().flat_map(|g| g.signals.iter().map(|s| s.signal)).collect();
    signals.sort_unstable();
    signals.dedup();
    let flagged = document.groups.len() as u64;
    let rest = document.not_flagged.len() as u64;
    let _ = write!(
        out,
        "<form class=\"filters\" id=\"filters\" role=\"search\" aria-label=\"{}\" hidden><fieldset class=\"switch\"><legend class=\"unseen\">{}</legend>",
        Attr(t.get("filter.title")),
        Text(t.get("filter.show"))
    );
    for (value, key, n) in [
        ("all", "filter.all", flagged + rest),
        ("flagged", "filter.flagged", flagged),
        ("not", "filter.not", rest),
    ] {
        let _ = write!(
            out,
            "<label><input type=\"radio\" name=\"show\" value=\"{value}\"{}><span>{} <small>{}</small></span></label>",
            if value == "all" { " checked" } else { "" },
            Text(t.get(key)),
            format::count(n)
        );
    }
    let _ = write!(
        out,
        "</fieldset><label class=\"field\"><span class=\"unseen\">{0}</span><select name=\"signal\"><option value=\"\">{1}</option>",
        Text(t.get("filter.signal")),
        Text(t.get("filter.any-signal"))
    );
    for name in signals {
        let _ = write!(out, "<option value=\"{name}\">{}</option>", Text(&signal(t, name)));
    }
    let _ = write!(
        out,
        "</select></label><label class=\"field grow\"><span class=\"unseen\">{0}</span><input type=\"search\" name=\"q\" autocomplete=\"off\" placeholder=\"{1}\"></label><p class=\"unseen\" role=\"status\" id=\"matches\"></p></form>",
        Text(t.get("filter.search")),
        Attr(t.get("filter.search-hint"))
    );
}

fn row(out: &mut String, group: &Group, t: &Strings) {
    let signals: Vec<&str> = group.signals.iter().map(|s| s.signal.name()).collect();
    let words: Vec<String> = group.signals.iter().map(|s| signal(t, s.signal)).collect();
    let _ = write!(
        out,
        "<li data-rank=\"{0}\" data-flagged=\"{1}\" data-signals=\"{2}\"><a class=\"row\" href=\"#group-{0}\">\
         <span class=\"rank\">{0}</span>{3}<span class=\"said\"><span class=\"verdict\">{4}</span>\
         <span class=\"meta\"><b>{5}</b> · {6} · {7} · q\u{a0}{8}</span></span></a></li>",
        group.rank,
        u8::from(group.flagged),
        Attr(&signals.join(" ")),
        mark(group),
        Text(&group.verdict),
        Text(if group.flagged { strength(t, group) } else { t.get("not-flagged") }),
        Text(&t.count("n.accounts", group.members.len() as u64)),
        Text(&words.join(", ")),
        format::probability(group.significance.q),
    );
}
