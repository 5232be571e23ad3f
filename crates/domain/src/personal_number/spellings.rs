//! How people write personal identity numbers: digits in one piece or in groups, with signs between them. Spellings that are more
//! often something else (a telephone number, a time, a version) are none.

use std::ops::Range;

use super::{
    PersonalNumber, PersonalNumberKind,
    checks::{is_date, number, parse_norwegian, parse_swedish, to_text},
};

/// A sequence of adjacent ASCII digits.
#[derive(Debug)]
pub(super) struct DigitGroup {
    range: Range<usize>,
    /// What stands between the previous group and this one; `None` where that is no separator.
    separator: Option<Separator>,
    /// A letter or another digit is directly before it, or the country code of a telephone number.
    touched_before: bool,
    /// It is the country code of a telephone number: `+46`.
    country_code: bool,
    /// A letter or another digit is directly after it.
    touched_after: bool,
}

/// What stands between two groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    /// A hyphen, dash or plus sign, perhaps with a space on both sides.
    Dash,
    /// One space.
    Space,
    /// A full stop.
    Stop,
    /// A slash.
    Slash,
}

impl Separator {
    fn parse(text: &str) -> Option<Self> {
        let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
        let is_dash = |c: char| matches!(c, '-' | '+' | '–' | '—' | '‐' | '‑' | '−');
        let mut chars = text.chars();
        match (chars.next()?, chars.next(), chars.next(), chars.next()) {
            ('.', None, None, None) => Some(Self::Stop),
            ('/', None, None, None) => Some(Self::Slash),
            (c, None, None, None) if is_space(c) => Some(Self::Space),
            (c, None, None, None) if is_dash(c) => Some(Self::Dash),
            (before, Some(c), Some(after), None) if is_space(before) && is_dash(c) && is_space(after) => {
                Some(Self::Dash)
            }
            _ => None,
        }
    }
}

/// Every sequence of digits in a text.
pub(super) fn digit_groups(text: &str) -> Vec<DigitGroup> {
    let bytes = text.as_bytes();
    let mut groups: Vec<DigitGroup> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut before = text[..at].chars().rev();
        let (sign, earlier) = (before.next(), before.next());
        let country_code = sign == Some('+') && !earlier.is_some_and(|c| c.is_ascii_digit());
        let separator = groups.last().and_then(|last| Separator::parse(&text[last.range.end..at]));
        let follows_code = separator.is_some() && groups.last().is_some_and(|last| last.country_code);
        groups.push(DigitGroup {
            range: at..end,
            separator,
            touched_before: country_code || follows_code || sign.is_some_and(char::is_alphanumeric),
            country_code,
            touched_after: text[end..].chars().next().is_some_and(char::is_alphanumeric),
        });
        at = end;
    }
    groups
}

/// The parts of a written number, as digits, and how they are separated.
struct Written {
    /// Digits of the date in groups: one, or day, month and year in their order.
    date: Vec<Vec<u32>>,
    /// What separates date and number; `None` where they are in one piece.
    separator: Option<Separator>,
    /// The four or five digits after the date.
    number: Vec<u32>,
}

/// The number that begins with this group, and how many groups it has. Of several spellings the one with most groups counts.
pub(super) fn find_at(text: &str, groups: &[DigitGroup], first: usize) -> Option<(usize, PersonalNumber)> {
    let longest = (groups.len() - first).min(5);
    for used in (1..=longest).rev() {
        let part = &groups[first..first + used];
        let Some((first, last)) = part.first().zip(part.last()) else { continue };
        let inner = part.iter().skip(1);
        if first.touched_before
            || part[..used - 1].iter().any(|group| group.touched_after)
            || inner.clone().any(|group| group.touched_before || group.separator.is_none())
        {
            continue;
        }
        // several short groups among more of them are a telephone number or an account
        let continues = |group: Option<&DigitGroup>| group.is_some_and(|group| group.separator.is_some());
        let next = groups.iter().find(|group| group.range.start >= last.range.end);
        if used > 2 && (continues(Some(first)) || continues(next)) {
            continue;
        }
        let range = first.range.start..last.range.end;
        let found = if last.touched_after { None } else { parse(text, part) };
        if let Some((kind, key)) = found {
            return Some((used, PersonalNumber { range, kind, key }));
        }
    }
    find_interim(text, groups.get(first)?).map(|number| (1, number))
}

