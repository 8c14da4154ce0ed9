//! What is to be generated: the parameters of a synthetic election.
//!
//! A scenario holds rates and ranges, never counts: its structure scales with the number of posts asked for, so
//! that a result at 200,000 posts can be compared with one at ten million.

use crate::{CampaignKind, ControlKind, ExerciseError};
use serde::{Deserialize, Serialize};

/// The parameters of a synthetic election. Serialised into `scenario.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// `default`, `quiet`, `stealth-2`, …
    pub name: String,
    /// First second of the exercise, in s since the epoch.
    pub start: i64,
    /// Length in days, at least 14. The vote is on the last but one.
    pub days: u32,
    /// Posts per account of the whole population, on average.
    pub posts_per_account: f64,
    /// Share of the accounts that belong to campaigns, 0 to 0.4.
    pub coordinated_share: f64,
    /// Share of the accounts that belong to control groups, 0 to 0.4.
    pub control_share: f64,
    /// Lowest and highest stealth of a campaign, 0 (naive) to 1 (very careful); drawn for each campaign.
    pub stealth: (f64, f64),
    /// How much campaigns post, as a factor: 1 is what was seen in published cases.
    pub intensity: f64,
    /// Breaking-news bursts a week.
    pub bursts_per_week: f64,
    /// Campaigns that take place, at least one group of each.
    pub campaigns: Vec<CampaignKind>,
    /// Control groups that exist, at least one of each.
    pub controls: Vec<ControlKind>,
}

/// Monday, 4 May 2026, 00:00 UTC: all exercises share it, so that only the seed tells them apart.
const START: i64 = 1_777_852_800;

impl Default for Scenario {
    fn default() -> Self {
        Self {
            name: "default".to_owned(),
            start: START,
            days: 28,
            posts_per_account: 10.0,
            coordinated_share: 0.06,
            control_share: 0.08,
            stealth: (0.0, 0.3),
            intensity: 1.0,
            bursts_per_week: 3.0,
            campaigns: CampaignKind::ALL.to_vec(),
            controls: ControlKind::ALL.to_vec(),
        }
    }
}

impl Scenario {
    /// The scenario of this name:
    ///
    /// - `default`: a national election with every campaign and every control group, stealth up to 0.3;
    /// - `quiet`: the same election without any campaign;
    /// - `stealth-0` … `stealth-4`: every campaign at stealth 0, 0.25, 0.5, 0.75 and 1;
    /// - `single-KIND`: one kind of campaign (`single-repost-ring`) among all controls.
    pub fn by_name(name: &str) -> Option<Self> {
        let base = Self { name: name.to_owned(), ..Self::default() };
        match name {
            "default" => Some(base),
            "quiet" => Some(Self { coordinated_share: 0.0, campaigns: Vec::new(), ..base }),
            _ => {
                if let Some(level) = name.strip_prefix("stealth-") {
                    let level = ["0", "1", "2", "3", "4"].iter().position(|l| *l == level)? as f64 / 4.0;
                    return Some(base.with_stealth(level));
                }
                let kind = CampaignKind::by_name(name.strip_prefix("single-")?)?;
                Some(Self { campaigns: vec![kind], coordinated_share: 0.03, ..base })
            }
        }
    }

    /// Every name that [`Scenario::by_name`] knows.
    pub fn names() -> Vec<String> {
        let fixed = ["default", "quiet", "stealth-0", "stealth-1", "stealth-2", "stealth-3", "stealth-4"];
        let single = CampaignKind::ALL.iter().map(|kind| format!("single-{kind}"));
        fixed.into_iter().map(str::to_owned).chain(single).collect()
    }

    /// The same scenario with every campaign at this stealth.
    #[must_use]
    pub fn with_stealth(self, stealth: f64) -> Self {
        Self { stealth: (stealth, stealth), ..self }
    }

    /// First second after the exercise, in s since the epoch.
    pub fn end(&self) -> i64 {
        self.start + i64::from(self.days) * 86_400
    }

    /// Whether every parameter is in its range.
    ///
    /// # Errors
    /// [`ExerciseError::Parameter`] names the first that is not.
    pub fn check(&self) -> Result<(), ExerciseError> {
        let bad = |name: &'static str, range: &'static str| Err(ExerciseError::Parameter { name, range });
        let within = |value: f64, low: f64, high: f64| (low..=high).contains(&value);
        if !(14..=366).contains(&self.days) {
            return bad("days", "14 to 366");
        }
        if !(0..=4_000_000_000 - 366 * 86_400).contains(&self.start) {
            return bad("start", "1970 to 2095, in seconds");
        }
        if !within(self.posts_per_account, 2.0, 1_000.0) {
            return bad("posts_per_account", "2 to 1000");
        }
        if !within(self.coordinated_share, 0.0, 0.4) {
            return bad("coordinated_share", "0 to 0.4");
        }
        if !within(self.control_share, 0.0, 0.4) {
            return bad("control_share", "0 to 0.4");
        }
        if !(within(self.stealth.0, 0.0, self.stealth.1) && within(self.stealth.1, 0.0, 1.0)) {
            return bad("stealth", "0 to 1, lowest first");
        }
        if !within(self.intensity, 0.1, 10.0) {
            return bad("intensity", "0.1 to 10");
        }
        if !within(self.bursts_per_week, 0.0, 50.0) {
            return bad("bursts_per_week", "0 to 50");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_a_valid_scenario_and_no_other_is() {
        for name in Scenario::names() {
            let scenario = Scenario::by_name(&name).expect(&name);
            assert_eq!(scenario.name, name);
            scenario.check().expect(&name);
        }
        for wrong in ["", "stealth-5", "stealth-", "single-", "single-petition", "Default"] {
            assert!(Scenario::by_name(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_parameter_out_of_range_is_named() {
        let scenario = Scenario { stealth: (0.5, f64::NAN), ..Scenario::default() };
        assert!(scenario.check().unwrap_err().to_string().contains("stealth"));
    }
}
