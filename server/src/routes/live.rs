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
use fyr_domain::Actor;
use fyr_services::{people, store::sessions as rows, tickets};
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    request::{Asked, failed},
    sessions,
};

/// After which entry the page wants to know.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LiveQuery {
    after: String,
}

/// How often an open page looks whether its session still goes on, where no news makes it look anyway.
const LOOK: Duration = Duration::from_secs(5);

/// `GET /tickets/{reference}/live?after=`: an event `entries` with HTML for each piece of news, made as the one who watches.
/// A browser that comes back tells the last one it got (`Last-Event-ID`).
pub async fn live(
    Asked(cx): Asked,
    session: Session,
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
    let watcher = Watcher { cx, session: sessions::key(&session), reference };
    Sse::new(events(watcher, thread.ticket.id, after))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

/// Whoever has the page open.
struct Watcher {
    cx: Cx,
    /// The session they opened it in.
    session: Option<String>,
    reference: String,
}

impl Watcher {
    /// The same person as they are now; `None` where their session has ended, or they are nobody any more.
    async fn now(mut self) -> Option<Self> {
        let services = &self.cx.services;
        let now = services.clock.now();
        if let Some(session) = &self.session {
            let mut db = services.store.read().await.ok()?;
            if !rows::is_alive(&mut db, session, now).await.ok()? {
                return None;
            }
        }
        let user = match self.cx.actor.user_id() {
            Some(id) => Some(people::find(services, id).await.ok()??),
            None => None,
        };
        self.cx.actor = Actor { user, at: now, ..self.cx.actor };
        Some(self)
    }
}

fn events(watcher: Watcher, ticket: Uuid, after: Uuid) -> impl Stream<Item = Result<Event, Infallible>> {
    let news = watcher.cx.services.news.subscribe();
    // look once at the beginning: something may have come between page and stream
    futures::stream::unfold(
        (watcher, news, after, true),
        move |(mut watcher, mut news, after, first)| async move {
            let mut look = first;
            loop {
                watcher = watcher.now().await?;
                if look {
                    // what the actor may not see (any more) ends the stream
                    let Watcher { cx, reference, .. } = &watcher;
                    let thread = tickets::news(&cx.services, &cx.actor, reference, after).await.ok()?;
                    if let Some(last) = thread.entries.last().map(|entry| entry.id) {
                        let html = thread_html(cx, &thread);
                        let event = Event::default()
                            .event("entries")
                            .id(last.to_string())
                            .data(html.replace('\n', "&#10;"));
                        return Some((Ok(event), (watcher, news, last, false)));
                    }
                }
                look = tokio::select! {
                    () = watcher.cx.services.live.cancelled() => return None,
                    () = tokio::time::sleep(LOOK) => false,
                    heard = news.recv() => match heard {
                        Ok(of) => of == ticket,
                        // too much at once: look rather than miss anything
                        Err(RecvError::Lagged(_)) => true,
                        Err(RecvError::Closed) => return None,
                    },
                };
            }
        },
    )
}
