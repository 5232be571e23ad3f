//! Reading and writing the versions of settings that a business decides. Reading is cached by revision; a change is one
//! transaction with its audit events. Not in here: which settings there are.

use std::{
    any::Any,
    collections::HashMap,
    fmt::Display,
    sync::{Arc, RwLock},
    time::Duration,
};

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Lang,
    branding::Branding,
    calendar::BusinessCalendar,
    fields::{FieldErrors, Problem},
    plans::Plans,
    search_words::SearchWords,
    sla::{ServiceLevel, SlaHistory, SlaVersion},
};
pub use fyr_store::setting_versions::SettingVersion;
use fyr_store::{
    Db, setting_versions,
    settings::{Revision, increment_revision},
};
use serde_json::{Map, Value, json};

use super::{
    business::{ALL, AnySetting, BusinessDefaults, Definition, Setting},
    desk::NOTE_FIELD,
    tables,
};
use crate::{
    Backend, Error, Transaction,
    audit::{self, AuditEvent},
    events::Event,
    revisions,
};

/// How long to wait for the database to confirm the cached revision, before the cached values are used.
const REVISION_TIMEOUT: Duration = Duration::from_millis(500);

/// The settings that say what is promised.
const SLA_SETTINGS: [&str; 3] = [ServiceLevel::NAME, BusinessCalendar::NAME, Plans::NAME];

/// A value that a setting cannot have, or a setting that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("setting {name}: {problem}")]
pub struct InvalidSetting {
    /// The name of the setting.
    pub name: String,
    /// What is wrong and which values are valid, in one line.
    pub problem: String,
}

impl InvalidSetting {
    pub(super) fn new<S: Setting>(problem: &impl Display) -> Self {
        Self { name: S::NAME.to_owned(), problem: problem.to_string() }
    }
}

/// What is kept of the settings at one revision.
struct Values {
    /// The valid current versions by name.
    current: HashMap<&'static str, AnySetting>,
    /// What has been promised over time.
    sla: Arc<SlaHistory>,
}

/// The values that were read last, with their revision.
#[derive(Default)]
pub(crate) struct SettingsCache(RwLock<Option<(i64, Arc<Values>)>>);

impl SettingsCache {
    fn get(&self) -> Option<(i64, Arc<Values>)> {
        self.0.read().ok().and_then(|cached| cached.clone())
    }

    fn set(&self, revision: i64, values: Arc<Values>) {
        if let Ok(mut cache) = self.0.write() {
            *cache = Some((revision, values));
        }
    }
}

/// The current values of all settings at one moment.
pub struct SettingValues {
    values: Arc<Values>,
    defaults: Arc<BusinessDefaults>,
}

impl SettingValues {
    /// The value of a setting: its newest version, or the value in the configuration where it has none or where the newest is
    /// invalid.
    pub fn get<S: Setting>(&self) -> Arc<S> {
        let value = self.values.current.get(S::NAME).cloned();
        let typed = value.and_then(|value: Arc<dyn Any + Send + Sync>| value.downcast::<S>().ok());
        typed.unwrap_or_else(|| Arc::new(S::from_configuration(&self.defaults)))
    }

    /// What has been promised over time: service levels and calendars since the first version of either.
    pub fn sla(&self) -> Arc<SlaHistory> {
        self.values.sla.clone()
    }
}

impl Values {
    /// What counts as long as there are no versions.
    fn from_configuration(defaults: &BusinessDefaults) -> Self {
        let version = SlaVersion::without_plans(defaults.service_level.clone(), defaults.calendar.clone());
        Self { current: HashMap::new(), sla: SlaHistory::constant(version).into() }
    }

