//! Method cards with their error rates, and cards against what is still to come: prebunks, media literacy.

use super::frame::{Head, page};
use super::register::row;
use super::words::words;
use super::{Class, Links, Page, Shown, Site, State};
use crate::html::escape::{Attr, Text};
use crate::html::format::count;
use crate::method::{Control, MethodCard};
use std::fmt::Write;

/// The page of method cards: those of the program, with what was measured, and those that were published.
pub fn methods(site: &Site, links: Links, language: &str, cards: &[MethodCard], all: &[Shown]) -> String {
    let w = words(language);
    let (title, lead) = (w.get("methods_title"), w.get("methods_lead"));
    let mut out = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", Text(&title), Text(&lead));
    for card in cards {
        // The cards are written in English, and say so.
        let _ = write!(
            out,
            "<section class=\"card\" lang=\"en\" id=\"method-{}\"><h2>{} <span class=\"small\">{}</span></h2>\n<p>{}</p>\n",
            Attr(&card.id),
            Text(&card.name),
            Text(&card.version),
            Text(&card.description)
        );
        for (key, lines) in [("sees", &card.sees), ("blind_to", &card.blind_to)] {
            let items: Vec<String> = lines.iter().map(|one| format!("<li>{}</li>", Text(one))).collect();
            let _ = write!(
                out,
                "<h3 lang=\"{}\">{}</h3>\n<ul>{}</ul>\n",
                w.language,
                Text(&w.get(key)),
                items.concat()
            );
        }
        let _ = write!(
            out,
            "<h3 lang=\"{}\">{}</h3>\n<p>{}</p>\n",
            w.language,
            Text(&w.get("how_often_wrong")),
            Text(&card.controls_note)
        );
        let _ = write!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><table><thead lang=\"{}\"><tr>",
            Attr(&w.get("how_often_wrong")),
            w.language
        );
        for key in ["control_kind", "groups", "groups_flagged", "at_most"] {
            let _ = write!(out, "<th scope=\"col\">{}</th>", Text(&w.get(key)));
        }
        out.push_str("</tr></thead><tbody>");
        card.controls.iter().for_each(|control| measured(&mut out, control));
        out.push_str("</tbody></table></div></section>\n");
    }
    list(&mut out, site, links, language, all, &[Class::MethodCard]);
    let head = Head { title: &title, description: &lead, page: Some(Page::Methods), data: None };
    page(site, links, language, &head, &out)
}

fn measured(out: &mut String, control: &Control) {
    let upper = control.upper_95.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0));
    let _ = write!(
        out,
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{upper}</td></tr>",
        Text(&control.kind),
        count(control.groups),
        count(control.groups_flagged)
    );
}

/// The page of prebunks and media-literacy cards: techniques explained, no falsehood repeated.
pub fn prebunks(site: &Site, links: Links, language: &str, all: &[Shown]) -> String {
    let w = words(language);
    let (title, lead) = (w.get("prebunks_title"), w.get("prebunks_lead"));
    let mut out = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", Text(&title), Text(&lead));
    list(&mut out, site, links, language, all, &[Class::Prebunk, Class::MediaLiteracy]);
    let head = Head { title: &title, description: &lead, page: Some(Page::Prebunks), data: None };
    page(site, links, language, &head, &out)
}

fn list(out: &mut String, site: &Site, links: Links, language: &str, all: &[Shown], classes: &[Class]) {
    let w = words(language);
    let fits = |one: &&Shown| classes.contains(&one.entry.class) && one.entry.state != State::Retracted;
    let found: Vec<&Shown> = all.iter().filter(fits).collect();
    if found.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", Text(&w.get("none_yet")));
        return;
    }
    out.push_str("<ol class=\"entries\">\n");
    found.into_iter().for_each(|one| row(out, site, links, w, one));
    out.push_str("</ol>\n");
}
