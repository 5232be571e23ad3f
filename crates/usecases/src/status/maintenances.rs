//! Posting maintenances and their updates.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    status::{
        MaintenanceAction, MaintenanceDraft, MaintenancePhase, MaintenanceUpdateDraft, MaintenanceWindow,
        RawMaintenance, RawUpdate,
    },
};
use fyr_store::{settings, settings::Revision, status as rows};
use uuid::Uuid;

use super::{
    incidents::{NewUpdate, form_context, insert_update, require_seen},
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
        text: draft.text,
        ..NewUpdate::default()
    };
    insert_update(backend, &mut tx, update).await?;
    settings::increment_revision(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(maintenance = %maintenance.id, "status: maintenance posted");
    Ok(maintenance.id)
}

/// Posts an update of a maintenance, and moves its start and end, ends it now or cancels it. The same form sent twice changes
/// nothing.
///
/// # Errors
/// As [`post_maintenance`]; [`Error::NotFound`] where there is no such maintenance; [`Error::Invalid`] of `action` where
/// its phase does not allow the action, or somebody else has posted an update since the form was opened.
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
    // first, so that of two updates the second finds the first
    settings::increment_revision(&mut tx, Revision::Status).await?;
    let maintenance = rows::find_maintenance(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let now = backend.clock.now();
    let window = MaintenanceWindow {
        starts_at: maintenance.starts_at,
        ends_at: maintenance.ends_at,
        cancelled_at: maintenance.cancelled_at,
    };
    let latest = rows::list_updates_for(&mut tx, id).await?;
    let draft = MaintenanceUpdateDraft::parse(raw, context, window, now)?;
    let status = match draft.action {
        MaintenanceAction::Note => None,
        MaintenanceAction::Finish => Some(MaintenancePhase::Completed),
        MaintenanceAction::Cancel => Some(MaintenancePhase::Cancelled),
    };
    let phase = window.phase(now);
    let moved = MaintenanceWindow {
        starts_at: draft.starts_at.unwrap_or(window.starts_at),
        ends_at: draft.ends_at.unwrap_or(window.ends_at),
        cancelled_at: None,
    };
    let is_moved =
        draft.action == MaintenanceAction::Note && phase != MaintenancePhase::Cancelled && moved != window;
    let update = NewUpdate {
        form_key,
        subject_id: id,
        status: status.map(MaintenancePhase::as_str),
        moved_to: is_moved.then_some((moved.starts_at, moved.ends_at)),
        text: draft.text,
        ..NewUpdate::default()
    };
    if !insert_update(backend, &mut tx, update).await? {
        return Ok(());
    }
    require_seen(&raw.seen, latest.first(), "action")?;
    let after = match (draft.action, phase) {
        (MaintenanceAction::Note, _) if is_moved => moved,
        (MaintenanceAction::Note, _) => window,
        (MaintenanceAction::Finish, MaintenancePhase::InProgress) => {
            MaintenanceWindow { ends_at: now, ..window }
        }
        (MaintenanceAction::Cancel, MaintenancePhase::Scheduled | MaintenancePhase::InProgress) => {
            MaintenanceWindow { cancelled_at: Some(now), ..window }
        }
        (MaintenanceAction::Finish | MaintenanceAction::Cancel, _) => {
            return Err(FieldErrors::single("action", Problem::UnknownChoice).into());
        }
    };
    rows::update_maintenance(&mut tx, id, after.starts_at, after.ends_at, after.cancelled_at).await?;
    tx.commit().await?;
    tracing::info!(maintenance = %id, action = %draft.action, "status: maintenance updated");
    Ok(())
}
