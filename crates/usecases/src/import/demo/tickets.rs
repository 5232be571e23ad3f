//! Tickets of a demonstration, with their threads as they would have come about.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    promise::first_response_due,
    tickets::{EntryKind, Priority, Reference, Side, Status},
};
use fyr_store::{Tx, entries, entries::Entry, organisations, people::Account, tickets, tickets::Ticket};

use super::{
    super::{Counts, fingerprint, id_of},
    Loading,
    file::{self, Demo},
    id_at,
};
use crate::Error;

/// A requester closes a ticket so long after the last word.
const CLOSED_AFTER: TimeDelta = TimeDelta::hours(1);

/// Puts what is not there yet.
pub(super) async fn put(
    loading: &Loading<'_>,
    tx: &mut Tx,
    demo: &Demo,
    people: &HashMap<String, Account>,
) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for one in &demo.ticket {
        let form_key = id_of(&format!("demo:ticket:{}", one.slug));
        let mut new = tickets::find_by_form_key(tx, form_key).await?.is_none();
        if new {
            let mut thread = Thread::tell(loading, one, people)?;
            if let Some(requester) = thread.ticket.requester_id {
                let places = organisations::memberships(tx, requester).await?;
                thread.ticket.organisation_id = places.first().map(|place| place.organisation);
            }
            new = tickets::put(tx, &thread.ticket).await?;
            for entry in thread.entries.iter().filter(|_| new) {
                entries::put(tx, entry, None).await?;
            }
        }
        counts.added(new);
    }
    Ok(counts)
}

/// A ticket and its thread, growing entry by entry.
struct Thread {
    name: String,
    ticket: Ticket,
    entries: Vec<Entry>,
}

impl Thread {
    /// Lets a ticket happen again: filed, answered, solved.
    fn tell(
        loading: &Loading<'_>,
        one: &file::Ticket,
        people: &HashMap<String, Account>,
    ) -> Result<Self, Error> {
        let requester = loading.find(people, &one.requester)?;
        let assignee = one.assignee.as_ref().map(|name| loading.find(people, name)).transpose()?;
        let mut thread = Self::filed(loading, one, requester, assignee);
        thread.write(EntryKind::Message, requester, &one.description, thread.ticket.created_at);
        let last_answer =
            one.message.iter().rposition(|message| !message.internal && message.author != one.requester);
        for (n, message) in one.message.iter().enumerate() {
            let author = loading.find(people, &message.author)?;
            let at = loading.ago(message.days_ago, message.hours_ago);
            let kind = if message.internal { EntryKind::Note } else { EntryKind::Message };
            thread.write(kind, author, &message.body, at);
            if message.internal {
                continue;
            }
            if author.id == requester.id {
                thread.ticket.waiting_since = Some(at);
            } else {
                let then = if last_answer == Some(n) { final_answer(one.status) } else { Status::Open };
                thread.answered(author, at, then);
            }
        }
        let last = thread.ticket.updated_at;
        if one.status == Status::Closed {
            thread.moved(requester, last + CLOSED_AFTER, one.status);
        } else {
            thread.moved(assignee.unwrap_or(requester), last, one.status);
        }
        Ok(thread)
    }

    fn filed(
        loading: &Loading<'_>,
        one: &file::Ticket,
        requester: &Account,
        assignee: Option<&Account>,
    ) -> Self {
        let name = format!("demo:ticket:{}", one.slug);
        let settings = &loading.ctx.settings;
        let created_at = loading.ago(one.days_ago, one.hours_ago);
        let print = fingerprint(&name);
        let bits = print[24..].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let ticket = Ticket {
            id: id_at(created_at, &name),
            reference: Reference::from_random(bits).compact().to_owned(),
            form_key: id_of(&name),
            form_owner: String::new(),
            organisation_id: None,
            private: false,
            requester_id: Some(requester.id),
            requester_name: requester.name.clone(),
            requester_email: requester.email.clone(),
            filed_by_id: None,
            filed_by_name: None,
            topic: one.topic.clone(),
            subject: one.subject.clone(),
            lang: one.language.tag().to_owned(),
            priority: one.priority,
            status: Status::New,
            urgent: matches!(one.priority, Priority::P1 | Priority::P2),
            assignee_id: assignee.map(|agent| agent.id),
            created_at,
            updated_at: created_at,
            respond_by: first_response_due(
                &settings.calendar,
                created_at,
                settings.service_level.within(one.priority),
            ),
            responded_at: None,
            waiting_since: Some(created_at),
        };
        Self { name, ticket, entries: Vec::new() }
    }

    fn answered(&mut self, author: &Account, at: DateTime<Utc>, then: Status) {
        self.ticket.responded_at = self.ticket.responded_at.or(Some(at));
        self.ticket.waiting_since = None;
        self.moved(author, at, then);
    }

    fn moved(&mut self, author: &Account, at: DateTime<Utc>, status: Status) {
        if self.ticket.status == status {
            return;
        }
        let from = std::mem::replace(&mut self.ticket.status, status);
        self.write(EntryKind::Change, author, "", at);
        if let Some(line) = self.entries.last_mut() {
            line.status_from = Some(from.as_str().to_owned());
            line.status_to = Some(status.as_str().to_owned());
        }
        if !matches!(status, Status::New | Status::Open) {
            self.ticket.waiting_since = None;
        }
    }

    /// Each entry is a millisecond after the one before at least: the order of ids is the order of the thread.
    fn write(&mut self, kind: EntryKind, author: &Account, body: &str, at: DateTime<Utc>) {
        let after = self.entries.last().map(|entry| entry.created_at + TimeDelta::milliseconds(1));
        let at = after.map_or(at, |after| after.max(at));
        let own = Some(author.id) == self.ticket.requester_id;
        self.entries.push(Entry {
            id: id_at(at, &format!("{}:{}", self.name, self.entries.len())),
            ticket_id: self.ticket.id,
            kind,
            side: if own { Side::Requester } else { Side::Support },
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

/// What the last answer makes of a ticket that ends so: only what is solved is ever closed.
fn final_answer(status: Status) -> Status {
    match status {
        Status::Closed => Status::Solved,
        Status::New => Status::Open,
        other @ (Status::Open | Status::WaitingForRequester | Status::OnHold | Status::Solved) => other,
    }
}
