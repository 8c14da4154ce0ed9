//! The form by which anybody may say that something is wrong, and the page behind its receipt number.

use super::frame::{Head, moment, page, paragraphs};
use super::words::words;
use super::{Links, Page, Site};
use crate::html::escape::{Attr, Text};
use crate::situation::words::Words;
use std::collections::BTreeMap;
use std::fmt::Write;

/// As what somebody may be affected: the names of `contestation::Capacity`.
const CAPACITIES: [&str; 5] = ["other", "account-holder", "media", "candidate", "organisation"];

/// What somebody typed, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// Values by name of field.
    pub values: BTreeMap<String, String>,
    /// Faults by name of field: a key of the texts (`fault.…` without its beginning), or a sentence.
    pub faults: BTreeMap<String, String>,
}

impl Typed {
    fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }
}

/// What a receipt number shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number, in groups of four digits.
    pub number: String,
    /// What is contested, as it was written.
    pub contested: String,
    /// `received`, `examining`, `upheld`, `rejected`, `withdrawn`.
    pub state: String,
    /// When it came in.
    pub received: i64,
    /// When it is decided at the latest; `None` once it is.
    pub due: Option<i64>,
    /// When it was decided, and why.
    pub decided: Option<(i64, String)>,
    /// What is right, once it was upheld.
    pub correction: String,
    /// Whether an appeal is still possible.
    pub may_appeal: bool,
    /// Whether it may still be taken back.
    pub may_withdraw: bool,
}

/// The form. `entry`: the id of the entry that it is about.
pub fn contest(site: &Site, links: Links, language: &str, entry: Option<&str>, typed: &Typed) -> String {
    let w = words(language);
    let (title, lead) = (w.get("contest_title"), w.get("contest_lead"));
    let mut out = format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<p>{}</p>\n",
        Text(&title),
        Text(&lead),
        Text(&w.get("contest_how"))
    );
    if !typed.faults.is_empty() {
        let _ = write!(
            out,
            "<div class=\"notice faults\" role=\"alert\"><h2>{}</h2><ul>",
            Text(&w.get("contest_faults"))
        );
        for (name, fault) in &typed.faults {
            let _ = write!(out, "<li><a href=\"#{}\">{}</a></li>", Attr(name), Text(&said(w, fault)));
        }
        out.push_str("</ul></div>\n");
    }
    let _ = writeln!(
        out,
        "<form method=\"post\" action=\"{}\" class=\"contest\">",
        Attr(&links.to(Page::Contest(None)))
    );
    let contested = match (typed.value("contested"), entry) {
        ("", Some(id)) => id,
        (typed, _) => typed,
    };
    field(&mut out, w, typed, "contested", &input("contested", contested, 2_000, true, typed));
    field(&mut out, w, typed, "title", &input("title", typed.value("title"), 200, true, typed));
    field(&mut out, w, typed, "statement", &area("statement", typed, 4_000, true));
    field(&mut out, w, typed, "remedy", &area("remedy", typed, 2_000, false));
    let chosen = typed.value("capacity");
    let options = CAPACITIES.iter().fold(String::new(), |mut all, name| {
        let selected = if *name == chosen { " selected" } else { "" };
        let _ = write!(
            all,
            "<option value=\"{name}\"{selected}>{}</option>",
            Text(&w.get(&format!("capacity.{name}")))
        );
        all
    });
    field(
        &mut out,
        w,
        typed,
        "capacity",
        &format!("<select id=\"capacity\" name=\"capacity\">{options}</select>"),
    );
    field(&mut out, w, typed, "evidence", &area("evidence", typed, 20_000, false));
    field(&mut out, w, typed, "contact", &input("contact", typed.value("contact"), 300, false, typed));
    let _ = write!(
        out,
        "<p class=\"small\">{}</p>\n<p><button>{}</button></p>\n</form>\n",
        Text(&w.get("contest_privacy")),
        Text(&w.get("contest_send"))
    );
    let head = Head { title: &title, description: &lead, page: Some(Page::Contest(entry)), data: None };
    page(site, links, language, &head, &out)
}

fn said(w: Words, fault: &str) -> String {
    w.find(&format!("fault.{fault}")).map_or_else(|| fault.to_owned(), str::to_owned)
}

fn field(out: &mut String, w: Words, typed: &Typed, name: &str, control: &str) {
    let label = w.get(&format!("field.{name}"));
    let _ = writeln!(out, "<div class=\"field\"><label for=\"{name}\">{}</label>", Text(&label));
    if let Some(hint) = w.find(&format!("hint.{name}")) {
        let _ = writeln!(out, "<p class=\"small\" id=\"{name}-hint\">{}</p>", Text(hint));
    }
    if let Some(fault) = typed.faults.get(name) {
        let _ = writeln!(out, "<p class=\"fault\" id=\"{name}-fault\">{}</p>", Text(&said(w, fault)));
    }
    let _ = writeln!(out, "{control}</div>");
}

