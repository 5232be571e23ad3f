//! Emails: the payload of each kind ([`QueuedEmail`]) and its composing and sending. An email is composed when its job runs, so
//! that it states the facts of that moment, in the recipient's language. Emails about accounts, identities and privacy are
//! composed in these areas.

#[path = "mail/people.rs"]
mod people_mail;

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, redaction::is_removed_address, tickets::Side};
use fyr_i18n::{day_and_time, t, text_for};
use fyr_mail::{Block, EmailMessage, EmailThread, Mailbox, Unsubscribe};
use fyr_store::{Db, jobs::Job, people, ticket_events, tickets, tickets::Ticket};
use people_mail::{HandoverEmail, RelationEmail};
pub(crate) use people_mail::{RelationChange, RelationEmailRecipient};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Backend, Error, LinkPurpose,
    accounts::{self, AccountEmail},
    identities,
    jobs::JobError,
    privacy::emails::{self as privacy_emails, PrivacyEmail},
    tickets::format_reference,
};

/// Payload of a mail job: which email to compose, about what. Stored as JSON; the stored names must not change.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub(crate) enum QueuedEmail {
    /// To the requester: confirms the ticket, with its reference and what happens next.
    #[serde(rename = "filed")]
    TicketFiled { ticket: Uuid },
    /// To the requester: the public message `event` was added.
    #[serde(rename = "reply")]
    TicketReply {
        #[serde(rename = "entry")]
        event: Uuid,
    },
    /// To the requester: the status was changed by `event`.
    #[serde(rename = "change")]
    TicketStatusChanged {
        #[serde(rename = "entry")]
        event: Uuid,
    },
    /// To an address without an account: links to its tickets.
    #[serde(rename = "links")]
    TicketLinks { email: String, lang: Lang },
    /// About an account.
    Account(AccountEmail),
    /// About the removal of an account.
    Privacy(PrivacyEmail),
    /// About a way to sign in.
    Identity(identities::IdentityEmail),
    /// To someone who is invited to join, or asked to accept a counsellor.
    Invitation { invitation: Uuid },
    /// To one side of a relation between a counsellor and a participant; `by` is who changed it.
    Relation {
        #[serde(rename = "news")]
        change: RelationChange,
        #[serde(rename = "reader")]
        recipient: RelationEmailRecipient,
        counsellor: Uuid,
        participant: Uuid,
        by: Option<Uuid>,
    },
    /// To one of two counsellors: `count` participants were handed over.
    #[serde(rename = "hand_over")]
    Handover {
        #[serde(rename = "reader")]
        recipient: RelationEmailRecipient,
        from: Uuid,
        to: Uuid,
        count: i64,
        until: Option<DateTime<Utc>>,
    },
}

/// Composes and sends the email of a job. One that has become pointless by now is dropped: the job succeeds.
pub(crate) async fn send(backend: &Backend, job: &Job) -> Result<(), JobError> {
    let email: QueuedEmail =
        serde_json::from_value(job.payload.0.clone()).map_err(|error| JobError::Fail(error.to_string()))?;
    let Some(message) = compose(backend, job, email).await? else { return Ok(()) };
    if is_removed_address(&message.to.address) {
        return Ok(());
    }
    let composed = backend
        .composer
        .compose(&message, job.created_at)
        .map_err(|error| JobError::Fail(error.to_string()))?;
    backend.transport.send(&composed).await.map_err(|error| match error {
        fyr_mail::SendError::Temporary(failure) => JobError::Retry(failure.to_string()),
        fyr_mail::SendError::Permanent(failure) => JobError::Fail(failure.to_string()),
    })
}

async fn compose(backend: &Backend, job: &Job, email: QueuedEmail) -> Result<Option<EmailMessage>, Error> {
    let id = job.id;
    match email {
        QueuedEmail::TicketFiled { ticket } => ticket_filed(backend, id, ticket).await,
        QueuedEmail::TicketReply { event } => ticket_reply(backend, id, event).await,
        QueuedEmail::TicketStatusChanged { event } => ticket_status_changed(backend, id, event).await,
        QueuedEmail::TicketLinks { email, lang } => ticket_links(backend, id, &email, lang).await,
        QueuedEmail::Account(email) => accounts::compose(backend, job, email).await,
        QueuedEmail::Privacy(email) => privacy_emails::compose(backend, id, email).await,
        QueuedEmail::Identity(email) => identities::compose(backend, id, email).await,
        QueuedEmail::Invitation { invitation } => people_mail::invitation(backend, id, invitation).await,
        QueuedEmail::Relation { change, recipient, counsellor, participant, by } => {
            let email = RelationEmail { change, recipient, counsellor, participant, by };
            people_mail::relation_changed(backend, id, email).await
        }
        QueuedEmail::Handover { recipient, from, to, count, until } => {
            let email = HandoverEmail { recipient, from, to, count, until };
            people_mail::participants_handed_over(backend, id, email).await
        }
    }
}

