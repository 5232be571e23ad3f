//! Telling people once a week of the tickets that rules of escalation have noted for them.

use chrono::{Datelike, Days, NaiveDate, Timelike};
use fyr_domain::escalation::{EscalationTrigger, Recipient};
use fyr_i18n::{t, text_for};
use fyr_mail::Block;
use fyr_store::{
    Db,
    digests::{self, DigestEntry},
    settings as stored_settings, tickets,
    tickets::Ticket,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    escalation::reach, escalation_email::EscalationRecipient, escalation_webhook::SendEscalationWebhook,
    format_reference,
};
use crate::{
    Backend, Error, Transaction, classification,
    jobs::{Job, JobError, JobKey, JobRun, Queue},
    mailer::{Email, EmailContent, EmailDescription, TextSource},
};

/// The name under which the Monday of the latest digest is kept.
const LAST_DIGEST: &str = "digest:monday";
/// The hour of Monday, in the time zone of the portal, from which on digests are sent.
const HOUR: u32 = 8;
/// The most tickets that are listed of a cause; of more, the number of all is said.
const MAX_LISTED: usize = 100;

/// Notes a ticket for the next digest.
pub(super) async fn add(
    backend: &Backend,
    tx: &mut Transaction,
    ticket: &Ticket,
    cause: EscalationTrigger,
    recipients: &[Recipient],
) -> Result<(), Error> {
    for recipient in recipients {
        let (id, created_at) = (backend.clock.id(), backend.clock.now());
        let entry = DigestEntry { id, ticket_id: ticket.id, cause, recipient: recipient.clone(), created_at };
        digests::insert(tx, &entry).await?;
    }
    Ok(())
}

/// Recurring: sends the digests of a week on its Monday.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SendDigests {}

impl Job for SendDigests {
    const NAME: &'static str = "tickets.send_digests";
    const QUEUE: Queue = Queue::Schedules;

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::of(Self::NAME))
    }

    async fn run(&self, run: &JobRun<'_>) -> Result<(), JobError> {
        Ok(send_digests(run.backend).await?)
    }
}

/// Sends the digests where those of this week were not sent: on Monday morning, or later where nothing ran then.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn send_digests(backend: &Backend) -> Result<(), Error> {
    let Some(monday) = latest_monday(backend) else { return Ok(()) };
    let mut tx = backend.begin().await?;
    let last = stored_settings::find(&mut tx, LAST_DIGEST).await?;
    let last = last.and_then(|day| day.parse::<NaiveDate>().ok());
    if last >= Some(monday) {
        return Ok(());
    }
    stored_settings::put(&mut tx, LAST_DIGEST, &monday.to_string()).await?;
    // a portal that has just begun waits for its first Monday
    if last.is_some() {
        enqueue_digests(&mut tx).await?;
    }
    tx.commit().await
}

/// The latest Monday on which digests were, or are now, to be sent.
fn latest_monday(backend: &Backend) -> Option<NaiveDate> {
    let now = backend.clock.now().with_timezone(&backend.settings.zone);
    let today = now.date_naive();
    let monday = today.checked_sub_days(Days::new(today.weekday().num_days_from_monday().into()))?;
    if today == monday && now.hour() < HOUR { monday.checked_sub_days(Days::new(7)) } else { Some(monday) }
}

/// Enqueues one email for everyone who has entries, and the webhooks one by one.
async fn enqueue_digests(tx: &mut Transaction) -> Result<(), Error> {
    // the recipients of a ticket are looked at together, as where they are told at once
    let mut noted: Vec<(DigestedTicket, Vec<Recipient>)> = Vec::new();
    for entry in digests::take_all(tx).await? {
        let DigestEntry { ticket_id: ticket, cause, recipient, .. } = entry;
        let listed = DigestedTicket { ticket, cause };
        match noted.iter_mut().find(|(known, _)| *known == listed) {
            Some((_, recipients)) => recipients.push(recipient),
            None => noted.push((listed, vec![recipient])),
        }
    }
    let mut digests: Vec<DigestEmail> = Vec::new();
    for (listed, recipients) in noted {
        let DigestedTicket { ticket, cause } = listed;
        for webhook in recipients.iter().filter_map(Recipient::webhook) {
            let webhook = webhook.to_owned();
            tx.enqueue(&SendEscalationWebhook { ticket, cause, webhook }).await?;
        }
        let Some(row) = tickets::find_by_id(tx, ticket).await? else { continue };
        for to in reach(tx, &row, &recipients).await? {
            match digests.iter_mut().find(|digest| digest.to == to) {
                Some(digest) if digest.tickets.contains(&listed) => {}
                Some(digest) => digest.tickets.push(listed),
                None => digests.push(DigestEmail { to, tickets: vec![listed] }),
            }
        }
    }
    for digest in digests {
        tx.enqueue_email(digest).await?;
    }
    Ok(())
}

/// A ticket in a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DigestedTicket {
    pub ticket: Uuid,
    pub cause: EscalationTrigger,
}

/// Lists the tickets of a week.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DigestEmail {
    pub to: EscalationRecipient,
    pub tickets: Vec<DigestedTicket>,
}

impl Email for DigestEmail {
    const NAME: &'static str = "email.digest";
    const KIND: &'static str = "digest";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let classification = classification::get(backend).await?;
        let mut db = backend.store.read().await?;
        let Some((to, lang)) = self.to.mailbox(backend, &mut db).await? else { return Ok(None) };
        let mut blocks = vec![Block::Paragraph(t!(lang, "mail-digest").to_owned())];
        let (mut count, mut is_cut) = (0, false);
        for cause in EscalationTrigger::ALL {
            let mut rows = Vec::new();
            for listed in self.tickets.iter().filter(|listed| listed.cause == *cause) {
                // retention may have deleted it meanwhile
                let Some(ticket) = tickets::find_by_id(&mut db, listed.ticket).await? else { continue };
                let facts = [
                    text_for(lang, "kind-", ticket.kind.as_str()),
                    classification.topic_title(&ticket.topic, lang).to_owned(),
                    text_for(lang, "status-", ticket.status.as_str()),
                ];
                rows.push((format_reference(&ticket.reference), facts.join(" · ")));
            }
            count += rows.len();
            is_cut |= rows.len() > MAX_LISTED;
            rows.truncate(MAX_LISTED);
            if !rows.is_empty() {
                blocks.push(Block::Heading(text_for(lang, "escalation-trigger-", cause.as_str())));
                blocks.push(Block::Facts(rows));
            }
        }
        if count == 0 {
            return Ok(None);
        }
        if is_cut {
            blocks.push(Block::Paragraph(t!(lang, "mail-digest-more", count = count)));
        }
        let url = format!("{}/desk", backend.settings.public_url);
        blocks.push(Block::Button { label: t!(lang, "mail-digest-open").to_owned(), url });
        let subject = t!(lang, "mail-digest-subject", count = count);
        Ok(Some(EmailContent {
            words: TextSource::Recipients,
            bare: Some(blocks.clone()),
            bare_subject: Some(subject.clone()),
            footer: vec![t!(lang, "mail-escalation-footer").to_owned()],
            ..EmailContent::new(to, lang, subject, blocks)
        }))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        let recipient = self.to.address(db).await?;
        Ok(EmailDescription { recipient, ..EmailDescription::of(Self::KIND) })
    }
}
