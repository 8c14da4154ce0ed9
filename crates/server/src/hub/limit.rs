//! How often one asker may ask.
//!
//! A bucket an asker, refilled evenly (generic cell rate algorithm, as `governor` does it): a burst is fine, a flood is
//! answered with 429 and the time to wait. The asker is the credential as it came, or the address without one: what is
//! limited is asking, before anything is looked up.

use super::problem::Problem;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::hash::BuildHasher;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Askers that are kept before those with full buckets are forgotten.
const KEPT: usize = 10_000;

/// The buckets.
pub(crate) struct Limits {
    buckets: DefaultKeyedRateLimiter<u64>,
    // Keys are hashed with a key of this process: nobody can aim at another's bucket, and no credential is kept.
    hasher: std::collections::hash_map::RandomState,
}

impl Limits {
    /// `per_second` requests an asker, and a burst of ten times that.
    pub fn new(per_second: NonZeroU32) -> Self {
        let quota = Quota::per_second(per_second)
            .allow_burst(per_second.saturating_mul(NonZeroU32::MIN.saturating_add(9)));
        Self { buckets: RateLimiter::keyed(quota), hasher: std::collections::hash_map::RandomState::new() }
    }

    /// As many an hour an asker, all of them at once if they like.
    pub fn per_hour(number: NonZeroU32) -> Self {
        Self {
            buckets: RateLimiter::keyed(Quota::per_hour(number)),
            hasher: std::collections::hash_map::RandomState::new(),
        }
    }

    /// Takes one from the bucket of an address, or says how many seconds to wait. Of IPv6 the network counts: one line of a
    /// provider has as many addresses as it likes.
    pub fn take_of(&self, address: Option<std::net::IpAddr>) -> Result<(), u64> {
        let asker = match address {
            Some(std::net::IpAddr::V6(six)) => self.hasher.hash_one(&six.octets()[..8]),
            Some(four) => self.hasher.hash_one(four),
            None => 0,
        };
        self.take(asker)
    }

    /// Takes one from an asker's bucket, or says how many seconds to wait.
    fn take(&self, asker: u64) -> Result<(), u64> {
        if self.buckets.len() > KEPT {
            self.buckets.retain_recent();
        }
        self.buckets.check_key(&asker).map_err(|refused| {
            refused.wait_time_from(DefaultClock::default().now()).as_secs_f64().ceil().max(1.0) as u64
        })
    }
}

/// Refuses those who ask too often.
pub(crate) async fn limit(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let credential = headers.get(header::AUTHORIZATION).or_else(|| headers.get(header::COOKIE));
    let asker = match (credential, request.extensions().get::<ConnectInfo<SocketAddr>>()) {
        (Some(value), _) => limits.hasher.hash_one(value.as_bytes()),
        (None, Some(ConnectInfo(address))) => limits.hasher.hash_one(address.ip()),
        (None, None) => 0,
    };
    match limits.take(asker) {
        Ok(()) => next.run(request).await,
        Err(wait) => Problem::too_often(wait).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;
    use std::num::NonZeroU32;

    #[test]
    fn a_flood_is_refused_and_others_are_not_drowned_in_it() {
        let limits = Limits::new(NonZeroU32::new(5).expect("not zero"));
        let taken = (0..1000).filter(|_| limits.take(1).is_ok()).count();
        assert!((50..100).contains(&taken), "{taken}");
        assert!(limits.take(1).is_err_and(|wait| wait >= 1));
        assert_eq!(limits.take(2), Ok(()));
    }
}
