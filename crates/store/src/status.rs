//! Incidents and maintenances of the status page, the components they affect (table `services`), and their updates.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Localised,
    status::{Impact, IncidentStatus},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional, fetch_scalar},
};

/// A row of `incidents`.
#[derive(Clone, Debug, FromRow)]
pub struct IncidentRow {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Key of the form that posted it; unique, so a form sent twice is stored once.
    pub form_key: Uuid,
    /// The current impact.
    #[sqlx(try_from = "String")]
    pub impact: Impact,
    /// The current status.
    #[sqlx(try_from = "String")]
    pub status: IncidentStatus,
    /// The title in each language.
    pub titles: Json<Localised>,
    /// Start of the incident.
    pub started_at: DateTime<Utc>,
    /// End of the incident; `None` while it is open.
    pub resolved_at: Option<DateTime<Utc>>,
}

/// A row of `maintenances`.
#[derive(Clone, Debug, FromRow)]
pub struct MaintenanceRow {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// Key of the form that posted it; unique, so a form sent twice is stored once.
    pub form_key: Uuid,
    /// The title in each language.
    pub titles: Json<Localised>,
    /// Start of the maintenance window.
    pub starts_at: DateTime<Utc>,
    /// End of the maintenance window.
    pub ends_at: DateTime<Utc>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// A row of `status_updates`: a public update about an incident or a maintenance.
#[derive(Clone, Debug, FromRow)]
pub struct StatusUpdateRow {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// The incident or maintenance it belongs to.
    pub subject_id: Uuid,
    /// Key of the form that posted it; unique, so a form sent twice is stored once.
    pub form_key: Uuid,
    /// The status it set, a word of [`IncidentStatus`] or of `MaintenancePhase`; `None` for text alone.
    pub status: Option<String>,
    /// For an incident: the impact from then on, a word of [`Impact`].
    pub impact: Option<String>,
    /// For a maintenance that it moved: the start from then on. For an incident whose beginning it corrected: when that began.
    pub starts_at: Option<DateTime<Utc>>,
    /// For a maintenance that it moved: the end from then on.
    pub ends_at: Option<DateTime<Utc>>,
    /// The text in each language.
    pub texts: Json<Localised>,
    /// When it was posted.
    pub at: DateTime<Utc>,
}

/// A component that an incident or a maintenance affects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct AffectedComponent {
    /// The incident or maintenance.
    pub subject_id: Uuid,
    /// The affected component of the status page.
    pub component_id: Uuid,
}

