//! What makes digits a personal identity number: an existing date, and check digits.

use chrono::NaiveDate;

use super::PersonalNumberKind;

/// The number that digits write.
pub(super) fn number(values: &[u32]) -> u32 {
    values.iter().fold(0, |number, value| number * 10 + value)
}

/// Digits as text.
pub(super) fn to_text(values: &[u32]) -> String {
    values.iter().filter_map(|value| char::from_digit(*value, 10)).collect()
}

/// Ten digits: year, month, day, three digits, a Luhn check digit.
pub(super) fn parse_swedish(values: &[u32], century: Option<u32>) -> Option<(PersonalNumberKind, String)> {
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

/// Eleven digits: day, month, year, three digits that tell the century, two check digits. `century` is what is written of it.
pub(super) fn parse_norwegian(values: &[u32], written: Option<u32>) -> Option<(PersonalNumberKind, String)> {
    let (day, month, year) = (number(&values[..2]), number(&values[2..4]), number(&values[4..6]));
    let (kind, day, month) = match (day, month) {
        (day, 41..) => (PersonalNumberKind::Hjelpenummer, day, month - 40),
        (41.., month) => (PersonalNumberKind::DNummer, day - 40, month),
        (day, month) => (PersonalNumberKind::Fodselsnummer, day, month),
    };
    let individual = number(&values[6..9]);
    let century: u32 = match (individual, year) {
        (0..=499, _) | (900..=999, 40..=99) => 19,
        (500..=749, 54..=99) => 18,
        (500..=999, 0..=39) => 20,
        _ => return None,
    };
    if written.is_some_and(|written| written != century) {
        return None;
    }
    let is_valid = |weights: &[u32]| {
        let sum: u32 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        sum.is_multiple_of(11)
    };
    let check_digits_valid =
        is_valid(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) && is_valid(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    (check_digits_valid && is_date(century * 100 + year, month, day)).then(|| (kind, to_text(values)))
}

/// Whether a date exists.
pub(super) fn is_date(year: u32, month: u32, day: u32) -> bool {
    i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}
