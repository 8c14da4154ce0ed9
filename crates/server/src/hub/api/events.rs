//! What changes, as it changes (server-sent events).
//!
//! A listener gets, for each event of the log, its number, kind and subject: a reason to look again, never the content,
//! which is asked for by the ordinary ways and judged there. `Last-Event-ID` goes on where a broken connection ended.
//!
//! Accounts of other organisations hear that something changed, at most every two seconds, and no more: numbers, kinds and the
//! moment of each commit would tell how much is written here that they may not see.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How long one look for news waits.
const LOOK: Duration = Duration::from_secs(1);
/// Events in one piece.
const PIECE: usize = 100;
/// How often others are told at most that something changed.
const BEAT: Duration = Duration::from_secs(2);

/// Follow what changes
#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "number of the last event that was seen")),
    responses((status = 200, description = "a stream: `id` the event's number, `event` its kind, `data` its subject; for accounts of other organisations `changed` and `*` without a number, at most every two seconds",
            body = String, content_type = "text/event-stream"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn follow(
    State(house): State<Arc<House>>,
    asker: Asker,
    headers: HeaderMap,
) -> Result<Sse<KeepAliveStream<BoxStream<'static, Result<Event, Infallible>>>>, Problem> {
    let own = asker.0.own;
    let stated = match headers.get("last-event-id") {
        Some(value) => {
            let number = value.to_str().ok().and_then(|text| text.parse::<i64>().ok()).filter(|n| *n >= 0);
            Some(number.ok_or_else(|| Problem::unreadable("Last-Event-ID: send the number of an event"))?)
        }
        None => None,
    };
    let latest = house.call(|hub| Ok(hub.store().last_seq()?)).await?;
    if !own {
        return Ok(Sse::new(beats(house, latest, stated.is_some()).boxed()).keep_alive(KeepAlive::default()));
    }
    let pieces = stream::unfold((house, stated.unwrap_or(latest)), move |(house, after)| async move {
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
                    Ok(Event::default().id(event.seq.to_string()).event(event.kind).data(event.subject))
                })
                .collect();
            return Some((stream::iter(pieces), (house, last)));
        }
    });
    Ok(Sse::new(pieces.flatten().boxed()).keep_alive(KeepAlive::default()))
}

/// A reason to look again, for others than ourselves; at once where the listener comes back and may have missed one.
fn beats(house: Arc<House>, latest: i64, missed: bool) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((house, latest, missed, false), |(house, mut after, missed, told)| async move {
        if told {
            tokio::time::sleep(BEAT).await;
        }
        if !missed {
            loop {
                match house.news(after, LOOK).await {
                    Ok(last) if last > after => {
                        after = last;
                        break;
                    }
                    Ok(_) => {}
                    Err(_) => return None,
                }
            }
        }
        // A browser's EventSource hands over nothing that has no data.
        Some((Ok(Event::default().event("changed").data("*")), (house, after, false, true)))
    })
}

#[cfg(test)]
mod tests {
    use crate::hub::testing::node;
    use axum::http::Request;
    use futures_util::StreamExt;
    use ostrakon_app::people::access::Scope;
    use serde_json::json;
    use tower::ServiceExt;

    #[tokio::test]
    async fn others_hear_that_something_changed_and_never_what_or_how_much() {
        // Given a listener of another organisation, and one of ours.
        let north = node("North");
        let (partner, _, _) = north.admits("South");
        let person = north.hub.people().people(Some(&partner)).expect("read").remove(0).id;
        let theirs = north.token_of(&person, &Scope::ALL);
        let ours = north.token();
        let listen = async |token: &str| {
            let request = Request::get("/api/v1/events").header("authorization", format!("Bearer {token}"));
            let request = request.body(axum::body::Body::empty()).expect("a request");
            let answer = north.router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), 200);
            answer.into_body().into_data_stream()
        };
        let (mut theirs, mut ours) = (listen(&theirs).await, listen(&ours).await);
        // When something is written that only we may see,
        let incident = |n: u32| {
            json!({"type": "incident", "spec_version": "2.1", "id": format!("incident--00000000-0000-4000-8000-{n:012}"),
                "created": "2024-06-01T00:00:00.000Z", "modified": "2024-06-01T00:00:00.000Z", "name": "a secret",
                "object_marking_refs": [ostrakon_app::hub::marking_id(ostrakon_app::hub::Tlp::Red)]})
        };
        north.add(&[incident(1)]);
        north.add(&[incident(2)]);
        // then we read numbers and kinds, and they that they may look again.
        let next = async |stream: &mut axum::body::BodyDataStream| {
            String::from_utf8(stream.next().await.expect("an event").expect("bytes").to_vec()).expect("UTF-8")
        };
        assert!(next(&mut ours).await.contains("id: "));
        assert_eq!(next(&mut theirs).await, "event: changed\ndata: *\n\n");
    }
}
