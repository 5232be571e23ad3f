//! Finding out in which encoding a table was saved. Spreadsheet programs do not say, so it is detected from the marks that some of
//! them write, from UTF-8's own rules, and from which reading gives plausible names. Where two readings are about as plausible
//! and differ, the file is refused with the line: a wrong letter in a name is worse than saving a file again.

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252,
};

/// The line, from 1, at which the encoding of a file cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEncoding {
    /// The first line that has no reading, or more than one.
    pub line: usize,
}

/// How much less plausible the second best reading has to be. A letter that names in Nordic tables seldom have costs 1 to 3, what
/// cannot be in a name [`IMPLAUSIBLE`].
const MARGIN: u32 = 2;
const IMPLAUSIBLE: u32 = 10;

/// The upper half of code page 850, which Excel calls “CSV (MS-DOS)”; the Encoding Standard lacks it.
const CODE_PAGE_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// An encoding of one byte for each character.
#[derive(Clone, Copy, Debug)]
enum SingleByte {
    Standard(&'static Encoding),
    CodePage850,
}

const SINGLE_BYTE: [SingleByte; 7] = [
    SingleByte::Standard(WINDOWS_1252),
    SingleByte::Standard(ISO_8859_15),
    SingleByte::Standard(MACINTOSH),
    SingleByte::CodePage850,
    SingleByte::Standard(WINDOWS_1250),
    SingleByte::Standard(ISO_8859_2),
    SingleByte::Standard(WINDOWS_1251),
];

impl SingleByte {
    /// The text; `None` where a byte means nothing or is a control character.
    fn decode(self, bytes: &[u8]) -> Option<String> {
        let text = match self {
            Self::Standard(encoding) => {
                encoding.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned()
            }
            Self::CodePage850 => bytes
                .iter()
                .map(|byte| match byte.checked_sub(0x80) {
                    Some(upper) => CODE_PAGE_850.chars().nth(usize::from(upper)),
                    None => Some(char::from(*byte)),
                })
                .collect::<Option<String>>()?,
        };
        let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        text.chars().all(is_text).then_some(text)
    }
}

/// Decodes a table.
///
/// # Errors
/// [`UnknownEncoding`] where its encoding cannot be told.
pub fn decode_table(bytes: &[u8]) -> Result<String, UnknownEncoding> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => decode_strictly(encoding, &bytes[mark..])?,
        None => match unmarked_utf_16(bytes) {
            Some(encoding) => decode_strictly(encoding, bytes)?,
            None if std::str::from_utf8(bytes).is_ok() => decode_strictly(UTF_8, bytes)?,
            None => decode_single_byte(bytes)?,
        },
    };
    // NUL: binary, or UTF-32; U+FFFD: a letter was lost before the file got here
    match text.find(['\0', '\u{fffd}']) {
        Some(at) => Err(UnknownEncoding { line: line_of(&text.as_bytes()[..at]) }),
        None => Ok(text),
    }
}

/// UTF-16 without a byte order mark, by the zero bytes beside the separators and letters of ASCII.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |offset: usize| bytes.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if !bytes.len().is_multiple_of(2) || (even + odd) * 4 < bytes.len() {
        return None;
    }
    if odd > even { Some(UTF_16LE) } else { Some(UTF_16BE) }
}

fn decode_strictly(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, UnknownEncoding> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    let (replaced, _) = encoding.decode_without_bom_handling(bytes);
    let at = replaced.find('\u{fffd}').unwrap_or(0);
    Err(UnknownEncoding { line: line_of(&replaced.as_bytes()[..at]) })
}

