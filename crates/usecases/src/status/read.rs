//! Reads the status page: from the cache while its revision is current, and also while the database is unavailable.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::Actor;
use fyr_store::{Db, components, settings::Revision, status as rows, status_updates};
use uuid::Uuid;

use super::{
    HISTORY_DAYS, Incident, Maintenance, StatusOverview,
    overview::StatusData,
    require_status_poster,
    updates::{Details, group_details},
};
use crate::{Backend, Error, classification::ClassificationItem, revisions};

/// Timeout for the database when the cache can answer instead.
const READ_TIMEOUT: Duration = Duration::from_secs(2);
/// Timeout while the database is assumed to be unavailable.
const SHORT_READ_TIMEOUT: Duration = Duration::from_millis(200);
/// How long after a failure the database is assumed to be unavailable; then the full timeout applies again.
const UNAVAILABLE_PERIOD: TimeDelta = TimeDelta::seconds(5);

/// The page size of [`list_past_incidents`].
pub const PAST_INCIDENTS_PER_PAGE: i64 = 20;

/// The data that was read last, its revision, and when it was last confirmed to be current.
#[derive(Clone, Debug)]
struct CachedStatus {
    revision: i64,
    data: Arc<StatusData>,
    confirmed_at: DateTime<Utc>,
}

#[derive(Debug, Default)]
pub(crate) struct Cache {
    cached: Mutex<Option<CachedStatus>>,
    failed_at: Mutex<Option<DateTime<Utc>>>,
}

impl Cache {
    fn get(&self) -> Option<CachedStatus> {
        self.cached.lock().ok().and_then(|cached| cached.clone())
    }

    fn set(&self, fresh: CachedStatus) {
        if let Ok(mut cached) = self.cached.lock() {
            *cached = Some(fresh);
        }
        self.set_failed_at(None);
    }

    fn set_failed_at(&self, at: Option<DateTime<Utc>>) {
        if let Ok(mut failed_at) = self.failed_at.lock() {
            *failed_at = at;
        }
    }

    /// The timeout for the next read: short soon after a failure.
    fn read_timeout(&self, now: DateTime<Utc>) -> Duration {
        let failed_at = self.failed_at.lock().ok().and_then(|at| *at);
        if failed_at.is_some_and(|at| now - at < UNAVAILABLE_PERIOD) {
            SHORT_READ_TIMEOUT
        } else {
            READ_TIMEOUT
        }
    }
}

/// The current status. One small query checks the revision of the cache, so every process shows a change at once. While the
/// database is unavailable, the cached data is returned with [`StatusOverview::stale_since`] set.
///
/// # Errors
/// [`Error::Unavailable`] where the database is unavailable and the cache is empty.
pub async fn overview(backend: &Backend) -> Result<StatusOverview, Error> {
    let now = backend.clock.now();
    let build = |data, stale_since| StatusOverview { data, zone: backend.settings.zone, now, stale_since };
    let Some(cached) = backend.status.get() else {
        return Ok(build(refresh(backend, now, None).await?, None));
    };
    let (data, confirmed_at) = (cached.data.clone(), cached.confirmed_at);
    let timeout = backend.status.read_timeout(now);
    match tokio::time::timeout(timeout, refresh(backend, now, Some(cached))).await {
        Ok(Ok(data)) => return Ok(build(data, None)),
        Ok(Err(error)) => tracing::warn!(%error, "status: serving cached data"),
        Err(_) => tracing::warn!("status: serving cached data, the database did not answer in time"),
    }
    if timeout == READ_TIMEOUT {
        backend.status.set_failed_at(Some(now));
    }
    Ok(build(data, Some(confirmed_at)))
}

/// The cached data where its revision is current, else the data from the database; the cache holds it afterwards.
async fn refresh(
    backend: &Backend,
    now: DateTime<Utc>,
    cached: Option<CachedStatus>,
) -> Result<Arc<StatusData>, Error> {
    let revision = revisions::current(backend, Revision::Status).await?;
    let data = match cached {
        Some(cached) if cached.revision == revision => cached.data,
        _ => Arc::new(read(&mut backend.store.read().await?, now).await?),
    };
    backend.status.set(CachedStatus { revision, data: data.clone(), confirmed_at: now });
    Ok(data)
}

