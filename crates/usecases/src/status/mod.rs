//! The status page: current incidents, maintenances and ninety days of history, read through a cache; and posting
//! incidents, maintenances and their updates. Form validation is in `fyr_domain::status`, the layout in the pages.

mod incidents;
mod maintenances;
mod overview;
mod read;

use chrono::{DateTime, Utc};
use fyr_domain::{
    Actor, Localised,
    status::{Impact, IncidentStatus, MaintenancePhase, Outage},
};
use fyr_store::status as rows;
use uuid::Uuid;

pub use self::{
    incidents::{post_incident, update_incident},
    maintenances::{post_maintenance, update_maintenance},
    overview::{HISTORY_DAYS, OverallState, StatusOverview},
    read::{
        PAST_INCIDENTS_PER_PAGE, PastIncidents, find_incident, find_maintenance, list_past_incidents,
        overview, overview_for_posting,
    },
};
pub(crate) use read::Cache;

use crate::Error;

/// A public update about an incident or a maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The id of the update.
    pub id: Uuid,
    /// The status it set: a word of [`IncidentStatus`] or [`MaintenancePhase`]; `None` for text alone.
    pub status: Option<String>,
    /// For an incident: the impact from then on.
    pub impact: Option<Impact>,
    /// The text; may be empty when the maintenance was finished or cancelled.
    pub text: Localised,
    /// When it was posted.
    pub at: DateTime<Utc>,
}

impl From<rows::StatusUpdateRow> for StatusUpdate {
    fn from(row: rows::StatusUpdateRow) -> Self {
        let impact = row.impact.and_then(|word| word.parse().ok());
        Self { id: row.id, status: row.status, impact, text: row.texts.0, at: row.at }
    }
}

/// An incident with its affected components and updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The id of the incident.
    pub id: Uuid,
    /// The current impact.
    pub impact: Impact,
    /// The current status.
    pub status: IncidentStatus,
    /// The title in each language.
    pub title: Localised,
    /// Start of the incident.
    pub started_at: DateTime<Utc>,
    /// End of the incident; `None` while it is open.
    pub resolved_at: Option<DateTime<Utc>>,
    /// The affected components.
    pub components: Vec<Uuid>,
    /// The updates, latest first.
    pub updates: Vec<StatusUpdate>,
}

impl Incident {
    fn new(row: rows::IncidentRow, components: Vec<Uuid>, updates: Vec<StatusUpdate>) -> Self {
        Self {
            id: row.id,
            impact: row.impact,
            status: row.status,
            title: row.titles.0,
            started_at: row.started_at,
            resolved_at: row.resolved_at,
            components,
            updates,
        }
    }

    /// The intervals of constant impact, oldest first; none for the time between being resolved and being reopened.
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

    /// When the latest update was posted; the start where there is none.
    pub fn updated_at(&self) -> DateTime<Utc> {
        self.updates.first().map_or(self.started_at, |update| update.at)
    }
}

/// A planned maintenance with its affected components and updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// The id of the maintenance.
    pub id: Uuid,
    /// The title in each language.
    pub title: Localised,
    /// Start of the window.
    pub starts_at: DateTime<Utc>,
    /// End of the window.
    pub ends_at: DateTime<Utc>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
    /// The affected components.
    pub components: Vec<Uuid>,
    /// The updates, latest first; the last one describes the plan.
    pub updates: Vec<StatusUpdate>,
}

impl Maintenance {
    fn new(row: rows::MaintenanceRow, components: Vec<Uuid>, mut updates: Vec<StatusUpdate>) -> Self {
        // the first update describes the plan; demo data stores it without a status
        if let Some(first) = updates.last_mut() {
            first.status.get_or_insert_with(|| MaintenancePhase::Scheduled.as_str().to_owned());
        }
        Self {
            id: row.id,
            title: row.titles.0,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            cancelled_at: row.cancelled_at,
            components,
            updates,
        }
    }

    /// The phase at `now`.
    pub fn phase(&self, now: DateTime<Utc>) -> MaintenancePhase {
        MaintenancePhase::at(now, self.starts_at, self.ends_at, self.cancelled_at)
    }

    /// When the latest update was posted; the start where there is none.
    pub fn updated_at(&self) -> DateTime<Utc> {
        self.updates.first().map_or(self.starts_at, |update| update.at)
    }
}

/// Allows only those who may post to the status page; for others the desk does not exist.
fn require_status_poster(actor: &Actor) -> Result<(), Error> {
    match actor.user_id() {
        None => Err(Error::SignInFirst),
        Some(_) if actor.can_post_status() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}
