//! Crockford's base 32, in which identifiers are written that people read out and type: no I, L, O or U, which are easily misread.

use crate::text::{is_default_ignorable, plain_char};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The lower `5 * length` bits as that many characters.
pub(crate) fn encode(bits: u64, length: usize) -> String {
    let letter = |i: usize| char::from(ALPHABET[usize::try_from((bits >> (5 * i)) & 31).unwrap_or(0)]);
    (0..length).map(letter).collect()
}

/// The characters of an identifier that a person typed or pasted: in any case, with dashes and spaces of any kind, full-width forms
/// and invisible characters, and with the signs of a sentence around them; O is read as 0, I and L as 1. `None` where it has another
/// number of characters, or other ones.
pub(crate) fn parse(text: &str, length: usize) -> Option<String> {
    let plain: String = text.chars().filter(|c| !is_default_ignorable(*c)).map(plain_char).collect();
    let letters: String = plain
        .trim_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .filter(|c| *c != '-' && !c.is_whitespace())
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let fits = letters.len() == length && letters.bytes().all(|b| ALPHABET.contains(&b));
    fits.then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_as_programs_and_sentences_write_them() {
        for text in [
            "3YG-9NZF",
            "3YG–9NZF",
            "3YG‑9NZF",
            "3YG−9NZF",
            "3YG - 9NZF",
            "3YG\u{a0}9NZF",
            "3yg9nzf",
            "#3YG-9NZF",
            "3YG-9NZF.",
            "(3YG-9NZF)",
            "”3YG-9NZF”,",
            "<3YG-9NZF>",
            "**3YG-9NZF**",
            "3YG-\u{200b}9NZF\u{feff}",
            "３ＹＧ－９ＮＺＦ",
            "\t3YG-9NZF\r\n",
            "3YG-9NZF…",
        ] {
            assert_eq!(parse(text, 7).as_deref(), Some("3YG9NZF"), "{text:?}");
        }
        for text in
            ["", "-", "3YG.9NZF", "3YG-9NZF K7M", "3YG-9NZU", "3YG-9NZ", "3YG-9NZFF", "åäöåäöå", "3YG/9NZF"]
        {
            assert_eq!(parse(text, 7), None, "{text:?}");
        }
    }
}
