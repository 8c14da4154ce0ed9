//! Exercises with seeds never used while developing: precision, recall, and whom the detector accuses wrongly.
//!
//! The default scenario is what the goals are stated for. The same at smaller sizes shows what a small export costs (groups
//! of eight, little background), and the election without any campaign shows what is flagged when nothing is going on.

use crate::{
    alarm::Control,
    interval::upper_95,
    run::{Outcome, exercise},
    table::Table,
};
use ostrakon_exercise::{Label, Scenario, score::KindScore};
use std::{collections::BTreeMap, error::Error, ops::Range, path::Path};

/// Measures the scenario at each size; returns the false alarms by kind of control group at the last size.
pub fn measure(
    scenario: &str,
    sizes: &[u64],
    seeds: &Range<u64>,
    out: Option<&Path>,
) -> Result<Vec<Control>, Box<dyn Error>> {
    let parameters =
        Scenario::by_name(scenario).ok_or_else(|| format!("there is no scenario `{scenario}`"))?;
    let mut controls = Vec::new();
    for &posts in sizes {
        let outcomes = seeds
            .clone()
            .map(|seed| Ok((seed, exercise(&parameters, posts, seed)?)))
            .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
        let title = format!("`{scenario}`, {posts} posts");
        let name = |what: &str| format!("{what}_{scenario}_{posts}");
        by_seed(&title, name("exercises"), &outcomes).publish(out)?;
        let kinds = kinds(&outcomes);
        campaigns(&title, name("campaigns"), &kinds).publish(out)?;
        wrong(&title, name("wrong"), &outcomes).publish(out)?;
        controls = kinds
            .iter()
            .filter(|k| k.label == Label::OrganicControl)
            .map(|k| Control {
                kind: k.kind.clone(),
                groups: (k.groups as u64, k.flagged_groups as u64),
                accounts: (k.members as u64, k.flagged_members as u64),
            })
            .collect();
        let (groups, flagged) = controls.iter().fold((0, 0), |(n, f), c| (n + c.groups.0, f + c.groups.1));
        println!(
            "{title}: {flagged} of {groups} control groups flagged, at most {:.1} % (95 %).",
            100.0 * upper_95(flagged, groups).unwrap_or(1.0)
        );
    }
    Ok(controls)
}

fn by_seed(title: &str, name: String, outcomes: &[(u64, Outcome)]) -> Table {
    let mut table = Table::new(
        title,
        name,
        &[
            "seed",
            "precision",
            "recall",
            "F1",
            "B3_precision",
            "B3_recall",
            "B3_F1",
            "controls_flagged",
            "controls",
            "wrong_in_controls",
            "wrong_ordinary",
            "missed",
        ],
    );
    let three = |value: f64| format!("{value:.4}");
    for (seed, Outcome { score, .. }) in outcomes {
        let controls = || score.groups.iter().filter(|g| g.label == Label::OrganicControl);
        table.row(&[
            seed,
            &three(score.accounts.precision),
            &three(score.accounts.recall),
            &three(score.accounts.f1),
            &three(score.communities.precision),
            &three(score.communities.recall),
            &three(score.communities.f1),
            &controls().filter(|g| g.flagged).count(),
            &controls().count(),
            &score.counts.wrong_control,
            &score.counts.wrong_ordinary,
            &score.counts.missed,
        ]);
    }
    table
}

/// The kinds over all seeds; hours are the median of the seeds' medians.
fn kinds(outcomes: &[(u64, Outcome)]) -> Vec<KindScore> {
    let mut by_kind: BTreeMap<(Label, &str), Vec<&KindScore>> = BTreeMap::new();
    for kind in outcomes.iter().flat_map(|(_, outcome)| &outcome.score.kinds) {
        by_kind.entry((kind.label, &kind.kind)).or_default().push(kind);
    }
    let sum = |of: &[&KindScore], field: fn(&KindScore) -> usize| of.iter().map(|&k| field(k)).sum();
    by_kind
        .into_iter()
        .map(|((label, kind), of)| {
            let mut hours: Vec<f64> = of.iter().filter_map(|k| k.hours_to_evidence).collect();
            hours.sort_by(f64::total_cmp);
            KindScore {
                kind: kind.to_owned(),
                label,
                groups: sum(&of, |k| k.groups),
                flagged_groups: sum(&of, |k| k.flagged_groups),
                members: sum(&of, |k| k.members),
                flagged_members: sum(&of, |k| k.flagged_members),
                hours_to_evidence: hours.get(hours.len() / 2).copied(),
            }
        })
        .collect()
}

fn campaigns(title: &str, name: String, kinds: &[KindScore]) -> Table {
    let mut table = Table::new(
        format!("{title}: campaigns, all seeds (hours: first post to first evidence, median of medians)"),
        name,
        &["kind", "groups", "groups_found", "accounts", "accounts_found", "recall", "hours"],
    );
    for k in kinds.iter().filter(|k| k.label == Label::Coordinated) {
        table.row(&[
            &k.kind,
            &k.groups,
            &k.flagged_groups,
            &k.members,
            &k.flagged_members,
            &format!("{:.4}", k.flagged_members as f64 / k.members.max(1) as f64),
            &k.hours_to_evidence.map_or("-".to_owned(), |hours| format!("{hours:.1}")),
        ]);
    }
    table
}

/// Flagged groups with anybody in them who is in no campaign: who has to be explained.
fn wrong(title: &str, name: String, outcomes: &[(u64, Outcome)]) -> Table {
    let mut table = Table::new(
        format!("{title}: flagged groups with accounts of no campaign"),
        name,
        &["seed", "group", "members", "right", "from", "why"],
    );
    for (seed, outcome) in outcomes {
        for group in outcome.flagged.iter().filter(|group| group.right < group.members) {
            let from: Vec<String> =
                group.origin.iter().map(|(name, count)| format!("{name}: {count}")).collect();
            table.row(&[
                seed,
                &group.id,
                &group.members,
                &group.right,
                &from.join("; "),
                &group.reasons.join(" "),
            ]);
        }
    }
    table
}
