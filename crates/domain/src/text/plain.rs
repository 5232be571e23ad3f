//! The plain form of single characters: what a digit, dash or space of any kind stands for, in numbers and codes that people type,
//! paste or get from a program that makes them look nicer.

/// The digit zero of each script whose ten digits people type: Arabic, Persian, `NKo`, Devanagari, Bengali, Gurmukhi, Gujarati,
/// Oriya, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Tibetan, Burmese and Khmer. Full-width digits are full-width forms.
const ZEROS: [char; 17] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}',
    '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}',
];

/// The character that people mean: digits of all scripts, dashes, spaces and full-width forms as in ASCII, all others as they are.
/// Line ends and tabs stay.
pub fn plain_char(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c,
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '⁃' | '⁻' | '₋' | '−' | '﹘' | '﹣' => '-',
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        _ => {
            let digit = |zero: &char| u32::from(c).checked_sub(u32::from(*zero)).filter(|digit| *digit < 10);
            ZEROS.iter().find_map(digit).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_dashes_spaces_and_full_width_forms_are_ascii() {
        let plain = |text: &str| text.chars().map(plain_char).collect::<String>();
        assert_eq!(plain("１９９０－０２／１５：Ａｂ"), "1990-02/15:Ab");
        assert_eq!(plain("٠١٢٣٤٥٦٧٨٩ ۰۹ ०९ ๐๙"), "0123456789 09 09 09");
        assert_eq!(plain("a–b—c‑d−e\u{a0}f\u{202f}g"), "a-b-c-d-e f g");
        assert_eq!(plain("Åsa ½ ² Ⅷ\n\t"), "Åsa ½ ² Ⅷ\n\t");
    }
}
