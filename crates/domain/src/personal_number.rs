//! Personal identity numbers in text: Swedish personnummer and samordningsnummer, Norwegian fødselsnummer and D-nummer. For
//! warning people before they send one, and for removing one everywhere.

use std::ops::Range;

use chrono::NaiveDate;

use crate::choice::choice;

choice! {
    /// Which kind of number.
    Kind {
        /// Swedish: year, month, day, three figures, Luhn's check figure.
        Personnummer = "personnummer",
        /// The same for someone who is not in the Swedish population register: the day is 60 higher.
        Samordningsnummer = "samordningsnummer",
        /// Norwegian: day, month, year, three figures, two check figures.
        Fodselsnummer = "fodselsnummer",
        /// The same for someone who is not in the Norwegian population register: the day is 40 higher.
        DNummer = "d_nummer",
    }
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where, in bytes.
    pub at: Range<usize>,
    /// What kind.
    pub kind: Kind,
    /// The number itself, the same however it was written: ten figures for Sweden, eleven for Norway.
    pub key: String,
}

/// A figure of the text.
struct Figure {
    at: usize,
    value: u32,
}

/// Figures, perhaps in two groups.
struct Run {
    figures: Vec<Figure>,
    /// After how many figures the second group begins.
    broken_after: Option<usize>,
}

/// What people write between date and number. One of them, once.
fn is_break(c: char) -> bool {
    matches!(c, '-' | '+' | ' ' | '\u{a0}' | '\u{202f}' | '–' | '‐' | '‑' | '−')
}

/// Every number in a text, in order. What has the right shape, is a day of some year and has the right check figures is one.
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for run in runs(text) {
        if let Some((kind, key)) = read(&run)
            && let (Some(first), Some(last)) = (run.figures.first(), run.figures.last())
        {
            found.push(Found { at: first.at..last.at + 1, kind, key });
        }
    }
    found
}

/// Whether there is one.
pub fn has(text: &str) -> bool {
    !find(text).is_empty()
}

/// Every run of figures that could be a number: a group alone that no letter touches, or two groups with one break between
/// them where those are one.
fn runs(text: &str) -> Vec<Run> {
    let groups = groups(text);
    let mut runs = Vec::new();
    let mut next = 0;
    while let Some(group) = groups.get(next) {
        let pair = groups.get(next + 1).filter(|other| other.joined).map(|other| Run {
            figures: figures(text, &group.at).chain(figures(text, &other.at)).collect(),
            broken_after: Some(group.at.len()),
        });
        if let Some(run) = pair.filter(|run| read(run).is_some()) {
            runs.push(run);
            next += 2;
        } else {
            let alone = Run { figures: figures(text, &group.at).collect(), broken_after: None };
            runs.extend((!group.touched).then_some(alone));
            next += 1;
        }
    }
    runs
}

/// ASCII figures in a row.
struct Group {
    at: Range<usize>,
    /// One break and nothing else is between the group before and this one.
    joined: bool,
    /// A letter is right before or after it.
    touched: bool,
}

fn figures<'a>(text: &'a str, at: &Range<usize>) -> impl Iterator<Item = Figure> + use<'a> {
    at.clone()
        .filter_map(|at| Some(Figure { at, value: u32::from(text.as_bytes().get(at)?.checked_sub(b'0')?) }))
}

fn groups(text: &str) -> Vec<Group> {
    let bytes = text.as_bytes();
    let mut groups: Vec<Group> = Vec::new();
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
            let between = &text[last.at.end..at];
            !touched && !last.touched && between.chars().count() == 1 && between.chars().all(is_break)
        });
        groups.push(Group { at: at..end, joined, touched });
        at = end;
    }
    groups
}

/// What a run of figures is, and how it is written without anything between.
fn read(run: &Run) -> Option<(Kind, String)> {
    let values: Vec<u32> = run.figures.iter().map(|figure| figure.value).collect();
    match (values.len(), run.broken_after) {
        (10, None | Some(6)) => swedish(&values, None),
        (12, None | Some(8)) => {
            let century = number(&values[..2]);
            swedish(&values[2..], Some(century)).filter(|_| (18..=20).contains(&century))
        }
        (11, None | Some(6)) => norwegian(&values),
        _ => None,
    }
}

