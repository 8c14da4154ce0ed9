//! Situation reports: built for looking at, and the documents of issues that are kept.
//!
//! **The choice.** An issue is a record of casework like any other (`/casework/report`): it is opened, written in, approved
//! and issued by commands. Here are what commands cannot answer: the document itself in three forms, a report that is not
//! kept, and one figure computed anew at the address that stands beside it.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::{HubError, Tlp};
use ostrakon_app::situation::{self, Figure, Form, Report, Request, render};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What this address answers in.
const FORMS: &str = "application/json, text/html or application/pdf";

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new().routes(routes!(preview)).routes(routes!(figure)).routes(routes!(document))
}

/// Which report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportRequest {
    /// The election: id of its record, or its title.
    #[schema(max_length = 200)]
    election: String,
    /// Cut-off, milliseconds of UTC: nothing recorded later is in it. Now, when left out.
    #[serde(default)]
    cut_off: Option<i64>,
    /// Marking: nothing narrower is in it. TLP:AMBER+STRICT when left out, or the highest that the asker may see.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    marking: Option<Tlp>,
    /// The issue to compare with; the last one that was issued here when left out.
    #[serde(default)]
    previous: Option<Box<Report>>,
}

/// In which form, and in which language.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct How {
    /// `json`, `html` or `pdf`; what `Accept` asks for when left out.
    #[param(max_length = 10)]
    format: Option<String>,
    /// Language (`en`, `fr`, `de`). Of a preview that of the whole; what `Accept-Language` asks for when left out. Of an issue that
    /// of its labels; its own when left out.
    #[param(max_length = 35)]
    lang: Option<String>,
}

impl How {
    fn form(&self, headers: &HeaderMap) -> Result<Form, Problem> {
        if let Some(format) = &self.format {
            return format.parse().map_err(|error: HubError| error.into());
        }
        let accept = headers.get(header::ACCEPT).map_or(Ok("*/*"), HeaderValue::to_str).unwrap_or("*/*");
        accepted(accept).ok_or_else(|| Problem::not_acceptable(FORMS))
    }

    fn language(&self, headers: &HeaderMap) -> String {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let asked = asked.and_then(|text| text.split([',', ';']).next());
        self.lang.as_deref().or(asked).unwrap_or("en").trim().to_owned()
    }
}

/// The form that is wanted most (RFC 9110, 12.5.1), ours first where several are wanted alike.
fn accepted(accept: &str) -> Option<Form> {
    let mut best: Option<(f32, Form)> = None;
    for part in accept.split(',') {
        let mut words = part.split(';').map(str::trim);
        let form = match words.next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "application/json" | "application/*" | "*/*" | "" => Form::Json,
            "text/html" | "text/*" => Form::Html,
            "application/pdf" => Form::Pdf,
            _ => continue,
        };
        let weight = words.find_map(|word| word.strip_prefix("q=")).map_or(Ok(1.0), str::parse);
        let weight: f32 = weight.unwrap_or(0.0);
        if weight > 0.0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, form));
        }
    }
    best.map(|(_, form)| form)
}

fn how(given: Result<Query<How>, QueryRejection>) -> Result<How, Problem> {
    given.map(|Query(how)| how).map_err(|rejection| Problem::unreadable(rejection.body_text()))
}

/// A document with its type. Nothing in it can act in a browser: the page's own policy allows one style sheet.
fn answer(form: Form, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    response
}

