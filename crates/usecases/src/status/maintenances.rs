//! Planning maintenance, and what becomes of it.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    status::{
        MaintenanceAction, MaintenanceDraft, MaintenanceUpdateDraft, Phase, Portal, RawMaintenance, RawUpdate,
    },
};
use fyr_store::{settings, settings::Revision, status as rows};
use uuid::Uuid;

use super::{incidents::say, overview, poster};
use crate::{Error, Services};

/// Plans a maintenance, for everyone to see at once; gives its id. The same form sent twice gives the first one's.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for those who may not post; [`Error::Invalid`], also with
/// [`Problem::ShortNotice`] where it begins within a day and that was not confirmed.
pub async fn post_maintenance(
    ctx: &Services,
    actor: &Actor,
    form_key: Uuid,
    raw: &RawMaintenance,
) -> Result<Uuid, Error> {
    poster(actor)?;
    let overview = overview(ctx).await?;
    let slugs = overview.slugs();
    let portal =
        Portal { services: &slugs, main: ctx.settings.default_lang, zone: ctx.settings.calendar.zone };
    let draft = MaintenanceDraft::parse(raw, portal, ctx.clock.now())?;
    let maintenance = rows::Maintenance {
        id: ctx.clock.id(),
        form_key,
        titles: draft.title.into(),
        starts_at: draft.starts_at,
        ends_at: draft.ends_at,
        cancelled_at: None,
    };
    let mut tx = ctx.store.begin().await?;
    if !rows::put_maintenance(&mut tx, &maintenance, &draft.services).await? {
        return rows::made_by(&mut tx, form_key).await?.ok_or(Error::NotFound);
    }
    let words = (Some(Phase::Scheduled.as_str()), None, draft.text);
    say(ctx, &mut tx, form_key, maintenance.id, words).await?;
    settings::touch(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(maintenance = %maintenance.id, "a maintenance was planned");
    Ok(maintenance.id)
}

/// Says more about a maintenance, changes when it ends, ends it now, or calls it off.
///
/// # Errors
/// As [`post_maintenance`]; [`Error::NotFound`] where there is no such maintenance; [`Error::Invalid`] of `action` where
/// it has come too far for that.
pub async fn update_maintenance(
    ctx: &Services,
    actor: &Actor,
    id: Uuid,
    form_key: Uuid,
    raw: &RawUpdate,
) -> Result<(), Error> {
    poster(actor)?;
    let portal = Portal { services: &[], main: ctx.settings.default_lang, zone: ctx.settings.calendar.zone };
    let mut tx = ctx.store.begin().await?;
    let maintenance = rows::maintenance(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let draft = MaintenanceUpdateDraft::parse(raw, portal, maintenance.starts_at)?;
    let now = ctx.clock.now();
    let status = match draft.action {
        MaintenanceAction::Note => None,
        MaintenanceAction::Finish => Some(Phase::Completed),
        MaintenanceAction::Cancel => Some(Phase::Cancelled),
    };
    if !say(ctx, &mut tx, form_key, id, (status.map(Phase::as_str), None, draft.text)).await? {
        return Ok(());
    }
    let phase = Phase::at(now, maintenance.starts_at, maintenance.ends_at, maintenance.cancelled_at);
    let (ends_at, cancelled_at) = match (draft.action, phase) {
        (MaintenanceAction::Note, Phase::Cancelled) => (maintenance.ends_at, maintenance.cancelled_at),
        (MaintenanceAction::Note, _) => (draft.ends_at.unwrap_or(maintenance.ends_at), None),
        (MaintenanceAction::Finish, Phase::InProgress) => (now, None),
        (MaintenanceAction::Cancel, Phase::Scheduled | Phase::InProgress) => (maintenance.ends_at, Some(now)),
        (MaintenanceAction::Finish | MaintenanceAction::Cancel, _) => {
            return Err(FieldErrors::one("action", Problem::UnknownChoice).into());
        }
    };
    rows::set_maintenance(&mut tx, id, ends_at, cancelled_at).await?;
    settings::touch(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(maintenance = %id, action = %draft.action, "a maintenance was updated");
    Ok(())
}
