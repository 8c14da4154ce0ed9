//! Pages of the lists that people keep: accounts, organisations, tokens, proposals, collections, agreements, links.
//!
//! **The choice.** The body is the list itself, and how to go on is said in `Link: <…>; rel="next"` (RFC 8288), so that a list
//! that fits one page, which is nearly every one of these, is plain. A cursor is the place of the last entry in the list's
//! order, not a number of entries: nothing is lost or repeated when others add and remove meanwhile. **Rejected.** Paging in
//! the store: these lists are as long as an organisation has people, and three of them are filtered by who asks.

use crate::hub::problem::Problem;
use axum::Json;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use utoipa::IntoParams;

/// Entries of a page when nothing is said.
const USUAL: u32 = 1_000;
/// Entries of a page, at most.
const MOST: u32 = 10_000;

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// The most entries in the answer, 1 to 10,000; 1,000 when left out.
    #[param(minimum = 1, maximum = 10000)]
    limit: Option<u32>,
    /// From the `Link` of the answer before.
    #[param(max_length = 2000)]
    next: Option<String>,
}

/// The page that a request wants, read and checked.
#[derive(Debug)]
pub(crate) struct Wanted {
    path: String,
    /// What else was asked, as the next page's address repeats it: `&name=value`, encoded.
    kept: String,
    limit: u32,
    after: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Wanted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(paging) = Query::<Paging>::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
        Self::read(parts.uri.path(), paging)
    }
}

impl Wanted {
    fn read(path: &str, paging: Paging) -> Result<Self, Problem> {
        let limit = paging.limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::unreadable(format!("limit={limit}: ask for 1 to {MOST} entries")));
        }
        let bad = || Problem::unreadable("next: it was not given out by this server; begin anew without it");
        let after = paging.next.map(|text| from_hex(&text).ok_or_else(bad)).transpose()?;
        Ok(Self { path: path.to_owned(), kept: String::new(), limit, after })
    }

    /// The page of a list that is filtered: the next page's address repeats the filters.
    ///
    /// # Errors
    /// 400 for a limit or a cursor that is none.
    pub(crate) fn of(
        path: &str,
        limit: Option<u32>,
        next: Option<&str>,
        filters: &[(&str, Option<String>)],
    ) -> Result<Self, Problem> {
        let mut wanted = Self::read(path, Paging { limit, next: next.map(str::to_owned) })?;
        for (name, value) in filters {
            let Some(value) = value else { continue };
            wanted.kept.push('&');
            wanted.kept.push_str(name);
            wanted.kept.push('=');
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    wanted.kept.push(char::from(byte));
                } else {
                    // Writing to a String cannot fail.
                    let _ = write!(wanted.kept, "%{byte:02X}");
                }
            }
        }
        Ok(wanted)
    }

    /// The page of a list, and how to go on. `place` gives each entry's place in the order that the pages are in: a text that
    /// no other entry has.
    fn cut<T>(&self, all: Vec<T>, place: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
        let mut placed: Vec<(String, T)> = all.into_iter().map(|one| (place(&one), one)).collect();
        placed.sort_by(|(a, _), (b, _)| a.cmp(b));
        if let Some(after) = &self.after {
            placed.retain(|(place, _)| place > after);
        }
        let more = placed.len() > self.limit as usize;
        placed.truncate(self.limit as usize);
        let next = placed.last().filter(|_| more).map(|(place, _)| to_hex(place));
        (placed.into_iter().map(|(_, one)| one).collect(), next)
    }

    /// The answer: a page of a list, each entry as it is shown.
    pub(crate) fn answer<T, U: Serialize>(
        &self,
        all: Vec<T>,
        place: impl Fn(&T) -> String,
        shown: impl Fn(T) -> U,
    ) -> Response {
        let (page, next) = self.cut(all, place);
        self.dressed(Json(page.into_iter().map(shown).collect::<Vec<_>>()).into_response(), next)
    }

    /// As [`Self::answer`], for what is shown as an object with the entries' ids as its keys.
    pub(crate) fn answer_by_id<U: Serialize>(&self, all: impl IntoIterator<Item = (String, U)>) -> Response {
        let (page, next) = self.cut(all.into_iter().collect(), |(id, _)| id.clone());
        let page: std::collections::BTreeMap<String, U> = page.into_iter().collect();
        self.dressed(Json(page).into_response(), next)
    }

    fn dressed(&self, mut response: Response, next: Option<String>) -> Response {
        let link = next.map(|next| {
            format!("<{}?limit={}&next={next}{}>; rel=\"next\"", self.path, self.limit, self.kept)
        });
        if let Some(value) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            response.headers_mut().insert(header::LINK, value);
        }
        response
    }
}

/// The place of something in a list with the newest first: later times come before earlier ones.
pub(crate) fn newest_first(time: i64, id: &str) -> String {
    format!("{:020} {id}", i64::MAX.saturating_sub(time))
}

fn to_hex(text: &str) -> String {
    text.bytes().fold(String::with_capacity(2 * text.len()), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn from_hex(text: &str) -> Option<String> {
    if text.is_empty() || !text.len().is_multiple_of(2) || text.len() > 2_000 || !text.is_ascii() {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(limit: u32, next: Option<&str>) -> Result<Wanted, Problem> {
        Wanted::read("/api/v1/people", Paging { limit: Some(limit), next: next.map(str::to_owned) })
    }

    #[test]
    fn pages_hold_every_entry_once_while_others_add_and_remove() {
        let mut names: Vec<String> = ["e", "a", "c", "d", "b"].map(str::to_owned).to_vec();
        let (page, next) = wanted(2, None).expect("good").cut(names.clone(), String::clone);
        assert_eq!(page, ["a", "b"]);
        names.retain(|name| name != "b");
        names.extend(["aa".to_owned(), "cc".to_owned()]);
        let (page, next) = wanted(3, next.as_deref()).expect("good").cut(names.clone(), String::clone);
        assert_eq!(page, ["c", "cc", "d"]);
        let (page, next) = wanted(2, next.as_deref()).expect("good").cut(names, String::clone);
        assert_eq!((page, next), (vec!["e".to_owned()], None));
        assert!(newest_first(5, "a") < newest_first(4, "a"));
    }

    #[test]
    fn the_next_page_is_told_in_a_link() {
        let one = wanted(1, None).expect("good").answer(vec!["a", "b"], |s| (*s).to_owned(), |s| s);
        assert_eq!(one.headers()[header::LINK], "</api/v1/people?limit=1&next=61>; rel=\"next\"");
        let filters = [("q", Some("a b&ü".to_owned())), ("kind", None)];
        let filtered = Wanted::of("/l", Some(1), None, &filters).expect("good");
        let one = filtered.answer(vec!["a", "b"], |s| (*s).to_owned(), |s| s);
        assert_eq!(one.headers()[header::LINK], "</l?limit=1&next=61&q=a%20b%26%C3%BC>; rel=\"next\"");
        let all = wanted(2, None).expect("good").answer(vec!["a", "b"], |s| (*s).to_owned(), |s| s);
        assert!(!all.headers().contains_key(header::LINK));
    }

    #[test]
    fn a_page_that_is_none_is_refused() {
        for (limit, next) in
            [(0, None), (10_001, None), (1, Some("")), (1, Some("x")), (1, Some("ff")), (1, Some("é"))]
        {
            assert_eq!(wanted(limit, next).expect_err("none").status, 400);
        }
    }
}
