//! A planned maintenance.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Localised,
    status::{MaintenancePhase, MaintenanceWindow},
};
use fyr_store::status as rows;
use uuid::Uuid;

use super::updates::{Correction, Details, StatusUpdate, latest_change};

/// A planned maintenance with its affected components and updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maintenance {
    /// The id of the maintenance.
    pub id: Uuid,
    /// The title in each language.
    pub title: Localised,
    /// When the title was last corrected.
    pub title_corrected_at: Option<DateTime<Utc>>,
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
    /// The corrections of its texts, latest first.
    pub corrections: Vec<Correction>,
}

impl Maintenance {
    pub(super) fn new(row: rows::MaintenanceRow, details: Details) -> Self {
        let title_corrected_at = details.title_corrected_at();
        let Details { components, mut updates, corrections } = details;
        // the first update describes the plan; demo data stores it without a status
        if let Some(first) = updates.last_mut() {
            first.status.get_or_insert_with(|| MaintenancePhase::Scheduled.as_str().to_owned());
        }
        Self {
            id: row.id,
            title: row.titles.0,
            title_corrected_at,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            cancelled_at: row.cancelled_at,
            components,
            updates,
            corrections,
        }
    }

    /// Start, end and whether it was cancelled.
    pub fn window(&self) -> MaintenanceWindow {
        MaintenanceWindow {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            cancelled_at: self.cancelled_at,
        }
    }

    /// The phase at `now`.
    pub fn phase(&self, now: DateTime<Utc>) -> MaintenancePhase {
        self.window().phase(now)
    }

    /// When the latest update was posted or a text corrected; the start where there is none.
    pub fn updated_at(&self) -> DateTime<Utc> {
        latest_change(self.starts_at, self.title_corrected_at, &self.updates)
    }

    /// How often it was changed since it was posted, by updates and corrections: the `SEQUENCE` of a calendar.
    pub fn revision(&self) -> usize {
        self.updates.len().saturating_sub(1) + self.corrections.len()
    }
}
