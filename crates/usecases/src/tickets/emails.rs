//! Emails about tickets, to their requesters.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{Lang, tickets::Side};
use fyr_i18n::{day_and_time, t, text_for};
use fyr_mail::{Block, EmailThread, Mailbox, Unsubscribe};
use fyr_store::{Db, people, ticket_events, tickets, tickets::Ticket};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::format_reference;
use crate::{
    Backend, Error, LinkPurpose, Settings,
    jobs::{JobKey, JobRun, Queue},
    mailer::{Email, EmailContent, EmailDescription, TextSource},
};

/// Confirms the ticket, with its reference and what happens next.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TicketFiledEmail {
    pub ticket: Uuid,
}

/// A public message was added.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TicketReplyEmail {
    #[serde(alias = "entry")]
    pub event: Uuid,
}

/// The status was changed. Changes of a ticket within [`Settings::status_mail_delay`] of each other become one email, which says
/// where the ticket stands when it is sent.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TicketStatusChangedEmail {
    /// The ticket; `None` in what an earlier release enqueued.
    #[serde(default)]
    pub ticket: Option<Uuid>,
    #[serde(alias = "entry")]
    pub event: Uuid,
}

/// To an address without an account: links to its tickets.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TicketLinksEmail {
    pub email: String,
    pub lang: Lang,
}

impl Email for TicketFiledEmail {
    const NAME: &'static str = "email.ticket_filed";
    const KIND: &'static str = "filed";

    fn key(&self) -> Option<JobKey> {
        Some(JobKey::about(Self::NAME, self.ticket))
    }

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(ticket) = tickets::find_by_id(&mut db, self.ticket).await? else { return Ok(None) };
        let lang = ticket.lang();
        let name = ticket.requester_name.as_str();
        let greeting = match &ticket.filed_by_name {
            Some(by) => t!(lang, "mail-filed-for-you", name = name, by = by.as_str()),
            None => t!(lang, "mail-filed", name = name),
        };
        let next = match promise(backend, &ticket, ticket.respond_by, ticket.created_at) {
            Some(promise) => promise,
            None => t!(lang, "mail-next-sometime").to_owned(),
        };
        let blocks = vec![
            Block::Paragraph(greeting),
            Block::Paragraph(next),
            Block::Facts(vec![
                (t!(lang, "ticket-reference").to_owned(), format_reference(&ticket.reference)),
                (t!(lang, "ticket-subject").to_owned(), ticket.subject.clone()),
            ]),
            Block::Button { label: t!(lang, "mail-open").to_owned(), url: ticket_url(backend, &ticket) },
        ];
        Ok(Some(ticket_message(backend, &ticket, &ticket.subject, blocks)))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        describe(db, Self::KIND, Some(self.ticket)).await
    }
}

impl Email for TicketReplyEmail {
    const NAME: &'static str = "email.ticket_reply";
    const KIND: &'static str = "reply";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(event) = ticket_events::find_public(&mut db, self.event).await? else { return Ok(None) };
        let Some(ticket) = tickets::find_by_id(&mut db, event.ticket_id).await? else { return Ok(None) };
        let lang = ticket.lang();
        let mut blocks = vec![
            Block::Paragraph(t!(
                lang,
                "mail-reply",
                name = ticket.requester_name.as_str(),
                by = event.author_name.as_str()
            )),
            Block::Quote { author: event.author_name.clone(), text: event.body.clone() },
        ];
        if event.side == Side::Support {
            blocks.push(Block::Paragraph(text_for(lang, "mail-after-", ticket.status.as_str())));
        } else if let Some(promise) = next_promise(run, &ticket) {
            blocks.push(Block::Paragraph(promise));
        }
        let url = ticket_url(backend, &ticket);
        blocks.push(Block::Button { label: t!(lang, "mail-answer").to_owned(), url: url.clone() });
        blocks.extend(survey_blocks(&mut db, &ticket, &url).await?);
        let mut email = ticket_message(backend, &ticket, &ticket.subject, blocks);
        email.thread = Some(EmailThread { ticket: ticket.id, message: Some(event.id), in_reply_to: None });
        Ok(Some(email))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        let ticket = ticket_of_event(db, self.event).await?;
        describe(db, Self::KIND, ticket).await
    }
}

