//! Alarms: telling support when a share of a target's time has passed, and when a target was missed. The column `alarm_at` has the next
//! time for each ticket; it follows from the clocks like the deadlines do.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    escalation::{Escalation, EscalationTrigger},
    sla::{MISSED, SlaHistory, Threshold, TicketClocks},
    tickets::{Priority, TicketCommand, TicketScope, expected_after_miss},
};
use fyr_store::{ticket_events, tickets};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    escalation::{follow_rules, program},
    history::state_of,
    record::{EventText, TicketWriter},
};
use crate::{
    Backend, Error,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    settings,
};

/// Tickets that are looked up at once.
const BATCH: i64 = 200;
/// Batches in one run; what is left waits for the next.
const MAX_BATCHES: usize = 25;

/// When support is told next of a ticket with these clocks.
pub(super) fn next_alarm(
    sla: &SlaHistory,
    clocks: &TicketClocks<'_>,
    priority: Priority,
    scope: &TicketScope,
) -> Option<DateTime<Utc>> {
    clocks.alarms(sla.current(), priority, scope).first().map(|alarm| alarm.at)
}

/// Tells support of every target whose time is about to pass, or has passed, by the rules of escalation. Each ticket has a transaction of
/// its own, with its events and emails, so that each is told of once, whatever happens to the process.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct RaiseAlarms {}

impl Job for RaiseAlarms {
    const NAME: &'static str = "tickets.raise_alarms";
    const QUEUE: Queue = Queue::Timers;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(raise_alarms(run.backend).await?)
    }
}

/// Raises the alarms that are due.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn raise_alarms(backend: &Backend) -> Result<(), Error> {
    for _ in 0..MAX_BATCHES {
        let due = {
            let mut db = backend.store.read().await?;
            tickets::list_alarmed(&mut db, backend.clock.now(), BATCH).await?
        };
        if due.is_empty() {
            break;
        }
        for ticket in due {
            raise(backend, ticket).await?;
        }
    }
    Ok(())
}

/// Tells support of what has passed of a ticket's targets by now.
async fn raise(backend: &Backend, ticket: Uuid) -> Result<(), Error> {
    let now = backend.clock.now();
    let mut tx = backend.begin().await?;
    let Some(mut ticket) = tickets::lock(&mut tx, ticket).await? else { return Ok(()) };
    if ticket.alarm_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    let settings = settings::load_in(backend, &mut tx).await?;
    let facts = ticket_events::list_facts(&mut tx, ticket.id).await?;
    let sla = settings.sla();
    let clocks = TicketClocks::replay(&sla, &facts).unwrap_or_default();
    let alarms = clocks.alarms(sla.current(), ticket.priority, &ticket.scope());
    let passed = Threshold::latest_passed(alarms.iter().copied(), now);
    match passed.iter().map(|threshold| threshold.percent).max() {
        // the clocks have changed without it: look again when they say
        None => {
            ticket.alarm_at = alarms.first().map(|alarm| alarm.at);
            tickets::update(&mut tx, &ticket).await?;
        }
        Some(percent) => {
            let trigger =
                if percent == MISSED { EscalationTrigger::Missed } else { EscalationTrigger::Warning };
            let writer = TicketWriter { backend, actor: &Actor::ANONYMOUS, author: program(backend) };
            let expected = expected_after_miss(&passed, sla.current(), &state_of(&ticket), now);
            let command = TicketCommand::ReportThresholds(passed);
            writer.write(&mut tx, &mut ticket, &command, EventText::default()).await?;
            if let Some(by) = expected {
                let command = TicketCommand::Expect { by };
                writer.write(&mut tx, &mut ticket, &command, EventText::default()).await?;
            }
            let escalation = settings.get::<Escalation>();
            follow_rules(backend, &mut tx, &mut ticket, &escalation, trigger).await?;
        }
    }
    tx.commit().await
}
