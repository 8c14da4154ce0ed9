//! Charts as vectors, written once for the page and for the PDF.
//!
//! **The problem.** A map coloured by counts says where people live, not where something happens, and hides Malta.
//! **The choice.** Small drawings of a fixed width (so that their texts stay readable on a phone), colours as
//! attributes (the PDF has no style sheet) under classes (the page has a dark side). The map is a grid with one tile
//! of the same size a state, the figure written into it; shade tells only covered, not covered, something found.
//! **Rejected.** Outlines of countries: they need a third party's data with a third party's borders.

use super::Day;
use super::words::Words;
use crate::html::escape::Attr;
use std::collections::BTreeMap;
use std::fmt::Write;

const BLUE: &str = "#123f7c";
const TINT: &str = "#dfe7f2";
const SUNK: &str = "#efece5";
const LINE: &str = "#b9b2a4";
const INK: &str = "#1d1b18";
const SOFT: &str = "#59544b";
const GRAVE: &str = "#b4490f";

/// One bar.
pub struct Bar {
    pub label: String,
    pub value: f64,
    pub text: String,
}

/// One state on the map.
pub struct Tile {
    pub code: String,
    pub name: String,
    /// None: not covered.
    pub incidents: Option<f64>,
    pub alerts: Option<f64>,
    pub text: String,
}

/// As much of a text as fits, in characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

fn open(width: u32, height: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"Libertinus Serif\" font-size=\"12\">"
    )
}

/// Bars below each other, label above each.
pub fn bars(bars: &[Bar]) -> String {
    const ROW: u32 = 32;
    let most = bars.iter().map(|b| b.value).fold(0.0, f64::max);
    let mut svg = open(360, bars.len() as u32 * ROW + 4);
    for (row, bar) in (0u32..).zip(bars) {
        let y = row * ROW;
        let width = if most > 0.0 { (bar.value.max(0.0) / most * 296.0).max(1.0) } else { 1.0 };
        let _ = write!(
            svg,
            "<text class=\"ink\" x=\"0\" y=\"{}\" fill=\"{INK}\">{}</text>\
             <rect class=\"bar\" x=\"0\" y=\"{}\" width=\"{width:.1}\" height=\"11\" fill=\"{BLUE}\"/>\
             <text class=\"ink\" x=\"{:.1}\" y=\"{}\" fill=\"{INK}\">{}</text>",
            y + 12,
            Attr(&cut(&bar.label, 54)),
            y + 17,
            width + 5.0,
            y + 27,
            Attr(&cut(&bar.text, 12)),
        );
    }
    svg + "</svg>"
}

/// Days on a line of time, events marked by number; a day that is missing leaves a gap.
pub fn time_line(w: Words, days: &[Day]) -> String {
    const DAY: i64 = 86_400_000;
    const TOP: f64 = 26.0;
    const BASE: f64 = 126.0;
    let (first, last) = (days.first().map_or(0, |d| d.at), days.last().map_or(0, |d| d.at));
    let span = last.saturating_sub(first).max(0) / DAY + 1;
    let step = 340.0 / span as f64;
    let most = days.iter().map(|d| d.count).max().unwrap_or(0).max(1);
    let events: Vec<&Day> = days.iter().filter(|d| !d.event.is_empty()).take(12).collect();
    let mut svg = open(360, 150 + 16 * events.len() as u32);
    let x = |at: i64| 16.0 + (at.saturating_sub(first) / DAY) as f64 * step;
    let _ = write!(
        svg,
        "<path class=\"rule\" d=\"M16 {BASE}H356M16 {TOP}H356\" stroke=\"{LINE}\" stroke-width=\"1\" fill=\"none\"/>\
         <text class=\"soft\" x=\"16\" y=\"{}\" fill=\"{SOFT}\" font-size=\"11\">{}</text>",
        TOP - 4.0,
        w.count(most),
    );
    for day in days {
        let height = day.count as f64 / most as f64 * (BASE - TOP);
        let _ = write!(
            svg,
            "<rect class=\"bar\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"{BLUE}\"/>",
            x(day.at) + step * 0.1,
            BASE - height,
            (step * 0.8).max(0.2),
            height,
        );
    }
    for (n, day) in (1u32..).zip(&events) {
        let middle = x(day.at) + step / 2.0;
        let _ = write!(
            svg,
            "<path class=\"mark\" d=\"M{middle:.1} {TOP}V{BASE}\" stroke=\"{GRAVE}\" stroke-width=\"1\" stroke-dasharray=\"3 2\"/>\
             <text class=\"event\" x=\"{middle:.1}\" y=\"12\" fill=\"{GRAVE}\" font-size=\"11\" text-anchor=\"middle\">{n}</text>\
             <text class=\"ink\" x=\"16\" y=\"{}\" fill=\"{INK}\" font-size=\"11\">{n}  {}</text>",
            146 + 16 * n,
            Attr(&cut(&format!("{}: {}", w.day(day.at), day.event), 62)),
        );
    }
    let _ = write!(
        svg,
        "<text class=\"soft\" x=\"16\" y=\"141\" fill=\"{SOFT}\" font-size=\"11\">{}</text>\
         <text class=\"soft\" x=\"356\" y=\"141\" fill=\"{SOFT}\" font-size=\"11\" text-anchor=\"end\">{}</text></svg>",
        w.day(first),
        if last > first { w.day(last) } else { String::new() },
    );
    svg
}

