//! Shares of the time of a target: when support is warned that one is about to be missed, and that it was.

use chrono::{DateTime, Utc};

use super::{
    clock::CountedTime,
    history::SlaVersion,
    level::Metric,
    replay::{TicketClocks, TrackedTarget},
};
use crate::{
    calendar::BusinessCalendar,
    tickets::{Priority, TicketScope},
};

/// The share at which a target is missed, in percent.
pub const MISSED: u8 = 100;

/// A share of the time of a target that passes at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// What the target is for.
    pub metric: Metric,
    /// The share in percent, 1 to 100; at 100 the target is missed.
    pub percent: u8,
    /// When the clock of the target started, which tells it from earlier ones of the same metric.
    pub started_at: DateTime<Utc>,
    /// When the share has passed, if nothing stops the clock.
    pub at: DateTime<Utc>,
}

impl Threshold {
    /// The latest share of each target that has passed by `now`, of those in `thresholds`, which are in order of time.
    pub fn latest_passed(thresholds: impl IntoIterator<Item = Self>, now: DateTime<Utc>) -> Vec<Self> {
        let mut passed: Vec<Self> = Vec::new();
        for threshold in thresholds.into_iter().take_while(|threshold| threshold.at <= now) {
            passed.retain(|earlier| earlier.metric != threshold.metric);
            passed.push(threshold);
        }
        passed
    }
}

impl TicketClocks<'_> {
    /// What support is told of a ticket with these clocks, by what is promised now: as [`Self::thresholds`], in opening hours unless it is
    /// of the highest priority.
    pub fn alarms(&self, version: &SlaVersion, priority: Priority, scope: &TicketScope) -> Vec<Threshold> {
        let quiet_hours = (priority != Priority::P1).then(|| version.calendar_for(scope));
        self.thresholds(&version.level.warn_at, quiet_hours)
    }

    /// The shares that pass, or have passed, and are not reported: those in `warn_at`, in percent, and 100. The earliest first. A clock
    /// that stands has none. With `quiet_hours`, what counts around the clock waits for the next opening of that calendar.
    pub(super) fn thresholds(
        &self,
        warn_at: &[u8],
        quiet_hours: Option<&BusinessCalendar>,
    ) -> Vec<Threshold> {
        let targets = [
            (Metric::FirstResponse, &self.first_response),
            (Metric::NextResponse, &self.next_response),
            (Metric::Resolution, &self.resolution),
            (Metric::Update, &self.update),
        ];
        let mut found: Vec<_> = targets
            .into_iter()
            .filter_map(|(metric, target)| Some((metric, target.as_ref()?)))
            .filter(|(_, target)| target.met_at.is_none() && target.clock.is_running())
            .flat_map(|(metric, target)| self.thresholds_of(metric, target, warn_at, quiet_hours))
            .collect();
        found.sort_by_key(|threshold| (threshold.at, threshold.percent));
        found
    }

    fn thresholds_of(
        &self,
        metric: Metric,
        target: &TrackedTarget<'_>,
        warn_at: &[u8],
        quiet_hours: Option<&BusinessCalendar>,
    ) -> Vec<Threshold> {
        let started_at = target.clock.started_at();
        // whoever knows of a later share knows of the earlier ones
        let is_reported = |percent: u8| {
            self.reported.iter().any(|reported| {
                (reported.metric, reported.started_at) == (metric, started_at) && reported.percent >= percent
            })
        };
        let percents =
            warn_at.iter().copied().filter(|percent| (1..MISSED).contains(percent)).chain([MISSED]);
        percents
            .filter(|percent| !is_reported(*percent))
            .filter_map(|percent| {
                let passes = target.clock.share_passes(percent)?;
                let at = match (target.clock.terms().counted, quiet_hours) {
                    (CountedTime::AroundTheClock, Some(calendar)) => {
                        calendar.next_open(passes).unwrap_or(passes)
                    }
                    (CountedTime::AroundTheClock, None) | (CountedTime::Business(_), _) => passes,
                };
                Some(Threshold { metric, percent, started_at, at })
            })
            .collect()
    }
}