/// Validates groups of digits in the spellings of both countries.
fn parse(text: &str, groups: &[DigitGroup]) -> Option<(PersonalNumberKind, String)> {
    let digits = |group: &DigitGroup| -> Vec<u32> {
        text[group.range.clone()].chars().filter_map(|c| c.to_digit(10)).collect()
    };
    let groups_of_digits: Vec<Vec<u32>> = groups.iter().map(digits).collect();
    if let [whole] = groups_of_digits.as_slice() {
        let split = whole.len().checked_sub(if whole.len() == 11 { 5 } else { 4 })?;
        let (date, number) = whole.split_at(split);
        let written = Written { date: vec![date.to_vec()], separator: None, number: number.to_vec() };
        return parse_written(&written).filter(|_| !is_labelled_otherwise(&text[..groups[0].range.start]));
    }
    let lengths: Vec<usize> = groups_of_digits.iter().map(Vec::len).collect();
    // how many groups are the date
    let date_groups = match lengths.as_slice() {
        [6 | 8, 4 | 5] | [6 | 8, 2 | 3, 2] => 1,
        [1 | 2 | 4, 1 | 2, 1 | 2 | 4, 4 | 5] | [1 | 2, 1 | 2, 2 | 4, 3, 2] => 3,
        _ => return None,
    };
    let separators: Vec<Separator> = groups.iter().skip(1).filter_map(|group| group.separator).collect();
    let (within, rest) = separators.split_at(date_groups - 1);
    if within.windows(2).any(|pair| pair[0] != pair[1]) || rest.iter().skip(1).any(|s| *s != Separator::Space)
    {
        return None;
    }
    let separator = *rest.first()?;
    // 23 88 is as often a part of a telephone number
    let four_in_pairs = lengths[date_groups..] == [2, 2];
    if matches!(separator, Separator::Stop | Separator::Slash)
        || four_in_pairs && separator != Separator::Dash
    {
        return None;
    }
    let (date, number) = groups_of_digits.split_at(date_groups);
    parse_written(&Written { date: date.to_vec(), separator: Some(separator), number: number.concat() })
}

fn parse_written(written: &Written) -> Option<(PersonalNumberKind, String)> {
    let two = |digits: &[u32]| match *digits {
        [one] => Some(vec![0, one]),
        [_, _] => Some(digits.to_vec()),
        _ => None,
    };
    if written.number.len() == 5 {
        // day, month, year
        let (day_and_month, year) = match written.date.as_slice() {
            [date] => date.split_at_checked(4).map(|(start, year)| (start.to_vec(), year.to_vec()))?,
            [day, month, year] => ([two(day)?, two(month)?].concat(), year.clone()),
            _ => return None,
        };
        let (century, year) = split_century(&year)?;
        return parse_norwegian(&[day_and_month, year, written.number.clone()].concat(), century);
    }
    // year, month, day
    let (year, month_and_day) = match written.date.as_slice() {
        [date] => date
            .split_at_checked(date.len().checked_sub(4)?)
            .map(|(year, end)| (year.to_vec(), end.to_vec()))?,
        [year, month, day] => (year.clone(), [two(month)?, two(day)?].concat()),
        _ => return None,
    };
    let (century, short_year) = split_century(&year)?;
    if century.is_some_and(|century| !(18..=20).contains(&century))
        || is_date_and_time(written, century, &short_year)
    {
        return None;
    }
    parse_swedish(&[short_year, month_and_day, written.number.clone()].concat(), century)
}

