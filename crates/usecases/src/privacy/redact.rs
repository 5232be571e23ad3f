//! Redacting text and files of a ticket everywhere: subject, messages, notes, file names, the survey's comment, queued mail, and the
//! details of audit events; and what stands in the ticket also in its people's unsent forms: drafts, and what their browsers'
//! sessions keep of forms that were not accepted. Tickets are in no search index, and mail that was sent cannot be redacted. The
//! requester's address stays, because answers are sent to it.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Lang,
    fields::{FieldErrors, Problem},
    permission::TicketAction,
    personal_number::{self, PersonalNumberKind},
    redaction::{self, RedactionTarget},
    tickets::{RawTicket, TicketCommand},
};
use fyr_i18n::t;
use fyr_store::{
    Db, attachments, attachments::Attachment, audit as log, drafts, jobs, jobs::JobContent, privacy, surveys,
    ticket_events, tickets::Ticket,
};
use serde_json::Value;
use uuid::Uuid;

use super::kept_forms::{FormOwners, drop_kept_forms};
use crate::{
    Backend, Error,
    jobs::Queue,
    tickets::{
        EventText, LockedTicket, TicketThread, TicketWriter, find_thread_to_work, lock_ticket,
        require_support,
    },
};

/// The action of the audit event.
const REDACTED: &str = "ticket.redacted";

/// A personal identity number detected in a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetectedNumber {
    /// The normalised number: the same for every spelling.
    pub key: String,
    /// The spelling of its first occurrence.
    pub written: String,
    /// The kind of number.
    pub kind: PersonalNumberKind,
    /// The number of occurrences.
    pub places: usize,
}

/// A ticket and the personal identity numbers detected in it.
#[derive(Clone, Debug)]
pub struct RedactionCandidates {
    /// The ticket with its events and attachments.
    pub thread: TicketThread,
    /// The detected numbers, by first occurrence.
    pub numbers: Vec<DetectedNumber>,
}

/// What to redact in a ticket.
#[derive(Clone, Debug, Default)]
pub struct RedactionRequest {
    /// Texts and numbers to redact.
    pub targets: Vec<RedactionTarget>,
    /// Ids of attachments to delete.
    pub files: Vec<Uuid>,
    /// The key of the form that asks for it; the same form submitted twice redacts once and has the same result.
    pub form_key: Option<Uuid>,
}

/// The result of a redaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RedactionResult {
    /// The number of redacted occurrences.
    pub places: usize,
    /// The number of deleted files.
    pub files: usize,
    /// The id of the internal note that records it; nil for a preview.
    pub note: Uuid,
}

/// The personal identity numbers in a ticket, by first occurrence.
pub fn detect_numbers(thread: &TicketThread) -> Vec<DetectedNumber> {
    let ticket = &thread.ticket;
    let comment = thread.survey.iter().filter_map(|answer| answer.comment.as_deref());
    let texts = [ticket.subject.as_str(), ticket.requester_name.as_str()]
        .into_iter()
        .chain(thread.events.iter().flat_map(|event| [event.body.as_str(), event.author_name.as_str()]))
        .chain(thread.files.iter().map(|file| file.name.as_str()))
        .chain(comment);
    let mut numbers: Vec<DetectedNumber> = Vec::new();
    for text in texts {
        for found in personal_number::find(text) {
            match numbers.iter_mut().find(|number| number.key == found.key) {
                Some(number) => number.places += 1,
                None => numbers.push(DetectedNumber {
                    written: text[found.range].to_owned(),
                    key: found.key,
                    kind: found.kind,
                    places: 1,
                }),
            }
        }
    }
    numbers
}

/// A ticket and the personal identity numbers in it, for support.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who may not work on this ticket.
pub async fn find_redaction_candidates(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
) -> Result<RedactionCandidates, Error> {
    let thread = find_thread_to_work(backend, actor, reference).await?;
    Ok(RedactionCandidates { numbers: detect_numbers(&thread), thread })
}

