//! The status page: current incidents, maintenances and ninety days of history, read through a cache; and posting
//! incidents, maintenances and their updates, and correcting what was posted. Form validation is in `fyr_domain::status`, the layout in the pages.

mod corrections;
mod incident;
mod incidents;
mod maintenance;
mod maintenances;
mod overview;
mod read;
mod updates;

use fyr_domain::{Actor, permission::Permission};

pub use self::{
    corrections::{PublishedText, correct_text, find_published_text},
    incident::Incident,
    incidents::{post_incident, update_incident},
    maintenance::Maintenance,
    maintenances::{post_maintenance, update_maintenance},
    overview::{HISTORY_DAYS, OverallState, StatusOverview},
    read::{
        PAST_INCIDENTS_PER_PAGE, PastIncidents, find_incident, find_maintenance, list_past_incidents,
        overview, overview_for_posting,
    },
    updates::{Correction, StatusSubject, StatusUpdate},
};
pub(crate) use read::Cache;

use crate::{Error, require::require};

/// Allows only those who may post to the status page; for others the desk does not exist.
fn require_status_poster(actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::PostStatus)
}
