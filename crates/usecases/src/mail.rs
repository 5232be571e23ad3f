//! Who is told what by mail. Composed when it is sent, so that it says how things are then, in the person's language.

#[path = "mail/people.rs"]
mod people_mail;

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, redaction::is_removed_address, tickets::Side};
use fyr_i18n::{day_and_time, t, text_of};
use fyr_mail::{Block, Mailbox, Message, Thread, Unsubscribe};
use fyr_store::{Db, entries, outbox::Job, people, tickets, tickets::Ticket};
pub(crate) use people_mail::{News, Reader};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error, Purpose, Services,
    accounts::{self, Letter},
    identities,
    outbox::Failure,
    privacy::letters::{self, Notice},
    tickets::spoken,
};

/// A promised mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub(crate) enum Mail {
    /// To the requester: we have it, this is its reference, this happens next.
    Filed { ticket: Uuid },
    /// To the requester: there is an answer.
    Reply { entry: Uuid },
    /// To the requester: it stands differently.
    Change { entry: Uuid },
    /// To an address: links to its tickets.
    Links { email: String, lang: Lang },
    /// About an account.
    Account(Letter),
    /// About the removal of an account.
    Privacy(Notice),
    /// About a way to sign in.
    Identity(identities::Letter),
    /// To someone who is asked to join, or to let a counsellor in.
    Invitation { invitation: Uuid },
    /// To one side of a relation between a counsellor and a participant; `by` whom.
    Relation { news: News, reader: Reader, counsellor: Uuid, participant: Uuid, by: Option<Uuid> },
    /// To one of two counsellors: so many participants were handed over.
    HandOver { reader: Reader, from: Uuid, to: Uuid, count: i64, until: Option<DateTime<Utc>> },
}

/// Composes and sends one promised mail. What has become pointless counts as done.
pub(crate) async fn send(ctx: &Services, job: &Job) -> Result<(), Failure> {
    let mail: Mail =
        serde_json::from_value(job.payload.0.clone()).map_err(|error| Failure::Never(error.to_string()))?;
    let Some(message) = compose(ctx, job, mail).await? else { return Ok(()) };
    if is_removed_address(&message.to.address) {
        return Ok(());
    }
    let composed =
        ctx.composer.compose(&message, job.created_at).map_err(|error| Failure::Never(error.to_string()))?;
    ctx.transport.send(&composed).await.map_err(|error| match error {
        fyr_mail::SendError::Temporary(failure) => Failure::Later(failure.to_string()),
        fyr_mail::SendError::Permanent(failure) => Failure::Never(failure.to_string()),
    })
}

async fn compose(ctx: &Services, job: &Job, mail: Mail) -> Result<Option<Message>, Error> {
    let id = job.id;
    match mail {
        Mail::Filed { ticket } => filed(ctx, id, ticket).await,
        Mail::Reply { entry } => reply(ctx, id, entry).await,
        Mail::Change { entry } => change(ctx, id, entry).await,
        Mail::Links { email, lang } => links(ctx, id, &email, lang).await,
        Mail::Account(letter) => accounts::compose(ctx, job, letter).await,
        Mail::Privacy(notice) => letters::compose(ctx, id, notice).await,
        Mail::Identity(letter) => identities::compose(ctx, id, letter).await,
        Mail::Invitation { invitation } => people_mail::invitation(ctx, id, invitation).await,
        Mail::Relation { news, reader, counsellor, participant, by } => {
            people_mail::relation(ctx, id, (news, reader), (counsellor, participant), by).await
        }
        Mail::HandOver { reader, from, to, count, until } => {
            people_mail::hand_over(ctx, id, reader, (from, to), (count, until)).await
        }
    }
}

/// Where the requester finds the ticket: with an account by signing in, a guest by a link that opens it.
fn ticket_url(ctx: &Services, ticket: &Ticket) -> String {
    let page = format!("{}/tickets/{}", ctx.settings.public_url, spoken(&ticket.reference));
    match (ticket.requester_id, ctx.link_token(Purpose::Ticket, ticket.id)) {
        (None, Some(token)) => format!("{page}?token={token}"),
        _ => page,
    }
}

fn message(ctx: &Services, id: Uuid, ticket: &Ticket, subject: String, blocks: Vec<Block>) -> Message {
    let lang = ticket.lang();
    Message {
        id,
        to: Mailbox::named(&ticket.requester_email, &ticket.requester_name),
        reply_to: None,
        lang,
        subject: format!("[{}] {subject}", spoken(&ticket.reference)),
        preheader: None,
        blocks,
        footer: vec![Block::Small(t!(lang, "mail-footer", url = ctx.settings.public_url.as_str()))],
        unsubscribe: None,
        thread: Some(Thread { ticket: ticket.id, message: None, in_reply_to: None }),
        auto: true,
    }
}

