//! Finding personal identity numbers in text: Swedish personnummer and samordningsnummer, Norwegian fødselsnummer and
//! D-nummer. Used to warn people before they submit one, and for redaction.

use std::ops::Range;

use chrono::NaiveDate;

use crate::string_enum::string_enum;

string_enum! {
    /// The kind of a personal identity number.
    PersonalNumberKind {
        /// Swedish: year, month, day, three digits, a Luhn check digit.
        Personnummer = "personnummer",
        /// Swedish coordination number, for people outside the population register: a personnummer with 60 added to the day.
        Samordningsnummer = "samordningsnummer",
        /// Norwegian: day, month, year, three digits, two check digits.
        Fodselsnummer = "fodselsnummer",
        /// Norwegian, for people outside the population register: a fødselsnummer with 40 added to the day.
        DNummer = "d_nummer",
    }
}

/// A personal identity number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalNumber {
    /// The byte range of the number in the text.
    pub range: Range<usize>,
    /// The kind of number.
    pub kind: PersonalNumberKind,
    /// The digits without separators and century, equal for all spellings: ten for Sweden, eleven for Norway.
    pub key: String,
}

/// A digit with its byte offset in the text.
struct Digit {
    at: usize,
    value: u32,
}

/// The digits of a candidate, from one or two groups.
struct Candidate {
    digits: Vec<Digit>,
    /// The number of digits before the separator, where there is one.
    separator_after: Option<usize>,
}

/// The characters that are accepted as separator between the date and the rest of a number.
fn is_separator(c: char) -> bool {
    matches!(c, '-' | '+' | ' ' | '\u{a0}' | '\u{202f}' | '–' | '‐' | '‑' | '−')
}

/// Every personal identity number in a text, in order. A number has the right format, an existing date and valid check digits.
pub fn find(text: &str) -> Vec<PersonalNumber> {
    let mut numbers = Vec::new();
    for candidate in candidates(text) {
        if let Some((kind, key)) = parse(&candidate)
            && let (Some(first), Some(last)) = (candidate.digits.first(), candidate.digits.last())
        {
            numbers.push(PersonalNumber { range: first.at..last.at + 1, kind, key });
        }
    }
    numbers
}

/// Whether a text contains a personal identity number.
pub fn contains(text: &str) -> bool {
    !find(text).is_empty()
}

/// The digits that could be a number: a single group without adjacent letters, or two groups with one separator between them
/// where these are a valid number.
fn candidates(text: &str) -> Vec<Candidate> {
    let groups = digit_groups(text);
    let mut candidates = Vec::new();
    let mut next = 0;
    while let Some(group) = groups.get(next) {
        let pair = groups.get(next + 1).filter(|other| other.joined).map(|other| Candidate {
            digits: digits(text, &group.range).chain(digits(text, &other.range)).collect(),
            separator_after: Some(group.range.len()),
        });
        if let Some(candidate) = pair.filter(|candidate| parse(candidate).is_some()) {
            candidates.push(candidate);
            next += 2;
        } else {
            let single = Candidate { digits: digits(text, &group.range).collect(), separator_after: None };
            candidates.extend((!group.touched).then_some(single));
            next += 1;
        }
    }
    candidates
}

/// A sequence of adjacent ASCII digits.
struct DigitGroup {
    range: Range<usize>,
    /// Whether exactly one separator is between the previous group and this one.
    joined: bool,
    /// Whether a letter or another digit is adjacent.
    touched: bool,
}

fn digits<'a>(text: &'a str, range: &Range<usize>) -> impl Iterator<Item = Digit> + use<'a> {
    range
        .clone()
        .filter_map(|at| Some(Digit { at, value: u32::from(text.as_bytes().get(at)?.checked_sub(b'0')?) }))
}

fn digit_groups(text: &str) -> Vec<DigitGroup> {
    let bytes = text.as_bytes();
    let mut groups: Vec<DigitGroup> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let touched = [before, after].into_iter().flatten().any(char::is_alphanumeric);
        let joined = groups.last().is_some_and(|last| {
            let between = &text[last.range.end..at];
            !touched && !last.touched && between.chars().count() == 1 && between.chars().all(is_separator)
        });
        groups.push(DigitGroup { range: at..end, joined, touched });
        at = end;
    }
    groups
}

/// Validates a candidate; returns its kind and key.
fn parse(candidate: &Candidate) -> Option<(PersonalNumberKind, String)> {
    let values: Vec<u32> = candidate.digits.iter().map(|digit| digit.value).collect();
    match (values.len(), candidate.separator_after) {
        (10, None | Some(6)) => parse_swedish(&values, None),
        (12, None | Some(8)) => {
            let century = number(&values[..2]);
            parse_swedish(&values[2..], Some(century)).filter(|_| (18..=20).contains(&century))
        }
        (11, None | Some(6)) => parse_norwegian(&values),
        _ => None,
    }
}

fn number(values: &[u32]) -> u32 {
    values.iter().fold(0, |number, value| number * 10 + value)
}

fn to_text(values: &[u32]) -> String {
    values.iter().filter_map(|value| char::from_digit(*value, 10)).collect()
}

