//! The web application: the files of `ui/dist`, carried by the binary.
//!
//! **The problem.** One binary has to bring its pages along, a build without Node has to compile and be testable, and a
//! deep link (`/incidents/incident--…`) is an address that only the application in the browser knows.
//!
//! **The choice.** `rust-embed` over `ui/dist`: release builds carry the files, development builds read them when asked, so
//! that a change of the pages needs no compiler. The folder may be empty; then a page says how to build it. Files are packed
//! at build time (`.br`, `.gz`) and never at run time. Whatever no route answers, and a browser asks for as a page, is
//! answered with the application; it holds no data, so that no right is needed to load it. Content has a name with a hash
//! and is kept for a year; `index.html` is asked for anew each time.
//!
//! **Rejected.** A folder beside the binary: two things to install that can differ in version. `include_dir`: it does not
//! compile without the folder, and its files cannot be read anew while developing.

mod accept;

use super::problem::Problem;
use super::taxii;
use accept::{Packing, packings};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;
use std::fmt::Write;

/// What the pages may do: load their own scripts and styles, ask their own server, and nothing else. `blob:` is for
/// pictures and workers that the page makes itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      connect-src 'self'; worker-src 'self' blob:; frame-src 'self' blob:; manifest-src 'self'; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/// What is shown where the application was not built.
const UNBUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Ostrakon</title>\
    <h1>Ostrakon is running; its pages are not built</h1><p>Run <code>make ui</code> (it needs Node 20 and npm) and start \
    again. The interface for programs is at <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>.</p></html>";
/// Addresses that belong to programs: what is not there is a problem document, never a page.
const FOR_PROGRAMS: [&str; 6] = ["/api", "/taxii2", "/public", "/healthz", "/readyz", "/metrics"];

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Dist;

/// Answers what no route answers: a file of the application, the application itself, or 404.
pub(super) async fn fallback(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    let none = || taxii::refuse(path, Problem::not_found("page at this address"));
    let for_programs = FOR_PROGRAMS
        .iter()
        .any(|start| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if for_programs || !matches!(method, Method::GET | Method::HEAD) {
        return none();
    }
    let name = path.trim_start_matches('/');
    let has_address = name != "index.html" && !name.is_empty() && !is_packed(name);
    if let Some(file) = Dist::get(name).filter(|_| has_address) {
        return asset(name, file, &headers);
    }
    let wants_page = headers
        .get_all(header::ACCEPT)
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.contains("text/html")));
    if !wants_page {
        return none();
    }
    match Dist::get("index.html") {
        Some(file) => asset("index.html", file, &headers),
        None => finish(StatusCode::SERVICE_UNAVAILABLE, "text/html; charset=utf-8", Body::from(UNBUILT)),
    }
}

/// Packed copies and hidden files have no address of their own.
fn is_packed(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    hidden || Packing::ALL.iter().any(|packing| name.ends_with(packing.ending()))
}

fn asset(name: &str, plain: EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = tag(&plain.metadata.sha256_hash());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let (packing, data) = packed(name, plain, headers);
    let mut response = if same {
        finish(StatusCode::NOT_MODIFIED, media(name), Body::empty())
    } else {
        finish(StatusCode::OK, media(name), Body::from(data))
    };
    let keep = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(packing) = packing {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
    }
    if let Ok(value) = HeaderValue::from_str(&tag) {
        out.insert(header::ETAG, value);
    }
    response
}

/// The smallest copy that the asker can unpack.
fn packed(name: &str, plain: EmbeddedFile, headers: &HeaderMap) -> (Option<Packing>, Cow<'static, [u8]>) {
    for packing in packings(headers) {
        if let Some(file) = Dist::get(&format!("{name}{}", packing.ending())) {
            return (Some(packing), file.data);
        }
    }
    (None, plain.data)
}

fn finish(status: StatusCode, media: &'static str, body: Body) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn tag(hash: &[u8]) -> String {
    let mut text = String::from("\"");
    for byte in hash.iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text + "\""
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn ask(path: &'static str, accept: &'static str) -> Response {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(fallback(Method::GET, Uri::from_static(path), headers))
    }

    fn header_of(response: &Response, name: HeaderName) -> &str {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[test]
    fn a_deep_link_is_answered_with_the_application_or_with_how_to_build_it() {
        for path in ["/", "/incidents/incident--1?tab=evidence", "/apiary"] {
            let response = ask(path, "text/html,application/xhtml+xml");
            assert!(matches!(response.status().as_u16(), 200 | 503), "{path}: {}", response.status());
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8");
            let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
            assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
        }
    }

    #[test]
    fn a_program_that_asks_for_nothing_gets_a_problem_document() {
        let (problem, taxii) = ("application/problem+json", "application/taxii+json;version=2.1");
        for (path, accept, form) in [
            ("/api/v1/nothing", "text/html", problem),
            ("/taxii2/x/y", "text/html", taxii),
            ("/nothing", "application/json", problem),
            ("/assets/nothing.js", "*/*", problem),
        ] {
            let response = ask(path, accept);
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(header_of(&response, header::CONTENT_TYPE), form, "{path}");
        }
    }

    #[test]
    fn packed_and_hidden_files_have_no_address() {
        for name in ["assets/a.js.br", "assets/a.js.gz", ".keep", "assets/.x"] {
            assert!(is_packed(name), "{name}");
        }
        assert!(!is_packed("assets/index-abc.js"));
    }
}
