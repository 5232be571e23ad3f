//! Service levels (SLA): the targets for the first response, per priority, in business time, and the clocks that count towards
//! targets.
//!
//! Which calendar applies, and what happens when a target is about to be missed, is decided by the use cases.

mod clock;
mod steps;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

pub use self::{
    clock::{Clock, ClockInterval, ClockState, CountedTime, Deadline, Terms},
    steps::{ClosedReason, Step},
};
use crate::{calendar::BusinessCalendar, tickets::Priority};

/// The targets for the first response, in business time per priority.
///
/// Written in configuration as `p1 = "1h"`, `p2 = "90m"`, `p3 = "8h 30m"`; a missing key keeps its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceLevel {
    /// The target of P1; 1 hour by default.
    #[serde(with = "duration")]
    pub p1: TimeDelta,
    /// The target of P2; 4 business hours by default.
    #[serde(with = "duration")]
    pub p2: TimeDelta,
    /// The target of P3; one business day (9 hours) by default.
    #[serde(with = "duration")]
    pub p3: TimeDelta,
    /// The target of P4; two business days (18 hours) by default.
    #[serde(with = "duration")]
    pub p4: TimeDelta,
}

impl ServiceLevel {
    /// The length of one business day, 08:00 to 17:00.
    pub const BUSINESS_DAY: TimeDelta = TimeDelta::hours(9);

    /// The target for the first response to a ticket of this priority, in business time.
    pub const fn first_response(&self, priority: Priority) -> TimeDelta {
        match priority {
            Priority::P1 => self.p1,
            Priority::P2 => self.p2,
            Priority::P3 => self.p3,
            Priority::P4 => self.p4,
        }
    }
}

impl Default for ServiceLevel {
    fn default() -> Self {
        Self {
            p1: TimeDelta::hours(1),
            p2: TimeDelta::hours(4),
            p3: Self::BUSINESS_DAY,
            p4: Self::BUSINESS_DAY + Self::BUSINESS_DAY,
        }
    }
}

/// When the first response to a ticket filed at `filed` is due, `target` business time later.
///
/// The clock of a ticket that is filed outside opening hours starts at the next opening. `None` where the calendar does not
/// open within ten years.
pub fn first_response_due(
    calendar: &BusinessCalendar,
    filed: DateTime<Utc>,
    target: TimeDelta,
) -> Option<DateTime<Utc>> {
    calendar.add_business_time(filed, target)
}

/// A target as it is written in configuration: hours, minutes or both, at least one minute.
mod duration {
    use super::{Deserialize, Deserializer, Error, Serializer, TimeDelta};

    /// About a year of business hours, more than any target needs.
    const MAX_MINUTES: i64 = 2_000 * 60;

    pub(super) fn serialize<S: Serializer>(duration: &TimeDelta, serializer: S) -> Result<S::Ok, S::Error> {
        let (hours, minutes) = (duration.num_minutes() / 60, duration.num_minutes() % 60);
        let text = match (hours, minutes) {
            (0, minutes) => format!("{minutes}m"),
            (hours, 0) => format!("{hours}h"),
            (hours, minutes) => format!("{hours}h {minutes}m"),
        };
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeDelta, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "`{text}` is not a length of opening time; write `4h`, `30m` or `1h 30m`, up to `2000h`"
            ))
        })
    }

    fn parse(text: &str) -> Option<TimeDelta> {
        let mut minutes = 0_i64;
        for word in text.split_whitespace() {
            let (number, scale) = match (word.strip_suffix('h'), word.strip_suffix('m')) {
                (Some(number), _) => (number, 60),
                (_, Some(number)) => (number, 1),
                (None, None) => return None,
            };
            minutes = minutes.checked_add(i64::from(number.parse::<u32>().ok()?) * scale)?;
        }
        (1..=MAX_MINUTES).contains(&minutes).then(|| TimeDelta::minutes(minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Country;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("is valid")
    }

    #[test]
    fn the_first_response_is_due_within_the_target_of_its_priority() {
        let calendar = BusinessCalendar::office(Country::Se);
        let level = ServiceLevel::default();
        let thursday = at("2026-11-19T15:30:00+01:00");
        let due = |priority| first_response_due(&calendar, thursday, level.first_response(priority));
        assert_eq!(due(Priority::P1), Some(at("2026-11-19T16:30:00+01:00")));
        assert_eq!(due(Priority::P2), Some(at("2026-11-20T10:30:00+01:00")));
        assert_eq!(due(Priority::P3), Some(at("2026-11-20T15:30:00+01:00")));
        assert_eq!(due(Priority::P4), Some(at("2026-11-23T15:30:00+01:00")));
    }

    #[test]
    fn the_clock_of_a_ticket_filed_over_christmas_starts_at_the_next_opening() {
        let calendar = BusinessCalendar::office(Country::Se);
        let due = first_response_due(&calendar, at("2026-12-23T20:00:00+01:00"), ServiceLevel::default().p1);
        assert_eq!(due, Some(at("2026-12-28T09:00:00+01:00")));
    }

    #[test]
    fn a_service_level_is_configured_in_hours_and_minutes() {
        let level: ServiceLevel = serde_json::from_str(r#"{"p1": "30m", "p3": "8h 30m"}"#).expect("is valid");
        assert_eq!((level.p1, level.p3), (TimeDelta::minutes(30), TimeDelta::minutes(510)));
        assert_eq!(level.p2, ServiceLevel::default().p2);
        let written = serde_json::to_string(&level).expect("is valid");
        assert_eq!(written, r#"{"p1":"30m","p2":"4h","p3":"8h 30m","p4":"18h"}"#);
        for wrong in ["", "0h", "1", "-1h", "1d", "9999999999h", "2001h", "h", "4 h"] {
            let error = serde_json::from_str::<ServiceLevel>(&format!(r#"{{"p1": "{wrong}"}}"#))
                .expect_err("must be refused");
            assert!(error.to_string().contains("write `4h`"), "{wrong}: {error}");
        }
    }
}
