//! Incidents and maintenance, and what was said about them.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Localised,
    status::{Impact, IncidentStatus},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{all, exec, one, value},
};

/// An outage.
#[derive(Clone, Debug, FromRow)]
pub struct Incident {
    /// Which.
    pub id: Uuid,
    /// The form it came from.
    pub form_key: Uuid,
    /// How bad.
    #[sqlx(try_from = "String")]
    pub impact: Impact,
    /// How far.
    #[sqlx(try_from = "String")]
    pub status: IncidentStatus,
    /// The heading.
    pub titles: Json<Localised>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was over.
    pub resolved_at: Option<DateTime<Utc>>,
}

/// Planned work.
#[derive(Clone, Debug, FromRow)]
pub struct Maintenance {
    /// Which.
    pub id: Uuid,
    /// The form it came from.
    pub form_key: Uuid,
    /// The heading.
    pub titles: Json<Localised>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When it was called off.
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// What was said about an incident or a maintenance.
#[derive(Clone, Debug, FromRow)]
pub struct Update {
    /// Which.
    pub id: Uuid,
    /// The incident or maintenance.
    pub subject_id: Uuid,
    /// The form it came from.
    pub form_key: Uuid,
    /// For an incident: how far it had come.
    pub status: Option<String>,
    /// For an incident: how bad it was from then on, a word of [`Impact`].
    pub impact: Option<String>,
    /// The words.
    pub texts: Json<Localised>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which service an incident or maintenance is about: (incident or maintenance, service).
pub type Affected = (Uuid, Uuid);

/// Incidents that are going on or ended at or after `since`, latest first.
pub async fn incidents(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<Incident>> {
    let sql = "SELECT id, form_key, impact, status, titles, started_at, resolved_at FROM incidents
               WHERE resolved_at IS NULL OR resolved_at >= $1 ORDER BY started_at DESC, id DESC";
    all!(db, Incident, sql, since)
}

/// One incident.
pub async fn incident(db: &mut Db, id: Uuid) -> Result<Option<Incident>> {
    let sql =
        "SELECT id, form_key, impact, status, titles, started_at, resolved_at FROM incidents WHERE id = $1";
    one!(db, Incident, sql, id)
}

/// Maintenance that ends at or after `since`, by beginning.
pub async fn maintenances(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<Maintenance>> {
    let sql = "SELECT id, form_key, titles, starts_at, ends_at, cancelled_at FROM maintenances
               WHERE ends_at >= $1 ORDER BY starts_at, id";
    all!(db, Maintenance, sql, since)
}

/// One maintenance.
pub async fn maintenance(db: &mut Db, id: Uuid) -> Result<Option<Maintenance>> {
    let sql = "SELECT id, form_key, titles, starts_at, ends_at, cancelled_at FROM maintenances WHERE id = $1";
    one!(db, Maintenance, sql, id)
}

/// Which services incidents are about.
pub async fn incident_services(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<Affected>> {
    let sql =
        "SELECT s.incident_id, s.service_id FROM incident_services s JOIN incidents i ON i.id = s.incident_id
               WHERE i.resolved_at IS NULL OR i.resolved_at >= $1";
    all!(db, Affected, sql, since)
}

/// Which services maintenance is about.
pub async fn maintenance_services(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<Affected>> {
    let sql = "SELECT s.maintenance_id, s.service_id FROM maintenance_services s
               JOIN maintenances m ON m.id = s.maintenance_id WHERE m.ends_at >= $1";
    all!(db, Affected, sql, since)
}

/// Everything said about incidents and maintenance that [`incidents`] and [`maintenances`] list, latest first.
pub async fn updates(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<Update>> {
    let sql = "SELECT id, subject_id, form_key, status, impact, texts, at FROM status_updates
               WHERE subject_id IN (SELECT id FROM incidents WHERE resolved_at IS NULL OR resolved_at >= $1)
                  OR subject_id IN (SELECT id FROM maintenances WHERE ends_at >= $1) ORDER BY at DESC, id DESC";
    all!(db, Update, sql, since)
}

/// Adds an incident; `false` where the form key was used before, and nothing was written.
pub async fn put_incident(db: &mut Db, incident: &Incident, services: &[Uuid]) -> Result<bool> {
    let sql = "INSERT INTO incidents (id, form_key, impact, status, titles, started_at, resolved_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (form_key) DO NOTHING";
    let Incident { id, form_key, impact, status, titles, started_at, resolved_at } = incident;
    let rows =
        exec!(db, sql, *id, *form_key, impact.as_str(), status.as_str(), titles, *started_at, *resolved_at)?;
    if rows == 0 {
        return Ok(false);
    }
    for service in services {
        let sql =
            "INSERT INTO incident_services (incident_id, service_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        exec!(db, sql, *id, *service)?;
    }
    Ok(true)
}

/// Adds a maintenance; `false` where the form key was used before, and nothing was written.
pub async fn put_maintenance(db: &mut Db, maintenance: &Maintenance, services: &[Uuid]) -> Result<bool> {
    let sql = "INSERT INTO maintenances (id, form_key, titles, starts_at, ends_at, cancelled_at)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (form_key) DO NOTHING";
    let Maintenance { id, form_key, titles, starts_at, ends_at, cancelled_at } = maintenance;
    if exec!(db, sql, *id, *form_key, titles, *starts_at, *ends_at, *cancelled_at)? == 0 {
        return Ok(false);
    }
    for service in services {
        let sql = "INSERT INTO maintenance_services (maintenance_id, service_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        exec!(db, sql, *id, *service)?;
    }
    Ok(true)
}

/// Adds what is said; `false` where the form key was used before, and nothing was written.
pub async fn put_update(db: &mut Db, update: &Update) -> Result<bool> {
    let sql = "INSERT INTO status_updates (id, subject_id, form_key, status, impact, texts, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (form_key) DO NOTHING";
    let Update { id, subject_id, form_key, status, impact, texts, at } = update;
    Ok(exec!(db, sql, *id, *subject_id, *form_key, status, impact, texts, *at)? == 1)
}

/// Moves an incident on.
pub async fn set_incident(
    db: &mut Db,
    id: Uuid,
    impact: Impact,
    status: IncidentStatus,
    resolved_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let sql = "UPDATE incidents SET impact = $2, status = $3, resolved_at = $4 WHERE id = $1";
    exec!(db, sql, id, impact.as_str(), status.as_str(), resolved_at).map(|_| ())
}

/// Changes when a maintenance ends, or calls it off.
pub async fn set_maintenance(
    db: &mut Db,
    id: Uuid,
    ends_at: DateTime<Utc>,
    cancelled_at: Option<DateTime<Utc>>,
) -> Result<()> {
    exec!(
        db,
        "UPDATE maintenances SET ends_at = $2, cancelled_at = $3 WHERE id = $1",
        id,
        ends_at,
        cancelled_at
    )
    .map(|_| ())
}

/// Incidents that are over, latest first.
pub async fn past_incidents(db: &mut Db, limit: i64, offset: i64) -> Result<Vec<Incident>> {
    let sql = "SELECT id, form_key, impact, status, titles, started_at, resolved_at FROM incidents
               WHERE resolved_at IS NOT NULL ORDER BY started_at DESC, id DESC LIMIT $1 OFFSET $2";
    all!(db, Incident, sql, limit, offset)
}

/// How many incidents are over.
pub async fn count_past_incidents(db: &mut Db) -> Result<i64> {
    value!(db, i64, "SELECT COUNT(*) FROM incidents WHERE resolved_at IS NOT NULL")
}

/// The incident or maintenance that a form made.
pub async fn made_by(db: &mut Db, form_key: Uuid) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM incidents WHERE form_key = $1 UNION ALL SELECT id FROM maintenances WHERE form_key = $1";
    Ok(one!(db, (Uuid,), sql, form_key)?.map(|(id,)| id))
}

/// The services that one incident or maintenance is about.
pub async fn services_of(db: &mut Db, subject: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT service_id FROM incident_services WHERE incident_id = $1
               UNION ALL SELECT service_id FROM maintenance_services WHERE maintenance_id = $1";
    Ok(all!(db, (Uuid,), sql, subject)?.into_iter().map(|(id,)| id).collect())
}

/// Everything said about one incident or maintenance, latest first.
pub async fn updates_of(db: &mut Db, subject: Uuid) -> Result<Vec<Update>> {
    let sql = "SELECT id, subject_id, form_key, status, impact, texts, at FROM status_updates
               WHERE subject_id = $1 ORDER BY at DESC, id DESC";
    all!(db, Update, sql, subject)
}
