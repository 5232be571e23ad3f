//! The short code that a counsellor reads out to a participant and that the participant types in to accept the relation.

use std::{fmt, str::FromStr};

use crate::crockford;

const LENGTH: usize = 8;

/// An invitation code: eight characters of Crockford base 32 (40 random bits), shown as `7KQX-2MVN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationCode(String);

impl InvitationCode {
    /// Encodes the lower 40 bits of `bits`.
    pub fn from_random(bits: u64) -> Self {
        Self(crockford::encode(bits, LENGTH))
    }

    /// The eight characters without the dash.
    pub fn compact(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InvitationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..4], &self.0[4..])
    }
}

/// The text is not a valid invitation code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a code, which looks like 7KQX-2MVN")]
pub struct InvalidInvitationCode;

impl FromStr for InvitationCode {
    type Err = InvalidInvitationCode;

    /// Parses what a person typed: any case, with or without dashes and spaces of any kind, and with the signs of a sentence
    /// around it; O is read as 0, I and L as 1.
    fn from_str(text: &str) -> Result<Self, InvalidInvitationCode> {
        crockford::parse(text, LENGTH).map(Self).ok_or(InvalidInvitationCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_parsed_however_they_are_typed() {
        for bits in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
            let code = InvitationCode::from_random(bits);
            assert_eq!(code.to_string().parse(), Ok(code.clone()));
            assert_eq!(code.to_string().to_lowercase().replace('0', "o").parse(), Ok(code));
        }
        for bad in ["", "7KQX-2MV", "7KQX-2MVNN", "7KQX-2MVU", "../../..", "ååååååå"] {
            assert_eq!(bad.parse::<InvitationCode>(), Err(InvalidInvitationCode), "{bad:?}");
        }
    }
}