/// What [`redact_ticket`] would redact. Changes nothing.
///
/// # Errors
/// As [`redact_ticket`].
pub async fn preview_redaction(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    request: &RedactionRequest,
) -> Result<RedactionResult, Error> {
    require_support(actor)?;
    let mut tx = backend.begin().await?;
    let LockedTicket { ticket, .. } = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    // the transaction is never committed
    redact_everywhere(backend, &mut tx, actor, &ticket, request).await
}

/// Redacts texts and deletes files of a ticket permanently, and adds an internal note with their number, written in `lang`.
///
/// # Errors
/// As [`find_redaction_candidates`]; [`Error::Invalid`] where the ticket contains nothing of the request.
pub async fn redact_ticket(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    request: &RedactionRequest,
    lang: Lang,
) -> Result<RedactionResult, Error> {
    require_support(actor)?;
    let mut tx = backend.begin().await?;
    let mut locked = lock_ticket(&mut tx, actor, reference, TicketAction::Work).await?;
    if let Some(note) = find_note(&mut tx, locked.ticket.id, request.form_key).await? {
        return Ok(RedactionResult { note, ..RedactionResult::default() });
    }
    let mut result = redact_everywhere(backend, &mut tx, actor, &locked.ticket, request).await?;
    let text = t!(lang, "redact-note", places = result.places, files = result.files);
    let RedactionResult { places, files, .. } = result;
    let writer = TicketWriter { backend, actor, author: locked.support_author(actor) };
    let text = EventText { body: &text, form_key: request.form_key };
    let command = TicketCommand::Redact { places, files };
    let recorded = writer.apply(&mut tx, &mut locked.ticket, &command, text).await?;
    // the key of another form: without its note and its line in the audit log nothing is redacted
    let recorded = recorded.ok_or(Error::NotFound)?;
    if let Some(note) = recorded.events.first() {
        result.note = note.id;
    }
    tx.commit().await?;
    delete_removed_files(backend).await?;
    Ok(result)
}

/// The note of the redaction that this form asked for before; `None` where it did not.
///
/// # Errors
/// As [`find_redaction_candidates`].
pub async fn find_redaction_note(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    form_key: Option<Uuid>,
) -> Result<Option<Uuid>, Error> {
    let ticket = find_thread_to_work(backend, actor, reference).await?.ticket.id;
    find_note(&mut backend.store.read().await?, ticket, form_key).await
}

async fn find_note(db: &mut Db, ticket: Uuid, form_key: Option<Uuid>) -> Result<Option<Uuid>, Error> {
    let Some(form_key) = form_key else { return Ok(None) };
    Ok(ticket_events::find_by_form_key(db, ticket, form_key).await?)
}

