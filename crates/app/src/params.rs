//! Parameters of the default mode from what a person gives, refused where they make no sense.

use crate::AppError;
use ostrakon_detect::coordination::Params;
use ostrakon_model::Signal;

/// Checks and fills the parameters. An empty list of signals means all.
///
/// # Errors
/// [`AppError::Usage`] with the mend.
pub fn from(
    signals: &[Signal],
    windows_s: &[u32],
    min_weight: u32,
    q: f64,
    similarity: f64,
    seed: u64,
) -> Result<Params, AppError> {
    let mut params = Params::default();
    if !signals.is_empty() {
        params.signals = signals.to_vec();
        params.signals.sort_unstable();
        params.signals.dedup();
    }
    if params.signals.contains(&Signal::CoPost) {
        return Err(AppError::Usage(
            "co-post matches any two posts and supports no finding; use it with `detect coordination --compat cnt`".into(),
        ));
    }
    params.links.windows_ms = windows_s.iter().map(|&s| i64::from(s) * 1_000).collect();
    params.links.windows_ms.sort_unstable();
    params.links.windows_ms.dedup();
    if params.links.windows_ms.is_empty() {
        return Err(AppError::Usage("give at least one window, for example --windows 60".into()));
    }
    if min_weight < 2 {
        return Err(AppError::Usage(
            "--min-weight: one meeting is no evidence of anything; use 2 or more".into(),
        ));
    }
    if q <= 0.0 || similarity < 0.01 {
        return Err(AppError::Usage("--q must be above 0 and --similarity at least 0.01".into()));
    }
    params.links.min_moments = min_weight;
    params.links.q = q;
    params.links.seed = seed;
    params.similarity = similarity;
    Ok(params)
}
