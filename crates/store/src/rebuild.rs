//! The projections anew from the log, by the function that wrote them at first.

use crate::{
    Error, Result, Store,
    apply::{self, Cause},
    driver::Driver,
    log, recorded,
    tables::{PROJECTIONS, projections_digest},
    writing::Writing,
};

impl Store {
    /// Empties the projections and applies the whole log to them, in one transaction; says whether that changed
    /// anything (it does only after damage). Writers wait, readers see the state of before until it is done.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the log cannot be read; then everything is as it was.
    pub fn rebuild(&self) -> Result<bool> {
        self.write_alone(|driver| {
            let before = projections_digest(driver)?;
            replay(driver)?;
            Ok(projections_digest(driver)? != before)
        })
    }

    /// Whether the projections are what the log says, without changing them. Writers wait meanwhile.
    pub fn projections_match(&self) -> Result<bool> {
        self.write_alone(|driver| {
            let before = projections_digest(driver)?;
            driver.batch("SAVEPOINT rehearsal")?;
            replay(driver)?;
            let after = projections_digest(driver)?;
            driver.batch("ROLLBACK TO SAVEPOINT rehearsal")?;
            Ok(after == before)
        })
    }
}

fn replay(driver: &mut dyn Driver) -> Result<()> {
    for table in &PROJECTIONS {
        driver.execute(&format!("DELETE FROM {}", table.name), &[])?;
    }
    let mut tx = Writing::begin(driver)?;
    let end = tx.head;
    tx.head.stamp = 0;
    let mut seq = 0;
    while let Some(entry) = log::next_entry(tx.driver, seq)? {
        if entry.computed() != entry.hash || entry.seq != seq + 1 {
            return Err(Error::damaged(format!("log entry {}", seq + 1), "it is missing or was changed"));
        }
        seq = entry.seq;
        let cause = Cause { seq, at: entry.at, actor: &entry.actor };
        for mut effect in recorded::from_text(&entry.effects, seq)? {
            let mut outcomes = Vec::new();
            apply::effect(&mut tx, cause, &mut effect, &apply::Given::new(), &mut outcomes)?;
        }
    }
    // The last stamp stays: an addition that was taken out again has used it up.
    tx.head.stamp = end.stamp;
    Ok(())
}
