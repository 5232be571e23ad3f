//! The wall clock of a zone to moments and back, where clocks skip and repeat hours.

use chrono::{DateTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Longer than any gap a zone ever made: Samoa skipped a whole day in 2011.
const LONGEST_GAP_MINUTES: i64 = 25 * 60;

/// The wall clock at a moment; at the very ends of the calendar, where the zone's time cannot be written, UTC's.
pub(super) fn local(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    utc.checked_add_offset(zone.offset_from_utc_datetime(&utc).fix()).unwrap_or(utc)
}

/// The first moment that the wall clock shows `local`; where it is skipped, the moment after the gap.
pub(crate) fn first_moment(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    after_gap(zone, local)?.earliest().map(|moment| moment.to_utc())
}

/// The last moment that the wall clock shows `local`; where it is skipped, the moment after the gap.
pub(crate) fn last_moment(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    after_gap(zone, local)?.latest().map(|moment| moment.to_utc())
}

fn after_gap(zone: Tz, local: NaiveDateTime) -> Option<chrono::LocalResult<DateTime<Tz>>> {
    (0..=LONGEST_GAP_MINUTES)
        .map_while(|minutes| local.checked_add_signed(TimeDelta::minutes(minutes)))
        .map(|candidate| zone.from_local_datetime(&candidate))
        .find(|result| result.earliest().is_some())
}
