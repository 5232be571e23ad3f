//! Correcting what was published: the title of an incident or a maintenance, or the text of an update. The earlier wording is kept.

use fyr_domain::{
    Actor, Localised,
    status::{RawTexts, TextCorrection},
};
use fyr_store::{Db, settings, settings::Revision, status as rows, status_updates};
use serde_json::json;
use uuid::Uuid;

use super::{StatusSubject, incidents::form_context, require_status_poster};
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
};

/// A published text that can be corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedText {
    /// The incident or maintenance.
    pub subject: StatusSubject,
    /// The title of the incident or maintenance.
    pub title: Localised,
    /// The update whose text it is; `None` for the title.
    pub update: Option<Uuid>,
    /// The present wording.
    pub text: Localised,
}

impl PublishedText {
    /// Which of the texts it is.
    pub fn kind(&self) -> TextCorrection {
        if self.update.is_some() { TextCorrection::Update } else { TextCorrection::Title }
    }
}

/// The text of an update, or the title of an incident or a maintenance, by its id.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for those who may not post; [`Error::NotFound`] where there is nothing with this id.
pub async fn find_published_text(backend: &Backend, actor: &Actor, id: Uuid) -> Result<PublishedText, Error> {
    require_status_poster(actor)?;
    let mut db = backend.store.read().await?;
    find(&mut db, id).await
}

async fn find(db: &mut Db, id: Uuid) -> Result<PublishedText, Error> {
    let update = status_updates::find(db, id).await?;
    let subject_id = update.as_ref().map_or(id, |update| update.subject_id);
    let (subject, title) = if let Some(incident) = rows::find_incident(db, subject_id).await? {
        (StatusSubject::Incident(subject_id), incident.titles.0)
    } else {
        let maintenance = rows::find_maintenance(db, subject_id).await?.ok_or(Error::NotFound)?;
        (StatusSubject::Maintenance(subject_id), maintenance.titles.0)
    };
    let text = update.map_or_else(|| title.clone(), |update| update.texts.0);
    Ok(PublishedText { subject, title, update: (subject_id != id).then_some(id), text })
}

/// Replaces a published text at once and keeps the earlier wording, for those who post. The same form sent twice corrects once.
///
/// # Errors
/// As [`find_published_text`]; [`Error::Invalid`], also where the wording is the published one.
pub async fn correct_text(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
    form_key: Uuid,
    raw: &RawTexts,
) -> Result<StatusSubject, Error> {
    require_status_poster(actor)?;
    let mut tx = backend.begin().await?;
    // first, so that of two corrections the second finds the wording of the first
    settings::increment_revision(&mut tx, Revision::Status).await?;
    let published = find(&mut tx, id).await?;
    let subject = published.subject;
    if status_updates::has_correction(&mut tx, form_key).await? {
        return Ok(subject);
    }
    let texts = published.kind().parse(raw, form_context(backend, actor, &[]), &published.text)?.into();
    let correction = status_updates::CorrectionRow {
        id: backend.clock.id(),
        subject_id: subject.id(),
        update_id: published.update,
        form_key,
        texts: published.text.into(),
        at: backend.clock.now(),
    };
    status_updates::insert_correction(&mut tx, &correction).await?;
    match published.update {
        Some(update) => status_updates::update_texts(&mut tx, update, &texts).await?,
        None => status_updates::update_titles(&mut tx, subject.id(), &texts).await?,
    }
    let target = match subject {
        StatusSubject::Incident(id) => ("incident", id),
        StatusSubject::Maintenance(id) => ("maintenance", id),
    };
    let details = published.update.map_or_else(|| json!({}), |update| json!({ "update": update }));
    let event = AuditEvent { action: "status.corrected", target: Some(target), organisation: None, details };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    tracing::info!(subject = %subject.id(), "status: text corrected");
    Ok(subject)
}
