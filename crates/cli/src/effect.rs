//! The effect of a measure in lines that a person reads: each of the three series for itself, and no effect as readily as one.

use crate::casework::pretty;
use ostrakon_app::casework::CountedMeasure;
use ostrakon_app::casework::response::effect::{Counted, Series};
use ostrakon_model::time::iso as stamp;
use serde_json::Value;
use std::fmt::Write as _;

const SERIES: [&str; 3] = ["volume", "reach", "spread"];

/// What was computed from a record: of a measure and an ad check in words, of other kinds as it is.
pub fn measured(kind: &str, measured: &Value) -> String {
    if kind == "ad-check" {
        return breaches(measured);
    }
    if kind != "measure" {
        return pretty(measured);
    }
    if measured["since"].is_null() {
        return "The measure has not taken effect yet: there is no before and after.".into();
    }
    let lines: Vec<String> = SERIES.iter().map(|name| line(name, &measured[*name])).collect();
    lines.join("\n")
}

/// What an advertisement possibly breaches, a line each.
fn breaches(measured: &Value) -> String {
    let found = measured["breaches"].as_array().into_iter().flatten();
    let lines: Vec<&str> = found.filter_map(|one| one["text"]["en"].as_str()).collect();
    if lines.is_empty() {
        return "From what is entered, no article is possibly breached.".into();
    }
    lines.join("\n")
}

/// What was counted from the data.
pub fn told(counted: &CountedMeasure) -> String {
    let effects = serde_json::to_value(&counted.effects).unwrap_or_default();
    let mut text = String::new();
    for name in SERIES {
        let series = counted.series.iter().find(|(what, _)| named(what) == name).map(|(_, series)| series);
        let missing = counted.missing.iter().find(|(what, _)| named(what) == name);
        match (series, missing) {
            (Some(series), _) => {
                let _ = writeln!(text, "{}", line(name, &effects[name]));
                let _ = writeln!(text, "  {}", basis(series));
            }
            (None, Some((_, why))) => {
                let _ = writeln!(text, "{name}: not counted ({})", named(why));
            }
            (None, None) => {}
        }
    }
    let typed: Vec<String> = counted.by_hand.iter().map(named).collect();
    if !typed.is_empty() {
        let _ = writeln!(text, "entered by hand, and left as it is: {}", typed.join(", "));
    }
    text.push_str(if counted.kept {
        "kept in the measure"
    } else {
        "not kept (--keep enters it into the measure)"
    });
    text
}

/// The name of a word of the interface.
fn named(word: &impl serde::Serialize) -> String {
    serde_json::to_value(word).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn line(name: &str, effect: &Value) -> String {
    if effect.is_null() {
        return format!("{name}: nobody counted it");
    }
    if effect["verdict"] == "cannot-be-told" {
        return format!(
            "{name}: cannot be told ({} points before, {} after; {} are needed on each side)",
            effect["before"], effect["after"], effect["needed"]
        );
    }
    let mean = |side: &str| number(effect[side].as_f64().unwrap_or_default());
    let mut text = format!(
        "{name}: {} a step before, {} after; {}; {}",
        mean("mean_before"),
        mean("mean_after"),
        change("level", &effect["level"]),
        change("trend a step", &effect["slope"])
    );
    let _ = write!(text, "; {} controls", effect["controls"]);
    if let Some(as_large) = effect["as_large"].as_u64() {
        let _ = write!(text, ", of which {as_large} changed as much");
    }
    text
}

fn change(what: &str, change: &Value) -> String {
    let figure = |name: &str| change[name].as_f64().unwrap_or_default();
    let interval = format!("95% interval {} to {}", number(figure("low")), number(figure("high")));
    let by = number(figure("estimate").abs());
    match change["finding"].as_str() {
        Some("fell") => format!("{what} fell by {by} ({interval})"),
        Some("rose") => format!("{what} rose by {by} ({interval})"),
        _ => format!("{what}: no visible effect ({interval})"),
    }
}

fn basis(series: &Series) -> String {
    let steps = series.values.len();
    let Some(Counted { as_of, posts, of, observed, with_reach, candidates, .. }) = &series.counted else {
        return series.source.clone();
    };
    let mut text = format!(
        "{}, {}, as of {}: {posts} of {of} posts, in {observed} of {steps} steps; {candidates} series were compared",
        series.unit,
        series.source,
        stamp(*as_of)
    );
    if let Some(given) = with_reach {
        let _ = write!(text, "; the source gives the reach of {given} posts");
    }
    text
}

/// As many digits as such an estimate deserves.
fn number(value: f64) -> String {
    let value = if value.abs() < 0.005 { 0.0 } else { value };
    if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}
