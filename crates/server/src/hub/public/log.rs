//! The transparency log: C2SP `tlog-tiles` below `/public/log/`, and a line with everything that proves it.

use super::answer::{Keep, Reader};
use crate::hub::state::House;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ostrakon_app::public::pages::{LogState, log};
use std::sync::Arc;

/// What the log is, in words.
pub(super) async fn page(reader: Reader) -> Response {
    let register = &reader.register;
    let state = LogState { size: register.size(), root: register.root(), last: register.last() };
    let text = log(&reader.site, reader.links, reader.language, &state);
    reader.page(Keep::Minute, text)
}

/// The signed checkpoint. It is asked for anew each time: whoever compares two must not get one from a cache.
pub(super) async fn checkpoint(State(house): State<Arc<House>>, reader: Reader) -> Response {
    let (settings, register) = (reader.settings.clone(), Arc::clone(&reader.register));
    match house.call(move |hub| hub.public_checkpoint(&settings, &register)).await {
        Ok(text) => reader.data(Keep::Never, "text/plain; charset=utf-8", text.into_bytes()),
        Err(problem) => problem.into_response(),
    }
}

/// A tile of hashes, or a bundle of lines. Neither ever changes, full or not: its address has its width.
pub(super) async fn tile(Path(path): Path<String>, reader: Reader) -> Response {
    match reader.register.tile(&format!("tile/{path}")) {
        Some((bytes, _)) => reader.data(Keep::Ever, "application/octet-stream", bytes),
        None => reader.says(StatusCode::NOT_FOUND, "missing", ""),
    }
}

/// A line with its proof against the checkpoint of now.
pub(super) async fn proof(
    Path(index): Path<String>,
    State(house): State<Arc<House>>,
    reader: Reader,
) -> Response {
    let Ok(index) = index.parse::<u64>() else { return reader.says(StatusCode::NOT_FOUND, "missing", "") };
    let (settings, register) = (reader.settings.clone(), Arc::clone(&reader.register));
    match house.call(move |hub| hub.public_proof(&settings, &register, index)).await {
        Ok(Some(proof)) => {
            let bytes = serde_json::to_vec_pretty(&proof).unwrap_or_default();
            reader.data(Keep::Minute, "application/json", bytes)
        }
        Ok(None) => reader.says(StatusCode::NOT_FOUND, "missing", ""),
        Err(problem) => problem.into_response(),
    }
}

/// That the log of one size begins with that of another.
pub(super) async fn consistency(Path((old, new)): Path<(String, String)>, reader: Reader) -> Response {
    let proof = match (old.parse(), new.parse()) {
        (Ok(old), Ok(new)) => reader.register.consistency(old, new).ok(),
        _ => None,
    };
    match proof {
        Some(hashes) => {
            let text = serde_json::json!({ "old": old, "new": new, "proof": hashes }).to_string();
            reader.data(Keep::Ever, "application/json", text.into_bytes())
        }
        None => reader.says(StatusCode::NOT_FOUND, "missing", ""),
    }
}
