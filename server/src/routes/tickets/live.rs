//! Live updates of an open ticket page, as server-sent events.

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
use fyr_app::{RequestContext, thread_html, ticket_state_html};
use fyr_domain::Actor;
use fyr_usecases::{Error as UseCaseError, people, privacy, store::sessions as rows, tickets};
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{Error, sessions};

/// The query of the event stream.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LiveQuery {
    /// The id of the last ticket event on the page.
    after: String,
    /// When the page was rendered, in milliseconds since 1970.
    made: String,
}

/// How often an open stream checks whether its session is still active while the ticket does not change.
const SESSION_CHECK_INTERVAL: Duration = Duration::from_secs(5);

/// `GET /tickets/{reference}/live?after=&made=`: after each change of the ticket a message `state` with its present state, and a
/// message `entries` with its new events, both as HTML rendered for the viewer; after a redaction, instead of `entries`, a message
/// `thread` with the subject and all events. A browser that reconnects sends the id of the last event it has in `Last-Event-ID`.
pub async fn live(
    cx: RequestContext,
    session: Session,
    Path(reference): Path<String>,
    Query(query): Query<LiveQuery>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).unwrap_or(&query.after);
    let after = Uuid::parse_str(last).unwrap_or(Uuid::nil());
    let thread = tickets::find_thread(&cx.backend, &cx.actor, &reference).await?;
    let rendered_at = query.made.parse().ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default();
    let ticket = thread.ticket.id;
    let viewer = Viewer { cx, session: sessions::hashed_id(&session), reference, ticket, rendered_at };
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    Ok(Sse::new(events(viewer, after)).keep_alive(keep_alive).into_response())
}

/// A person with the ticket's page open.
struct Viewer {
    cx: RequestContext,
    /// The hashed id of the session in which the page was opened.
    session: Option<String>,
    reference: String,
    ticket: Uuid,
    /// The time of the ticket's state on the page.
    rendered_at: DateTime<Utc>,
}

impl Viewer {
    /// The viewer with their present name, roles and time; `None` where their session has ended or their account is gone.
    async fn refresh(mut self) -> Option<Self> {
        let backend = &self.cx.backend;
        let now = backend.clock.now();
        if let Some(session) = &self.session {
            let mut db = backend.store.read().await.ok()?;
            if !rows::is_active(&mut db, session, now).await.ok()? {
                return None;
            }
        }
        let user = match self.cx.actor.user_id() {
            Some(id) => Some(people::find_by_id(backend, id).await.ok()??),
            None => None,
        };
        self.cx.actor = Actor { user, now, ..self.cx.actor };
        self.cx.now = now;
        Some(self)
    }

    /// The messages that bring the page up to date; `None` where it shows everything already.
    ///
    /// # Errors
    /// Where the actor may not see the ticket (any more), or it cannot be read.
    async fn update(&mut self, after: Uuid) -> Result<Option<Update>, UseCaseError> {
        let Self { cx, reference, .. } = self;
        let redacted_at = privacy::last_redacted_at(&cx.backend, self.ticket).await?;
        let new_redaction = redacted_at.filter(|at| *at > self.rendered_at);
        // after a redaction the page has to replace everything it shows
        let (name, after) =
            if new_redaction.is_some() { ("thread", Uuid::nil()) } else { ("entries", after) };
        let thread = tickets::find_thread_after(&cx.backend, &cx.actor, reference, after).await?;
        let Some(last) = thread.events.last().map(|event| event.id) else { return Ok(None) };
        let html = thread_html(cx, &thread).replace('\n', "&#10;");
        let data = if new_redaction.is_some() { format!("{}\n{html}", thread.ticket.subject) } else { html };
        self.rendered_at = new_redaction.unwrap_or(self.rendered_at);
        let state = Event::default().event("state").data(ticket_state_html(cx, &thread));
        let messages = [state, Event::default().event(name).id(last.to_string()).data(data)];
        Ok(Some(Update { messages, last }))
    }
}

/// Messages that bring an open page up to date.
struct Update {
    messages: [Event; 2],
    /// The id of the last ticket event that the page shows then.
    last: Uuid,
}

fn events(viewer: Viewer, after: Uuid) -> impl Stream<Item = Result<Event, Infallible>> {
    let ticket_updates = viewer.cx.backend.ticket_updates.subscribe();
    // poll once at the start: the ticket may have changed between page and stream
    futures::stream::unfold(
        (viewer, ticket_updates, after, true),
        move |(mut viewer, mut ticket_updates, after, is_first)| async move {
            let mut has_changed = is_first;
            loop {
                viewer = viewer.refresh().await?;
                if has_changed {
                    // the stream ends where the actor may not see the ticket (any more)
                    if let Some(Update { messages, last }) = viewer.update(after).await.ok()? {
                        return Some((messages.map(Ok), (viewer, ticket_updates, last, false)));
                    }
                }
                has_changed = tokio::select! {
                    () = viewer.cx.backend.live_shutdown.cancelled() => return None,
                    () = tokio::time::sleep(SESSION_CHECK_INTERVAL) => false,
                    received = ticket_updates.recv() => match received {
                        Ok(ticket) => ticket == viewer.ticket,
                        // messages were dropped: poll, because this ticket may be among them
                        Err(RecvError::Lagged(_)) => true,
                        Err(RecvError::Closed) => return None,
                    },
                };
            }
        },
    )
    .flat_map(futures::stream::iter)
}
