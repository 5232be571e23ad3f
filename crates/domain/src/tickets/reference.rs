//! Ticket references, the public identifiers of tickets.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::crockford;

const LENGTH: usize = 7;

/// A ticket reference: seven characters of Crockford base 32 (35 random bits, about 34 thousand million values), shown as
/// `K7M-3Q9X`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

impl Reference {
    /// Encodes the lower 35 bits of `bits`.
    pub fn from_random(bits: u64) -> Self {
        Self(crockford::encode(bits, LENGTH))
    }

    /// The seven characters without the dash, as stored.
    pub fn compact(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..3], &self.0[3..])
    }
}

/// The text is not a valid ticket reference.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a ticket reference, which looks like K7M-3Q9X")]
pub struct InvalidReference;

impl FromStr for Reference {
    type Err = InvalidReference;

    /// Parses what a person typed: any case, with or without dashes and spaces of any kind, and with the signs of a sentence
    /// around it; O is read as 0, I and L as 1.
    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        crockford::parse(text, LENGTH).map(Self).ok_or(InvalidReference)
    }
}

impl TryFrom<String> for Reference {
    type Error = InvalidReference;
    fn try_from(text: String) -> Result<Self, InvalidReference> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_parsed_however_they_are_typed() {
        let reference: Reference = "k7m-3q9x".parse().expect("valid");
        assert_eq!(reference.to_string(), "K7M-3Q9X");
        assert_eq!("oil 0000".parse::<Reference>().expect("valid").to_string(), "011-0000");
        for bad in ["", "K7M-3Q9", "K7M-3Q9XX", "K7M-3Q9U", "åäö-åäöå", "../../xyz"] {
            assert_eq!(bad.parse::<Reference>(), Err(InvalidReference), "{bad:?}");
        }
    }

    #[test]
    fn random_bits_make_a_readable_reference() {
        for bits in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
            let reference = Reference::from_random(bits);
            assert_eq!(reference.to_string().parse(), Ok(reference));
        }
    }
}