fn decode_single_byte(bytes: &[u8]) -> Result<String, UnknownEncoding> {
    let mut readings: Vec<(u32, String)> = SINGLE_BYTE
        .iter()
        .filter_map(|encoding| encoding.decode(bytes))
        .map(|text| (implausibility(&text), text))
        .collect();
    readings.sort_by_key(|(cost, _)| *cost);
    let first_unusual = || bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let nowhere = UnknownEncoding { line: line_of(&bytes[..first_unusual()]) };
    let Some((cost, text)) = readings.first() else { return Err(nowhere) };
    // as many oddities as there are letters beyond ASCII: not a table of names
    let unusual = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if usize::try_from(*cost).unwrap_or(usize::MAX) >= unusual * 5 {
        return Err(nowhere);
    }
    let rival = readings.iter().find(|(_, other)| other != text);
    if let Some((_, other)) = rival.filter(|(other_cost, _)| *other_cost < cost + MARGIN) {
        let lines = text.lines().zip(other.lines());
        return Err(UnknownEncoding { line: lines.take_while(|(left, right)| left == right).count() + 1 });
    }
    Ok(text.clone())
}

/// The line, from 1, after these bytes; lines end with LF, CR or both.
fn line_of(before: &[u8]) -> usize {
    let ends = before
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' && (*at == 0 || before[at - 1] != b'\r') || **byte == b'\r');
    ends.count() + 1
}

/// How unlikely it is that people wrote this text into a table of names.
fn implausibility(text: &str) -> u32 {
    let chars: Vec<char> = text.chars().collect();
    let neighbour = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().unwrap_or('\n');
    let unusual = chars.iter().enumerate().filter(|(_, c)| !c.is_ascii());
    unusual.map(|(at, c)| implausibility_of(*c, neighbour(at.checked_sub(1)), neighbour(Some(at + 1)))).sum()
}

