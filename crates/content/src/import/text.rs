//! From the bytes of a file to text we can work with.

use encoding_rs::WINDOWS_1252;

/// The text, and whether it was valid UTF-8. Bytes that are not are read as Windows-1252, which is what
/// old editors wrote: an article is worth more than a perfect file.
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

/// `\n` line ends, no byte order mark, no control characters, nothing that turns the reading direction unseen.
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

/// A word joiner: not seen, not space, not punctuation.
const MARK: char = '\u{2060}';

/// One line of plain words from a title or description that may hold some Markdown or HTML.
pub(super) fn one_line(text: &str) -> String {
    // A mark in front keeps "1. First" from becoming a list.
    let plain =
        crate::markdown::render(&format!("{MARK}{}", text.trim().replace('\n', " ")), &|_| None).plain;
    plain.replace(MARK, "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts a long text after a word, with an ellipsis.
pub(super) fn shorten(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let start: String = text.chars().take(longest).collect();
    let cut = start.rfind(' ').unwrap_or(start.len());
    format!("{} …", start[..cut].trim_end_matches([',', '.', ':', ';', ' ', '–', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_inside_utf8_is_read() {
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
