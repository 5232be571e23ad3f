//! The uptime history of a component, computed from its outages.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Impact;
use crate::zone::start_of_day;

/// An interval during which a component was affected by an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// The impact during the interval.
    pub impact: Impact,
    /// Start of the interval.
    pub from: DateTime<Utc>,
    /// End of the interval; `None` while it lasts.
    pub until: Option<DateTime<Utc>>,
}

/// One calendar day of the portal's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UptimeDay {
    /// The calendar date.
    pub date: NaiveDate,
    /// The highest impact of the day; [`Impact::None`] without an outage.
    pub worst: Impact,
    /// Total duration of outages, in minutes (overlapping outages count once).
    pub minutes: i64,
}

/// The days, oldest first, and the uptime over all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct UptimeHistory {
    /// One entry for each day, today last.
    pub days: Vec<UptimeDay>,
    /// Share of the time without a major or critical outage, in hundredths of a per cent (10,000 is all of it).
    pub uptime: u32,
}

/// The last `days` days up to `now`. Outages of [`Impact::None`] do not count; `uptime` counts major and critical only,
/// as a slow component is still up.
pub fn uptime_history(outages: &[Outage], now: DateTime<Utc>, zone: Tz, days: u64) -> UptimeHistory {
    let today = now.with_timezone(&zone).date_naive();
    let dates = (0..days).rev().filter_map(|back| today.checked_sub_days(Days::new(back)));
    let days: Vec<UptimeDay> = dates
        .map(|date| {
            let from = start_of_day(date, zone);
            let until = date.succ_opt().map_or(from, |next| start_of_day(next, zone)).min(now);
            let during =
                |outage: &&Outage| outage.impact != Impact::None && overlap(outage, from, until).is_some();
            let worst =
                outages.iter().filter(during).map(|outage| outage.impact).max().unwrap_or(Impact::None);
            UptimeDay { date, worst, minutes: covered(outages, Impact::Minor, from, until).num_minutes() }
        })
        .collect();
    let start = days.first().map_or(now, |day| start_of_day(day.date, zone));
    let total = (now - start).num_seconds().max(1);
    let down = covered(outages, Impact::Major, start, now).num_seconds();
    let uptime = u32::try_from((total - down).max(0) * 10_000 / total).unwrap_or(10_000);
    UptimeHistory { days, uptime }
}

fn overlap(
    outage: &Outage,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let begin = outage.from.max(from);
    let end = outage.until.unwrap_or(until).min(until);
    (begin < end).then_some((begin, end))
}

/// The part of the interval covered by outages of at least this impact, each moment counted once.
fn covered(outages: &[Outage], least: Impact, from: DateTime<Utc>, until: DateTime<Utc>) -> TimeDelta {
    let mut parts: Vec<_> =
        outages.iter().filter(|o| o.impact >= least).filter_map(|o| overlap(o, from, until)).collect();
    parts.sort_unstable();
    let mut total = TimeDelta::zero();
    let mut reached = from;
    for (begin, end) in parts {
        let begin = begin.max(reached);
        if begin < end {
            total += end - begin;
            reached = end;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(day: u32, hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 6, day, hour, 0, 0).single().expect("a real moment")
    }

    #[test]
    fn overlapping_outages_count_once_and_the_worst_colours_the_day() {
        let outages = [
            Outage { impact: Impact::Minor, from: at(10, 8), until: Some(at(10, 10)) },
            Outage { impact: Impact::Critical, from: at(10, 9), until: Some(at(10, 11)) },
            Outage { impact: Impact::None, from: at(9, 0), until: None },
        ];
        let history = uptime_history(&outages, at(10, 12), chrono_tz::UTC, 10);
        assert_eq!(history.days.len(), 10);
        let today = history.days.last().expect("ten days");
        assert_eq!((today.worst, today.minutes), (Impact::Critical, 180));
        assert_eq!(history.days[8].worst, Impact::None);
        // 2 h critical of 9 days and 12 hours
        assert_eq!(history.uptime, (228 - 2) * 10_000 / 228);
    }

    #[test]
    fn an_outage_that_goes_on_reaches_to_now_and_over_midnight() {
        let outages = [Outage { impact: Impact::Major, from: at(9, 22), until: None }];
        let history = uptime_history(&outages, at(10, 1), chrono_tz::UTC, 2);
        assert_eq!(history.days.iter().map(|day| day.minutes).collect::<Vec<_>>(), [120, 60]);
    }
}
