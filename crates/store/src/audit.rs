//! The audit log: who did what to whom, when, from where. Lines are added, never changed.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Db, Result, run::exec};

/// One line.
#[derive(Clone, Debug)]
pub struct Event {
    /// Which.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, where they were signed in.
    pub actor_id: Option<Uuid>,
    /// Their name at the time; empty where nobody was signed in.
    pub actor_name: String,
    /// What: `noun.verb` in the past, such as `session.started`.
    pub action: String,
    /// What kind of thing it was done to: `user`, `ticket`, …
    pub target_kind: Option<String>,
    /// Which of them.
    pub target_id: Option<Uuid>,
    /// In which organisation.
    pub organisation_id: Option<Uuid>,
    /// From which network address.
    pub address: Option<String>,
    /// Anything else, as JSON.
    pub details: Value,
}

/// Adds a line.
pub async fn put(db: &mut Db, event: &Event) -> Result<()> {
    let sql = "INSERT INTO audit_log
                 (id, at, actor_id, actor_name, action, target_kind, target_id, organisation_id, address, details)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    exec!(
        db,
        sql,
        event.id,
        event.at,
        event.actor_id,
        &event.actor_name,
        &event.action,
        &event.target_kind,
        event.target_id,
        event.organisation_id,
        &event.address,
        Json(&event.details)
    )
    .map(|_| ())
}
