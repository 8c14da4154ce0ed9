//! The doctor: what is wrong with a store, and what to do about it. Looks, changes nothing.

use crate::{
    Error, Result, Store, blobs,
    digest::to_hex,
    driver::{Dialect, Driver},
    migrate,
    store::database,
};
use std::{fs, path::Path};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Works, and should be mended.
    Warning,
    /// Something is lost or may be.
    Error,
}

/// Something the doctor found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Ailment {
    /// How bad it is.
    pub severity: Severity,
    /// What it is.
    pub what: String,
    /// What to do.
    pub mend: String,
}

/// A write-ahead log longer than this was not moved into the database for long: a reader has been open all the time.
const LONG_WAL: u64 = 256 << 20;

struct Findings(Vec<Ailment>);

impl Findings {
    fn add(&mut self, severity: Severity, what: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Ailment { severity, what: what.into(), mend: mend.into() });
    }
}

impl Store {
    /// Checks the store; worst first. With `thorough`, verifies the log and compares the projections with it too.
    pub fn doctor(&self, thorough: bool) -> Result<Vec<Ailment>> {
        let mut found = Findings(Vec::new());
        self.read_consistently(|driver| {
            let version = migrate::version(driver)?.unwrap_or(0);
            let head = crate::writing::Head::read(driver)?;
            found.add(
                Severity::Note,
                format!("schema {version}, {} log entries", head.seq),
                "nothing: this is for your information",
            );
            if driver.dialect() == Dialect::Sqlite {
                check_pages(driver, &mut found)?;
            }
            check_guards(driver, &mut found)?;
            self.check_blobs(driver, &mut found)
        })?;
        if let Some(folder) = self.folder() {
            check_files(folder, &mut found)?;
        }
        if thorough {
            if let Some(bad) = self.verify()?.first_bad {
                found.add(
                    Severity::Error,
                    bad.to_string(),
                    "restore a backup from before the damage; `ostrakon audit verify` tells which one is whole",
                );
            } else if self.inner.writable && !self.projections_match()? {
                found.add(
                    Severity::Error,
                    "the tables made from the log are not what the log says",
                    "`ostrakon doctor --rebuild` makes them anew; the log itself is whole",
                );
            }
        }
        found.0.sort_by_key(|ailment| std::cmp::Reverse(ailment.severity));
        Ok(found.0)
    }

    fn check_blobs(&self, driver: &mut dyn Driver, found: &mut Findings) -> Result<()> {
        let rows = driver.query("SELECT sha256, size, destroyed FROM blobs ORDER BY sha256", &[])?;
        for mut row in rows {
            let (sha256, size, destroyed) = (row.digest(0)?, row.int(1)?, row.int_or_null(2)?);
            let held = if let Some(folder) = self.folder() {
                fs::metadata(blobs::path(folder, &sha256)).ok().map(|file| file.len() as i64)
            } else {
                let sql = "SELECT CAST(SUM(LENGTH(bytes)) AS BIGINT) FROM blob_parts WHERE sha256 = $1";
                let row = driver.query_one(sql, &[sha256.as_slice().into()])?;
                row.map_or(Ok(None), |mut row| row.int_or_null(0))?
            };
            let name = to_hex(&sha256);
            match (held, destroyed) {
                (None, None) if size > 0 || self.folder().is_some() => {
                    found.add(Severity::Error, format!("blob {name} is missing"), "restore it from a backup");
                }
                (Some(held), None) if held != size => found.add(
                    Severity::Error,
                    format!("blob {name} has {held} bytes where {size} were stored"),
                    "restore it from a backup",
                ),
                (Some(_), Some(receipt)) => found.add(
                    Severity::Warning,
                    format!(
                        "blob {name} was destroyed by log entry {receipt}, and its bytes are still there"
                    ),
                    "destroy it again: that finishes what was interrupted",
                ),
                _ => {}
            }
        }
        Ok(())
    }
}

fn check_pages(driver: &mut dyn Driver, found: &mut Findings) -> Result<()> {
    for mut row in driver.query("PRAGMA quick_check(5)", &[])? {
        let says = row.text(0)?;
        if says != "ok" {
            found.add(Severity::Error, format!("the database file is damaged: {says}"), "restore a backup");
        }
    }
    Ok(())
}

/// The triggers that keep the log append-only.
fn check_guards(driver: &mut dyn Driver, found: &mut Findings) -> Result<()> {
    let (sql, wanted) = match driver.dialect() {
        Dialect::Sqlite => {
            ("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log'", 2)
        }
        Dialect::Postgres => (
            "SELECT COUNT(*) FROM pg_catalog.pg_trigger WHERE tgrelid = 'log'::regclass AND NOT tgisinternal",
            2,
        ),
    };
    let there = driver.query_one(sql, &[])?.map_or(Ok(0), |mut row| row.int(0))?;
    if there < wanted {
        found.add(
            Severity::Error,
            "the guards that keep the log append-only were removed",
            "find out who did it, run `ostrakon audit verify`, and restore a backup from before",
        );
    }
    Ok(())
}

fn check_files(folder: &Path, found: &mut Findings) -> Result<()> {
    let wal = database(folder).with_extension("db-wal");
    if let Ok(file) = fs::metadata(&wal)
        && file.len() > LONG_WAL
    {
        found.add(
            Severity::Warning,
            format!("the write-ahead log is {} MB long", file.len() >> 20),
            "restart the server when it is quiet; a reader that never ends keeps it from being moved",
        );
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder).map_err(Error::io(folder))?.permissions().mode();
        if mode & 0o007 != 0 {
            found.add(
                Severity::Warning,
                format!("{}: everybody on this machine can enter the data directory", folder.display()),
                format!("chmod 750 {}", folder.display()),
            );
        }
    }
    let blobs = folder.join(blobs::FOLDER);
    let Ok(entries) = fs::read_dir(&blobs) else { return Ok(()) };
    for entry in entries {
        let path = entry.map_err(Error::io(&blobs))?.path();
        if path.extension().is_some_and(|extension| extension == "part") {
            found.add(
                Severity::Note,
                format!("{} was never finished", path.display()),
                "delete it when nobody is storing evidence",
            );
        }
    }
    Ok(())
}
