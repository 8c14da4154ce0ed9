//! The register: all entries, newest change first, by kind, election and state.

use super::frame::{Head, lang, moment, page};
use super::words::words;
use super::{Class, Filter, Links, Page, Shown, Site, State};
use crate::html::escape::{Attr, Text};
use crate::situation::words::Words;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Entries of a page.
pub const PER_PAGE: usize = 20;

impl Filter {
    /// Whether an entry is one of those that are asked for.
    pub fn admits(&self, one: &Shown) -> bool {
        self.class.is_none_or(|class| class == one.entry.class)
            && self.state.is_none_or(|state| state == one.entry.state)
            && (self.election.is_none() || self.election == one.entry.election)
    }
}

/// How many pages as many entries need: at least one.
pub fn pages(entries: usize) -> usize {
    entries.div_ceil(PER_PAGE).max(1)
}

/// A page of the register. `all` is in the order in which it is shown; `number` counts from 1 and is at most [`pages`] of those
/// that the filter admits.
pub fn register(
    site: &Site,
    links: Links,
    language: &str,
    all: &[Shown],
    filter: &Filter,
    number: usize,
) -> String {
    let w = words(language);
    let found: Vec<&Shown> = all.iter().filter(|one| filter.admits(one)).collect();
    let (count, last) = (found.len(), pages(found.len()));
    let number = number.clamp(1, last);
    let title = match filter.class {
        Some(class) => w.get(&format!("classes.{}", class.name())),
        None => w.get("register_title"),
    };
    let mut out =
        format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", Text(&title), Text(&w.get("register_lead")));
    if links.is_served() {
        form(&mut out, site, links, w, all, filter);
    } else {
        kinds(&mut out, links, w, all, filter);
    }
    let key = if count == 1 { "count_one" } else { "count_many" };
    let _ = writeln!(out, "<p class=\"count\">{}</p>", Text(&w.fill(key, &[("n", &count.to_string())])));
    out.push_str("<ol class=\"entries\">\n");
    for one in found.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE) {
        row(&mut out, site, links, w, one);
    }
    out.push_str("</ol>\n");
    if last > 1 {
        pager(&mut out, links, w, filter, number, last);
    }
    let head = Head {
        title: &title,
        description: &w.get("register_lead"),
        page: Some(Page::Register(filter, number)),
        data: None,
    };
    page(site, links, language, &head, &out)
}

/// Class and state of an entry, by word, shape and colour.
pub(super) fn badges(w: Words, class: Class, state: State) -> String {
    let shape = match state {
        State::Published => "●",
        State::Corrected => "▲",
        State::Retracted => "✕",
    };
    format!(
        "<span class=\"class\">{}</span> <span class=\"state {}\"><span aria-hidden=\"true\">{shape}</span> {}</span>",
        Text(&w.get(&format!("class.{}", class.name()))),
        state.name(),
        Text(&w.get(&format!("state.{}", state.name())))
    )
}

/// An entry in a list.
pub(super) fn row(out: &mut String, site: &Site, links: Links, w: Words, one: &Shown) {
    let entry = &one.entry;
    let _ =
        writeln!(out, "<li class=\"entry\"><p class=\"meta\">{}</p>", badges(w, entry.class, entry.state));
    let hidden = w.get("title_removed");
    let (of, title) = entry.title(w.language).unwrap_or((w.language, &hidden));
    let _ = writeln!(
        out,
        "<h2{}><a href=\"{}\">{}</a></h2>",
        lang(of, w.language),
        Attr(&links.to(Page::Entry(&entry.id))),
        Text(title)
    );
    if let Some((of, text)) = entry.text(w.language) {
        let _ = writeln!(out, "<p{}>{}</p>", lang(of, w.language), Text(&text.summary));
    }
    let _ = write!(out, "<p class=\"small\">{} {}", Text(&w.get("changed")), moment(one.updated));
    if let Some(election) = &entry.election {
        let _ = write!(out, " · {}", Text(site.election(election)));
    }
    if entry.appeals.pending > 0 {
        let _ = write!(out, " · <strong>{}</strong>", Text(&w.get("contested_now")));
    }
    out.push_str("</p></li>\n");
}

