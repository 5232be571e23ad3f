//! Redaction: removing personal identity numbers (in any spelling) and chosen texts from text.

use std::ops::Range;

use uuid::Uuid;

use crate::personal_number;

/// The mark that replaces redacted text.
const REDACTION_MARK: &str = "▇▇▇";

/// The minimum number of letters and digits of a text to redact: shorter texts would match everywhere.
pub const MIN_CHARS: usize = 3;

/// The domain of the placeholder addresses of removed accounts. `.invalid` never receives mail (RFC 2606).
const REMOVED_DOMAIN: &str = "@removed.invalid";

/// The placeholder that replaces the email address of a removed account.
pub fn removed_address(id: Uuid) -> String {
    format!("{}{REMOVED_DOMAIN}", id.simple())
}

/// Whether an email address is the placeholder of a removed account.
pub fn is_removed_address(address: &str) -> bool {
    address.ends_with(REMOVED_DOMAIN)
}

/// Something to redact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedactionTarget {
    /// A personal identity number by its [key](crate::personal_number::PersonalNumber::key), in any spelling.
    Number(String),
    /// A text, in upper or lower case and with any whitespace between its words.
    Text(TextPattern),
}

/// A text to search for: lower case, with one space for each run of whitespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPattern(Vec<char>);

impl RedactionTarget {
    /// Parses a text that a person chose. A personal identity number matches in any spelling. `None` where the text has fewer
    /// than [`MIN_CHARS`] letters and digits.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let [number] = &personal_number::find(text)[..]
            && number.range == (0..text.len())
        {
            return Some(Self::Number(number.key.clone()));
        }
        let mut pattern = Vec::new();
        for c in text.chars() {
            if !c.is_whitespace() {
                pattern.extend(c.to_lowercase());
            } else if pattern.last() != Some(&' ') {
                pattern.push(' ');
            }
        }
        let long_enough = pattern.iter().filter(|c| c.is_alphanumeric()).count() >= MIN_CHARS;
        long_enough.then_some(Self::Text(TextPattern(pattern)))
    }

    /// The byte ranges of every match in a text.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Number(key) => {
                let numbers = personal_number::find(text).into_iter().filter(|number| number.key == *key);
                numbers.map(|number| number.range).collect()
            }
            Self::Text(pattern) => pattern.find(text),
        }
    }
}

impl TextPattern {
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if let Some(length) = self.prefix_length(&text[at..]) {
                ranges.push(at..at + length);
                at += length;
            } else {
                at += c.len_utf8();
            }
        }
        ranges
    }

    /// The length in bytes of the match at the start of a text.
    fn prefix_length(&self, text: &str) -> Option<usize> {
        let mut left = &self.0[..];
        let mut rest = text;
        while let Some(expected) = left.first() {
            let c = rest.chars().next()?;
            if *expected == ' ' {
                let trimmed = rest.trim_start();
                if trimmed.len() == rest.len() {
                    return None;
                }
                (rest, left) = (trimmed, &left[1..]);
            } else {
                for lower in c.to_lowercase() {
                    left = left.strip_prefix(&[lower])?;
                }
                rest = &rest[c.len_utf8()..];
            }
        }
        Some(text.len() - rest.len())
    }
}

/// A text after redaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactedText {
    /// The text with a mark in place of each match.
    pub text: String,
    /// The number of matches; overlapping ones count once.
    pub count: usize,
}

/// Redacts every match of the targets in a text. `None` where nothing matches.
pub fn redact(text: &str, targets: &[RedactionTarget]) -> Option<RedactedText> {
    let mut ranges: Vec<Range<usize>> = targets.iter().flat_map(|target| target.find(text)).collect();
    ranges.sort_by_key(|range| range.start);
    let mut redacted = String::new();
    let (mut end, mut count) = (0, 0);
    for range in ranges {
        if range.start >= end {
            redacted.push_str(&text[end..range.start]);
            redacted.push_str(REDACTION_MARK);
            count += 1;
        }
        // overlapping matches are removed as a whole
        end = end.max(range.end);
    }
    redacted.push_str(&text[end..]);
    (count > 0).then_some(RedactedText { text: redacted, count })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, targets: &[&str]) -> String {
        let targets: Vec<_> =
            targets.iter().map(|text| RedactionTarget::parse(text).expect("long enough")).collect();
        redact(text, &targets).map_or_else(|| text.to_owned(), |redacted| redacted.text)
    }

    #[test]
    fn a_personal_number_is_redacted_in_any_spelling() {
        let text = "Nr 811228-9874, alltså 19811228 9874 eller 8112289874. Inte 701063-2391.";
        assert_eq!(without(text, &["8112289874"]), "Nr ▇▇▇, alltså ▇▇▇ eller ▇▇▇. Inte 701063-2391.");
    }

    #[test]
    fn a_text_is_redacted_in_capitals_and_across_line_ends() {
        assert_eq!(without("STORGATAN 1\n och storgatan  1.", &["Storgatan 1"]), "▇▇▇\n och ▇▇▇.");
        assert_eq!(without("Åsa Öberg, åsa öberg", &["ÅSA\nÖBERG"]), "▇▇▇, ▇▇▇");
    }

    #[test]
    fn overlapping_matches_are_redacted_as_a_whole() {
        assert_eq!(without("abcdef", &["abcd", "cdef"]), "▇▇▇");
        assert_eq!(without("abcdef", &["abcdef", "bcd"]), "▇▇▇");
        assert_eq!(without("aaaaaa", &["aaa"]), "▇▇▇▇▇▇");
    }

    #[test]
    fn the_placeholder_of_a_removed_address_is_recognised() {
        let address = removed_address(Uuid::from_u128(7));
        assert!(is_removed_address(&address) && !is_removed_address("a@removed.invalid.example"));
        assert!(crate::text::EmailAddress::parse(&address).is_err(), "nobody can type it anywhere");
    }

    #[test]
    fn texts_that_are_too_short_or_absent_change_nothing() {
        for text in ["", "  ", "ab", "- -", "▇▇▇", "a b"] {
            assert_eq!(RedactionTarget::parse(text), None, "{text:?}");
        }
        let target = RedactionTarget::parse("finns inte").expect("long enough");
        assert_eq!(redact("Något annat", &[target]), None);
    }
}