/// Open incidents and those resolved at or after `since`, latest first.
pub async fn list_incidents(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<IncidentRow>> {
    let sql = "SELECT id, form_key, impact, status, titles, started_at, resolved_at FROM incidents
               WHERE resolved_at IS NULL OR resolved_at >= $1 ORDER BY started_at DESC, id DESC";
    fetch_all!(db, IncidentRow, sql, since)
}

/// An incident by its id.
pub async fn find_incident(db: &mut Db, id: Uuid) -> Result<Option<IncidentRow>> {
    let sql =
        "SELECT id, form_key, impact, status, titles, started_at, resolved_at FROM incidents WHERE id = $1";
    fetch_optional!(db, IncidentRow, sql, id)
}

/// Maintenances that end at or after `since`, by start.
pub async fn list_maintenances(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<MaintenanceRow>> {
    let sql = "SELECT id, form_key, titles, starts_at, ends_at, cancelled_at FROM maintenances
               WHERE ends_at >= $1 ORDER BY starts_at, id";
    fetch_all!(db, MaintenanceRow, sql, since)
}

/// A maintenance by its id.
pub async fn find_maintenance(db: &mut Db, id: Uuid) -> Result<Option<MaintenanceRow>> {
    let sql = "SELECT id, form_key, titles, starts_at, ends_at, cancelled_at FROM maintenances WHERE id = $1";
    fetch_optional!(db, MaintenanceRow, sql, id)
}

/// The components affected by the incidents that [`list_incidents`] returns.
pub async fn list_incident_components(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<AffectedComponent>> {
    let sql = "SELECT s.incident_id AS subject_id, s.service_id AS component_id FROM incident_services s
               JOIN incidents i ON i.id = s.incident_id WHERE i.resolved_at IS NULL OR i.resolved_at >= $1";
    fetch_all!(db, AffectedComponent, sql, since)
}

/// The components affected by the maintenances that [`list_maintenances`] returns.
pub async fn list_maintenance_components(
    db: &mut Db,
    since: DateTime<Utc>,
) -> Result<Vec<AffectedComponent>> {
    let sql =
        "SELECT s.maintenance_id AS subject_id, s.service_id AS component_id FROM maintenance_services s
               JOIN maintenances m ON m.id = s.maintenance_id WHERE m.ends_at >= $1";
    fetch_all!(db, AffectedComponent, sql, since)
}

/// Updates of the incidents and maintenances that [`list_incidents`] and [`list_maintenances`] return, latest first.
pub async fn list_updates(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<StatusUpdateRow>> {
    let sql = "SELECT id, subject_id, form_key, status, impact, starts_at, ends_at, texts, at FROM status_updates
               WHERE subject_id IN (SELECT id FROM incidents WHERE resolved_at IS NULL OR resolved_at >= $1)
                  OR subject_id IN (SELECT id FROM maintenances WHERE ends_at >= $1) ORDER BY at DESC, id DESC";
    fetch_all!(db, StatusUpdateRow, sql, since)
}

/// Inserts an incident with its affected components; `false` where the form key was used before, and nothing was written.
pub async fn insert_incident(db: &mut Db, incident: &IncidentRow, components: &[Uuid]) -> Result<bool> {
    let sql = "INSERT INTO incidents (id, form_key, impact, status, titles, started_at, resolved_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (form_key) DO NOTHING";
    let IncidentRow { id, form_key, impact, status, titles, started_at, resolved_at } = incident;
    let rows = execute!(
        db,
        sql,
        *id,
        *form_key,
        impact.as_str(),
        status.as_str(),
        titles,
        *started_at,
        *resolved_at
    )?;
    if rows == 0 {
        return Ok(false);
    }
    insert_incident_components(db, *id, components).await?;
    Ok(true)
}

async fn insert_incident_components(db: &mut Db, incident: Uuid, components: &[Uuid]) -> Result<()> {
    for component in components {
        let sql =
            "INSERT INTO incident_services (incident_id, service_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        execute!(db, sql, incident, *component)?;
    }
    Ok(())
}

/// Replaces the components that an incident affects now.
pub async fn set_incident_components(db: &mut Db, incident: Uuid, components: &[Uuid]) -> Result<()> {
    execute!(db, "DELETE FROM incident_services WHERE incident_id = $1", incident)?;
    insert_incident_components(db, incident, components).await
}

/// Inserts a maintenance with its affected components; `false` where the form key was used before, and nothing was
/// written.
pub async fn insert_maintenance(
    db: &mut Db,
    maintenance: &MaintenanceRow,
    components: &[Uuid],
) -> Result<bool> {
    let sql = "INSERT INTO maintenances (id, form_key, titles, starts_at, ends_at, cancelled_at)
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (form_key) DO NOTHING";
    let MaintenanceRow { id, form_key, titles, starts_at, ends_at, cancelled_at } = maintenance;
    if execute!(db, sql, *id, *form_key, titles, *starts_at, *ends_at, *cancelled_at)? == 0 {
        return Ok(false);
    }
    for component in components {
        let sql = "INSERT INTO maintenance_services (maintenance_id, service_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        execute!(db, sql, *id, *component)?;
    }
    Ok(true)
}

/// Inserts an update; `false` where the form key was used before, and nothing was written.
pub async fn insert_update(db: &mut Db, update: &StatusUpdateRow) -> Result<bool> {
    let sql =
        "INSERT INTO status_updates (id, subject_id, form_key, status, impact, starts_at, ends_at, texts, at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (form_key) DO NOTHING";
    let StatusUpdateRow { id, subject_id, form_key, status, impact, starts_at, ends_at, texts, at } = update;
    let rows =
        execute!(db, sql, *id, *subject_id, *form_key, status, impact, *starts_at, *ends_at, texts, *at)?;
    Ok(rows == 1)
}

/// Sets impact, status and end of an incident.
pub async fn update_incident(
    db: &mut Db,
    id: Uuid,
    impact: Impact,
    status: IncidentStatus,
    resolved_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let sql = "UPDATE incidents SET impact = $2, status = $3, resolved_at = $4 WHERE id = $1";
    execute!(db, sql, id, impact.as_str(), status.as_str(), resolved_at).map(|_| ())
}

/// Sets when an incident began.
pub async fn set_incident_start(db: &mut Db, id: Uuid, started_at: DateTime<Utc>) -> Result<()> {
    execute!(db, "UPDATE incidents SET started_at = $2 WHERE id = $1", id, started_at).map(|_| ())
}

/// Sets start and end of a maintenance, and when it was cancelled.
pub async fn update_maintenance(
    db: &mut Db,
    id: Uuid,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    cancelled_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let sql = "UPDATE maintenances SET starts_at = $2, ends_at = $3, cancelled_at = $4 WHERE id = $1";
    execute!(db, sql, id, starts_at, ends_at, cancelled_at).map(|_| ())
}

/// A page of resolved incidents, latest first.
pub async fn list_resolved_incidents(db: &mut Db, limit: i64, offset: i64) -> Result<Vec<IncidentRow>> {
    let sql = "SELECT id, form_key, impact, status, titles, started_at, resolved_at FROM incidents
               WHERE resolved_at IS NOT NULL ORDER BY started_at DESC, id DESC LIMIT $1 OFFSET $2";
    fetch_all!(db, IncidentRow, sql, limit, offset)
}

/// The number of resolved incidents.
pub async fn count_resolved_incidents(db: &mut Db) -> Result<i64> {
    fetch_scalar!(db, i64, "SELECT COUNT(*) FROM incidents WHERE resolved_at IS NOT NULL")
}

/// The id of the incident or maintenance posted with a form key.
pub async fn find_by_form_key(db: &mut Db, form_key: Uuid) -> Result<Option<Uuid>> {
    let sql = "SELECT id FROM incidents WHERE form_key = $1 UNION ALL SELECT id FROM maintenances WHERE form_key = $1";
    Ok(fetch_optional!(db, (Uuid,), sql, form_key)?.map(|(id,)| id))
}

/// The components that one incident or maintenance affects.
pub async fn list_components_for(db: &mut Db, subject: Uuid) -> Result<Vec<Uuid>> {
    let sql = "SELECT service_id FROM incident_services WHERE incident_id = $1
               UNION ALL SELECT service_id FROM maintenance_services WHERE maintenance_id = $1";
    Ok(fetch_all!(db, (Uuid,), sql, subject)?.into_iter().map(|(id,)| id).collect())
}

/// The updates of one incident or maintenance, latest first.
pub async fn list_updates_for(db: &mut Db, subject: Uuid) -> Result<Vec<StatusUpdateRow>> {
    let sql =
        "SELECT id, subject_id, form_key, status, impact, starts_at, ends_at, texts, at FROM status_updates
               WHERE subject_id = $1 ORDER BY at DESC, id DESC";
    fetch_all!(db, StatusUpdateRow, sql, subject)
}
