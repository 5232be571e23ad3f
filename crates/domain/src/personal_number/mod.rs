//! Finding personal identity numbers in text: Swedish personnummer and samordningsnummer, Norwegian fødselsnummer and
//! D-nummer. Used to warn people before they submit one, and for redaction.

mod checks;
mod folded;
mod labels;
mod spellings;
#[cfg(test)]
mod tests;

use std::ops::Range;

use folded::FoldedText;
use spellings::{digit_groups, find_at};

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
        /// Norwegian, for patients without a known number: a fødselsnummer with 40 added to the month.
        Hjelpenummer = "hjelpenummer",
        /// Swedish number of a student or patient without a personnummer: year, month, day, a letter, three digits.
        Interimsnummer = "interimsnummer",
    }
}

/// A personal identity number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalNumber {
    /// The byte range of the number in the text.
    pub range: Range<usize>,
    /// The kind of number.
    pub kind: PersonalNumberKind,
    /// The digits without separators and century, equal for all spellings: ten for Sweden, eleven for Norway;
    /// a letter stands where it is written.
    pub key: String,
}

/// Every personal identity number in a text, in order. A number is written in one of the ways in
/// which people write them, with an existing date and valid check digits, and no word before it says that it is something else.
pub fn find(text: &str) -> Vec<PersonalNumber> {
    let folded = FoldedText::new(text);
    let groups = digit_groups(&folded.text);
    let mut numbers = Vec::new();
    let mut next = 0;
    while next < groups.len() {
        match find_at(&folded.text, &groups, next) {
            Some((used, number)) => {
                numbers.push(PersonalNumber { range: folded.original(&number.range), ..number });
                next += used;
            }
            None => next += 1,
        }
    }
    numbers
}

/// Whether a text contains a personal identity number.
pub fn contains(text: &str) -> bool {
    !find(text).is_empty()
}
