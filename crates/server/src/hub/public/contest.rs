//! The form by which anybody contests, and the page behind its receipt number.
//!
//! There is no session that a foreign page could abuse; what it could do is fill our desk in the name of its visitors, so that a
//! request which a browser says to come from elsewhere is refused. An address may send so many an hour, and try so many numbers.
//! What was typed is shown again with what is wrong about it.

use super::answer::{Keep, Reader};
use super::form::{self, Fields};
use crate::hub::limit::Limits;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use ostrakon_app::hub::HubError;
use ostrakon_app::public::NewContest;
use ostrakon_app::public::pages::{self, Receipt, Typed};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// How many numbers may be looked at for each contestation that may be sent.
pub(super) const LOOKS: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
/// Bytes of a form.
const LONGEST: usize = 256 << 10;

/// How often an address may send, and how often it may try numbers.
pub(super) struct Gate {
    pub(super) contests: Limits,
    pub(super) numbers: Limits,
}

/// The form.
pub(super) async fn form(reader: Reader) -> Response {
    let entry =
        reader.query.get("entry").map(String::as_str).filter(|id| reader.register.entry(id).is_some());
    let text = pages::contest(&reader.site, reader.links, reader.language, entry, &Typed::default());
    reader.page(Keep::Minute, text)
}