    async fn read(db: &mut Db, defaults: &BusinessDefaults) -> Result<Self, Error> {
        let mut values = Self::from_configuration(defaults);
        for version in setting_versions::list_current(db).await? {
            // a name that is not known is of another release
            let Some(definition) = Definition::find(&version.name) else { continue };
            match (definition.parse)(&version.value.0) {
                Ok(parsed) => drop(values.current.insert(definition.name, parsed.value)),
                Err(invalid) => {
                    tracing::error!(%invalid, version = version.version, "the configuration's value is used instead");
                }
            }
        }
        let configured = values.sla.current();
        let mut history = SlaHistory::clone(&values.sla);
        for (at, version) in in_order_of_time(setting_versions::list_of(db, SLA_SETTINGS).await?) {
            let SlaVersion { mut level, mut calendar, mut plans, .. } = history.current().clone();
            match version.name.as_str() {
                ServiceLevel::NAME => {
                    level = parsed(&version.value).unwrap_or_else(|| configured.level.clone());
                }
                Plans::NAME => plans = parsed(&version.value).unwrap_or_default(),
                _ => calendar = parsed(&version.value).unwrap_or_else(|| configured.calendar.clone()),
            }
            history.push(at, SlaVersion::new(level, calendar, plans));
        }
        values.sla = history.into();
        Ok(values)
    }
}

/// Versions of several settings, each setting's the oldest first, with the time from which each holds. A version that a process wrote
/// whose clock is behind holds from when the one before it did.
fn in_order_of_time(versions: Vec<SettingVersion>) -> Vec<(DateTime<Utc>, SettingVersion)> {
    let mut timed: Vec<(DateTime<Utc>, SettingVersion)> = Vec::new();
    for version in versions {
        let before = timed.last().filter(|(_, before)| before.name == version.name);
        let from = before.map_or(version.created_at, |(from, _)| version.created_at.max(*from));
        timed.push((from, version));
    }
    timed.sort_by_key(|(from, _)| *from);
    timed
}

/// A stored value, where it is valid.
pub(super) fn parsed<S: Setting>(value: &Value) -> Option<Arc<S>> {
    let value = S::deserialize(value).ok()?;
    value.validate().is_ok().then(|| Arc::new(value))
}

/// The current values of all settings; with the database away, those that were read last. An invalid version is logged.
///
/// To be called outside of transactions, because it may need a connection of its own.
pub async fn load(backend: &Backend) -> SettingValues {
    SettingValues { values: values(backend).await, defaults: backend.settings.defaults.clone() }
}

/// As [`load`], but over the connection of a transaction that is under way.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn load_in(backend: &Backend, db: &mut Db) -> Result<SettingValues, Error> {
    let revision = backend.store.revisions_in(db).await?.get(Revision::Settings);
    let values = match backend.business_settings.get() {
        Some((cached, values)) if cached == revision => values,
        _ => {
            let values = Arc::new(Values::read(db, &backend.settings.defaults).await?);
            backend.business_settings.set(revision, values.clone());
            values
        }
    };
    Ok(SettingValues { values, defaults: backend.settings.defaults.clone() })
}

/// What the portal is called.
pub async fn portal_name(backend: &Backend, lang: Lang) -> String {
    current::<Branding>(backend).await.name(lang).to_owned()
}

/// The current value of one setting, as [`load`] reads it.
pub async fn current<S: Setting>(backend: &Backend) -> Arc<S> {
    load(backend).await.get()
}

async fn values(backend: &Backend) -> Arc<Values> {
    let cached = backend.business_settings.get();
    let revision = cached.as_ref().map(|(revision, _)| *revision);
    match tokio::time::timeout(REVISION_TIMEOUT, read(backend, revision)).await {
        Ok(Ok(Some(fresh))) => return fresh,
        Ok(Ok(None) | Err(Error::Unavailable(_))) | Err(_) => {}
        Ok(Err(error)) => tracing::error!(%error, "settings cannot be read"),
    }
    cached.map_or_else(
        || Arc::new(Values::from_configuration(&backend.settings.defaults)),
        |(_, values)| values,
    )
}

