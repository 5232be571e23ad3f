//! How the services are: what goes on now, what is planned, ninety days of history; and posting it. What a form must hold
//! is in `fyr_domain::status`; when a page shows what is its own.

mod incidents;
mod maintenances;
mod overview;
mod read;

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Localised,
    status::{Impact, IncidentStatus, Outage, Phase},
};
use fyr_store::status as rows;
use uuid::Uuid;

pub use self::{
    incidents::{post_incident, update_incident},
    maintenances::{post_maintenance, update_maintenance},
    overview::{HISTORY_DAYS, Overview},
    read::{PER_PAGE, Past, desk, incident, maintenance, overview, past},
};
pub(crate) use read::Cache;

use crate::Error;

/// Something that was said about an incident or a maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Which.
    pub id: Uuid,
    /// How far it had come: a word of [`IncidentStatus`] or [`Phase`]; `None` for words alone.
    pub status: Option<String>,
    /// Of an incident: how bad it was from then on.
    pub impact: Option<Impact>,
    /// The words; empty where the status says it all.
    pub text: Localised,
    /// When.
    pub at: DateTime<Utc>,
}

impl From<rows::Update> for Update {
    fn from(row: rows::Update) -> Self {
        let impact = row.impact.and_then(|word| word.parse().ok());
        Self { id: row.id, status: row.status, impact, text: row.texts.0, at: row.at }
    }
}

/// An outage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Which.
    pub id: Uuid,
    /// How bad.
    pub impact: Impact,
    /// How far.
    pub status: IncidentStatus,
    /// The heading.
    pub title: Localised,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was over.
    pub resolved_at: Option<DateTime<Utc>>,
    /// What is affected.
    pub services: Vec<Uuid>,
    /// What was said, latest first.
    pub updates: Vec<Update>,
}

impl Incident {
    fn new(row: rows::Incident, services: Vec<Uuid>, updates: Vec<Update>) -> Self {
        Self {
            id: row.id,
            impact: row.impact,
            status: row.status,
            title: row.titles.0,
            started_at: row.started_at,
            resolved_at: row.resolved_at,
            services,
            updates,
        }
    }

    /// Its stretches, oldest first: one for each time that it was as bad, none for the time between being over and being
    /// opened again.
    pub fn outages(&self) -> Vec<Outage> {
        let mut outages: Vec<Outage> = Vec::new();
        for (n, update) in self.updates.iter().rev().enumerate() {
            if let Some(last) = outages.last_mut() {
                last.until.get_or_insert(update.at);
            }
            if update.status.as_deref() != Some(IncidentStatus::Resolved.as_str()) {
                let from = if n == 0 { self.started_at } else { update.at };
                outages.push(Outage { impact: update.impact.unwrap_or(self.impact), from, until: None });
            }
        }
        if let Some(last) = outages.last_mut() {
            last.until = self.resolved_at;
        }
        outages
    }

    /// When anything last happened.
    pub fn updated_at(&self) -> DateTime<Utc> {
        self.updates.first().map_or(self.started_at, |update| update.at)
    }
}

/// Planned work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// Which.
    pub id: Uuid,
    /// The heading.
    pub title: Localised,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// When it was called off.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// What is affected.
    pub services: Vec<Uuid>,
    /// What was said, latest first; the first words are last.
    pub updates: Vec<Update>,
}

impl Maintenance {
    fn new(row: rows::Maintenance, services: Vec<Uuid>, mut updates: Vec<Update>) -> Self {
        // the first words are the plan, whoever wrote them down
        if let Some(first) = updates.last_mut() {
            first.status.get_or_insert_with(|| Phase::Scheduled.as_str().to_owned());
        }
        Self {
            id: row.id,
            title: row.titles.0,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            cancelled_at: row.cancelled_at,
            services,
            updates,
        }
    }

    /// How far it has come.
    pub fn phase(&self, now: DateTime<Utc>) -> Phase {
        Phase::at(now, self.starts_at, self.ends_at, self.cancelled_at)
    }

    /// When anything was last said; the beginning where nothing was.
    pub fn updated_at(&self) -> DateTime<Utc> {
        self.updates.first().map_or(self.starts_at, |update| update.at)
    }
}

/// Those who may post; for others the desk does not exist.
fn poster(actor: &Actor) -> Result<(), Error> {
    match actor.user_id() {
        None => Err(Error::SignInFirst),
        Some(_) if actor.posts_status() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}
