//! Formatting of dates, times and file sizes per language.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, Locale, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use fyr_domain::Lang;

use crate::{amounts::decimal_sign, t};

/// The table of the names of weekdays and months of each language, in the order of [`Lang::ALL`].
static NAMES: LazyLock<[Locale; Lang::ALL.len()]> =
    LazyLock::new(|| Lang::ALL.map(|lang| t!(lang, "format-names").parse().unwrap_or(Locale::POSIX)));

/// A date in this format, with the names of the language. Blanks around a name are those of the table of names.
fn formatted(lang: Lang, day: NaiveDate, format: &str) -> String {
    let text = day.format_localized(format, NAMES[lang as usize]).to_string();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A full date: "21 november 2026", in Norwegian "21. november 2026".
pub fn date(lang: Lang, day: NaiveDate) -> String {
    formatted(lang, day, t!(lang, "format-date"))
}

/// A date without its year: "21 november", in Norwegian "21. november".
pub fn month_day(lang: Lang, day: NaiveDate) -> String {
    formatted(lang, day, t!(lang, "format-month-day"))
}

fn weekday(lang: Lang, day: NaiveDate) -> String {
    formatted(lang, day, "%A")
}

/// A weekday with its date, without the year: "lördag 21 november", in Norwegian "lørdag 21. november".
pub fn weekday_and_date(lang: Lang, day: NaiveDate) -> String {
    format!("{} {}", weekday(lang, day), month_day(lang, day))
}

/// The month and year of a date: "november 2026", in English "November 2026".
pub fn month(lang: Lang, day: NaiveDate) -> String {
    formatted(lang, day, "%B %Y")
}

/// The local time of day: "09:05".
pub fn time_of_day(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// The local time of day after a date: "09:05", in Norwegian "kl. 09:05".
fn time_after_date(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format(t!(lang, "format-time")).to_string()
}

/// Weekday, full date and time: "tisdag 24 november 2026 10:00".
pub fn date_time(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let weekday = weekday(lang, local.date_naive());
    format!("{weekday} {} {}", date(lang, local.date_naive()), time_after_date(lang, at, zone))
}

/// Weekday, date and time for announcements: as [`date_time`], with the year only where it is not the current one.
pub fn day_and_time(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let day = at.with_timezone(&zone).date_naive();
    if day.year() != now.with_timezone(&zone).year() {
        return date_time(lang, at, zone);
    }
    format!("{} {}", weekday_and_date(lang, day), time_after_date(lang, at, zone))
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
        2..=6 => format!("{} {}", weekday(lang, day), time_after_date(lang, at, zone)),
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
    text.replace('.', decimal_sign(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_days_and_months_in_its_way() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let week = |lang| {
            (22..29).map(|n| weekday(lang, day(&format!("2026-06-{n}")))).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(week(Lang::Sv), "måndag tisdag onsdag torsdag fredag lördag söndag");
        assert_eq!(week(Lang::Nb), "mandag tirsdag onsdag torsdag fredag lørdag søndag");
        assert_eq!(week(Lang::Nn), "måndag tysdag onsdag torsdag fredag laurdag sundag");
        assert_eq!(week(Lang::En), "Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
        let midsummer = day("2026-06-24");
        for (lang, expected) in [
            (Lang::Sv, ["24 juni 2026", "24 juni", "juni 2026", "3,4 MB"]),
            (Lang::Nb, ["24. juni 2026", "24. juni", "juni 2026", "3,4 MB"]),
            (Lang::Nn, ["24. juni 2026", "24. juni", "juni 2026", "3,4 MB"]),
            (Lang::En, ["24 June 2026", "24 June", "June 2026", "3.4 MB"]),
        ] {
            let written = [
                date(lang, midsummer),
                month_day(lang, midsummer),
                month(lang, midsummer),
                file_size(lang, 3_400_000),
            ];
            assert_eq!(written, expected, "{lang}");
        }
    }

    #[test]
    fn announcements_show_the_year_only_where_it_is_not_the_current_one() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
        let formatted =
            |lang, to| day_and_time(lang, at(to), at("2026-11-21T12:00:00Z"), Tz::Europe__Stockholm);
        assert_eq!(formatted(Lang::Sv, "2026-11-25T00:00:00Z"), "onsdag 25 november 01:00");
        assert_eq!(formatted(Lang::Nb, "2026-11-25T00:00:00Z"), "onsdag 25. november kl. 01:00");
        assert_eq!(formatted(Lang::Nn, "2026-11-24T00:00:00Z"), "tysdag 24. november kl. 01:00");
        assert_eq!(formatted(Lang::En, "2027-01-03T09:00:00Z"), "Sunday 3 January 2027 10:00");
        assert_eq!(
            formatted(Lang::Sv, "2026-12-31T23:30:00Z"),
            "fredag 1 januari 2027 00:30",
            "the year in the time zone"
        );
    }
}
