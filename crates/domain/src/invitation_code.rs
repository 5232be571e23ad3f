//! The code that a counsellor tells a participant, who types it.

use std::{fmt, str::FromStr};

/// As in references: no I, L, O or U, so nothing is misread aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// Eight letters of Crockford base 32, 40 bits that nobody can foresee: `7KQX-2MVN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Makes a code out of 40 random bits.
    pub fn from_random(bits: u64) -> Self {
        let letter = |i: usize| char::from(ALPHABET[usize::try_from((bits >> (5 * i)) & 31).unwrap_or(0)]);
        Self((0..LENGTH).map(letter).collect())
    }

    /// Eight letters without the dash.
    pub fn compact(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..4], &self.0[4..])
    }
}

/// The text cannot be a code.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a code, which looks like 7KQX-2MVN")]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    /// Reads what a person heard or typed: any case, with or without dashes and blanks, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let letters: String = text
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let fits = letters.len() == LENGTH && letters.bytes().all(|b| ALPHABET.contains(&b));
        fits.then_some(Self(letters)).ok_or(NotACode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard_is_read() {
        for bits in [0, 1, u64::MAX, 0x1234_5678_9abc_def0] {
            let code = Code::from_random(bits);
            assert_eq!(code.to_string().parse(), Ok(code.clone()));
            assert_eq!(code.to_string().to_lowercase().replace('0', "o").parse(), Ok(code));
        }
        for bad in ["", "7KQX-2MV", "7KQX-2MVNN", "7KQX-2MVU", "../../..", "ååååååå"] {
            assert_eq!(bad.parse::<Code>(), Err(NotACode), "{bad:?}");
        }
    }
}
