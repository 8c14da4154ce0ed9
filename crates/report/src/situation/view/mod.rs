//! The report in a language, laid out but not yet drawn: what HTML and PDF have in common.
//!
//! **The problem.** Two renderings written apart drift apart, and the one nobody looks at misleads. **The choice.** The
//! document becomes a small tree of blocks with every label, number and date in words; each rendering draws blocks and
//! knows nothing of threats or alerts. **Rejected.** Printing the HTML (no tagged PDF, no archive form) and translating
//! HTML to typst (markup in texts would be a way in).

mod basis;
mod findings;
mod first;
mod lists;
mod news;
mod outlook;
mod response;

use super::words::Words;
use super::{Author, Confidence, Link, Paragraph, Report, Severity};
use serde::Serialize;

/// The whole report.
#[derive(Serialize)]
pub struct View {
    pub language: &'static str,
    pub title: String,
    pub election: String,
    pub brand: String,
    /// Marking and caveat, for the head and foot of every page.
    pub banner: String,
    /// `clear`, `green`, `amber`, `amber-strict` or `red`.
    pub marking: &'static str,
    /// Issue, cut-off and state, for the foot of every page.
    pub running: String,
    /// `Page {page} of {pages}`.
    pub paging: String,
    pub facts: Vec<Fact>,
    pub summary: Vec<Block>,
    pub contents: String,
    pub sections: Vec<Section>,
    pub closing: String,
    /// In the words of the language, what stands for a run of characters that the fonts of the PDF cannot show.
    pub unprintable: String,
    /// Cut-off, for the metadata.
    pub as_of: i64,
}

#[derive(Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

#[derive(Serialize)]
pub struct Section {
    pub id: &'static str,
    pub title: String,
    pub blocks: Vec<Block>,
}

/// What a section is made of.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading below the section's, with a badge and small facts.
    Item { title: String, badge: Option<Badge>, facts: Vec<String> },
    /// Prose by somebody.
    Prose {
        text: String,
        by: String,
        generated: bool,
        links: Vec<Reference>,
        /// The language of a computed text that is another one than the page's; else empty.
        language: String,
    },
    /// A remark of the report itself.
    Note { text: String, grave: bool },
    /// Key figures.
    Cards { cards: Vec<Card> },
    /// A table.
    Table { caption: String, columns: Vec<Column>, rows: Vec<Vec<Cell>>, folded: bool },
    /// A drawing with its alternative in words.
    Picture { title: String, svg: String, alternative: String, width: u16 },
    /// A list.
    List { title: String, items: Vec<String> },
}

#[derive(Serialize)]
pub struct Badge {
    /// 1 to 5.
    pub step: u8,
    pub label: String,
}

#[derive(Serialize)]
pub struct Card {
    pub value: String,
    pub label: String,
    pub detail: String,
}

#[derive(Serialize)]
pub struct Column {
    pub label: String,
    pub number: bool,
}

/// A cell of a table.
#[derive(Default, Serialize)]
pub struct Cell {
    pub text: String,
    /// Below, smaller.
    pub small: String,
    pub badge: Option<Badge>,
    pub links: Vec<Reference>,
    /// An address or id, broken anywhere.
    pub code: bool,
}

/// A link; without an address, a text.
#[derive(Clone, Serialize)]
pub struct Reference {
    pub label: String,
    pub href: String,
}

/// Lays the report out, in the language of a BCP 47 tag; in its own where none is given.
pub fn view(report: &Report, language: &str) -> View {
    let language = if language.trim().is_empty() { &report.head.language } else { language };
    let w = Words::of(language);
    let mut sections = vec![
        findings::developments(report, w),
        news::changes(report, w),
        findings::activity(report, w),
        findings::countries(report, w),
        findings::threats(report, w),
        findings::narratives(report, w),
        findings::techniques(report, w),
        findings::impact(report, w),
        response::measures(report, w),
        response::alerts(report, w),
        response::notifications(report, w),
        response::gaps(report, w),
        outlook::forecast(report, w),
        outlook::decisions(report, w),
        basis::contradictions(report, w),
        basis::sources(report, w),
        basis::contributors(report, w),
        basis::withheld(report, w),
        basis::unobserved(report, w),
        basis::corrections(report, w),
    ];
    sections.push(basis::figures(report, w));
    let mut view = first::view(report, w, sections);
    let computed = if report.head.language.is_empty() { "en" } else { &report.head.language };
    if computed != w.language {
        let blocks = view.sections.iter_mut().flat_map(|section| &mut section.blocks);
        for block in blocks.chain(&mut view.summary) {
            if let Block::Prose { generated: true, language, .. } = block {
                computed.clone_into(language);
            }
        }
    }
    view
}

/// A section; one without blocks says that there is nothing, which is a statement too.
fn section(w: Words, id: &'static str, mut blocks: Vec<Block>) -> Section {
    if blocks.is_empty() {
        blocks.push(Block::Note { text: w.get(&format!("empty.{id}")), grave: false });
    }
    Section { id, title: w.get(&format!("section.{id}")), blocks }
}

fn prose(w: Words, paragraph: &Paragraph) -> Block {
    let (by, generated, links) = match &paragraph.author {
        Author::Human { party } => (w.fill("by.human", &[("party", party)]), false, Vec::new()),
        Author::Generated { method, records } => {
            let n = w.count(records.len() as u64);
            (w.fill("by.generated", &[("method", method), ("n", &n)]), true, references(records))
        }
    };
    Block::Prose { text: paragraph.text.clone(), by, generated, links, language: String::new() }
}

fn all_prose(w: Words, paragraphs: &[Paragraph]) -> impl Iterator<Item = Block> + '_ {
    paragraphs.iter().map(move |p| prose(w, p))
}

/// Links to records. An address that could run a script or leave for another scheme is no link.
fn references(links: &[Link]) -> Vec<Reference> {
    links
        .iter()
        .map(|link| {
            let href = link.href.trim();
            let small = href.to_ascii_lowercase();
            let web = small.starts_with("https://") || small.starts_with("http://");
            let inside = (href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/\\"))
                || href.starts_with('#');
            let plain = !href.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
            let href = if plain && (web || inside) { href.to_owned() } else { String::new() };
            let label = if link.label.is_empty() { link.href.clone() } else { link.label.clone() };
            Reference { label, href }
        })
        .collect()
}

fn severity(w: Words, severity: Option<Severity>) -> Option<Badge> {
    severity.map(|s| Badge { step: s.step(), label: w.get(&format!("severity.{}", s.name())) })
}

fn confidence(w: Words, confidence: Option<Confidence>) -> Option<String> {
    confidence.map(|c| w.get(&format!("confidence.{}", c.name())))
}

fn countries(w: Words, codes: &[String]) -> String {
    codes.iter().map(|code| w.country(code)).collect::<Vec<_>>().join(", ")
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn small(mut self, small: impl Into<String>) -> Self {
        self.small = small.into();
        self
    }

    fn links(mut self, links: &[Link]) -> Self {
        self.links = references(links);
        self
    }
}

/// Columns from the keys of their headings; `#` in front says that it holds numbers.
fn columns(w: Words, keys: &[&str]) -> Vec<Column> {
    keys.iter()
        .map(|key| Column {
            label: w.get(&format!("column.{}", key.trim_start_matches('#'))),
            number: key.starts_with('#'),
        })
        .collect()
}

fn table(w: Words, caption: &str, keys: &[&str], rows: Vec<Vec<Cell>>) -> Block {
    Block::Table { caption: w.get(caption), columns: columns(w, keys), rows, folded: false }
}
