//! A score as a table for people.

use super::{AlarmRule, Label, Score};
use std::fmt;

impl fmt::Display for AlarmRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Majority => f.write_str("most flagged accounts of a community come from it"),
            Self::AtLeast(least) => write!(f, "at least {least} members are flagged"),
            Self::Share(least) => write!(f, "at least {:.0} % of its members are flagged", least * 100.0),
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<28}{:>10}{:>10}{:>10}", "", "precision", "recall", "F1")?;
        for (name, rates) in [("accounts", self.accounts), ("communities (B-cubed)", self.communities)] {
            writeln!(f, "{name:<28}{:>10.3}{:>10.3}{:>10.3}", rates.precision, rates.recall, rates.f1)?;
        }
        let counts = self.counts;
        writeln!(
            f,
            "\n{} campaign accounts found, {} missed; wrongly flagged: {} in innocent groups, {} ordinary",
            counts.right, counts.missed, counts.wrong_control, counts.wrong_ordinary
        )?;
        for (label, title) in [(Label::Coordinated, "campaigns"), (Label::OrganicControl, "innocent groups")]
        {
            writeln!(f, "\n{title:<28}{:>12}{:>16}{:>10}{:>10}", "groups", "accounts", "share", "hours")?;
            for kind in self.kinds.iter().filter(|kind| kind.label == label) {
                let share = kind.flagged_members as f64 / kind.members.max(1) as f64;
                let hours = kind.hours_to_evidence.map_or("–".to_owned(), |hours| format!("{hours:.1}"));
                let groups = format!("{}/{}", kind.flagged_groups, kind.groups);
                let members = format!("{}/{}", kind.flagged_members, kind.members);
                writeln!(f, "{:<28}{groups:>12}{members:>16}{share:>10.3}{hours:>10}", kind.kind)?;
            }
        }
        writeln!(
            f,
            "\nflagged innocent groups: {:.1} % (a group counts when {}); hours: first post to first evidence",
            self.false_alarms * 100.0,
            self.rule
        )
    }
}
