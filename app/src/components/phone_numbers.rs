//! Telephone numbers in what people type: written internationally, or as in Sweden with the digits of the area set apart.
//! Norwegian numbers without a country code look like any other eight digits and are left alone.

use std::ops::Range;

use fyr_domain::{personal_number, text::plain_char};

/// Where telephone numbers are in a text, and the address of each.
pub(super) fn find_phone_numbers(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(['+', '0']).map(|at| from + at) {
        let length = candidate_length(&text[start..]);
        let end = start + length.max(1);
        let alone = !text[..start].ends_with(is_part_of_more) && !text[end..].starts_with(is_part_of_more);
        if let Some(address) = alone.then(|| address(&text[start..end])).flatten() {
            found.push((start..end, address));
        }
        from = end;
    }
    found
}

/// Whether a character beside a number makes it a part of something else: a date, a reference, an amount.
fn is_part_of_more(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '+' | '/' | '_' | '#' | '%')
}

fn is_separator(c: char) -> bool {
    matches!(plain_char(c), ' ' | '-')
}

/// How many bytes could be a number: a plus sign, and digits with single separators between them.
fn candidate_length(text: &str) -> usize {
    let mut length = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        match c {
            '+' if at == 0 => {}
            _ if c.is_ascii_digit() => {}
            _ if is_separator(c) && next_is_digit => {}
            _ => break,
        }
        length = at + c.len_utf8();
    }
    length
}

/// The address of a number; `None` where the digits are something else, such as a date or a personal identity number.
fn address(candidate: &str) -> Option<String> {
    let digits: String = candidate.chars().filter(char::is_ascii_digit).collect();
    if candidate.starts_with('+') {
        return (8..=15).contains(&digits.len()).then(|| format!("tel:+{digits}"));
    }
    let area = candidate.split(is_separator).next().unwrap_or_default();
    let dashes = candidate.chars().filter(|c| plain_char(*c) == '-').count();
    // Stockholm alone has an area of two digits
    let is_area = area == "08" || (3..=4).contains(&area.len());
    let is_number = is_area && dashes <= 1 && (8..=11).contains(&digits.len());
    let is_mobile = candidate.starts_with("07") && candidate.len() == 10 && digits.len() == 10;
    let is_either = (is_number || is_mobile) && !personal_number::contains(candidate);
    is_either.then(|| format!("tel:{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_people_write_them() {
        for (text, expected) in [
            ("Ring 08-123 45 67.", vec![("08-123 45 67", "tel:081234567")]),
            ("+46 8 123 45 67, före klockan 12", vec![("+46 8 123 45 67", "tel:+4681234567")]),
            (
                "070-123 45 67 eller 0701234567",
                vec![("070-123 45 67", "tel:0701234567"), ("0701234567", "tel:0701234567")],
            ),
            ("(0431–123 45)", vec![("0431–123 45", "tel:043112345")]),
            ("+47 22 33 44 55", vec![("+47 22 33 44 55", "tel:+4722334455")]),
            ("växeln: 010-000 00 00", vec![("010-000 00 00", "tel:0100000000")]),
        ] {
            let found = find_phone_numbers(text);
            let found: Vec<_> =
                found.iter().map(|(at, address)| (&text[at.clone()], address.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn other_digits_are_not_numbers() {
        for text in [
            "19811228-9874",
            "010203-1234",
            "010203 12345",
            "2026-11-29",
            "01-02-2026",
            "01 02 2026",
            "01 02 03 04",
            "kl. 08-17",
            "0 + 0 = 0",
            "+1",
            "ärende 0XA-19JN",
            "A08-123 45 67",
            "08-123 45 67-9",
            "1 000 000 kr",
            "0,5 %",
            "00000000000000000000",
        ] {
            assert_eq!(find_phone_numbers(text), [], "{text}");
        }
    }
}