/// Reads the current versions and caches them; `None` where the database still has revision `cached`.
async fn read(backend: &Backend, cached: Option<i64>) -> Result<Option<Arc<Values>>, Error> {
    let revision = revisions::current(backend, Revision::Settings).await?;
    if cached == Some(revision) {
        return Ok(None);
    }
    let mut db = backend.store.read().await?;
    let values = Arc::new(Values::read(&mut db, &backend.settings.defaults).await?);
    backend.business_settings.set(revision, values.clone());
    Ok(Some(values))
}

/// A setting with its current value and where that comes from.
#[derive(Clone, Debug)]
pub struct CurrentSetting {
    /// The name of the setting.
    pub name: &'static str,
    /// The value as JSON.
    pub value: Value,
    /// The version with this value; `None` for the value in the configuration.
    pub version: Option<SettingVersion>,
}

/// All settings with their current values: texts and numbers before tables.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_as_operator(backend: &Backend) -> Result<Vec<CurrentSetting>, Error> {
    list(backend, &mut backend.store.read().await?).await
}

async fn list(backend: &Backend, db: &mut Db) -> Result<Vec<CurrentSetting>, Error> {
    let mut versions = setting_versions::list_current(db).await?;
    let mut list = Vec::new();
    for definition in &ALL {
        let found = versions.iter().position(|version| version.name == definition.name);
        let version = found.map(|at| versions.swap_remove(at));
        let valid =
            version.and_then(|version| Some(((definition.parse)(&version.value.0).ok()?.json, version)));
        let (value, version) = match valid {
            Some((value, version)) => (value, Some(version)),
            None => match tables::stored(db, definition.name).await? {
                Some(stored) => (stored, None),
                None => {
                    ((definition.from_configuration)(&backend.settings.defaults).map_err(internal)?, None)
                }
            },
        };
        list.push(CurrentSetting { name: definition.name, value, version });
    }
    Ok(list)
}

fn internal(error: InvalidSetting) -> Error {
    Error::Internal(Box::new(error))
}

/// Up to `limit` versions of all settings, or of the one with this name, newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn history_as_operator(
    backend: &Backend,
    name: Option<&str>,
    limit: i64,
) -> Result<Vec<SettingVersion>, Error> {
    let mut db = backend.store.read().await?;
    Ok(setting_versions::list(&mut db, name, limit).await?)
}

/// New values of settings, all of them valid.
#[derive(Clone, Debug)]
pub struct SettingChanges {
    values: Vec<(&'static str, Value)>,
    seen: Option<i64>,
}

impl SettingChanges {
    /// The change of one setting.
    ///
    /// # Errors
    /// Where the value is invalid.
    pub fn single<S: Setting>(value: &S) -> Result<Self, InvalidSetting> {
        let json = serde_json::to_value(value).map_err(|error| InvalidSetting::new::<S>(&error))?;
        Self::parse(&Map::from_iter([(S::NAME.to_owned(), json)]))
    }

    /// Checks values by name, as in a file of settings. What a table leaves out has its default.
    ///
    /// # Errors
    /// The first invalid value, or the first name that is not one of a setting.
    pub fn parse(values: &Map<String, Value>) -> Result<Self, InvalidSetting> {
        let parse = |(name, value): (&String, &Value)| {
            let definition = Definition::find(name).ok_or_else(|| {
                let names = ALL.map(|definition| definition.name).join(", ");
                let problem = format!("is not a setting in the database; these are: {names}");
                InvalidSetting { name: name.clone(), problem }
            })?;
            Ok((definition.name, (definition.parse)(value)?.json))
        };
        let values = values.iter().map(parse).collect::<Result<_, _>>()?;
        Ok(Self { values, seen: None })
    }

    /// These changes, to be refused where a setting has another version than this one by then; 0 for none.
    pub(super) fn based_on(self, seen: Option<i64>) -> Self {
        Self { seen, ..self }
    }

    /// The names of the settings with their new values.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.values.iter().map(|(name, value)| (*name, value))
    }

