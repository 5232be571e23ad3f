//! The audit log: who did what to whom, when, from where. Written in the transaction that does it; the database refuses to
//! change or remove what is written.

mod actions;
mod opened;
mod read;

pub use actions::ACTIONS;
pub use fyr_store::audit::{Filter, Line};
pub(crate) use opened::opened;
pub use read::{Asked, Sought, exported, find, names, page};

use fyr_domain::Actor;
use fyr_store::{Db, audit::Event};
use serde_json::Value;
use uuid::Uuid;

use crate::{Error, Services};

/// What someone did.
#[derive(Clone, Debug)]
pub struct Did {
    /// `noun.verb` in the past: `session.started`, `role.granted`.
    pub action: &'static str,
    /// To what, and which of them: `("user", id)`.
    pub target: Option<(&'static str, Uuid)>,
    /// In which organisation.
    pub organisation: Option<Uuid>,
    /// Anything else: an object, without text that people wrote.
    pub details: Value,
}

/// Adds a line to the log as part of the transaction.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn record(ctx: &Services, db: &mut Db, actor: &Actor, did: Did) -> Result<(), Error> {
    record_as(ctx, db, actor, (ctx.clock.id(), did)).await
}

/// The same under an id of the caller's; nothing where the log has it already.
async fn record_as(ctx: &Services, db: &mut Db, actor: &Actor, (id, did): (Uuid, Did)) -> Result<(), Error> {
    let event = Event {
        id,
        at: ctx.clock.now(),
        actor_id: actor.user_id(),
        actor_name: actor.user.as_ref().map(|user| user.name.clone()).unwrap_or_default(),
        action: did.action.to_owned(),
        target_kind: did.target.map(|(kind, _)| kind.to_owned()),
        target_id: did.target.map(|(_, id)| id),
        organisation_id: did.organisation,
        address: actor.from.as_deref().map(str::to_owned),
        details: did.details,
    };
    Ok(fyr_store::audit::put(db, &event).await?)
}