/// Where the states of Europe stand on the grid: column, row. Neighbours as far as a grid allows.
#[rustfmt::skip]
const GRID: [(&str, u32, u32); 44] = [
    ("IS", 0, 0), ("NO", 5, 0), ("SE", 6, 0), ("FI", 7, 0),
    ("EE", 7, 1),
    ("IE", 0, 2), ("GB", 1, 2), ("DK", 5, 2), ("LV", 7, 2),
    ("BE", 3, 3), ("NL", 4, 3), ("DE", 5, 3), ("PL", 6, 3), ("LT", 7, 3),
    ("FR", 3, 4), ("LU", 4, 4), ("CZ", 5, 4), ("SK", 6, 4), ("UA", 7, 4),
    ("CH", 3, 5), ("LI", 4, 5), ("AT", 5, 5), ("HU", 6, 5), ("RO", 7, 5), ("MD", 8, 5),
    ("PT", 1, 6), ("ES", 2, 6), ("IT", 4, 6), ("SI", 5, 6), ("HR", 6, 6), ("RS", 7, 6), ("BG", 8, 6), ("GE", 10, 6),
    ("BA", 6, 7), ("XK", 7, 7), ("MK", 8, 7), ("TR", 9, 7), ("AM", 10, 7), ("AZ", 11, 7),
    ("MT", 4, 8), ("ME", 6, 8), ("AL", 7, 8), ("GR", 8, 8), ("CY", 10, 8),
];
const COLUMNS: u32 = 12;
const ROWS: u32 = 9;

/// The map: a tile a state; states that have no place on the grid stand in rows of their own below it.
pub fn tile_map(w: Words, tiles: &[Tile]) -> String {
    let known: BTreeMap<&str, &Tile> = tiles.iter().map(|t| (t.code.as_str(), t)).collect();
    let elsewhere: Vec<&Tile> =
        known.values().copied().filter(|t| !GRID.iter().any(|(code, ..)| *code == t.code)).take(60).collect();
    let extra = (elsewhere.len() as u32).div_ceil(COLUMNS);
    let legend = ROWS + extra;
    let mut svg = open(360, legend * 30 + 62);
    for (code, column, row) in GRID {
        tile(&mut svg, w, code, known.get(code).copied(), column, row);
    }
    for (n, state) in (0u32..).zip(&elsewhere) {
        tile(&mut svg, w, &state.code, Some(state), n % COLUMNS, ROWS + n / COLUMNS);
    }
    let y = legend * 30 + 12;
    let keys = [
        (TINT, "found", BLUE, "map.found"),
        (SUNK, "covered", LINE, "map.covered"),
        ("none", "open", LINE, "map.open"),
    ];
    for (n, (fill, class, stroke, key)) in (0u32..).zip(keys) {
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"1\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{fill}\" stroke=\"{stroke}\"/>\
             <text class=\"soft\" x=\"17\" y=\"{}\" fill=\"{SOFT}\" font-size=\"11\">{}</text>",
            y + n * 16 - 8,
            y + n * 16 + 1,
            Attr(&w.get(key)),
        );
    }
    let _ = write!(
        svg,
        "<path class=\"alert\" d=\"M186 {}l5 9h-10z\" fill=\"{GRAVE}\"/><text class=\"soft\" x=\"197\" y=\"{}\" \
         fill=\"{SOFT}\" font-size=\"11\">{}</text></svg>",
        y - 8,
        y + 1,
        Attr(&w.get("map.alert")),
    );
    svg
}

fn tile(svg: &mut String, w: Words, code: &str, state: Option<&Tile>, column: u32, row: u32) {
    let (x, y) = (column * 30 + 1, row * 30 + 1);
    let incidents = state.and_then(|s| s.incidents);
    let (class, fill, stroke, dash) = match incidents {
        Some(n) if n > 0.0 => ("found", TINT, BLUE, ""),
        Some(_) => ("covered", SUNK, LINE, ""),
        None => ("open", "none", LINE, " stroke-dasharray=\"2 2\""),
    };
    let _ = write!(svg, "<g>");
    if let Some(state) = state {
        let said = format!("{}: {}", state.name, state.text);
        let _ = write!(svg, "<title>{}</title>", Attr(&said));
    }
    let shown = incidents.map_or_else(|| "–".to_owned(), |n| cut(&w.number(n), 6));
    let _ = write!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"28\" height=\"28\" fill=\"{fill}\" stroke=\"{stroke}\"{dash}/>\
         <text class=\"soft\" x=\"{}\" y=\"{}\" fill=\"{SOFT}\" font-size=\"9\">{}</text>\
         <text class=\"ink\" x=\"{}\" y=\"{}\" fill=\"{INK}\" font-size=\"{}\" text-anchor=\"middle\">{shown}</text>",
        x + 3,
        y + 10,
        Attr(&cut(code, 4)),
        x + 14,
        y + 24,
        if shown.chars().count() > 3 { 9 } else { 13 },
    );
    if state.and_then(|s| s.alerts).is_some_and(|n| n > 0.0) {
        let _ = write!(svg, "<path class=\"alert\" d=\"M{} {}l4 7h-8z\" fill=\"{GRAVE}\"/>", x + 22, y + 3);
    }
    let _ = write!(svg, "</g>");
}
