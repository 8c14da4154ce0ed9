//! Answers that are kept for repeats of a request, beside the log: claimed before the work, settled after it.
//!
//! **The problem.** A client that got no answer asks again, and what it asked for must not be done twice, whether the first
//! request is still running, is done, or died with its server. A commit's own key ([`Idempotency`] in [`crate::Commit`])
//! fits where one commit is the whole request and its answer is known before; most requests are neither.
//!
//! **The choice.** One row a key, in the table that commits use. It is inserted before the work begins, which is what makes
//! two at once impossible, and changed afterwards only by whoever knows what it holds (compare and swap). What the bytes
//! mean is the caller's business. **Rejected.** A record each: an answer may hold secrets, and the log is for ever.

use crate::{
    Error, Idempotency, Result, Store,
    commit::{REMEMBERED_MS, remember, seen},
    driver::Driver,
};

/// Rows kept, at most; beyond it the oldest go.
const MOST: i64 = 100_000;

impl Store {
    /// Keeps `key.response` under a key that is new, and gives `None`; else gives what is kept there.
    ///
    /// # Errors
    /// [`Error::KeyReused`] when the key stands for a request with another digest.
    pub fn claim_answer(&self, key: &Idempotency, at: i64) -> Result<Option<Vec<u8>>> {
        self.write_alone(|driver| {
            forget(driver, at)?;
            if let Some(found) = seen(driver, key)? {
                return Ok(Some(found));
            }
            remember(driver, key, at)?;
            Ok(None)
        })
    }

    /// Puts `key.response` in the place of `was`; `false` when something else is kept there by now.
    pub fn swap_answer(&self, key: &Idempotency, was: &[u8]) -> Result<bool> {
        self.write_alone(|driver| {
            let changed = driver.execute(
                "UPDATE idempotency SET response = $1 WHERE scope = $2 AND name = $3 AND response = $4",
                &[
                    key.response.as_slice().into(),
                    key.scope.as_str().into(),
                    key.key.as_str().into(),
                    was.into(),
                ],
            )?;
            Ok(changed > 0)
        })
    }

    /// Forgets a key while it holds `was`: nothing was done under it, and it may be used anew.
    pub fn release_answer(&self, key: &Idempotency, was: &[u8]) -> Result<bool> {
        self.write_alone(|driver| {
            let gone = driver.execute(
                "DELETE FROM idempotency WHERE scope = $1 AND name = $2 AND response = $3",
                &[key.scope.as_str().into(), key.key.as_str().into(), was.into()],
            )?;
            Ok(gone > 0)
        })
    }

    /// Forgets the answers whose day is over, and the oldest beyond a hundred thousand; for a server to call now and then.
    pub fn forget_answers(&self, at: i64) -> Result<()> {
        self.write_alone(|driver| {
            forget(driver, at)?;
            let sql = "SELECT at FROM idempotency ORDER BY at DESC LIMIT 1 OFFSET $1";
            let Some(mut row) = driver.query_one(sql, &[MOST.into()])? else { return Ok(()) };
            let last = row.int(0)?;
            driver.execute("DELETE FROM idempotency WHERE at <= $1", &[last.into()])?;
            Ok(())
        })
    }
}

fn forget(driver: &mut dyn Driver, at: i64) -> Result<(), Error> {
    driver.execute("DELETE FROM idempotency WHERE at < $1", &[at.saturating_sub(REMEMBERED_MS).into()])?;
    Ok(())
}
