//! What a new service level or calendar does to the tickets that are open: looked at before it is saved, and done afterwards.

use chrono::TimeDelta;
use fyr_domain::{
    Actor,
    sla::{Deadlines, SlaHistory, TicketClocks},
    tickets::{Side, Transition},
};
use fyr_i18n::t;
use fyr_store::{
    ticket_events::{self, OpenTicket},
    tickets::{self, Ticket},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    alarms::next_alarm,
    history::{self, EventAuthor},
    record::TicketWriter,
};
use crate::{
    Backend, Error, Settings,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    settings,
};

/// Tickets that are read at once.
const BATCH: i64 = 500;

/// The state of a ticket with the deadlines that its clocks have now; without changes where they are the same.
fn recomputed(ticket: &Ticket, clocks: &TicketClocks<'_>) -> Transition {
    let (state, changes, follow_ups) = (history::state_of(ticket), Vec::new(), Vec::new());
    let mut next = Transition { state, changes, follow_ups };
    next.set_deadlines(clocks.deadlines());
    next
}

/// Goes through the open tickets, batch by batch, looking for those whose deadlines are not what their clocks say.
#[derive(Debug, Default)]
struct OpenTickets {
    /// The last one that was looked at.
    after: Uuid,
    /// How many were looked at.
    count: usize,
}

impl OpenTickets {
    /// Those of the next batch that have other deadlines by `sla`, with these; `None` after the last batch.
    async fn next(
        &mut self,
        backend: &Backend,
        sla: &SlaHistory,
    ) -> Result<Option<Vec<(OpenTicket, Deadlines)>>, Error> {
        let batch = {
            let mut db = backend.store.read().await?;
            ticket_events::list_open(&mut db, self.after, BATCH).await?
        };
        let Some(last) = batch.last() else { return Ok(None) };
        self.after = last.id;
        self.count += batch.len();
        let moved = batch.into_iter().filter_map(|ticket| {
            let clocks = TicketClocks::replay(sla, &ticket.facts)?;
            let deadlines = clocks.deadlines().after(ticket.deadlines, ticket.responded_at);
            (deadlines != ticket.deadlines).then_some((ticket, deadlines))
        });
        Ok(Some(moved.collect()))
    }
}

/// What a change of service level or calendar would do to the tickets that are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeadlinePreview {
    /// Tickets that are not done.
    pub open: usize,
    /// Those of them with another deadline.
    pub moved: usize,
    /// Those that would be late at once, and are not now.
    pub late: usize,
}

/// Looks at what the open tickets would have for deadlines if `sla` held. Changes nothing.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn preview_deadlines(backend: &Backend, sla: &SlaHistory) -> Result<DeadlinePreview, Error> {
    let now = backend.clock.now();
    let (mut tickets, mut preview) = (OpenTickets::default(), DeadlinePreview::default());
    while let Some(moved) = tickets.next(backend, sla).await? {
        let turns_late = |(ticket, deadlines): &&(OpenTicket, Deadlines)| {
            let is_late = |deadlines: Deadlines| deadlines.is_late(ticket.responded_at, now);
            is_late(*deadlines) && !is_late(ticket.deadlines)
        };
        preview.moved += moved.len();
        preview.late += moved.iter().filter(turns_late).count();
    }
    Ok(DeadlinePreview { open: tickets.count, ..preview })
}

/// Computes the deadlines of the open tickets anew, after service level or calendar have changed. Those that move get an event. Running
/// it again changes nothing more.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct RecomputeDeadlines {}

impl Job for RecomputeDeadlines {
    const NAME: &'static str = "tickets.recompute_deadlines";
    const QUEUE: Queue = Queue::Schedules;

    /// What another process, such as the command line, has committed is seen by every process by then (ADR 48).
    fn delay(_: &Settings) -> TimeDelta {
        TimeDelta::seconds(1)
    }

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let backend = run.backend;
        let sla = settings::load(backend).await.sla();
        let mut tickets = OpenTickets::default();
        while let Some(moved) = tickets.next(backend, &sla).await? {
            for (ticket, _) in moved {
                recompute(backend, ticket.id).await?;
            }
        }
        Ok(())
    }
}

/// Computes the deadlines of one ticket anew, as it is by now.
async fn recompute(backend: &Backend, ticket: Uuid) -> Result<(), Error> {
    let name = t!(backend.settings.default_lang, "event-sla-changed").to_owned();
    let author = EventAuthor { user: None, name, side: Side::System, on_behalf_of: None };
    let writer = TicketWriter { backend, actor: &Actor::ANONYMOUS, author };
    let mut tx = backend.begin().await?;
    let Some(mut ticket) = tickets::lock(&mut tx, ticket).await? else { return Ok(()) };
    let sla = settings::load_in(backend, &mut tx).await?.sla();
    let facts = ticket_events::list_facts(&mut tx, ticket.id).await?;
    let Some(clocks) = TicketClocks::replay(&sla, &facts) else { return Ok(()) };
    let next = recomputed(&ticket, &clocks);
    if next.changes.is_empty() || ticket.status.is_done() {
        return Ok(());
    }
    writer.record(&mut tx, &ticket, &next, super::EventText::default()).await?;
    history::set_state(&mut ticket, &next, backend.clock.now());
    ticket.alarm_at = next_alarm(&sla, &clocks, ticket.priority, &ticket.scope());
    tickets::update(&mut tx, &ticket).await?;
    tx.commit().await
}
