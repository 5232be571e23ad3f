//! Changing at the desk what a business decides. Only whoever runs the portal may.

use fyr_domain::{
    Actor,
    permission::{Permission, may},
};
use fyr_store::setting_versions::{self, SettingVersion};

use super::{Setting, SettingChanges, versions};
use crate::{
    Backend, Error,
    tickets::{DeadlinePreview, preview_deadlines},
};

/// The versions that are listed.
const HISTORY: i64 = 20;

fn require_administrator(actor: &Actor) -> Result<(), Error> {
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

/// What a new value would do to the tickets that are open. Changes nothing.
///
/// # Errors
/// As [`history`].
pub async fn preview<S: Setting>(
    backend: &Backend,
    actor: &Actor,
    value: &S,
) -> Result<DeadlinePreview, Error> {
    require_administrator(actor)?;
    let sla = changes(value)?.sla(backend).await;
    preview_deadlines(backend, &sla).await
}

/// Makes a value the current one, with a note on why. Whether it differs from the one before.
///
/// # Errors
/// As [`history`].
pub async fn change<S: Setting>(
    backend: &Backend,
    actor: &Actor,
    value: &S,
    note: &str,
) -> Result<bool, Error> {
    require_administrator(actor)?;
    let note = Some(note.trim()).filter(|note| !note.is_empty());
    Ok(!versions::write(backend, actor, changes(value)?, note).await?.is_empty())
}

/// The value of an earlier version of a setting; `None` where there is none with this number, or where it is not valid any more.
///
/// # Errors
/// As [`history`].
pub async fn earlier<S: Setting>(backend: &Backend, actor: &Actor, version: i64) -> Result<Option<S>, Error> {
    let versions = history(backend, actor, S::NAME).await?;
    let found = versions.into_iter().find(|known| known.version == version);
    let value = found.and_then(|found| S::deserialize(found.value.0).ok());
    Ok(value.filter(|value| value.validate().is_ok()))
}

fn changes<S: Setting>(value: &S) -> Result<SettingChanges, Error> {
    SettingChanges::single(value).map_err(|invalid| Error::Internal(Box::new(invalid)))
}