/// Redacts everywhere in the caller's transaction, except for the note and the audit event.
async fn redact_everywhere(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    ticket: &Ticket,
    request: &RedactionRequest,
) -> Result<RedactionResult, Error> {
    let targets = &request.targets;
    let mut places = 0;
    let mut redact_text = |text: &str| -> Option<String> {
        let redacted = redaction::redact(text, targets)?;
        places += redacted.count;
        Some(redacted.text)
    };
    let redacted = (
        redact_text(&ticket.subject),
        redact_text(&ticket.requester_name),
        ticket.filed_by_name.as_deref().and_then(&mut redact_text),
    );
    if let (subject, requester, filed_by) = &redacted
        && (subject.is_some() || requester.is_some() || filed_by.is_some())
    {
        let text = privacy::TicketText {
            subject: subject.as_deref().unwrap_or(&ticket.subject),
            requester_name: requester.as_deref().unwrap_or(&ticket.requester_name),
            filed_by_name: filed_by.as_deref().or(ticket.filed_by_name.as_deref()),
        };
        privacy::update_ticket_text(db, ticket.id, text).await?;
    }
    let event_texts = privacy::list_event_texts(db, ticket.id).await?;
    let comment = surveys::find_for_ticket(db, ticket.id).await?.and_then(|answer| answer.comment);
    let files = attachments::list_for_ticket(db, actor, ticket.id).await?;
    let texts: Vec<&str> = [ticket.subject.as_str(), ticket.requester_name.as_str()]
        .into_iter()
        .chain(ticket.filed_by_name.as_deref())
        .chain(event_texts.iter().flat_map(|event| [event.author_name.as_str(), event.body.as_str()]))
        .chain(comment.as_deref())
        .chain(files.iter().map(|file| file.name.as_str()))
        .collect();
    let standing = targets_in(&texts, targets);
    for mut event in event_texts.clone() {
        let (name, body) = (redact_text(&event.author_name), redact_text(&event.body));
        if name.is_some() || body.is_some() {
            event.author_name = name.unwrap_or(event.author_name);
            event.body = body.unwrap_or(event.body);
            privacy::update_event_text(db, &event).await?;
        }
    }
    if let Some(comment) = comment.as_deref().and_then(&mut redact_text) {
        privacy::update_survey_comment(db, ticket.id, &comment).await?;
    }
    for file in &files {
        if let Some(name) = redact_text(&file.name) {
            privacy::rename_attachment(db, file.id, &name).await?;
        }
    }
    let people = people_of(ticket, &event_texts);
    redact_drafts(db, &draft_owners(ticket, &people), &standing).await?;
    let owners = FormOwners { ticket: ticket.id, reference: &ticket.reference, people: &people };
    drop_kept_forms(db, owners, &standing).await?;
    let ids: Vec<String> = [ticket.id]
        .into_iter()
        .chain(event_texts.iter().map(|event| event.id))
        .map(|id| id.to_string())
        .collect();
    let mut queued = Vec::new();
    for queue in Queue::EMAILS {
        queued.extend(jobs::list_contents(db, queue.as_str()).await?);
    }
    for job in queued {
        if contains_id(&job.payload, &ids) {
            let payload = redact_json(&job.payload, &mut redact_text);
            let last_error = job.last_error.as_deref().and_then(&mut redact_text);
            if payload.is_some() || last_error.is_some() {
                let content = JobContent {
                    id: job.id,
                    payload: payload.unwrap_or(job.payload),
                    last_error: last_error.or(job.last_error),
                };
                jobs::update_content(db, &content).await?;
            }
        }
    }
    let now = backend.clock.now();
    for event in log::list_details(db, ticket.id).await? {
        if let Some(details) = redact_json(&event.details, &mut redact_text) {
            log::redact(db, backend.clock.id(), event.id, &details, now).await?;
        }
    }
    let deleted: Vec<&Attachment> = files.iter().filter(|file| request.files.contains(&file.id)).collect();
    for file in &deleted {
        privacy::delete_attachment(db, file.id, now).await?;
    }
    if places == 0 && deleted.is_empty() {
        return Err(FieldErrors::single("text", Problem::NotInTicket).into());
    }
    Ok(RedactionResult { places, files: deleted.len(), note: Uuid::nil() })
}

/// The targets that stand in one of these texts.
fn targets_in(texts: &[&str], targets: &[RedactionTarget]) -> Vec<RedactionTarget> {
    let stands = |target: &RedactionTarget| {
        texts.iter().any(|text| redaction::redact(text, std::slice::from_ref(target)).is_some())
    };
    targets.iter().filter(|target| stands(target)).cloned().collect()
}

/// Redacts unsent forms of these owners: only what stands in the ticket too, and without counting it, so that nobody learns what
/// others have not sent.
async fn redact_drafts(db: &mut Db, owners: &[String], targets: &[RedactionTarget]) -> Result<(), Error> {
    let mut redact_text = |text: &str| redaction::redact(text, targets).map(|redacted| redacted.text);
    for owner in owners {
        for draft in drafts::list_for_owner(db, owner).await? {
            if let Some(fields) = redact_draft(&draft.fields, &mut redact_text) {
                drafts::update_fields(db, draft.form_key, &fields).await?;
            }
        }
        for file in attachments::list_pending_for_owner(db, owner).await? {
            if let Some(name) = redact_text(&file.name) {
                privacy::rename_attachment(db, file.id, &name).await?;
            }
        }
    }
    Ok(())
}