fn option(out: &mut String, value: &str, text: &str, chosen: bool) {
    let selected = if chosen { " selected" } else { "" };
    let _ = write!(out, "<option value=\"{}\"{selected}>{}</option>", Attr(value), Text(text));
}

fn form(out: &mut String, site: &Site, links: Links, w: Words, all: &[Shown], filter: &Filter) {
    let _ = write!(
        out,
        "<form class=\"filters\" method=\"get\" action=\"/public/\"><p><label for=\"kind\">{}</label> <select id=\"kind\" name=\"kind\">",
        Text(&w.get("kind"))
    );
    option(out, "", &w.get("all"), filter.class.is_none());
    for class in Class::ALL {
        option(out, class.name(), &w.get(&format!("class.{}", class.name())), filter.class == Some(class));
    }
    let _ = write!(
        out,
        "</select></p><p><label for=\"state\">{}</label> <select id=\"state\" name=\"state\">",
        Text(&w.get("state_label"))
    );
    option(out, "", &w.get("all"), filter.state.is_none());
    for state in State::ALL {
        option(out, state.name(), &w.get(&format!("state.{}", state.name())), filter.state == Some(state));
    }
    out.push_str("</select></p>");
    let elections: BTreeSet<&str> = all.iter().filter_map(|one| one.entry.election.as_deref()).collect();
    if !elections.is_empty() {
        let _ = write!(
            out,
            "<p><label for=\"election\">{}</label> <select id=\"election\" name=\"election\">",
            Text(&w.get("election"))
        );
        option(out, "", &w.get("all"), filter.election.is_none());
        for id in elections {
            option(out, id, site.election(id), filter.election.as_deref() == Some(id));
        }
        out.push_str("</select></p>");
    }
    if let Links::Served { chosen: Some(language) } = links {
        let _ = write!(out, "<input type=\"hidden\" name=\"lang\" value=\"{language}\">");
    }
    let _ = writeln!(out, "<p><button>{}</button></p></form>", Text(&w.get("show")));
}

/// What stands for the form where nobody answers it: a list a kind.
fn kinds(out: &mut String, links: Links, w: Words, all: &[Shown], filter: &Filter) {
    let _ = write!(out, "<nav class=\"kinds\" aria-label=\"{}\"><ul>", Attr(&w.get("kind")));
    let there: BTreeSet<Class> = all.iter().map(|one| one.entry.class).collect();
    let lists = std::iter::once(None).chain(there.into_iter().map(Some));
    for class in lists {
        let to = Filter { class, ..Filter::default() };
        let text = class.map_or_else(|| w.get("all"), |one| w.get(&format!("classes.{}", one.name())));
        let current = if class == filter.class { " aria-current=\"page\"" } else { "" };
        let address = links.to(Page::Register(&to, 1));
        let _ = write!(out, "<li><a href=\"{}\"{current}>{}</a></li>", Attr(&address), Text(&text));
    }
    out.push_str("</ul></nav>\n");
}

fn pager(out: &mut String, links: Links, w: Words, filter: &Filter, number: usize, last: usize) {
    let _ = write!(out, "<nav class=\"pager\" aria-label=\"{}\"><p>", Attr(&w.get("pages")));
    let step = |out: &mut String, to: usize, key: &str, rel: &str| {
        let address = links.to(Page::Register(filter, to));
        let _ = write!(out, "<a rel=\"{rel}\" href=\"{}\">{}</a> ", Attr(&address), Text(&w.get(key)));
    };
    if number > 1 {
        step(out, number - 1, "newer", "prev");
    }
    let place = [("n", number.to_string()), ("of", last.to_string())];
    let place: Vec<(&str, &str)> = place.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let _ = write!(out, "<span>{}</span> ", Text(&w.fill("page_of", &place)));
    if number < last {
        step(out, number + 1, "older", "next");
    }
    out.push_str("</p></nav>\n");
}
