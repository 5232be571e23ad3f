//! How people write personal identity numbers: digits in one piece or in groups, with signs between them. Spellings that are more
//! often something else (a telephone number, a time, a version, an amount) are none.

use std::ops::Range;

use super::{
    PersonalNumber, PersonalNumberKind,
    checks::{is_date, number, parse_norwegian, parse_swedish, to_text},
    labels::{Label, is_person_word, label_before},
};

/// A sequence of adjacent digits.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing about what is beside it")]
pub(super) struct DigitGroup {
    range: Range<usize>,
    /// What stands between the previous group and this one; `None` where that is no separator.
    separator: Option<Separator>,
    /// A separator that continues a sentence or a list of numbers, not only the text: no line end, and no stop with a space after it.
    continues: bool,
    /// A letter is directly before it, unless it spells a word for a personal number, or the country code of a telephone number.
    touched_before: bool,
    /// It is the country code of a telephone number: `+46`.
    country_code: bool,
    /// A letter is directly after it.
    touched_after: bool,
}

/// What stands between two groups of digits, perhaps with spaces and one line end around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    /// A hyphen or dash.
    Dash,
    /// A plus sign, which takes the place of the hyphen after the hundredth birthday.
    Plus,
    /// Spaces or a line end alone.
    Space,
    /// An underscore or a tilde.
    Underscore,
    /// A full stop.
    Stop,
    /// A slash.
    Slash,
    /// A colon.
    Colon,
    /// The name of a month, from 1, between day and year.
    Month(u32),
}

/// The most characters between two groups; more are the columns of a table.
const MAX_GAP: usize = 12;
/// How the names of the months begin in our languages.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb"],
    &["mar"],
    &["apr"],
    &["maj", "mai", "may"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["okt", "oct"],
    &["nov"],
    &["dec", "des"],
];

impl Separator {
    fn parse(gap: &str) -> Option<Self> {
        if gap.len() > MAX_GAP || gap.matches('\n').count() > 1 {
            return None;
        }
        let mut signs = gap.trim().chars();
        match (signs.next(), signs.next()) {
            (None, _) => (!gap.is_empty()).then_some(Self::Space),
            (Some('-'), None) => Some(Self::Dash),
            (Some('+'), None) => Some(Self::Plus),
            (Some('_' | '~'), None) => Some(Self::Underscore),
            (Some('.'), None) => Some(Self::Stop),
            (Some('/'), None) => Some(Self::Slash),
            (Some(':'), None) => Some(Self::Colon),
            _ => Self::month(gap),
        }
    }

    fn month(gap: &str) -> Option<Self> {
        let name = gap.trim_matches(|c: char| matches!(c, ' ' | '.')).to_ascii_lowercase();
        let is_name =
            name.len() != gap.len() && name.len() >= 3 && name.bytes().all(|b| b.is_ascii_lowercase());
        let begins = |names: &[&str]| names.iter().any(|start| name.starts_with(start));
        (1..).zip(MONTHS).find(|(_, names)| is_name && begins(names)).map(|(month, _)| Self::Month(month))
    }

    /// Whether it stands between date and number where the date has separators of its own, or within such a date. With a colon,
    /// and before the number with a stop or a slash, that is a version, a path or a time.
    const fn is_usual(self) -> bool {
        matches!(self, Self::Dash | Self::Plus | Self::Space | Self::Underscore)
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
        let gap = groups.last().map(|last| &text[last.range.end..at]);
        let separator = gap.and_then(Separator::parse);
        let ends_sentence = |gap: &str| gap.contains('\n') || gap.starts_with(['.', ':']) && gap.len() > 1;
        let follows_code = separator.is_some() && groups.last().is_some_and(|last| last.country_code);
        groups.push(DigitGroup {
            range: at..end,
            separator,
            continues: separator.is_some() && !gap.is_some_and(ends_sentence),
            touched_before: country_code || follows_code || is_touched_before(&text[..at]),
            country_code,
            touched_after: text[end..].chars().next().is_some_and(char::is_alphanumeric),
        });
        at = end;
    }
    groups
}

