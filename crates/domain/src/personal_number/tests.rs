use chrono::{Datelike, NaiveDate};

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
        "8112-289874",
        "K7M-3Q9X",
        "0000000000",
        "00000000000",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn numbers_are_found_however_people_group_them() {
    use PersonalNumberKind::{Fodselsnummer, Interimsnummer, Personnummer};
    for (text, kind, key) in [
        ("900215-2388", Personnummer, "9002152388"),
        ("1990-02-15-2388", Personnummer, "9002152388"),
        ("90 02 15-2388", Personnummer, "9002152388"),
        ("900215 - 2388", Personnummer, "9002152388"),
        ("1990/02/15-2388", Personnummer, "9002152388"),
        ("1990.02.15 - 2388", Personnummer, "9002152388"),
        ("1990-2-15-2388", Personnummer, "9002152388"),
        ("90-02-15 2388", Personnummer, "9002152388"),
        ("90 02 15 2388", Personnummer, "9002152388"),
        ("1990-02-15 2388", Personnummer, "9002152388"),
        ("19900215–23 88", Personnummer, "9002152388"),
        ("900215—2388", Personnummer, "9002152388"),
        ("900215-T388", Interimsnummer, "900215T388"),
        ("19900215-T388", Interimsnummer, "900215T388"),
        ("900215T388", Interimsnummer, "900215T388"),
        ("15.02.90 10053", Fodselsnummer, "15029010053"),
        ("150290 100 53", Fodselsnummer, "15029010053"),
        ("15.02.1990 10053", Fodselsnummer, "15029010053"),
        ("15.2.90-10053", Fodselsnummer, "15029010053"),
        ("15/2/1990 10053", Fodselsnummer, "15029010053"),
        ("15 02 90 100 53", Fodselsnummer, "15029010053"),
        ("150290 - 10053", Fodselsnummer, "15029010053"),
        ("15021990 10053", Fodselsnummer, "15029010053"),
    ] {
        for (before, after) in [("", ""), ("Jag heter Åsa, ", "."), ("nr: ", "\n"), ("(", ")")] {
            let whole = format!("{before}{text}{after}");
            let found = find(&whole);
            assert_eq!(found.len(), 1, "{whole}");
            assert_eq!((found[0].kind, found[0].key.as_str()), (kind, key), "{whole}");
            assert_eq!(&whole[found[0].range.clone()], text, "{whole}");
        }
    }
}

#[test]
fn numbers_that_are_something_else_cause_no_warning() {
    for text in [
        // with a valid check digit each, were they personal numbers
        "Telefon: 0705040301",
        "mobilnummer 0705040301",
        "+46 9002152388",
        "+9002152388",
        "Ring mig på +46 9002152388",
        "OCR 9002152388",
        "Order nr 9002152388",
        "KID: 15029010053",
        "2026-11-21 1034",
        "20261121 1034",
        "202611211034",
        // the shape of a number, without its date or check digits
        "900215-T38",
        "900215-T3888",
        "901315-T388",
        "20260215T1030",
        "20260215T103000",
        "900215 T388",
        "15.02.1890 10053",
        "1990-02-15.2388",
        "1990-02.15-2388",
        "1 90 02 15 2388 7",
        "070 90 02 15 2388",
        "900215 23 88",
        "v1990.02.15.2388",
        "https://example.org/1990/02/15/2388",
        "192.168.15.2388",
        "5560360793",
        "SE45 5000 0000 0583 9825 7466",
        "978-91-7742-123-4",
        "08-900 215 2388",
        "12 000 000 kr",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
    assert!(contains("Mitt mobilt BankID 9002152388"));
    assert!(contains("personnummer 9002152388, telefon 0701234567"));
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
    (1900..2040_i32, 1..=365_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).expect("a day"))
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
