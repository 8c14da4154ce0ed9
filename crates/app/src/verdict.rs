//! The verdict: why a group is flagged or not, and what would make it innocent, as patterns with values.
//!
//! Every sentence carries its numbers, and none says more than was measured: coordination, not harm, and not who is
//! behind it (invariant 8).

use crate::view::View;
use ostrakon_detect::coordination::{Group, evidence::SignalEvidence, verdict::Innocent as Against};
use ostrakon_model::{Precision, Signal};
use ostrakon_report::group::{Bearing, Strength};
use ostrakon_report::sentence::{Said, Sentence, SentenceValue as Value};

/// The null model, for readers.
pub const NULL_MODEL: &str = "accounts dealt out anew among the posts of a signal: texts, links and times stay where they \
     are, each account keeps its number of posts";

/// Strength of the evidence of coordination.
pub fn strength(group: &Group) -> Strength {
    let signals = group.evidence.signals.iter().filter(|s| s.synchrony.nats() >= 1.0).count();
    match (group.verdict.flagged, group.verdict.score) {
        (false, _) if group.community.q > 0.05 => Strength::None,
        (false, _) => Strength::Weak,
        (true, score) if score < 1.3 => Strength::Moderate,
        (true, _) if signals < 2 => Strength::Strong,
        (true, _) => Strength::VeryStrong,
    }
}

/// The signal that says most, of those that at least half of the members take part in.
pub fn leading(group: &Group) -> Option<&SignalEvidence> {
    let half = |s: &&SignalEvidence| s.active * 2 >= group.evidence.size && s.synchrony.objects > 1;
    group.evidence.signals.iter().find(half).or(group.evidence.signals.first())
}

/// Everything that is said of a group, as patterns with their values.
pub fn said(view: &View<'_>, group: &Group) -> Said {
    Said {
        verdict: sentence(view, group),
        reasons: reasons(group),
        significance: Sentence::new(
            "significance.chance",
            [("chance", Value::Chance(group.community.q.clamp(1e-300, 1.0)))],
        ),
        organic: organic(group),
        innocent: innocent(group).into_iter().map(|(statement, _, because)| (statement, because)).collect(),
        limits: limits(view),
    }
}

/// Who did what together, how closely: all counts are those of the leading signal, which may have fewer accounts than the group.
fn sentence(view: &View<'_>, group: &Group) -> Sentence {
    let accounts = |n: u32| ("accounts", Value::Count(u64::from(n)));
    let Some(lead) = leading(group) else {
        return Sentence::new("group.none", [accounts(group.evidence.size)]);
    };
    let accounts = accounts(lead.active);
    let days = u64::from(lead.days);
    Sentence::new(
        if days == 1 { "group.acted.day" } else { "group.acted" },
        [
            accounts,
            ("signal", lead.signal.into()),
            ("times", Value::Count(lead.joints.len() as u64)),
            ("days", Value::Count(days)),
            ("gap", Value::Ms(view.shown_gap(lead.gaps_ms.0))),
        ],
    )
}

/// Why it is, or is not, flagged.
fn reasons(group: &Group) -> Vec<Sentence> {
    let evidence = &group.evidence;
    let mut out = Vec::new();
    for signal in evidence.signals.iter().filter(|s| s.active * 2 >= evidence.size).take(3) {
        let s = &signal.synchrony;
        out.push(Sentence::new(
            "reason.occasions",
            [
                ("occasions", Value::Count(s.trials.round() as u64)),
                ("signal", signal.signal.into()),
                ("on_time", Value::Percent(100.0 * s.ratio())),
                ("window", Value::Ms(signal.window_ms)),
                ("others", Value::Share(100.0 * s.expected / s.trials.max(1.0))),
                ("nats", Value::Number(s.nats())),
            ],
        ));
    }
    for against in &group.verdict.because {
        out.push(match against {
            Against::Small => Sentence::new("not.small", []),
            Against::NotSurprising => {
                Sentence::new("not.surprising", [("q", Value::Number(group.community.q.min(1.0)))])
            }
            Against::NotOnTime => Sentence::new("not.on-time", []),
            Against::Following => Sentence::new("not.following", []),
            Against::DeclaredAutomation => {
                Sentence::new("not.automated", [("share", Value::Percent(100.0 * evidence.declared))])
            }
            Against::Syndication => {
                Sentence::new("not.syndication", [("share", Value::Percent(100.0 * evidence.own_site))])
            }
        });
    }
    out
}

/// How often ordinary groups look like this.
fn organic(group: &Group) -> Sentence {
    let Some(lead) = leading(group) else { return Sentence::new("organic.none", []) };
    let others = 100.0 * lead.synchrony.expected / lead.synchrony.trials.max(1.0);
    Sentence::new(
        "organic.rate",
        [
            ("window", Value::Ms(lead.window_ms)),
            ("others", Value::Share(others)),
            ("group", Value::Percent(100.0 * lead.synchrony.ratio())),
        ],
    )
}

/// What would make it innocent, which way the data point, and what in them does.
pub fn innocent(group: &Group) -> Vec<(Sentence, Bearing, Sentence)> {
    let e = &group.evidence;
    let lead = leading(group);
    let mut out = Vec::new();
    let mut say = |statement: &str, bearing, because: Sentence| {
        out.push((Sentence::new(statement, []), bearing, because));
    };
    let share = |of: f64| [("share", Value::Percent(100.0 * of))];
    let points = |clear: bool| if clear { Bearing::For } else { Bearing::Against };
    if let Some(lead) = lead.filter(|s| matches!(s.signal, Signal::CoRepost | Signal::CoReply)) {
        let because = Sentence::new("because.one-source", share(lead.one_source));
        say("innocent.followers", points(lead.one_source >= 0.5), because);
    }
    if let Some(lead) = lead {
        let on_time = 100.0 * lead.synchrony.expected / lead.synchrony.trials.max(1.0);
        let values = [("outside", Value::Percent(100.0 * lead.outside)), ("on_time", Value::Share(on_time))];
        say("innocent.crowd", points(lead.outside > 0.8), Sentence::new("because.crowd", values));
        let days = u64::from(lead.days);
        let values = [("days", Value::Count(days)), ("objects", Value::Count(u64::from(lead.objects)))];
        let because = Sentence::new(if days == 1 { "because.day" } else { "because.days" }, values);
        say("innocent.tool", Bearing::Silent, because);
    }
    let because = Sentence::new("because.automated", share(e.declared));
    say("innocent.automation", points(e.declared >= 0.5), because);
    let because = Sentence::new("because.own-site", share(e.own_site));
    say("innocent.outlets", points(e.own_site >= 0.5), because);
    say("innocent.newsroom", Bearing::Silent, Sentence::new("because.owner", []));
    out
}

/// What this result cannot show.
fn limits(view: &View<'_>) -> Vec<Sentence> {
    let mut out = vec![Sentence::new("limit.coordination", []), Sentence::new("limit.sample", [])];
    let coarse = match view.columns.precision {
        Precision::Millisecond | Precision::Second => None,
        Precision::Minute => Some("limit.precision.minute"),
        Precision::Hour => Some("limit.precision.hour"),
        Precision::Day => Some("limit.precision.day"),
    };
    out.extend(coarse.map(|code| Sentence::new(code, [])));
    out
}
