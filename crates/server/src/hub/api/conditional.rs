//! `ETag`, `If-Match`, `If-None-Match`, `Idempotency-Key`: changes that do not undo each other, and repeats that do no harm.

use crate::hub::problem::Problem;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, http};
use serde::Serialize;

/// A record with its revision as `ETag`; 304 when the asker has it already.
pub(crate) fn record<T: Serialize>(headers: &HeaderMap, rev: i64, value: &T) -> Response {
    tagged(headers, &format!("\"{rev}\""), value)
}

/// A body with its `ETag`.
pub(crate) fn tagged<T: Serialize>(headers: &HeaderMap, tag: &str, value: &T) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same =
        known.is_some_and(|known| known.trim() == "*" || known.split(',').any(|one| one.trim() == tag));
    let mut response =
        if same { StatusCode::NOT_MODIFIED.into_response() } else { Json(value).into_response() };
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// The revision that the asker has seen: `None` for `If-None-Match: *`, which asks that there be none.
///
/// # Errors
/// 428 without either header, 400 for one that is no revision of ours.
pub(crate) fn seen(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let text = |name: http::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?").trim());
    match (text(header::IF_MATCH), text(header::IF_NONE_MATCH)) {
        (Some(tag), None) => {
            let rev = tag
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .and_then(|rev| rev.parse().ok());
            rev.map(Some)
                .ok_or_else(|| Problem::unreadable("If-Match: send the ETag as it was given, in quotes"))
        }
        (None, Some("*")) => Ok(None),
        (None, None) => Err(Problem::precondition_required()),
        _ => Err(Problem::unreadable("send If-Match with an ETag to change, or If-None-Match: * to make")),
    }
}

/// The revision that a change rests on, where a blind one would do harm (`needed`: it replaces what others may have added
/// to) or the asker says so.
///
/// # Errors
/// 428 when it is needed and missing, 400 for one that is no revision of ours.
pub(crate) fn expected(headers: &HeaderMap, needed: bool) -> Result<Option<i64>, Problem> {
    match headers.get(header::IF_MATCH) {
        Some(value) if value.as_bytes() == b"*" => Ok(None),
        Some(_) => seen(headers),
        None if needed => Err(Problem::precondition_required()),
        None => Ok(None),
    }
}

/// A record that was changed just now, with its new revision.
pub(crate) fn changed<T: Serialize>(rev: i64, value: &T) -> Response {
    record(&HeaderMap::new(), rev, value)
}

#[cfg(test)]
mod tests {
    use super::{expected, seen};
    use axum::http::{HeaderMap, HeaderValue};

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(axum::http::HeaderName::from_static(name), HeaderValue::from_static(value))])
    }

    #[test]
    fn a_change_that_harms_nobody_may_be_blind() {
        assert_eq!(expected(&HeaderMap::new(), false).ok(), Some(None));
        assert_eq!(expected(&HeaderMap::new(), true).map_err(|p| p.status), Err(428));
        assert_eq!(expected(&headers("if-match", "*"), true).ok(), Some(None));
        assert_eq!(expected(&headers("if-match", "\"3\""), false).ok(), Some(Some(3)));
        assert_eq!(expected(&headers("if-match", "3"), false).map_err(|p| p.status), Err(400));
    }

    #[test]
    fn a_change_says_what_it_has_seen() {
        assert_eq!(seen(&headers("if-match", "\"12\"")).ok(), Some(Some(12)));
        assert_eq!(seen(&headers("if-none-match", "*")).ok(), Some(None));
        assert_eq!(seen(&HeaderMap::new()).map_err(|p| p.status), Err(428));
        for bad in ["12", "\"x\"", "W/\"1\"", "*"] {
            assert_eq!(seen(&headers("if-match", bad)).map_err(|p| p.status), Err(400), "{bad}");
        }
    }
}
