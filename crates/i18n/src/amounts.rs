//! Formatting of percentages, durations and lists per language.

use chrono::TimeDelta;
use fyr_domain::Lang;

use crate::t;

/// A percentage, given in hundredths of a per cent: "99,98 %", in English "99.98%". 10,000 is "100 %".
pub fn percent(lang: Lang, hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let separator = decimal_sign(lang);
    let number = if rest == 0 { whole.to_string() } else { format!("{whole}{separator}{rest:02}") };
    t!(lang, "format-percent").replacen('#', &number, 1)
}

/// A percentage, given in hundredths of a per cent, with one decimal, rounded down: "94,9 %". 10,000 is "100 %".
pub fn percent_in_tenths(lang: Lang, hundredths: u32) -> String {
    let (whole, tenths) = (hundredths / 100, hundredths % 100 / 10);
    let separator = decimal_sign(lang);
    let number = if tenths == 0 { whole.to_string() } else { format!("{whole}{separator}{tenths}") };
    t!(lang, "format-percent").replacen('#', &number, 1)
}

/// What stands before the decimals of a number: a comma or a point.
pub fn decimal_sign(lang: Lang) -> &'static str {
    t!(lang, "format-decimal-sign")
}

/// A duration in its two largest units: "2 timmar och 25 minuter", or "mindre än en minut".
pub fn duration(lang: Lang, duration: TimeDelta) -> String {
    let days = (duration.num_days(), t!(lang, "amount-days", count = duration.num_days()));
    let hours = duration.num_hours() % 24;
    let minutes = duration.num_minutes() % 60;
    let hours = (hours, t!(lang, "amount-hours", count = hours));
    let minutes = (minutes, t!(lang, "amount-minutes", count = minutes));
    let mut units: Vec<String> = Vec::new();
    for (count, text) in [days, hours, minutes] {
        // stops at the first zero: days and minutes without hours between them would be too exact
        if count > 0 && units.len() < 2 {
            units.push(text);
        } else if !units.is_empty() {
            break;
        }
    }
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    if units.is_empty() { t!(lang, "amount-moment").to_owned() } else { join_with_and(lang, &units) }
}

/// A length of time in hours and minutes, however long: "27 timmar", "1 timme och 30 minuter".
pub fn hours(lang: Lang, duration: TimeDelta) -> String {
    let (hours, minutes) = (duration.num_hours(), duration.num_minutes() % 60);
    let hours = (hours, t!(lang, "amount-hours", count = hours));
    let minutes = (minutes, t!(lang, "amount-minutes", count = minutes));
    let units = [hours, minutes].map(|(count, text)| (count > 0).then_some(text));
    let units: Vec<&str> = units.iter().flatten().map(String::as_str).collect();
    if units.is_empty() { t!(lang, "amount-moment").to_owned() } else { join_with_and(lang, &units) }
}

/// Joins a list with commas and "and": "a", "a och b", "a, b och c".
pub fn join_with_and(lang: Lang, items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [item] => (*item).to_owned(),
        [items @ .., last] => format!("{} {} {last}", items.join(", "), t!(lang, "list-and")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_follow_the_language() {
        assert_eq!(percent(Lang::Sv, 9_998), "99,98\u{a0}%");
        assert_eq!(percent(Lang::Nb, 9_905), "99,05\u{a0}%");
        assert_eq!(percent(Lang::Nn, 9_998), "99,98\u{a0}%");
        assert_eq!(percent(Lang::En, 9_998), "99.98%");
        assert_eq!(percent(Lang::En, 10_000), "100%");
        assert_eq!(percent_in_tenths(Lang::Sv, 9_499), "94,9\u{a0}%");
        assert_eq!(percent_in_tenths(Lang::En, 9_505), "95%");
    }

    #[test]
    fn durations_have_at_most_two_units() {
        let formatted = |lang, minutes| duration(lang, TimeDelta::minutes(minutes));
        assert_eq!(formatted(Lang::Sv, 0), "mindre än en minut");
        assert_eq!(formatted(Lang::Sv, 145), "2 timmar och 25 minuter");
        assert_eq!(formatted(Lang::Nb, 61), "1 time og 1 minutt");
        assert_eq!(formatted(Lang::Nn, 145), "2 timar og 25 minutt");
        assert_eq!(formatted(Lang::En, 24 * 60 + 5), "1 day");
        assert_eq!(formatted(Lang::En, 49 * 60 + 5), "2 days and 1 hour");
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(join_with_and(Lang::Nb, &["A"]), "A");
        assert_eq!(join_with_and(Lang::Nb, &["A", "B", "C"]), "A, B og C");
    }
}
