//! The documentation of a ticket: all that is public about it, what was promised and how it was kept, on one page or as JSON.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    sla::{CountedTime, Metric, TicketClocks, TrackedTarget},
    tickets::{Side, Status, TicketEventKind},
};
use fyr_store::{ticket_events::TicketEvent, tickets::Ticket};
use serde::Serialize;

use super::{TicketSla, TicketThread, find_sla, find_thread, format_reference};
use crate::{Backend, Error};

/// All that is public about a ticket. Internal notes are never in it, whoever asks.
#[derive(Clone, Debug)]
pub struct TicketDocumentation {
    /// The ticket with its public events and their files.
    pub thread: TicketThread,
    sla: TicketSla,
    now: DateTime<Utc>,
}

/// A target of a ticket as it is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentedTarget {
    /// What the target is for.
    pub metric: Metric,
    /// The time within which it was promised, in minutes.
    pub target_minutes: i64,
    /// Whether all time counts, and not only that of opening hours.
    pub around_the_clock: bool,
    /// When it is, or was, due; `None` while its clock stands.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was met.
    pub met_at: Option<DateTime<Utc>>,
    /// Whether it was due before it was met, or before now.
    pub missed: bool,
}

/// The documentation as JSON.
#[derive(Serialize)]
struct Document<'a> {
    reference: String,
    subject: &'a str,
    topic: &'a str,
    kind: &'a str,
    impact: &'a str,
    channel: &'a str,
    urgent: bool,
    status: &'a str,
    requester: &'a str,
    filed_by: Option<&'a str>,
    filed_at: DateTime<Utc>,
    targets: Vec<DocumentedTarget>,
    events: Vec<DocumentedEvent<'a>>,
    solution: Option<&'a str>,
}

#[derive(Serialize)]
struct DocumentedEvent<'a> {
    at: DateTime<Utc>,
    author: &'a str,
    side: Side,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<&'a str>,
}

/// Collects what is public about a ticket.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not see the ticket, or not what support wrote in it.
pub async fn document(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
) -> Result<TicketDocumentation, Error> {
    let sla = find_sla(backend, actor, reference).await?;
    let mut thread = find_thread(backend, actor, reference).await?;
    thread.events.retain(|event| event.kind != TicketEventKind::Note);
    let TicketThread { events, files, .. } = &mut thread;
    files.retain(|file| events.iter().any(|event| file.entry_id == Some(event.id)));
    Ok(TicketDocumentation { thread, sla, now: backend.clock.now() })
}

impl TicketDocumentation {
    /// The targets, in the order of [`Metric::ALL`].
    pub fn targets(&self) -> Vec<DocumentedTarget> {
        let TicketClocks { first_response, next_response, resolution, update, .. } =
            self.sla.clocks().unwrap_or_default();
        let targets = [first_response, next_response, resolution, update];
        let found = Metric::ALL.iter().zip(targets);
        found.filter_map(|(metric, target)| Some(self.documented(*metric, &target?))).collect()
    }

    fn documented(&self, metric: Metric, target: &TrackedTarget<'_>) -> DocumentedTarget {
        let terms = target.clock.terms();
        DocumentedTarget {
            metric,
            target_minutes: terms.target.num_minutes(),
            around_the_clock: terms.counted == CountedTime::AroundTheClock,
            due_at: target.clock.deadline().instant(),
            met_at: target.met_at,
            missed: target.is_missed(self.now),
        }
    }

    /// What support wrote last, once the ticket is done.
    pub fn solution(&self) -> Option<&TicketEvent> {
        let by_support =
            |event: &&TicketEvent| event.kind == TicketEventKind::Message && event.side == Side::Support;
        self.thread.events.iter().rev().filter(|_| self.thread.ticket.status.is_done()).find(by_support)
    }

    fn documented_event<'a>(&'a self, event: &'a TicketEvent) -> DocumentedEvent<'a> {
        DocumentedEvent {
            at: event.created_at,
            author: &event.author_name,
            side: event.side,
            text: &event.body,
            status: event.new_status().map(Status::as_str),
            files: self.thread.files_for(event.id).map(|file| file.name.as_str()).collect(),
        }
    }

    /// The documentation as JSON, in terms that do not depend on a language.
    ///
    /// # Errors
    /// [`Error::Internal`] where it cannot be written.
    pub fn to_json(&self) -> Result<String, Error> {
        let Ticket { subject, topic, kind, impact, channel, urgent, status, .. } = &self.thread.ticket;
        let Ticket { requester_name, filed_by_name, created_at, reference, .. } = &self.thread.ticket;
        let events = self.thread.events.iter().map(|event| self.documented_event(event)).collect();
        let document = Document {
            reference: format_reference(reference),
            subject,
            topic,
            kind: kind.as_str(),
            impact: impact.as_str(),
            channel: channel.as_str(),
            urgent: *urgent,
            status: status.as_str(),
            requester: requester_name,
            filed_by: filed_by_name.as_deref(),
            filed_at: *created_at,
            targets: self.targets(),
            events,
            solution: self.solution().map(|event| event.body.as_str()),
        };
        serde_json::to_string_pretty(&document).map_err(|error| Error::Internal(Box::new(error)))
    }
}
