//! Updates of incidents and maintenances, and corrections of their texts.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use fyr_domain::{
    Localised,
    status::{ComponentImpact, Impact},
};
use fyr_store::{status as rows, status_updates};
use uuid::Uuid;

/// What an update or a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusSubject {
    /// The incident with this id.
    Incident(Uuid),
    /// The maintenance with this id.
    Maintenance(Uuid),
}

impl StatusSubject {
    /// The id of the incident or maintenance.
    pub const fn id(self) -> Uuid {
        match self {
            Self::Incident(id) | Self::Maintenance(id) => id,
        }
    }
}

/// A public update about an incident or a maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The id of the update.
    pub id: Uuid,
    /// The status it set: a word of [`IncidentStatus`](fyr_domain::status::IncidentStatus) or
    /// [`MaintenancePhase`](fyr_domain::status::MaintenancePhase); `None` for text alone.
    pub status: Option<String>,
    /// For an incident: the worst impact from then on.
    pub impact: Option<Impact>,
    /// For an incident: the components affected from then on. Whether it is over is said by `status`.
    pub affected: Vec<ComponentImpact>,
    /// For a maintenance that it moved: start and end from then on.
    pub moved_to: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// For an incident whose beginning it corrected: when that began.
    pub began_at: Option<DateTime<Utc>>,
    /// The text; may be empty when the maintenance was finished or cancelled.
    pub text: Localised,
    /// When it was posted.
    pub at: DateTime<Utc>,
    /// When its text was last corrected.
    pub corrected_at: Option<DateTime<Utc>>,
}

impl StatusUpdate {
    /// When it was posted or last corrected.
    pub fn changed_at(&self) -> DateTime<Utc> {
        self.corrected_at.unwrap_or(self.at)
    }
}

impl From<rows::StatusUpdateRow> for StatusUpdate {
    fn from(row: rows::StatusUpdateRow) -> Self {
        Self {
            id: row.id,
            status: row.status,
            impact: row.impact.and_then(|word| word.parse().ok()),
            affected: Vec::new(),
            moved_to: row.starts_at.zip(row.ends_at),
            began_at: row.starts_at.filter(|_| row.ends_at.is_none()),
            text: row.texts.0,
            at: row.at,
            corrected_at: None,
        }
    }
}

/// A correction of a published text. The public pages say when there was one; the earlier wording is for those who post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The corrected update; `None` for the title.
    pub update: Option<Uuid>,
    /// The wording until then.
    pub earlier: Localised,
    /// When it was corrected.
    pub at: DateTime<Utc>,
}

/// What belongs to an incident or a maintenance.
#[derive(Debug, Default)]
pub(super) struct Details {
    /// The components that are affected now.
    pub components: Vec<Uuid>,
    /// The updates, latest first.
    pub updates: Vec<StatusUpdate>,
    /// The corrections, latest first.
    pub corrections: Vec<Correction>,
}

impl Details {
    /// When the title was last corrected.
    pub fn title_corrected_at(&self) -> Option<DateTime<Utc>> {
        self.corrections.iter().find(|correction| correction.update.is_none()).map(|correction| correction.at)
    }
}

/// The rows of updates, their components and the corrections, each latest first, by incident or maintenance.
pub(super) fn group_details(
    updates: Vec<rows::StatusUpdateRow>,
    components: Vec<status_updates::UpdateComponent>,
    corrections: Vec<status_updates::CorrectionRow>,
) -> HashMap<Uuid, Details> {
    let mut affected: HashMap<Uuid, Vec<ComponentImpact>> = HashMap::new();
    for row in components {
        let component = ComponentImpact { component: row.component_id, impact: row.impact };
        affected.entry(row.update_id).or_default().push(component);
    }
    let mut details: HashMap<Uuid, Details> = HashMap::new();
    for row in corrections {
        let correction = Correction { update: row.update_id, earlier: row.texts.0, at: row.at };
        details.entry(row.subject_id).or_default().corrections.push(correction);
    }
    for row in updates {
        let of_subject = details.entry(row.subject_id).or_default();
        let mut update = StatusUpdate::from(row);
        update.affected = affected.remove(&update.id).unwrap_or_default();
        let corrections = &of_subject.corrections;
        let latest = corrections.iter().find(|correction| correction.update == Some(update.id));
        update.corrected_at = latest.map(|correction| correction.at);
        of_subject.updates.push(update);
    }
    details
}

/// The latest of these moments and of all updates, with their corrections.
pub(super) fn latest_change(
    start: DateTime<Utc>,
    title_corrected_at: Option<DateTime<Utc>>,
    updates: &[StatusUpdate],
) -> DateTime<Utc> {
    let changes = updates.iter().map(StatusUpdate::changed_at).chain(title_corrected_at);
    changes.max().unwrap_or(start)
}
