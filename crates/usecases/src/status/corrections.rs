//! Correcting what was published: the title of an incident or a maintenance, or the text of an update. The earlier wording is kept.

use fyr_domain::{
    Actor, Localised,
    fields::{FieldErrors, Problem},
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
    /// How often it was corrected.
    pub corrections: usize,
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
    Ok(find(&mut db, id).await?.0)
}

/// The text, and its corrections, latest first.
async fn find(db: &mut Db, id: Uuid) -> Result<(PublishedText, Vec<status_updates::CorrectionRow>), Error> {
    let update = status_updates::find(db, id).await?;
    let subject_id = update.as_ref().map_or(id, |update| update.subject_id);
    let (subject, title) = if let Some(incident) = rows::find_incident(db, subject_id).await? {
        (StatusSubject::Incident(subject_id), incident.titles.0)
    } else {
        let maintenance = rows::find_maintenance(db, subject_id).await?.ok_or(Error::NotFound)?;
        (StatusSubject::Maintenance(subject_id), maintenance.titles.0)
    };
    let text = update.map_or_else(|| title.clone(), |update| update.texts.0);
    let update = (subject_id != id).then_some(id);
    let mut corrections = status_updates::list_corrections_for(db, subject_id).await?;
    corrections.retain(|correction| correction.update_id == update);
    Ok((PublishedText { subject, title, update, text, corrections: corrections.len() }, corrections))
}

/// Replaces a published text at once and keeps the earlier wording, for those who post. The same form sent twice corrects once;
/// sent again after another correction it is refused.
///
/// # Errors
/// As [`find_published_text`]; [`Error::Invalid`], also where the wording is the published one, or is another one than the form showed
/// because somebody else has corrected it: `seen` is [`PublishedText::corrections`] of then, where that is known.
pub async fn correct_text(
    backend: &Backend,
    actor: &Actor,
    id: Uuid,
    form_key: Uuid,
    seen: Option<usize>,
    raw: &RawTexts,
) -> Result<StatusSubject, Error> {
    require_status_poster(actor)?;
    let mut tx = backend.begin().await?;
    // first, so that of two corrections the second finds the wording of the first
    settings::increment_revision(&mut tx, Revision::Status).await?;
    let (published, corrections) = find(&mut tx, id).await?;
    let subject = published.subject;
    if corrections.first().is_some_and(|latest| latest.form_key == form_key) {
        return Ok(subject);
    }
    let is_old = corrections.iter().any(|correction| correction.form_key == form_key);
    let context = form_context(backend, actor, &[]);
    if is_old || seen.is_some_and(|seen| seen != corrections.len()) {
        let field = format!("{}_{}", published.kind().field(), context.default_lang);
        return Err(FieldErrors::single(&field, Problem::PublishedMeanwhile).into());
    }
    let texts = published.kind().parse(raw, context, &published.text)?.into();
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
