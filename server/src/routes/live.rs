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
use chrono::{DateTime, Utc};
use futures::{Stream, StreamExt};
use fyr_app::{Cx, state_html, thread_html};
use fyr_domain::Actor;
use fyr_services::{Error, people, privacy, store::sessions as rows, tickets};
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
    /// When the page was made, in milliseconds since 1970.
    made: String,
}

/// How often an open page looks whether its session still goes on, where no news makes it look anyway.
const LOOK: Duration = Duration::from_secs(5);

/// `GET /tickets/{reference}/live?after=&made=`: for each piece of news an event `state` with where the ticket stands, and an
/// event `entries` with HTML, both made as the one who watches; where text was taken out of the ticket, instead of `entries`
/// an event `thread` with its subject and all of its entries. A browser that comes back tells the last one it got
/// (`Last-Event-ID`).
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
    let made = query.made.parse().ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default();
    let ticket = thread.ticket.id;
    let watcher = Watcher { cx, session: sessions::key(&session), reference, ticket, made };
    Sse::new(events(watcher, after))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
        .into_response()
}

/// Whoever has the page open.
struct Watcher {
    cx: Cx,
    /// The session they opened it in.
    session: Option<String>,
    reference: String,
    ticket: Uuid,
    /// As of when the page shows the ticket.
    made: DateTime<Utc>,
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
        self.cx.now = now;
        Some(self)
    }

    /// What the page does not show yet, and the last entry it shows then. What the actor may not see (any more) is an error.
    async fn news(&mut self, after: Uuid) -> Result<Option<([Event; 2], Uuid)>, Error> {
        let Self { cx, reference, .. } = self;
        let redacted = privacy::last_redacted(&cx.services, self.ticket).await?;
        let again = redacted.filter(|at| *at > self.made);
        // where something was taken out, what the page shows is to go
        let (name, after) = if again.is_some() { ("thread", Uuid::nil()) } else { ("entries", after) };
        let thread = tickets::news(&cx.services, &cx.actor, reference, after).await?;
        let Some(last) = thread.entries.last().map(|entry| entry.id) else { return Ok(None) };
        let html = thread_html(cx, &thread).replace('\n', "&#10;");
        let data = if again.is_some() { format!("{}\n{html}", thread.ticket.subject) } else { html };
        self.made = again.unwrap_or(self.made);
        let state = Event::default().event("state").data(state_html(cx, &thread));
        Ok(Some(([state, Event::default().event(name).id(last.to_string()).data(data)], last)))
    }
}

fn events(watcher: Watcher, after: Uuid) -> impl Stream<Item = Result<Event, Infallible>> {
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
                    if let Some((events, last)) = watcher.news(after).await.ok()? {
                        return Some((events.map(Ok), (watcher, news, last, false)));
                    }
                }
                look = tokio::select! {
                    () = watcher.cx.services.live.cancelled() => return None,
                    () = tokio::time::sleep(LOOK) => false,
                    heard = news.recv() => match heard {
                        Ok(of) => of == watcher.ticket,
                        // too much at once: look rather than miss anything
                        Err(RecvError::Lagged(_)) => true,
                        Err(RecvError::Closed) => return None,
                    },
                };
            }
        },
    )
    .flat_map(futures::stream::iter)
}
