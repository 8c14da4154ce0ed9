//! How sure a rate is that was counted.
//!
//! Clopper–Pearson (Biometrika 26 (1934)): exact, never too narrow. Rejected: Wilson's interval, which is narrower and
//! covers less than it promises just where it matters here, at no or few false alarms.

/// Upper end of the two-sided 95 % interval of a probability after `hits` among `trials`, in [0, 1]; `None` for no trials.
pub fn upper_95(hits: u64, trials: u64) -> Option<f64> {
    if trials == 0 {
        return None;
    }
    let (mut low, mut high) = (hits as f64 / trials as f64, 1.0);
    // 60 halvings are finer than a double near 1.
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if at_most(hits, trials, middle) > 0.025 { low = middle } else { high = middle }
    }
    Some(high)
}

/// P(X ≤ `hits`) for X binomial of `trials` and `p`.
fn at_most(hits: u64, trials: u64, p: f64) -> f64 {
    if hits >= trials {
        return 1.0;
    }
    let (n, odds) = (trials as f64, (p / (1.0 - p)).ln());
    let mut log_term = n * (-p).ln_1p();
    let mut sum = log_term.exp();
    for k in 0..hits {
        log_term += ((n - k as f64) / (k as f64 + 1.0)).ln() + odds;
        sum += log_term.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::upper_95;

    #[test]
    fn the_ends_are_those_of_the_published_tables() {
        let close = |hits, trials, expected: f64| {
            let end = upper_95(hits, trials).unwrap();
            assert!((end - expected).abs() < 5e-4, "{hits} of {trials}: {end}");
        };
        close(0, 10, 0.3085);
        close(1, 10, 0.4450);
        close(5, 10, 0.8129);
        close(0, 100, 0.0362);
        close(2, 50, 0.1371);
        assert_eq!(upper_95(10, 10), Some(1.0));
        assert_eq!(upper_95(0, 0), None);
    }
}
