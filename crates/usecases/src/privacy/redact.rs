//! Taking text and files out of a ticket, everywhere at once: subject, messages, notes, names of files, the rating's comment,
//! forms on their way and their files, mail that waits, the details of the audit log. Tickets are in no search index. What
//! mail has told already cannot be called back. The address that answers go to stays as it is: without it, or with another in
//! its place, nobody would hear of the ticket again.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Lang,
    fields::{FieldErrors, Problem},
    permission::{Standing, TicketAction},
    personal_number::{self, Kind},
    redaction::{self, Secret},
    tickets::{EntryKind, RawTicket, Side},
};
use fyr_i18n::t;
use fyr_store::{
    Db, attachments, attachments::Attachment, audit as log, entries, privacy, surveys, tickets,
    tickets::Ticket,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Error, Services,
    audit::{self, Did},
    tickets::{Thread, entry, lock_for, only_support, to_work},
};

/// What the log calls it.
const REDACTED: &str = "ticket.redacted";

/// A personal identity number in a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The same however it is written.
    pub key: String,
    /// As it was written first.
    pub written: String,
    /// What kind.
    pub kind: Kind,
    /// In how many places.
    pub places: usize,
}

/// A ticket, and the numbers in it.
#[derive(Clone, Debug)]
pub struct Findings {
    /// The ticket.
    pub thread: Thread,
    /// In the order they first stand in it.
    pub numbers: Vec<Number>,
}

/// What shall go.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Texts and numbers.
    pub secrets: Vec<Secret>,
    /// Files.
    pub files: Vec<Uuid>,
}

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    /// Places where a text stood.
    pub places: usize,
    /// Files.
    pub files: usize,
    /// The note that says so.
    pub note: Uuid,
}

/// The numbers in what a ticket says, in the order they first stand there.
pub fn numbers(thread: &Thread) -> Vec<Number> {
    let ticket = &thread.ticket;
    let comment = thread.survey.iter().filter_map(|(_, comment)| comment.as_deref());
    let texts = [ticket.subject.as_str(), ticket.requester_name.as_str()]
        .into_iter()
        .chain(thread.entries.iter().flat_map(|entry| [entry.body.as_str(), entry.author_name.as_str()]))
        .chain(thread.files.iter().map(|file| file.name.as_str()))
        .chain(comment);
    let mut numbers: Vec<Number> = Vec::new();
    for text in texts {
        for found in personal_number::find(text) {
            match numbers.iter_mut().find(|number| number.key == found.key) {
                Some(number) => number.places += 1,
                None => numbers.push(Number {
                    written: text[found.at].to_owned(),
                    key: found.key,
                    kind: found.kind,
                    places: 1,
                }),
            }
        }
    }
    numbers
}

/// A ticket and the personal identity numbers in it, for whoever works it.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not work this ticket.
pub async fn look(ctx: &Services, actor: &Actor, reference: &str) -> Result<Findings, Error> {
    let thread = to_work(ctx, actor, reference).await?;
    Ok(Findings { numbers: numbers(&thread), thread })
}

/// What would go, without doing it.
///
/// # Errors
/// As [`redact`].
pub async fn try_out(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    wanted: &Wanted,
) -> Result<Redacted, Error> {
    only_support(actor)?;
    let mut tx = ctx.store.begin().await?;
    let (ticket, _) = lock_for(&mut tx, actor, reference, TicketAction::Work).await?;
    // never committed
    take_out(ctx, &mut tx, actor, &ticket, wanted).await
}

