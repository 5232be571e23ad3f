//! Following up what support considers resolved: a timer reminds the requester, and closes the ticket if nothing happens.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor,
    calendar::BusinessCalendar,
    follow_up::FollowUpSchedule,
    tickets::{Status, TicketCommand},
};
use fyr_i18n::{day_and_time, t};
use fyr_mail::Block;
use fyr_store::{Db, people, tickets, tickets::Ticket};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    emails::{describe, ticket_message, ticket_url},
    escalation::program,
    record::{EventText, TicketWriter},
};
use crate::{
    Backend, Error, Transaction,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    mailer::{Email, EmailContent, EmailDescription},
    settings,
};

/// When a ticket that was solved at a time closes by itself; `None` where it does not.
pub fn closes_at(
    schedule: FollowUpSchedule,
    calendar: &BusinessCalendar,
    solved_at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    (schedule.close_after_days > 0)
        .then(|| calendar.opening_of_later_day(solved_at, schedule.close_after_days))
        .flatten()
}

/// Sets, moves or cancels the timer of a ticket whose status was changed.
///
/// # Errors
/// [`Error::Unavailable`].
pub(super) async fn follow_status(
    backend: &Backend,
    tx: &mut Transaction,
    ticket: &Ticket,
    before: Status,
) -> Result<(), Error> {
    if ticket.status == Status::Solved && before != Status::Solved {
        let solved_at = backend.clock.now();
        return schedule_next(backend, tx, FollowUpSolved { ticket: ticket.id, solved_at, reminded: false })
            .await;
    }
    if before == Status::Solved && ticket.status != Status::Solved {
        tx.cancel(&JobKey::about(FollowUpSolved::NAME, ticket.id)).await?;
    }
    Ok(())
}

/// Enqueues the next step for a solved ticket: the reminder, or its end.
async fn schedule_next(backend: &Backend, tx: &mut Transaction, step: FollowUpSolved) -> Result<(), Error> {
    let settings = settings::load_in(backend, tx).await?;
    let schedule = *settings.get::<FollowUpSchedule>();
    let calendar = settings.get::<BusinessCalendar>();
    let Some(closes_at) = closes_at(schedule, &calendar, step.solved_at) else { return Ok(()) };
    let remind_after = schedule.remind_after_days().filter(|_| !step.reminded);
    let reminds_at = remind_after.and_then(|days| calendar.opening_of_later_day(step.solved_at, days));
    tx.enqueue_at(&step, reminds_at.unwrap_or(closes_at)).await
}

/// Reminds the requester of a solved ticket, and closes it some days later.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct FollowUpSolved {
    pub ticket: Uuid,
    /// When it was solved.
    pub solved_at: DateTime<Utc>,
    /// Whether the requester was reminded.
    pub reminded: bool,
}

impl Job for FollowUpSolved {
    const NAME: &'static str = "tickets.follow_up_solved";
    const QUEUE: Queue = Queue::Timers;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::about(Self::NAME, self.ticket))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        let backend = run.backend;
        let mut tx = backend.begin().await?;
        run.complete(&mut tx).await?;
        let ticket = tickets::lock(&mut tx, self.ticket).await?;
        let Some(mut ticket) = ticket.filter(|ticket| ticket.status == Status::Solved) else {
            return Ok(tx.commit().await?);
        };
        let settings = settings::load_in(backend, &mut tx).await?;
        let schedule = *settings.get::<FollowUpSchedule>();
        let closes_at = closes_at(schedule, &settings.get::<BusinessCalendar>(), self.solved_at);
        match closes_at {
            // the service does not close tickets any more
            None => {}
            Some(at) if at <= backend.clock.now() => {
                let writer = TicketWriter { backend, actor: &Actor::ANONYMOUS, author: program(backend) };
                writer.write(&mut tx, &mut ticket, &TicketCommand::Close, EventText::default()).await?;
            }
            Some(closes_at) => {
                if !self.reminded {
                    tx.enqueue_email(SolvedReminderEmail { ticket: ticket.id, closes_at }).await?;
                }
                schedule_next(backend, &mut tx, Self { reminded: true, ..*self }).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

/// Asks the requester whether it is solved, before the ticket closes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SolvedReminderEmail {
    pub ticket: Uuid,
    pub closes_at: DateTime<Utc>,
}

impl Email for SolvedReminderEmail {
    const NAME: &'static str = "email.solved_reminder";
    const KIND: &'static str = "solved-reminder";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(ticket) = tickets::find_by_id(&mut db, self.ticket).await? else { return Ok(None) };
        if ticket.status != Status::Solved
            || people::has_mail_opt_out(&mut db, &ticket.requester_email).await?
        {
            return Ok(None);
        }
        let (lang, now) = (ticket.lang(), backend.clock.now());
        let when = day_and_time(lang, self.closes_at, now, backend.settings.zone);
        let text = t!(lang, "mail-solved-reminder", name = ticket.requester_name.as_str(), when = when);
        let blocks = vec![
            Block::Paragraph(text),
            Block::Button { label: t!(lang, "mail-open").to_owned(), url: ticket_url(backend, &ticket) },
        ];
        Ok(Some(ticket_message(backend, &ticket, &ticket.subject, blocks)))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        describe(db, Self::KIND, Some(self.ticket)).await
    }
}
