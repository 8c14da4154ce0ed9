//! The few requests that signing in by a provider takes, in the style of `hub::transport`: no redirects, a limit on time and
//! length, TLS unless the provider is on this machine.

use crate::hub::{HubError, transport::check_address};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The longest answer that is taken: key sets of large providers are some tens of kilobytes.
const MOST_BYTES: u64 = 1 << 20;
/// The longest wait for a whole answer: somebody sits before the page.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client.
pub(super) struct Web {
    agent: ureq::Agent,
}

impl Web {
    pub(super) fn new() -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent("ostrakon")
            .build()
            .into();
        Self { agent }
    }

    /// Reads a JSON document.
    pub(super) fn get<T: DeserializeOwned>(&self, url: &str) -> Result<T, HubError> {
        check_address(url)?;
        let answer = self.agent.get(url).header("Accept", "application/json").call();
        read(url, answer).and_then(|(status, body)| {
            if status == 200 { json(url, &body) } else { Err(failed(url, &format!("answered {status}"))) }
        })
    }

    /// Sends a form; gives the status and the document.
    pub(super) fn post<T: DeserializeOwned>(
        &self,
        url: &str,
        form: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Result<Result<T, u16>, HubError> {
        check_address(url)?;
        let body: Vec<String> = form.iter().map(|(k, v)| format!("{k}={}", escape(v))).collect();
        let mut request = self.agent.post(url).header("Accept", "application/json");
        if let Some(authorization) = authorization {
            request = request.header("Authorization", authorization);
        }
        let answer = request.content_type("application/x-www-form-urlencoded").send(body.join("&"));
        let (status, body) = read(url, answer)?;
        match status {
            200 => json(url, &body).map(Ok),
            400..500 => Ok(Err(status)),
            _ => Err(failed(url, &format!("answered {status}"))),
        }
    }
}

type Answer = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

fn read(url: &str, answer: Answer) -> Result<(u16, Vec<u8>), HubError> {
    let mut answer = answer.map_err(|error| failed(url, &error.to_string()))?;
    let status = answer.status().as_u16();
    let body = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
    Ok((status, body.map_err(|error| failed(url, &error.to_string()))?))
}

fn json<T: DeserializeOwned>(url: &str, body: &[u8]) -> Result<T, HubError> {
    serde_json::from_slice(body).map_err(|error| failed(url, &format!("sent what cannot be read: {error}")))
}

fn failed(url: &str, why: &str) -> HubError {
    HubError::Partner(format!("the identity provider: {url} {why}"))
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
pub(super) fn escape(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
