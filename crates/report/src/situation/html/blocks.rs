//! Blocks as elements.

use crate::html::escape::{Attr, Text};
use crate::situation::view::{Badge, Block, Card, Cell, Column, Reference};
use std::fmt::Write;

pub fn draw(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Item { title, badge, facts } => item(out, title, badge.as_ref(), facts),
            Block::Prose { text, by, generated, links, language } => {
                prose(out, text, by, *generated, links, language);
            }
            Block::Note { text, grave } => {
                let class = if *grave { "note grave" } else { "note" };
                let _ = write!(out, "<p class=\"{class}\">{}</p>", Text(text));
            }
            Block::Cards { cards } => draw_cards(out, cards),
            Block::Table { caption, columns, rows, folded } => {
                if *folded {
                    let _ = write!(out, "<details><summary>{}</summary>", Text(caption));
                    table(out, caption, columns, rows);
                    out.push_str("</details>");
                } else {
                    table(out, caption, columns, rows);
                }
            }
            Block::Picture { title, svg, alternative, width } => {
                // The class carries the width: the policy forbids styles on elements.
                let class = if *width > 500 { "wide-picture" } else { "picture" };
                let _ = write!(
                    out,
                    "<figure class=\"{class}\"><figcaption>{}</figcaption><div role=\"img\" aria-label=\"{}\">{svg}</div>\
                     <p class=\"alternative\">{}</p></figure>",
                    Text(title),
                    Attr(alternative),
                    Text(alternative)
                );
            }
            Block::List { title, items } => {
                let _ = write!(out, "<h3 class=\"list\">{}</h3><ul>", Text(title));
                for item in items {
                    let _ = write!(out, "<li>{}</li>", Text(item));
                }
                out.push_str("</ul>");
            }
        }
    }
}

fn draw_badge(out: &mut String, badge: &Badge) {
    let shape = "◆".repeat(usize::from(badge.step)) + &"◇".repeat(usize::from(5 - badge.step.min(5)));
    let _ = write!(
        out,
        "<span class=\"badge s{}\"><span aria-hidden=\"true\">{shape}</span> {}</span>",
        badge.step,
        Text(&badge.label)
    );
}

fn item(out: &mut String, title: &str, badge: Option<&Badge>, facts: &[String]) {
    let _ = write!(out, "<h3>{}</h3>", Text(title));
    if badge.is_none() && facts.is_empty() {
        return;
    }
    out.push_str("<p class=\"facts\">");
    if let Some(badge) = badge {
        draw_badge(out, badge);
    }
    for fact in facts {
        let _ = write!(out, "<span>{}</span>", Text(fact));
    }
    out.push_str("</p>");
}

fn prose(out: &mut String, text: &str, by: &str, generated: bool, links: &[Reference], language: &str) {
    let class = if generated { "prose generated" } else { "prose" };
    let _ = write!(out, "<div class=\"{class}\">");
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if language.is_empty() {
            let _ = write!(out, "<p>{}</p>", Text(line));
        } else {
            let _ = write!(out, "<p lang=\"{}\">{}</p>", Attr(language), Text(line));
        }
    }
    let _ = write!(out, "<p class=\"by\">{}", Text(by));
    if !links.is_empty() {
        out.push_str(": ");
        references(out, links);
    }
    out.push_str("</p></div>");
}

/// More links than these say nothing to a reader; the rest is counted, and stands in the JSON.
const LINKS: usize = 12;

fn references(out: &mut String, links: &[Reference]) {
    for (n, link) in links.iter().take(LINKS).enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        if link.href.is_empty() {
            let _ = write!(out, "{}", Text(&link.label));
        } else {
            let _ = write!(out, "<a href=\"{}\">{}</a>", Attr(&link.href), Text(&link.label));
        }
    }
    if links.len() > LINKS {
        let _ = write!(out, " (+{})", links.len() - LINKS);
    }
}

fn draw_cards(out: &mut String, cards: &[Card]) {
    out.push_str("<dl class=\"cards\">");
    for card in cards {
        let _ = write!(
            out,
            "<div><dt>{}</dt><dd><b>{}</b><small>{}</small></dd></div>",
            Text(&card.label),
            Text(&card.value),
            Text(&card.detail)
        );
    }
    out.push_str("</dl>");
}

fn table(out: &mut String, caption: &str, columns: &[Column], rows: &[Vec<Cell>]) {
    let _ = write!(
        out,
        "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><caption><span>{}</span></caption><thead><tr>",
        Attr(caption),
        Text(caption)
    );
    for column in columns {
        let class = if column.number { " class=\"n\"" } else { "" };
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", Text(&column.label));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (n, cell) in row.iter().enumerate() {
            let number = columns.get(n).is_some_and(|c| c.number);
            let class = if number { " class=\"n\"" } else { "" };
            let (open, close) = if n == 0 { ("th scope=\"row\"", "th") } else { ("td", "td") };
            let _ = write!(out, "<{open}{class}>");
            draw_cell(out, cell);
            let _ = write!(out, "</{close}>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn draw_cell(out: &mut String, cell: &Cell) {
    if cell.code && !cell.text.is_empty() {
        let _ = write!(out, "<code>{}</code>", Text(&cell.text));
    } else {
        let _ = write!(out, "{}", Text(&cell.text));
    }
    if let Some(badge) = &cell.badge {
        out.push(' ');
        draw_badge(out, badge);
    }
    if !cell.small.is_empty() {
        let _ = write!(out, "<small>{}</small>", Text(&cell.small));
    }
    if !cell.links.is_empty() {
        out.push_str("<small>");
        references(out, &cell.links);
        out.push_str("</small>");
    }
}
