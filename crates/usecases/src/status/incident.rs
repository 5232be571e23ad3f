//! An incident, with what it affects over its course.

use chrono::{DateTime, Utc};
use fyr_domain::{
    Localised,
    status::{ComponentChange, ComponentImpact, Impact, IncidentStatus, Outage, component_changes},
};
use fyr_store::status as rows;
use uuid::Uuid;

use super::updates::{Correction, Details, StatusUpdate, latest_change};

/// An incident with its affected components and updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The id of the incident.
    pub id: Uuid,
    /// The current impact: the worst on any component.
    pub impact: Impact,
    /// The current status.
    pub status: IncidentStatus,
    /// The title in each language.
    pub title: Localised,
    /// When the title was last corrected.
    pub title_corrected_at: Option<DateTime<Utc>>,
    /// Start of the incident.
    pub started_at: DateTime<Utc>,
    /// End of the incident; `None` while it is open.
    pub resolved_at: Option<DateTime<Utc>>,
    /// The components that are affected now.
    pub components: Vec<Uuid>,
    /// The updates, latest first.
    pub updates: Vec<StatusUpdate>,
    /// The corrections of its texts, latest first.
    pub corrections: Vec<Correction>,
}

impl Incident {
    pub(super) fn new(row: rows::IncidentRow, details: Details) -> Self {
        let title_corrected_at = details.title_corrected_at();
        let Details { components, mut updates, corrections } = details;
        let mut current: Vec<ComponentImpact> = components
            .iter()
            .map(|component| ComponentImpact { component: *component, impact: row.impact })
            .collect();
        for update in updates.iter_mut().rev() {
            if update.affected.is_empty() {
                // posted by the former release, which changes no components
                let impact = update.impact.unwrap_or(row.impact);
                update.affected =
                    current.iter().map(|affected| ComponentImpact { impact, ..*affected }).collect();
            }
            current.clone_from(&update.affected);
        }
        Self {
            id: row.id,
            impact: row.impact,
            status: row.status,
            title: row.titles.0,
            title_corrected_at,
            started_at: row.started_at,
            resolved_at: row.resolved_at,
            components,
            updates,
            corrections,
        }
    }

    /// How severely a component is affected now; `None` where it is not. Whether the incident is over does not matter.
    pub fn impact_on(&self, component: Uuid) -> Option<Impact> {
        self.updates.first().and_then(|latest| impact_on(&latest.affected, component))
    }

    /// Whether a component is affected, or was in the course of the incident.
    pub fn has_affected(&self, component: Uuid) -> bool {
        self.updates.iter().any(|update| impact_on(&update.affected, component).is_some())
    }

    /// What an update changed about the components; nothing for the first, which has nothing to change.
    pub fn changes_of(&self, update: &StatusUpdate) -> Vec<(Uuid, ComponentChange)> {
        let before = self.updates.iter().skip_while(|other| other.id != update.id).nth(1);
        before.map(|before| component_changes(&before.affected, &update.affected)).unwrap_or_default()
    }

    /// The intervals of constant impact, oldest first; none for the time between being resolved and being reopened.
    pub fn outages(&self) -> Vec<Outage> {
        self.intervals(|update| Some(update.impact.unwrap_or(self.impact)))
    }

    /// As [`Self::outages`], for one component: none while it was not affected.
    pub fn outages_of(&self, component: Uuid) -> Vec<Outage> {
        self.intervals(|update| impact_on(&update.affected, component))
    }

    fn intervals(&self, impact_from: impl Fn(&StatusUpdate) -> Option<Impact>) -> Vec<Outage> {
        let mut outages: Vec<Outage> = Vec::new();
        let latest = self.updates.first().map(|update| update.id);
        for (n, update) in self.updates.iter().rev().enumerate() {
            let is_over = update.status.as_deref() == Some(IncidentStatus::Resolved.as_str());
            let at = self.resolved_at.filter(|_| is_over && latest == Some(update.id)).unwrap_or(update.at);
            if let Some(last) = outages.last_mut() {
                last.until.get_or_insert(at);
            }
            // one that was over when it was posted has been all the same
            if let Some(impact) = impact_from(update).filter(|_| !is_over || n == 0) {
                let from = if n == 0 { self.started_at } else { update.at };
                outages.push(Outage { impact, from, until: is_over.then_some(at) });
            }
        }
        if let Some(last) = outages.last_mut() {
            last.until = last.until.or(self.resolved_at);
        }
        outages
    }

    /// When the latest update was posted or a text corrected; the start where there is none.
    pub fn updated_at(&self) -> DateTime<Utc> {
        latest_change(self.started_at, self.title_corrected_at, &self.updates)
    }

    /// When it was posted, which may be later than it began.
    pub fn posted_at(&self) -> DateTime<Utc> {
        self.updates.last().map_or(self.started_at, |first| first.at)
    }
}

fn impact_on(affected: &[ComponentImpact], component: Uuid) -> Option<Impact> {
    affected.iter().find(|affected| affected.component == component).map(|affected| affected.impact)
}