/// The requester and all authors, where they have an account.
fn people_of(ticket: &Ticket, event_texts: &[privacy::EventText]) -> Vec<Uuid> {
    let authors = event_texts.iter().filter_map(|event| event.author_id);
    let mut people: Vec<Uuid> = ticket.requester_id.into_iter().chain(authors).collect();
    people.sort();
    people.dedup();
    people
}

/// The owners of drafts that may contain the same text: whoever filed the ticket, and its people.
fn draft_owners(ticket: &Ticket, people: &[Uuid]) -> Vec<String> {
    let mut owners: Vec<String> = people.iter().map(|id| format!("user:{id}")).collect();
    owners.push(ticket.form_owner.clone());
    owners.sort();
    owners.dedup();
    owners
}

fn redact_draft(
    fields: &RawTicket,
    redact_text: &mut impl FnMut(&str) -> Option<String>,
) -> Option<RawTicket> {
    let (subject, description, name) =
        (redact_text(&fields.subject), redact_text(&fields.description), redact_text(&fields.name));
    if subject.is_none() && description.is_none() && name.is_none() {
        return None;
    }
    let mut fields = fields.clone();
    fields.subject = subject.unwrap_or(fields.subject);
    fields.description = description.unwrap_or(fields.description);
    fields.name = name.unwrap_or(fields.name);
    Some(fields)
}

/// Whether one of these ids is anywhere in a JSON value.
fn contains_id(value: &Value, ids: &[String]) -> bool {
    match value {
        Value::String(text) => ids.contains(text),
        Value::Array(items) => items.iter().any(|value| contains_id(value, ids)),
        Value::Object(fields) => fields.values().any(|value| contains_id(value, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A JSON value with its texts redacted; `None` where nothing changes. Ids stay.
fn redact_json(value: &Value, redact_text: &mut impl FnMut(&str) -> Option<String>) -> Option<Value> {
    match value {
        Value::String(text) if Uuid::parse_str(text).is_ok() => None,
        Value::String(text) => redact_text(text).map(Value::String),
        Value::Array(items) => {
            let mut changed = false;
            let items = items.iter().map(|value| match redact_json(value, redact_text) {
                Some(value) => {
                    changed = true;
                    value
                }
                None => value.clone(),
            });
            let items = items.collect();
            changed.then_some(Value::Array(items))
        }
        Value::Object(fields) => {
            let mut changed = fields.clone();
            let mut any = false;
            for (name, value) in fields {
                if let Some(value) = redact_json(value, redact_text) {
                    changed.insert(name.clone(), value);
                    any = true;
                }
            }
            any.then_some(Value::Object(changed))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Deletes the stored files whose attachments were deleted; those that cannot be deleted now are retried by the next sweep.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn delete_removed_files(backend: &Backend) -> Result<(), Error> {
    let pending = privacy::list_pending_file_removals(&mut backend.store.read().await?).await?;
    let mut deleted = Vec::new();
    for id in pending {
        match backend.files.delete(id).await {
            Ok(()) => deleted.push(id),
            Err(error) => tracing::warn!(%error, "privacy: deleting a file failed"),
        }
    }
    if deleted.is_empty() {
        return Ok(());
    }
    let mut tx = backend.begin().await?;
    for id in deleted {
        privacy::complete_file_removal(&mut tx, id).await?;
    }
    tx.commit().await
}

/// When a ticket was last redacted, so that open pages can reload it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn last_redacted_at(backend: &Backend, ticket: Uuid) -> Result<Option<DateTime<Utc>>, Error> {
    Ok(log::find_latest_time(&mut backend.store.read().await?, ticket, REDACTED).await?)
}
