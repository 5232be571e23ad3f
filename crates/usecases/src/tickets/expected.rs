//! Saying when an answer is expected.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, permission::TicketAction, tickets::TicketCommand};
use fyr_i18n::{day_and_time, t};
use fyr_mail::Block;
use fyr_store::{Db, people, tickets};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    emails::{describe, ticket_message, ticket_url},
    lock_ticket,
    record::{EventText, TicketWriter},
    work::require_support,
};
use crate::{
    Backend, Error,
    jobs::JobRun,
    mailer::{Email, EmailContent, EmailDescription},
};

/// Says as support when it expects to answer. The requester reads it, and gets it by email; no clock moves.
///
/// # Errors
/// As [`super::list_queue`].
pub async fn expect_answer(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    by: DateTime<Utc>,
) -> Result<(), Error> {
    require_support(actor)?;
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    let writer = TicketWriter { backend, actor, author: locked.support_author(actor) };
    let command = TicketCommand::Expect { by };
    writer.apply(&mut tx, &mut locked.ticket, &command, EventText::default()).await?;
    tx.commit().await
}

/// Tells the requester when support expects to answer.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AnswerExpectedEmail {
    pub ticket: Uuid,
    pub by: DateTime<Utc>,
}

impl Email for AnswerExpectedEmail {
    const NAME: &'static str = "email.answer_expected";
    const KIND: &'static str = "expected";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(ticket) = tickets::find_by_id(&mut db, self.ticket).await? else { return Ok(None) };
        let is_current = ticket.expected_by == Some(self.by);
        if !is_current || people::has_mail_opt_out(&mut db, &ticket.requester_email).await? {
            return Ok(None);
        }
        let (lang, now, zone) = (ticket.lang(), backend.clock.now(), backend.settings.zone);
        let when = |at| day_and_time(lang, at, now, zone);
        let missed = ticket.promised_by().filter(|by| *by <= now);
        let missed = missed.map(|by| Block::Paragraph(t!(lang, "next-late-only", when = when(by))));
        let expected = Block::Paragraph(t!(lang, "next-expected", when = when(self.by)));
        let open =
            Block::Button { label: t!(lang, "mail-open").to_owned(), url: ticket_url(backend, &ticket) };
        let blocks = missed.into_iter().chain([expected, open]).collect();
        Ok(Some(ticket_message(backend, &ticket, &ticket.subject, blocks)))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        describe(db, Self::KIND, Some(self.ticket)).await
    }
}
