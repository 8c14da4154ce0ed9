//! Discovery, API root, collections, status.

use super::answer::{Refusal, resource};
use super::{Ask, MOST_BYTES, ROOT};
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use ostrakon_app::hub::taxii::MEDIA_TYPE;
use ostrakon_app::hub::taxii::resource::{ApiRoot, Collections, Discovery};
use std::sync::Arc;

type Answer = Result<Response, Refusal>;

pub(super) async fn discovery(State(house): State<Arc<House>>, _: Ask) -> Answer {
    let root = format!("/taxii2/{ROOT}/");
    Ok(resource(
        StatusCode::OK,
        &Discovery {
            title: house.title().to_owned(),
            description: Some("Incidents and findings, shared under their markings".to_owned()),
            contact: house.contact().map(str::to_owned),
            default: Some(root.clone()),
            api_roots: vec![root],
        },
    ))
}

pub(super) async fn root(State(house): State<Arc<House>>, _: Ask) -> Answer {
    Ok(resource(
        StatusCode::OK,
        &ApiRoot {
            title: house.title().to_owned(),
            description: None,
            versions: vec![MEDIA_TYPE.to_owned()],
            max_content_length: MOST_BYTES,
        },
    ))
}

pub(super) async fn collections(State(house): State<Arc<House>>, ask: Ask) -> Answer {
    let collections = house.call(move |hub| hub.collections(&ask.who)).await?;
    Ok(resource(StatusCode::OK, &Collections { collections }))
}

pub(super) async fn collection(State(house): State<Arc<House>>, ask: Ask) -> Answer {
    let collection = house.call(move |hub| hub.collection(&ask.who, ask.name("collection"))).await?;
    Ok(resource(StatusCode::OK, &collection))
}

pub(super) async fn status(State(house): State<Arc<House>>, ask: Ask) -> Answer {
    let status = house.call(move |hub| hub.status(&ask.who, ask.name("status"))).await?;
    status.map_or_else(
        || Err(Problem::not_found("status of this id").into()),
        |status| Ok(resource(StatusCode::OK, &status)),
    )
}
