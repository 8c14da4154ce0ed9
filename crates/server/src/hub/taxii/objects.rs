//! Objects of a collection: page, manifest, versions, add, remove.

use super::answer::{Refusal, bytes, resource};
use super::{Ask, MOST_BYTES};
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use ostrakon_app::hub::taxii::resource::{Manifest, ManifestRecord, ObjectVersions};
use ostrakon_app::hub::taxii::{MEDIA_TYPE, STIX_MEDIA_TYPE, envelope, filter::write_cursor, media, stamp};
use ostrakon_app::hub::{Page, Route, Row};
use std::sync::Arc;

type Answer = Result<Response, Refusal>;

pub(super) async fn objects(State(house): State<Arc<House>>, ask: Ask) -> Answer {
    let page =
        house.call(move |hub| hub.page(&ask.who, ask.name("collection"), &ask.filter, Route::Taxii)).await?;
    Ok(enveloped(&page))
}

pub(super) async fn object(State(house): State<Arc<House>>, mut ask: Ask) -> Answer {
    only(&mut ask);
    let page =
        house.call(move |hub| hub.page(&ask.who, ask.name("collection"), &ask.filter, Route::Taxii)).await?;
    found(&page)?;
    Ok(enveloped(&page))
}

pub(super) async fn manifest(State(house): State<Arc<House>>, ask: Ask) -> Answer {
    let page = house
        .call(move |hub| hub.manifest(&ask.who, ask.name("collection"), &ask.filter, Route::Taxii))
        .await?;
    let record = |row: &Row| ManifestRecord {
        id: row.id.clone(),
        date_added: stamp::write(row.added),
        version: version(row),
        media_type: Some(match row.spec_version.as_str() {
            "2.1" => STIX_MEDIA_TYPE.to_owned(),
            other => format!("application/stix+json;version={other}"),
        }),
    };
    let objects = page.rows.iter().map(record).collect();
    dated(&page, &Manifest { more: page.next.is_some(), next: page.next.map(write_cursor), objects })
}

pub(super) async fn versions(State(house): State<Arc<House>>, mut ask: Ask) -> Answer {
    only(&mut ask);
    ask.filter.versions = ostrakon_app::hub::taxii::Versions::All;
    let page = house
        .call(move |hub| hub.manifest(&ask.who, ask.name("collection"), &ask.filter, Route::Taxii))
        .await?;
    found(&page)?;
    let versions = page.rows.iter().map(version).collect();
    dated(&page, &ObjectVersions { more: page.next.is_some(), next: page.next.map(write_cursor), versions })
}

pub(super) async fn add(State(house): State<Arc<House>>, ask: Ask, headers: HeaderMap, body: Body) -> Answer {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !media::is_taxii(kind) {
        return Err(Problem::wrong_media_type(MEDIA_TYPE).into());
    }
    let stated =
        headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    if stated.is_some_and(|length: u64| length > MOST_BYTES) {
        return Err(Problem::too_large(MOST_BYTES).into());
    }
    let most = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
    // Whether one may add is told before a long body is read for nothing.
    let (who, name) = (ask.who.clone(), ask.name("collection").to_owned());
    house.call(move |hub| hub.may_add(&who, &name)).await?;
    let body = axum::body::to_bytes(body, most).await.map_err(|_| Problem::too_large(MOST_BYTES))?;
    let status = house
        .call_with(move |hub| {
            // A body that is no envelope is "unprocessable", be it no JSON or another JSON (§3.6.2).
            let envelope =
                envelope::read(&body).map_err(|error| Problem::invalid(error.to_string(), Vec::new()))?;
            let texts: Vec<&str> = envelope.objects.iter().map(|object| object.get()).collect();
            Ok(hub.add(&ask.who, ask.name("collection"), &texts)?)
        })
        .await?;
    Ok(resource(StatusCode::ACCEPTED, &status))
}

pub(super) async fn remove(State(house): State<Arc<House>>, mut ask: Ask) -> Answer {
    only(&mut ask);
    let removed = house
        .call(move |hub| hub.remove(&ask.who, ask.name("collection"), ask.name("object"), &ask.filter))
        .await?;
    if removed == 0 {
        return Err(Problem::not_found("object of this id and version in this collection").into());
    }
    Ok(bytes(StatusCode::OK, b"{}".to_vec(), None))
}

/// Makes the address's object the one that is asked for.
fn only(ask: &mut Ask) {
    ask.filter.ids = vec![ask.name("object").to_owned()];
    ask.filter.types = Vec::new();
}

/// An object that was asked for by name, and of which nothing is there, is not found; a filter that matches nothing is
/// an empty answer.
fn found(page: &Page) -> Result<(), Refusal> {
    if page.rows.is_empty() && !page.known {
        return Err(Problem::not_found("object of this id in this collection").into());
    }
    Ok(())
}

/// The version as it was stated; what has none is known by its date (§3.3).
fn version(row: &Row) -> String {
    if row.version.is_empty() { stamp::write(row.added) } else { row.version.clone() }
}

fn dates(page: &Page) -> Option<(i64, i64)> {
    Some((page.rows.first()?.added, page.rows.last()?.added))
}

fn enveloped(page: &Page) -> Response {
    let objects: Vec<&[u8]> = page.rows.iter().map(|row| row.bytes.as_ref()).collect();
    let next = page.next.map(write_cursor);
    bytes(StatusCode::OK, envelope::write(&objects, next.as_deref()), dates(page))
}

fn dated<T: serde::Serialize>(page: &Page, resource: &T) -> Answer {
    let body = serde_json::to_vec(resource).map_err(|error| Problem::internal(&error))?;
    Ok(bytes(StatusCode::OK, body, dates(page)))
}
