//! Carrying out a command on a ticket: events, audit log, the ticket's row and what follows, in the caller's transaction. The
//! lines of the audit log are made from the events that are stored, so that the two cannot disagree.

use fyr_domain::{
    Actor,
    tickets::{
        FollowUp, Side, Status, TicketChange, TicketCommand, TicketEventKind, TicketPrivacy, Transition,
        transition,
    },
};
use fyr_store::{mailboxes, ticket_events, ticket_events::TicketEvent, tickets, tickets::Ticket};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    LockedTicket, assignees, escalation, follow_up,
    history::{self, EventAuthor, RecordedEvents, Written},
};
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    events::{Event, Notify},
    mailer, settings,
};

/// The text of a message or note, and the key of the form that it was written in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct EventText<'a> {
    /// The text; empty for other events.
    pub body: &'a str,
    /// The form; submitted twice, it writes once.
    pub form_key: Option<Uuid>,
}

/// Writes what an actor does with tickets.
pub(crate) struct TicketWriter<'a> {
    pub backend: &'a Backend,
    pub actor: &'a Actor,
    pub author: EventAuthor,
}

impl LockedTicket {
    /// The actor as the author of events in this ticket.
    pub(crate) fn author(&self, actor: &Actor) -> EventAuthor {
        let side = self.side();
        EventAuthor {
            user: actor.user_id(),
            name: self.author_name(actor),
            side,
            on_behalf_of: self.ticket.requester_id.filter(|_| side == Side::Counsellor),
        }
    }

    /// The actor as the author of events from the side of support, also where they are the requester.
    pub(crate) fn support_author(&self, actor: &Actor) -> EventAuthor {
        let name = actor.user.as_ref().map_or_else(|| self.author_name(actor), |user| user.name.clone());
        EventAuthor { user: actor.user_id(), name, side: Side::Support, on_behalf_of: None }
    }
}

