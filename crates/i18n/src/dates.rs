//! Dates, times and sizes as people write them.

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

/// A day in full: "21 november 2026", in Norwegian "21. november 2026".
pub fn date(lang: Lang, day: NaiveDate) -> String {
    let format = if lang == Lang::Nb { "%-d. %B %Y" } else { "%-d %B %Y" };
    day.format_localized(format, locale(lang)).to_string()
}

/// A day without its year: "21 november".
pub fn month_day(lang: Lang, day: NaiveDate) -> String {
    let format = if lang == Lang::Nb { "%-d. %B" } else { "%-d %B" };
    day.format_localized(format, locale(lang)).to_string()
}

/// A month with its year: "november 2026", in English "November 2026".
pub fn month(lang: Lang, day: NaiveDate) -> String {
    day.format_localized("%B %Y", locale(lang)).to_string()
}

/// The time of day: "09:05".
pub fn clock(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// The time of day as it follows a day: in Norwegian "kl. 09:05".
fn after_day(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let time = clock(at, zone);
    if lang == Lang::Nb { format!("kl. {time}") } else { time }
}

/// A moment that stands by itself: "tisdag 24 november 2026 10:00".
pub fn moment(lang: Lang, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let weekday = local.date_naive().format_localized("%A", locale(lang)).to_string();
    format!("{weekday} {} {}", date(lang, local.date_naive()), after_day(lang, at, zone))
}

/// A day and a time as one announces them: as [`moment`], with the year only where it is another than now.
pub fn day_and_time(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let day = at.with_timezone(&zone).date_naive();
    if day.year() != now.with_timezone(&zone).year() {
        return moment(lang, at, zone);
    }
    let weekday = day.format_localized("%A", locale(lang));
    format!("{weekday} {} {}", month_day(lang, day), after_day(lang, at, zone))
}

/// A moment as one says it now: "i dag 10:00", "i morgon 08:30", "tisdag 10:00", "3 mars 10:00", "3 mars 2025".
pub fn when(lang: Lang, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let day = local.date_naive();
    let today = now.with_timezone(&zone).date_naive();
    let time = clock(at, zone);
    match (day - today).num_days() {
        0 => t!(lang, "when-today", time = time),
        1 => t!(lang, "when-tomorrow", time = time),
        -1 => t!(lang, "when-yesterday", time = time),
        2..=6 => format!("{} {}", day.format_localized("%A", locale(lang)), after_day(lang, at, zone)),
        _ if day.year() == today.year() || (at - now).abs() < TimeDelta::days(90) => {
            format!("{} {}", month_day(lang, day), after_day(lang, at, zone))
        }
        _ => date(lang, day),
    }
}

/// How large a file is: "12 kB", "3,4 MB" (1 MB is 1,000,000 bytes).
pub fn size(lang: Lang, bytes: i64) -> String {
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
    fn what_is_announced_has_a_year_only_where_it_is_not_this_one() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
        let said = |lang, to| day_and_time(lang, at(to), at("2026-11-21T12:00:00Z"), Tz::Europe__Stockholm);
        assert_eq!(said(Lang::Sv, "2026-11-25T00:00:00Z"), "onsdag 25 november 01:00");
        assert_eq!(said(Lang::Nb, "2026-11-25T00:00:00Z"), "onsdag 25. november kl. 01:00");
        assert_eq!(said(Lang::En, "2027-01-03T09:00:00Z"), "Sunday 3 January 2027 10:00");
        assert_eq!(
            said(Lang::Sv, "2026-12-31T23:30:00Z"),
            "fredag 1 januari 2027 00:30",
            "the year of the zone"
        );
    }
}
