//! Formatting of dates, times and file sizes per language.

use chrono::{DateTime, Datelike, Locale, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use fyr_domain::Lang;

use crate::t;

const fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::Sv => Locale::sv_SE,
        Lang::Nb => Locale::nb_NO,
        Lang::En => Locale::en_GB,
    }
}

/// A full date: "21 november 2026", in Norwegian "21. november 2026".
pub fn date(lang: Lang, day: NaiveDate) -> String {
    let format = if lang == Lang::Nb { "%-d. %B %Y" } else { "%-d %B %Y" };
    day.format_localized(format, locale(lang)).to_string()
}

/// A date without its year: "21 november", in Norwegian "21. november".
pub fn month_day(lang: Lang, day: NaiveDate) -> String {
    let format = if lang == Lang::Nb { "%-d. %B" } else { "%-d %B" };
    day.format_localized(format, locale(lang)).to_string()
}

/// The month and year of a date: "november 2026", in English "November 2026".
pub fn month(lang: Lang, day: NaiveDate) -> String {
    day.format_localized("%B %Y", locale(lang)).to_string()
}

/// The local time of day: "09:05".
pub fn time_of_day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// The local time of day after a date: "09:05", in Norwegian "kl. 09:05".
fn time_after_date(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let time = time_of_day(at, zone);
    if lang == Lang::Nb { format!("kl. {time}") } else { time }
}

/// Weekday, full date and time: "tisdag 24 november 2026 10:00".
pub fn date_time(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let weekday = local.date_naive().format_localized("%A", locale(lang)).to_string();
    format!("{weekday} {} {}", date(lang, local.date_naive()), time_after_date(lang, at, zone))
}

/// Weekday, date and time for announcements: as [`date_time`], with the year only where it is not the current one.
pub fn day_and_time(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let day = at.with_timezone(&zone).date_naive();
    if day.year() != now.with_timezone(&zone).year() {
        return date_time(lang, at, zone);
    }
    let weekday = day.format_localized("%A", locale(lang));
    format!("{weekday} {} {}", month_day(lang, day), time_after_date(lang, at, zone))
}

/// A time relative to `now`: "i dag 10:00", "i morgon 08:30", "tisdag 10:00", "3 mars 10:00", "3 mars 2025".
pub fn relative_time(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let day = local.date_naive();
    let today = now.with_timezone(&zone).date_naive();
    let time = time_of_day(at, zone);
    match (day - today).num_days() {
        0 => t!(lang, "when-today", time = time),
        1 => t!(lang, "when-tomorrow", time = time),
        -1 => t!(lang, "when-yesterday", time = time),
        2..=6 => format!("{} {}", day.format_localized("%A", locale(lang)), time_after_date(lang, at, zone)),
        _ if day.year() == today.year() || (at - now).abs() < TimeDelta::days(90) => {
            format!("{} {}", month_day(lang, day), time_after_date(lang, at, zone))
        }
        _ => date(lang, day),
    }
}

/// A file size: "12 kB", "3,4 MB" (1 MB is 1,000,000 bytes).
pub fn file_size(lang: Lang, bytes: i64) -> String {
    let text = match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    };
    match lang {
        Lang::Sv | Lang::Nb => text.replace('.', ","),
        Lang::En => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_show_the_year_only_where_it_is_not_the_current_one() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
        let formatted =
            |lang, to| day_and_time(lang, at(to), at("2026-11-21T12:00:00Z"), Tz::Europe__Stockholm);
        assert_eq!(formatted(Lang::Sv, "2026-11-25T00:00:00Z"), "onsdag 25 november 01:00");
        assert_eq!(formatted(Lang::Nb, "2026-11-25T00:00:00Z"), "onsdag 25. november kl. 01:00");
        assert_eq!(formatted(Lang::En, "2027-01-03T09:00:00Z"), "Sunday 3 January 2027 10:00");
        assert_eq!(
            formatted(Lang::Sv, "2026-12-31T23:30:00Z"),
            "fredag 1 januari 2027 00:30",
            "the year in the time zone"
        );
    }
}
