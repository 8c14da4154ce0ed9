//! The stealth curve: at which care each kind of campaign gets away.
//!
//! Every campaign of an exercise has the same stealth, from 0 (naive) to 1: later, looser, reworded, split into cells,
//! hidden among ordinary posts. A published detector tells its opponent this anyway; a published curve tells its users.

use crate::{
    chart,
    run::{Flagged, Outcome, exercise},
    table::Table,
};
use ostrakon_exercise::{CampaignKind, Label, Scenario};
use std::{collections::BTreeMap, error::Error, ops::Range, path::Path};

/// Name of the line over all kinds.
pub const ALL: &str = "all campaigns";

/// Counts of one kind at one setting, over the seeds.
#[derive(Clone, Copy, Default)]
pub struct Point {
    /// Campaign accounts.
    accounts: usize,
    /// Those flagged.
    found: usize,
    /// Accounts in the flagged groups that are mostly of this kind.
    shown: usize,
    /// Those of them in a campaign.
    right: usize,
}

impl Point {
    /// Share of the campaign accounts that are flagged.
    pub fn recall(&self) -> f64 {
        self.found as f64 / self.accounts.max(1) as f64
    }

    /// Share of the shown that are campaign accounts; `None` where nothing was shown.
    pub fn precision(&self) -> Option<f64> {
        (self.shown > 0).then(|| self.right as f64 / self.shown as f64)
    }
}

/// One line of the curve: a kind, and its points in order of stealth.
pub type Line = (String, Vec<(f64, Point)>);

/// Measures `steps` + 1 settings.
pub fn measure(posts: u64, seeds: &Range<u64>, steps: u32, out: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::by_name("default").ok_or("the scenario `default` is gone")?;
    let mut lines: BTreeMap<String, Vec<(f64, Point)>> = BTreeMap::new();
    for step in 0..=steps {
        let stealth = f64::from(step) / f64::from(steps);
        let mut points: BTreeMap<String, Point> = BTreeMap::new();
        for seed in seeds.clone() {
            add(&mut points, &exercise(&scenario.clone().with_stealth(stealth), posts, seed)?);
        }
        for (kind, point) in points {
            lines.entry(kind).or_default().push((stealth, point));
        }
    }
    let order = CampaignKind::ALL.iter().map(|kind| kind.name()).chain([ALL]);
    let lines: Vec<Line> = order.filter_map(|kind| lines.remove_entry(kind)).collect();
    table(posts, seeds, &lines).publish(out)?;
    for line in &lines {
        println!("{}", words(line));
    }
    if let Some(out) = out {
        let path = out.join("stealth.svg");
        std::fs::write(&path, chart::svg(&lines)).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn add(points: &mut BTreeMap<String, Point>, outcome: &Outcome) {
    for kind in outcome.score.kinds.iter().filter(|kind| kind.label == Label::Coordinated) {
        for name in [kind.kind.as_str(), ALL] {
            let point = points.entry(name.to_owned()).or_default();
            point.accounts += kind.members;
            point.found += kind.flagged_members;
        }
    }
    let mut show = |name: &str, group: &Flagged| {
        let point = points.entry(name.to_owned()).or_default();
        point.shown += group.members;
        point.right += group.right;
    };
    for group in &outcome.flagged {
        show(ALL, group);
        if let Some(kind) = &group.kind {
            show(kind, group);
        }
    }
}

fn table(posts: u64, seeds: &Range<u64>, lines: &[Line]) -> Table {
    let mut table = Table::new(
        format!("Stealth, {posts} posts, {} seeds a setting", seeds.end - seeds.start),
        "stealth",
        &["kind", "stealth", "accounts", "found", "recall", "shown", "right", "precision"],
    );
    for (kind, points) in lines {
        for (stealth, point) in points {
            table.row(&[
                kind,
                &format!("{stealth:.1}"),
                &point.accounts,
                &point.found,
                &format!("{:.3}", point.recall()),
                &point.shown,
                &point.right,
                &point.precision().map_or("-".to_owned(), |p| format!("{p:.3}")),
            ]);
        }
    }
    table
}

/// From which setting on a kind is missed.
fn words((kind, points): &Line) -> String {
    // The first setting from which on recall stays below `bar`.
    let below = |bar: f64| {
        let high = points.iter().rposition(|(_, point)| point.recall() >= bar);
        points.get(high.map_or(0, |i| i + 1)).map(|(stealth, _)| *stealth)
    };
    let say = |bar: f64, what: &str| match below(bar) {
        Some(stealth) => format!("{what} from {stealth:.1} on"),
        None => format!("{what} at no setting"),
    };
    format!(
        "{kind}: {}, {}, {}.",
        say(0.9, "fewer than nine in ten accounts found"),
        say(0.5, "fewer than half"),
        say(0.1, "fewer than one in ten")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(recalls: &[usize]) -> Line {
        let point = |(i, &found): (usize, &usize)| {
            (i as f64 / 10.0, Point { accounts: 100, found, shown: 0, right: 0 })
        };
        ("ring".to_owned(), recalls.iter().enumerate().map(point).collect())
    }

    #[test]
    fn a_kind_is_lost_where_recall_stays_low_not_where_it_dips() {
        assert_eq!(
            words(&line(&[100, 40, 95, 60, 5])),
            "ring: fewer than nine in ten accounts found from 0.3 on, fewer than half from 0.4 on, fewer than one in ten \
             from 0.4 on."
        );
        assert!(words(&line(&[100, 99])).contains("fewer than half at no setting"));
        assert!(words(&line(&[3, 2])).contains("fewer than one in ten from 0.0 on"));
    }

    #[test]
    fn nothing_shown_has_no_precision() {
        assert_eq!(Point::default().precision(), None);
        assert_eq!(Point { shown: 4, right: 3, ..Point::default() }.precision(), Some(0.75));
    }
}
