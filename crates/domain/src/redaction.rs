//! Taking text out of text: personal identity numbers however they are written, and whatever else somebody points at.

use std::ops::Range;

use uuid::Uuid;

use crate::personal_number;

/// What stands where something was.
pub const BLOCK: &str = "▇▇▇";

/// The fewest characters of a text that can be taken out: fewer stand everywhere.
pub const MIN: usize = 3;

/// The host of addresses that stand where one was removed. No mail ever goes there (RFC 2606).
const NOWHERE: &str = "@removed.invalid";

/// What stands in place of the address of someone who was removed.
pub fn removed_address(id: Uuid) -> String {
    format!("{}{NOWHERE}", id.simple())
}

/// Whether an address stands where one was removed.
pub fn is_removed_address(address: &str) -> bool {
    address.ends_with(NOWHERE)
}

/// What is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// A personal identity number by its key, however it is written.
    Number(String),
    /// A text, in capitals or not, whatever blanks and line ends are in it.
    Text(Pattern),
}

/// A text as it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<char>);

impl Secret {
    /// A text somebody points at; a personal identity number is taken out however it is written. `None` where it is too
    /// short.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let [number] = &personal_number::find(text)[..]
            && number.at == (0..text.len())
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
        let long_enough = pattern.iter().filter(|c| c.is_alphanumeric()).count() >= MIN;
        long_enough.then_some(Self::Text(Pattern(pattern)))
    }

    /// Where it stands in a text.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Number(key) => {
                let found = personal_number::find(text).into_iter().filter(|found| found.key == *key);
                found.map(|found| found.at).collect()
            }
            Self::Text(pattern) => pattern.places(text),
        }
    }
}

impl Pattern {
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if let Some(length) = self.begins(&text[at..]) {
                places.push(at..at + length);
                at += length;
            } else {
                at += c.len_utf8();
            }
        }
        places
    }

    /// How many bytes of the beginning of a text it is.
    fn begins(&self, text: &str) -> Option<usize> {
        let mut left = &self.0[..];
        let mut rest = text;
        while let Some(wanted) = left.first() {
            let c = rest.chars().next()?;
            if *wanted == ' ' {
                let trimmed = rest.trim_start();
                if trimmed.len() == rest.len() {
                    return None;
                }
                (rest, left) = (trimmed, &left[1..]);
            } else {
                for small in c.to_lowercase() {
                    left = left.strip_prefix(&[small])?;
                }
                rest = &rest[c.len_utf8()..];
            }
        }
        Some(text.len() - rest.len())
    }
}

/// The text without the secrets, and in how many places they stood; `None` where they do not stand in it.
pub fn redact(text: &str, secrets: &[Secret]) -> Option<(String, usize)> {
    let mut places: Vec<Range<usize>> = secrets.iter().flat_map(|secret| secret.places(text)).collect();
    places.sort_by_key(|place| place.start);
    let mut without = String::new();
    let (mut upto, mut count) = (0, 0);
    for place in places {
        if place.start >= upto {
            without.push_str(&text[upto..place.start]);
            without.push_str(BLOCK);
            count += 1;
        }
        // where two overlap, both go
        upto = upto.max(place.end);
    }
    without.push_str(&text[upto..]);
    (count > 0).then_some((without, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, secrets: &[&str]) -> String {
        let secrets: Vec<_> = secrets.iter().map(|text| Secret::parse(text).expect("long enough")).collect();
        redact(text, &secrets).map_or_else(|| text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn a_number_goes_however_it_is_written() {
        let text = "Nr 811228-9874, alltså 19811228 9874 eller 8112289874. Inte 701063-2391.";
        assert_eq!(without(text, &["8112289874"]), "Nr ▇▇▇, alltså ▇▇▇ eller ▇▇▇. Inte 701063-2391.");
    }

    #[test]
    fn a_text_goes_in_capitals_and_over_line_ends() {
        assert_eq!(without("STORGATAN 1\n och storgatan  1.", &["Storgatan 1"]), "▇▇▇\n och ▇▇▇.");
        assert_eq!(without("Åsa Öberg, åsa öberg", &["ÅSA\nÖBERG"]), "▇▇▇, ▇▇▇");
    }

    #[test]
    fn what_overlaps_goes_as_a_whole() {
        assert_eq!(without("abcdef", &["abcd", "cdef"]), "▇▇▇");
        assert_eq!(without("abcdef", &["abcdef", "bcd"]), "▇▇▇");
        assert_eq!(without("aaaaaa", &["aaa"]), "▇▇▇▇▇▇");
    }

    #[test]
    fn a_removed_address_is_known_as_one() {
        let address = removed_address(Uuid::from_u128(7));
        assert!(is_removed_address(&address) && !is_removed_address("a@removed.invalid.example"));
        assert!(crate::text::EmailAddress::parse(&address).is_ok());
    }

    #[test]
    fn what_is_too_short_or_not_there_changes_nothing() {
        for text in ["", "  ", "ab", "- -", "▇▇▇", "a b"] {
            assert_eq!(Secret::parse(text), None, "{text:?}");
        }
        let secret = Secret::parse("finns inte").expect("long enough");
        assert_eq!(redact("Något annat", &[secret]), None);
    }
}
