//! Posting maintenances and their updates.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    status::{
        MaintenanceAction, MaintenanceDraft, MaintenancePhase, MaintenanceUpdateDraft, RawMaintenance,
        RawUpdate,
    },
};
use fyr_store::{settings, settings::Revision, status as rows};
use uuid::Uuid;

use super::{
    incidents::{NewUpdate, form_context, insert_update},
    overview, require_status_poster,
};
use crate::{Backend, Error};

/// Posts a maintenance and returns its id. It is public at once. The same form sent twice returns the first one's id.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for those who may not post; [`Error::Invalid`], also with
/// [`Problem::ShortNotice`] where it begins within 24 hours and that was not confirmed.
pub async fn post_maintenance(
    backend: &Backend,
    actor: &Actor,
    form_key: Uuid,
    raw: &RawMaintenance,
) -> Result<Uuid, Error> {
    require_status_poster(actor)?;
    let overview = overview(backend).await?;
    let component_slugs = overview.component_slugs();
    let context = form_context(backend, actor, &component_slugs);
    let draft = MaintenanceDraft::parse(raw, context, backend.clock.now())?;
    let maintenance = rows::MaintenanceRow {
        id: backend.clock.id(),
        form_key,
        titles: draft.title.into(),
        starts_at: draft.starts_at,
        ends_at: draft.ends_at,
        cancelled_at: None,
    };
    let mut tx = backend.begin().await?;
    if !rows::insert_maintenance(&mut tx, &maintenance, &draft.components).await? {
        return rows::find_by_form_key(&mut tx, form_key).await?.ok_or(Error::NotFound);
    }
    let update = NewUpdate {
        form_key,
        subject_id: maintenance.id,
        status: Some(MaintenancePhase::Scheduled.as_str()),
        impact: None,
        text: draft.text,
    };
    insert_update(backend, &mut tx, update).await?;
    settings::increment_revision(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(maintenance = %maintenance.id, "status: maintenance posted");
    Ok(maintenance.id)
}

/// Posts an update of a maintenance, and moves its end, ends it now or cancels it. The same form sent twice changes nothing.
///
/// # Errors
/// As [`post_maintenance`]; [`Error::NotFound`] where there is no such maintenance; [`Error::Invalid`] of `action` where
/// its phase does not allow the action.
pub async fn update_maintenance(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
    form_key: Uuid,
    raw: &RawUpdate,
) -> Result<(), Error> {
    require_status_poster(actor)?;
    let context = form_context(backend, actor, &[]);
    let mut tx = backend.begin().await?;
    let maintenance = rows::find_maintenance(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let draft = MaintenanceUpdateDraft::parse(raw, context, maintenance.starts_at)?;
    let now = backend.clock.now();
    let status = match draft.action {
        MaintenanceAction::Note => None,
        MaintenanceAction::Finish => Some(MaintenancePhase::Completed),
        MaintenanceAction::Cancel => Some(MaintenancePhase::Cancelled),
    };
    let update = NewUpdate {
        form_key,
        subject_id: id,
        status: status.map(MaintenancePhase::as_str),
        impact: None,
        text: draft.text,
    };
    if !insert_update(backend, &mut tx, update).await? {
        return Ok(());
    }
    let phase =
        MaintenancePhase::at(now, maintenance.starts_at, maintenance.ends_at, maintenance.cancelled_at);
    let (ends_at, cancelled_at) = match (draft.action, phase) {
        (MaintenanceAction::Note, MaintenancePhase::Cancelled) => {
            (maintenance.ends_at, maintenance.cancelled_at)
        }
        (MaintenanceAction::Note, _) => (draft.ends_at.unwrap_or(maintenance.ends_at), None),
        (MaintenanceAction::Finish, MaintenancePhase::InProgress) => (now, None),
        (MaintenanceAction::Cancel, MaintenancePhase::Scheduled | MaintenancePhase::InProgress) => {
            (maintenance.ends_at, Some(now))
        }
        (MaintenanceAction::Finish | MaintenanceAction::Cancel, _) => {
            return Err(FieldErrors::single("action", Problem::UnknownChoice).into());
        }
    };
    rows::update_maintenance(&mut tx, id, ends_at, cancelled_at).await?;
    settings::increment_revision(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(maintenance = %id, action = %draft.action, "status: maintenance updated");
    Ok(())
}
