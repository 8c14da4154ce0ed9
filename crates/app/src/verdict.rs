//! The verdict in words: why a group is flagged or not, and what would make it innocent.
//!
//! Every sentence carries its numbers, and none says more than was measured: coordination, not harm, and not who is
//! behind it (invariant 8).

use crate::{
    names::{count, duration, odds},
    view::View,
};
use ostrakon_detect::coordination::{Group, evidence::SignalEvidence, verdict::Innocent as Against};
use ostrakon_model::Signal;
use ostrakon_report::group::{Bearing, Innocent, Strength};

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

/// One sentence: who did what together, how closely.
pub fn sentence(_view: &View<'_>, group: &Group) -> String {
    let Some(lead) = leading(group) else {
        return format!("{} accounts with ties, and no joint action.", group.evidence.size);
    };
    format!(
        "{} accounts {} {} times, on {} day{}; half of the time the next one followed within {}.",
        count(u64::from(group.evidence.size)),
        lead.signal.phrase(),
        count(lead.joints.len() as u64),
        group.evidence.days,
        if group.evidence.days == 1 { "" } else { "s" },
        duration(lead.gaps_ms.0)
    )
}

/// Why it is, or is not, flagged.
pub fn reasons(_view: &View<'_>, group: &Group) -> Vec<String> {
    let evidence = &group.evidence;
    let mut out = Vec::new();
    for signal in evidence.signals.iter().filter(|s| s.active * 2 >= evidence.size).take(3) {
        let s = &signal.synchrony;
        out.push(format!(
            "Of {} occasions on which one member had {} as another, {:.0} % lay within {}; among others who shared such \
             things, {:.1} % would ({:.2} nats an occasion).",
            count(s.trials.round() as u64),
            signal.signal.phrase(),
            100.0 * s.ratio(),
            duration(signal.window_ms),
            100.0 * s.expected / s.trials.max(1.0),
            s.nats()
        ));
    }
    for against in &group.verdict.because {
        out.push(match against {
            Against::Small => "Not flagged: fewer than three members.".to_owned(),
            Against::NotSurprising => format!(
                "Not flagged: ties this strong are found by chance somewhere in data of this size (q = {:.2}).",
                group.community.q.min(1.0)
            ),
            Against::NotOnTime => "Not flagged: its members share the same things more often than chance, but hardly more on \
                                   time than others who share them. That is what a common interest looks like."
                .to_owned(),
            Against::Following => "Not flagged: most of what it reposts or answers is by one source, and it is no more on time \
                                   than a following that waits for the next post."
                .to_owned(),
            Against::DeclaredAutomation => format!(
                "Not flagged: {:.0} % of its members declare themselves automated.",
                100.0 * evidence.declared
            ),
            Against::Syndication => format!(
                "Not flagged: {:.0} % of its members link to a site of their own, as outlets do that carry the same agency.",
                100.0 * evidence.own_site
            ),
        });
    }
    out
}

/// What p and q mean for this group.
pub fn significance(group: &Group) -> String {
    format!(
        "If accounts were dealt out by chance, a group tied like this would be found in at most {} data sets of this size.",
        odds(group.community.q.clamp(1e-300, 1.0))
    )
}

/// How often ordinary groups look like this.
pub fn organic(group: &Group) -> String {
    let Some(lead) = leading(group) else { return "Nothing to compare.".to_owned() };
    let expected = 100.0 * lead.synchrony.expected / lead.synchrony.trials.max(1.0);
    format!(
        "Accounts outside of such groups, sharing things as popular as these, are within {} of each other on {expected:.1} % of \
         occasions; this group on {:.0} %.",
        duration(lead.window_ms),
        100.0 * lead.synchrony.ratio()
    )
}

/// What would make it innocent, and what the data say to it.
pub fn innocent(_view: &View<'_>, group: &Group) -> Vec<Innocent> {
    let e = &group.evidence;
    let lead = leading(group);
    let mut out = Vec::new();
    let mut say = |statement: &str, bearing, because: String| {
        out.push(Innocent { statement: statement.to_owned(), bearing, because });
    };
    if let Some(lead) = lead.filter(|s| matches!(s.signal, Signal::CoRepost | Signal::CoReply)) {
        let share = 100.0 * lead.one_source;
        let bearing = if lead.one_source >= 0.5 { Bearing::For } else { Bearing::Against };
        say(
            "Followers of one source, who see its posts at the same time",
            bearing,
            format!("{share:.0} % of what they act on jointly is by its commonest source."),
        );
    }
    if let Some(lead) = lead {
        let outside = 100.0 * lead.outside;
        say(
            "A crowd: an event that everybody was reacting to",
            if lead.outside > 0.8 { Bearing::For } else { Bearing::Against },
            format!(
                "Half of the things it shared had at least {outside:.0} % of their audience outside of the group, who were on \
                 time in {:.1} % of cases.",
                100.0 * lead.synchrony.expected / lead.synchrony.trials.max(1.0)
            ),
        );
        say(
            "A scheduling tool, a newsletter or a shared toolkit that asks people to post at one time",
            Bearing::Silent,
            format!(
                "It acted jointly on {} day{} and {} different things; the data do not show who asked. Ask the accounts.",
                e.days,
                if e.days == 1 { "" } else { "s" },
                count(u64::from(lead.objects))
            ),
        );
    }
    say(
        "Automation that is declared",
        if e.declared >= 0.5 { Bearing::For } else { Bearing::Against },
        format!("{:.0} % of the members declare themselves automated.", 100.0 * e.declared),
    );
    say(
        "Outlets that carry the same agency's items",
        if e.own_site >= 0.5 { Bearing::For } else { Bearing::Against },
        format!(
            "{:.0} % of the members link mostly to a site that no other member links to.",
            100.0 * e.own_site
        ),
    );
    say(
        "One person or newsroom with several accounts, known by name",
        Bearing::Silent,
        "The data do not say who owns an account; a registry of organisations and media does.".to_owned(),
    );
    out
}

/// What this result cannot show.
pub fn limits(view: &View<'_>) -> Vec<String> {
    let mut out = vec![
        "It shows that accounts act together, not that they deceive, not that they harm, and not who is behind them.".to_owned(),
        "It sees only the posts it was given; a collection by keyword or by account shapes what can be found.".to_owned(),
    ];
    if view.columns.precision.millis() > 1_000 {
        out.push(format!(
            "Times in these data are known to the {:?} only; windows finer than that mean nothing.",
            view.columns.precision
        ));
    }
    out
}
