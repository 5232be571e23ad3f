//! The clock of a target: what time has counted, what is left, and when it is due. Everything is computed from the intervals in
//! which the clock ran or stood, and from the terms that held in each; no sum is kept anywhere.
//!
//! Which events of a ticket start, stop and meet which clock is in [`super::facts`].

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::{BusinessCalendar, OpeningSpan};

/// Which time counts towards a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedTime<'a> {
    /// The opening hours of a calendar.
    Business(&'a BusinessCalendar),
    /// All time.
    AroundTheClock,
}

/// What is promised at a time: how much time there is, and which time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms<'a> {
    /// The time within which it is to be done; more than zero.
    pub target: TimeDelta,
    /// Which time counts.
    pub counted: CountedTime<'a>,
}

/// Whether a clock counts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// It counts.
    Runs,
    /// It stands, because support waits for someone else or the ticket is done.
    Stands,
}

/// From when on a clock has run or stood under the same terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockInterval<'a> {
    /// When it began; it ends where the next one begins.
    pub from: DateTime<Utc>,
    /// Whether the clock counts.
    pub state: ClockState,
    /// The terms that hold.
    pub terms: Terms<'a>,
}

/// The clock of one target, from its start until now or until the target was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlaClock<'a> {
    /// The intervals that are over, in order of `from`.
    over: Vec<ClockInterval<'a>>,
    /// The one that lasts.
    last: ClockInterval<'a>,
}

/// When a target is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// At this instant, if nothing changes.
    At(DateTime<Utc>),
    /// The clock stands: nothing is due until it runs again.
    Paused {
        /// Since when.
        since: DateTime<Utc>,
        /// What is left of the target, in the time that counts.
        remaining: TimeDelta,
    },
    /// The calendar does not open within ten years.
    Never,
}

impl Deadline {
    /// The instant, where there is one.
    pub const fn instant(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(instant) => Some(instant),
            Self::Paused { .. } | Self::Never => None,
        }
    }
}

impl<'a> CountedTime<'a> {
    /// The time that counts between two instants; zero where `end` is not after `start`.
    pub fn between(self, start: DateTime<Utc>, end: DateTime<Utc>) -> TimeDelta {
        match self {
            Self::Business(calendar) => calendar.business_time_between(start, end),
            Self::AroundTheClock => (end - start).max(TimeDelta::zero()),
        }
    }

    /// The first instant from `at` on by which `duration` has counted; `None` where it is more than ten years ahead.
    ///
    /// Nothing left to count is due at once, also outside opening hours.
    pub fn add(self, at: DateTime<Utc>, duration: TimeDelta) -> Option<DateTime<Utc>> {
        if duration <= TimeDelta::zero() {
            return Some(at);
        }
        match self {
            Self::Business(calendar) => calendar.add_business_time(at, duration),
            Self::AroundTheClock => at.checked_add_signed(duration),
        }
    }

    /// The stretches of time from `at` on that count, in order.
    pub(super) fn spans_from(self, at: DateTime<Utc>) -> Box<dyn Iterator<Item = OpeningSpan> + 'a> {
        match self {
            Self::Business(calendar) => Box::new(calendar.spans_from(at)),
            Self::AroundTheClock => {
                Box::new(std::iter::once(OpeningSpan { opens_at: at, closes_at: DateTime::<Utc>::MAX_UTC }))
            }
        }
    }
}

impl<'a> SlaClock<'a> {
    /// A clock that starts to run at `from`.
    pub fn start(from: DateTime<Utc>, terms: Terms<'a>) -> Self {
        Self { over: Vec::new(), last: ClockInterval { from, state: ClockState::Runs, terms } }
    }

    /// The terms that hold now.
    pub const fn terms(&self) -> Terms<'a> {
        self.last.terms
    }

    /// Whether it runs now.
    pub fn is_running(&self) -> bool {
        self.last.state == ClockState::Runs
    }

    /// Lets the clock stand from `at` on.
    pub fn stand(&mut self, at: DateTime<Utc>) {
        self.change(at, ClockState::Stands, self.terms());
    }

    /// Lets the clock run from `at` on.
    pub fn run(&mut self, at: DateTime<Utc>) {
        self.change(at, ClockState::Runs, self.terms());
    }

    /// Other terms hold from `at` on. What has counted under the former ones has counted.
    pub fn set_terms(&mut self, at: DateTime<Utc>, terms: Terms<'a>) {
        self.change(at, self.last.state, terms);
    }

    /// A new interval from `at` on, or from the start of the latest one where that is later: clocks of several processes may
    /// differ a little.
    fn change(&mut self, at: DateTime<Utc>, state: ClockState, terms: Terms<'a>) {
        if (self.last.state, self.last.terms) == (state, terms) {
            return;
        }
        let next = ClockInterval { from: at.max(self.last.from), state, terms };
        let over = std::mem::replace(&mut self.last, next);
        if over.from < next.from {
            self.over.push(over);
        }
    }

    /// Each interval with its end, the earliest first; the last one has none.
    pub fn intervals(&self) -> impl Iterator<Item = (ClockInterval<'a>, Option<DateTime<Utc>>)> + '_ {
        let all = self.over.iter().chain([&self.last]);
        all.clone().copied().zip(all.skip(1).map(|next| Some(next.from)).chain([None]))
    }

    /// The time that has counted until `at`.
    pub fn elapsed(&self, at: DateTime<Utc>) -> TimeDelta {
        self.intervals()
            .filter(|(interval, _)| interval.state == ClockState::Runs)
            .map(|(interval, end)| {
                let until = end.map_or(at, |end| end.min(at));
                interval.terms.counted.between(interval.from, until)
            })
            .fold(TimeDelta::zero(), |sum, counted| sum + counted)
    }

    /// What is left at `at` of the target that holds now; negative once it is missed.
    pub fn remaining(&self, at: DateTime<Utc>) -> TimeDelta {
        self.terms().target - self.elapsed(at)
    }

    /// The first instant at which the target that holds now has counted. It may be in the past, also where other terms made it so.
    pub fn deadline(&self) -> Deadline {
        self.reach(self.terms().target)
    }

    /// When it started.
    pub fn started_at(&self) -> DateTime<Utc> {
        self.over.first().unwrap_or(&self.last).from
    }

    /// The first instant at which this share of the target, in percent, has counted; `None` while the clock stands before it.
    pub fn share_passes(&self, percent: u8) -> Option<DateTime<Utc>> {
        self.reach(self.terms().target * i32::from(percent) / 100).instant()
    }

    /// The first instant at which `counted` has counted.
    fn reach(&self, counted: TimeDelta) -> Deadline {
        let mut remaining = counted;
        for (interval, end) in self.intervals() {
            if interval.state == ClockState::Stands {
                continue;
            }
            match (interval.terms.counted.add(interval.from, remaining), end) {
                (Some(due), Some(end)) if due <= end => return Deadline::At(due),
                (Some(due), None) => return Deadline::At(due),
                (None, None) => return Deadline::Never,
                (_, Some(end)) => remaining -= interval.terms.counted.between(interval.from, end),
            }
        }
        Deadline::Paused { since: self.last.from, remaining }
    }

    /// When it would be due if the clock, which stands, ran again from `at` on; [`Self::deadline`] where it runs.
    pub fn deadline_if_resumed(&self, at: DateTime<Utc>) -> Deadline {
        let mut resumed = self.clone();
        resumed.run(at);
        resumed.deadline()
    }
}

#[cfg(test)]
mod tests;