fn number(values: &[u32]) -> u32 {
    values.iter().fold(0, |number, value| number * 10 + value)
}

fn written(values: &[u32]) -> String {
    values.iter().filter_map(|value| char::from_digit(*value, 10)).collect()
}

fn swedish(values: &[u32], century: Option<u32>) -> Option<(Kind, String)> {
    let (year, month, day) = (number(&values[..2]), number(&values[2..4]), number(&values[4..6]));
    let (kind, day) = if day > 60 { (Kind::Samordningsnummer, day - 60) } else { (Kind::Personnummer, day) };
    // 1900 was no leap year, 2000 was: without a century, any that fits will do
    let centuries = century.map_or(vec![20, 19, 18], |century| vec![century]);
    let exists = centuries.into_iter().any(|century| is_day(century * 100 + year, month, day));
    let doubled = |(at, value): (usize, &u32)| match (at % 2 == 0, *value) {
        (true, value @ 5..) => value * 2 - 9,
        (true, value) => value * 2,
        (false, value) => value,
    };
    let sum: u32 = values.iter().enumerate().map(doubled).sum();
    (exists && sum.is_multiple_of(10)).then(|| (kind, written(values)))
}

fn norwegian(values: &[u32]) -> Option<(Kind, String)> {
    let (day, month, year) = (number(&values[..2]), number(&values[2..4]), number(&values[4..6]));
    let (kind, day) = if day > 40 { (Kind::DNummer, day - 40) } else { (Kind::Fodselsnummer, day) };
    let individual = number(&values[6..9]);
    let century = match (individual, year) {
        (0..=499, _) | (900..=999, 40..=99) => 19,
        (500..=749, 54..=99) => 18,
        (500..=999, 0..=39) => 20,
        _ => return None,
    };
    let fits = |weights: &[u32]| {
        let sum: u32 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
        sum.is_multiple_of(11)
    };
    let right = fits(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) && fits(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    (right && is_day(century * 100 + year, month, day)).then(|| (kind, written(values)))
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;

    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        find(text).into_iter().map(|found| (found.kind, text[found.at].to_owned())).collect()
    }

    #[test]
    fn swedish_numbers_are_known_however_they_are_written() {
        // Skatteverket's own example, and its spellings
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
            assert_eq!((found[0].kind, found[0].key.as_str()), (Kind::Personnummer, "8112289874"), "{text}");
            assert_eq!(&text[found[0].at.clone()], text);
        }
        assert_eq!(kinds("Mitt nr är 701063-2391, hej"), [(Kind::Samordningsnummer, "701063-2391".into())]);
    }

    #[test]
    fn norwegian_numbers_are_known_however_they_are_written() {
        for text in ["01010750160", "010107 50160", "010107-50160"] {
            assert_eq!(kinds(text), [(Kind::Fodselsnummer, text.to_owned())], "{text}");
        }
        // made by the rule, see the property below
        let d_number = norwegian_number(2, true).expect("a number");
        assert_eq!(kinds(&d_number), [(Kind::DNummer, d_number.clone())]);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
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
    fn several_in_one_text_are_all_found_where_they_stand() {
        let text = "Åsa 811228-9874 och Ola (01010750160)\n811228-9874.";
        let found = find(text);
        let places: Vec<_> = found.iter().map(|found| &text[found.at.clone()]).collect();
        assert_eq!(places, ["811228-9874", "01010750160", "811228-9874"]);
        assert_eq!(find("1 811228 9874 2").len(), 1, "beside other figures");
    }

    /// Chance that is the same every time.
    struct Chance(u64);

    impl Chance {
        fn below(&mut self, most: u32) -> u32 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            u32::try_from(self.0 >> 33).expect("31 bits") % most
        }

        fn day(&mut self) -> NaiveDate {
            NaiveDate::from_yo_opt(1900 + i32::try_from(self.below(140)).expect("small"), 1 + self.below(365))
                .expect("a day")
        }
    }

    fn swedish_number(seed: u64, coordination: bool) -> String {
        let mut chance = Chance(seed);
        let day = chance.day();
        let shown = day.day() + if coordination { 60 } else { 0 };
        let start = format!("{:02}{:02}{shown:02}{:03}", day.year() % 100, day.month(), chance.below(1000));
        // the one figure that makes it right, found by trying
        let right = (0..10).map(|check| format!("{start}{check}")).filter(|number| luhn(number));
        let all: Vec<String> = right.collect();
        assert_eq!(all.len(), 1, "one check figure fits");
        all[0].clone()
    }

    /// Luhn's check as it is taught: from the right, every second figure twice, figures added.
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
        let mut chance = Chance(seed * 77 + 5);
        let day = chance.day();
        let shown = day.day() + if d_number { 40 } else { 0 };
        let individual = if day.year() < 2000 { chance.below(500) } else { 500 + chance.below(500) };
        let start = format!("{shown:02}{:02}{:02}{individual:03}", day.month(), day.year() % 100);
        let values: Vec<u32> = start.bytes().map(|byte| u32::from(byte - b'0')).collect();
        let check = |values: &[u32], weights: &[u32]| {
            let sum: u32 = values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
            match 11 - sum % 11 {
                11 => Some(0),
                10 => None,
                figure => Some(figure),
            }
        };
        let first = check(&values, &[3, 7, 6, 1, 8, 9, 4, 5, 2])?;
        let values: Vec<u32> = values.into_iter().chain([first]).collect();
        let second = check(&values, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2])?;
        Some(format!("{start}{first}{second}"))
    }

    #[test]
    fn every_number_made_by_the_rules_is_found_in_any_text() {
        let around = [("", ""), ("nr ", "."), ("(", ")"), ("\n", "\n"), ("å:", ",å"), ("12 ", " år")];
        for seed in 1..3_000 {
            let mut numbers = vec![swedish_number(seed, false), swedish_number(seed, true)];
            numbers
                .extend([norwegian_number(seed, false), norwegian_number(seed, true)].into_iter().flatten());
            for number in numbers {
                let (before, after) = around[usize::try_from(seed).expect("small") % around.len()];
                let text = format!("{before}{number}{after}");
                let found = find(&text);
                assert!(found.iter().any(|found| text[found.at.clone()] == number), "{text:?}: {found:?}");
            }
        }
    }

    #[test]
    fn no_number_is_one_any_more_with_another_figure_in_it() {
        for seed in 1..300 {
            let swedish = swedish_number(seed, seed % 2 == 0);
            let norwegian = norwegian_number(seed, seed % 2 == 0);
            for number in [Some(swedish), norwegian].into_iter().flatten() {
                for at in 0..number.len() {
                    for figure in b'0'..=b'9' {
                        let mut other = number.clone().into_bytes();
                        if other[at] == figure {
                            continue;
                        }
                        other[at] = figure;
                        let other = String::from_utf8(other).expect("figures");
                        assert_eq!(kinds(&other), [], "{number} with {figure} at {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn any_text_is_read_without_a_fault_and_places_are_within_it() {
        let pieces =
            ["811228", "-", "9874", " ", "å", "０", "19", "+", "\u{a0}", "01010750160", "\n", "x", "–"];
        let mut chance = Chance(42);
        for _ in 0..20_000 {
            let count = chance.below(8);
            let text: String =
                (0..count).map(|_| pieces[usize::try_from(chance.below(13)).expect("small")]).collect();
            let mut last = 0;
            for found in find(&text) {
                assert!(found.at.start >= last && found.at.end <= text.len(), "{text:?}");
                assert!(!text[found.at.clone()].is_empty());
                last = found.at.end;
            }
        }
    }
}
