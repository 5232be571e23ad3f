//! The audit log: who did what to whom, when, from where. An event is written in the transaction that makes the change; the
//! database refuses to change or delete rows, except for retention and redaction. Not in here: what happened to a ticket,
//! which is kept with the ticket; the lines about it are made from its events in `tickets/record.rs`.

mod actions;
mod read;
mod ticket_opened;

pub use actions::ACTIONS;
pub use fyr_store::audit::{AuditEntry, AuditFilter};
pub use read::{AuditCriteria, AuditSearch, list_page, parse_criteria, record_export, resolve_names};
pub(crate) use ticket_opened::record_ticket_opened;

use fyr_domain::Actor;
use fyr_store::{Db, audit::AuditRow};
use serde_json::Value;
use uuid::Uuid;

use crate::{Backend, Error};

/// An event to record: what an actor did, and to what.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// One of [`ACTIONS`]: `noun.verb` in the past tense, such as `session.started`.
    pub action: &'static str,
    /// Kind and id of what was acted on, such as `("user", id)`.
    pub target: Option<(&'static str, Uuid)>,
    /// The organisation whose administrators may read the event; `None` for events of the portal.
    pub organisation: Option<Uuid>,
    /// A JSON object with further facts: ids and fixed words only, no text that people wrote.
    pub details: Value,
}

/// Writes an event to the log in the caller's transaction.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn record(backend: &Backend, db: &mut Db, actor: &Actor, event: AuditEvent) -> Result<(), Error> {
    record_with_id(backend, db, actor, backend.clock.id(), event).await
}

/// Writes an event under an id chosen by the caller; does nothing where the log already has that id.
pub(crate) async fn record_with_id(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    id: Uuid,
    event: AuditEvent,
) -> Result<(), Error> {
    let event = AuditRow {
        id,
        at: backend.clock.now(),
        actor_id: actor.user_id(),
        actor_name: actor.user.as_ref().map(|user| user.name.clone()).unwrap_or_default(),
        action: event.action.to_owned(),
        target_kind: event.target.map(|(kind, _)| kind.to_owned()),
        target_id: event.target.map(|(_, id)| id),
        organisation_id: event.organisation,
        address: actor.network.map(|network| network.to_string()),
        details: event.details,
    };
    Ok(fyr_store::audit::insert(db, &event).await?)
}