/// A situation report that is not kept
///
/// As of the cut-off and for readers up to the marking; what changed is told against the last issue.
#[utoipa::path(post, path = "/api/v1/reports/preview", tag = "reports", params(How),
    request_body = ReportRequest,
    responses((status = 200, description = "the report", content(
            (Report = "application/json"), (String = "text/html"), (String = "application/pdf"))),
        (status = 501, description = "this program was built without PDF", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn preview(
    State(house): State<Arc<House>>,
    asker: Asker,
    given: Result<Query<How>, QueryRejection>,
    headers: HeaderMap,
    body: Result<Json<ReportRequest>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let how = how(given)?;
    let (form, language) = (how.form(&headers)?, how.language(&headers));
    let Json(body) = body.map_err(Problem::from)?;
    let request = Request {
        election: body.election,
        cut_off: body.cut_off,
        marking: body.marking,
        previous: body.previous.map(|report| *report),
        language: language.clone(),
    };
    let made = house.call(move |hub| {
        let report = hub.situation_report(&who, &request)?;
        render(&report, form, &language)
    });
    Ok(answer(form, made.await?.bytes))
}

/// Which figure.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichFigure {
    /// The election.
    #[param(max_length = 200)]
    election: String,
    /// Its place: `section/item/figure`, or `figures/figure`.
    #[param(max_length = 400)]
    figure: String,
    /// Cut-off, milliseconds of UTC; now when left out.
    cut_off: Option<i64>,
    /// Marking.
    #[param(value_type = Option<String>, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    marking: Option<Tlp>,
    /// Language of its words (`en`, `fr`, `de`).
    #[param(max_length = 35)]
    lang: Option<String>,
}

/// One figure of a situation report, computed anew
#[utoipa::path(get, path = "/api/v1/reports/figures", tag = "reports", params(WhichFigure),
    responses((status = 200, description = "the figure", body = Figure),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn figure(
    State(house): State<Arc<House>>,
    asker: Asker,
    which: Result<Query<WhichFigure>, QueryRejection>,
) -> Result<Json<Figure>, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let request = Request {
        election: which.election,
        cut_off: which.cut_off,
        marking: which.marking,
        previous: None,
        language: which.lang.unwrap_or_default(),
    };
    let found = house.call(move |hub| hub.situation_figure(&who, &request, &which.figure));
    Ok(Json(found.await?))
}

/// The document of an issue
///
/// Of an issue that is out the frozen one, whose SHA-256 stands in its record; of a draft as it reads now.
#[utoipa::path(get, path = "/api/v1/reports/{id}/document", tag = "reports",
    params(("id" = String, Path, description = "id of a record of the kind `report`"), How),
    responses((status = 200, description = "the document; `ETag` is the SHA-256 of its JSON", content(
            (Report = "application/json"), (String = "text/html"), (String = "application/pdf"))),
        (status = 304, description = "not changed"),
        (status = 501, description = "this program was built without PDF", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn document(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
    given: Result<Query<How>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let how = how(given)?;
    // An issue has a language; only who names another one gets its labels in that.
    let (form, language) = (how.form(&headers)?, how.lang.clone().unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let made = house.call(move |hub| {
        let frozen = hub.report_document(&who, &id)?;
        // A rendering is told from another one by its form and language.
        let tag = match form {
            Form::Json => format!("\"{}\"", frozen.digest),
            other => format!("\"{}-{}-{}\"", frozen.digest, other.ending(), tag_of(&language)),
        };
        let same = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
        if same {
            return Ok((tag, None));
        }
        let bytes = match form {
            Form::Json => frozen.text.into_bytes(),
            other => render(&situation::read(&frozen.text)?, other, &language)?.bytes,
        };
        Ok((tag, Some(bytes)))
    });
    let (tag, bytes) = made.await?;
    let mut response = match bytes {
        Some(bytes) => answer(form, bytes),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    if let Ok(value) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    Ok(response)
}

/// A language as it may stand in a tag.
fn tag_of(language: &str) -> String {
    language.chars().filter(char::is_ascii_alphanumeric).take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::{Form, accepted};

    #[test]
    fn the_form_that_is_wanted_most_is_answered() {
        let cases = [
            ("*/*", Some(Form::Json)),
            ("application/pdf", Some(Form::Pdf)),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Form::Html)),
            ("application/json;q=0.1, application/pdf;q=0.5", Some(Form::Pdf)),
            ("application/json;q=0", None),
            ("image/png", None),
            ("application/pdf;q=nonsense", None),
        ];
        for (accept, form) in cases {
            assert_eq!(accepted(accept), form, "{accept}");
        }
    }
}
