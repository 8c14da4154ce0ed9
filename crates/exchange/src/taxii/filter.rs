//! Filters and cursors of a request (TAXII 2.1 §3.4, §3.5).

use super::stamp;

/// The most objects in one answer, whatever a client asks for.
pub const MOST: usize = 10_000;
/// Objects in one answer when the client does not say.
pub const USUAL: usize = 1_000;
/// The most values in one `match` parameter: a longer list is a mistake or an attack.
const MOST_VALUES: usize = 1_000;

/// Which versions of an object are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Versions {
    /// The newest: the default.
    #[default]
    Last,
    /// The oldest.
    First,
    /// Every one.
    All,
    /// A list: moments in microseconds since 1970, and whether the newest and the oldest are meant too.
    Some {
        /// Microseconds since 1970.
        at: Vec<i64>,
        /// `last` was in the list.
        last: bool,
        /// `first` was in the list.
        first: bool,
    },
}

/// What of a collection is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only what was added after this moment, microseconds since 1970.
    pub added_after: Option<i64>,
    /// The most objects in the answer: 1 to [`MOST`]; [`USUAL`] when `None`.
    pub limit: Option<usize>,
    /// Where the answer before this one ended, from its `next`.
    pub next: Option<i64>,
    /// `match[id]`; empty means any.
    pub ids: Vec<String>,
    /// `match[type]`; empty means any.
    pub types: Vec<String>,
    /// `match[version]`.
    pub versions: Versions,
    /// `match[spec_version]`; empty means the newest there is.
    pub spec_versions: Vec<String>,
}

/// A parameter that says nothing that can be done. Answered with status 400.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {why}")]
pub struct FilterError {
    /// The parameter.
    pub name: String,
    /// What is wrong, and what would be right.
    pub why: String,
}

impl Filter {
    /// Reads decoded `(name, value)` pairs of a query. Parameters of other names are left alone: a later version of the
    /// protocol, or a proxy, may add some.
    ///
    /// # Errors
    /// [`FilterError`] for a value that is no time stamp, number or cursor, and for a parameter given twice.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, FilterError> {
        let mut filter = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in pairs {
            let known = matches!(
                name,
                "added_after"
                    | "limit"
                    | "next"
                    | "match[id]"
                    | "match[type]"
                    | "match[version]"
                    | "match[spec_version]"
            );
            if !known {
                continue;
            }
            let refuse = |why: String| FilterError { name: name.to_owned(), why };
            if seen.contains(&name) {
                return Err(refuse("given twice; put the values into one parameter, with commas".into()));
            }
            seen.push(name);
            match name {
                "added_after" => {
                    filter.added_after = Some(stamp::parse(value).ok_or_else(|| {
                        refuse(format!("{value:?} is no UTC time stamp such as 2024-06-09T20:00:00.000Z"))
                    })?);
                }
                "limit" => {
                    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
                    // What is more than a number here can be is more than a page holds, too.
                    let limit = digits.then(|| value.parse::<u64>().unwrap_or(u64::MAX)).filter(|&n| n > 0);
                    let limit = limit.ok_or_else(|| refuse(format!("{value:?} is no number above 0")))?;
                    filter.limit = Some(usize::try_from(limit).unwrap_or(MOST).min(MOST));
                }
                "next" => {
                    filter.next = Some(read_cursor(value).ok_or_else(|| {
                        refuse(format!("{value:?} was not given out by this server; begin anew without it"))
                    })?);
                }
                "match[id]" => filter.ids = values(value).map_err(refuse)?,
                "match[type]" => filter.types = values(value).map_err(refuse)?,
                "match[spec_version]" => filter.spec_versions = values(value).map_err(refuse)?,
                _ => filter.versions = versions(value).map_err(refuse)?,
            }
        }
        Ok(filter)
    }

    /// The most objects in the answer.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(USUAL).min(MOST)
    }

    /// The position after which the answer begins.
    pub fn after(&self) -> i64 {
        self.next.unwrap_or(i64::MIN).max(self.added_after.unwrap_or(i64::MIN))
    }
}

/// The `next` that continues after a position.
pub fn write_cursor(position: i64) -> String {
    format!("p{position:x}")
}

fn read_cursor(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('p')?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    i64::from_str_radix(digits, 16).ok()
}

fn values(text: &str) -> Result<Vec<String>, String> {
    let all: Vec<String> =
        text.split(',').map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect();
    match all.len() {
        0 => Err("has no value".into()),
        1..=MOST_VALUES => Ok(all),
        n => Err(format!("has {n} values; at most {MOST_VALUES} in one request")),
    }
}

fn versions(text: &str) -> Result<Versions, String> {
    let all = values(text)?;
    let (mut at, mut last, mut first) = (Vec::new(), false, false);
    for value in &all {
        match value.as_str() {
            // `all` beside others says no more than `all`.
            "all" => return Ok(Versions::All),
            "last" => last = true,
            "first" => first = true,
            stamp => at.push(
                stamp::parse(stamp)
                    .ok_or_else(|| format!("{stamp:?} is neither all, first, last nor a UTC time stamp"))?,
            ),
        }
    }
    Ok(match (at.is_empty(), last, first) {
        (true, true, false) => Versions::Last,
        (true, false, true) => Versions::First,
        _ => Versions::Some { at, last, first },
    })
}

#[cfg(test)]
mod tests {
    use super::{Filter, Versions, write_cursor};
    use proptest::prelude::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<Filter, String> {
        Filter::parse(pairs.iter().copied()).map_err(|e| e.to_string())
    }

    #[test]
    fn every_filter_of_the_protocol() {
        let filter = parse(&[
            ("added_after", "2024-06-09T20:00:00Z"),
            ("limit", "50"),
            ("match[id]", "indicator--1, malware--2"),
            ("match[type]", "indicator"),
            ("match[version]", "first,2024-01-01T00:00:00.000Z"),
            ("match[spec_version]", "2.0,2.1"),
            ("something", "else"),
        ])
        .expect("good");
        assert_eq!(filter.limit(), 50);
        assert_eq!(filter.after(), 1_717_963_200_000_000);
        assert_eq!(filter.ids, ["indicator--1", "malware--2"]);
        let at = vec![1_704_067_200_000_000];
        assert_eq!(filter.versions, Versions::Some { at, last: false, first: true });
        assert_eq!(parse(&[("match[version]", "all,last")]).map(|f| f.versions), Ok(Versions::All));
        assert_eq!(parse(&[]).map(|f| f.limit()), Ok(super::USUAL));
    }

    #[test]
    fn nonsense_is_refused_with_the_parameter_s_name() {
        for (name, value) in [
            ("added_after", "yesterday"),
            ("limit", "0"),
            ("limit", "-1"),
            ("limit", "many"),
            ("next", "2"),
            ("next", "p"),
            ("next", "p-1"),
            ("match[id]", ","),
            ("match[version]", "newest"),
        ] {
            let error = parse(&[(name, value)]).expect_err(value);
            assert!(error.starts_with(name), "{error}");
        }
        assert!(parse(&[("limit", "1"), ("limit", "2")]).is_err());
        assert_eq!(parse(&[("limit", "99999999")]).map(|f| f.limit()), Ok(super::MOST));
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_back(position in 0_i64..) {
            let text = write_cursor(position);
            prop_assert_eq!(parse(&[("next", &text)]).map(|f| f.next), Ok(Some(position)));
        }

        #[test]
        fn no_value_is_too_strange(name in "(limit|next|added_after|match\\[version\\])", value in ".{0,30}") {
            let _ = parse(&[(&name, &value)]);
        }
    }
}
