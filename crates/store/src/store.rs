//! The handle: one writer, a pool of readers, and news of what was written.
//!
//! **The choice.** Reads take a connection of their own and never wait for a write. Nothing is loaded at the start, so a
//! store of a million objects opens as fast as an empty one. **Rejected.** A cache of objects: the database's page cache
//! is one already, and it is right.

use crate::{
    Error, Location, Options, Result,
    commit::Queue,
    driver::{
        Driver,
        postgres::Postgres,
        sqlite::{Role, Sqlite},
    },
    migrate,
    writing::Head,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Name of the database in a data directory.
pub const DATABASE: &str = "ostrakon.db";
/// How often another process's writes are looked for while waiting for news.
const LOOK: Duration = Duration::from_millis(400);

/// The operational store. Cheap to clone; every clone is the same store.
///
/// All calls block: from asynchronous code, call them on blocking threads.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) location: Location,
    pub(crate) writable: bool,
    pub(crate) queue: Queue,
    readers: Mutex<Vec<Box<dyn Driver>>>,
    most_readers: usize,
    news: Mutex<i64>,
    rung: Condvar,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.inner.location.describe()).finish()
    }
}

/// A lock whose holder panicked guards nothing half-done here: transactions roll back with their connection.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Store {
    /// Opens a store for reading and writing; makes it when it is missing, and migrates an older one.
    ///
    /// # Errors
    /// [`Error::Open`], [`Error::TooNew`], or the error of a migration (which then left everything as it was).
    pub fn open(location: &Location, options: &Options) -> Result<Self> {
        if let Location::Sqlite(folder) = location {
            make_private(folder)?;
        }
        let mut writer = connect(location, Role::Writer)?;
        migrate::run(writer.as_mut(), &location.describe(), options)?;
        // As far as no other process reads just now; it is not needed, and frees the disk.
        let _ = writer.flush_log();
        Self::with(location, options, Some(writer))
    }

    /// Opens a store that is there for reading only; never migrates.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NeedsMigration`], [`Error::TooNew`], [`Error::Open`].
    pub fn read_only(location: &Location, options: &Options) -> Result<Self> {
        let place = location.describe();
        if let Location::Sqlite(folder) = location
            && !folder.join(DATABASE).is_file()
        {
            return Err(Error::NotFound { place });
        }
        let mut reader = connect(location, Role::Reader)?;
        match migrate::version(reader.as_mut())? {
            None => Err(Error::NotFound { place }),
            Some(found) if found > migrate::NEWEST => {
                Err(Error::TooNew { place, found, known: migrate::NEWEST })
            }
            Some(found) if found < migrate::NEWEST => {
                Err(Error::NeedsMigration { place, found, known: migrate::NEWEST })
            }
            Some(_) => Self::with(location, options, None),
        }
    }

    fn with(location: &Location, options: &Options, writer: Option<Box<dyn Driver>>) -> Result<Self> {
        let inner = Inner {
            location: location.clone(),
            writable: writer.is_some(),
            queue: Queue::new(writer),
            readers: Mutex::new(Vec::new()),
            most_readers: options.readers.max(1),
            news: Mutex::new(0),
            rung: Condvar::new(),
        };
        let store = Self { inner: Arc::new(inner) };
        *lock(&store.inner.news) = store.head()?.seq;
        Ok(store)
    }

    /// Where the store lies.
    pub fn location(&self) -> &Location {
        &self.inner.location
    }

    /// The data directory; `None` on PostgreSQL.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &self.inner.location {
            Location::Sqlite(folder) => Some(folder),
            Location::Postgres(_) => None,
        }
    }

    /// Runs `work` with a reader's connection.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut dyn Driver) -> Result<T>) -> Result<T> {
        let idle = lock(&self.inner.readers).pop();
        let mut reader = match idle {
            Some(reader) if reader.is_alive() => reader,
            _ => connect(&self.inner.location, Role::Reader)?,
        };
        let done = work(reader.as_mut());
        let mut idle = lock(&self.inner.readers);
        if reader.is_alive() && idle.len() < self.inner.most_readers {
            idle.push(reader);
        }
        done
    }

    /// Runs `work` on one state of the store, however many statements it needs.
    pub(crate) fn read_consistently<T>(&self, work: impl FnOnce(&mut dyn Driver) -> Result<T>) -> Result<T> {
        self.read(|driver| {
            driver.begin_read()?;
            let done = work(driver);
            let ended = driver.batch("ROLLBACK");
            let value = done?;
            ended.map(|()| value)
        })
    }

    /// Number of the last event; 0 in an empty store. Reads the database, so it sees other processes' writes.
    pub fn last_seq(&self) -> Result<i64> {
        Ok(self.head()?.seq)
    }

    pub(crate) fn head(&self) -> Result<Head> {
        self.read(Head::read)
    }

    /// Waits until there is an event later than `after`, at most for `timeout`; returns the number of the last event,
    /// which is not later than `after` when the time ran out. Writes by other processes are seen within half a second.
    ///
    /// One thread of a server that waits here can feed any number of listeners.
    pub fn wait_for_events(&self, after: i64, timeout: Duration) -> Result<i64> {
        let until = Instant::now() + timeout;
        loop {
            let last = self.last_seq()?;
            let left = until.saturating_duration_since(Instant::now());
            if last > after || left.is_zero() {
                return Ok(last);
            }
            let news = lock(&self.inner.news);
            if *news <= after {
                let waited = self.inner.rung.wait_timeout(news, left.min(LOOK));
                drop(waited.unwrap_or_else(PoisonError::into_inner));
            }
        }
    }

    /// Wakes those who wait for events.
    pub(crate) fn ring(&self, seq: i64) {
        let mut news = lock(&self.inner.news);
        *news = (*news).max(seq);
        self.inner.rung.notify_all();
    }
}

/// Makes a directory that only its owner can enter: it holds people's data. One that is there is left as it is.
pub(crate) fn make_private(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(Error::io(folder))
}

/// A new connection.
pub(crate) fn connect(location: &Location, role: Role) -> Result<Box<dyn Driver>> {
    Ok(match location {
        Location::Sqlite(folder) => Box::new(Sqlite::open(&database(folder), role)?),
        Location::Postgres(url) => Box::new(Postgres::open(url)?),
    })
}

pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}
