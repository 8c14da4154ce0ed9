//! Measures by actor, with what was measured after them.
//!
//! **The choice.** Measures of their own records, actions that a crisis page names, teams, and what was published. Volume,
//! reach and spread are told one after the other and never added; "no visible effect" is told as readily as a change.

use super::super::facts::{Facts, Item};
use ostrakon_report::situation::{Effect, Figure, Measure};
use ostrakon_response::effect::{Change, Effect as Estimate, Finding};
use ostrakon_response::measure::{self, Observed};
use ostrakon_response::publication::Class;

pub(super) fn of(facts: &Facts) -> Vec<Measure> {
    let mut all: Vec<Measure> = facts.measures.iter().map(|one| taken(facts, one)).collect();
    for crisis in &facts.crises {
        all.extend(crisis.record.actions.iter().enumerate().map(|(n, action)| Measure {
            id: format!("action-{}-{n}", crisis.id),
            actor: action.actor.clone(),
            label: action.what.clone(),
            instrument: facts.instrument(&action.instrument),
            state: action.status.clone(),
            since: Some(action.at),
            effect: None,
            records: vec![crisis.link()],
        }));
    }
    all.extend(facts.teams.iter().map(|team| Measure {
        id: format!("team-{}", team.id),
        actor: facts.name(&team.record.draft.addressee),
        label: team.title.clone(),
        instrument: facts.instrument("hybrid-rapid-response-team"),
        state: team.state.clone(),
        since: team.record.steps.last().map(|step| step.at),
        effect: None,
        records: vec![team.link()],
    }));
    let public = facts.publications.iter().filter(|one| one.record.is_public());
    all.extend(public.map(|one| Measure {
        id: format!("publication-{}", one.id),
        actor: facts.name(&one.owner),
        label: one.title.clone(),
        instrument: match one.record.draft.class {
            Class::Register => "Public register".into(),
            Class::Statement => facts.instrument("statement"),
            Class::Debunk => facts.instrument("debunk"),
            Class::Prebunk => facts.instrument("prebunk"),
            Class::MediaLiteracy => facts.instrument("media-literacy"),
            Class::MethodCard => "Method card".into(),
        },
        state: one.state.clone(),
        since: one.record.published.as_ref().map(|(at, _)| *at),
        effect: None,
        records: vec![one.link()],
    }));
    all
}

fn taken(facts: &Facts, one: &Item<measure::Measure>) -> Measure {
    let record = &one.record;
    let since = match record.phase {
        measure::Phase::Ended | measure::Phase::Refused => record.ended.as_ref().map(|(at, _)| *at),
        measure::Phase::InForce => record.in_force.as_ref().map(|(at, _)| *at),
        _ => record.decision.as_ref().map(|decision| decision.at),
    };
    Measure {
        id: format!("measure-{}", one.id),
        actor: record.draft.actor.clone(),
        label: one.title.clone(),
        instrument: facts.instrument(&record.draft.instrument),
        state: one.state.clone(),
        since: since.or(Some(one.opened)),
        effect: effect(facts, one),
        records: vec![one.link()],
    }
}

/// What the series of a measure say; nothing where nobody measured.
fn effect(facts: &Facts, one: &Item<measure::Measure>) -> Option<Effect> {
    let effects = one.record.effects();
    let series = [
        (Observed::Volume, "Volume", effects.volume),
        (Observed::Reach, "Reach", effects.reach),
        (Observed::Spread, "Spread", effects.spread),
    ];
    let (mut sentences, mut figures) = (Vec::new(), Vec::new());
    for (what, name, estimate) in series {
        let (Some(estimate), Some(series)) = (estimate, one.record.observed.get(&what)) else { continue };
        let place = format!("measures/measure-{}/{}", one.id, name.to_lowercase());
        let label = format!("{name}: change of level ({})", series.unit);
        let mut figure = Figure { value: None, ..facts.ask.count(&place, &label, 0) };
        figure.records = vec![one.link()];
        match estimate {
            Estimate::CannotBeTold { before, after, needed } => {
                sentences.push(format!(
                    "{name}: cannot be told ({before} points before, {after} after; {needed} are needed on each side)."
                ));
                figure.coverage.text.clone_from(&series.source);
            }
            Estimate::Estimated { before, after, controls, level, slope, .. } => {
                sentences.push(format!(
                    "{name} ({}): {}; {}.",
                    series.unit,
                    told("level", &level),
                    told("trend a step", &slope)
                ));
                figure.value = Some(level.estimate);
                figure.coverage.text = format!(
                    "{}; {before} points before, {after} after, {controls} control series",
                    series.source
                );
            }
        }
        figures.push(figure);
    }
    (!sentences.is_empty()).then(|| Effect { sentence: sentences.join(" "), figures })
}

/// A change with its interval.
fn told(what: &str, change: &Change) -> String {
    let Change { estimate, low, high, finding } = change;
    let interval = format!("95% interval {} to {}", number(*low), number(*high));
    match finding {
        Finding::NoVisibleEffect => format!("{what}: no visible effect ({interval})"),
        Finding::Fell => format!("{what} fell by {} ({interval})", number(estimate.abs())),
        Finding::Rose => format!("{what} rose by {} ({interval})", number(estimate.abs())),
    }
}

/// As many digits as such an estimate deserves.
fn number(value: f64) -> String {
    // What rounds to nothing has no sign.
    let value = if value.abs() < 0.005 { 0.0 } else { value };
    if value.abs() >= 100.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}