/// The address of the ticket's page; for a guest, with a token that opens it.
fn ticket_url(backend: &Backend, ticket: &Ticket) -> String {
    let page = format!("{}/tickets/{}", backend.settings.public_url, format_reference(&ticket.reference));
    match (ticket.requester_id, backend.link_token(LinkPurpose::Ticket, ticket.id)) {
        (None, Some(token)) => format!("{page}?token={token}"),
        _ => page,
    }
}

fn ticket_message(
    backend: &Backend,
    id: Uuid,
    ticket: &Ticket,
    subject: String,
    blocks: Vec<Block>,
) -> EmailMessage {
    let lang = ticket.lang();
    EmailMessage {
        id,
        to: Mailbox::named(&ticket.requester_email, &ticket.requester_name),
        reply_to: None,
        lang,
        subject: format!("[{}] {subject}", format_reference(&ticket.reference)),
        preheader: None,
        blocks,
        footer: vec![Block::Small(t!(lang, "mail-footer", url = backend.settings.public_url.as_str()))],
        unsubscribe: None,
        thread: Some(EmailThread { ticket: ticket.id, message: None, in_reply_to: None }),
        auto_submitted: true,
    }
}

async fn ticket_filed(backend: &Backend, id: Uuid, ticket: Uuid) -> Result<Option<EmailMessage>, Error> {
    let mut db = backend.store.read().await?;
    let Some(ticket) = tickets::find_by_id(&mut db, ticket).await? else { return Ok(None) };
    let lang = ticket.lang();
    let name = ticket.requester_name.as_str();
    let greeting = match &ticket.filed_by_name {
        Some(by) => t!(lang, "mail-filed-for-you", name = name, by = by.as_str()),
        None => t!(lang, "mail-filed", name = name),
    };
    let zone = backend.settings.calendar.zone;
    let next = match ticket.respond_by {
        // with the date: mail may be read on another day than it is written
        Some(by) => t!(lang, "mail-next", when = day_and_time(lang, by, ticket.created_at, zone)),
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
    Ok(Some(ticket_message(backend, id, &ticket, ticket.subject.clone(), blocks)))
}

async fn ticket_reply(backend: &Backend, id: Uuid, event: Uuid) -> Result<Option<EmailMessage>, Error> {
    let mut db = backend.store.read().await?;
    let Some(event) = ticket_events::find_public(&mut db, event).await? else { return Ok(None) };
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
    }
    let url = ticket_url(backend, &ticket);
    blocks.push(Block::Button { label: t!(lang, "mail-answer").to_owned(), url: url.clone() });
    blocks.extend(survey_blocks(&mut db, &ticket, &url).await?);
    let mut email = ticket_message(backend, id, &ticket, ticket.subject.clone(), blocks);
    email.thread = Some(EmailThread { ticket: ticket.id, message: Some(event.id), in_reply_to: None });
    Ok(Some(email))
}

async fn ticket_status_changed(
    backend: &Backend,
    id: Uuid,
    event: Uuid,
) -> Result<Option<EmailMessage>, Error> {
    let mut db = backend.store.read().await?;
    let Some(event) = ticket_events::find_public(&mut db, event).await? else { return Ok(None) };
    let Some(ticket) = tickets::find_by_id(&mut db, event.ticket_id).await? else { return Ok(None) };
    if people::has_mail_opt_out(&mut db, &ticket.requester_email).await? {
        return Ok(None);
    }
    let lang = ticket.lang();
    let status = event.new_status().unwrap_or(ticket.status);
    let words = text_for(lang, "status-", status.as_str());
    let url = ticket_url(backend, &ticket);
    let mut blocks = vec![
        Block::Paragraph(t!(lang, "mail-change", name = ticket.requester_name.as_str(), status = words)),
        Block::Paragraph(text_for(lang, "mail-after-", status.as_str())),
        Block::Button { label: t!(lang, "mail-open").to_owned(), url: url.clone() },
    ];
    blocks.extend(survey_blocks(&mut db, &ticket, &url).await?);
    let mut email = ticket_message(backend, id, &ticket, ticket.subject.clone(), blocks);
    email.unsubscribe = backend.link_token(LinkPurpose::Unsubscribe, ticket.id).map(|token| Unsubscribe {
        label: t!(lang, "mail-unsubscribe").to_owned(),
        url: format!("{}/mail/unsubscribe?token={token}", backend.settings.public_url),
    });
    Ok(Some(email))
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

async fn ticket_links(
    backend: &Backend,
    id: Uuid,
    email: &str,
    lang: Lang,
) -> Result<Option<EmailMessage>, Error> {
    let mut db = backend.store.read().await?;
    let found = tickets::list_for_email(&mut db, email).await?;
    let Some(newest) = found.first() else { return Ok(None) };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-links", name = newest.requester_name.as_str()))];
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
    Ok(Some(EmailMessage {
        id,
        to: Mailbox::named(email, &newest.requester_name),
        reply_to: None,
        lang,
        subject: t!(lang, "mail-links-subject").to_owned(),
        preheader: None,
        blocks,
        footer: vec![Block::Small(t!(lang, "mail-links-footer").to_owned())],
        unsubscribe: None,
        thread: None,
        auto_submitted: true,
    }))
}
