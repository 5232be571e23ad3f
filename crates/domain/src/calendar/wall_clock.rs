//! Conversion between local time and UTC in a time zone whose clock changes skip and repeat hours.

use chrono::{DateTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Longer than any gap in the time zone database: Samoa skipped a whole day in 2011.
const MAX_GAP_MINUTES: i64 = 25 * 60;

/// The local time at an instant; at the limits of the calendar, where it is out of range, the time in UTC.
pub(crate) fn local_time(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    utc.checked_add_offset(zone.offset_from_utc_datetime(&utc).fix()).unwrap_or(utc)
}

/// The first instant at which the local time is `local`; where that is skipped, the instant after the gap.
pub(crate) fn first_instant(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    after_gap(zone, local)?.earliest().map(|instant| instant.to_utc())
}

/// The last instant at which the local time is `local`; where that is skipped, the instant after the gap.
pub(crate) fn last_instant(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    after_gap(zone, local)?.latest().map(|instant| instant.to_utc())
}

/// Whether a clock change skips a local time.
pub(crate) fn is_skipped(zone: Tz, local: NaiveDateTime) -> bool {
    matches!(zone.from_local_datetime(&local), chrono::LocalResult::None)
}

fn after_gap(zone: Tz, local: NaiveDateTime) -> Option<chrono::LocalResult<DateTime<Tz>>> {
    (0..=MAX_GAP_MINUTES)
        .map_while(|minutes| local.checked_add_signed(TimeDelta::minutes(minutes)))
        .map(|candidate| zone.from_local_datetime(&candidate))
        .find(|result| result.earliest().is_some())
}