impl Email for TicketStatusChangedEmail {
    const NAME: &'static str = "email.ticket_status_changed";
    const KIND: &'static str = "change";

    fn delay(settings: &Settings) -> TimeDelta {
        settings.status_mail_delay
    }

    fn key(&self) -> Option<JobKey> {
        self.ticket.map(|ticket| JobKey::about(Self::NAME, ticket))
    }

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let mut db = backend.store.read().await?;
        let Some(event) = ticket_events::find_public(&mut db, self.event).await? else { return Ok(None) };
        let Some(ticket) = tickets::find_by_id(&mut db, event.ticket_id).await? else { return Ok(None) };
        if people::has_mail_opt_out(&mut db, &ticket.requester_email).await? {
            return Ok(None);
        }
        let lang = ticket.lang();
        let status = ticket.status;
        let words = text_for(lang, "status-", status.as_str());
        let url = ticket_url(backend, &ticket);
        let mut blocks = vec![
            Block::Paragraph(t!(lang, "mail-change", name = ticket.requester_name.as_str(), status = words)),
            Block::Paragraph(
                next_promise(run, &ticket).unwrap_or_else(|| text_for(lang, "mail-after-", status.as_str())),
            ),
            Block::Button { label: t!(lang, "mail-open").to_owned(), url: url.clone() },
        ];
        blocks.extend(survey_blocks(&mut db, &ticket, &url).await?);
        let mut email = ticket_message(backend, &ticket, &ticket.subject, blocks);
        email.unsubscribe =
            backend.link_token(LinkPurpose::Unsubscribe, (&ticket).into()).map(|token| Unsubscribe {
                label: t!(lang, "mail-unsubscribe").to_owned(),
                url: format!("{}/mail/unsubscribe?token={token}", backend.settings.public_url),
            });
        Ok(Some(email))
    }

    async fn describe(&self, db: &mut Db) -> Result<EmailDescription, Error> {
        let ticket = ticket_of_event(db, self.event).await?;
        describe(db, Self::KIND, ticket).await
    }
}

impl Email for TicketLinksEmail {
    const NAME: &'static str = "email.ticket_links";
    const KIND: &'static str = "links";
    const REACHES_DEACTIVATED: bool = true;
    const QUEUE: Queue = Queue::PromptMail;

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let lang = self.lang;
        let mut db = backend.store.read().await?;
        let found = tickets::list_for_email(&mut db, &self.email).await?;
        let Some(newest) = found.first() else { return Ok(None) };
        let mut blocks =
            vec![Block::Paragraph(t!(lang, "mail-links", name = newest.requester_name.as_str()))];
        for ticket in &found {
            let words = text_for(lang, "status-", ticket.status.as_str());
            blocks.push(Block::Heading(ticket.subject.clone()));
            blocks.push(Block::Facts(vec![
                (t!(lang, "ticket-reference").to_owned(), format_reference(&ticket.reference)),
                (t!(lang, "ticket-status").to_owned(), words),
            ]));
            blocks.push(Block::Button {
                label: t!(lang, "mail-open").to_owned(),
                url: ticket_url(backend, ticket),
            });
        }
        let to = Mailbox::named(&self.email, &newest.requester_name);
        let subject = t!(lang, "mail-links-subject");
        Ok(Some(EmailContent {
            footer: vec![t!(lang, "mail-links-footer").to_owned()],
            bare: Some(found.iter().flat_map(|ticket| reference_and_button(backend, ticket)).collect()),
            bare_subject: Some(subject.to_owned()),
            ..EmailContent::new(to, lang, subject, blocks)
        }))
    }

    async fn describe(&self, _db: &mut Db) -> Result<EmailDescription, Error> {
        let recipient = Some(self.email.clone());
        Ok(EmailDescription { recipient, ..EmailDescription::of(Self::KIND) })
    }
}

