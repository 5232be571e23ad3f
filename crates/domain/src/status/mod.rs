//! The status page: impact and status of incidents, state of components, phases of maintenances, form validation, and
//! the uptime history.

mod affected;
pub mod components;
mod draft;
mod history;

pub use affected::{ComponentChange, ComponentImpact, component_changes, worst_impact};
use chrono::{DateTime, Utc};
pub use draft::{
    IncidentDraft, IncidentState, MaintenanceAction, MaintenanceDraft, MaintenanceUpdateDraft,
    MaintenanceWindow, RawIncident, RawMaintenance, RawTexts, RawUpdate, StatusFormContext, TextCorrection,
    UpdateDraft,
};
pub use history::{Outage, UptimeDay, UptimeHistory, uptime_history};

use crate::string_enum::string_enum;

string_enum! {
    /// How severely an incident affects its components; words and order are those of Statuspage.
    Impact {
        /// Information only; everything works.
        None = "none",
        /// Degraded performance, or a workaround is needed.
        Minor = "minor",
        /// Partial outage: an important function does not work.
        Major = "major",
        /// Major outage: nothing works.
        Critical = "critical",
    }
}

string_enum! {
    /// The status of an incident; the words are those of Statuspage.
    IncidentStatus {
        /// The cause is being looked for.
        Investigating = "investigating",
        /// The cause is known.
        Identified = "identified",
        /// A fix is in place and observed.
        Monitoring = "monitoring",
        /// The incident is over.
        Resolved = "resolved",
    }
}

string_enum! {
    /// The current state of a component, best first; the words are those of Statuspage.
    ComponentState {
        /// No incident and no maintenance affects it.
        Operational = "operational",
        /// A maintenance is in progress.
        UnderMaintenance = "under_maintenance",
        /// An incident with [`Impact::Minor`] is open.
        Degraded = "degraded_performance",
        /// An incident with [`Impact::Major`] is open.
        PartialOutage = "partial_outage",
        /// An incident with [`Impact::Critical`] is open.
        MajorOutage = "major_outage",
    }
}

string_enum! {
    /// The phase of a maintenance; the words are Statuspage's, which has none for a cancelled one.
    MaintenancePhase {
        /// The window has not begun.
        Scheduled = "scheduled",
        /// The window is open.
        InProgress = "in_progress",
        /// The window is over.
        Completed = "completed",
        /// The maintenance was cancelled.
        Cancelled = "cancelled",
    }
}

impl MaintenancePhase {
    /// The phase of a maintenance at `now`. A cancelled one stays cancelled.
    pub fn at(
        now: DateTime<Utc>,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        cancelled_at: Option<DateTime<Utc>>,
    ) -> Self {
        if cancelled_at.is_some() {
            Self::Cancelled
        } else if now < starts_at {
            Self::Scheduled
        } else if now < ends_at {
            Self::InProgress
        } else {
            Self::Completed
        }
    }
}

impl From<Impact> for ComponentState {
    fn from(impact: Impact) -> Self {
        match impact {
            Impact::None => Self::Operational,
            Impact::Minor => Self::Degraded,
            Impact::Major => Self::PartialOutage,
            Impact::Critical => Self::MajorOutage,
        }
    }
}
