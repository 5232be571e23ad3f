//! Reading how things are: from memory while nothing has changed, and also while the database is away.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::Actor;
use fyr_store::{Db, catalogue, settings, settings::Revision, status as rows};
use uuid::Uuid;

use super::{HISTORY_DAYS, Incident, Maintenance, Overview, Update, overview::Raw, poster};
use crate::{Error, Services, catalogue::Item};

/// How long a reader waits for the database when memory could answer as well.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long while the database is known to be away.
const SHORT_PATIENCE: Duration = Duration::from_millis(200);
/// For how long one failure makes it known; then someone waits with full patience again.
const KNOWN_AWAY: TimeDelta = TimeDelta::seconds(5);

/// How many past outages a page of the history has.
pub const PER_PAGE: i64 = 20;

/// What was read last, at which revision, and when that was last known to hold.
#[derive(Clone, Debug)]
struct Kept {
    revision: i64,
    raw: Arc<Raw>,
    known_at: DateTime<Utc>,
}

#[derive(Debug, Default)]
pub(crate) struct Cache {
    kept: Mutex<Option<Kept>>,
    failed_at: Mutex<Option<DateTime<Utc>>>,
}

impl Cache {
    fn get(&self) -> Option<Kept> {
        self.kept.lock().ok().and_then(|kept| kept.clone())
    }

    fn keep(&self, kept: Kept) {
        if let Ok(mut slot) = self.kept.lock() {
            *slot = Some(kept);
        }
        self.note_failure(None);
    }

    fn note_failure(&self, at: Option<DateTime<Utc>>) {
        if let Ok(mut failed_at) = self.failed_at.lock() {
            *failed_at = at;
        }
    }

    /// Nobody waits long for what is known to be away.
    fn patience(&self, now: DateTime<Utc>) -> Duration {
        let failed_at = self.failed_at.lock().ok().and_then(|at| *at);
        if failed_at.is_some_and(|at| now - at < KNOWN_AWAY) { SHORT_PATIENCE } else { PATIENCE }
    }
}

/// How everything is now. One small query says whether what is in memory still holds, so every process shows a change at
/// once; with the database away, what is in memory is shown, and [`Overview::away_since`] says so.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away and nothing was read before.
pub async fn overview(ctx: &Services) -> Result<Overview, Error> {
    let now = ctx.clock.now();
    let of = |raw, away_since| Overview { raw, zone: ctx.settings.calendar.zone, now, away_since };
    let Some(kept) = ctx.status.get() else {
        return Ok(of(read_fresh(ctx, now, None).await?, None));
    };
    let (raw, known_at) = (kept.raw.clone(), kept.known_at);
    let patience = ctx.status.patience(now);
    match tokio::time::timeout(patience, read_fresh(ctx, now, Some(kept))).await {
        Ok(Ok(raw)) => return Ok(of(raw, None)),
        Ok(Err(error)) => tracing::warn!(%error, "the status is shown from memory"),
        Err(_) => tracing::warn!("the status is shown from memory: the database did not answer in time"),
    }
    if patience == PATIENCE {
        ctx.status.note_failure(Some(now));
    }
    Ok(of(raw, Some(known_at)))
}

async fn read_fresh(ctx: &Services, now: DateTime<Utc>, kept: Option<Kept>) -> Result<Arc<Raw>, Error> {
    let mut db = ctx.store.read().await?;
    let revision = settings::revision(&mut db, Revision::Status).await?;
    let raw = match kept {
        Some(kept) if kept.revision == revision => kept.raw,
        _ => Arc::new(read(&mut db, now).await?),
    };
    ctx.status.keep(Kept { revision, raw: raw.clone(), known_at: now });
    Ok(raw)
}

