//! Changing at the desk what a business decides. Only whoever runs the portal may.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
    status::components::Components,
    tickets::topics::{Topic, Topics},
};
use fyr_store::setting_versions::{self, SettingVersion};
use serde::{Serialize, de::DeserializeOwned};

use super::{Setting, SettingChanges, tables, versions};
use crate::{
    Backend, Error,
    classification::{self, ClassificationItem},
    tickets::{DeadlinePreview, preview_deadlines},
};

/// The versions that are listed.
const HISTORY: i64 = 20;
/// The longest note on a change, in characters.
const MAX_NOTE: usize = 200;

pub(super) fn require_administrator(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if may(actor, Permission::RunPortal) => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// The latest versions of a setting, newest first; none as long as the value in the configuration counts.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not run the portal.
pub async fn history(backend: &Backend, actor: &Actor, name: &str) -> Result<Vec<SettingVersion>, Error> {
    require_administrator(actor)?;
    let mut db = backend.store.read().await?;
    Ok(setting_versions::list(&mut db, Some(name), HISTORY).await?)
}

/// The topics, as all pages read them.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn topics(backend: &Backend) -> Result<Topics, Error> {
    let classification = classification::get(backend).await?;
    let topic = |item: &ClassificationItem| Topic { slug: item.slug.clone(), title: item.title.clone() };
    Ok(Topics(classification.topics.iter().map(topic).collect()))
}

/// The components, as the status page has them.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn components(backend: &Backend) -> Result<Components, Error> {
    tables::current_components(backend).await
}

/// An entry of a list in a setting as text, by which a form finds the entry again that it was opened for.
pub fn entry_to_text<E: Serialize>(entry: &E) -> String {
    serde_json::to_string(entry).unwrap_or_default()
}

/// The entry in a text of [`entry_to_text`]; `None` for anything else.
pub fn entry_from_text<E: DeserializeOwned>(text: &str) -> Option<E> {
    serde_json::from_str(text).ok()
}

/// What a new value would do to the tickets that are open. Changes nothing.
///
/// # Errors
/// As [`change`].
pub async fn preview<S: Setting>(
    backend: &Backend,
    actor: &Actor,
    value: &S,
    note: &str,
) -> Result<DeadlinePreview, Error> {
    require_administrator(actor)?;
    parse_note(note)?;
    let sla = changes(value)?.sla(backend).await;
    preview_deadlines(backend, &sla).await
}

/// Checks a note on why a setting is changed; `None` where it is empty.
///
/// # Errors
/// [`Error::Invalid`] where it is longer than [`MAX_NOTE`].
pub(super) fn parse_note(note: &str) -> Result<Option<&str>, Error> {
    let note = note.trim();
    if note.chars().count() > MAX_NOTE {
        return Err(FieldErrors::single("note", Problem::TooLong { max: MAX_NOTE }).into());
    }
    Ok(Some(note).filter(|note| !note.is_empty()))
}

/// Makes a value the current one, with a note on why. One that is the current one already changes nothing.
///
/// # Errors
/// As [`history`]; [`Error::Invalid`] where the note is too long.
pub async fn change<S: Setting>(
    backend: &Backend,
    actor: &Actor,
    value: &S,
    note: &str,
) -> Result<(), Error> {
    require_administrator(actor)?;
    let note = parse_note(note)?;
    versions::write(backend, actor, changes(value)?, note).await.map(|_| ())
}

/// Makes the value of an earlier version the current one.
///
/// # Errors
/// As [`history`]; [`Error::NotFound`] where there is no version with this number among the latest, or it is not valid any more.
pub async fn restore<S: Setting>(backend: &Backend, actor: &Actor, version: i64) -> Result<(), Error> {
    let versions = history(backend, actor, S::NAME).await?;
    let found = versions.into_iter().find(|known| known.version == version).ok_or(Error::NotFound)?;
    let value = versions::parsed::<S>(&found.value.0).ok_or(Error::NotFound)?;
    change(backend, actor, &*value, "").await
}

fn changes<S: Setting>(value: &S) -> Result<SettingChanges, Error> {
    SettingChanges::single(value).map_err(|invalid| Error::Internal(Box::new(invalid)))
}