fn is_touched_before(before: &str) -> bool {
    let letters =
        before.chars().rev().take(20).take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
    letters > 0 && !is_person_word(&before[before.len() - letters..])
}

/// The parts of a written number, as digits, and how they are separated.
struct Written {
    /// Digits of the date in groups: one, or day, month and year in their order.
    date: Vec<Vec<u32>>,
    /// What separates date and number; `None` where they are in one piece.
    separator: Option<Separator>,
    /// The four or five digits after the date.
    number: Vec<u32>,
    /// The date is day, month and year, as people write it with the name of the month.
    has_month_in_letters: bool,
    /// What the words before it call it.
    label: Option<Label>,
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
        let next = groups.get(groups.partition_point(|group| group.range.start < last.range.end));
        if used > 2 && (first.continues || next.is_some_and(|group| group.continues)) {
            continue;
        }
        let range = first.range.start..last.range.end;
        if let Some((kind, key)) = parse(text, part) {
            return Some((used, PersonalNumber { range, kind, key }));
        }
    }
    find_interim(text, groups.get(first)?).map(|number| (1, number))
}

/// Validates groups of digits in the spellings of both countries.
fn parse(text: &str, groups: &[DigitGroup]) -> Option<(PersonalNumberKind, String)> {
    let (first, last) = groups.first().zip(groups.last())?;
    let separators: Vec<Separator> = groups.iter().skip(1).filter_map(|group| group.separator).collect();
    let digits = |group: &DigitGroup| -> Vec<u32> {
        text[group.range.clone()].chars().filter_map(|c| c.to_digit(10)).collect()
    };
    let digits: Vec<Vec<u32>> = groups.iter().map(digits).collect();
    // letters may follow the usual form, as in `900215-2388och`; elsewhere they make it a word
    let is_usual_form = separators == [Separator::Dash] && matches!(digits[0].len(), 6 | 8);
    if last.touched_after && !is_usual_form || groups.len() == 1 && is_part_of_amount(text, &first.range) {
        return None;
    }
    let mut written = split_groups(&digits, &separators)?;
    written.label = label_before(&text[..first.range.start]);
    if written.label == Some(Label::Other) { None } else { parse_written(&written) }
}

/// Which digits are the date and which the number; `None` for groups that are more often something else. Five digits have check
/// digits that hardly anything else fulfils, so they may be grouped more freely than four.
fn split_groups(digits: &[Vec<u32>], separators: &[Separator]) -> Option<Written> {
    use Separator::{Dash, Month, Plus, Space};
    let lengths: Vec<usize> = digits.iter().map(Vec::len).collect();
    let months = separators.iter().filter(|separator| matches!(separator, Month(_))).count();
    let cut = |all: Vec<u32>, at: usize| (vec![all[..at].to_vec()], all[at..].to_vec());
    let (date, number) = match (lengths.as_slice(), separators) {
        (&[length @ (10 | 12)], []) => cut(digits.concat(), length - 4),
        (&[11], []) => cut(digits.concat(), 6),
        // the month in letters
        (&[1 | 2, 2 | 4, 4 | 5], &[Month(month), separator]) if months == 1 && separator.is_usual() => {
            (vec![digits[0].clone(), vec![month / 10, month % 10], digits[1].clone()], digits[2].clone())
        }
        _ if months > 0 => return None,
        (
            &([date @ (6 | 8), 4 | 5]
            | [date @ (6 | 8), 3, 2]
            | [date @ (6 | 8), 2, 3]
            | [date @ (6 | 8), 1, 4]),
            _,
        ) => cut(digits.concat(), date),
        // 23 88 is as often a part of a telephone number, where no hyphen is before it
        (&[7, 4] | &[3, 3, 5] | &[3, 3, 3, 2], _) | (&[6, 2, 2], [Dash | Plus, Space]) => {
            cut(digits.concat(), 6)
        }
        (&[8, 2, 2], [Dash | Plus | Space, Space]) | (&[4, 4, 4], [Dash | Space, Dash | Plus | Space]) => {
            cut(digits.concat(), 8)
        }
        (&[1 | 2 | 4, 1 | 2, 1 | 2 | 4, 4], &[one, other, separator]) => {
            let is_date = one == other && one != Separator::Colon;
            if !is_date || !separator.is_usual() {
                return None;
            }
            (digits[..3].to_vec(), digits[3].clone())
        }
        (&[1 | 2, 1 | 2, 2 | 4, 5] | &[1 | 2, 1 | 2, 2 | 4, 3, 2] | &[1 | 2, 1 | 2, 2 | 4, 2, 3], _) => {
            (digits[..3].to_vec(), digits[3..].concat())
        }
        _ => return None,
    };
    let separator = separators.get(if date.len() == 3 && months == 0 { 2 } else { months }).copied();
    Some(Written { date, separator, number, has_month_in_letters: months == 1, label: None })
}

