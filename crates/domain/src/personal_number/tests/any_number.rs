//! Numbers of anybody, made as the authorities make them, and what holds for all of them.

use chrono::{Datelike, NaiveDate};
use proptest::{collection, prelude::*, sample};

use super::{super::*, kinds};

/// A number of someone born on this day; with 60 added to the day it is a coordination number.
fn swedish(day: NaiveDate, number: u32, coordination: bool) -> String {
    let shown = day.day() + if coordination { 60 } else { 0 };
    let start = format!("{:02}{:02}{shown:02}{number:03}", day.year() % 100, day.month());
    // the check digit, found by trying all
    let valid = (0..10).map(|check| format!("{start}{check}")).filter(|number| luhn(number));
    let valid: Vec<String> = valid.collect();
    assert_eq!(valid.len(), 1, "exactly one check digit is valid");
    valid[0].clone()
}

/// The textbook Luhn check: from the right, every second digit is doubled, and the digits are added up.
pub(super) fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let value = u32::from(byte - b'0') * if at % 2 == 1 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A number of someone born on this day; with 40 added to the day it is a D-number. `None` where the two check digits
/// do not exist.
pub(super) fn norwegian(day: NaiveDate, number: u32, d_number: bool) -> Option<String> {
    let shown = day.day() + if d_number { 40 } else { 0 };
    let individual = if day.year() < 2000 { number } else { 500 + number };
    let start = format!("{shown:02}{:02}{:02}{individual:03}", day.month(), day.year() % 100);
    let values: Vec<u32> = start.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let check = |values: &[u32], weights: &[u32]| {
        let sum: u32 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        match 11 - sum % 11 {
            11 => Some(0),
            10 => None,
            digit => Some(digit),
        }
    };
    let first = check(&values, &[3, 7, 6, 1, 8, 9, 4, 5, 2])?;
    let values: Vec<u32> = values.into_iter().chain([first]).collect();
    let second = check(&values, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2])?;
    Some(format!("{start}{first}{second}"))
}

/// A day on which people were born who write to a support desk; later ones are rather times, see above.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (1930..2013_i32, 1..=365_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).expect("a day"))
}

fn any_number() -> impl Strategy<Value = String> {
    let swedish = (any_day(), 0..1_000_u32, any::<bool>())
        .prop_map(|(day, number, coordination)| swedish(day, number, coordination))
        .prop_filter("a mobile number", |number| {
            !matches!(number.as_bytes(), [b'0', b'7', b'0' | b'2' | b'3' | b'6' | b'9', ..])
        });
    let norwegian = (any_day(), 0..500_u32, any::<bool>())
        .prop_filter_map("no check digits", |(day, number, d_number)| norwegian(day, number, d_number));
    prop_oneof![swedish, norwegian]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn every_valid_number_is_found_in_any_context(
        number in any_number(),
        (before, after) in
            sample::select(vec![("", ""), ("nr ", "."), ("(", ")"), ("\n", "\n"), ("å:", ",å"), ("12 ", " år")]),
    ) {
        let text = format!("{before}{number}{after}");
        let found = find(&text);
        let matches = |found: &PersonalNumber| text[found.range.clone()] == number;
        prop_assert!(found.iter().any(matches), "{found:?}");
    }

    #[test]
    fn any_text_is_searched_without_panic_and_ranges_are_within_it(
        pieces in collection::vec(
            prop_oneof![
                sample::select(vec![
                    "811228", "-", "9874", " ", "å", "０", "19", "+", "\u{a0}", "01010750160", "\n", "x", "–", "٩", "\u{ad}", "*",
                    " mars ", "pnr", "tel ", ".", "ß",
                ]).prop_map(str::to_owned),
                "\\PC{0,4}",
            ],
            0..8,
        ),
    ) {
        let text = pieces.concat();
        let mut last = 0;
        for found in find(&text) {
            prop_assert!(found.range.start >= last && found.range.end <= text.len());
            prop_assert!(!text[found.range.clone()].is_empty());
            last = found.range.end;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn changing_one_digit_makes_a_number_invalid(number in any_number()) {
        for at in 0..number.len() {
            for digit in (b'0'..=b'9').filter(|digit| *digit != number.as_bytes()[at]) {
                let mut other = number.clone().into_bytes();
                other[at] = digit;
                let other = String::from_utf8(other).expect("digits");
                prop_assert_eq!(kinds(&other), [], "{} at {}", digit, at);
            }
        }
    }
}
