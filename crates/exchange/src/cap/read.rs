//! XML as a message, or everything that is wrong with it.

use super::{
    CATEGORY, CERTAINTY, Info, KIND, Message, NAMESPACE, RESPONSE, SCOPE, SEVERITY, STATUS, URGENCY, WHAT,
};
use crate::input::text;
use crate::{ExchangeError, Limits, Problem};
use roxmltree::{Document, Node, ParsingOptions};

/// Reads one message.
///
/// # Errors
/// [`ExchangeError`] with every fault and its path: no XML, a DTD, another version, a missing or unknown word, a time without
/// offset, a restriction that is missing where the scope asks for one.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Message, ExchangeError> {
    let text = text(bytes, WHAT, limits)?;
    let invalid =
        |reason: String| ExchangeError::Invalid { what: WHAT, problems: vec![Problem::new("alert", reason)] };
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 200_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| invalid(error.to_string()))?;
    let root = document.root_element();
    if !root.has_tag_name((NAMESPACE, "alert")) {
        return Err(invalid(format!("the root is no `alert` of {NAMESPACE}: send a message of CAP 1.2")));
    }
    let mut reader = Reader { problems: Vec::new() };
    let message = reader.message(root);
    if reader.problems.is_empty() {
        Ok(message)
    } else {
        Err(ExchangeError::Invalid { what: WHAT, problems: reader.problems })
    }
}

struct Reader {
    problems: Vec<Problem>,
}

/// The text of the first child of a name.
fn child(node: Node<'_, '_>, name: &str) -> Option<String> {
    children(node, name).into_iter().next()
}

fn children(node: Node<'_, '_>, name: &str) -> Vec<String> {
    let named = node.children().filter(|one| one.has_tag_name((NAMESPACE, name)));
    let text = |one: Node<'_, '_>| {
        one.descendants().filter_map(|part| part.text().filter(|_| part.is_text())).collect::<String>()
    };
    named.map(|one| text(one).trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// Names between spaces; what stands in quotation marks is one name.
fn names(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (n, part) in text.split('"').enumerate() {
        if n % 2 == 1 {
            all.push(part.to_owned());
        } else {
            all.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    all
}

impl Reader {
    fn wrong(&mut self, path: &str, reason: impl Into<String>) {
        self.problems.push(Problem::new(path, reason));
    }

    fn must(&mut self, node: Node<'_, '_>, path: &str, name: &str) -> String {
        child(node, name).unwrap_or_else(|| {
            self.wrong(&format!("{path}.{name}"), "it is missing");
            String::new()
        })
    }

    fn word(&mut self, node: Node<'_, '_>, path: &str, name: &str, words: &[&str]) -> String {
        let word = self.must(node, path, name);
        self.known(&word, &format!("{path}.{name}"), words);
        word
    }

    fn known(&mut self, word: &str, path: &str, words: &[&str]) {
        if !word.is_empty() && !words.contains(&word) {
            let given: String = word.chars().take(40).collect();
            self.wrong(path, format!("`{given}` is none of {}", words.join(", ")));
        }
    }

    fn moment(&mut self, text: &str, path: &str) -> i64 {
        match text.parse::<jiff::Timestamp>() {
            Ok(at) => at.as_millisecond(),
            Err(_) if text.is_empty() => 0,
            Err(_) => {
                self.wrong(path, "write a time with its offset, such as 2024-06-03T08:00:00-00:00");
                0
            }
        }
    }

    fn message(&mut self, root: Node<'_, '_>) -> Message {
        let mut message = Message {
            identifier: self.must(root, "alert", "identifier"),
            sender: self.must(root, "alert", "sender"),
            status: self.word(root, "alert", "status", &STATUS),
            kind: self.word(root, "alert", "msgType", &KIND),
            scope: self.word(root, "alert", "scope", &SCOPE),
            restriction: child(root, "restriction"),
            addresses: child(root, "addresses").map(|text| names(&text)).unwrap_or_default(),
            note: child(root, "note"),
            references: child(root, "references").map(|text| names(&text)).unwrap_or_default(),
            incidents: child(root, "incidents").map(|text| names(&text)).unwrap_or_default(),
            ..Message::default()
        };
        let sent = self.must(root, "alert", "sent");
        message.sent = self.moment(&sent, "alert.sent");
        for (name, text) in [("identifier", &message.identifier), ("sender", &message.sender)] {
            if text.contains([' ', ',', '<', '&']) {
                self.wrong(
                    &format!("alert.{name}"),
                    "it may hold no space, comma, `<` or `&` (CAP 1.2 §3.2.1)",
                );
            }
        }
        if message.scope == "Restricted" && message.restriction.is_none() {
            self.wrong("alert.restriction", "the scope is Restricted: say for whom");
        }
        if message.scope == "Private" && message.addresses.is_empty() {
            self.wrong("alert.addresses", "the scope is Private: say to whom");
        }
        let infos = root.children().filter(|one| one.has_tag_name((NAMESPACE, "info")));
        message.infos =
            infos.enumerate().map(|(n, info)| self.info(info, &format!("alert.info[{n}]"))).collect();
        message
    }

    fn info(&mut self, node: Node<'_, '_>, path: &str) -> Info {
        let categories = children(node, "category");
        if categories.is_empty() {
            self.wrong(&format!("{path}.category"), "it is missing");
        }
        categories.iter().for_each(|one| self.known(one, &format!("{path}.category"), &CATEGORY));
        let responses = children(node, "responseType");
        responses.iter().for_each(|one| self.known(one, &format!("{path}.responseType"), &RESPONSE));
        let mut info = Info {
            language: child(node, "language").unwrap_or_else(|| "en-US".to_owned()),
            categories,
            event: self.must(node, path, "event"),
            responses,
            urgency: self.word(node, path, "urgency", &URGENCY),
            severity: self.word(node, path, "severity", &SEVERITY),
            certainty: self.word(node, path, "certainty", &CERTAINTY),
            expires: child(node, "expires").map(|text| self.moment(&text, &format!("{path}.expires"))),
            sender_name: child(node, "senderName"),
            headline: child(node, "headline"),
            description: child(node, "description"),
            instruction: child(node, "instruction"),
            ..Info::default()
        };
        for (name, value) in self.pairs(node, path, "parameter") {
            info.parameters.entry(name).or_default().push(value);
        }
        let areas = node.children().filter(|one| one.has_tag_name((NAMESPACE, "area")));
        for (n, area) in areas.enumerate() {
            let path = format!("{path}.area[{n}]");
            info.areas.push((self.must(area, &path, "areaDesc"), self.pairs(area, &path, "geocode")));
        }
        info
    }

    fn pairs(&mut self, node: Node<'_, '_>, path: &str, element: &str) -> Vec<(String, String)> {
        let named: Vec<_> = node.children().filter(|one| one.has_tag_name((NAMESPACE, element))).collect();
        let path = format!("{path}.{element}");
        // A value may be empty; a name may not.
        named
            .into_iter()
            .map(|one| (self.must(one, &path, "valueName"), child(one, "value").unwrap_or_default()))
            .collect()
    }
}
