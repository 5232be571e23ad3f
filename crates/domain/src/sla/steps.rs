//! Why a target is due when it is: the stretches of time that count towards it, and the days and pauses between them. The words
//! are in `fyr-i18n` and the pages.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::clock::{ClockState, CountedTime, SlaClock};
use crate::{
    Localised,
    calendar::{BusinessCalendar, Holiday, OpeningSpan, wall_clock},
};

/// One step on the way from the start of a clock to its deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Time that counts.
    Counts {
        /// When it begins.
        from: DateTime<Utc>,
        /// When it ends.
        until: DateTime<Utc>,
    },
    /// The clock stands.
    Stands {
        /// Since when.
        from: DateTime<Utc>,
        /// Until when; `None` where it still stands.
        until: Option<DateTime<Utc>>,
    },
    /// Whole days on which support is closed for the same reason.
    Closed {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        until: NaiveDate,
        /// Why.
        reason: ClosedReason<'a>,
    },
}

/// Why support is closed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedReason<'a> {
    /// It never opens on that day of the week.
    DayOfWeek,
    /// A public holiday.
    Holiday(Holiday),
    /// A planned closure, with what people are told of it.
    Closure(&'a Localised),
    /// A day that is closed by itself.
    ClosedDay,
}

impl BusinessCalendar {
    /// Why support is closed on a whole day; `None` where it opens.
    pub fn closed_reason(&self, date: NaiveDate) -> Option<ClosedReason<'_>> {
        if self.spans_on(date).next().is_some() {
            return None;
        }
        let is_exception = self.closed_days.contains(&date) || self.special_days.contains_key(&date);
        Some(if is_exception {
            ClosedReason::ClosedDay
        } else if let Some(holiday) = self.holiday_on(date) {
            ClosedReason::Holiday(holiday)
        } else if self.week.hours_on(date).is_closed() {
            ClosedReason::DayOfWeek
        } else {
            self.closure_on(date)
                .map_or(ClosedReason::ClosedDay, |closure| ClosedReason::Closure(&closure.reason))
        })
    }
}

impl<'a> SlaClock<'a> {
    /// The steps from the start to the deadline, or to now where the clock stands; at most `limit`, the earliest first.
    pub fn steps(&self, limit: usize) -> Vec<Step<'a>> {
        let mut steps = Steps { limit, steps: Vec::new() };
        let mut remaining = self.terms().target;
        // the day up to which there are steps, since the clock runs
        let mut last_day: Option<NaiveDate> = None;
        for (interval, end) in self.intervals() {
            if interval.state == ClockState::Stands {
                steps.push(Step::Stands { from: interval.from, until: end });
                last_day = None;
                continue;
            }
            if let CountedTime::Business(calendar) = interval.terms.counted {
                last_day.get_or_insert(wall_clock::local_time(calendar.zone, interval.from).date());
            }
            for OpeningSpan { opens_at, closes_at } in interval.terms.counted.spans_from(interval.from) {
                let until = end.map_or(closes_at, |end| closes_at.min(end));
                if opens_at >= until || steps.is_full() {
                    break;
                }
                if let CountedTime::Business(calendar) = interval.terms.counted {
                    let day = wall_clock::local_time(calendar.zone, opens_at).date();
                    steps.push_closed_days(calendar, last_day.unwrap_or(day), day);
                    last_day = Some(day);
                }
                let until = until.min(opens_at.checked_add_signed(remaining).unwrap_or(until));
                steps.push(Step::Counts { from: opens_at, until });
                remaining -= until - opens_at;
                if remaining <= TimeDelta::zero() {
                    return steps.steps;
                }
            }
        }
        steps.steps
    }
}

/// Steps that are being collected.
struct Steps<'a> {
    limit: usize,
    steps: Vec<Step<'a>>,
}

impl<'a> Steps<'a> {
    fn is_full(&self) -> bool {
        self.steps.len() >= self.limit
    }

    fn push(&mut self, step: Step<'a>) {
        if !self.is_full() {
            self.steps.push(step);
        }
    }

    /// The closed days from `first` on and before `next`, which is open: one step for days in a row with the same reason.
    fn push_closed_days(&mut self, calendar: &'a BusinessCalendar, first: NaiveDate, next: NaiveDate) {
        let mut open: Option<(NaiveDate, NaiveDate, ClosedReason<'a>)> = None;
        let mut day = first;
        while day < next && !self.is_full() {
            match (calendar.closed_reason(day), open) {
                (Some(reason), Some((from, _, same))) if reason == same => open = Some((from, day, reason)),
                (reason, run) => {
                    if let Some((from, until, reason)) = run {
                        self.push(Step::Closed { from, until, reason });
                    }
                    open = reason.map(|reason| (day, day, reason));
                }
            }
            let Some(following) = day.checked_add_days(Days::new(1)) else { break };
            day = following;
        }
        if let Some((from, until, reason)) = open {
            self.push(Step::Closed { from, until, reason });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Lang,
        calendar::{Closure, Country, OpeningHours},
        sla::Terms,
    };

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("is valid")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("is valid")
    }

    fn hours(hours: i64, calendar: &BusinessCalendar) -> Terms<'_> {
        Terms { target: TimeDelta::hours(hours), counted: CountedTime::Business(calendar) }
    }

