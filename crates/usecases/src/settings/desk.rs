//! Changing at the desk what a business decides. Only whoever runs the portal may.

use std::sync::Arc;

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::Permission,
};
use fyr_store::setting_versions::{self, SettingVersion};
use serde::{Serialize, de::DeserializeOwned};

use super::{Setting, SettingChanges, file::compare, tables, versions};
use crate::{
    Backend, Error,
    require::require,
    tickets::{DeadlinePreview, preview_deadlines},
};

/// The versions that are listed.
const HISTORY: i64 = 20;
/// The field with the note on why a setting is changed.
pub const NOTE_FIELD: &str = "note";
/// The hidden field with the number of the version that was current when a form was opened; 0 for none.
pub const SEEN_FIELD: &str = "seen";
/// The longest note on a change, in characters.
const MAX_NOTE: usize = 200;

/// Refuses anyone who does not run the portal.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for someone who is signed in.
pub(crate) fn require_administrator(actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::RunPortal)
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

/// The value that counts now. Of a setting with a table it is what the table has, which may have been filled without a version.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn current<S: Setting>(backend: &Backend) -> Result<Arc<S>, Error> {
    let stored = tables::stored(&mut backend.store.read().await?, S::NAME).await?;
    Ok(match stored.and_then(|value| versions::parsed(&value)) {
        Some(stored) => stored,
        None => versions::current(backend).await,
    })
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
        return Err(FieldErrors::single(NOTE_FIELD, Problem::TooLong { max: MAX_NOTE }).into());
    }
    Ok(Some(note).filter(|note| !note.is_empty()))
}

/// Makes a value the current one, with a note on why. One that is the current one already changes nothing. `seen` is the version that
/// the value was made from, 0 for none; `None` overrides any.
///
/// # Errors
/// As [`history`]; [`Error::Invalid`] where the note is too long, or with [`Problem::ChangedMeanwhile`] where another version is
/// current than the one that was seen.
pub async fn change<S: Setting>(
    backend: &Backend,
    actor: &Actor,
    value: &S,
    note: &str,
    seen: Option<i64>,
) -> Result<(), Error> {
    require_administrator(actor)?;
    write(backend, actor, value, note, seen).await
}

/// [`change`] for whoever the caller lets change this setting.
pub(crate) async fn write<S: Setting>(
    backend: &Backend,
    actor: &Actor,
    value: &S,
    note: &str,
    seen: Option<i64>,
) -> Result<(), Error> {
    let note = parse_note(note)?;
    versions::write(backend, actor, changes(value)?.based_on(seen), note).await.map(|_| ())
}

/// The number of the current version of a setting; 0 as long as the value in the configuration counts.
pub(crate) async fn current_version<S: Setting>(backend: &Backend) -> Result<i64, Error> {
    let mut db = backend.store.read().await?;
    let newest = setting_versions::list(&mut db, Some(S::NAME), 1).await?;
    Ok(newest.first().map_or(0, |version| version.version))
}

/// What has changed in a setting since one of its latest versions, a line for each value; `seen` is the number of that version, 0 for
/// the value in the configuration.
///
/// # Errors
/// As [`history`].
pub async fn changes_since<S: Setting>(
    backend: &Backend,
    actor: &Actor,
    seen: i64,
) -> Result<Vec<String>, Error> {
    let versions = history(backend, actor, S::NAME).await?;
    let numbered = |number| versions.iter().find(|version| version.version == number);
    // a first version that was written together with the second one says what was there without any
    let before = match (numbered(1), numbered(2)) {
        (Some(first), Some(second)) if seen == 0 && first.created_at == second.created_at => Some(first),
        _ => numbered(seen),
    };
    let before = match before {
        Some(version) => version.value.0.clone(),
        None => serde_json::to_value(S::from_configuration(&backend.settings.defaults)).unwrap_or_default(),
    };
    let current = versions.first().map_or(&before, |version| &version.value.0);
    Ok(compare(S::NAME, &before, current))
}

/// Makes the value of an earlier version the current one.
///
/// # Errors
/// As [`history`]; [`Error::NotFound`] where there is no version with this number among the latest, or it is not valid any more.
pub async fn restore<S: Setting>(backend: &Backend, actor: &Actor, version: i64) -> Result<(), Error> {
    let versions = history(backend, actor, S::NAME).await?;
    let found = versions.into_iter().find(|known| known.version == version).ok_or(Error::NotFound)?;
    let value = versions::parsed::<S>(&found.value.0).ok_or(Error::NotFound)?;
    change(backend, actor, &*value, "", None).await
}

fn changes<S: Setting>(value: &S) -> Result<SettingChanges, Error> {
    SettingChanges::single(value).map_err(|invalid| Error::Internal(Box::new(invalid)))
}