async fn read(db: &mut Db, now: DateTime<Utc>) -> Result<StatusData, Error> {
    let days = i64::try_from(HISTORY_DAYS).unwrap_or(i64::MAX) + 1;
    let since = now - TimeDelta::days(days);
    let mut details = group_details(
        rows::list_updates(db, since).await?,
        status_updates::list_components(db, since).await?,
        status_updates::list_corrections(db, since).await?,
    );
    let lists = [
        rows::list_incident_components(db, since).await?,
        rows::list_maintenance_components(db, since).await?,
    ];
    for row in lists.into_iter().flatten() {
        details.entry(row.subject_id).or_default().components.push(row.component_id);
    }
    let mut take_details = |id| details.remove(&id).unwrap_or_default();
    let incidents = rows::list_incidents(db, since).await?.into_iter().map(|row| {
        let details = take_details(row.id);
        Incident::new(row, details)
    });
    let incidents = incidents.collect();
    let maintenances = rows::list_maintenances(db, since).await?.into_iter().map(|row| {
        let details = take_details(row.id);
        Maintenance::new(row, details)
    });
    let maintenances = maintenances.collect();
    let components = components::list(db).await?.into_iter().map(ClassificationItem::from).collect();
    Ok(StatusData { components, incidents, maintenances })
}

/// As [`overview`], for those who post.
///
/// # Errors
/// [`Error::SignInFirst`] where nobody is signed in, [`Error::NotFound`] for anyone who may not post.
pub async fn overview_for_posting(backend: &Backend, actor: &Actor) -> Result<StatusOverview, Error> {
    require_status_poster(actor)?;
    overview(backend).await
}

/// An incident of any age, with the overview that knows its components.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find_incident(backend: &Backend, id: Uuid) -> Result<(Incident, StatusOverview), Error> {
    let overview = overview(backend).await?;
    if let Some(incident) = overview.incidents().iter().find(|incident| incident.id == id) {
        return Ok((incident.clone(), overview));
    }
    let mut db = backend.store.read().await?;
    let row = rows::find_incident(&mut db, id).await?.ok_or(Error::NotFound)?;
    let details = find_details(&mut db, id).await?;
    Ok((Incident::new(row, details), overview))
}

/// A maintenance of any age, with the overview that knows its components.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find_maintenance(backend: &Backend, id: Uuid) -> Result<(Maintenance, StatusOverview), Error> {
    let overview = overview(backend).await?;
    if let Some(maintenance) = overview.maintenances().iter().find(|maintenance| maintenance.id == id) {
        return Ok((maintenance.clone(), overview));
    }
    let mut db = backend.store.read().await?;
    let row = rows::find_maintenance(&mut db, id).await?.ok_or(Error::NotFound)?;
    let details = find_details(&mut db, id).await?;
    Ok((Maintenance::new(row, details), overview))
}

/// The components, updates and corrections of an incident or maintenance.
async fn find_details(db: &mut Db, id: Uuid) -> Result<Details, Error> {
    let mut details = group_details(
        rows::list_updates_for(db, id).await?,
        status_updates::list_components_for(db, id).await?,
        status_updates::list_corrections_for(db, id).await?,
    );
    let components = rows::list_components_for(db, id).await?;
    Ok(Details { components, ..details.remove(&id).unwrap_or_default() })
}

/// A page of resolved incidents.
#[derive(Clone, Debug)]
pub struct PastIncidents {
    /// Latest first; without components and updates.
    pub incidents: Vec<Incident>,
    /// The number of resolved incidents on all pages.
    pub total: i64,
    /// While the database is unavailable: when the cached data was last confirmed. Only ninety days are listed then.
    pub stale_since: Option<DateTime<Utc>>,
}

/// A page of resolved incidents; `page` counts from 1 and holds [`PAST_INCIDENTS_PER_PAGE`].
///
/// # Errors
/// [`Error::Unavailable`] where the database is unavailable and the cache is empty.
pub async fn list_past_incidents(backend: &Backend, page: i64) -> Result<PastIncidents, Error> {
    let overview = overview(backend).await?;
    let offset = (page.clamp(1, 1_000_000) - 1) * PAST_INCIDENTS_PER_PAGE;
    if overview.stale_since.is_some() {
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        let shown = usize::try_from(PAST_INCIDENTS_PER_PAGE).unwrap_or_default();
        return Ok(PastIncidents {
            incidents: overview.resolved_incidents().skip(skipped).take(shown).cloned().collect(),
            total: i64::try_from(overview.resolved_incidents().count()).unwrap_or(i64::MAX),
            stale_since: overview.stale_since,
        });
    }
    let mut db = backend.store.read().await?;
    let total = rows::count_resolved_incidents(&mut db).await?;
    let page = rows::list_resolved_incidents(&mut db, PAST_INCIDENTS_PER_PAGE, offset).await?;
    let incidents = page.into_iter().map(|row| Incident::new(row, Details::default())).collect();
    Ok(PastIncidents { incidents, total, stale_since: None })
}
