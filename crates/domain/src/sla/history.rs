//! Which service level and which calendar held when.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    clock::{CountedTime, Terms},
    level::{Metric, ServiceLevel, Targets},
    policy::SlaPolicy,
};
use crate::{
    calendar::{BusinessCalendar, WeeklyHours},
    plans::Plans,
    tickets::{Priority, TicketScope},
};

/// A service level with the calendar of its business time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlaVersion {
    /// The targets.
    pub level: Arc<ServiceLevel>,
    /// The opening hours in which they count.
    pub calendar: Arc<BusinessCalendar>,
    /// Who has which plan.
    pub plans: Arc<Plans>,
    /// The calendar of each policy that has a week of its own, in the order of the policies.
    policy_calendars: Vec<Option<BusinessCalendar>>,
}

/// What has been promised over time: each version holds until the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlaHistory {
    /// What held before all others.
    first: SlaVersion,
    /// The later ones with the time from which they hold, the earliest first.
    later: Vec<(DateTime<Utc>, SlaVersion)>,
}

impl SlaVersion {
    /// This level in the opening hours of this calendar, for those with these plans.
    pub fn new(
        level: impl Into<Arc<ServiceLevel>>,
        calendar: impl Into<Arc<BusinessCalendar>>,
        plans: impl Into<Arc<Plans>>,
    ) -> Self {
        let (level, calendar, plans) = (level.into(), calendar.into(), plans.into());
        let with_week = |week: &WeeklyHours| BusinessCalendar { week: week.clone(), ..(*calendar).clone() };
        let policy_calendars =
            level.policies.iter().map(|policy| policy.week.as_ref().map(with_week)).collect();
        Self { level, calendar, plans, policy_calendars }
    }

    /// As [`Self::new`], where there are no plans.
    pub fn without_plans(
        level: impl Into<Arc<ServiceLevel>>,
        calendar: impl Into<Arc<BusinessCalendar>>,
    ) -> Self {
        Self::new(level, calendar, Plans::default())
    }

    /// The policies for such tickets, the most specific first.
    fn policies_for(&self, scope: &TicketScope) -> impl Iterator<Item = (usize, &SlaPolicy)> {
        let plan = self.plans.plan_of(scope.organisation);
        self.level.policies_for(scope, plan.map(|plan| plan.slug.as_str()))
    }

    /// The account manager of such tickets; `None` where nobody is named.
    pub fn account_manager(&self, scope: &TicketScope) -> Option<&str> {
        let mut managers = self.policies_for(scope).map(|(_, policy)| policy.account_manager.as_str());
        managers.find(|manager| !manager.is_empty())
    }

    /// The targets for such tickets: those of the most specific policy that has any for the priority.
    pub fn targets(&self, priority: Priority, scope: &TicketScope) -> &Targets {
        let mut policies = self.policies_for(scope);
        policies
            .find_map(|(_, policy)| policy.targets(priority))
            .unwrap_or_else(|| self.level.targets(priority))
    }

    /// The opening hours in which targets for such tickets count: those of the most specific policy that has any.
    pub fn calendar_for(&self, scope: &TicketScope) -> &BusinessCalendar {
        let mut policies = self.policies_for(scope);
        let own = policies.find_map(|(index, _)| self.policy_calendars.get(index)?.as_ref());
        own.unwrap_or(&self.calendar)
    }

    /// The terms for a metric of such tickets; `None` where nothing is promised.
    pub fn terms(&self, metric: Metric, priority: Priority, scope: &TicketScope) -> Option<Terms<'_>> {
        let targets = self.targets(priority, scope);
        let counted = if targets.around_the_clock {
            CountedTime::AroundTheClock
        } else {
            CountedTime::Business(self.calendar_for(scope))
        };
        targets.target(metric).map(|target| Terms { target, counted })
    }

    /// When something that starts at `from` is due by these terms, if nothing stops the clock. `None` where nothing is promised, or
    /// where the calendar does not open within ten years.
    pub fn due(
        &self,
        metric: Metric,
        priority: Priority,
        scope: &TicketScope,
        from: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        self.terms(metric, priority, scope).and_then(|terms| terms.counted.add(from, terms.target))
    }
}

impl SlaHistory {
    /// One version that has always held.
    pub const fn constant(version: SlaVersion) -> Self {
        Self { first: version, later: Vec::new() }
    }

    /// Adds a version that holds from `from` on, or from when the latest one began where that is later.
    pub fn push(&mut self, from: DateTime<Utc>, version: SlaVersion) {
        let from = self.later.last().map_or(from, |(latest, _)| from.max(*latest));
        self.later.push((from, version));
    }

    /// The version that holds now.
    pub fn current(&self) -> &SlaVersion {
        self.later.last().map_or(&self.first, |(_, version)| version)
    }

    /// The version that held at a time.
    pub fn at(&self, at: DateTime<Utc>) -> &SlaVersion {
        let held = self.later.iter().rev().find(|(from, _)| *from <= at);
        held.map_or(&self.first, |(_, version)| version)
    }

    /// The times after `after` and until `until` at which another version began to hold.
    pub(super) fn changes(
        &self,
        after: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    ) -> impl Iterator<Item = DateTime<Utc>> {
        let times = self.later.iter().map(|(from, _)| *from);
        times.filter(move |from| *from > after && until.is_none_or(|until| *from <= until))
    }
}
