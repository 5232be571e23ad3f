//! Outages and maintenance: how bad, how far, and what ninety days of it look like.

mod draft;
mod history;

use chrono::{DateTime, Utc};
pub use draft::{
    IncidentDraft, MaintenanceAction, MaintenanceDraft, MaintenanceUpdateDraft, Portal, RawIncident,
    RawMaintenance, RawTexts, RawUpdate, UpdateDraft,
};
pub use history::{Day, History, Outage, history};

use crate::choice::choice;

choice! {
    /// How much of a service people are missing; the words and the order are those of Statuspage.
    Impact {
        /// Nothing is missing.
        None = "none",
        /// Slower or with a detour.
        Minor = "minor",
        /// An important part does not work.
        Major = "major",
        /// Nothing works.
        Critical = "critical",
    }
}

choice! {
    /// How far an incident has come.
    IncidentStatus {
        /// We know that something is wrong.
        Investigating = "investigating",
        /// We know what.
        Identified = "identified",
        /// It is mended, and watched.
        Monitoring = "monitoring",
        /// Over.
        Resolved = "resolved",
    }
}

choice! {
    /// How a service is right now.
    ServiceState {
        /// As it should be.
        Operational = "operational",
        /// Planned work is going on.
        UnderMaintenance = "under_maintenance",
        /// A minor incident.
        Degraded = "degraded_performance",
        /// A major incident.
        PartialOutage = "partial_outage",
        /// A critical incident.
        MajorOutage = "major_outage",
    }
}

choice! {
    /// How far a maintenance has come; the words are Statuspage's, which has none for one that was called off.
    Phase {
        /// It has not begun.
        Scheduled = "scheduled",
        /// It is going on.
        InProgress = "in_progress",
        /// It is over.
        Completed = "completed",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

impl Phase {
    /// How far a maintenance has come at a moment. One that was called off stays so.
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

impl From<Impact> for ServiceState {
    fn from(impact: Impact) -> Self {
        match impact {
            Impact::None => Self::Operational,
            Impact::Minor => Self::Degraded,
            Impact::Major => Self::PartialOutage,
            Impact::Critical => Self::MajorOutage,
        }
    }
}