/// Takes the form.
pub(super) async fn send(
    State(house): State<Arc<House>>,
    Extension(gate): Extension<Arc<Gate>>,
    reader: Reader,
    request: Request,
) -> Response {
    let fields = match taken(&house, &reader, request, &gate.contests).await {
        Ok(taken) => taken,
        Err(response) => return response,
    };
    let typed = match fields {
        Ok(fields) => typed(fields),
        Err(name) => Typed { faults: BTreeMap::from([(name, "unreadable".to_owned())]), ..Typed::default() },
    };
    let shown = |status: StatusCode, typed: &Typed| {
        let text = pages::contest(&reader.site, reader.links, reader.language, None, typed);
        reader.answer(status, Keep::Never, "text/html; charset=utf-8", text.into_bytes())
    };
    if !typed.faults.is_empty() {
        return shown(StatusCode::UNPROCESSABLE_ENTITY, &typed);
    }
    let new = contest(&typed.values);
    let done = house
        .call_with(move |hub| match hub.contest(&new) {
            Ok(number) => Ok(Ok((hub.contest_receipt(&number)?, number))),
            Err(HubError::Refused(refusal)) => Ok(Err(*refusal)),
            Err(error) => Err(error.into()),
        })
        .await;
    match done {
        Ok(Ok((Some(receipt), number))) => given(&reader, &receipt, &number),
        Ok(Ok((None, _))) => reader.says(StatusCode::SERVICE_UNAVAILABLE, "refused", ""),
        Ok(Err(refusal)) => {
            let place = refusal
                .pointer
                .trim_start_matches("/draft/")
                .split('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            let said = refusal.text.in_language(reader.language).to_owned();
            let typed = Typed { faults: BTreeMap::from([(place, said)]), ..typed };
            shown(StatusCode::UNPROCESSABLE_ENTITY, &typed)
        }
        Err(problem) => reader.says(status(&problem), "refused", &problem.detail),
    }
}

/// The receipt, and where it is found again; a browser goes there, so that loading the page anew sends nothing twice.
fn given(reader: &Reader, receipt: &Receipt, number: &str) -> Response {
    let text = pages::receipt(&reader.site, reader.links, reader.language, receipt, None);
    let mut response =
        reader.answer(StatusCode::SEE_OTHER, Keep::Never, "text/html; charset=utf-8", text.into_bytes());
    let language = reader.query.get("lang").map(|_| format!("?lang={}", reader.language)).unwrap_or_default();
    let to = format!("/public/contest/{}{language}", number.replace(' ', "-"));
    if let Ok(to) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// What a receipt number shows.
pub(super) async fn receipt(
    Path(number): Path<String>,
    State(house): State<Arc<House>>,
    Extension(gate): Extension<Arc<Gate>>,
    reader: Reader,
    request: Request,
) -> Response {
    if let Err(wait) = gate.numbers.take_of(address(&house, &request)) {
        return too_often(&reader, wait);
    }
    shown(&house, &reader, number, StatusCode::OK, None).await
}

async fn shown(
    house: &House,
    reader: &Reader,
    number: String,
    status: StatusCode,
    fault: Option<&str>,
) -> Response {
    match house.call(move |hub| hub.contest_receipt(&number)).await {
        Ok(Some(found)) => {
            let text = pages::receipt(&reader.site, reader.links, reader.language, &found, fault);
            reader.answer(status, Keep::Never, "text/html; charset=utf-8", text.into_bytes())
        }
        Ok(None) => reader.says(StatusCode::NOT_FOUND, "missing", ""),
        Err(problem) => reader.says(self::status(&problem), "refused", &problem.detail),
    }
}

/// An appeal, or a withdrawal.
pub(super) async fn again(
    Path(number): Path<String>,
    State(house): State<Arc<House>>,
    Extension(gate): Extension<Arc<Gate>>,
    reader: Reader,
    request: Request,
) -> Response {
    let fields = match taken(&house, &reader, request, &gate.numbers).await {
        Ok(taken) => taken,
        Err(response) => return response,
    };
    let fields = fields.unwrap_or_default();
    let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let (act, grounds, asked) = (field("act"), field("grounds"), number.clone());
    let done = house.call(move |hub| hub.contest_again(&asked, &act, &grounds)).await;
    match done {
        Ok(()) => shown(&house, &reader, number, StatusCode::OK, None).await,
        Err(problem) if problem.status == 404 => reader.says(StatusCode::NOT_FOUND, "missing", ""),
        Err(problem) => {
            let fault = problem.words.as_ref().map(|words| words.in_language(reader.language).to_owned());
            let fault = fault.unwrap_or_else(|| "not_possible".to_owned());
            shown(&house, &reader, number, StatusCode::UNPROCESSABLE_ENTITY, Some(&fault)).await
        }
    }
}

/// The fields of a form that may be taken; the name of one that cannot be read.
async fn taken(
    house: &House,
    reader: &Reader,
    request: Request,
    limits: &Limits,
) -> Result<Result<Fields, String>, Response> {
    if from_elsewhere(house, request.headers()) {
        return Err(reader.says(StatusCode::FORBIDDEN, "refused", "origin"));
    }
    if let Err(wait) = limits.take_of(address(house, &request)) {
        return Err(too_often(reader, wait));
    }
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = media.and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let why = "application/x-www-form-urlencoded";
        return Err(reader.says(StatusCode::UNSUPPORTED_MEDIA_TYPE, "refused", why));
    }
    let body: Body = request.into_body();
    if let Ok(bytes) = to_bytes(body, LONGEST).await {
        Ok(form::read(&bytes))
    } else {
        let most = format!("{} KiB", LONGEST >> 10);
        Err(reader.says(StatusCode::PAYLOAD_TOO_LARGE, "refused", &most))
    }
}

fn too_often(reader: &Reader, wait: u64) -> Response {
    let mut response = reader.says(StatusCode::TOO_MANY_REQUESTS, "too_often", "");
    if let Ok(wait) = HeaderValue::from_str(&wait.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    response
}

/// Whether a browser says that another site's page sends this. A program says nothing.
fn from_elsewhere(house: &House, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return false };
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    house.config().public_url.as_deref() != Some(origin) && text("host") != Some(host)
}

/// Whose request it is: the address that a trusted proxy names, else the one that it comes from.
fn address(house: &House, request: &Request) -> Option<IpAddr> {
    let named = house.config().public.address_header.as_deref().and_then(|name| {
        let text = request.headers().get_all(name).iter().next_back()?.to_str().ok()?;
        text.rsplit(',').next()?.trim().parse().ok()
    });
    let direct = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    named.or_else(direct)
}

fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

/// What was typed, with what is plainly wrong about it; the rules of casework say the rest.
fn typed(values: Fields) -> Typed {
    let mut faults = BTreeMap::new();
    for (name, most, needed) in [
        ("contested", 2_000, true),
        ("title", 200, true),
        ("statement", 4_000, true),
        ("remedy", 2_000, false),
        ("evidence", 20_000, false),
        ("contact", 300, false),
    ] {
        let value = values.get(name).map_or("", |text| text.trim());
        if needed && value.is_empty() {
            faults.insert(name.to_owned(), "missing".to_owned());
        } else if value.chars().count() > most {
            faults.insert(name.to_owned(), "too_long".to_owned());
        }
    }
    if values.get("evidence").is_some_and(|text| lines(text).count() > 100) {
        faults.insert("evidence".to_owned(), "too_long".to_owned());
    }
    Typed { values, faults }
}

fn contest(values: &Fields) -> NewContest {
    let field = |name: &str| values.get(name).cloned().unwrap_or_default();
    NewContest {
        contested: field("contested"),
        title: field("title"),
        statement: field("statement"),
        remedy: field("remedy"),
        capacity: field("capacity"),
        evidence: lines(&field("evidence")).collect(),
        contact: field("contact"),
    }
}
