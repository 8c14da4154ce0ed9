//! Which packed copies an asker can unpack (`Accept-Encoding`, RFC 9110 §12.5.3).

use axum::http::{HeaderMap, header};

/// A way of packing that the build makes copies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Brotli,
    Gzip,
}

impl Packing {
    /// Smallest first.
    pub const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    /// Its name in `Content-Encoding`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What a packed copy's file name ends with.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// Those that the asker names and does not refuse by `q=0`, smallest first.
pub(super) fn packings(headers: &HeaderMap) -> Vec<Packing> {
    let text: Vec<&str> =
        headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
    let accepted = |packing: &Packing| {
        text.iter().flat_map(|line| line.split(',')).any(|one| {
            let (name, rest) = one.split_once(';').unwrap_or((one, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(packing.name()) && weight.is_some_and(|weight| weight > 0.0)
        })
    };
    Packing::ALL.into_iter().filter(accepted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(text: &'static str) -> Vec<Packing> {
        packings(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(text))]))
    }

    #[test]
    fn the_asker_decides_what_it_can_unpack() {
        assert_eq!(of("gzip, deflate, br, zstd"), [Packing::Brotli, Packing::Gzip]);
        assert_eq!(of("gzip;q=0.5, br;q=0"), [Packing::Gzip]);
        assert_eq!(of("brotli, x-gzip"), []);
        assert_eq!(of(";;=,q=,br;q=x"), []);
        assert_eq!(packings(&HeaderMap::new()), []);
    }
}
