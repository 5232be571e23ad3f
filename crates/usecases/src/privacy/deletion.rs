//! Deletion of accounts: requesting it, withdrawing the request, and the deletion itself.

use fyr_domain::{
    Actor, Lang, Role,
    fields::{FieldErrors, Problem},
    redaction::removed_address,
    tickets::{Assignment, Side, TicketCommand, TicketUpdate},
};
use fyr_i18n::t;
use fyr_store::{
    Db,
    account_deletion::{self, Anonymisation, DeletionRequest},
    attachments, jobs, people,
    privacy::delete_attachment,
    relations, tickets,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::emails::AccountDeletedEmail;
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    events::Event,
    jobs::Queue,
    mailer,
    relations::record_end,
    tickets::{EventAuthor, EventText, TicketWriter},
};

/// The state of a person's account deletion, and what prevents it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletionStatus {
    /// The pending request.
    pub request: Option<DeletionRequest>,
    /// The number of the person's tickets in progress; the account is not deleted while there are any.
    pub open_tickets: i64,
    /// Whether the person is a portal admin; then another admin must revoke that role first.
    pub is_portal_admin: bool,
}

/// The state of the signed-in person's account deletion.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn deletion_status(backend: &Backend, actor: &Actor) -> Result<DeletionStatus, Error> {
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let mut db = backend.store.read().await?;
    Ok(DeletionStatus {
        request: account_deletion::find_request(&mut db, user.id).await?,
        open_tickets: account_deletion::count_open_tickets(&mut db, user.id).await?,
        is_portal_admin: user.role == Role::Admin,
    })
}

/// Requests the deletion of the signed-in person's account after the waiting time; `sure` is the value of the confirmation
/// field. A second request changes nothing.
///
/// # Errors
/// [`Error::SignInFirst`]; [`Error::Invalid`] where it is not confirmed, or the person has tickets in progress or is a portal
/// admin.
pub async fn request_deletion(backend: &Backend, actor: &Actor, sure: &str) -> Result<(), Error> {
    let status = deletion_status(backend, actor).await?;
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let problem = match (sure, &status) {
        (_, DeletionStatus { open_tickets: 1.., .. }) => Some(Problem::HasOpenTickets),
        (_, DeletionStatus { is_portal_admin: true, .. }) => Some(Problem::IsPortalAdmin),
        ("yes", _) => None,
        _ => Some(Problem::Required),
    };
    if let Some(problem) = problem {
        return Err(FieldErrors::single("sure", problem).into());
    }
    let now = backend.clock.now();
    let due_at = now + backend.settings.privacy.deletion_delay;
    let request = DeletionRequest { user_id: user, reason: "asked".into(), asked_at: now, due_at };
    let mut tx = backend.begin().await?;
    if !account_deletion::insert_request(&mut tx, &request).await? {
        return Ok(());
    }
    record(backend, &mut tx, actor, "deletion.asked", user).await?;
    tx.emit(Event::DeletionRequested { user });
    tx.commit().await
}

/// Withdraws the signed-in person's deletion request, if there is one.
///
/// # Errors
/// [`Error::SignInFirst`].
pub async fn withdraw_deletion(backend: &Backend, actor: &Actor) -> Result<(), Error> {
    let user = actor.user_id().ok_or(Error::SignInFirst)?;
    let mut tx = backend.begin().await?;
    if account_deletion::delete_request(&mut tx, user).await? {
        record(backend, &mut tx, actor, "deletion.withdrawn", user).await?;
        tx.emit(Event::DeletionWithdrawn { user });
        tx.commit().await?;
    }
    Ok(())
}

async fn record(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    action: &'static str,
    user: Uuid,
) -> Result<(), Error> {
    let event = AuditEvent { action, target: Some(("user", user)), organisation: None, details: json!({}) };
    audit::record(backend, db, actor, event).await
}

/// Removes the assignment of the open tickets that a person works on, with an event in each.
async fn unassign_tickets(backend: &Backend, tx: &mut Transaction, user: Uuid) -> Result<(), Error> {
    let name = t!(backend.settings.default_lang, "removed-person").to_owned();
    let author = EventAuthor { user: Some(user), name, side: Side::System, on_behalf_of: None };
    let writer = TicketWriter { backend, actor: &Actor::ANONYMOUS, author };
    for mut ticket in tickets::list_open_for_assignee(tx, user).await? {
        let command = TicketCommand::Update(TicketUpdate {
            assignee: Some(Assignment::Nobody),
            ..TicketUpdate::default()
        });
        writer.apply(tx, &mut ticket, &command, EventText::default()).await?;
    }
    Ok(())
}

/// Deletes an account in the caller's transaction: name and address, ways to sign in, sessions, memberships, drafts and queued
/// mail; relations end; messages in tickets stay without the name. Enqueues a last mail to the address.
pub(super) async fn delete_account(backend: &Backend, tx: &mut Transaction, user: Uuid) -> Result<(), Error> {
    let Some(account) = people::find_by_id(tx, user).await? else { return Ok(()) };
    let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
    let now = backend.clock.now();
    for file in attachments::list_pending_for_owner(tx, &format!("user:{user}")).await? {
        delete_attachment(tx, file.id, now).await?;
    }
    for queue in Queue::EMAILS {
        for job in jobs::list_contents(tx, queue.as_str()).await? {
            if mentions_address(&job.payload, &account.email) {
                jobs::delete(tx, job.id).await?;
            }
        }
    }
    if mailer::is_confirmed(tx, &account.email).await? {
        // so that the last mail can say what it is about
        mailer::confirm_mailbox(backend, tx, &account.email).await?;
    }
    let anonymisation = Anonymisation {
        user,
        email: &account.email,
        name: t!(lang, "removed-person"),
        address: &removed_address(user),
        reader: &format!("removed:{}", backend.clock.id()),
    };
    let mut ending = relations::list_for_participant(tx, user, now).await?;
    ending.extend(relations::list_for_counsellor(tx, user, now).await?);
    ending.extend(relations::list_stand_ins_for(tx, user, now).await?);
    unassign_tickets(backend, tx, user).await?;
    account_deletion::anonymise(tx, anonymisation, now).await?;
    for relation in ending {
        record_end(backend, tx, &Actor::ANONYMOUS, &relation).await?;
    }
    record(backend, tx, &Actor::ANONYMOUS, "account.removed", user).await?;
    tx.enqueue_email(AccountDeletedEmail { email: account.email, name: account.name, lang }).await
}

/// Whether an e-mail address is anywhere in the payload of a job.
fn mentions_address(value: &Value, email: &str) -> bool {
    match value {
        Value::String(text) => text.eq_ignore_ascii_case(email),
        Value::Array(items) => items.iter().any(|value| mentions_address(value, email)),
        Value::Object(fields) => fields.values().any(|value| mentions_address(value, email)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
