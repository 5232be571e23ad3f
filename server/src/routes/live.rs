//! A ticket as it happens: server-sent events for pages that are open.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Path, Query},
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::Stream;
use fyr_app::{Cx, thread_html};
use fyr_services::tickets;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use crate::request::{Asked, failed};

/// After which entry the page wants to know.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LiveQuery {
    after: String,
}

/// `GET /tickets/{reference}/live?after=`: an event `entries` with HTML for each piece of news, made as the one who watches.
/// A browser that comes back tells the last one it got (`Last-Event-ID`).
pub async fn live(
    Asked(cx): Asked,
    Path(reference): Path<String>,
    Query(query): Query<LiveQuery>,
    headers: HeaderMap,
) -> Response {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).unwrap_or(&query.after);
    let after = Uuid::parse_str(last).unwrap_or(Uuid::nil());
    let thread = match tickets::show(&cx.services, &cx.actor, &reference).await {
        Ok(thread) => thread,
        Err(error) => return failed(cx, error).await,
    };
    Sse::new(events(cx, reference, thread.ticket.id, after))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

fn events(
    cx: Cx,
    reference: String,
    ticket: Uuid,
    after: Uuid,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let news = cx.services.news.subscribe();
    // look once at the beginning: something may have come between page and stream
    futures::stream::unfold(
        (cx, reference, news, after, true),
        move |(cx, reference, mut news, after, first)| async move {
            let mut look = first;
            loop {
                if look {
                    // what the actor may not see (any more) ends the stream
                    let thread = tickets::news(&cx.services, &cx.actor, &reference, after).await.ok()?;
                    if let Some(last) = thread.entries.last().map(|entry| entry.id) {
                        let html = thread_html(&cx, &thread);
                        let event = Event::default()
                            .event("entries")
                            .id(last.to_string())
                            .data(html.replace('\n', "&#10;"));
                        return Some((Ok(event), (cx, reference, news, last, false)));
                    }
                }
                let heard = tokio::select! {
                    () = cx.services.live.cancelled() => return None,
                    heard = news.recv() => heard,
                };
                look = match heard {
                    Ok(of) => of == ticket,
                    // too much at once: look rather than miss anything
                    Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => return None,
                };
            }
        },
    )
}
