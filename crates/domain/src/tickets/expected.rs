//! When support expects to answer: as an agent types it, or by itself once a promise was missed.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::TicketState;
use crate::{
    calendar::wall_clock,
    fields::Problem,
    sla::{MISSED, Metric, SlaVersion, Threshold},
    typed_date::parse_date_time,
};

/// The field with the time.
pub const EXPECTED_FIELD: &str = "expected_by";

/// How far ahead a time may be.
const MAX_AHEAD: TimeDelta = TimeDelta::days(365);

/// Reads a time on the wall clock of a zone; of two that it shows alike the later one.
///
/// # Errors
/// Why it cannot be said: it is none, is not ahead, or is more than a year ahead.
pub fn parse_expected_by(raw: &str, zone: Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    if raw.trim().is_empty() {
        return Err(Problem::Required);
    }
    let local = parse_date_time(raw).ok_or(Problem::InvalidTime)?;
    if wall_clock::is_skipped(zone, local) {
        return Err(Problem::SkippedTime);
    }
    let by = wall_clock::last_instant(zone, local).ok_or(Problem::InvalidTime)?;
    if by <= now {
        return Err(Problem::NotInFuture);
    }
    if by > now + MAX_AHEAD { Err(Problem::UnlikelyTime) } else { Ok(by) }
}

/// When an answer is expected now that the promise of one was missed: as if it were asked for now. `None` where no answer was missed,
/// or somebody has said a time that is still ahead.
pub fn expected_after_miss(
    passed: &[Threshold],
    sla: &SlaVersion,
    ticket: &TicketState,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if ticket.expected_by.is_some_and(|by| by > now) {
        return None;
    }
    let is_answer = |metric: Metric| matches!(metric, Metric::FirstResponse | Metric::NextResponse);
    let missed = passed.iter().find(|found| found.percent == MISSED && is_answer(found.metric))?;
    sla.due(missed.metric, ticket.priority, &ticket.scope, now)
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::Stockholm;

    use super::*;

    #[test]
    fn only_a_time_ahead_can_be_expected() {
        let now = "2026-11-20T09:00:00Z".parse().expect("is a time");
        let read = |raw: &str| parse_expected_by(raw, Stockholm, now);
        assert_eq!(read("2026-11-20T15:00"), Ok("2026-11-20T14:00:00Z".parse().expect("is a time")));
        for (raw, problem) in [
            ("", Problem::Required),
            ("soon", Problem::InvalidTime),
            ("2026-11-20T10:00", Problem::NotInFuture),
            ("2027-03-28T02:30", Problem::SkippedTime),
            ("2028-01-01T10:00", Problem::UnlikelyTime),
        ] {
            assert_eq!(read(raw), Err(problem), "{raw}");
        }
    }
}
