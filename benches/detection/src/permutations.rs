//! Real posts dealt out anew, by account and by time.
//!
//! *Accounts*: each account keeps its number of posts; texts, objects and times stay where they are. Nobody acts with
//! anybody any more, so whatever is found is false. *Times*: accounts and objects stay, each post gets another's time.
//! Who shares what with whom stays as it was, and being on time is gone: what is found is interest in common (or a
//! shared list of targets worked off at leisure), which is evidence of another kind. How much of that kind there is shows
//! a third measurement: one window as long as the data, so that every sharing counts and no time does.

use crate::{alarm::Control, table::Table};
use ostrakon_app::{analyse::fields, load::Source};
use ostrakon_detect::coordination::{Params, find};
use ostrakon_exercise::permuted;
use ostrakon_model::{Columns, Signal, columns::NO_TIME};
use std::{collections::BTreeMap, error::Error, path::Path};

/// What was found in one data set.
struct Found {
    links: usize,
    evident: usize,
    linked_accounts: usize,
    groups_flagged: usize,
    accounts_flagged: usize,
    /// Links with an edge in each signal.
    by_signal: BTreeMap<Signal, usize>,
}

impl Found {
    fn of(columns: &Columns, params: &Params) -> Result<Self, Box<dyn Error>> {
        let detection = find(columns, params)?;
        let links = &detection.found.links;
        let mut linked: Vec<u32> = links.iter().flat_map(|link| [link.a, link.b]).collect();
        linked.sort_unstable();
        linked.dedup();
        let flagged = || detection.groups.iter().filter(|group| group.verdict.flagged);
        let mut by_signal = BTreeMap::new();
        for link in links {
            let windows = params.links.windows_ms.len();
            let mut signals: Vec<Signal> =
                link.edges.iter().map(|edge| params.signals[edge.layer as usize / windows]).collect();
            signals.dedup();
            signals.into_iter().for_each(|signal| *by_signal.entry(signal).or_default() += 1);
        }
        Ok(Self {
            by_signal,
            links: links.len(),
            evident: links.iter().filter(|link| link.evident()).count(),
            linked_accounts: linked.len(),
            groups_flagged: flagged().count(),
            // An account is in one group at most.
            accounts_flagged: flagged().map(|group| group.community.members.len()).sum(),
        })
    }
}

/// Measures one file; returns the false alarms after the accounts were dealt out anew, one permutation counted as one group.
pub fn measure(path: &Path, seeds: u64, out: Option<&Path>) -> Result<Control, Box<dyn Error>> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let stem = name.split('.').next().unwrap_or_default();
    let source = Source {
        inputs: vec![path.to_path_buf()],
        reveal: Some("permutation test: no account is shown".to_owned()),
        ..Source::default()
    };
    let columns = source.load(fields(), false, None, &())?.columns;
    let accounts = columns.accounts.len();
    let share = |flagged: usize| flagged as f64 / accounts.max(1) as f64;

    let mut table = Table::new(
        format!("{name}: {} posts, {accounts} accounts, default parameters", columns.len()),
        format!("permutations_{stem}"),
        &["data", "seed", "links", "on_time", "linked", "groups_flagged", "accounts_flagged", "share"],
    );
    let mut row = |data: &str, seed: &str, f: &Found| {
        table.row(&[
            &data,
            &seed,
            &f.links,
            &f.evident,
            &f.linked_accounts,
            &f.groups_flagged,
            &f.accounts_flagged,
            &format!("{:.5}", share(f.accounts_flagged)),
        ]);
    };
    let params = Params::default();
    let real = Found::of(&columns, &params)?;
    row("as collected", "-", &real);
    let any_time = Found::of(&columns, &without_window(&columns, &params))?;
    row("as collected, any time", "-", &any_time);
    let mut dealt =
        |what: &str, deal: &dyn Fn(&Columns, u64) -> Columns| -> Result<Vec<Found>, Box<dyn Error>> {
            (1..=seeds)
                .map(|seed| {
                    let found = Found::of(&deal(&columns, seed), &params)?;
                    row(what, &seed.to_string(), &found);
                    Ok(found)
                })
                .collect()
        };
    let by_account = dealt("accounts permuted", &|columns, seed| Columns {
        account: permuted(&columns.account, seed),
        ..columns.clone()
    })?;
    let by_time = dealt("times permuted", &|columns, seed| Columns {
        time: permuted(&columns.time, seed),
        ..columns.clone()
    })?;
    table.publish(out)?;

    let flagged: usize = by_account.iter().map(|f| f.accounts_flagged).sum();
    let most = by_account.iter().map(|f| f.accounts_flagged).max().unwrap_or(0);
    println!(
        "Accounts permuted, {seeds} seeds: {:.4} % of accounts flagged on average, {:.4} % at most (target 0.1 %); {} of \
         {seeds} seeds have any link, and {} accounts are in one.",
        100.0 * share(flagged) / seeds as f64,
        100.0 * share(most),
        by_account.iter().filter(|f| f.links > 0).count(),
        by_account.iter().map(|f| f.linked_accounts).sum::<usize>(),
    );
    let mean = |of: fn(&Found) -> usize| by_time.iter().map(of).sum::<usize>() as f64 / seeds as f64;
    println!(
        "Times alone permuted, {seeds} seeds: of {} links {:.1} remain on average, {:.1} of them on time; of {} flagged \
         accounts {:.1}, of {} flagged groups {:.2}. Whatever the times, {} pairs share more than chance gives.",
        real.links,
        mean(|f| f.links),
        mean(|f| f.evident),
        real.accounts_flagged,
        mean(|f| f.accounts_flagged),
        real.groups_flagged,
        mean(|f| f.groups_flagged),
        any_time.links,
    );
    signals(stem, &real, &any_time, &by_time).publish(out)?;
    Ok(Control {
        kind: format!("{stem}: accounts permuted among the posts, one permutation counted as one group"),
        groups: (seeds, by_account.iter().filter(|f| f.groups_flagged > 0).count() as u64),
        accounts: (seeds * accounts as u64, flagged as u64),
    })
}

/// The parameters with one window as long as the data: only what is shared counts.
fn without_window(columns: &Columns, params: &Params) -> Params {
    let times = || columns.time.iter().copied().filter(|&time| time != NO_TIME);
    let span = times().max().unwrap_or(0) - times().min().unwrap_or(0);
    let mut params = params.clone();
    params.links.windows_ms = vec![span.max(1)];
    params
}

/// In which signals links remain.
fn signals(stem: &str, real: &Found, any_time: &Found, by_time: &[Found]) -> Table {
    let mut table = Table::new(
        format!("{stem}: links by signal (a link may have several)"),
        format!("permutations_{stem}_signals"),
        &["signal", "as collected", "times permuted, mean", "any time"],
    );
    for signal in Signal::ALL {
        let of = |found: &Found| found.by_signal.get(&signal).copied().unwrap_or(0);
        let mean = by_time.iter().map(of).sum::<usize>() as f64 / by_time.len().max(1) as f64;
        if of(real) + of(any_time) > 0 {
            table.row(&[&signal, &of(real), &format!("{mean:.1}"), &of(any_time)]);
        }
    }
    table
}
