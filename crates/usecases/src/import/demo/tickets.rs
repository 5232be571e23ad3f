//! Tickets of the demonstration, with the events that would have led to their status.

use std::collections::HashMap;

use chrono::TimeDelta;
use fyr_domain::{
    channels::ChannelKind,
    sla::TicketClocks,
    tickets::{
        AnswerNeed, Assignment, Filing, Priority, Reference, Side, Status, TicketCommand, TicketScope,
        TicketUpdate, file_ticket,
    },
};
use fyr_store::{organisations, people::Account, ticket_events, tickets, tickets::Ticket};
use uuid::Uuid;

use super::{
    super::{ImportCounts, fingerprint, stable_id},
    DemoImport,
    file::{self, DemoFile},
    stable_id_at,
};
use crate::{
    Error, Transaction,
    tickets::{EventAuthor, TicketHistory, Written, new_ticket},
};

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
            let requester = import.find(people, &ticket.requester)?.id;
            let memberships = organisations::list_memberships(tx, requester).await?;
            let organisation = memberships.first().map(|membership| membership.organisation);
            let TicketHistory { ticket: filed, events, .. } =
                TicketReplay::replay(import, ticket, people, organisation)?;
            new = tickets::insert(tx, &filed).await?;
            for event in events.iter().filter(|_| new) {
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
    history: TicketHistory,
}

impl TicketReplay {
    /// Builds the events of a ticket in order: filed, answered, solved.
    fn replay(
        import: &DemoImport<'_>,
        demo: &file::DemoTicket,
        people: &HashMap<String, Account>,
        organisation: Option<Uuid>,
    ) -> Result<TicketHistory, Error> {
        let requester = import.find(people, &demo.requester)?;
        let assignee = demo.assignee.as_ref().map(|name| import.find(people, name)).transpose()?;
        let mut replay = Self::filed(import, demo, requester, organisation);
        let filed_at = replay.history.ticket.created_at;
        if let Some(agent) = assignee {
            let assignee = Some(Assignment::Agent(agent.id));
            let command = TicketCommand::Update(TicketUpdate { assignee, ..TicketUpdate::default() });
            replay.apply(&command, agent, Written { body: "", at: filed_at });
        }
        let last_answer =
            demo.messages.iter().rposition(|message| !message.internal && message.author != demo.requester);
        for (n, message) in demo.messages.iter().enumerate() {
            let author = import.find(people, &message.author)?;
            let at = import.time_ago(message.days_ago, message.hours_ago);
            let written = Written { body: message.body.trim(), at };
            let status =
                if last_answer == Some(n) { status_after_last_answer(demo.status) } else { Status::Open };
            let command = if message.internal {
                TicketCommand::Note
            } else {
                TicketCommand::Message { status: Some(status), answer: AnswerNeed::Wanted }
            };
            replay.apply(&command, author, written);
        }
        let last = replay.history.ticket.updated_at;
        if demo.status == Status::Closed {
            replay.apply(&TicketCommand::Close, requester, Written { body: "", at: last + CLOSED_AFTER });
        } else {
            let status = Some(demo.status);
            let command = TicketCommand::Update(TicketUpdate { status, ..TicketUpdate::default() });
            replay.apply(&command, assignee.unwrap_or(requester), Written { body: "", at: last });
        }
        Ok(replay.history)
    }

    fn filed(
        import: &DemoImport<'_>,
        demo: &file::DemoTicket,
        requester: &Account,
        organisation: Option<Uuid>,
    ) -> Self {
        let name = format!("demo:ticket:{}", demo.slug);
        let created_at = import.time_ago(demo.days_ago, demo.hours_ago);
        let scope = TicketScope {
            kind: demo.kind,
            topic: demo.topic.clone(),
            organisation,
            channel: ChannelKind::Form,
        };
        let deadlines = TicketClocks::start(&import.sla, demo.priority, &scope, created_at).deadlines();
        let urgent = matches!(demo.priority, Priority::P1 | Priority::P2);
        let filing = Filing { priority: demo.priority, urgent, requester: Some(requester.id), scope };
        let filing = file_ticket(filing, deadlines, created_at);
        let digest = fingerprint(&name);
        let bits = digest[24..].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let ticket = Ticket {
            form_key: stable_id(&name),
            subject: demo.subject.clone(),
            lang: demo.language.tag().to_owned(),
            ..new_ticket(
                stable_id_at(created_at, &name),
                Reference::from_random(bits).compact().to_owned(),
                requester,
                &filing,
            )
        };
        let author = EventAuthor::account(requester, Side::Requester);
        let next_id = || stable_id_at(created_at, &format!("{name}:0"));
        let history = TicketHistory::filed(
            import.sla.clone(),
            ticket,
            &filing,
            &author,
            demo.description.trim(),
            next_id,
        );
        Self { name, history }
    }

    /// Carries out a command, at least ten milliseconds after the previous one, and gives each event a millisecond of its own:
    /// events are ordered by their id.
    fn apply(&mut self, command: &TicketCommand, author: &Account, written: Written<'_>) {
        let Self { name, history } = self;
        let after = history.events.last().map(|event| event.created_at + TimeDelta::milliseconds(10));
        let at = after.map_or(written.at, |after| after.max(written.at));
        let by_requester = Some(author.id) == history.ticket.requester_id;
        let side = if by_requester { Side::Requester } else { Side::Support };
        let count = history.events.len();
        let mut added = 0;
        let next_id = || {
            let at = at + TimeDelta::milliseconds(added);
            added += 1;
            stable_id_at(at, &format!("{name}:{count}:{added}"))
        };
        history.apply(command, &EventAuthor::account(author, side), Written { at, ..written }, next_id);
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
