//! False alarms on groups that are known to be harmless: what the detector's card publishes.

use crate::{interval::upper_95, table::Table};
use std::{error::Error, fmt::Write as _, path::Path};

/// How often harmless groups of one kind were flagged.
#[derive(Clone, Debug)]
pub struct Control {
    /// Kind of group.
    pub kind: String,
    /// Groups, and those flagged.
    pub groups: (u64, u64),
    /// Their accounts, and those flagged.
    pub accounts: (u64, u64),
}

/// Prints all controls; writes `controls.csv` and, ready for the detector's card, `controls.toml`.
pub fn publish(controls: &[Control], out: Option<&Path>) -> Result<(), Box<dyn Error>> {
    if controls.is_empty() {
        return Ok(());
    }
    let mut table = Table::new(
        "False alarms (upper_95: end of the 95 % interval of the share of groups flagged, Clopper-Pearson)",
        "controls",
        &["kind", "groups", "groups_flagged", "accounts", "accounts_flagged", "upper_95"],
    );
    let mut card = String::new();
    for Control { kind, groups, accounts } in controls {
        let upper = upper_95(groups.1, groups.0).map_or(String::new(), |end| format!("{end:.4}"));
        table.row(&[kind, &groups.0, &groups.1, &accounts.0, &accounts.1, &upper]);
        write!(
            card,
            "[[card.controls]]\nkind = \"{kind}\"\ngroups = {}\ngroups_flagged = {}\naccounts = {}\naccounts_flagged = {}\n",
            groups.0, groups.1, accounts.0, accounts.1
        )?;
        if !upper.is_empty() {
            writeln!(card, "upper_95 = {upper}")?;
        }
        card.push('\n');
    }
    table.publish(out)?;
    if let Some(out) = out {
        std::fs::write(out.join("controls.toml"), card)?;
    }
    Ok(())
}
