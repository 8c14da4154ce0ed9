//! The pages for readers.

use super::answer::{Keep, Reader};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use ostrakon_app::public::method_cards;
use ostrakon_app::public::pages::{self, Class, Filter, State as Stands};

/// `/public` is `/public/`.
pub(super) async fn door(_: Reader) -> Redirect {
    Redirect::permanent("/public/")
}

/// `/public/log` is `/public/log/`.
pub(super) async fn log_door(_: Reader) -> Redirect {
    Redirect::permanent("/public/log/")
}

pub(super) async fn register(reader: Reader) -> Response {
    let asked =
        |name: &str| reader.query.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let (class, state) = (asked("kind").map(Class::named), asked("state").map(Stands::named));
    let number = asked("page").map(str::parse::<usize>);
    if class == Some(None) || state == Some(None) || matches!(number, Some(Err(_) | Ok(0))) {
        return reader.says(StatusCode::BAD_REQUEST, "no_such_filter", "");
    }
    let filter = Filter {
        class: class.flatten(),
        state: state.flatten(),
        election: asked("election").map(str::to_owned),
    };
    let number = number.and_then(Result::ok).unwrap_or(1);
    let all = reader.register.entries();
    if number > pages::pages(all.iter().filter(|one| filter.admits(one)).count()) {
        return reader.says(StatusCode::NOT_FOUND, "missing", "");
    }
    let text = pages::register(&reader.site, reader.links, reader.language, all, &filter, number);
    reader.page(Keep::Minute, text)
}

pub(super) async fn entry(Path(id): Path<String>, reader: Reader) -> Response {
    match reader.register.entry(&id) {
        Some(one) => {
            let text = pages::entry(&reader.site, reader.links, reader.language, one);
            reader.page(Keep::Minute, text)
        }
        None => reader.says(StatusCode::NOT_FOUND, "missing", ""),
    }
}

pub(super) async fn data(Path(id): Path<String>, reader: Reader) -> Response {
    match reader.register.entry(&id).map(|one| serde_json::to_vec_pretty(&one.entry)) {
        Some(Ok(bytes)) => reader.data(Keep::Minute, "application/json", bytes),
        _ => reader.says(StatusCode::NOT_FOUND, "missing", ""),
    }
}

pub(super) async fn methods(reader: Reader) -> Response {
    let (cards, all) = (method_cards(), reader.register.entries());
    let text = pages::methods(&reader.site, reader.links, reader.language, &cards, all);
    reader.page(Keep::Minute, text)
}

pub(super) async fn prebunks(reader: Reader) -> Response {
    let all = reader.register.entries();
    let text = pages::prebunks(&reader.site, reader.links, reader.language, all);
    reader.page(Keep::Minute, text)
}

pub(super) async fn feed(reader: Reader) -> Response {
    let text = pages::feed(&reader.site, reader.links, reader.language, reader.register.entries());
    reader.data(Keep::Minute, "application/atom+xml; charset=utf-8", text.into_bytes())
}

pub(super) async fn style(reader: Reader) -> Response {
    // Pages ask for it by its digest; without one it is asked for anew.
    let keep = if reader.query.contains_key("v") { Keep::Ever } else { Keep::Minute };
    reader.answer(StatusCode::OK, keep, "text/css; charset=utf-8", pages::STYLE.into())
}
