//! A message as XML.

use super::{Info, Message, NAMESPACE};
use ostrakon_model::time::iso;
use std::fmt::Write;

/// Writes a message, in the order of elements that the schema asks for.
pub fn write(message: &Message) -> String {
    let mut out = Xml(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"{NAMESPACE}\">\n"));
    out.text("identifier", &message.identifier);
    out.text("sender", &message.sender);
    out.text("sent", &moment(message.sent));
    out.text("status", &message.status);
    out.text("msgType", &message.kind);
    out.text("scope", &message.scope);
    out.some("restriction", message.restriction.as_deref());
    out.some("addresses", joined(&message.addresses).as_deref());
    out.some("note", message.note.as_deref());
    out.some("references", joined(&message.references).as_deref());
    out.some("incidents", joined(&message.incidents).as_deref());
    for info in &message.infos {
        out.info(info);
    }
    out.0.push_str("</alert>\n");
    out.0
}

/// A message as later ones name it in their `references`.
pub fn reference(sender: &str, identifier: &str, sent: i64) -> String {
    format!("{sender},{identifier},{}", moment(sent))
}

/// The standard knows no `Z`: UTC is written as an offset of minus zero (§3.3.2).
fn moment(ms: i64) -> String {
    let seconds = iso(ms.div_euclid(1_000) * 1_000);
    format!("{}-00:00", seconds.trim_end_matches('Z'))
}

/// Names are separated by spaces; one with spaces in it stands in quotation marks.
fn joined(names: &[String]) -> Option<String> {
    let quoted = |name: &String| if name.contains(' ') { format!("\"{name}\"") } else { name.clone() };
    (!names.is_empty()).then(|| names.iter().map(quoted).collect::<Vec<_>>().join(" "))
}

struct Xml(String);

impl Xml {
    fn text(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.0, "<{name}>{}</{name}>", escaped(text));
    }

    fn some(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.text(name, text);
        }
    }

    fn pair(&mut self, element: &str, name: &str, value: &str) {
        let (name, value) = (escaped(name), escaped(value));
        let _ =
            writeln!(self.0, "<{element}><valueName>{name}</valueName><value>{value}</value></{element}>");
    }

    fn info(&mut self, info: &Info) {
        self.0.push_str("<info>\n");
        self.text("language", &info.language);
        info.categories.iter().for_each(|one| self.text("category", one));
        self.text("event", &info.event);
        info.responses.iter().for_each(|one| self.text("responseType", one));
        self.text("urgency", &info.urgency);
        self.text("severity", &info.severity);
        self.text("certainty", &info.certainty);
        self.some("expires", info.expires.map(moment).as_deref());
        self.some("senderName", info.sender_name.as_deref());
        self.some("headline", info.headline.as_deref());
        self.some("description", info.description.as_deref());
        self.some("instruction", info.instruction.as_deref());
        for (name, values) in &info.parameters {
            values.iter().for_each(|value| self.pair("parameter", name, value));
        }
        for (description, geocodes) in &info.areas {
            self.0.push_str("<area>\n");
            self.text("areaDesc", description);
            geocodes.iter().for_each(|(name, value)| self.pair("geocode", name, value));
            self.0.push_str("</area>\n");
        }
        self.0.push_str("</info>\n");
    }
}

/// A text that XML can hold: markup escaped, characters that XML 1.0 knows no way to write (§2.2) replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
