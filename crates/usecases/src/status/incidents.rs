//! Posting incidents and their updates.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Localised,
    fields::{FieldErrors, Problem},
    status::{
        ComponentImpact, Impact, IncidentDraft, IncidentState, IncidentStatus, RawIncident, RawUpdate,
        StatusFormContext, UpdateDraft,
    },
};
use fyr_store::{Db, settings, settings::Revision, status as rows, status_updates};
use uuid::Uuid;

use super::{StatusOverview, overview, require_status_poster};
use crate::{Backend, Error};

impl StatusOverview {
    /// Slug and id of each component, as forms name them.
    pub(super) fn component_slugs(&self) -> Vec<(&str, Uuid)> {
        self.components().iter().map(|component| (component.slug.as_str(), component.id)).collect()
    }
}

fn ids(components: &[ComponentImpact]) -> Vec<Uuid> {
    components.iter().map(|affected| affected.component).collect()
}

/// A new update of an incident or maintenance, before it is stored.
#[derive(Default)]
pub(super) struct NewUpdate {
    pub form_key: Uuid,
    /// The incident or maintenance.
    pub subject_id: Uuid,
    pub status: Option<&'static str>,
    pub impact: Option<Impact>,
    /// For an incident: the components affected from then on.
    pub components: Vec<ComponentImpact>,
    /// For a maintenance that is moved: its start and end from then on.
    pub moved_to: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// For an incident whose beginning is corrected: when it began.
    pub began_at: Option<DateTime<Utc>>,
    pub text: Localised,
}

/// Inserts an update as part of the caller's transaction; `false` where the form was sent before.
pub(super) async fn insert_update(backend: &Backend, db: &mut Db, new: NewUpdate) -> Result<bool, Error> {
    let NewUpdate { form_key, subject_id, status, impact, components, moved_to, began_at, text } = new;
    let update = rows::StatusUpdateRow {
        id: backend.clock.id(),
        subject_id,
        form_key,
        status: status.map(str::to_owned),
        impact: impact.map(|impact| impact.as_str().to_owned()),
        starts_at: moved_to.map(|(start, _)| start).or(began_at),
        ends_at: moved_to.map(|(_, end)| end),
        texts: text.into(),
        at: backend.clock.now(),
    };
    if !rows::insert_update(db, &update).await? {
        return Ok(false);
    }
    status_updates::insert_components(db, update.id, &components).await?;
    Ok(true)
}

/// Checks that nothing was published after the update that the form showed last; `latest` is from before the form's own.
///
/// # Errors
/// [`Problem::PublishedMeanwhile`] of `field`.
pub(super) fn require_seen(
    seen: &str,
    latest: Option<&rows::StatusUpdateRow>,
    field: &str,
) -> Result<(), Error> {
    let is_latest = latest.is_none_or(|latest| seen == latest.id.to_string());
    if is_latest || seen.is_empty() {
        return Ok(());
    }
    Err(FieldErrors::single(field, Problem::PublishedMeanwhile).into())
}

/// What the status forms are validated against;
/// `components` is empty for forms that name none. The language that a missing
/// text is asked for in is that of the person who posts, as their form begins with it.
pub(super) fn form_context<'a>(
    backend: &Backend,
    actor: &Actor,
    components: &'a [(&'a str, Uuid)],
) -> StatusFormContext<'a> {
    StatusFormContext {
        components,
        default_lang: actor.user.as_ref().map_or(backend.settings.default_lang, |user| user.lang),
        zone: backend.settings.zone,
    }
}

/// Posts an incident and returns its id. It is public at once. The same form sent twice returns the first one's id.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for those who may not post; [`Error::Invalid`].
pub async fn post_incident(
    backend: &Backend,
    actor: &Actor,
    form_key: Uuid,
    raw: &RawIncident,
) -> Result<Uuid, Error> {
    require_status_poster(actor)?;
    let overview = overview(backend).await?;
    let component_slugs = overview.component_slugs();
    let context = form_context(backend, actor, &component_slugs);
    let now = backend.clock.now();
    let draft = IncidentDraft::parse(raw, context, now)?;
    let incident = rows::IncidentRow {
        id: backend.clock.id(),
        form_key,
        impact: draft.impact,
        status: draft.status,
        titles: draft.title.into(),
        started_at: draft.started_at,
        resolved_at: (draft.status == IncidentStatus::Resolved).then_some(now),
    };
    let mut tx = backend.begin().await?;
    if !rows::insert_incident(&mut tx, &incident, &ids(&draft.components)).await? {
        return rows::find_by_form_key(&mut tx, form_key).await?.ok_or(Error::NotFound);
    }
    let update = NewUpdate {
        form_key,
        subject_id: incident.id,
        status: Some(draft.status.as_str()),
        impact: Some(draft.impact),
        components: draft.components,
        text: draft.text,
        ..NewUpdate::default()
    };
    insert_update(backend, &mut tx, update).await?;
    settings::increment_revision(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(incident = %incident.id, impact = %incident.impact, "status: incident posted");
    Ok(incident.id)
}

/// Posts an update of an incident and sets its status, its components and the impact on them, and when it began. With the status
/// resolved it ends now; any other status reopens it. The same form sent twice changes nothing.
///
/// # Errors
/// As [`post_incident`]; [`Error::NotFound`] where there is no such incident; [`Problem::PublishedMeanwhile`] of `status` where
/// somebody else has posted an update since the form was opened.
pub async fn update_incident(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
    form_key: Uuid,
    raw: &RawUpdate,
) -> Result<(), Error> {
    require_status_poster(actor)?;
    let overview = overview(backend).await?;
    let component_slugs = overview.component_slugs();
    let context = form_context(backend, actor, &component_slugs);
    let mut tx = backend.begin().await?;
    // first, so that of two updates the second finds the first
    settings::increment_revision(&mut tx, Revision::Status).await?;
    let incident = rows::find_incident(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let current = rows::list_components_for(&mut tx, id).await?;
    let latest = rows::list_updates_for(&mut tx, id).await?;
    let state = IncidentState {
        components: &current,
        started_at: incident.started_at,
        resolved_at: incident.resolved_at,
    };
    let UpdateDraft { components, impact, status, started_at, text } =
        UpdateDraft::parse(raw, context, state, backend.clock.now())?;
    let affected = ids(&components);
    status_updates::insert_missing_components(&mut tx, id).await?;
    let update = NewUpdate {
        form_key,
        subject_id: id,
        status: Some(status.as_str()),
        impact: Some(impact),
        components,
        began_at: started_at,
        text,
        ..NewUpdate::default()
    };
    if !insert_update(backend, &mut tx, update).await? {
        return Ok(());
    }
    require_seen(&raw.seen, latest.first(), "status")?;
    let resolved = status == IncidentStatus::Resolved;
    let resolved_at = resolved.then(|| incident.resolved_at.unwrap_or_else(|| backend.clock.now()));
    rows::update_incident(&mut tx, id, impact, status, resolved_at).await?;
    if let Some(started_at) = started_at {
        rows::set_incident_start(&mut tx, id, started_at).await?;
    }
    rows::set_incident_components(&mut tx, id, &affected).await?;
    tx.commit().await?;
    tracing::info!(incident = %id, %status, "status: incident updated");
    Ok(())
}
