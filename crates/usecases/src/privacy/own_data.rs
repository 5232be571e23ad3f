//! Everything about a person, for the person: gathered, as JSON for programs and as a page for reading.

use fyr_domain::{Actor, Lang};
use fyr_store::{
    attachments::{self, Attachment},
    audit as log,
    email_changes::{self, EmailChange},
    personal,
    removal::{self, Request},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::readable;
use crate::{
    Error, Services,
    audit::{self, Did},
    tickets::spoken,
};

/// Lines of the log at most.
const MOST_LINES: i64 = 20_000;

/// Everything there is.
#[derive(Clone, Debug)]
pub struct OwnData {
    /// For programs.
    pub json: String,
    /// For reading.
    pub html: String,
    /// Files: which, and under what path.
    pub files: Vec<(Uuid, String)>,
}

/// What was gathered, before it has a form.
#[derive(Clone, Debug)]
pub(super) struct Gathered {
    pub profile: personal::Profile,
    pub belongs: Vec<personal::Belongs>,
    pub related: Vec<personal::Related>,
    pub tickets: Vec<OwnTicket>,
    pub filed_for_others: Vec<personal::Filed>,
    pub surveys: Vec<personal::Survey>,
    pub ratings: Vec<personal::Rating>,
    pub identities: Vec<personal::Identity>,
    pub sessions: Vec<personal::Session>,
    pub devices: Vec<personal::Device>,
    pub drafts: Vec<personal::Draft>,
    /// Files of forms on their way: what each is, and its path beside the page.
    pub draft_files: Vec<(Attachment, String)>,
    pub invitations: Vec<personal::Invited>,
    pub address_change: Option<EmailChange>,
    pub removal: Option<Request>,
    pub log: Vec<OwnLine>,
}

/// A ticket with what was said in it.
#[derive(Clone, Debug)]
pub(super) struct OwnTicket {
    pub ticket: personal::Ticket,
    pub said: Vec<OwnMessage>,
}

/// A message with its files: what each is, and its path beside the page.
#[derive(Clone, Debug)]
pub(super) struct OwnMessage {
    pub said: personal::Said,
    pub files: Vec<(personal::Sent, String)>,
}

/// A line of the log: of others no more than that it was not the person.
#[derive(Clone, Debug)]
pub(super) struct OwnLine {
    pub at: chrono::DateTime<chrono::Utc>,
    pub action: String,
    pub by_you: bool,
    /// Only of what they did themselves.
    pub address: Option<String>,
    pub about: Option<String>,
}

/// Everything about the signed-in person. That they took it is in the log before it goes out.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn own_data(ctx: &Services, actor: &Actor, lang: Lang) -> Result<OwnData, Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let gathered = gather(ctx, user).await?;
    let mut tx = ctx.store.begin().await?;
    let did = Did {
        action: "data.downloaded",
        target: Some(("user", user)),
        organisation: None,
        details: json!({}),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    let sent = gathered.tickets.iter().flat_map(|ticket| &ticket.said).flat_map(|message| &message.files);
    let waiting = gathered.draft_files.iter().map(|(file, path)| (file.id, path.clone()));
    let files = sent.map(|(file, path)| (file.id, path.clone())).chain(waiting).collect();
    let json = serde_json::to_string_pretty(&as_json(&gathered))
        .map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(OwnData { json, html: readable::page(ctx, lang, &gathered), files })
}

async fn gather(ctx: &Services, user: Uuid) -> Result<Gathered, Error> {
    let mut db = ctx.store.read().await?;
    let owner = format!("user:{user}");
    let profile = personal::profile(&mut db, user).await?.ok_or(Error::SignInFirst)?;
    let mut said = personal::said(&mut db, user).await?;
    let mut sent = personal::sent(&mut db, user).await?;
    let mut tickets = Vec::new();
    for ticket in personal::tickets(&mut db, user).await? {
        let of_ticket: Vec<_> = said.extract_if(.., |said| said.ticket_id == ticket.id).collect();
        let mut messages = Vec::new();
        for said in of_ticket {
            let of_entry = sent.extract_if(.., |file| file.entry_id == said.id);
            let folder = spoken(&ticket.reference);
            let files = of_entry.map(|file| (path(&folder, file.id, &file.name), file));
            let files = files.map(|(path, file)| (file, path));
            messages.push(OwnMessage { files: files.collect(), said });
        }
        tickets.push(OwnTicket { ticket, said: messages });
    }
    let lines = log::about(&mut db, user, MOST_LINES).await?;
    let log = lines.into_iter().map(|line| {
        let by_you = line.actor_id == Some(user);
        let about = match line.target_kind.as_deref() {
            Some("ticket") => line.target_name.as_deref().map(spoken),
            _ => None,
        };
        // whose ticket they opened is about someone else
        let own = tickets.iter().any(|own| Some(own.ticket.id) == line.target_id);
        OwnLine {
            at: line.at,
            action: line.action,
            by_you,
            address: line.address.filter(|_| by_you),
            about: about.filter(|_| own),
        }
    });
    let waiting = attachments::all_pending(&mut db, &owner).await?.into_iter();
    let now = ctx.clock.now();
    Ok(Gathered {
        log: log.collect(),
        draft_files: waiting
            .map(|file| (path("forms", file.id, &file.name), file))
            .map(|(path, file)| (file, path))
            .collect(),
        invitations: personal::invitations(&mut db, user, now).await?,
        address_change: email_changes::of_user(&mut db, user, now).await?,
        removal: removal::of_user(&mut db, user).await?,
        belongs: personal::belongs(&mut db, user).await?,
        related: personal::related(&mut db, user).await?,
        filed_for_others: personal::filed_for_others(&mut db, user).await?,
        surveys: personal::surveys(&mut db, user).await?,
        ratings: personal::ratings(&mut db, &owner).await?,
        identities: personal::identities(&mut db, user).await?,
        sessions: personal::sessions(&mut db, user).await?,
        devices: personal::devices(&mut db, user).await?,
        drafts: personal::drafts(&mut db, &owner).await?,
        tickets,
        profile,
    })
}

/// Where a file lies beside the page: by its ticket, its own name, and enough of its id that no two are the same.
fn path(folder: &str, id: Uuid, name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '▇');
    let name: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let name = name.trim_matches(['.', ' ']);
    let id = id.simple().to_string();
    format!("files/{folder}/{}-{name}", &id[24..])
}

