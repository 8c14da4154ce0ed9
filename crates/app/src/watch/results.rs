//! What a run found, shown: counts by term and day, the very posts, and a table that leaves.
//!
//! The file is small (counts, and a bounded sample of posts), so it is read whole for each question and kept by nobody.

use super::Watches;
use super::wire::{Count, Day, Outcome, Post, PostPage, Run, RunState};
use crate::analysis::place::failed;
use crate::hub::HubError;
use jiff::civil::Date;
use ostrakon_access::Principal;
use ostrakon_exchange::table;
use std::fs;
use std::io::{ErrorKind, Write};

/// Accounts below which a cell of a table says no number (k-anonymity, as on the public side).
const LEAST_ACCOUNTS: u64 = 10;

/// Which exhibits.
#[derive(Debug, Clone, Default)]
pub struct PostFilter {
    /// That hold this term, by its place.
    pub term: Option<u32>,
    /// Of this day of UTC.
    pub day: Option<Date>,
    /// At most as many.
    pub limit: usize,
    /// `next` of the page before.
    pub next: Option<String>,
}

impl Watches {
    /// A run with what it found: counts by term, and by day.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Damaged`].
    pub fn run(
        &self,
        who: &Principal,
        list: &str,
        run: &str,
    ) -> Result<(i64, Run, Vec<Count>, Vec<Day>), HubError> {
        let found = self.run_of(who, list, run)?;
        let (rev, run) = (found.rev, self.shown(found.value));
        if run.state != RunState::Done {
            return Ok((rev, run, Vec::new(), Vec::new()));
        }
        let Outcome { counts, days, .. } = self.outcome(&run.id)?;
        Ok((rev, run, counts, days))
    }

    /// The posts that a run keeps as exhibits, in order of time; those without one come first.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Invalid`] for a page that is none.
    pub fn posts(
        &self,
        who: &Principal,
        list: &str,
        run: &str,
        filter: &PostFilter,
    ) -> Result<PostPage, HubError> {
        let found = self.run_of(who, list, run)?;
        if found.value.state != RunState::Done {
            return Ok(PostPage::default());
        }
        let from = match &filter.next {
            None => 0,
            Some(text) => text.parse::<usize>().map_err(|_| {
                HubError::invalid("next", "was not given out by this server; begin anew without it")
            })?,
        };
        let day = filter.day.map(|day| day.to_string());
        let wanted = |post: &Post| {
            filter.term.is_none_or(|term| post.terms.contains(&term))
                && day.as_ref().is_none_or(|day| post.time.is_some_and(|ms| super::scan::day_of(ms) == *day))
        };
        let mut posts: Vec<Post> = self.outcome(run)?.posts.into_iter().filter(wanted).collect();
        let total = posts.len() as u64;
        let end = from.saturating_add(filter.limit);
        let next = (end < posts.len()).then(|| end.to_string());
        posts = posts.into_iter().skip(from).take(filter.limit).collect();
        Ok(PostPage { posts, total, next })
    }

    /// Counts by day and term as a table. A day on which fewer than ten accounts wrote is told as such, without a number.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Conflict`] for a run that is not done.
    pub fn table(&self, who: &Principal, list: &str, run: &str) -> Result<String, HubError> {
        let (_, run, _, days) = self.run(who, list, run)?;
        if run.state != RunState::Done {
            return Err(HubError::Conflict("the run is not done; there is nothing to tell yet".into()));
        }
        let rows = days.into_iter().map(|one| {
            let term = run.terms.get(one.term as usize);
            let few = one.accounts < LEAST_ACCOUNTS;
            let number = |n: u64| if few { String::new() } else { n.to_string() };
            vec![
                one.day,
                term.map_or("", |term| term.kind.name()).to_owned(),
                term.map(|term| term.value.clone()).unwrap_or_default(),
                number(one.posts),
                number(one.accounts),
                if few { format!("fewer than {LEAST_ACCOUNTS} accounts") } else { String::new() },
            ]
        });
        let header = ["day", "kind", "term", "posts", "accounts", "note"];
        Ok(table::write(&header, rows.collect::<Vec<_>>()))
    }

    fn outcome(&self, run: &str) -> Result<Outcome, HubError> {
        let path = self.inner.result(run);
        let bytes = fs::read(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => HubError::Gone("what this run found is gone; run the list again".into()),
            _ => failed(&path)(error),
        })?;
        serde_json::from_slice(&bytes)
            .map_err(|error| HubError::Damaged { what: path.display().to_string(), why: error.to_string() })
    }

    /// Keeps what a run found: the file appears whole.
    pub(super) fn keep(&self, run: &str, outcome: &Outcome) -> Result<(), HubError> {
        let folder = &self.inner.folder;
        let bytes = serde_json::to_vec(outcome).map_err(HubError::from_json("result of a run"))?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed(folder))?;
        file.write_all(&bytes).and_then(|()| file.as_file().sync_all()).map_err(failed(folder))?;
        let path = self.inner.result(run);
        file.persist(&path).map_err(|error| failed(&path)(error.error))?;
        Ok(())
    }
}