impl TicketWriter<'_> {
    /// Carries out a command on a locked ticket and updates `ticket`. One that is reopened goes back to the queue where its agent does
    /// not work for support any more. `None` where its form was submitted before, and nothing
    /// was written.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the command does not fit the ticket's state.
    pub(crate) async fn apply(
        &self,
        tx: &mut Transaction,
        ticket: &mut Ticket,
        command: &TicketCommand,
        text: EventText<'_>,
    ) -> Result<Option<RecordedEvents>, Error> {
        let was_done = ticket.status.is_done();
        let recorded = self.write(tx, ticket, command, text).await?;
        if was_done && !ticket.status.is_done() {
            assignees::unassign_unless_agent(self.backend, tx, ticket).await?;
            escalation::follow_reopening(self.backend, tx, ticket).await?;
        }
        Ok(recorded)
    }

    /// As [`Self::apply`], for a command that reopens nothing.
    pub(super) async fn write(
        &self,
        tx: &mut Transaction,
        ticket: &mut Ticket,
        command: &TicketCommand,
        text: EventText<'_>,
    ) -> Result<Option<RecordedEvents>, Error> {
        let now = self.backend.clock.now();
        let mut next = transition(&history::state_of(ticket), command, self.author.changed_by(), now)
            .map_err(|_| Error::NotFound)?;
        let mut alarm_at = ticket.alarm_at;
        if next.moves_clocks() {
            let sla = settings::load_in(self.backend, tx).await?.sla();
            let mut facts = ticket_events::list_facts(tx, ticket.id).await?;
            facts.extend(history::facts(&next, self.author.side, now));
            alarm_at = history::set_deadlines(&mut next, &sla, &facts);
        }
        let recorded = self.record(tx, ticket, &next, text).await?;
        if recorded.as_ref().is_some_and(|recorded| !recorded.events.is_empty()) {
            let (was_private, status_before) = (ticket.private, ticket.status);
            history::set_state(ticket, &next, now);
            ticket.alarm_at = alarm_at;
            tickets::update(tx, ticket).await?;
            follow_up::follow_status(self.backend, tx, ticket, status_before).await?;
            self.confirm_mailbox(tx, ticket).await?;
            if ticket.private != was_private {
                tickets::set_private(tx, ticket.id, ticket.private).await?;
            }
        }
        Ok(recorded)
    }

    /// A guest who acts in a ticket that this browser opened by a mailed link owns the mailbox. Opening it does not count: programs
    /// that check mail open links, too.
    async fn confirm_mailbox(&self, tx: &mut Transaction, ticket: &Ticket) -> Result<(), Error> {
        let Some(guest) =
            self.actor.guest.filter(|_| ticket.requester_id.is_none() && self.actor.user.is_none())
        else {
            return Ok(());
        };
        if mailboxes::was_opened_by_link(tx, guest, ticket.id).await? {
            mailer::confirm_mailbox(self.backend, tx, &ticket.requester_email).await?;
            mailboxes::confirm_ticket(tx, ticket.id, self.backend.clock.now()).await?;
        }
        Ok(())
    }

    /// Writes the events of a transition, the lines of the audit log that belong to them, and emits what others learn of it. The
    /// caller writes the ticket's row. `None` where the form was submitted before, and nothing was written.
    pub(crate) async fn record(
        &self,
        tx: &mut Transaction,
        ticket: &Ticket,
        next: &Transition,
        text: EventText<'_>,
    ) -> Result<Option<RecordedEvents>, Error> {
        let Self { backend, actor, author } = self;
        let written = Written { body: text.body, at: backend.clock.now() };
        let events = history::events(ticket.id, next, author, written, || backend.clock.id());
        for (index, event) in events.iter().enumerate() {
            let form_key = text.form_key.filter(|_| index == 0);
            if !ticket_events::insert(tx, event, form_key).await? {
                return Ok(None);
            }
        }
        for AuditLine { id, event } in audit_lines(ticket.organisation_id, &events) {
            audit::record_with_id(backend, tx, actor, id, event).await?;
        }
        let recorded = RecordedEvents { events, follow_ups: next.follow_ups.clone() };
        for event in emitted_events(ticket.id, &recorded) {
            tx.emit(event);
        }
        Ok(Some(recorded))
    }
}

/// What other parts of the portal learn about these ticket events; emails and live pages follow from it.
fn emitted_events(ticket: Uuid, recorded: &RecordedEvents) -> Vec<Event> {
    let notify = |follow_up: FollowUp| {
        if recorded.follow_ups.contains(&follow_up) { Notify::Requester } else { Notify::Nobody }
    };
    let emitted = |event: &TicketEvent| {
        Some(match event.change()? {
            TicketChange::Filed { .. } => Event::TicketFiled { ticket },
            TicketChange::Message => {
                Event::MessageAdded { ticket, event: event.id, notify: notify(FollowUp::AnnounceMessage) }
            }
            TicketChange::Status { .. } => {
                Event::StatusChanged { ticket, event: event.id, notify: notify(FollowUp::AnnounceStatus) }
            }
            TicketChange::Escalated { from, to, cause, .. } if from < to => {
                Event::TicketEscalated { ticket, to, cause }
            }
            TicketChange::Expected { by } => Event::AnswerExpected { ticket, by },
            TicketChange::Note => Event::NoteAdded { ticket },
            TicketChange::Redacted { .. } => Event::TicketRedacted { ticket },
            TicketChange::Priority { .. }
            | TicketChange::Kind { .. }
            | TicketChange::Topic { .. }
            | TicketChange::Escalated { .. }
            | TicketChange::Acknowledged
            | TicketChange::SlaThreshold { .. }
            | TicketChange::Assignee { .. }
            | TicketChange::Privacy { .. }
            | TicketChange::Rated { .. }
            | TicketChange::Claimed { .. }
            | TicketChange::AddressCorrected
            | TicketChange::Promised { .. }
            | TicketChange::Deadlines(_)
            | TicketChange::NoAnswerNeeded => Event::TicketChanged { ticket },
        })
    };
    recorded.events.iter().filter_map(emitted).collect()
}