async fn read(db: &mut Db, now: DateTime<Utc>) -> Result<Raw, Error> {
    let days = i64::try_from(HISTORY_DAYS).unwrap_or(i64::MAX) + 1;
    let since = now - TimeDelta::days(days);
    let mut updates: HashMap<Uuid, Vec<Update>> = HashMap::new();
    for row in rows::updates(db, since).await? {
        updates.entry(row.subject_id).or_default().push(row.into());
    }
    let mut affected: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    let pairs = [rows::incident_services(db, since).await?, rows::maintenance_services(db, since).await?];
    for (subject, service) in pairs.into_iter().flatten() {
        affected.entry(subject).or_default().push(service);
    }
    let mut parts = |id| (affected.remove(&id).unwrap_or_default(), updates.remove(&id).unwrap_or_default());
    let incidents = rows::incidents(db, since).await?.into_iter().map(|row| {
        let (services, updates) = parts(row.id);
        Incident::new(row, services, updates)
    });
    let incidents = incidents.collect();
    let maintenances = rows::maintenances(db, since).await?.into_iter().map(|row| {
        let (services, updates) = parts(row.id);
        Maintenance::new(row, services, updates)
    });
    let maintenances = maintenances.collect();
    let services = catalogue::services(db).await?.into_iter().map(Item::from).collect();
    Ok(Raw { services, incidents, maintenances })
}

/// The same for those who post.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] for anyone who may not post.
pub async fn desk(ctx: &Services, actor: &Actor) -> Result<Overview, Error> {
    poster(actor)?;
    overview(ctx).await
}

/// One outage, however old, and the names of services.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn incident(ctx: &Services, id: Uuid) -> Result<(Incident, Overview), Error> {
    let overview = overview(ctx).await?;
    if let Some(incident) = overview.incidents().iter().find(|incident| incident.id == id) {
        return Ok((incident.clone(), overview));
    }
    let mut db = ctx.store.read().await?;
    let row = rows::incident(&mut db, id).await?.ok_or(Error::NotFound)?;
    let (services, updates) = parts_of(&mut db, id).await?;
    Ok((Incident::new(row, services, updates), overview))
}

/// One maintenance, however old, and the names of services.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn maintenance(ctx: &Services, id: Uuid) -> Result<(Maintenance, Overview), Error> {
    let overview = overview(ctx).await?;
    if let Some(maintenance) = overview.maintenances().iter().find(|maintenance| maintenance.id == id) {
        return Ok((maintenance.clone(), overview));
    }
    let mut db = ctx.store.read().await?;
    let row = rows::maintenance(&mut db, id).await?.ok_or(Error::NotFound)?;
    let (services, updates) = parts_of(&mut db, id).await?;
    Ok((Maintenance::new(row, services, updates), overview))
}

async fn parts_of(db: &mut Db, id: Uuid) -> Result<(Vec<Uuid>, Vec<Update>), Error> {
    let updates = rows::updates_of(db, id).await?.into_iter().map(Update::from).collect();
    Ok((rows::services_of(db, id).await?, updates))
}

/// A page of outages that are over.
#[derive(Clone, Debug)]
pub struct Past {
    /// Latest first; without what was said.
    pub incidents: Vec<Incident>,
    /// How many there are on all pages.
    pub total: i64,
    /// Where the database is away: when what is shown was last known to hold. Only ninety days are shown then.
    pub away_since: Option<DateTime<Utc>>,
}

/// Outages that are over, a page of [`PER_PAGE`] at a time, from page 1.
///
/// # Errors
/// [`Error::Unavailable`] where the database is away and nothing was read before.
pub async fn past(ctx: &Services, page: i64) -> Result<Past, Error> {
    let overview = overview(ctx).await?;
    let offset = (page.clamp(1, 1_000_000) - 1) * PER_PAGE;
    if overview.away_since.is_some() {
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        let shown = usize::try_from(PER_PAGE).unwrap_or_default();
        return Ok(Past {
            incidents: overview.recent().skip(skipped).take(shown).cloned().collect(),
            total: i64::try_from(overview.recent().count()).unwrap_or(i64::MAX),
            away_since: overview.away_since,
        });
    }
    let mut db = ctx.store.read().await?;
    let total = rows::count_past_incidents(&mut db).await?;
    let page = rows::past_incidents(&mut db, PER_PAGE, offset).await?;
    let incidents = page.into_iter().map(|row| Incident::new(row, Vec::new(), Vec::new())).collect();
    Ok(Past { incidents, total, away_since: None })
}