fn attributes(name: &str, most: usize, required: bool, typed: &Typed) -> String {
    let required = if required { " required" } else { "" };
    let fault = if typed.faults.contains_key(name) {
        format!(" aria-invalid=\"true\" aria-describedby=\"{name}-fault\"")
    } else {
        String::new()
    };
    format!("id=\"{name}\" name=\"{name}\" maxlength=\"{most}\"{required}{fault}")
}

fn input(name: &str, value: &str, most: usize, required: bool, typed: &Typed) -> String {
    let attributes = attributes(name, most, required, typed);
    format!("<input {attributes} autocomplete=\"off\" value=\"{}\">", Attr(value))
}

fn area(name: &str, typed: &Typed, most: usize, required: bool) -> String {
    let attributes = attributes(name, most, required, typed);
    // A first line end after the tag is the parser's, not the writer's.
    format!("<textarea {attributes} rows=\"5\">\n{}</textarea>", Attr(typed.value(name)))
}

/// What stands in the place of the form where no server answers it.
pub fn contest_elsewhere(site: &Site, links: Links, language: &str, form: Option<&str>) -> String {
    let w = words(language);
    let (title, lead) = (w.get("contest_title"), w.get("contest_lead"));
    let mut out = format!("<h1>{}</h1>\n<p class=\"lead\">{}</p>\n", Text(&title), Text(&lead));
    match (form, &site.contact) {
        (Some(form), _) => {
            let _ = writeln!(out, "<p><a href=\"{}\">{}</a></p>", Attr(form), Text(&w.get("contest_there")));
        }
        (None, Some(contact)) => {
            let _ = writeln!(out, "<p>{} {}</p>", Text(&w.get("contact")), Text(contact));
        }
        (None, None) => {
            let _ = writeln!(out, "<p>{}</p>", Text(&w.get("contest_ask")));
        }
    }
    let head = Head { title: &title, description: &lead, page: Some(Page::Contest(None)), data: None };
    page(site, links, language, &head, &out)
}

/// The page behind a receipt number; the form for an appeal or a withdrawal where one is possible.
pub fn receipt(site: &Site, links: Links, language: &str, one: &Receipt, fault: Option<&str>) -> String {
    let w = words(language);
    let title = w.get("receipt_title");
    let mut out = format!(
        "<h1>{}</h1>\n<p class=\"receipt\"><strong>{}</strong></p>\n<p>{}</p>\n",
        Text(&title),
        Text(&one.number),
        Text(&w.get("receipt_keep"))
    );
    if let Some(fault) = fault {
        let _ = writeln!(out, "<p class=\"notice\" role=\"alert\">{}</p>", Text(&said(w, fault)));
    }
    let _ = write!(
        out,
        "<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd><strong>{}</strong></dd><dt>{}</dt><dd>{}</dd>",
        Text(&w.get("field.contested")),
        Text(&one.contested),
        Text(&w.get("state_label")),
        Text(&w.get(&format!("stands.{}", one.state))),
        Text(&w.get("received_on")),
        moment(one.received)
    );
    if let Some(due) = one.due {
        let _ = write!(out, "<dt>{}</dt><dd>{}</dd>", Text(&w.get("decided_by")), moment(due));
    }
    if let Some((at, reasons)) = &one.decided {
        let _ = write!(
            out,
            "<dt>{}</dt><dd>{}{}</dd>",
            Text(&w.get("decided_on")),
            moment(*at),
            paragraphs(reasons)
        );
    }
    if !one.correction.is_empty() {
        let _ =
            write!(out, "<dt>{}</dt><dd>{}</dd>", Text(&w.get("correction")), paragraphs(&one.correction));
    }
    out.push_str("</dl>\n");
    for (possible, act, label, button) in [
        (one.may_appeal, "appeal", "appeal_grounds", "appeal_send"),
        (one.may_withdraw, "withdraw", "withdraw_reason", "withdraw_send"),
    ] {
        if possible {
            let _ = write!(
                out,
                "<form method=\"post\" class=\"contest\"><div class=\"field\"><label for=\"{act}\">{}</label>\n\
                 <textarea id=\"{act}\" name=\"grounds\" rows=\"4\" maxlength=\"2000\" required></textarea></div>\
                 <input type=\"hidden\" name=\"act\" value=\"{act}\"><p><button>{}</button></p></form>\n",
                Text(&w.get(label)),
                Text(&w.get(button))
            );
        }
    }
    let head = Head { title: &title, description: &title, page: None, data: None };
    page(site, links, language, &head, &out)
}
