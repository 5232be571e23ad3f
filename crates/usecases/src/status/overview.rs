//! What the status page says, worked out from what was read. No I/O.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use fyr_domain::{
    status::{History, Impact, Outage, Phase, ServiceState, history},
    zone::start_of_day,
};
use uuid::Uuid;

use super::{Incident, Maintenance};
use crate::catalogue::Item;

/// How far back the history of a service goes, today included.
pub const HISTORY_DAYS: u64 = 90;

/// Everything that was read: services in order, incidents latest first, maintenance by beginning.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub services: Vec<Item>,
    pub incidents: Vec<Incident>,
    pub maintenances: Vec<Maintenance>,
}

/// How everything is at one moment. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Overview {
    pub(super) raw: Arc<Raw>,
    pub(super) zone: Tz,
    /// The moment.
    pub now: DateTime<Utc>,
    /// Where the database is away: when what is shown was last known to hold.
    pub away_since: Option<DateTime<Utc>>,
}

impl Overview {
    /// Every service, in order.
    pub fn services(&self) -> &[Item] {
        &self.raw.services
    }

    /// Some services by id, in order.
    pub fn services_of<'a>(&'a self, ids: &'a [Uuid]) -> impl Iterator<Item = &'a Item> {
        self.raw.services.iter().filter(|service| ids.contains(&service.id))
    }

    /// Outages that go on, latest first.
    pub fn current(&self) -> impl Iterator<Item = &Incident> {
        self.raw.incidents.iter().filter(|incident| incident.resolved_at.is_none())
    }

    /// Outages of the last ninety days that are over, latest first.
    pub fn recent(&self) -> impl Iterator<Item = &Incident> {
        self.raw.incidents.iter().filter(|incident| incident.resolved_at.is_some())
    }

    /// Every outage known here, latest first.
    pub fn incidents(&self) -> &[Incident] {
        &self.raw.incidents
    }

    /// Every maintenance known here, by beginning.
    pub fn maintenances(&self) -> &[Maintenance] {
        &self.raw.maintenances
    }

    fn in_phase(&self, phase: Phase) -> impl Iterator<Item = &Maintenance> {
        self.raw.maintenances.iter().filter(move |maintenance| maintenance.phase(self.now) == phase)
    }

    /// Maintenance that goes on.
    pub fn running(&self) -> impl Iterator<Item = &Maintenance> {
        self.in_phase(Phase::InProgress)
    }

    /// Maintenance to come, the next first.
    pub fn coming(&self) -> impl Iterator<Item = &Maintenance> {
        self.in_phase(Phase::Scheduled)
    }

    /// Maintenance to come that begins within a while.
    pub fn coming_within(&self, length: TimeDelta) -> impl Iterator<Item = &Maintenance> {
        self.coming().filter(move |maintenance| maintenance.starts_at <= self.now + length)
    }

    /// Maintenance of the last ninety days that is over or was called off, latest first.
    pub fn past(&self) -> impl Iterator<Item = &Maintenance> {
        let over = |maintenance: &&Maintenance| {
            matches!(maintenance.phase(self.now), Phase::Completed | Phase::Cancelled)
        };
        self.raw.maintenances.iter().rev().filter(over)
    }

    /// How a service is.
    pub fn state(&self, service: Uuid) -> ServiceState {
        let outages = self.current().filter(|incident| incident.services.contains(&service));
        let worked_on = self.running().any(|maintenance| maintenance.services.contains(&service));
        outages
            .map(|incident| ServiceState::from(incident.impact))
            .chain(worked_on.then_some(ServiceState::UnderMaintenance))
            .max()
            .unwrap_or(ServiceState::Operational)
    }

    /// How the worst of all services is, and which ones are so.
    pub fn worst(&self) -> (ServiceState, Vec<&Item>) {
        let worst = self.raw.services.iter().map(|service| self.state(service.id)).max();
        let worst = worst.unwrap_or(ServiceState::Operational);
        (worst, self.raw.services.iter().filter(|service| self.state(service.id) == worst).collect())
    }

    /// The last ninety days of a service, on the calendar of the portal's zone.
    pub fn history(&self, service: Uuid) -> History {
        let outages: Vec<Outage> = self.of(service).flat_map(Incident::outages).collect();
        history(&outages, self.now, self.zone, HISTORY_DAYS)
    }

    /// The outages that a service had on a day.
    pub fn troubles(&self, service: Uuid, day: NaiveDate) -> impl Iterator<Item = &Incident> {
        let from = start_of_day(day, self.zone);
        let until = day.succ_opt().map_or(from, |next| start_of_day(next, self.zone));
        let then = move |outage: &Outage| outage.from < until && outage.until.is_none_or(|end| end > from);
        let trouble = move |outage: &Outage| outage.impact != Impact::None && then(outage);
        self.of(service).filter(move |incident| incident.outages().iter().any(trouble))
    }

    fn of(&self, service: Uuid) -> impl Iterator<Item = &Incident> {
        self.raw.incidents.iter().filter(move |incident| incident.services.contains(&service))
    }

    /// When anything was last said; `None` where nothing ever was.
    pub fn updated_at(&self) -> Option<DateTime<Utc>> {
        let incidents = self.raw.incidents.iter().map(Incident::updated_at);
        incidents.chain(self.raw.maintenances.iter().map(Maintenance::updated_at)).max()
    }
}
