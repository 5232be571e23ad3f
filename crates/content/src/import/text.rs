//! Decodes files and normalises their text.

use encoding_rs::WINDOWS_1252;

/// The text, and whether it was valid UTF-8. Invalid bytes are decoded as Windows-1252, the encoding of old editors.
pub(super) fn decode(bytes: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(bytes.len());
    let mut valid = true;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            valid = false;
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    (normalise(&text), valid)
}

/// Normalises line ends to `\n` and removes byte order marks, control characters and invisible characters that change the
/// direction of text.
fn normalise(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n")
        .chars()
        .filter(|letter| matches!(letter, '\n' | '\t') || !(letter.is_control() || is_invisible(*letter)))
        .collect()
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
}

/// A word joiner: invisible, and neither whitespace nor punctuation.
const WORD_JOINER: char = '\u{2060}';

/// Converts a title or description that may contain Markdown or HTML to one line of plain text.
pub(super) fn one_line(text: &str) -> String {
    // A word joiner in front prevents that "1. First" becomes a list.
    let plain =
        crate::markdown::render(&format!("{WORD_JOINER}{}", text.trim().replace('\n', " ")), &|_| None).plain;
    plain.replace(WORD_JOINER, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts a text of more than `max_length` characters after a word, and adds an ellipsis.
pub(crate) fn shorten(text: &str, max_length: usize) -> String {
    if text.chars().count() <= max_length {
        return text.to_owned();
    }
    let start: String = text.chars().take(max_length).collect();
    let cut = start.rfind(' ').unwrap_or(start.len());
    format!("{} …", start[..cut].trim_end_matches([',', '.', ':', ';', ' ', '–', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_inside_utf8_is_decoded() {
        assert_eq!(decode(b"h\xe4r \xc3\xb6 \x93x\x94"), ("här ö “x”".to_owned(), false));
        assert_eq!(decode("\u{feff}a\r\nb\rc\0\u{7}".as_bytes()), ("a\nb\nc".to_owned(), true));
    }

    #[test]
    fn a_line_loses_its_markup_and_keeps_its_number() {
        assert_eq!(
            one_line("1. Byt **lösenord** <br> i `Appen`\nnu &amp; då"),
            "1. Byt lösenord i Appen nu & då"
        );
    }

    #[test]
    fn long_texts_end_after_a_word() {
        assert_eq!(shorten("ett två, tre", 9), "ett två …");
        assert_eq!(shorten("kort", 9), "kort");
    }
}