async fn filed(ctx: &Services, id: Uuid, ticket: Uuid) -> Result<Option<Message>, Error> {
    let mut db = ctx.store.read().await?;
    let Some(ticket) = tickets::find(&mut db, ticket).await? else { return Ok(None) };
    let lang = ticket.lang();
    let name = ticket.requester_name.as_str();
    let opening = match &ticket.filed_by_name {
        Some(by) => t!(lang, "mail-filed-for-you", name = name, by = by.as_str()),
        None => t!(lang, "mail-filed", name = name),
    };
    let zone = ctx.settings.calendar.zone;
    let next = match ticket.respond_by {
        // mail is read on another day than it is written
        Some(by) => t!(lang, "mail-next", when = day_and_time(lang, by, ticket.created_at, zone)),
        None => t!(lang, "mail-next-sometime").to_owned(),
    };
    let blocks = vec![
        Block::Paragraph(opening),
        Block::Paragraph(next),
        Block::Facts(vec![
            (t!(lang, "ticket-reference").to_owned(), spoken(&ticket.reference)),
            (t!(lang, "ticket-subject").to_owned(), ticket.subject.clone()),
        ]),
        Block::Button { label: t!(lang, "mail-open").to_owned(), url: ticket_url(ctx, &ticket) },
    ];
    Ok(Some(message(ctx, id, &ticket, ticket.subject.clone(), blocks)))
}

async fn reply(ctx: &Services, id: Uuid, entry: Uuid) -> Result<Option<Message>, Error> {
    let mut db = ctx.store.read().await?;
    let Some(entry) = entries::find_public(&mut db, entry).await? else { return Ok(None) };
    let Some(ticket) = tickets::find(&mut db, entry.ticket_id).await? else { return Ok(None) };
    let lang = ticket.lang();
    let mut blocks = vec![
        Block::Paragraph(t!(
            lang,
            "mail-reply",
            name = ticket.requester_name.as_str(),
            by = entry.author_name.as_str()
        )),
        Block::Quote { author: entry.author_name.clone(), text: entry.body.clone() },
    ];
    if entry.side == Side::Support {
        blocks.push(Block::Paragraph(text_of(lang, "mail-after-", ticket.status.as_str())));
    }
    let url = ticket_url(ctx, &ticket);
    blocks.push(Block::Button { label: t!(lang, "mail-answer").to_owned(), url: url.clone() });
    blocks.extend(survey(&mut db, &ticket, &url).await?);
    let mut mail = message(ctx, id, &ticket, ticket.subject.clone(), blocks);
    mail.thread = Some(Thread { ticket: ticket.id, message: Some(entry.id), in_reply_to: None });
    Ok(Some(mail))
}

async fn change(ctx: &Services, id: Uuid, entry: Uuid) -> Result<Option<Message>, Error> {
    let mut db = ctx.store.read().await?;
    let Some(entry) = entries::find_public(&mut db, entry).await? else { return Ok(None) };
    let Some(ticket) = tickets::find(&mut db, entry.ticket_id).await? else { return Ok(None) };
    if people::opted_out(&mut db, &ticket.requester_email).await? {
        return Ok(None);
    }
    let lang = ticket.lang();
    let status = entry.became().unwrap_or(ticket.status);
    let words = text_of(lang, "status-", status.as_str());
    let url = ticket_url(ctx, &ticket);
    let mut blocks = vec![
        Block::Paragraph(t!(lang, "mail-change", name = ticket.requester_name.as_str(), status = words)),
        Block::Paragraph(text_of(lang, "mail-after-", status.as_str())),
        Block::Button { label: t!(lang, "mail-open").to_owned(), url: url.clone() },
    ];
    blocks.extend(survey(&mut db, &ticket, &url).await?);
    let mut mail = message(ctx, id, &ticket, ticket.subject.clone(), blocks);
    mail.unsubscribe = ctx.link_token(Purpose::Unsubscribe, ticket.id).map(|token| Unsubscribe {
        label: t!(lang, "mail-unsubscribe").to_owned(),
        url: format!("{}/mail/unsubscribe?token={token}", ctx.settings.public_url),
    });
    Ok(Some(mail))
}

/// The question how the help was, where the ticket's page asks it as well.
async fn survey(db: &mut Db, ticket: &Ticket, url: &str) -> Result<Vec<Block>, Error> {
    if !ticket.status.asks_for_rating(entries::sides(db, ticket.id).await?) {
        return Ok(Vec::new());
    }
    let lang = ticket.lang();
    Ok(vec![
        Block::Paragraph(t!(lang, "mail-survey").to_owned()),
        Block::Button { label: t!(lang, "mail-survey-button").to_owned(), url: format!("{url}#survey") },
    ])
}

async fn links(ctx: &Services, id: Uuid, email: &str, lang: Lang) -> Result<Option<Message>, Error> {
    let mut db = ctx.store.read().await?;
    let found = tickets::of_guest(&mut db, email).await?;
    let Some(newest) = found.first() else { return Ok(None) };
    let mut blocks = vec![Block::Paragraph(t!(lang, "mail-links", name = newest.requester_name.as_str()))];
    for ticket in &found {
        let words = text_of(lang, "status-", ticket.status.as_str());
        blocks.push(Block::Heading(ticket.subject.clone()));
        blocks.push(Block::Facts(vec![
            (t!(lang, "ticket-reference").to_owned(), spoken(&ticket.reference)),
            (t!(lang, "ticket-status").to_owned(), words),
        ]));
        blocks.push(Block::Button { label: t!(lang, "mail-open").to_owned(), url: ticket_url(ctx, ticket) });
    }
    Ok(Some(Message {
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
        auto: true,
    }))
}
