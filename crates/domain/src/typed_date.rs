//! Dates and times as browsers send them, and as people type them where the browser has no picker: day first, as in Sweden, Norway
//! and Britain, or year first. Not in here: what a date must be for the field that it was typed into.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::{calendar::wall_clock, fields::Problem, text::plain_char};

/// Parses a date: `2026-12-20`, `20.12.2026`, `20/12 2026` and the like. `None` for anything else, such as a year of two digits.
pub fn parse_date(raw: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = raw
        .trim()
        .split(|c| matches!(plain_char(c), '-' | '.' | '/' | ' '))
        .filter(|part| !part.is_empty())
        .collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let is_number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(year, 4..=4) || !is_number(month, 1..=2) || !is_number(day, 1..=2) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (date.year() >= 1900).then_some(date)
}

/// Parses a date with a time of day: `2026-12-20T10:00`, `20.12.2026 10.00`, `20/12 2026 kl. 10:00`. Seconds may follow.
pub fn parse_date_time(raw: &str) -> Option<NaiveDateTime> {
    let raw = raw.trim();
    let (date, time) = raw.rsplit_once(['T', 't', ' ', '\u{a0}'])?;
    let date =
        date.trim_end().trim_end_matches("kl.").trim_end_matches("kl").trim_end().trim_end_matches(',');
    Some(parse_date(date)?.and_time(parse_time(time)?))
}

/// Parses a time on the wall clock of a zone.
///
/// # Errors
/// [`Problem::Required`], [`Problem::InvalidTime`], and [`Problem::SkippedTime`] for a time that the clock skips.
pub(crate) fn parse_local_time(raw: &str, zone: Tz) -> Result<NaiveDateTime, Problem> {
    if raw.trim().is_empty() {
        return Err(Problem::Required);
    }
    let local = parse_date_time(raw)
        .filter(|local| (2000..2200).contains(&local.year()))
        .ok_or(Problem::InvalidTime)?;
    // what would be published is another time than the one that was typed
    if wall_clock::is_skipped(zone, local) { Err(Problem::SkippedTime) } else { Ok(local) }
}

/// Parses a moment by the wall clock of a zone; of the two that it shows alike when it is put back, the first.
///
/// # Errors
/// [`Problem::Required`], [`Problem::InvalidTime`], and [`Problem::SkippedTime`] for a time that the clock skips.
pub fn parse_moment(raw: &str, zone: Tz) -> Result<DateTime<Utc>, Problem> {
    wall_clock::first_instant(zone, parse_local_time(raw, zone)?).ok_or(Problem::InvalidTime)
}

fn parse_time(text: &str) -> Option<NaiveTime> {
    let text = text.replace('.', ":");
    ["%H:%M", "%H:%M:%S"].into_iter().find_map(|format| NaiveTime::parse_from_str(&text, format).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        for typed in [
            "2026-12-20",
            " 2026-12-20 ",
            "2026.12.20",
            "2026/12/20",
            "20.12.2026",
            "20-12-2026",
            "20/12/2026",
            "20/12 2026",
            "20. 12. 2026",
            "20–12–2026",
            "20\u{2212}12\u{2014}2026",
            "20.\u{a0}12.\u{a0}2026",
        ] {
            assert_eq!(parse_date(typed), NaiveDate::from_ymd_opt(2026, 12, 20), "{typed:?}");
        }
        assert_eq!(parse_date("3.4.2026"), NaiveDate::from_ymd_opt(2026, 4, 3), "the day comes first");
        for typed in [
            "",
            "x",
            "20.12.26",
            "26-12-20",
            "12/20/2026",
            "31.2.2026",
            "2026-12",
            "2026-12-20-1",
            "0026-12-20",
            "20.12.２０２６",
            "+2026-12-20",
        ] {
            assert_eq!(parse_date(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        let expected = NaiveDate::from_ymd_opt(2026, 12, 20).and_then(|date| date.and_hms_opt(10, 5, 0));
        for typed in [
            "2026-12-20T10:05",
            "2026-12-20T10:05:00",
            "2026-12-20T10.05",
            "2026-12-20 10:05",
            "20.12.2026 10:05",
            "20.12.2026 10.05",
            "20.12.2026, 10.05",
            "20/12 2026 kl. 10.05",
            "20.12.2026 kl 10:05",
        ] {
            assert_eq!(parse_date_time(typed), expected, "{typed:?}");
        }
        for typed in ["", "2026-12-20", "10:05", "2026-12-20T25:00", "2026-12-20T10", "20.12.2026 10,05"] {
            assert_eq!(parse_date_time(typed), None, "{typed:?}");
        }
    }
}