/// By when a response is promised, said at the time `at` with the date: mail may be read on another day than it is written.
pub(super) fn promise(
    backend: &Backend,
    ticket: &Ticket,
    by: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> Option<String> {
    let (lang, zone) = (ticket.lang(), backend.settings.zone);
    Some(t!(lang, "mail-next", when = day_and_time(lang, by?, at, zone)))
}

/// By when the next response is promised, where it is support's turn again.
fn next_promise(run: &JobRun<'_>, ticket: &Ticket) -> Option<String> {
    let now = run.backend.clock.now();
    let by = ticket.responded_at.and(ticket.promised_by()).filter(|by| *by > now);
    promise(run.backend, ticket, by, now)
}

/// The address of the ticket's page; for a guest, with a token that opens it.
pub(super) fn ticket_url(backend: &Backend, ticket: &Ticket) -> String {
    let page = format!("{}/tickets/{}", backend.settings.public_url, format_reference(&ticket.reference));
    match (ticket.requester_id, backend.link_token(LinkPurpose::Ticket, ticket.into())) {
        (None, Some(token)) => format!("{page}?token={token}"),
        _ => page,
    }
}

/// What an address that is not confirmed is told about a ticket.
fn reference_and_button(backend: &Backend, ticket: &Ticket) -> [Block; 2] {
    let lang = ticket.lang();
    let reference = (t!(lang, "ticket-reference").to_owned(), format_reference(&ticket.reference));
    let url = ticket_url(backend, ticket);
    [Block::Facts(vec![reference]), Block::Button { label: t!(lang, "mail-open").to_owned(), url }]
}

pub(super) fn ticket_message(
    backend: &Backend,
    ticket: &Ticket,
    subject: &str,
    blocks: Vec<Block>,
) -> EmailContent {
    let lang = ticket.lang();
    let to = Mailbox::named(&ticket.requester_email, &ticket.requester_name);
    let reference = format_reference(&ticket.reference);
    let subject = format!("[{reference}] {subject}");
    let mut bare = reference_and_button(backend, ticket).to_vec();
    if ticket.requester_id.is_none() {
        bare.push(Block::Small(t!(lang, "mail-bare-how").to_owned()));
    }
    EmailContent {
        bare: Some(bare),
        words: match ticket.requester_id {
            None => TextSource::Guests(ticket.reference.clone()),
            Some(_) => TextSource::Senders,
        },
        bare_subject: Some(format!("[{reference}] {}", t!(lang, "mail-bare-ticket"))),
        footer: vec![t!(lang, "mail-footer", url = backend.settings.public_url.as_str())],
        thread: Some(EmailThread { ticket: ticket.id, message: None, in_reply_to: None }),
        ..EmailContent::new(to, lang, subject, blocks)
    }
}

/// The invitation to the survey, under the same condition as on the ticket's page.
async fn survey_blocks(db: &mut Db, ticket: &Ticket, url: &str) -> Result<Vec<Block>, Error> {
    if !ticket.status.offers_survey(ticket_events::list_sides(db, ticket.id).await?) {
        return Ok(Vec::new());
    }
    let lang = ticket.lang();
    Ok(vec![
        Block::Paragraph(t!(lang, "mail-survey").to_owned()),
        Block::Button { label: t!(lang, "mail-survey-button").to_owned(), url: format!("{url}#survey") },
    ])
}

async fn ticket_of_event(db: &mut Db, event: Uuid) -> Result<Option<Uuid>, Error> {
    Ok(ticket_events::find_public(db, event).await?.map(|event| event.ticket_id))
}

/// An email to the requester of a ticket.
pub(super) async fn describe(
    db: &mut Db,
    kind: &'static str,
    ticket: Option<Uuid>,
) -> Result<EmailDescription, Error> {
    let ticket = match ticket {
        Some(id) => tickets::find_by_id(db, id).await?,
        None => None,
    };
    Ok(EmailDescription {
        kind,
        recipient: ticket.as_ref().map(|ticket| ticket.requester_email.clone()),
        is_to_guest: ticket.as_ref().is_some_and(|ticket| ticket.requester_id.is_none()),
        reference: ticket.map(|ticket| format_reference(&ticket.reference)),
    })
}