/// A line of the audit log that is made from a ticket event, and has its id.
#[derive(Debug)]
struct AuditLine {
    id: Uuid,
    event: AuditEvent,
}

/// The lines of the audit log for the events of one transition. Priority, kind, topic and assignee share one line, with the id of the first
/// of them. Messages, notes, ratings and what support does to the status are in the ticket only.
fn audit_lines(organisation: Option<Uuid>, events: &[TicketEvent]) -> Vec<AuditLine> {
    let mut lines: Vec<AuditLine> = Vec::new();
    let has_message = events.iter().any(|event| event.kind == TicketEventKind::Message);
    for event in events {
        let Some(change) = event.change() else { continue };
        let on_behalf_of = event.on_behalf_of_id.map(|requester| json!({ "requester": requester }));
        let (action, details) = match (change, on_behalf_of) {
            (TicketChange::Filed { .. }, Some(details)) => ("ticket.filed_for", details),
            (TicketChange::Message, Some(details)) => ("ticket.answered_for", details),
            (TicketChange::Status { to: Status::Closed, .. }, Some(details)) if !has_message => {
                ("ticket.closed_for", details)
            }
            (TicketChange::Status { .. }, Some(details)) if !has_message => ("ticket.reopened_for", details),
            (TicketChange::Priority { from, to, respond_by_from, respond_by_to }, _) => {
                let mut details = from_to("priority", &json!(from), &json!(to));
                if respond_by_from != respond_by_to {
                    details.extend(from_to("respond_by", &json!(respond_by_from), &json!(respond_by_to)));
                }
                ("ticket.changed", Value::Object(details))
            }
            (TicketChange::Kind { from, to }, _) => {
                ("ticket.changed", Value::Object(from_to("kind", &json!(from), &json!(to))))
            }
            (TicketChange::Topic { from, to }, _) => {
                ("ticket.changed", Value::Object(from_to("topic", &json!(from), &json!(to))))
            }
            (TicketChange::Assignee { from, to }, _) => {
                ("ticket.changed", Value::Object(from_to("assignee", &json!(from), &json!(to))))
            }
            (TicketChange::Escalated { from, to, .. }, _) if from < to => {
                ("ticket.escalated", Value::Object(from_to("level", &json!(from), &json!(to))))
            }
            (TicketChange::Privacy { to, .. }, _) => match to {
                TicketPrivacy::Private => ("ticket.made_private", json!({})),
                TicketPrivacy::Shared => ("ticket.shared", json!({})),
            },
            (TicketChange::Redacted { places, files }, _) => {
                ("ticket.redacted", json!({ "places": places, "files": files }))
            }
            (TicketChange::Claimed { .. }, _) => ("ticket.claimed", json!({})),
            (TicketChange::AddressCorrected, _) => ("ticket.address_corrected", json!({})),
            (
                TicketChange::Filed { .. }
                | TicketChange::Message
                | TicketChange::Note
                | TicketChange::Status { .. }
                | TicketChange::Escalated { .. }
                | TicketChange::Acknowledged
                | TicketChange::SlaThreshold { .. }
                | TicketChange::Rated { .. }
                | TicketChange::Expected { .. }
                | TicketChange::Promised { .. }
                | TicketChange::Deadlines(_)
                | TicketChange::NoAnswerNeeded,
                _,
            ) => continue,
        };
        if let Some(line) = lines.iter_mut().find(|line| line.event.action == action)
            && let (Value::Object(line), Value::Object(details)) = (&mut line.event.details, &details)
        {
            line.extend(details.clone());
            continue;
        }
        let target = Some(("ticket", event.ticket_id));
        lines.push(AuditLine { id: event.id, event: AuditEvent { action, target, organisation, details } });
    }
    lines
}

fn from_to(what: &str, from: &Value, to: &Value) -> Map<String, Value> {
    [(format!("{what}_from"), from.clone()), (format!("{what}_to"), to.clone())].into_iter().collect()
}