    /// What would be promised over time if these changes were made now.
    pub async fn sla(&self, backend: &Backend) -> SlaHistory {
        let mut history = SlaHistory::clone(&load(backend).await.sla());
        let SlaVersion { mut level, mut calendar, mut plans, .. } = history.current().clone();
        for (name, value) in &self.values {
            match *name {
                Plans::NAME => plans = parsed(value).unwrap_or(plans),
                ServiceLevel::NAME => level = parsed(value).unwrap_or(level),
                BusinessCalendar::NAME => calendar = parsed(value).unwrap_or(calendar),
                _ => {}
            }
        }
        history.push(backend.clock.now(), SlaVersion::new(level, calendar, plans));
        history
    }
}

/// Writes a new version of each setting whose value differs from the current one, in one transaction. Returns their names.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn change_as_operator(
    backend: &Backend,
    changes: SettingChanges,
    note: Option<&str>,
) -> Result<Vec<&'static str>, Error> {
    write(backend, &Actor::ANONYMOUS, changes, note).await
}

/// Writes what an actor changes; nobody signed in is the command line.
pub(super) async fn write(
    backend: &Backend,
    actor: &Actor,
    changes: SettingChanges,
    note: Option<&str>,
) -> Result<Vec<&'static str>, Error> {
    let mut tx = backend.begin().await?;
    let changed = change_in(backend, &mut tx, actor, changes, note).await?;
    if !changed.is_empty() {
        tx.commit().await?;
    }
    Ok(changed)
}

/// Writes what an actor changes, in a transaction of the caller, who commits it; nobody signed in is the command line.
///
/// # Errors
/// [`Error::Invalid`] where a setting was changed meanwhile, or a component is taken away that is in use.
pub(crate) async fn change_in(
    backend: &Backend,
    tx: &mut Transaction,
    actor: &Actor,
    changes: SettingChanges,
    note: Option<&str>,
) -> Result<Vec<&'static str>, Error> {
    // first, so that concurrent changes wait for each other
    increment_revision(tx, Revision::Settings).await?;
    let current = list(backend, tx).await?;
    let differs = |(name, value): &(&str, Value)| {
        !current.iter().any(|setting| setting.name == *name && setting.value == *value)
    };
    let mut changed = Vec::new();
    for (name, value) in changes.values.into_iter().filter(differs) {
        let mut version = setting_versions::find_next_version(tx, name).await?;
        if changes.seen.is_some_and(|seen| seen != version - 1) {
            return Err(FieldErrors::single(NOTE_FIELD, Problem::ChangedMeanwhile).into());
        }
        let mut row = SettingVersion {
            id: backend.clock.id(),
            name: name.to_owned(),
            version,
            value: value.into(),
            created_at: backend.clock.now(),
            created_by_id: actor.user_id(),
            created_by_name: actor.user.as_ref().map(|user| user.name.clone()).unwrap_or_default(),
            note: note.map(str::to_owned),
        };
        if let Some(before) = tables::stored(tx, name).await? {
            if version == 1 && before.as_array().is_some_and(|entries| !entries.is_empty()) {
                // those that were there without a version can be taken back, too
                let value = before.into();
                let first = SettingVersion { id: backend.clock.id(), value, note: None, ..row.clone() };
                setting_versions::insert(tx, &first).await?;
                version = 2;
                row = SettingVersion { id: backend.clock.id(), version, ..row };
            }
            tables::store(backend, tx, name, &row.value.0).await?;
        }
        setting_versions::insert(tx, &row).await?;
        let mut details = json!({ "setting": name, "version": version });
        if actor.user.is_none() {
            details["by"] = "command-line".into();
        }
        let event = AuditEvent { action: "setting.changed", target: None, organisation: None, details };
        audit::record(backend, tx, actor, event).await?;
        changed.push(name);
    }
    if changed.iter().any(|name| SLA_SETTINGS.contains(name)) {
        tx.emit(Event::SlaChanged);
    }
    if changed.contains(&SearchWords::NAME) {
        tx.emit(Event::SearchWordsChanged);
    }
    Ok(changed)
}
