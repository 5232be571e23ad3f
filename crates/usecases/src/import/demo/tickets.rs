//! Tickets of the demonstration, with the events that would have led to their status.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    sla::first_response_due,
    tickets::{Priority, Reference, Side, Status, TicketEventKind},
};
use fyr_store::{
    organisations, people::Account, ticket_events, ticket_events::TicketEvent, tickets, tickets::Ticket,
};

use super::{
    super::{ImportCounts, fingerprint, stable_id},
    DemoImport,
    file::{self, DemoFile},
    stable_id_at,
};
use crate::{Error, Transaction};

/// A requester closes a ticket this long after the last message.
const CLOSED_AFTER: TimeDelta = TimeDelta::hours(1);

/// Imports the tickets that do not exist yet.
pub(super) async fn import_all(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &DemoFile,
    people: &HashMap<String, Account>,
) -> Result<ImportCounts, Error> {
    let mut counts = ImportCounts::default();
    for ticket in &demo.tickets {
        let form_key = stable_id(&format!("demo:ticket:{}", ticket.slug));
        let mut new = tickets::find_by_form_key(tx, form_key).await?.is_none();
        if new {
            let mut replay = TicketReplay::replay(import, ticket, people)?;
            if let Some(requester) = replay.ticket.requester_id {
                let memberships = organisations::list_memberships(tx, requester).await?;
                replay.ticket.organisation_id = memberships.first().map(|membership| membership.organisation);
            }
            new = tickets::insert(tx, &replay.ticket).await?;
            for event in replay.events.iter().filter(|_| new) {
                ticket_events::insert(tx, event, None).await?;
            }
        }
        counts.add(new);
    }
    Ok(counts)
}

/// A ticket and its events while they are being built.
struct TicketReplay {
    name: String,
    ticket: Ticket,
    events: Vec<TicketEvent>,
}

impl TicketReplay {
    /// Builds the events of a ticket in order: filed, answered, solved.
    fn replay(
        import: &DemoImport<'_>,
        demo: &file::DemoTicket,
        people: &HashMap<String, Account>,
    ) -> Result<Self, Error> {
        let requester = import.find(people, &demo.requester)?;
        let assignee = demo.assignee.as_ref().map(|name| import.find(people, name)).transpose()?;
        let mut replay = Self::new_ticket(import, demo, requester, assignee);
        replay.push_event(TicketEventKind::Message, requester, &demo.description, replay.ticket.created_at);
        let last_answer =
            demo.messages.iter().rposition(|message| !message.internal && message.author != demo.requester);
        for (n, message) in demo.messages.iter().enumerate() {
            let author = import.find(people, &message.author)?;
            let at = import.time_ago(message.days_ago, message.hours_ago);
            let kind = if message.internal { TicketEventKind::Note } else { TicketEventKind::Message };
            replay.push_event(kind, author, &message.body, at);
            if message.internal {
                continue;
            }
            if author.id == requester.id {
                replay.ticket.waiting_since = Some(at);
            } else {
                let status =
                    if last_answer == Some(n) { status_after_last_answer(demo.status) } else { Status::Open };
                replay.record_answer(author, at, status);
            }
        }
        let last = replay.ticket.updated_at;
        if demo.status == Status::Closed {
            replay.change_status(requester, last + CLOSED_AFTER, demo.status);
        } else {
            replay.change_status(assignee.unwrap_or(requester), last, demo.status);
        }
        Ok(replay)
    }

    fn new_ticket(
        import: &DemoImport<'_>,
        demo: &file::DemoTicket,
        requester: &Account,
        assignee: Option<&Account>,
    ) -> Self {
        let name = format!("demo:ticket:{}", demo.slug);
        let settings = &import.backend.settings;
        let created_at = import.time_ago(demo.days_ago, demo.hours_ago);
        let digest = fingerprint(&name);
        let bits = digest[24..].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let ticket = Ticket {
            id: stable_id_at(created_at, &name),
            reference: Reference::from_random(bits).compact().to_owned(),
            form_key: stable_id(&name),
            form_owner: String::new(),
            organisation_id: None,
            private: false,
            requester_id: Some(requester.id),
            requester_name: requester.name.clone(),
            requester_email: requester.email.clone(),
            filed_by_id: None,
            filed_by_name: None,
            topic: demo.topic.clone(),
            subject: demo.subject.clone(),
            lang: demo.language.tag().to_owned(),
            priority: demo.priority,
            status: Status::New,
            urgent: matches!(demo.priority, Priority::P1 | Priority::P2),
            assignee_id: assignee.map(|agent| agent.id),
            created_at,
            updated_at: created_at,
            respond_by: first_response_due(
                &settings.calendar,
                created_at,
                import.service_level.first_response(demo.priority),
            ),
            responded_at: None,
            waiting_since: Some(created_at),
        };
        Self { name, ticket, events: Vec::new() }
    }

    fn record_answer(&mut self, author: &Account, at: DateTime<Utc>, status: Status) {
        self.ticket.responded_at = self.ticket.responded_at.or(Some(at));
        self.ticket.waiting_since = None;
        self.change_status(author, at, status);
    }

    fn change_status(&mut self, author: &Account, at: DateTime<Utc>, status: Status) {
        if self.ticket.status == status {
            return;
        }
        let from = std::mem::replace(&mut self.ticket.status, status);
        self.push_event(TicketEventKind::Change, author, "", at);
        if let Some(line) = self.events.last_mut() {
            line.status_from = Some(from.as_str().to_owned());
            line.status_to = Some(status.as_str().to_owned());
        }
        if !matches!(status, Status::New | Status::Open) {
            self.ticket.waiting_since = None;
        }
    }

    /// Adds an event, at least a millisecond after the previous one: events are ordered by their id.
    fn push_event(&mut self, kind: TicketEventKind, author: &Account, body: &str, at: DateTime<Utc>) {
        let after = self.events.last().map(|event| event.created_at + TimeDelta::milliseconds(1));
        let at = after.map_or(at, |after| after.max(at));
        let by_requester = Some(author.id) == self.ticket.requester_id;
        self.events.push(TicketEvent {
            id: stable_id_at(at, &format!("{}:{}", self.name, self.events.len())),
            ticket_id: self.ticket.id,
            kind,
            side: if by_requester { Side::Requester } else { Side::Support },
            author_id: Some(author.id),
            author_name: author.name.clone(),
            body: body.trim().to_owned(),
            status_from: None,
            status_to: None,
            created_at: at,
        });
        self.ticket.updated_at = at;
    }
}

/// The status that the last answer sets, given the final status: a closed ticket was solved first.
fn status_after_last_answer(status: Status) -> Status {
    match status {
        Status::Closed => Status::Solved,
        Status::New => Status::Open,
        other @ (Status::Open | Status::WaitingForRequester | Status::OnHold | Status::Solved) => other,
    }
}
