//! Measures by actor, with what was measured after them.
//!
//! **The choice.** Measures of their own records, actions that a crisis page names, teams, and what was published. Volume,
//! reach and spread are told one after the other and never added; "no visible effect" is told as readily as a change.

use super::super::facts::{Facts, Item};
use super::super::say::Say;
use ostrakon_report::situation::{Effect, Figure, Measure};
use ostrakon_response::effect::{Change, Effect as Estimate, Finding, Series};
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
            state: facts.say.state(&action.status),
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
        state: facts.say.state(&team.state),
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
            Class::Register => facts.say.text("measure.register"),
            Class::Statement => facts.instrument("statement"),
            Class::Debunk => facts.instrument("debunk"),
            Class::Prebunk => facts.instrument("prebunk"),
            Class::MediaLiteracy => facts.instrument("media-literacy"),
            Class::MethodCard => facts.say.text("measure.method-card"),
        },
        state: facts.say.state(&one.state),
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
        state: facts.say.state(&one.state),
        since: since.or(Some(one.opened)),
        effect: effect(facts, one),
        records: vec![one.link()],
    }
}

/// What the series of a measure say; nothing where nobody measured.
fn effect(facts: &Facts, one: &Item<measure::Measure>) -> Option<Effect> {
    let (say, effects) = (facts.say, one.record.effects());
    let series = [
        (Observed::Volume, "volume", effects.volume),
        (Observed::Reach, "reach", effects.reach),
        (Observed::Spread, "spread", effects.spread),
    ];
    let (mut sentences, mut figures) = (Vec::new(), Vec::new());
    for (what, id, estimate) in series {
        let (Some(estimate), Some(series)) = (estimate, one.record.observed.get(&what)) else { continue };
        let (name, unit, source) =
            (say.text(&format!("effect.{id}")), unit(say, id, series), source(say, series));
        let place = format!("measures/measure-{}/{id}", one.id);
        let label = say.fill("effect.label", &[("what", &name), ("unit", &unit)]);
        let mut figure = Figure { value: None, ..facts.ask.count(&place, &label, 0) };
        figure.records = vec![one.link()];
        match estimate {
            Estimate::CannotBeTold { before, after, needed } => {
                let [before, after, needed] = [before, after, needed].map(|n| say.count(n as u64));
                let values =
                    [("what", name.as_str()), ("before", &before), ("after", &after), ("needed", &needed)];
                sentences.push(say.fill("effect.cannot", &values));
                figure.coverage.text = source;
            }
            Estimate::Estimated {
                before,
                after,
                controls,
                mean_before,
                mean_after,
                as_large,
                level,
                slope,
            } => {
                let against = match (controls, as_large) {
                    (0, _) => String::new(),
                    (n, None) => say.fill("effect.controls", &[("n", &say.count(n as u64))]),
                    (n, Some(large)) => {
                        let (n, large) = (say.count(n as u64), say.count(large as u64));
                        say.fill("effect.as-large", &[("n", &n), ("large", &large)])
                    }
                };
                let values = [
                    ("what", name.as_str()),
                    ("unit", &unit),
                    ("mean_before", &say.number(mean_before)),
                    ("mean_after", &say.number(mean_after)),
                    ("level", &told(say, "effect.level", &level)),
                    ("slope", &told(say, "effect.slope", &slope)),
                    ("controls", &against),
                ];
                sentences.push(say.fill("effect.told", &values));
                figure.value = Some(level.estimate);
                let [before, after, controls] = [before, after, controls].map(|n| say.count(n as u64));
                let values = [
                    ("source", source.as_str()),
                    ("before", &before),
                    ("after", &after),
                    ("controls", &controls),
                ];
                figure.coverage.text = say.fill("effect.points", &values);
            }
        }
        figures.push(figure);
    }
    (!sentences.is_empty()).then(|| Effect { sentence: sentences.join(" "), figures })
}

/// What a step counts: of a typed series in the words of who typed it.
fn unit(say: Say, id: &str, series: &Series) -> String {
    let step = if series.step >= 86_400_000 { "day" } else { "hour" };
    match series.counted {
        Some(_) => say.text(&format!("unit.{id}.{step}")),
        None => series.unit.clone(),
    }
}

/// Where a series comes from, how much of what there is it covers, and as of when.
fn source(say: Say, series: &Series) -> String {
    let Some(counted) = &series.counted else {
        return say.fill("effect.typed", &[("source", &series.source)]);
    };
    let values = [
        ("data", counted.data.join(", ")),
        ("time", say.time(counted.as_of)),
        ("posts", say.count(counted.posts)),
        ("of", say.count(counted.of)),
        ("steps", say.count(counted.observed)),
        ("all", say.count(series.values.len() as u64)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    say.fill("effect.counted", &values)
}

/// A change with its interval.
fn told(say: Say, what: &str, change: &Change) -> String {
    let (low, high) = (say.number(change.low), say.number(change.high));
    let interval = say.fill("effect.interval", &[("low", &low), ("high", &high)]);
    let key = match change.finding {
        Finding::NoVisibleEffect => "effect.none",
        Finding::Fell => "effect.fell",
        Finding::Rose => "effect.rose",
    };
    let by = say.number(change.estimate.abs());
    say.fill(key, &[("what", &say.text(what)), ("by", &by), ("interval", &interval)])
}
