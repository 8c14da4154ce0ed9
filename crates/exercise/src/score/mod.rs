//! How good an answer is: whom it found, whom it accused wrongly, and when.
//!
//! The problem: one number hides what matters. The choice: precision and recall of the accounts shown as
//! coordinated, B-cubed for how they were grouped, recall per kind of campaign, false alarms per kind of innocent
//! crowd, and the time to the first evidence, side by side. Rejected: accuracy (most accounts are organic, so
//! silence would score 0.93) and a weighted total.

mod answer;
mod bcubed;
mod print;

pub use answer::{Answer, Assigned};
pub use bcubed::b_cubed;

use crate::{ExerciseError, Group, Label, Truth};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// When a control group counts as flagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlarmRule {
    /// When more than half of the flagged accounts of any flagged community come from it.
    #[default]
    Majority,
    /// When at least this many of its members are flagged.
    AtLeast(usize),
    /// When at least this share of its members is flagged, above 0 to 1.
    Share(f64),
}

/// Precision, recall and their harmonic mean, each from 0 to 1.
///
/// Precision is 1 where nothing was claimed, recall is 1 where nothing was to be found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rates {
    /// Share of the claimed that is right.
    pub precision: f64,
    /// Share of the right that is claimed.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Rates {
    /// From precision and recall.
    pub fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// Counts of accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Campaign accounts flagged.
    pub right: usize,
    /// Members of control groups flagged.
    pub wrong_control: usize,
    /// Ordinary accounts flagged.
    pub wrong_ordinary: usize,
    /// Campaign accounts not flagged.
    pub missed: usize,
}

/// The result for one kind of campaign or control.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindScore {
    /// The kind.
    pub kind: String,
    /// Campaign or control.
    pub label: Label,
    /// Groups of the kind that posted.
    pub groups: usize,
    /// Groups that count as flagged under the [`AlarmRule`]: good for campaigns, false alarms for controls.
    pub flagged_groups: usize,
    /// Accounts.
    pub members: usize,
    /// Accounts flagged.
    pub flagged_members: usize,
    /// Median hours from a campaign's first post to the first evidence of a community that is mostly its own; over
    /// the campaigns for which both are known.
    pub hours_to_evidence: Option<f64>,
}

/// The result for one campaign or control group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupScore {
    /// The group.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Campaign or control.
    pub label: Label,
    /// Its stealth.
    pub stealth: f64,
    /// Its accounts.
    pub members: usize,
    /// Those flagged.
    pub flagged_members: usize,
    /// Whether the group counts as flagged.
    pub flagged: bool,
    /// Hours from its first post to the first evidence; never negative.
    pub hours_to_evidence: Option<f64>,
}

/// How good an answer is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// Flagged accounts against campaign accounts.
    pub accounts: Rates,
    /// The counts behind it.
    pub counts: Counts,
    /// B-cubed over campaign accounts and flagged accounts.
    pub communities: Rates,
    /// Share of control groups that count as flagged, 0 to 1.
    pub false_alarms: f64,
    /// The rule for that.
    pub rule: AlarmRule,
    /// By kind, campaigns first.
    pub kinds: Vec<KindScore>,
    /// By group.
    pub groups: Vec<GroupScore>,
}

/// Scores the communities of a result. `first_evidence` gives, for each community, when its first evidence was posted
/// (s since the epoch), where that is known.
///
/// An account counts as flagged when it is flagged in any community; for B-cubed it belongs to the first community
/// in which it is flagged.
///
/// # Errors
/// When `communities` names accounts that the truth does not know.
pub fn score(
    truth: &Truth,
    communities: &[Assigned],
    first_evidence: Option<&BTreeMap<String, i64>>,
    rule: AlarmRule,
) -> Result<Score, ExerciseError> {
    check_known(truth, communities)?;
    let mut shown: BTreeMap<&str, &str> = BTreeMap::new();
    // Per flagged community how many of its accounts belong to which group.
    let mut origin: BTreeMap<&str, BTreeMap<Option<u32>, BTreeSet<&str>>> = BTreeMap::new();
    for Assigned { account, community, flagged } in communities {
        if *flagged {
            shown.entry(account).or_insert(community);
            let group = truth.accounts.get(account).copied().flatten();
            origin.entry(community).or_default().entry(group).or_default().insert(account);
        }
    }
    let mut flagged_members = vec![0; truth.groups.len()];
    let mut counts = Counts::default();
    for account in shown.keys() {
        match truth.accounts.get(*account).copied().flatten() {
            Some(group) => {
                flagged_members[group as usize] += 1;
                match truth.groups[group as usize].label {
                    Label::Coordinated => counts.right += 1,
                    _ => counts.wrong_control += 1,
                }
            }
            None => counts.wrong_ordinary += 1,
        }
    }
    let coordinated: usize =
        truth.groups.iter().filter(|g| g.label == Label::Coordinated).map(|g| g.members as usize).sum();
    counts.missed = coordinated - counts.right;

    // For each group the communities that are mostly its own.
    let mut own: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (community, from) in &origin {
        let all: usize = from.values().map(BTreeSet::len).sum();
        for (group, accounts) in from {
            if let (Some(group), true) = (group, 2 * accounts.len() > all) {
                own.entry(*group).or_default().push(community);
            }
        }
    }
    let groups: Vec<GroupScore> = (0_u32..)
        .zip(&truth.groups)
        .filter(|(_, group)| group.members > 0)
        .map(|(index, group)| {
            let flagged_members = flagged_members[index as usize];
            let own = own.get(&index).map_or(&[][..], Vec::as_slice);
            group_score(group, flagged_members, own, first_evidence, rule)
        })
        .collect();
    let controls: Vec<&GroupScore> = groups.iter().filter(|g| g.label == Label::OrganicControl).collect();
    let alarms = controls.iter().filter(|group| group.flagged).count();
    Ok(Score {
        accounts: Rates::new(share(counts.right, shown.len()), share(counts.right, coordinated)),
        counts,
        communities: grouping(truth, &shown),
        false_alarms: if controls.is_empty() { 0.0 } else { alarms as f64 / controls.len() as f64 },
        rule,
        kinds: by_kind(&groups),
        groups,
    })
}