fn as_json(g: &Gathered) -> Value {
    let message = |message: &OwnMessage| {
        let files: Vec<Value> = message
            .files
            .iter()
            .map(|(file, path)| json!({ "name": file.name, "media_type": file.media_type, "size": file.size, "path": path }))
            .collect();
        json!({ "message": message.said, "files": files })
    };
    let tickets: Vec<Value> = g
        .tickets
        .iter()
        .map(|own| json!({ "ticket": own.ticket, "messages": own.said.iter().map(message).collect::<Vec<_>>() }))
        .collect();
    let log: Vec<Value> = g
        .log
        .iter()
        .map(|line| {
            json!({ "at": line.at, "action": line.action, "by_you": line.by_you, "address": line.address, "about": line.about })
        })
        .collect();
    let waiting: Vec<Value> = g
        .draft_files
        .iter()
        .map(|(file, path)| json!({ "name": file.name, "media_type": file.media_type, "size": file.size, "path": path }))
        .collect();
    let change = g.address_change.as_ref().map(|change| {
        json!({ "email": change.email, "old_confirmed_at": change.old_confirmed_at,
            "new_confirmed_at": change.new_confirmed_at, "expires_at": change.expires_at })
    });
    let removal = g
        .removal
        .as_ref()
        .map(|wish| json!({ "reason": wish.reason, "asked_at": wish.asked_at, "due_at": wish.due_at }));
    json!({
        "profile": g.profile,
        "address_change": change,
        "deletion_request": removal,
        "invitations": g.invitations,
        "memberships": g.belongs,
        "relations": g.related,
        "tickets": tickets,
        "filed_for_others": g.filed_for_others,
        "surveys": g.surveys,
        "ratings": g.ratings,
        "identities": g.identities,
        "sessions": g.sessions,
        "devices": g.devices,
        "drafts": g.drafts,
        "draft_files": waiting,
        "log": log,
    })
}
