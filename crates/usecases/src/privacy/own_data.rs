//! The export of a person's own data: collected from the database, as JSON and as an HTML page.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Lang};
use fyr_store::{
    account_deletion::{self, DeletionRequest},
    affected_readers,
    attachments::{self, Attachment},
    audit as log,
    email_changes::{self, EmailChange},
    personal_data,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::own_data_html;
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    tickets::format_reference,
};

/// Maximum number of audit events in an export.
const MAX_AUDIT_EVENTS: i64 = 20_000;

/// A person's exported data.
#[derive(Clone, Debug)]
pub struct DataExport {
    /// The data as JSON, for programs.
    pub json: String,
    /// The data as an HTML page, for reading.
    pub html: String,
    /// The stored files, by id.
    pub files: Vec<ArchiveFile<Uuid>>,
}

/// A file in the archive.
#[derive(Clone, Debug)]
pub struct ArchiveFile<F> {
    /// The file, or its id.
    pub file: F,
    /// Its path in the archive.
    pub path: String,
}

/// A person's data as collected from the database.
#[derive(Clone, Debug)]
pub(super) struct PersonalData {
    pub profile: personal_data::PersonalProfile,
    pub memberships: Vec<personal_data::PersonalMembership>,
    pub relations: Vec<personal_data::PersonalRelation>,
    pub tickets: Vec<OwnTicket>,
    pub filed_for_others: Vec<personal_data::TicketFiledForOther>,
    pub surveys: Vec<personal_data::PersonalSurvey>,
    pub ratings: Vec<personal_data::PersonalRating>,
    /// Known errors that the person follows: the slug of the article, and since when.
    pub followed_errors: Vec<(String, DateTime<Utc>)>,
    pub identities: Vec<personal_data::PersonalIdentity>,
    pub sessions: Vec<personal_data::PersonalSession>,
    pub devices: Vec<personal_data::PersonalDevice>,
    pub drafts: Vec<personal_data::PersonalDraft>,
    /// Files of drafts, which belong to no ticket yet.
    pub draft_files: Vec<ArchiveFile<Attachment>>,
    pub invitations: Vec<personal_data::PersonalInvitation>,
    pub email_change: Option<EmailChange>,
    pub deletion_request: Option<DeletionRequest>,
    pub audit_events: Vec<OwnAuditEvent>,
}

/// A ticket with its public events.
#[derive(Clone, Debug)]
pub(super) struct OwnTicket {
    pub ticket: personal_data::PersonalTicket,
    pub events: Vec<OwnTicketEvent>,
}

/// An event of a ticket with its files.
#[derive(Clone, Debug)]
pub(super) struct OwnTicketEvent {
    pub event: personal_data::PersonalTicketEvent,
    pub files: Vec<ArchiveFile<personal_data::PersonalAttachment>>,
}

/// An audit event about the person; of other people it says only that it was not the person.
#[derive(Clone, Debug)]
pub(super) struct OwnAuditEvent {
    pub at: chrono::DateTime<chrono::Utc>,
    pub action: String,
    pub by_you: bool,
    /// The network address; only of the person's own actions.
    pub address: Option<String>,
    pub about: Option<String>,
}

/// Exports the data about the signed-in person. The export is recorded in the audit log before it is returned.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn export_own_data(backend: &Backend, actor: &Actor, lang: Lang) -> Result<DataExport, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let data = collect(backend, user).await?;
    let mut tx = backend.begin().await?;
    let event = AuditEvent {
        action: "data.downloaded",
        target: Some(("user", user)),
        organisation: None,
        details: json!({}),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    let ticket_files = data.tickets.iter().flat_map(|ticket| &ticket.events).flat_map(|event| &event.files);
    let ticket_files = ticket_files.map(|file| ArchiveFile { file: file.file.id, path: file.path.clone() });
    let draft_files =
        data.draft_files.iter().map(|file| ArchiveFile { file: file.file.id, path: file.path.clone() });
    let files = ticket_files.chain(draft_files).collect();
    let json =
        serde_json::to_string_pretty(&as_json(&data)).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(DataExport { json, html: own_data_html::render(backend, lang, &data), files })
}

