//! Commits: many callers, one transaction at a time, one flush to the disk for all who wait.
//!
//! **The problem.** A durable commit costs a flush (milliseconds), and a hash chain has one end, so writers queue.
//! **The choice.** Whoever gets the writer's lock takes everybody's commits from the queue into one transaction, each in
//! a savepoint of its own: one refused commit harms no other, and one flush serves all. Hashing and compressing happen
//! before the queue, on the caller's thread. **Rejected.** A writer thread: a hop more for the single writer, and a
//! panic in it would stop the store.

use crate::{
    Commit, Committed, Error, Expect, Idempotency, Result, Store,
    apply::{self, Cause, Given},
    driver::{Driver, sqlite::Role},
    pack,
    prepare::{Prepared, prepare},
    recorded::{Entry, Recorded, to_text},
    store::{connect, lock},
    value::Param,
    writing::Writing,
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

/// Commits taken into one transaction, at most.
const GROUP: usize = 64;
/// Content bytes taken into one transaction before no more commits join it.
const GROUP_BYTES: usize = 16 << 20;
/// How long a repeated request gets its first answer.
pub(crate) const REMEMBERED_MS: i64 = 24 * 3_600_000;

/// The writer and those who wait for it.
pub(crate) struct Queue {
    /// `None` while a transaction runs and after a panic in one; then it is connected anew.
    writer: Mutex<Option<Box<dyn Driver>>>,
    waiting: Mutex<VecDeque<Arc<Pending>>>,
}

struct Pending {
    commit: Prepared,
    done: Mutex<Option<Result<Committed>>>,
}

impl Queue {
    pub(crate) fn new(writer: Option<Box<dyn Driver>>) -> Self {
        Self { writer: Mutex::new(writer), waiting: Mutex::default() }
    }
}

impl Store {
    /// Writes all of a commit, durably, or nothing.
    ///
    /// # Errors
    /// [`Error::Conflict`] when an expected revision is not there, [`Error::KeyReused`], [`Error::Input`] for what cannot
    /// be stored; after any error nothing of the commit was written.
    pub fn commit(&self, commit: Commit) -> Result<Committed> {
        if !self.inner.writable {
            return Err(Error::ReadOnly);
        }
        let pending = Arc::new(Pending { commit: prepare(commit)?, done: Mutex::new(None) });
        lock(&self.inner.queue.waiting).push_back(Arc::clone(&pending));
        let mut writer = lock(&self.inner.queue.writer);
        loop {
            if let Some(done) = lock(&pending.done).take() {
                return done;
            }
            let group = self.next_group();
            let connection = writer.take().filter(|connection| connection.is_alive());
            let connected = connection.map_or_else(|| connect(&self.inner.location, Role::Writer), Ok);
            match connected {
                Ok(mut connection) => {
                    let last = run_group(connection.as_mut(), &group);
                    if group.iter().any(|pending| pending.commit.erases()) {
                        // Pages of before the erasure are still in the write-ahead log. A reader that is in the middle of
                        // one keeps them there for as long; the next erasure, or the next start, tries again.
                        let _ = connection.flush_log();
                    }
                    *writer = Some(connection);
                    if let Some(seq) = last {
                        self.ring(seq);
                    }
                }
                Err(error) => fail(&group, &error),
            }
        }
    }

    fn next_group(&self) -> Vec<Arc<Pending>> {
        let mut waiting = lock(&self.inner.queue.waiting);
        let mut group = Vec::new();
        let mut bytes = 0;
        while group.len() < GROUP && bytes < GROUP_BYTES {
            let Some(pending) = waiting.pop_front() else { break };
            bytes += pending.commit.weight();
            group.push(pending);
        }
        group
    }

    /// Runs `work` as the only writer, in one transaction.
    pub(crate) fn write_alone<T>(&self, work: impl FnOnce(&mut dyn Driver) -> Result<T>) -> Result<T> {
        if !self.inner.writable {
            return Err(Error::ReadOnly);
        }
        let mut writer = lock(&self.inner.queue.writer);
        let connection = writer.take().filter(|connection| connection.is_alive());
        let mut connection = connection.map_or_else(|| connect(&self.inner.location, Role::Writer), Ok)?;
        connection.begin_write()?;
        let done = work(connection.as_mut()).and_then(|value| connection.batch("COMMIT").map(|()| value));
        if done.is_ok() || connection.batch("ROLLBACK").is_ok() {
            *writer = Some(connection);
        }
        done
    }
}

fn fail(group: &[Arc<Pending>], error: &Error) {
    for pending in group {
        let reason = error.to_string();
        *lock(&pending.done) = Some(Err(Error::Database { doing: "writing a commit".to_owned(), reason }));
    }
}

/// Runs a group in one transaction and hands each its result; returns the end of the log, if it moved.
fn run_group(driver: &mut dyn Driver, group: &[Arc<Pending>]) -> Option<i64> {
    match try_group(driver, group) {
        Ok((results, last)) => {
            for (pending, result) in group.iter().zip(results) {
                *lock(&pending.done) = Some(result);
            }
            last
        }
        Err(error) => {
            // Nothing is to be done about a rollback that fails: the connection is lost, and with it the transaction.
            let _ = driver.batch("ROLLBACK");
            fail(group, &error);
            None
        }
    }
}

type Results = Vec<Result<Committed>>;

fn try_group(driver: &mut dyn Driver, group: &[Arc<Pending>]) -> Result<(Results, Option<i64>)> {
    driver.begin_write()?;
    let mut tx = Writing::begin(driver)?;
    let before = tx.head;
    let mut results = Vec::with_capacity(group.len());
    for pending in group {
        let mark = tx.mark();
        tx.driver.batch("SAVEPOINT one_commit")?;
        let done = write(&mut tx, &pending.commit);
        if done.is_err() {
            tx.driver.batch("ROLLBACK TO SAVEPOINT one_commit")?;
            tx.back_to(mark);
        }
        tx.driver.batch("RELEASE SAVEPOINT one_commit")?;
        results.push(done);
    }
    let head = tx.head;
    if head != before {
        head.write(tx.driver)?;
    }
    driver.batch("COMMIT")?;
    Ok((results, (head.seq > before.seq).then_some(head.seq)))
}

/// Writes one commit: checks, then each event's effects, then the event.
fn write(tx: &mut Writing<'_>, commit: &Prepared) -> Result<Committed> {
    if let Some(key) = &commit.idempotency {
        if let Some(response) = seen(tx.driver, key)? {
            return Ok(Committed { repeated: Some(response), ..Committed::default() });
        }
        remember(tx.driver, key, commit.at)?;
    }
    for expect in &commit.expect {
        check(tx.driver, expect)?;
    }
    let given: Given<'_> = commit.contents.iter().map(|packed| (packed.sha256, packed)).collect();
    let mut done = Committed { hash: tx.head.hash, ..Committed::default() };
    for event in &commit.events {
        let seq = tx.head.seq + 1;
        let cause = Cause { seq, at: commit.at, actor: &commit.actor };
        let mut effects = event.effects.clone();
        for effect in &mut effects {
            if let Recorded::AddObjects(add) = effect {
                add.added = (tx.head.stamp + 1).max(commit.at.saturating_mul(1_000));
            }
            apply::effect(tx, cause, effect, &given, &mut done.objects)?;
            if matches!(effect, Recorded::PutRecord(_)) {
                done.revs.push(seq);
            }
        }
        effects.retain(Recorded::says_something);
        append(tx, cause, event.kind.as_str(), &event.subject, &event.data, &to_text(&effects)?)?;
        if done.first_seq == 0 {
            done.first_seq = seq;
        }
        done.last_seq = seq;
        done.hash = tx.head.hash;
    }
    Ok(done)
}

/// Appends an entry to the log.
fn append(
    tx: &mut Writing<'_>,
    cause: Cause<'_>,
    kind: &str,
    subject: &str,
    data: &[u8],
    effects: &[u8],
) -> Result<()> {
    let entry = Entry { seq: cause.seq, at: cause.at, actor: cause.actor, kind, subject, data, effects };
    let hash = entry.hash(&tx.head.hash);
    let packed = pack::frame(effects)?;
    let params: [Param<'_>; 9] = [
        cause.seq.into(),
        cause.at.into(),
        cause.actor.into(),
        kind.into(),
        subject.into(),
        data.into(),
        packed.as_slice().into(),
        tx.head.hash.as_slice().into(),
        hash.as_slice().into(),
    ];
    tx.driver.execute(
        "INSERT INTO log (seq, at, actor, kind, subject, data, effects, prev, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params,
    )?;
    tx.head.seq = cause.seq;
    tx.head.hash = hash;
    Ok(())
}

pub(crate) fn seen(driver: &mut dyn Driver, key: &Idempotency) -> Result<Option<Vec<u8>>> {
    let row = driver.query_one(
        "SELECT digest, response FROM idempotency WHERE scope = $1 AND name = $2",
        &[key.scope.as_str().into(), key.key.as_str().into()],
    )?;
    let Some(mut row) = row else { return Ok(None) };
    if row.digest(0)? == key.request {
        return row.blob(1).map(Some);
    }
    Err(Error::KeyReused { scope: key.scope.clone(), key: key.key.clone() })
}

pub(crate) fn remember(driver: &mut dyn Driver, key: &Idempotency, at: i64) -> Result<()> {
    driver.execute("DELETE FROM idempotency WHERE at < $1", &[at.saturating_sub(REMEMBERED_MS).into()])?;
    driver.execute(
        "INSERT INTO idempotency (scope, name, digest, response, at) VALUES ($1, $2, $3, $4, $5)",
        &[
            key.scope.as_str().into(),
            key.key.as_str().into(),
            key.request.as_slice().into(),
            key.response.as_slice().into(),
            at.into(),
        ],
    )?;
    Ok(())
}

fn check(driver: &mut dyn Driver, expect: &Expect) -> Result<()> {
    let row = driver.query_one(
        "SELECT rev FROM records WHERE kind = $1 AND id = $2",
        &[expect.kind.as_str().into(), expect.id.as_str().into()],
    )?;
    let found = row.map(|mut row| row.int(0)).transpose()?;
    if found == expect.rev {
        return Ok(());
    }
    Err(Error::Conflict { kind: expect.kind.clone(), id: expect.id.clone(), expected: expect.rev, found })
}

impl Store {
    /// The answer that was stored under an idempotency key; `None` when the key is new.
    ///
    /// # Errors
    /// [`Error::KeyReused`] when the key was used for a request with another digest.
    pub fn repeated(&self, key: &Idempotency) -> Result<Option<Vec<u8>>> {
        self.read(|driver| seen(driver, key))
    }
}
