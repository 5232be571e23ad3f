//! Live updates of an open ticket page, as server-sent events.

use std::{convert::Infallible, time::Duration};

use axum::{
    Extension,
    extract::{Path, Query},
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use chrono::{DateTime, Utc};
use futures::Stream;
use fyr_app::{
    RequestContext,
    fragments::{thread_event_views, ticket_state_view},
    pages::errors::ErrorPage,
};
use fyr_domain::{
    Actor,
    live::{ThreadUpdate, TicketUpdate},
};
use fyr_usecases::{Error as UseCaseError, accounts, live::Subject, people, privacy, tickets};
use serde::Deserialize;
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Error,
    open_streams::{OpenStream, OpenStreams},
    sessions,
};

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

/// `GET /tickets/{reference}/live?after=&made=`: after each change of the ticket a message `update`, a [`TicketUpdate`] as JSON
/// with what the viewer may see. Its id is that of the last event; a browser that reconnects sends it in `Last-Event-ID`. 503 where
/// too many are open; the page is complete without it.
pub async fn live(
    cx: RequestContext,
    session: Session,
    Extension(streams): Extension<OpenStreams>,
    Path(reference): Path<String>,
    Query(query): Query<LiveQuery>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).unwrap_or(&query.after);
    let after = Uuid::parse_str(last).unwrap_or_default();
    let thread = tickets::find_thread(&cx.backend, &cx.actor, &reference).await?;
    let rendered_at = query.made.parse().ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default();
    let ticket = thread.ticket.id;
    let session = sessions::hashed_id(&session);
    let Some(open) = streams.open(cx.actor.network, session.as_deref(), ticket) else {
        return Err(ErrorPage::Unavailable.into());
    };
    let viewer = Viewer { cx, session, reference, ticket, rendered_at, _open: open };
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
    /// Counts this stream until it ends.
    _open: OpenStream,
}

impl Viewer {
    /// The viewer with their present name, roles and time; `None` where their session has ended or their account is gone.
    async fn refresh(mut self) -> Option<Self> {
        let backend = &self.cx.backend;
        let now = backend.clock.now();
        if let Some(session) = &self.session
            && !accounts::is_session_active(backend, session).await.ok()?
        {
            return None;
        }
        let user = match self.cx.actor.user_id() {
            Some(id) => Some(people::find_by_id(backend, id).await.ok()??),
            None => None,
        };
        self.cx.actor = Actor { user, now, ..self.cx.actor };
        self.cx.now = now;
        Some(self)
    }

    /// The message that brings the page up to date; `None` where it shows everything already.
    ///
    /// # Errors
    /// Where the actor may not see the ticket (any more), or it cannot be read.
    async fn update(&mut self, after: Uuid) -> Result<Option<Update>, UseCaseError> {
        let Self { cx, reference, .. } = self;
        let redacted_at = privacy::last_redacted_at(&cx.backend, self.ticket).await?;
        let new_redaction = redacted_at.filter(|at| *at > self.rendered_at);
        // after a redaction the page has to replace everything it shows
        let after = if new_redaction.is_some() { Uuid::nil() } else { after };
        let thread = tickets::find_thread_after(&cx.backend, &cx.actor, reference, after).await?;
        let Some(last) = thread.events.last().map(|event| event.id) else { return Ok(None) };
        let events = thread_event_views(cx, &thread);
        self.rendered_at = new_redaction.unwrap_or(self.rendered_at);
        let update = TicketUpdate {
            state: ticket_state_view(cx, &thread),
            thread: match new_redaction {
                Some(_) => ThreadUpdate::Replaced { subject: thread.ticket.subject, events },
                None => ThreadUpdate::Added { events },
            },
        };
        let message = Event::default().event("update").id(last.to_string()).json_data(&update);
        Ok(Some(Update { message: message.map_err(|error| UseCaseError::Internal(Box::new(error)))?, last }))
    }
}

/// A message that brings an open page up to date.
struct Update {
    message: Event,
    /// The id of the last ticket event that the page shows then.
    last: Uuid,
}

fn events(viewer: Viewer, after: Uuid) -> impl Stream<Item = Result<Event, Infallible>> {
    let subscription = viewer.cx.backend.live.subscribe(Subject::Ticket(viewer.ticket));
    futures::stream::unfold(
        (viewer, subscription, after, true),
        move |(mut viewer, mut subscription, after, is_first)| async move {
            // read once at the start: the ticket may have changed between page and stream
            let mut has_changed = is_first;
            loop {
                if !has_changed {
                    has_changed = tokio::select! {
                        () = viewer.cx.backend.live_shutdown.cancelled() => return None,
                        () = subscription.changed() => true,
                        () = tokio::time::sleep(SESSION_CHECK_INTERVAL) => false,
                    };
                }
                viewer = viewer.refresh().await?;
                // the stream ends where the actor may not see the ticket (any more)
                if has_changed && let Some(Update { message, last }) = viewer.update(after).await.ok()? {
                    return Some((Ok(message), (viewer, subscription, last, false)));
                }
                has_changed = false;
            }
        },
    )
}
