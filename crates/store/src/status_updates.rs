//! What belongs to single updates of the status page: the components an incident affects from an update on (table
//! `status_update_services`), and corrected texts with their earlier wording (`status_corrections`).

use chrono::{DateTime, Utc};
use fyr_domain::{
    Localised,
    status::{ComponentImpact, Impact},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Db, Result,
    run::{execute, fetch_all, fetch_optional},
    status::StatusUpdateRow,
};

/// A component that an incident affects from an update on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct UpdateComponent {
    /// The update.
    pub update_id: Uuid,
    /// The affected component of the status page.
    pub component_id: Uuid,
    /// How severely it is affected.
    #[sqlx(try_from = "String")]
    pub impact: Impact,
}

/// A row of `status_corrections`: the wording that a correction replaced.
#[derive(Clone, Debug, FromRow)]
pub struct CorrectionRow {
    /// Primary key (UUID v7).
    pub id: Uuid,
    /// The incident or maintenance.
    pub subject_id: Uuid,
    /// The corrected update; `None` where it was the title.
    pub update_id: Option<Uuid>,
    /// Key of the form that corrected it; unique, so a form sent twice corrects once.
    pub form_key: Uuid,
    /// The wording until then, in each language.
    pub texts: Json<Localised>,
    /// When it was corrected.
    pub at: DateTime<Utc>,
}

/// An update by its id.
pub async fn find(db: &mut Db, id: Uuid) -> Result<Option<StatusUpdateRow>> {
    let sql =
        "SELECT id, subject_id, form_key, status, impact, starts_at, ends_at, texts, at FROM status_updates
               WHERE id = $1";
    fetch_optional!(db, StatusUpdateRow, sql, id)
}

/// Inserts which components an incident affects from an update on.
pub async fn insert_components(db: &mut Db, update: Uuid, components: &[ComponentImpact]) -> Result<()> {
    for ComponentImpact { component, impact } in components {
        let sql = "INSERT INTO status_update_services (update_id, service_id, impact) VALUES ($1, $2, $3)
                   ON CONFLICT DO NOTHING";
        execute!(db, sql, update, *component, impact.as_str())?;
    }
    Ok(())
}

/// Inserts the present components of an incident for those of its updates that have none, because the former release posted them.
/// To be called before the present components change.
pub async fn insert_missing_components(db: &mut Db, incident: Uuid) -> Result<()> {
    let sql = "INSERT INTO status_update_services (update_id, service_id, impact)
               SELECT u.id, s.service_id, COALESCE(u.impact, i.impact) FROM status_updates u
               JOIN incidents i ON i.id = u.subject_id JOIN incident_services s ON s.incident_id = i.id
               WHERE i.id = $1 AND NOT EXISTS (SELECT 1 FROM status_update_services x WHERE x.update_id = u.id)";
    execute!(db, sql, incident).map(|_| ())
}

/// The components of all updates of the incidents that [`list_incidents`](crate::status::list_incidents) returns.
pub async fn list_components(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<UpdateComponent>> {
    let sql = "SELECT s.update_id, s.service_id AS component_id, s.impact FROM status_update_services s
               JOIN status_updates u ON u.id = s.update_id JOIN incidents i ON i.id = u.subject_id
               WHERE i.resolved_at IS NULL OR i.resolved_at >= $1";
    fetch_all!(db, UpdateComponent, sql, since)
}

/// The components of all updates of one incident.
pub async fn list_components_for(db: &mut Db, incident: Uuid) -> Result<Vec<UpdateComponent>> {
    let sql = "SELECT s.update_id, s.service_id AS component_id, s.impact FROM status_update_services s
               JOIN status_updates u ON u.id = s.update_id WHERE u.subject_id = $1";
    fetch_all!(db, UpdateComponent, sql, incident)
}

/// Inserts a correction.
pub async fn insert_correction(db: &mut Db, correction: &CorrectionRow) -> Result<()> {
    let sql = "INSERT INTO status_corrections (id, subject_id, update_id, form_key, texts, at)
               VALUES ($1, $2, $3, $4, $5, $6)";
    let CorrectionRow { id, subject_id, update_id, form_key, texts, at } = correction;
    execute!(db, sql, *id, *subject_id, *update_id, *form_key, texts, *at).map(|_| ())
}

/// Corrections of the incidents and maintenances that [`list_incidents`](crate::status::list_incidents) and
/// [`list_maintenances`](crate::status::list_maintenances) return, latest first.
pub async fn list_corrections(db: &mut Db, since: DateTime<Utc>) -> Result<Vec<CorrectionRow>> {
    let sql = "SELECT id, subject_id, update_id, form_key, texts, at FROM status_corrections
               WHERE subject_id IN (SELECT id FROM incidents WHERE resolved_at IS NULL OR resolved_at >= $1)
                  OR subject_id IN (SELECT id FROM maintenances WHERE ends_at >= $1) ORDER BY at DESC, id DESC";
    fetch_all!(db, CorrectionRow, sql, since)
}

/// Corrections of one incident or maintenance, latest first.
pub async fn list_corrections_for(db: &mut Db, subject: Uuid) -> Result<Vec<CorrectionRow>> {
    let sql = "SELECT id, subject_id, update_id, form_key, texts, at FROM status_corrections
               WHERE subject_id = $1 ORDER BY at DESC, id DESC";
    fetch_all!(db, CorrectionRow, sql, subject)
}

/// Replaces the text of an update.
pub async fn update_texts(db: &mut Db, id: Uuid, texts: &Json<Localised>) -> Result<()> {
    execute!(db, "UPDATE status_updates SET texts = $2 WHERE id = $1", id, texts).map(|_| ())
}

/// Replaces the title of an incident or a maintenance.
pub async fn update_titles(db: &mut Db, subject: Uuid, titles: &Json<Localised>) -> Result<()> {
    execute!(db, "UPDATE incidents SET titles = $2 WHERE id = $1", subject, titles)?;
    execute!(db, "UPDATE maintenances SET titles = $2 WHERE id = $1", subject, titles).map(|_| ())
}
