//! What every answer of the public side has: who reads it in which language, a tag, how long it keeps, and what it may do.

use super::form;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::public::pages::{LANGUAGES, Links, POLICY, Site, message};
use ostrakon_app::public::{Register, Settings};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// How long an answer keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Not at all: it is somebody's own.
    Never,
    /// A minute: a page, a feed.
    Minute,
    /// For ever: its address says what is in it.
    Ever,
}

impl Keep {
    const fn header(self) -> &'static str {
        match self {
            Self::Never => "no-store",
            Self::Minute => "public, max-age=60",
            Self::Ever => "public, max-age=31536000, immutable",
        }
    }
}

/// Who reads, and what.
pub(super) struct Reader {
    pub(super) site: Site,
    pub(super) register: Arc<Register>,
    pub(super) settings: Settings,
    pub(super) links: Links,
    pub(super) language: &'static str,
    /// What the query says, decoded.
    pub(super) query: form::Fields,
    known: Option<String>,
}

impl FromRequestParts<Arc<House>> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Self, Response> {
        Self::of(house, &parts.uri, &parts.headers).await
    }
}

impl Reader {
    /// Reads the request and the register; 404 where the operator has not switched the public side on.
    async fn of(house: &House, uri: &Uri, headers: &HeaderMap) -> Result<Self, Response> {
        if !house.config().public.enabled {
            return Err(Problem::not_found("page at this address").into_response());
        }
        let settings = house.config().publisher();
        let query = form::read(uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let asked = query.get("lang").map(String::as_str);
        let chosen = LANGUAGES.iter().find(|(tag, _)| Some(*tag) == asked).map(|(tag, _)| *tag);
        let language = Settings::language(chosen, text(header::ACCEPT_LANGUAGE).unwrap_or_default());
        let ours = settings.clone();
        let read = house.call(move |hub| Ok((hub.public_site(&ours)?, hub.public_register()?))).await;
        let (site, register) = read.map_err(IntoResponse::into_response)?;
        Ok(Self {
            site,
            register,
            settings,
            links: Links::Served { chosen },
            language,
            query,
            known: text(header::IF_NONE_MATCH).map(str::to_owned),
        })
    }

    /// A page.
    pub(super) fn page(&self, keep: Keep, text: String) -> Response {
        self.answer(StatusCode::OK, keep, "text/html; charset=utf-8", text.into_bytes())
    }

    /// A page that says one thing.
    pub(super) fn says(&self, status: StatusCode, key: &str, detail: &str) -> Response {
        let text = message(&self.site, self.links, self.language, key, detail);
        self.answer(status, Keep::Never, "text/html; charset=utf-8", text.into_bytes())
    }

    /// Something for programs.
    pub(super) fn data(&self, keep: Keep, media: &'static str, bytes: Vec<u8>) -> Response {
        let mut response = self.answer(StatusCode::OK, keep, media, bytes);
        // It is for everybody, also for a page of somebody else that checks it.
        let anybody = HeaderValue::from_static("*");
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody);
        response
    }

    pub(super) fn answer(
        &self,
        status: StatusCode,
        keep: Keep,
        media: &'static str,
        bytes: Vec<u8>,
    ) -> Response {
        let tag = tag(&bytes);
        let same =
            |known: &String| known.split(',').any(|one| matches!(one.trim(), "*") || one.trim() == tag);
        let unchanged =
            status == StatusCode::OK && keep != Keep::Never && self.known.as_ref().is_some_and(same);
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            (status, Body::from(bytes)).into_response()
        };
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, media),
            (header::CACHE_CONTROL, keep.header()),
            (header::VARY, "accept-language"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "same-origin"),
            (header::CONTENT_LANGUAGE, self.language),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let policy = format!("{POLICY}; frame-ancestors 'none'");
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if let Ok(tag) = HeaderValue::from_str(&tag)
            && keep != Keep::Never
        {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

fn tag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut text = String::from("\"");
    for byte in digest.iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text + "\""
}