/// Whether digits in one piece continue before or after a decimal point or comma, or a colon: an amount, a coordinate.
fn is_part_of_amount(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let digits_before = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let digits_after = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    // a longer neighbour is another number of a list
    let is_short = |digits: usize| (1..=4).contains(&digits);
    before.strip_suffix(['.', ',', ':']).is_some_and(|rest| is_short(digits_before(rest)))
        || after.strip_prefix(['.', ',']).is_some_and(|rest| is_short(digits_after(rest)))
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
        [day, month, year] if written.has_month_in_letters => {
            (year.clone(), [two(month)?, two(day)?].concat())
        }
        [year, month, day] => (year.clone(), [two(month)?, two(day)?].concat()),
        _ => return None,
    };
    let (century, short_year) = split_century(&year)?;
    if century.is_some_and(|century| !(18..=20).contains(&century))
        || written.label != Some(Label::Person)
            && (is_date_and_time(written, century, &short_year, &month_and_day)
                || is_mobile(written, &short_year, &month_and_day))
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

/// Whether this is rather a date of these years with a time of day, such as `2026-11-21 1030` or `backup-241103-0006`: nobody who
/// writes to a support desk was born then. Without a century, years from 30 on are those of old people.
fn is_date_and_time(
    written: &Written,
    century: Option<u32>,
    short_year: &[u32],
    month_and_day: &[u32],
) -> bool {
    let is_recent = matches!((century, number(short_year)), (Some(20), 13..) | (None, 13..=29));
    let is_day = number(&month_and_day[2..]) <= 31;
    let is_time = number(&written.number[..2]) < 24 && number(&written.number[2..]) < 60;
    // the plus sign says that the person is older than a hundred
    let is_old = century.is_none() && written.separator == Some(Separator::Plus);
    is_recent && is_day && is_time && !is_old
}

/// Whether this is rather a Swedish mobile number: `0705040301`.
fn is_mobile(written: &Written, short_year: &[u32], month_and_day: &[u32]) -> bool {
    let is_in_one_piece = written.date.len() == 1 && written.date[0].len() == 6;
    is_in_one_piece
        && matches!(written.separator, None | Some(Separator::Space))
        && *short_year == [0, 7]
        && matches!(month_and_day, [0 | 2 | 3 | 6 | 9, ..])
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
    let gap = rest.len() - rest.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    if gap > 0 && Separator::parse(&rest[..gap]) != Some(Separator::Dash) {
        return None;
    }
    let mut chars = rest[gap..].chars();
    let letter = chars.next().map(|c| c.to_ascii_uppercase()).filter(|c| "JKLMNRSTUWX".contains(*c))?;
    let end: String = chars.as_str().chars().take_while(char::is_ascii_digit).collect();
    let after = chars.as_str()[end.len()..].chars().next();
    if end.len() != 3
        || after.is_some_and(char::is_alphanumeric)
        || label_before(&text[..group.range.start]) == Some(Label::Other)
    {
        return None;
    }
    let last = group.range.end + gap + letter.len_utf8() + end.len();
    let key = format!("{}{letter}{end}", to_text(&date[date.len() - 6..]));
    Some(PersonalNumber { range: group.range.start..last, kind: PersonalNumberKind::Interimsnummer, key })
}
