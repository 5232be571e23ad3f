//! Posting outages and what is said about them.

use fyr_domain::{
    Actor, Localised,
    status::{Impact, IncidentDraft, IncidentStatus, Portal, RawIncident, RawUpdate, UpdateDraft},
};
use fyr_store::{Db, settings, settings::Revision, status as rows};
use uuid::Uuid;

use super::{Overview, overview, poster};
use crate::{Error, Services};

impl Overview {
    /// Slug and id of each service, as forms name them.
    pub(super) fn slugs(&self) -> Vec<(&str, Uuid)> {
        self.services().iter().map(|service| (service.slug.as_str(), service.id)).collect()
    }
}

/// Says something as part of the caller's transaction; `false` where the form was sent before.
pub(super) async fn say(
    ctx: &Services,
    db: &mut Db,
    form_key: Uuid,
    subject_id: Uuid,
    (status, impact, text): (Option<&str>, Option<Impact>, Localised),
) -> Result<bool, Error> {
    let update = rows::Update {
        id: ctx.clock.id(),
        subject_id,
        form_key,
        status: status.map(str::to_owned),
        impact: impact.map(|impact| impact.as_str().to_owned()),
        texts: text.into(),
        at: ctx.clock.now(),
    };
    Ok(rows::put_update(db, &update).await?)
}

/// Reports an outage, for everyone to see at once; gives its id. The same form sent twice gives the first one's.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for those who may not post; [`Error::Invalid`].
pub async fn post_incident(
    ctx: &Services,
    actor: &Actor,
    form_key: Uuid,
    raw: &RawIncident,
) -> Result<Uuid, Error> {
    poster(actor)?;
    let overview = overview(ctx).await?;
    let slugs = overview.slugs();
    let portal =
        Portal { services: &slugs, main: ctx.settings.default_lang, zone: ctx.settings.calendar.zone };
    let draft = IncidentDraft::parse(raw, portal)?;
    let now = ctx.clock.now();
    let incident = rows::Incident {
        id: ctx.clock.id(),
        form_key,
        impact: draft.impact,
        status: draft.status,
        titles: draft.title.into(),
        started_at: now,
        resolved_at: (draft.status == IncidentStatus::Resolved).then_some(now),
    };
    let mut tx = ctx.store.begin().await?;
    if !rows::put_incident(&mut tx, &incident, &draft.services).await? {
        return rows::made_by(&mut tx, form_key).await?.ok_or(Error::NotFound);
    }
    let words = (Some(draft.status.as_str()), Some(draft.impact), draft.text);
    say(ctx, &mut tx, form_key, incident.id, words).await?;
    settings::touch(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(incident = %incident.id, impact = %incident.impact, "an outage was reported");
    Ok(incident.id)
}

/// Says more about an outage and moves it on. One that is resolved is over from now; any other status opens it again.
///
/// # Errors
/// As [`post_incident`]; [`Error::NotFound`] where there is no such outage.
pub async fn update_incident(
    ctx: &Services,
    actor: &Actor,
    id: Uuid,
    form_key: Uuid,
    raw: &RawUpdate,
) -> Result<(), Error> {
    poster(actor)?;
    let portal = Portal { services: &[], main: ctx.settings.default_lang, zone: ctx.settings.calendar.zone };
    let mut tx = ctx.store.begin().await?;
    let incident = rows::incident(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let UpdateDraft { impact, status, text } = UpdateDraft::parse(raw, portal)?;
    if !say(ctx, &mut tx, form_key, id, (Some(status.as_str()), Some(impact), text)).await? {
        return Ok(());
    }
    let over = status == IncidentStatus::Resolved;
    let resolved_at = over.then(|| incident.resolved_at.unwrap_or_else(|| ctx.clock.now()));
    rows::set_incident(&mut tx, id, impact, status, resolved_at).await?;
    settings::touch(&mut tx, Revision::Status).await?;
    tx.commit().await?;
    tracing::info!(incident = %id, %status, "an outage was updated");
    Ok(())
}
