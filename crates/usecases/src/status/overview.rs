//! What the status page shows, computed from the data that was read. No I/O.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use fyr_domain::{
    status::{ComponentState, Impact, MaintenancePhase, Outage, UptimeHistory, uptime_history},
    zone::start_of_day,
};
use uuid::Uuid;

use super::{Incident, Maintenance};
use crate::classification::ClassificationItem;

/// Length of a component's uptime history in days, today included.
pub const HISTORY_DAYS: u64 = 90;

/// What the status page is computed from: components by position, incidents latest first, maintenances by start.
#[derive(Debug, Default)]
pub(super) struct StatusData {
    pub components: Vec<ClassificationItem>,
    pub incidents: Vec<Incident>,
    pub maintenances: Vec<Maintenance>,
}

/// The status of all components at one moment. Cheap to clone.
#[derive(Clone, Debug)]
pub struct StatusOverview {
    pub(super) data: Arc<StatusData>,
    pub(super) zone: Tz,
    /// The moment that phases and states are computed for.
    pub now: DateTime<Utc>,
    /// While the database is unavailable: when the cached data was last confirmed. `None` where the data is current.
    pub stale_since: Option<DateTime<Utc>>,
}

/// The state of the whole portal.
#[derive(Clone, Debug)]
pub struct OverallState<'a> {
    /// The worst state of any component.
    pub state: ComponentState,
    /// The components in that state, by position.
    pub components: Vec<&'a ClassificationItem>,
}

impl StatusOverview {
    /// All components, by position.
    pub fn components(&self) -> &[ClassificationItem] {
        &self.data.components
    }

    /// The components with these ids, by position.
    pub fn components_by_ids<'a>(&'a self, ids: &'a [Uuid]) -> impl Iterator<Item = &'a ClassificationItem> {
        self.data.components.iter().filter(|component| ids.contains(&component.id))
    }

    /// Incidents that are not resolved, latest first.
    pub fn open_incidents(&self) -> impl Iterator<Item = &Incident> {
        self.data.incidents.iter().filter(|incident| incident.resolved_at.is_none())
    }

    /// Resolved incidents of the last ninety days, latest first.
    pub fn resolved_incidents(&self) -> impl Iterator<Item = &Incident> {
        self.data.incidents.iter().filter(|incident| incident.resolved_at.is_some())
    }

    /// Open incidents and those of the last ninety days, latest first.
    pub fn incidents(&self) -> &[Incident] {
        &self.data.incidents
    }

    /// Maintenances to come and those of the last ninety days, by start.
    pub fn maintenances(&self) -> &[Maintenance] {
        &self.data.maintenances
    }

    fn in_phase(&self, phase: MaintenancePhase) -> impl Iterator<Item = &Maintenance> {
        self.data.maintenances.iter().filter(move |maintenance| maintenance.phase(self.now) == phase)
    }

    /// Maintenances in progress.
    pub fn active_maintenances(&self) -> impl Iterator<Item = &Maintenance> {
        self.in_phase(MaintenancePhase::InProgress)
    }

    /// Scheduled maintenances, the next first.
    pub fn upcoming_maintenances(&self) -> impl Iterator<Item = &Maintenance> {
        self.in_phase(MaintenancePhase::Scheduled)
    }

    /// Scheduled maintenances that begin within a period from now.
    pub fn upcoming_maintenances_within(&self, period: TimeDelta) -> impl Iterator<Item = &Maintenance> {
        self.upcoming_maintenances().filter(move |maintenance| maintenance.starts_at <= self.now + period)
    }

    /// Maintenances of the last ninety days that are completed or cancelled, latest first.
    pub fn past_maintenances(&self) -> impl Iterator<Item = &Maintenance> {
        let over = |maintenance: &&Maintenance| {
            matches!(maintenance.phase(self.now), MaintenancePhase::Completed | MaintenancePhase::Cancelled)
        };
        self.data.maintenances.iter().rev().filter(over)
    }

    /// The state of a component: the worst that its open incidents and active maintenances imply.
    pub fn component_state(&self, component: Uuid) -> ComponentState {
        let impacts = self.open_incidents().filter_map(|incident| incident.impact_on(component));
        let in_maintenance =
            self.active_maintenances().any(|maintenance| maintenance.components.contains(&component));
        impacts
            .map(ComponentState::from)
            .chain(in_maintenance.then_some(ComponentState::UnderMaintenance))
            .max()
            .unwrap_or(ComponentState::Operational)
    }

    /// The worst state of all components, and the components that are in it.
    pub fn overall_state(&self) -> OverallState<'_> {
        let worst = self.data.components.iter().map(|component| self.component_state(component.id)).max();
        let state = worst.unwrap_or(ComponentState::Operational);
        let in_state =
            self.data.components.iter().filter(|component| self.component_state(component.id) == state);
        OverallState { state, components: in_state.collect() }
    }

    /// The uptime of a component over the last ninety days, on the calendar of the portal's zone.
    pub fn uptime_history(&self, component: Uuid) -> UptimeHistory {
        let incidents = self.incidents_for(component);
        let outages: Vec<Outage> = incidents.flat_map(|incident| incident.outages_of(component)).collect();
        uptime_history(&outages, self.now, self.zone, HISTORY_DAYS)
    }

    /// The incidents that affected a component on a day; those with [`Impact::None`] do not count.
    pub fn incidents_on(&self, component: Uuid, day: NaiveDate) -> impl Iterator<Item = &Incident> {
        let from = start_of_day(day, self.zone);
        let until = day.succ_opt().map_or(from, |next| start_of_day(next, self.zone));
        let on_day = move |outage: &Outage| outage.from < until && outage.until.is_none_or(|end| end > from);
        let counts = move |outage: &Outage| outage.impact != Impact::None && on_day(outage);
        self.incidents_for(component)
            .filter(move |incident| incident.outages_of(component).iter().any(counts))
    }

    /// The incidents that affect a component, or did in their course.
    pub fn incidents_for(&self, component: Uuid) -> impl Iterator<Item = &Incident> {
        self.data.incidents.iter().filter(move |incident| incident.has_affected(component))
    }

    /// When the latest update was posted; `None` where there are no incidents and no maintenances.
    pub fn updated_at(&self) -> Option<DateTime<Utc>> {
        let incidents = self.data.incidents.iter().map(Incident::updated_at);
        incidents.chain(self.data.maintenances.iter().map(Maintenance::updated_at)).max()
    }
}