fn parse_swedish(values: &[u32], century: Option<u32>) -> Option<(PersonalNumberKind, String)> {
    let (year, month, day) = (number(&values[..2]), number(&values[2..4]), number(&values[4..6]));
    let (kind, day) = if day > 60 {
        (PersonalNumberKind::Samordningsnummer, day - 60)
    } else {
        (PersonalNumberKind::Personnummer, day)
    };
    // without a century the date must exist in any one of them: 29 February exists in 2000 but not in 1900
    let centuries = century.map_or(vec![20, 19, 18], |century| vec![century]);
    let date_exists = centuries.into_iter().any(|century| is_date(century * 100 + year, month, day));
    let doubled = |(at, value): (usize, &u32)| match (at % 2 == 0, *value) {
        (true, value @ 5..) => value * 2 - 9,
        (true, value) => value * 2,
        (false, value) => value,
    };
    let sum: u32 = values.iter().enumerate().map(doubled).sum();
    (date_exists && sum.is_multiple_of(10)).then(|| (kind, to_text(values)))
}

fn parse_norwegian(values: &[u32]) -> Option<(PersonalNumberKind, String)> {
    let (day, month, year) = (number(&values[..2]), number(&values[2..4]), number(&values[4..6]));
    let (kind, day) = if day > 40 {
        (PersonalNumberKind::DNummer, day - 40)
    } else {
        (PersonalNumberKind::Fodselsnummer, day)
    };
    let individual = number(&values[6..9]);
    let century = match (individual, year) {
        (0..=499, _) | (900..=999, 40..=99) => 19,
        (500..=749, 54..=99) => 18,
        (500..=999, 0..=39) => 20,
        _ => return None,
    };
    let is_valid = |weights: &[u32]| {
        let sum: u32 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        sum.is_multiple_of(11)
    };
    let check_digits_valid =
        is_valid(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) && is_valid(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    (check_digits_valid && is_date(century * 100 + year, month, day)).then(|| (kind, to_text(values)))
}

fn is_date(year: u32, month: u32, day: u32) -> bool {
    i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use proptest::{collection, prelude::*, sample};

    use super::*;

    fn kinds(text: &str) -> Vec<(PersonalNumberKind, String)> {
        find(text).into_iter().map(|number| (number.kind, text[number.range].to_owned())).collect()
    }

    #[test]
    fn swedish_numbers_are_found_in_every_spelling() {
        // the example of Skatteverket in its spellings
        for text in [
            "811228-9874",
            "8112289874",
            "811228+9874",
            "811228 9874",
            "811228–9874",
            "19811228-9874",
            "198112289874",
            "19811228 9874",
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}");
            let expected = (PersonalNumberKind::Personnummer, "8112289874");
            assert_eq!((found[0].kind, found[0].key.as_str()), expected, "{text}");
            assert_eq!(&text[found[0].range.clone()], text);
        }
        assert_eq!(
            kinds("Mitt nr är 701063-2391, hej"),
            [(PersonalNumberKind::Samordningsnummer, "701063-2391".into())]
        );
    }

    #[test]
    fn norwegian_numbers_are_found_in_every_spelling() {
        for text in ["01010750160", "010107 50160", "010107-50160"] {
            assert_eq!(kinds(text), [(PersonalNumberKind::Fodselsnummer, text.to_owned())], "{text}");
        }
        let day = NaiveDate::from_ymd_opt(1990, 3, 14).expect("a day");
        let d_number = (0..10).find_map(|number| norwegian(day, number, true)).expect("a number");
        assert_eq!(kinds(&d_number), [(PersonalNumberKind::DNummer, d_number.clone())]);
    }

    #[test]
    fn texts_that_only_resemble_a_number_are_ignored() {
        for text in [
            "",
            "811228-9875",
            "811328-9874",
            "810230-9871",
            "010107 50161",
            "4111 1111 1111 1111",
            "08-123 456 78",
            "tel. 070-123 45 67",
            "2026-11-21 10:00",
            "a8112289874",
            "8112289874b",
            "81122898740",
            "0190aaaa-8112-2898-7400-000000000000",
            "811228--9874",
            "811228 - 9874",
            "8112-289874",
            "K7M-3Q9X",
            "0000000000",
            "00000000000",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn several_numbers_in_one_text_are_found_with_their_ranges() {
        let text = "Åsa 811228-9874 och Ola (01010750160)\n811228-9874.";
        let found = find(text);
        let matches: Vec<_> = found.iter().map(|number| &text[number.range.clone()]).collect();
        assert_eq!(matches, ["811228-9874", "01010750160", "811228-9874"]);
        assert_eq!(find("1 811228 9874 2").len(), 1, "beside other digits");
    }

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
    fn luhn(number: &str) -> bool {
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
    fn norwegian(day: NaiveDate, number: u32, d_number: bool) -> Option<String> {
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

    /// A day from 1900 to 2039.
    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (1900..2040_i32, 1..=365_u32)
            .prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).expect("a day"))
    }

    fn any_number() -> impl Strategy<Value = String> {
        let swedish = (any_day(), 0..1_000_u32, any::<bool>())
            .prop_map(|(day, number, coordination)| swedish(day, number, coordination));
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
                        "811228", "-", "9874", " ", "å", "０", "19", "+", "\u{a0}", "01010750160", "\n", "x", "–",
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
}
