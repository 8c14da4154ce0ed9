//! What changes, as it changes (server-sent events).
//!
//! A listener gets, for each event of the log, its number, kind and subject: a reason to look again, never the content,
//! which is asked for by the ordinary ways and judged there. `Last-Event-ID` goes on where a broken connection ended.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How long one look for news waits.
const LOOK: Duration = Duration::from_secs(1);
/// Events in one piece.
const PIECE: usize = 100;

/// Follow what changes
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "number of the last event that was seen")),
    responses((status = 200, description = "a stream: `id` the event's number, `event` its kind, `data` its subject; `changed` and `*` for accounts of other organisations",
            body = String, content_type = "text/event-stream"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn follow(
    State(house): State<Arc<House>>,
    asker: Asker,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    // What happens to what is here is ours to know; to others it is a reason to look again, and no more.
    let own = asker.0.own;
    let stated = match headers.get("last-event-id") {
        Some(value) => {
            let number = value.to_str().ok().and_then(|text| text.parse::<i64>().ok()).filter(|n| *n >= 0);
            Some(number.ok_or_else(|| Problem::unreadable("Last-Event-ID: send the number of an event"))?)
        }
        None => None,
    };
    let after = match stated {
        Some(after) => after,
        None => house.call(|hub| Ok(hub.store().last_seq()?)).await?,
    };
    let pieces = stream::unfold((house, after), move |(house, after)| async move {
        loop {
            // Looking waits on a thread of its own kind, so that a hundred listeners do not stop the readers.
            let news = house.news(after, LOOK).await;
            let events = match news {
                Ok(last) if last > after => house.call(move |hub| hub.log(after, None, PIECE)).await,
                Ok(_) => continue,
                Err(problem) => Err(problem),
            };
            let Ok(events) = events else { return None };
            let Some(last) = events.last().map(|event| event.seq) else { continue };
            let pieces: Vec<Result<Event, Infallible>> = events
                .into_iter()
                .map(|event| {
                    // A browser's EventSource hands over nothing that has no data.
                    let (kind, subject) = if own {
                        (event.kind, event.subject)
                    } else {
                        ("changed".to_owned(), "*".to_owned())
                    };
                    Ok(Event::default().id(event.seq.to_string()).event(kind).data(subject))
                })
                .collect();
            return Some((stream::iter(pieces), (house, last)));
        }
    });
    Ok(Sse::new(futures_util::StreamExt::flatten(pieces)).keep_alive(KeepAlive::default()))
}
