//! The emails of escalation: to those who are told, and to the requester of a ticket that went up. Nothing that anyone typed is in the
//! first kind, because it may go to any address that a rule names.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Lang,
    escalation::{EscalationLevel, EscalationTrigger},
    text::EmailAddress,
};
use fyr_i18n::{day_and_time, t, text_for};
use fyr_mail::{Block, Mailbox};
use fyr_store::{Db, people, tickets, tickets::Ticket};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    emails::{promise, ticket_message, ticket_url},
    format_reference,
};
use crate::{
    Backend, Error,
    jobs::JobRun,
    mailer::{Email, EmailContent, EmailDescription, TextSource},
};

/// Whom an email of escalation is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EscalationRecipient {
    /// An account.
    Account(Uuid),
    /// An address of a rule.
    Address(EmailAddress),
}

impl EscalationRecipient {
    /// Where its email goes, and in which language; `None` where the account is there no more.
    pub(super) async fn mailbox(
        &self,
        backend: &Backend,
        db: &mut Db,
    ) -> Result<Option<(Mailbox, Lang)>, Error> {
        let default_lang = backend.settings.default_lang;
        Ok(match self {
            Self::Account(id) => people::find_active(db, *id).await?.map(|account| {
                let lang = account.lang.parse().unwrap_or(default_lang);
                (Mailbox::named(&account.email, &account.name), lang)
            }),
            Self::Address(address) => Some((Mailbox::named(&**address, ""), default_lang)),
        })
    }

    /// The address, for the list of failed emails.
    pub(super) async fn address(&self, db: &mut Db) -> Result<Option<String>, Error> {
        Ok(match self {
            Self::Account(id) => people::find_by_id(db, *id).await?.map(|account| account.email),
            Self::Address(address) => Some(address.to_string()),
        })
    }
}

/// Tells someone of support of a ticket.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EscalationEmail {
    pub ticket: Uuid,
    pub cause: EscalationTrigger,
    pub to: EscalationRecipient,
}

/// Tells the requester that their ticket went up.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TicketEscalatedEmail {
    pub ticket: Uuid,
    pub to: EscalationLevel,
    pub cause: EscalationTrigger,
}

impl Email for EscalationEmail {
    const NAME: &'static str = "email.escalation";
    const KIND: &'static str = "escalation";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(ticket) = tickets::find_by_id(&mut db, self.ticket).await? else { return Ok(None) };
        let due = earliest_deadline(&ticket);
        if is_pointless(self.cause, &ticket, due) {
            return Ok(None);
        }
        let Some((to, lang)) = self.to.mailbox(backend, &mut db).await? else { return Ok(None) };
        let reference = format_reference(&ticket.reference);
        let said = text_for(lang, "mail-escalation-", self.cause.as_str());
        let url = format!("{}/desk/tickets/{reference}", backend.settings.public_url);
        let mut facts = vec![
            (t!(lang, "ticket-reference").to_owned(), reference.clone()),
            (t!(lang, "desk-priority").to_owned(), text_for(lang, "priority-", ticket.priority.as_str())),
            (t!(lang, "ticket-kind").to_owned(), text_for(lang, "kind-", ticket.kind.as_str())),
            (t!(lang, "desk-level").to_owned(), text_for(lang, "level-", ticket.level.as_str())),
        ];
        facts.extend(due.map(|due| {
            let when = day_and_time(lang, due, backend.clock.now(), backend.settings.zone);
            (t!(lang, "mail-escalation-due").to_owned(), when)
        }));
        let mut blocks = vec![Block::Paragraph(said.clone()), Block::Facts(facts)];
        if ticket.unacknowledged_since.is_some() {
            blocks.push(Block::Paragraph(t!(lang, "mail-escalation-take").to_owned()));
        }
        blocks.push(Block::Button { label: t!(lang, "mail-open").to_owned(), url });
        let subject = format!("[{reference}] {said}");
        Ok(Some(EmailContent {
            words: TextSource::Recipients,
            bare: Some(blocks.clone()),
            bare_subject: Some(subject.clone()),
            footer: vec![t!(lang, "mail-escalation-footer").to_owned()],
            ..EmailContent::new(to, lang, subject, blocks)
        }))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        let ticket = tickets::find_by_id(db, self.ticket).await?;
        let recipient = self.to.address(db).await?;
        let reference = ticket.map(|ticket| format_reference(&ticket.reference));
        Ok(EmailDescription { recipient, reference, ..EmailDescription::of(Self::KIND) })
    }
}

impl Email for TicketEscalatedEmail {
    const NAME: &'static str = "email.ticket_escalated";
    const KIND: &'static str = "escalated";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(ticket) = tickets::find_by_id(&mut db, self.ticket).await? else { return Ok(None) };
        if ticket.status.is_done() || people::has_mail_opt_out(&mut db, &ticket.requester_email).await? {
            return Ok(None);
        }
        let lang = ticket.lang();
        let mut blocks = vec![Block::Paragraph(raised_text(lang, self.to, self.cause))];
        let now = backend.clock.now();
        let by = ticket.promised_by().filter(|by| *by > now);
        blocks.extend(promise(backend, &ticket, by, now).map(Block::Paragraph));
        blocks.push(Block::Button {
            label: t!(lang, "mail-open").to_owned(),
            url: ticket_url(backend, &ticket),
        });
        Ok(Some(ticket_message(backend, &ticket, &ticket.subject, blocks)))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        super::emails::describe(db, Self::KIND, Some(self.ticket)).await
    }
}

/// That a ticket went up, and why, to its requester.
pub fn raised_text(lang: Lang, to: EscalationLevel, cause: EscalationTrigger) -> String {
    let level = text_for(lang, "level-", to.as_str());
    let cause = text_for(lang, "escalation-cause-", cause.as_str());
    t!(lang, "entry-escalated", level = level, cause = cause)
}

/// What is due first of a ticket's promises.
pub(super) fn earliest_deadline(ticket: &Ticket) -> Option<DateTime<Utc>> {
    [ticket.promised_by(), ticket.resolve_by, ticket.update_by].into_iter().flatten().min()
}

/// Whether what the email is about has been settled meanwhile.
pub(super) fn is_pointless(cause: EscalationTrigger, ticket: &Ticket, due: Option<DateTime<Utc>>) -> bool {
    match cause {
        EscalationTrigger::BadSurvey => false,
        EscalationTrigger::Warning | EscalationTrigger::Missed => ticket.status.is_done() || due.is_none(),
        EscalationTrigger::Filed
        | EscalationTrigger::Requested
        | EscalationTrigger::Words
        | EscalationTrigger::Reopened
        | EscalationTrigger::Agent => ticket.status.is_done(),
    }
}
