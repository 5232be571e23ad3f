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
        // generated, see the property test below
        let d_number = norwegian_number(2, true).expect("a number");
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

    /// A pseudo-random generator (xorshift) with a fixed seed.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: u32) -> u32 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            u32::try_from(self.0 >> 33).expect("31 bits") % limit
        }

        fn day(&mut self) -> NaiveDate {
            NaiveDate::from_yo_opt(1900 + i32::try_from(self.below(140)).expect("small"), 1 + self.below(365))
                .expect("a day")
        }
    }

    fn swedish_number(seed: u64, coordination: bool) -> String {
        let mut random = Random(seed);
        let day = random.day();
        let shown = day.day() + if coordination { 60 } else { 0 };
        let start = format!("{:02}{:02}{shown:02}{:03}", day.year() % 100, day.month(), random.below(1000));
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

    fn norwegian_number(seed: u64, d_number: bool) -> Option<String> {
        let mut random = Random(seed * 77 + 5);
        let day = random.day();
        let shown = day.day() + if d_number { 40 } else { 0 };
        let individual = if day.year() < 2000 { random.below(500) } else { 500 + random.below(500) };
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

    #[test]
    fn every_generated_number_is_found_in_any_context() {
        let around = [("", ""), ("nr ", "."), ("(", ")"), ("\n", "\n"), ("å:", ",å"), ("12 ", " år")];
        for seed in 1..3_000 {
            let mut numbers = vec![swedish_number(seed, false), swedish_number(seed, true)];
            numbers
                .extend([norwegian_number(seed, false), norwegian_number(seed, true)].into_iter().flatten());
            for number in numbers {
                let (before, after) = around[usize::try_from(seed).expect("small") % around.len()];
                let text = format!("{before}{number}{after}");
                let found = find(&text);
                let matches = |found: &PersonalNumber| text[found.range.clone()] == number;
                assert!(found.iter().any(matches), "{text:?}: {found:?}");
            }
        }
    }

    #[test]
    fn changing_one_digit_makes_a_number_invalid() {
        for seed in 1..300 {
            let swedish = swedish_number(seed, seed % 2 == 0);
            let norwegian = norwegian_number(seed, seed % 2 == 0);
            for number in [Some(swedish), norwegian].into_iter().flatten() {
                for at in 0..number.len() {
                    for digit in b'0'..=b'9' {
                        let mut other = number.clone().into_bytes();
                        if other[at] == digit {
                            continue;
                        }
                        other[at] = digit;
                        let other = String::from_utf8(other).expect("digits");
                        assert_eq!(kinds(&other), [], "{number} with {digit} at {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn any_text_is_searched_without_panic_and_ranges_are_within_it() {
        let pieces =
            ["811228", "-", "9874", " ", "å", "０", "19", "+", "\u{a0}", "01010750160", "\n", "x", "–"];
        let mut random = Random(42);
        for _ in 0..20_000 {
            let count = random.below(8);
            let text: String =
                (0..count).map(|_| pieces[usize::try_from(random.below(13)).expect("small")]).collect();
            let mut last = 0;
            for found in find(&text) {
                assert!(found.range.start >= last && found.range.end <= text.len(), "{text:?}");
                assert!(!text[found.range.clone()].is_empty());
                last = found.range.end;
            }
        }
    }
}
