//! What a reader looks up: method cards with error rates, the run, the words.

use super::escape::{Attr, Foreign, Text};
use super::{Strings, format, list};
use crate::document::{Document, Handles, RunInfo};
use crate::method::MethodCard;
use std::fmt::Write;

/// How often harmless groups were flagged, in one sentence.
pub fn error_sentence(card: &MethodCard, t: &Strings) -> String {
    let groups: u64 = card.controls.iter().map(|c| c.groups).sum();
    if groups == 0 {
        return t.get("method.unmeasured").to_owned();
    }
    let flagged: u64 = card.controls.iter().map(|c| c.groups_flagged).sum();
    t.fill("method.rate", &[("flagged", &format::count(flagged)), ("groups", &format::count(groups))])
}

/// Method cards.
pub fn methods(out: &mut String, document: &Document, t: &Strings) {
    let _ =
        write!(out, "<section class=\"reference\" id=\"methods\"><h2>{}</h2>", Text(t.get("methods.title")));
    for card in &document.methods {
        method(out, card, t);
    }
    let _ = write!(out, "</section>");
}

fn items(out: &mut String, title: &str, items: &[String]) {
    let _ = write!(out, "<div><h4>{}</h4><ul>", Text(title));
    for item in items {
        let _ = write!(out, "<li>{}</li>", Text(item));
    }
    let _ = write!(out, "</ul></div>");
}

fn head(out: &mut String, caption: &str, columns: &[(&str, bool)]) {
    let _ = write!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><caption><span>{}</span></caption><thead><tr>",
        Attr(caption),
        Text(caption)
    );
    for (column, number) in columns {
        let class = if *number { " class=\"n\"" } else { "" };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", Text(column));
    }
    let _ = write!(out, "</tr></thead><tbody>");
}

fn method(out: &mut String, card: &MethodCard, t: &Strings) {
    let _ = write!(
        out,
        "<article class=\"card\" id=\"method-{}\"><h3>{} <small>{}</small></h3><p class=\"serif\">{}</p><div class=\"pair\">",
        Attr(&card.id),
        Text(&card.name),
        Text(&t.fill("method.version", &[("version", &card.version)])),
        Text(&card.description)
    );
    items(out, t.get("method.sees"), &card.sees);
    items(out, t.get("method.blind"), &card.blind_to);
    let _ = write!(out, "</div>");
    let columns = [
        (t.get("column.control"), false),
        (t.get("column.tested"), true),
        (t.get("column.wrong"), true),
        (t.get("column.upper"), true),
        (t.get("column.accounts"), true),
        (t.get("column.wrong-accounts"), true),
    ];
    if !card.controls.is_empty() {
        head(out, t.get("method.controls"), &columns);
        for c in &card.controls {
            let upper =
                c.upper_95.map_or_else(|| "–".into(), |u| format!("{} %", format::decimal(u * 100.0)));
            let _ = write!(
                out,
                "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{upper}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
                Text(&c.kind),
                format::count(c.groups),
                format::count(c.groups_flagged),
                format::count(c.accounts),
                format::count(c.accounts_flagged)
            );
        }
        let _ = write!(out, "</tbody></table></div>");
    }
    let _ =
        write!(out, "<p class=\"fine\">{} {}</p>", Text(&error_sentence(card, t)), Text(&card.controls_note));
    let peers: Vec<String> = card.peers.iter().map(|p| format!("{}: {}", p.peer, p.result)).collect();
    if !peers.is_empty() {
        items(out, t.get("method.peers"), &peers);
    }
    let columns = [
        (t.get("column.parameter"), false),
        (t.get("column.value"), false),
        (t.get("column.meaning"), false),
    ];
    head(out, t.get("method.parameters"), &columns);
    for p in &card.parameters {
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            Text(&p.name),
            Text(&p.value),
            Text(&p.meaning)
        );
    }
    let _ = write!(out, "</tbody></table></div></article>");
}

/// Inputs, versions, parameters, and objects that a rule bounded.
pub fn run(out: &mut String, run: &RunInfo, t: &Strings) {
    let _ = write!(out, "<section class=\"reference\" id=\"run\"><h2>{}</h2><p>", Text(t.get("run.title")));
    let rows = [
        ("n.posts", run.posts),
        ("n.accounts", run.accounts),
        ("n.rejected", run.rejected),
        ("n.duplicates", run.duplicates),
    ];
    let counts: Vec<String> = rows.iter().map(|(key, n)| t.count(key, *n)).collect();
    let handles = match &run.handles {
        Handles::Pseudonyms => t.get("handles.pseudonyms").to_owned(),
        Handles::Revealed { purpose } => t.fill("handles.revealed", &[("purpose", purpose)]),
    };
    let _ = write!(out, "{}. {}.</p>", Text(&counts.join(" · ")), Text(&handles));
    let columns = [
        (t.get("column.file"), false),
        (t.get("column.format"), false),
        (t.get("column.posts"), true),
        (t.get("column.bytes"), true),
        (t.get("column.sha256"), false),
    ];
    head(out, t.get("run.inputs"), &columns);
    for input in &run.inputs {
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td><code>{}</code></td></tr>",
            Foreign(&input.name),
            Text(&input.format),
            format::count(input.posts),
            format::count(input.bytes),
            Text(&input.sha256)
        );
    }
    let _ = write!(out, "</tbody></table></div>");
    if !run.bounded.is_empty() {
        let columns = [
            (t.get("column.signal"), false),
            (t.get("column.object"), false),
            (t.get("column.accounts"), true),
            (t.get("column.posts"), true),
            (t.get("column.rule"), false),
        ];
        head(out, t.get("run.bounded"), &columns);
        for b in &run.bounded {
            let _ = write!(
                out,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
                Text(&list::signal(t, b.signal)),
                Foreign(&b.object),
                format::count(b.accounts),
                format::count(b.posts),
                Text(&b.rule)
            );
        }
        let _ = write!(out, "</tbody></table></div>");
    }
    let versions: Vec<String> = run.versions.iter().map(|(k, v)| format!("{k} {v}")).collect();
    let parameters = serde_json::to_string_pretty(&run.parameters).unwrap_or_default();
    let _ = write!(
        out,
        "<p class=\"fine\"><b>{}</b> {}</p><details><summary>{}</summary><pre tabindex=\"0\">{}</pre></details></section>",
        Text(t.get("run.versions")),
        Text(&versions.join(" · ")),
        Text(t.get("run.parameters")),
        Text(&parameters)
    );
}

/// Words.
pub fn glossary(out: &mut String, document: &Document, t: &Strings) {
    let _ = write!(
        out,
        "<section class=\"reference\" id=\"glossary\"><h2>{}</h2><dl class=\"glossary\">",
        Text(t.get("glossary.title"))
    );
    for term in &document.glossary {
        let _ = write!(out, "<dt>{}</dt><dd>{}</dd>", Text(&term.term), Text(&term.meaning));
    }
    let _ = write!(out, "</dl></section>");
}
