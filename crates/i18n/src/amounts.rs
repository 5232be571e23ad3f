//! Parts of a whole, lengths of time and lists, as people write them.

use chrono::TimeDelta;
use fyr_domain::Lang;

use crate::t;

/// Hundredths of a per cent: "99,98 %", in English "99.98%". All of it is "100 %".
pub fn percent(lang: Lang, hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let mark = if lang == Lang::En { "." } else { "," };
    let number = if rest == 0 { whole.to_string() } else { format!("{whole}{mark}{rest:02}") };
    match lang {
        Lang::Sv | Lang::Nb => format!("{number}\u{a0}%"),
        Lang::En => format!("{number}%"),
    }
}

/// A length of time in its two largest units: "2 timmar och 25 minuter". Less than a minute says so.
pub fn duration(lang: Lang, length: TimeDelta) -> String {
    let days = (length.num_days(), t!(lang, "amount-days", count = length.num_days()));
    let hours = length.num_hours() % 24;
    let minutes = length.num_minutes() % 60;
    let hours = (hours, t!(lang, "amount-hours", count = hours));
    let minutes = (minutes, t!(lang, "amount-minutes", count = minutes));
    let mut units: Vec<String> = Vec::new();
    for (count, words) in [days, hours, minutes] {
        // days and minutes without hours between them would be too exact
        if count > 0 && units.len() < 2 {
            units.push(words);
        } else if !units.is_empty() {
            break;
        }
    }
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    if units.is_empty() { t!(lang, "amount-moment").to_owned() } else { list(lang, &units) }
}

/// "a", "a och b", "a, b och c".
pub fn list(lang: Lang, items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} {} {last}", all.join(", "), t!(lang, "list-and")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_whole_follow_the_language() {
        assert_eq!(percent(Lang::Sv, 9_998), "99,98\u{a0}%");
        assert_eq!(percent(Lang::Nb, 9_905), "99,05\u{a0}%");
        assert_eq!(percent(Lang::En, 9_998), "99.98%");
        assert_eq!(percent(Lang::En, 10_000), "100%");
    }

    #[test]
    fn lengths_are_said_in_two_units_at_most() {
        let said = |lang, minutes| duration(lang, TimeDelta::minutes(minutes));
        assert_eq!(said(Lang::Sv, 0), "mindre än en minut");
        assert_eq!(said(Lang::Sv, 145), "2 timmar och 25 minuter");
        assert_eq!(said(Lang::Nb, 61), "1 time og 1 minutt");
        assert_eq!(said(Lang::En, 24 * 60 + 5), "1 day");
        assert_eq!(said(Lang::En, 49 * 60 + 5), "2 days and 1 hour");
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(list(Lang::Nb, &["A"]), "A");
        assert_eq!(list(Lang::Nb, &["A", "B", "C"]), "A, B og C");
    }
}
