//! Answers of the protocol: its media type, its headers, its error messages.

use crate::hub::problem::Problem;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::taxii::resource::ErrorMessage;
use ostrakon_app::hub::taxii::{MEDIA_TYPE, stamp};
use serde::Serialize;

const FIRST: HeaderName = HeaderName::from_static("x-taxii-date-added-first");
const LAST: HeaderName = HeaderName::from_static("x-taxii-date-added-last");

/// A problem, told in the protocol's own form (TAXII 2.1 §3.6.1).
#[derive(Debug)]
pub(crate) struct Refusal(pub Problem);

impl<T: Into<Problem>> From<T> for Refusal {
    fn from(problem: T) -> Self {
        Self(problem.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut description = self.0.detail.clone();
        for fault in &self.0.faults {
            description.extend(["; ", &fault.pointer, ": ", &fault.detail]);
        }
        let message = ErrorMessage {
            title: self.0.title.to_owned(),
            description: Some(description),
            http_status: Some(self.0.status.to_string()),
        };
        let mut response = resource(self.0.code(), &message);
        self.0.dress(&mut response);
        if self.0.status == 401 {
            // The protocol's clients wait for this challenge before they send name and password (TAXII 2.1 §1.6.7).
            let basic = HeaderValue::from_static("Basic realm=\"ostrakon\", charset=\"UTF-8\"");
            response.headers_mut().append(header::WWW_AUTHENTICATE, basic);
        }
        response
    }
}

/// A resource as JSON.
pub(crate) fn resource<T: Serialize>(status: StatusCode, resource: &T) -> Response {
    match serde_json::to_vec(resource) {
        Ok(body) => bytes(status, body, None),
        Err(error) => Refusal(Problem::internal(&error)).into_response(),
    }
}

/// A body that is JSON already, and the dates of the first and the last thing in it.
pub(crate) fn bytes(status: StatusCode, body: Vec<u8>, dates: Option<(i64, i64)>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Authorization, Cookie"));
    if let Some((first, last)) = dates {
        for (name, date) in [(FIRST, first), (LAST, last)] {
            // A date is made of digits and punctuation.
            if let Ok(value) = HeaderValue::from_str(&stamp::write(date)) {
                headers.insert(name, value);
            }
        }
    }
    response
}