/// `part / whole`, 1 where there is no whole.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn check_known(truth: &Truth, communities: &[Assigned]) -> Result<(), ExerciseError> {
    let accounts: BTreeSet<&str> = communities.iter().map(|row| row.account.as_str()).collect();
    let mut unknown = accounts.iter().filter(|account| !truth.accounts.contains_key(**account));
    match unknown.next() {
        None => Ok(()),
        Some(example) => Err(ExerciseError::UnknownAccounts {
            count: 1 + unknown.count(),
            total: accounts.len(),
            example: (*example).to_owned(),
        }),
    }
}

fn group_score(
    group: &Group,
    flagged_members: usize,
    own: &[&str],
    first_evidence: Option<&BTreeMap<String, i64>>,
    rule: AlarmRule,
) -> GroupScore {
    let members = group.members as usize;
    let evidence = own.iter().filter_map(|community| first_evidence?.get(*community)).min();
    let hours = |first: i64, evidence: &i64| (evidence - first).max(0) as f64 / 3_600.0;
    GroupScore {
        id: group.id.clone(),
        kind: group.kind.clone(),
        label: group.label,
        stealth: group.stealth,
        members,
        flagged_members,
        flagged: match rule {
            AlarmRule::Majority => !own.is_empty(),
            AlarmRule::AtLeast(least) => flagged_members >= least.max(1),
            AlarmRule::Share(least) => {
                flagged_members > 0 && flagged_members as f64 >= least * members as f64
            }
        },
        hours_to_evidence: group.first.zip(evidence).map(|(first, evidence)| hours(first, evidence)),
    }
}

fn by_kind(groups: &[GroupScore]) -> Vec<KindScore> {
    let kinds: BTreeSet<(Label, &str)> = groups.iter().map(|g| (g.label, g.kind.as_str())).collect();
    kinds
        .into_iter()
        .map(|(label, kind)| {
            let of: Vec<&GroupScore> = groups.iter().filter(|g| g.kind == kind && g.label == label).collect();
            let mut hours: Vec<f64> = of.iter().filter_map(|g| g.hours_to_evidence).collect();
            hours.sort_by(f64::total_cmp);
            KindScore {
                kind: kind.to_owned(),
                label,
                groups: of.len(),
                flagged_groups: of.iter().filter(|g| g.flagged).count(),
                members: of.iter().map(|g| g.members).sum(),
                flagged_members: of.iter().map(|g| g.flagged_members).sum(),
                hours_to_evidence: hours.get(hours.len() / 2).copied(),
            }
        })
        .collect()
}

/// B-cubed over all campaign accounts and all flagged ones. A campaign account that was not flagged is alone in its
/// community; a flagged account that is in no campaign is alone in its class.
fn grouping(truth: &Truth, shown: &BTreeMap<&str, &str>) -> Rates {
    let mut names: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut name = |name| {
        let next = names.len() as u64;
        *names.entry(name).or_insert(next)
    };
    let items: Vec<(u64, u64)> = truth
        .accounts
        .iter()
        .filter_map(|(account, group)| {
            let group = group.map(|index| &truth.groups[index as usize]);
            let campaign = group.filter(|group| group.label == Label::Coordinated);
            let community = shown.get(account.as_str());
            if campaign.is_none() && community.is_none() {
                return None;
            }
            let class = campaign.map_or(("alone", account.as_str()), |group| ("campaign", &group.id));
            let cluster = community.map_or(("alone", account.as_str()), |id| ("community", id));
            Some((name(cluster), name(class)))
        })
        .collect();
    b_cubed(&items)
}

#[cfg(test)]
mod tests;