fn implausibility_of(c: char, before: char, after: char) -> u32 {
    if !c.is_alphabetic() {
        let inside_word = before.is_alphabetic() || after.is_alphabetic();
        return match c {
            '’' | '\u{a0}' => 1,
            '‘' if !before.is_alphabetic() => 1,
            '“' | '”' | '„' | '«' | '»' if !(before.is_alphabetic() && after.is_alphabetic()) => 1,
            '–' | '—' | '…' | '€' | '§' | '°' | '£' if !inside_word => 1,
            _ => IMPLAUSIBLE,
        };
    }
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{4ff}');
    let is_other_script = |other: char| other.is_alphabetic() && is_cyrillic(other) != is_cyrillic(c);
    // “lÅs”: a capital letter within a word
    let odd_case = c.is_uppercase() && before.is_lowercase();
    let alone = !before.is_alphabetic() && !after.is_alphabetic();
    if is_other_script(before) || is_other_script(after) || odd_case {
        return IMPLAUSIBLE;
    }
    let rarity = match c {
        'å' | 'ä' | 'ö' | 'Å' | 'Ä' | 'Ö' | 'æ' | 'ø' | 'Æ' | 'Ø' | 'é' | 'É' | 'ü' | 'Ü' => 0,
        'á' | 'à' | 'â' | 'ã' | 'è' | 'ê' | 'ë' | 'í' | 'ì' | 'î' | 'ï' | 'ó' | 'ò' | 'ô' | 'õ' | 'ú'
        | 'ù' | 'û' | 'ý' | 'ÿ' | 'ç' | 'ñ' | 'š' | 'ž' | 'ß' | 'ð' | 'þ' | 'Á' | 'À' | 'Â' | 'Ã' | 'È'
        | 'Ê' | 'Ë' | 'Í' | 'Ì' | 'Î' | 'Ï' | 'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ú' | 'Ù' | 'Û' | 'Ý' | 'Ç' | 'Ñ'
        | 'Š' | 'Ž' | 'Ð' | 'Þ' => 1,
        'č' | 'ć' | 'đ' | 'ł' | 'ń' | 'ś' | 'ź' | 'ż' | 'ę' | 'ą' | 'Č' | 'Ć' | 'Đ' | 'Ł' | 'Ś' | 'Ż' => {
            2
        }
        _ if is_cyrillic(c) => 1,
        _ => 3,
    };
    rarity + if alone { 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "email;namn\nasa@x.se;Åsa Björkqvist-Öhman\nsoren@x.no;Søren Ærø Blåbær\nrene@x.se;René Müller\n";

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{text:?}");
        bytes.into_owned()
    }

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn code_page_850(text: &str) -> Vec<u8> {
        let upper = |c: char| CODE_PAGE_850.chars().position(|other| other == c).expect("in the page");
        let byte = |c: char| if c.is_ascii() { c as usize } else { upper(c) + 0x80 };
        text.chars().map(|c| u8::try_from(byte(c)).expect("a byte")).collect()
    }

    #[test]
    fn the_code_page_is_complete() {
        assert_eq!(CODE_PAGE_850.chars().count(), 128);
    }

    #[test]
    fn a_table_is_read_as_it_was_written_whatever_program_saved_it() {
        let marked = format!("\u{feff}{TABLE}");
        for (name, bytes) in [
            ("UTF-8", TABLE.as_bytes().to_vec()),
            ("UTF-8 with mark", marked.as_bytes().to_vec()),
            ("UTF-16 LE", utf_16(&marked, u16::to_le_bytes)),
            ("UTF-16 BE", utf_16(&marked, u16::to_be_bytes)),
            ("UTF-16 LE without mark", utf_16(TABLE, u16::to_le_bytes)),
            ("UTF-16 BE without mark", utf_16(TABLE, u16::to_be_bytes)),
            ("Windows-1252", encoded(WINDOWS_1252, TABLE)),
            ("ISO-8859-15", encoded(ISO_8859_15, TABLE)),
            ("Mac Roman", encoded(MACINTOSH, TABLE)),
            ("code page 850", code_page_850(TABLE)),
        ] {
            assert_eq!(decode_table(&bytes).as_deref(), Ok(TABLE), "{name}");
        }
    }

    #[test]
    fn names_in_one_line_are_read_right_or_refused_with_the_line() {
        let names = [
            "Šárka Kovač – O’Brien",
            "Dusko; Duško",
            "Björn",
            "Zoë Muñoz",
            "Žofie Ševčíková",
            "Łukasz Wałęsa",
            "Иван Петров",
            "Jāzeps",
            "François “Franz” Lefèvre",
            "50 € till Åke",
            "Æsa Þórsdóttir",
            "Œuvre Noël",
            "naïve façade",
            "ÅSA ÖBERG",
            "Gün Öztürk",
        ];
        let encodings = [WINDOWS_1252, ISO_8859_15, MACINTOSH, WINDOWS_1250, ISO_8859_2, WINDOWS_1251];
        let mut read = 0;
        for name in names {
            let table = format!("email;namn\na@x.se;Anna\nb@x.se;{name}\n");
            for encoding in encodings {
                let (bytes, _, lossy) = encoding.encode(&table);
                if lossy {
                    continue;
                }
                match decode_table(&bytes) {
                    Ok(text) => {
                        assert_eq!(text, table, "{} {name}", encoding.name());
                        read += 1;
                    }
                    Err(error) => assert_eq!(error.line, 3, "{} {name}", encoding.name()),
                }
            }
        }
        assert!(read >= 12, "detection is not only refusal: {read}");
        let excel = "email;namn\nx@x.se;Šárka Kovac – O’Brien\n";
        assert_eq!(decode_table(&encoded(WINDOWS_1252, excel)).as_deref(), Ok(excel));
    }

    #[test]
    fn broken_files_are_refused_with_their_line() {
        let mut cut = utf_16("\u{feff}a;b\nå;ä\n", u16::to_le_bytes);
        cut.truncate(cut.len() - 1);
        assert_eq!(decode_table(&cut), Err(UnknownEncoding { line: 2 }));
        assert_eq!(
            decode_table("a;b\r\nSm\u{fffd}rg\u{fffd}s;x".as_bytes()),
            Err(UnknownEncoding { line: 2 })
        );
        assert_eq!(decode_table(b"\xef\xbb\xbfa;b\r1;\xe5\r"), Err(UnknownEncoding { line: 2 }));
        assert_eq!(decode_table(b"a;b\n1;\0\x012\n"), Err(UnknownEncoding { line: 2 }));
        assert!(decode_table(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x81").is_err());
    }
}