    #[test]
    fn a_weekend_and_a_holiday_are_named() {
        let calendar = BusinessCalendar::office(Country::Se);
        // Thursday before Easter
        let clock = SlaClock::start(at("2026-04-02T16:00:00+02:00"), hours(4, &calendar));
        let closed = |from, until, reason| Step::Closed { from: day(from), until: day(until), reason };
        assert_eq!(
            clock.steps(20),
            [
                Step::Counts { from: at("2026-04-02T14:00:00Z"), until: at("2026-04-02T15:00:00Z") },
                closed("2026-04-03", "2026-04-03", ClosedReason::Holiday(Holiday::GoodFriday)),
                closed("2026-04-04", "2026-04-04", ClosedReason::DayOfWeek),
                closed("2026-04-05", "2026-04-05", ClosedReason::Holiday(Holiday::EasterSunday)),
                closed("2026-04-06", "2026-04-06", ClosedReason::Holiday(Holiday::EasterMonday)),
                Step::Counts { from: at("2026-04-07T06:00:00Z"), until: at("2026-04-07T09:00:00Z") },
            ]
        );
        assert_eq!(clock.steps(3).len(), 3);
    }

    #[test]
    fn a_pause_and_a_closure_are_named() {
        let reason = Localised::single(Lang::En, "We move");
        let calendar = BusinessCalendar {
            closures: vec![Closure {
                from: day("2026-11-23"),
                until: day("2026-11-24"),
                hours: OpeningHours::CLOSED,
                reason: reason.clone(),
            }],
            ..BusinessCalendar::office(Country::Se)
        };
        let mut clock = SlaClock::start(at("2026-11-20T08:00:00+01:00"), hours(4, &calendar));
        clock.stand(at("2026-11-20T10:00:00+01:00"));
        let counted = Step::Counts { from: at("2026-11-20T07:00:00Z"), until: at("2026-11-20T09:00:00Z") };
        assert_eq!(
            clock.steps(9),
            [counted.clone(), Step::Stands { from: at("2026-11-20T09:00:00Z"), until: None }]
        );
        clock.run(at("2026-11-21T12:00:00+01:00"));
        assert_eq!(
            clock.steps(9),
            [
                counted,
                Step::Stands { from: at("2026-11-20T09:00:00Z"), until: Some(at("2026-11-21T11:00:00Z")) },
                Step::Closed {
                    from: day("2026-11-21"),
                    until: day("2026-11-22"),
                    reason: ClosedReason::DayOfWeek
                },
                Step::Closed {
                    from: day("2026-11-23"),
                    until: day("2026-11-24"),
                    reason: ClosedReason::Closure(&reason)
                },
                Step::Counts { from: at("2026-11-25T07:00:00Z"), until: at("2026-11-25T09:00:00Z") },
            ]
        );
    }

    #[test]
    fn a_weekend_is_named_also_where_the_terms_change_in_it() {
        let calendar = BusinessCalendar::office(Country::Se);
        // Sunday 29 November 2026
        let mut clock = SlaClock::start(at("2026-11-29T20:00:00+01:00"), hours(4, &calendar));
        clock.set_terms(at("2026-11-29T23:00:00+01:00"), hours(2, &calendar));
        let sunday = day("2026-11-29");
        assert_eq!(
            clock.steps(9),
            [
                Step::Closed { from: sunday, until: sunday, reason: ClosedReason::DayOfWeek },
                Step::Counts { from: at("2026-11-30T07:00:00Z"), until: at("2026-11-30T09:00:00Z") },
            ]
        );
    }

    #[test]
    fn the_steps_add_up_to_the_target_and_end_at_the_deadline() {
        let calendar = BusinessCalendar {
            week: crate::calendar::WeeklyHours {
                friday: "08:00-11:30, 12:30-16:00".parse().expect("is valid"),
                ..crate::calendar::WeeklyHours::office()
            },
            ..BusinessCalendar::office(Country::No)
        };
        for start in 0..200 {
            let mut clock = SlaClock::start(
                at("2026-12-18T00:00:00Z") + TimeDelta::minutes(start * 97),
                hours(13, &calendar),
            );
            clock.stand(at("2026-12-30T10:00:00Z"));
            clock.run(at("2027-01-02T10:00:00Z"));
            let steps = clock.steps(100);
            let counted: TimeDelta = steps
                .iter()
                .filter_map(|step| match step {
                    Step::Counts { from, until } => Some(*until - *from),
                    Step::Stands { .. } | Step::Closed { .. } => None,
                })
                .sum();
            assert_eq!(counted, TimeDelta::hours(13));
            let Some(Step::Counts { until, .. }) = steps.last() else { panic!("{steps:?}") };
            assert_eq!(Some(*until), clock.deadline().instant());
        }
    }
}
