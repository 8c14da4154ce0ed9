//! In-space placebos: what the same arithmetic finds where nothing was done.
//!
//! Each control is taken for the one that was measured, against the others (Abadie, Diamond and Hainmueller, *J. Am. Stat.
//! Assoc.* 105 (2010) 493, §2.4). An interval speaks of chance over time; this speaks of what else changed at that moment.

use super::estimate::{design, fit};
use super::{LEAST, Series};

/// Controls below which the comparison says nothing.
const FEW: usize = 3;

/// How many controls changed their level, in shares of their mean before, at least as much as the series did.
pub(super) fn as_large(series: &Series, first: usize, mixed: Option<usize>, level: f64) -> Option<usize> {
    if series.controls.len() < FEW {
        return None;
    }
    let own = share(&series.values, first, level)?;
    let changes = series.controls.iter().map(|(name, values)| {
        let others = series.controls.iter().filter(|(other, _)| *other != name);
        let placebo = Series {
            values: values.clone(),
            controls: others.map(|(name, one)| (name.clone(), one.clone())).collect(),
            start: series.start,
            step: series.step,
            scaled: series.scaled,
            ..Series::default()
        };
        let rows: Vec<_> = placebo
            .contrast(first)
            .into_iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != mixed)
            .filter_map(|(at, value)| Some((at, design(at, first), value?)))
            .collect();
        let before = rows.iter().filter(|(at, ..)| *at < first).count();
        if before < LEAST || rows.len() - before < LEAST {
            return None;
        }
        share(values, first, fit(&rows).b[2])
    });
    let changes: Option<Vec<f64>> = changes.collect();
    Some(changes?.into_iter().filter(|one| *one >= own).count())
}

/// A change in shares of the mean before; nothing where that is zero.
fn share(values: &[Option<u64>], first: usize, change: f64) -> Option<f64> {
    let before: Vec<f64> = values.iter().take(first).flatten().map(|count| *count as f64).collect();
    let sum: f64 = before.iter().sum();
    (sum > 0.0).then(|| (change * before.len() as f64 / sum).abs())
}