/// Takes texts and files out of a ticket for good, with a note among colleagues that says so, and how many.
///
/// # Errors
/// As [`look`]; [`Error::Invalid`] where nothing of it stands in the ticket.
pub async fn redact(
    ctx: &Services,
    actor: &Actor,
    reference: &str,
    (wanted, lang): (&Wanted, Lang),
) -> Result<Redacted, Error> {
    only_support(actor)?;
    let mut tx = ctx.store.begin().await?;
    let (mut ticket, standing) = lock_for(&mut tx, actor, reference, TicketAction::Work).await?;
    let mut done = take_out(ctx, &mut tx, actor, &ticket, wanted).await?;
    done.note = note(ctx, &mut tx, actor, (&ticket, &standing), (done, lang)).await?;
    ticket.updated_at = ctx.clock.now();
    tickets::update(&mut tx, &ticket).await?;
    let did = Did {
        action: REDACTED,
        target: Some(("ticket", ticket.id)),
        organisation: ticket.organisation_id,
        details: serde_json::json!({ "places": done.places, "files": done.files }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    ctx.committed(ticket.id);
    remove_bytes(ctx).await?;
    Ok(done)
}

async fn note(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    (ticket, standing): (&Ticket, &Standing),
    (done, lang): (Redacted, Lang),
) -> Result<Uuid, Error> {
    let text = t!(lang, "redact-note", places = done.places, files = done.files);
    let mut note = entry(ctx, actor, (ticket, standing), EntryKind::Note, &text);
    note.side = Side::Support;
    entries::put(db, &note, None).await?;
    Ok(note.id)
}

/// Everything but the note and the line in the log.
async fn take_out(
    ctx: &Services,
    db: &mut Db,
    actor: &Actor,
    ticket: &Ticket,
    wanted: &Wanted,
) -> Result<Redacted, Error> {
    let secrets = &wanted.secrets;
    let mut places = 0;
    let mut without = |text: &str| -> Option<String> {
        let (text, count) = redaction::redact(text, secrets)?;
        places += count;
        Some(text)
    };
    let own = (
        without(&ticket.subject),
        without(&ticket.requester_name),
        ticket.filed_by_name.as_deref().and_then(&mut without),
    );
    if let (subject, requester, filed_by) = &own
        && (subject.is_some() || requester.is_some() || filed_by.is_some())
    {
        let words = (
            subject.as_deref().unwrap_or(&ticket.subject),
            requester.as_deref().unwrap_or(&ticket.requester_name),
            filed_by.as_deref().or(ticket.filed_by_name.as_deref()),
        );
        privacy::rewrite_ticket(db, ticket.id, words).await?;
    }
    let written = privacy::written(db, ticket.id).await?;
    for mut entry in written.clone() {
        let (name, body) = (without(&entry.author_name), without(&entry.body));
        if name.is_some() || body.is_some() {
            entry.author_name = name.unwrap_or(entry.author_name);
            entry.body = body.unwrap_or(entry.body);
            privacy::rewrite(db, &entry).await?;
        }
    }
    if let Some((_, Some(comment))) = surveys::find(db, ticket.id).await?
        && let Some(comment) = without(&comment)
    {
        privacy::rewrite_survey(db, ticket.id, &comment).await?;
    }
    let files = attachments::of_ticket(db, actor, ticket.id).await?;
    for file in &files {
        if let Some(name) = without(&file.name) {
            privacy::rename_file(db, file.id, &name).await?;
        }
    }
    for owner in owners(ticket, &written) {
        for (form_key, fields) in privacy::drafts(db, &owner).await? {
            if let Some(fields) = draft_without(&fields.0, &mut without) {
                privacy::rewrite_draft(db, form_key, &fields).await?;
            }
        }
        for file in attachments::all_pending(db, &owner).await? {
            if let Some(name) = without(&file.name) {
                privacy::rename_file(db, file.id, &name).await?;
            }
        }
    }
    let ids: Vec<String> = [ticket.id]
        .into_iter()
        .chain(written.iter().map(|entry| entry.id))
        .map(|id| id.to_string())
        .collect();
    for (id, payload, error) in privacy::promised(db, "mail").await? {
        if holds(&payload.0, &ids) {
            let told = (json_without(&payload.0, &mut without), error.as_deref().and_then(&mut without));
            if told.0.is_some() || told.1.is_some() {
                let payload = told.0.as_ref().unwrap_or(&payload.0);
                privacy::rewrite_promised(db, id, (payload, told.1.as_deref().or(error.as_deref()))).await?;
            }
        }
    }
    let now = ctx.clock.now();
    for (line, details) in log::details(db, ticket.id).await? {
        if let Some(details) = json_without(&details.0, &mut without) {
            log::redact(db, ctx.clock.id(), line, &details, now).await?;
        }
    }
    let gone: Vec<&Attachment> = files.iter().filter(|file| wanted.files.contains(&file.id)).collect();
    for file in &gone {
        privacy::remove_file(db, file.id, now).await?;
    }
    if places == 0 && gone.is_empty() {
        return Err(FieldErrors::one("text", Problem::NotInTicket).into());
    }
    Ok(Redacted { places, files: gone.len(), note: Uuid::nil() })
}

/// Whose forms on their way may hold the same: the one it came from, the requester's, and those of everyone who wrote in it.
fn owners(ticket: &Ticket, written: &[privacy::Written]) -> Vec<String> {
    let people = ticket.requester_id.into_iter().chain(written.iter().filter_map(|entry| entry.author_id));
    let mut owners: Vec<String> = people.map(|id| format!("user:{id}")).collect();
    owners.push(ticket.form_owner.clone());
    owners.sort();
    owners.dedup();
    owners
}

fn draft_without(fields: &RawTicket, without: &mut impl FnMut(&str) -> Option<String>) -> Option<RawTicket> {
    let (subject, description, name) =
        (without(&fields.subject), without(&fields.description), without(&fields.name));
    if subject.is_none() && description.is_none() && name.is_none() {
        return None;
    }
    let mut fields = fields.clone();
    fields.subject = subject.unwrap_or(fields.subject);
    fields.description = description.unwrap_or(fields.description);
    fields.name = name.unwrap_or(fields.name);
    Some(fields)
}

/// Whether one of these ids is anywhere in it.
fn holds(value: &Value, ids: &[String]) -> bool {
    match value {
        Value::String(text) => ids.contains(text),
        Value::Array(all) => all.iter().any(|value| holds(value, ids)),
        Value::Object(all) => all.values().any(|value| holds(value, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The same without the secrets in its texts. Ids stay, and so does the word that says what kind of thing it is.
fn json_without(value: &Value, without: &mut impl FnMut(&str) -> Option<String>) -> Option<Value> {
    match value {
        Value::String(text) if Uuid::parse_str(text).is_ok() => None,
        Value::String(text) => without(text).map(Value::String),
        Value::Array(all) => {
            let mut changed = false;
            let all = all.iter().map(|value| match json_without(value, without) {
                Some(value) => {
                    changed = true;
                    value
                }
                None => value.clone(),
            });
            let all = all.collect();
            changed.then_some(Value::Array(all))
        }
        Value::Object(all) => {
            let mut changed = all.clone();
            let mut any = false;
            for (name, value) in all.iter().filter(|(name, _)| *name != "mail") {
                if let Some(value) = json_without(value, without) {
                    changed.insert(name.clone(), value);
                    any = true;
                }
            }
            any.then_some(Value::Object(changed))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Removes the bytes of files whose rows are gone; those that cannot be removed now are tried again with the next cleaning.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remove_bytes(ctx: &Services) -> Result<(), Error> {
    let waiting = privacy::remaining_files(&mut ctx.store.read().await?).await?;
    let mut gone = Vec::new();
    for id in waiting {
        match ctx.files.remove(id).await {
            Ok(()) => gone.push(id),
            Err(error) => tracing::warn!(%error, "a file could not be removed"),
        }
    }
    if gone.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.store.begin().await?;
    for id in gone {
        privacy::file_gone(&mut tx, id).await?;
    }
    Ok(tx.commit().await?)
}

/// When text was last taken out of a ticket: for pages that show it still.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn last_redacted(ctx: &Services, ticket: Uuid) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(log::last(&mut ctx.store.read().await?, ticket, REDACTED).await?)
}