/// A year as its century, where that is written, and its last two digits.
fn split_century(year: &[u32]) -> Option<(Option<u32>, Vec<u32>)> {
    match year {
        [_, _] => Some((None, year.to_vec())),
        [_, _, end @ ..] if end.len() == 2 => Some((Some(number(&year[..2])), end.to_vec())),
        _ => None,
    }
}

/// Whether this is rather a date of these years with a time of day, such as `2026-11-21 1030`: nobody who writes to a support
/// desk was born then.
fn is_date_and_time(written: &Written, century: Option<u32>, short_year: &[u32]) -> bool {
    let is_recent = matches!((century, number(short_year)), (None | Some(20), 13..=39));
    let is_time = number(&written.number[..2]) < 24 && number(&written.number[2..]) < 60;
    let is_timestamp = match written.separator {
        Some(separator) => separator == Separator::Space,
        // ten digits in one piece are no usual time
        None => century.is_some(),
    };
    is_recent && is_time && is_timestamp
}

/// A number with a letter in place of the first of the last four digits: `900215-T388`.
fn find_interim(text: &str, group: &DigitGroup) -> Option<PersonalNumber> {
    let date: Vec<u32> = text[group.range.clone()].chars().filter_map(|c| c.to_digit(10)).collect();
    if group.touched_before || !matches!(date.len(), 6 | 8) {
        return None;
    }
    let (years, month_and_day) = date.split_at(date.len() - 4);
    let (century, year) = split_century(years)?;
    let (month, day) = (number(&month_and_day[..2]), number(&month_and_day[2..]));
    let centuries = century.map_or(vec![20, 19], |century| vec![century]);
    let mut centuries = centuries.into_iter().filter(|century| (18..=20).contains(century));
    if !centuries.any(|century| is_date(century * 100 + number(&year), month, day)) {
        return None;
    }
    let rest = &text[group.range.end..];
    let separator: String = rest.chars().take_while(|c| !c.is_alphanumeric()).collect();
    let rest = &rest[separator.len()..];
    if !separator.is_empty() && Separator::parse(&separator) != Some(Separator::Dash) {
        return None;
    }
    let mut chars = rest.chars();
    let letter = chars.next().filter(|c| "JKLMNRSTUWX".contains(*c))?;
    let end: String = chars.as_str().chars().take_while(char::is_ascii_digit).collect();
    let after = chars.as_str()[end.len()..].chars().next();
    if end.len() != 3 || after.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let last = group.range.end + separator.len() + letter.len_utf8() + end.len();
    let key = format!("{}{letter}{end}", to_text(&date[date.len() - 6..]));
    Some(PersonalNumber { range: group.range.start..last, kind: PersonalNumberKind::Interimsnummer, key })
}

/// Whether the words before digits in one piece say that they are something else, such as a telephone number or an order.
fn is_labelled_otherwise(before: &str) -> bool {
    const WHOLE: [&str; 12] =
        ["tel", "tlf", "tfn", "tif", "sms", "ocr", "kid", "org", "orgnr", "telnr", "ean", "imei"];
    const STEMS: [&str; 12] = [
        "telefon",
        "mobil",
        "phone",
        "ringn",
        "order",
        "ordre",
        "faktura",
        "invoice",
        "serien",
        "serial",
        "organisasjonsn",
        "organisationsn",
    ];
    // the label is in the same line
    let line = before.rsplit('\n').next().unwrap_or_default();
    let words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let label = words.rev().find(|word| {
        // folding all of Unicode would add some kilobytes to the module for the browser
        !matches!(
            word.to_ascii_lowercase().as_str(),
            "nr" | "nummer" | "no" | "number" | "är" | "Är" | "er" | "is"
        )
    });
    let Some(label) = label.map(str::to_ascii_lowercase) else { return false };
    WHOLE.contains(&label.as_str()) || STEMS.iter().any(|stem| label.starts_with(stem)) && label != "mobilt"
}
