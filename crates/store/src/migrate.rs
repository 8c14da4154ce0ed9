//! Migrations: forward only, one transaction each, so that a process killed at any moment leaves the schema of before or
//! of after and never one in between.
//!
//! **The choice.** Plain SQL in our one dialect, translated by [`Dialect::ddl`]; the version is a row that changes in the
//! same transaction (both databases have transactional DDL). **Rejected.** Migrations backwards: they are run on the
//! worst day, untested; the way back is the backup.

use crate::{
    Error, Result,
    driver::{Dialect, Driver},
    location::{Options, Step},
};

/// The schema that this program writes.
pub(crate) const NEWEST: i64 = 3;

fn statements(version: i64, dialect: Dialect) -> String {
    match (version, dialect) {
        (1, _) => {
            let zeros = match dialect {
                Dialect::Sqlite => format!("x'{}'", "00".repeat(32)),
                Dialect::Postgres => format!("decode('{}', 'hex')", "00".repeat(32)),
            };
            dialect.ddl(include_str!("migrations/0001_log_and_records.sql")).replace("ZEROS", &zeros)
        }
        (2, _) => dialect.ddl(include_str!("migrations/0002_ledger_and_evidence.sql")),
        (_, Dialect::Sqlite) => include_str!("migrations/0003_guard_the_log.sqlite.sql").to_owned(),
        (_, Dialect::Postgres) => include_str!("migrations/0003_guard_the_log.postgres.sql").to_owned(),
    }
}

/// The schema version of an open database; `None` when it holds no store.
pub(crate) fn version(driver: &mut dyn Driver) -> Result<Option<i64>> {
    let there = match driver.dialect() {
        Dialect::Sqlite => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'store_schema'",
        Dialect::Postgres => {
            "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'store_schema'"
        }
    };
    if driver.query_one(there, &[])?.is_none() {
        return Ok(None);
    }
    driver.query_one("SELECT version FROM store_schema", &[])?.map(|mut row| row.int(0)).transpose()
}

/// Brings the database to [`NEWEST`].
pub(crate) fn run(driver: &mut dyn Driver, place: &str, options: &Options) -> Result<()> {
    let tell = |step| {
        if let Some(told) = &options.on_migration {
            told(step);
        }
    };
    loop {
        let found = version(driver)?.unwrap_or(0);
        if found > NEWEST {
            return Err(Error::TooNew { place: place.to_owned(), found, known: NEWEST });
        }
        if found == NEWEST {
            return Ok(());
        }
        let next = found + 1;
        tell(Step::Begin(next));
        driver.begin_write()?;
        // Another process may have migrated between the look and the lock.
        if version(driver)?.unwrap_or(0) != found {
            driver.batch("ROLLBACK")?;
            continue;
        }
        let record = if found == 0 {
            driver.dialect().ddl(
                "CREATE TABLE store_schema (version INTEGER NOT NULL);\nINSERT INTO store_schema VALUES (1)",
            )
        } else {
            format!("UPDATE store_schema SET version = {next}")
        };
        let done = driver.batch(&statements(next, driver.dialect())).and_then(|()| driver.batch(&record));
        if let Err(error) = done {
            driver.batch("ROLLBACK")?;
            return Err(error);
        }
        tell(Step::Written(next));
        driver.batch("COMMIT")?;
        tell(Step::Done(next));
    }
}
