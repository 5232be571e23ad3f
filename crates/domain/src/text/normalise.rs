//! Normalising text where it enters the program: one form for each letter (NFC), no invisible characters that change what
//! others read, and what counts as blank.

use unicode_normalization::UnicodeNormalization;

/// Text in Normalization Form C (Unicode Standard Annex 15): `å` is one character, whatever keyboard or file system it came from.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Text in Normalization Form KC: as [`nfc`], with ligatures, full-width letters and other compatibility forms as the letters that
/// they stand for. For what is compared and looked up, not for what people read: `½` becomes `1⁄2`.
pub fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// Text in Normalization Form D, as some systems write it.
pub fn nfd(text: &str) -> String {
    text.nfd().collect()
}

/// Whether a character has the property `Default_Ignorable_Code_Point` (`DerivedCoreProperties.txt`): it shows nothing where it
/// is not understood, such as joiners, variation selectors, Hangul fillers and marks of direction.
pub const fn is_default_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character shows nothing by itself: whitespace, control characters, default ignorable ones, annotation anchors, and
/// the symbols that are drawn empty (Braille blank, musical null notehead, Khitan filler).
pub fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_default_ignorable(c)
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{2800}' | '\u{1d159}' | '\u{16fe4}')
}

/// Whether a text shows nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_invisible)
}

/// Whether a text has code or columns, which need letters of one width: lines that are indented by four spaces or a tab and are no
/// items of a list, or words with three spaces or a tab between them.
pub fn is_laid_out(text: &str) -> bool {
    let is_item = |line: &str| {
        let line = line.trim_start();
        line.starts_with(['-', '*', '•', '–']) || line.starts_with(|c: char| c.is_ascii_digit())
    };
    text.lines().any(|line| {
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        let inner = line.trim();
        is_indented && !is_item(line) || inner.contains("   ") || inner.contains('\t')
    })
}

/// Removes control characters (line breaks and tabs stay where `multiline`), byte order marks and the invisible characters that
/// change the direction of text; line ends become `\n`; the result is NFC. One line is trimmed; of several lines, blank ones at
/// the beginning and the end go, and the indentation of the first stays.
pub(super) fn normalise(raw: &str, multiline: bool) -> String {
    let text: String = raw
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if matches!(c, '\r' | '\u{2028}' | '\u{2029}') { '\n' } else { c })
        .map(|c| if !multiline && matches!(c, '\n' | '\t') { ' ' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .filter(|c| !matches!(c, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .nfc()
        .collect();
    if !multiline {
        return text.trim().to_owned();
    }
    let text = text.trim_end();
    let blank_lines = text.len() - text.trim_start().len();
    let start = text[..blank_lines].rfind('\n').map_or(0, |line_end| line_end + 1);
    text[start..].to_owned()
}

/// Prepares a password as RFC 8265 says for its profile `OpaqueString`: spaces of other kinds become U+0020, the rest is NFC. Case
/// and width stay. The same password is then the same on every keyboard and system.
pub fn opaque_string(password: &str) -> String {
    // the category Zs but for U+0020
    let is_other_space = |c: char| {
        matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
    };
    password.chars().map(|c| if is_other_space(c) { ' ' } else { c }).nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whatever_shows_nothing_is_blank() {
        for c in "\u{2800}\u{3164}\u{ffa0}\u{34f}\u{fe0f}\u{2062}\u{115f}\u{1160}\u{17b4}\u{180e}\u{61c}\u{e0020}\u{e01ef}\u{fff9}\u{1d159}\u{1d173}\u{a0}\u{3000}\u{2003}\u{2028}\u{85}\u{ad}\u{206a}".chars() {
            assert!(is_blank(&format!("{c}\u{200d} {c}")), "{c:?}");
        }
        for seen in ["a", "☃", "한", "\u{301}", "…", "👩\u{200d}🔧", "⠁", "\u{600}"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }

    #[test]
    fn the_indentation_of_the_first_line_stays() {
        assert_eq!(
            normalise("\r\n \t\r\n  fn main()\r\n    x\u{a0}y  \r\n \r\n", true),
            "  fn main()\n    x\u{a0}y"
        );
        assert_eq!(normalise("  \t x\ty ", false), "x y");
        assert_eq!(normalise(" \n\u{0} ", true), "");
    }

    #[test]
    fn passwords_are_the_same_on_every_keyboard_and_keep_case_and_width() {
        assert_eq!(opaque_string("Fa\u{30a}rskinn\u{a0}7\u{3000}!"), "Fårskinn 7 !");
        assert_eq!(opaque_string("Åａ ﬁ"), "Åａ ﬁ");
        assert_eq!(opaque_string("\u{212b}"), "Å", "the Ångström sign is canonically the letter");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing_more(text in "\\PC{0,40}|[\\s\u{300}-\u{310}a-o\u{feff}\u{202e}]{0,20}", lines: bool) {
            let once = normalise(&text, lines);
            prop_assert_eq!(&normalise(&once, lines), &once);
            let opaque = opaque_string(&text);
            prop_assert_eq!(&opaque_string(&opaque), &opaque);
        }
    }
}