async fn collect(backend: &Backend, user: Uuid) -> Result<PersonalData, Error> {
    let mut db = backend.store.read().await?;
    let owner = format!("user:{user}");
    let profile = personal_data::find_profile(&mut db, user).await?.ok_or(Error::SignInFirst)?;
    let mut all_events = personal_data::list_ticket_events(&mut db, user).await?;
    let mut all_files = personal_data::list_attachments(&mut db, user).await?;
    let mut tickets = Vec::new();
    for ticket in personal_data::list_tickets(&mut db, user).await? {
        let ticket_events: Vec<_> = all_events.extract_if(.., |event| event.ticket_id == ticket.id).collect();
        let mut events = Vec::new();
        for event in ticket_events {
            let event_files = all_files.extract_if(.., |file| file.entry_id == event.id);
            let folder = format_reference(&ticket.reference);
            let files = event_files
                .map(|file| ArchiveFile { path: archive_path(&folder, file.id, &file.name), file })
                .collect();
            events.push(OwnTicketEvent { event, files });
        }
        tickets.push(OwnTicket { ticket, events });
    }
    let events = log::list_for_user(&mut db, user, MAX_AUDIT_EVENTS).await?;
    let audit_events = events.into_iter().map(|event| {
        let by_you = event.actor_id == Some(user);
        let about = match event.target_kind.as_deref() {
            Some("ticket") => event.target_name.as_deref().map(format_reference),
            _ => None,
        };
        // another person's ticket is not the person's own data
        let is_own_ticket = tickets.iter().any(|own| Some(own.ticket.id) == event.target_id);
        OwnAuditEvent {
            at: event.at,
            action: event.action,
            by_you,
            address: event.address.filter(|_| by_you),
            about: about.filter(|_| is_own_ticket),
        }
    });
    let draft_files = attachments::list_pending_for_owner(&mut db, &owner).await?.into_iter();
    let now = backend.clock.now();
    Ok(PersonalData {
        audit_events: audit_events.collect(),
        draft_files: draft_files
            .map(|file| ArchiveFile { path: archive_path("forms", file.id, &file.name), file })
            .collect(),
        invitations: personal_data::list_invitations(&mut db, user, now).await?,
        email_change: email_changes::find_for_user(&mut db, user, now).await?,
        deletion_request: account_deletion::find_request(&mut db, user).await?,
        memberships: personal_data::list_memberships(&mut db, user).await?,
        relations: personal_data::list_relations(&mut db, user).await?,
        filed_for_others: personal_data::list_tickets_filed_for_others(&mut db, user).await?,
        surveys: personal_data::list_surveys(&mut db, user).await?,
        ratings: personal_data::list_ratings(&mut db, &owner).await?,
        followed_errors: affected_readers::list_followed(&mut db, user).await?,
        identities: personal_data::list_identities(&mut db, user).await?,
        sessions: personal_data::list_sessions(&mut db, user).await?,
        devices: personal_data::list_devices(&mut db, user).await?,
        drafts: personal_data::list_drafts(&mut db, &owner).await?,
        tickets,
        profile,
    })
}

/// The path of a file in the archive: the folder, a part of the file's id that makes it unique, and its name.
fn archive_path(folder: &str, id: Uuid, name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '▇');
    let name: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let name = name.trim_matches(['.', ' ']);
    let id = id.simple().to_string();
    format!("files/{folder}/{}-{name}", &id[24..])
}

fn as_json(data: &PersonalData) -> Value {
    let event_json = |event: &OwnTicketEvent| {
        let files: Vec<Value> = event
            .files
            .iter()
            .map(|ArchiveFile { file, path }| {
                json!({ "name": file.name, "media_type": file.media_type, "size": file.size, "path": path })
            })
            .collect();
        json!({ "message": event.event, "files": files })
    };
    let tickets: Vec<Value> = data
        .tickets
        .iter()
        .map(|own| json!({ "ticket": own.ticket, "messages": own.events.iter().map(event_json).collect::<Vec<_>>() }))
        .collect();
    let log: Vec<Value> = data
        .audit_events
        .iter()
        .map(|event| {
            json!({ "at": event.at, "action": event.action, "by_you": event.by_you, "address": event.address, "about": event.about })
        })
        .collect();
    let draft_files: Vec<Value> = data
        .draft_files
        .iter()
        .map(|ArchiveFile { file, path }| {
            json!({ "name": file.name, "media_type": file.media_type, "size": file.size, "path": path })
        })
        .collect();
    let email_change = data.email_change.as_ref().map(|change| {
        json!({ "email": change.email, "old_confirmed_at": change.old_confirmed_at,
            "new_confirmed_at": change.new_confirmed_at, "expires_at": change.expires_at })
    });
    let deletion_request = data.deletion_request.as_ref().map(
        |request| json!({ "reason": request.reason, "asked_at": request.asked_at, "due_at": request.due_at }),
    );
    json!({
        "profile": data.profile,
        "address_change": email_change,
        "deletion_request": deletion_request,
        "invitations": data.invitations,
        "memberships": data.memberships,
        "relations": data.relations,
        "tickets": tickets,
        "filed_for_others": data.filed_for_others,
        "surveys": data.surveys,
        "ratings": data.ratings,
        "followed_errors": data.followed_errors,
        "identities": data.identities,
        "sessions": data.sessions,
        "devices": data.devices,
        "drafts": data.drafts,
        "draft_files": draft_files,
        "log": log,
    })
}
