//! Encodings of one byte for each character, which any file could be in.

use encoding_rs::{
    Encoding, ISO_8859_2, ISO_8859_5, KOI8_R, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
};

use super::{UnknownEncoding, line_of};

/// How unlikely a character is that cannot be in a name.
const IMPLAUSIBLE: u32 = 10;
/// How many readings of a line people are shown.
const SHOWN_READINGS: usize = 3;
/// The longest reading that people are shown, in characters.
const SHOWN_CHARS: usize = 60;

/// The upper half of code page 850, which Excel calls “CSV (MS-DOS)”; the Encoding Standard lacks it.
pub(super) const CODE_PAGE_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// An encoding of one byte for each character.
#[derive(Clone, Copy, Debug)]
pub(super) enum SingleByte {
    Standard(&'static Encoding),
    CodePage850,
}

/// The encodings of Windows, the one of our countries first.
const WINDOWS: [SingleByte; 5] = [
    SingleByte::Standard(WINDOWS_1252),
    SingleByte::Standard(WINDOWS_1250),
    SingleByte::Standard(WINDOWS_1254),
    SingleByte::Standard(WINDOWS_1257),
    SingleByte::Standard(WINDOWS_1251),
];

/// Further ones that people may have meant, in the order in which they are shown.
const OTHERS: [SingleByte; 6] = [
    SingleByte::Standard(MACINTOSH),
    SingleByte::CodePage850,
    SingleByte::Standard(ISO_8859_2),
    SingleByte::Standard(WINDOWS_1253),
    SingleByte::Standard(KOI8_R),
    SingleByte::Standard(ISO_8859_5),
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

/// Decodes a file whose letters beyond ASCII are surely Nordic. What old programs and Macs save is read only where the encodings of
/// Windows make no sense of it.
pub(super) fn decode(bytes: &[u8]) -> Result<String, UnknownEncoding> {
    let windows = SingleByte::Standard(WINDOWS_1252).decode(bytes);
    if let Some(text) = windows.filter(|text| is_nordic(text, Programs::Windows)) {
        return Ok(text);
    }
    let makes_sense = |encoding: &SingleByte| {
        encoding.decode(bytes).is_some_and(|text| implausibility(&text) < IMPLAUSIBLE)
    };
    let older = [SingleByte::Standard(MACINTOSH), SingleByte::CodePage850];
    let mut sure = older
        .iter()
        .filter_map(|encoding| encoding.decode(bytes))
        .filter(|text| is_nordic(text, Programs::Older));
    match (sure.next(), sure.next()) {
        (Some(text), None) if !WINDOWS.iter().any(makes_sense) => Ok(text),
        _ => Err(unknown(bytes)),
    }
}

/// Which programs save an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Programs {
    Windows,
    /// Those of DOS and of old Macs.
    Older,
}

/// The first line with letters beyond ASCII, and how it reads.
fn unknown(bytes: &[u8]) -> UnknownEncoding {
    let lines = || {
        let mut start = 0;
        bytes.split(|byte| matches!(byte, b'\n' | b'\r')).map(move |line| {
            let at = start;
            start += line.len() + 1;
            (at, line)
        })
    };
    // the line where the first letter is that is not surely Nordic, in the encoding that most programs use
    let is_doubtful = |line: &[u8]| {
        !line.is_ascii()
            && SingleByte::Standard(WINDOWS_1252)
                .decode(line)
                .is_none_or(|text| !is_nordic(&text, Programs::Windows))
    };
    let found = lines().find(|(_, line)| is_doubtful(line));
    let Some((before, line)) = found.or_else(|| lines().find(|(_, line)| !line.is_ascii())) else {
        return UnknownEncoding::at(1);
    };
    let mut readings: Vec<(u32, String)> = WINDOWS
        .iter()
        .chain(&OTHERS)
        .filter_map(|encoding| encoding.decode(line))
        .map(|text| (implausibility(&text), text.chars().take(SHOWN_CHARS).collect::<String>()))
        .filter(|(cost, _)| *cost < IMPLAUSIBLE)
        .collect();
    // of equally likely ones the more usual encoding first
    readings.sort_by_key(|(cost, _)| *cost);
    let mut distinct: Vec<String> = Vec::new();
    for (_, text) in readings {
        if !distinct.contains(&text) && distinct.len() < SHOWN_READINGS {
            distinct.push(text);
        }
    }
    UnknownEncoding { line: line_of(&bytes[..before]), readings: distinct }
}

/// Whether everything beyond ASCII is surely what it looks like: letters of Nordic names, which other encodings of the same bytes
/// have too (ä, ö, ü, é), or where those would have consonants (å is ć in code page 852, æ is ć and ø is ř in Windows-1250). Few
/// exceptions are believed where most letters are in such places.
fn is_nordic(text: &str, programs: Programs) -> bool {
    let (mut usual, mut odd) = (0, 0);
    let chars: Vec<char> = text.chars().collect();
    let neighbour = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().unwrap_or('\n');
    for (at, c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let (before, after) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
        match c.to_lowercase().next().unwrap_or(*c) {
            'ä' | 'ö' | 'ü' | 'é' => {}
            'å' | 'æ' | 'ø' if is_between_consonants(&chars, at) => usual += 1,
            'å' | 'æ' | 'ø' => odd += 1,
            _ if is_usual_sign(*c, before, after) => {}
            _ => return false,
        }
        // `ü0ö8` is a letter of four bytes in Chinese
        let is_long_letter = after.is_ascii_digit() && !neighbour(Some(at + 2)).is_ascii();
        if c.is_uppercase() && before.is_lowercase() || is_long_letter {
            return false;
        }
        // names begin with a capital letter; the place of `Å` in one of the older encodings is `ü` in the other
        if programs == Programs::Older && c.is_lowercase() && !before.is_alphabetic() {
            odd += 1;
        }
    }
    // words of such letters alone are of another script: “едж”
    let is_word = |word: &str| word.chars().count() > 1 && word.chars().all(|c| !c.is_ascii());
    let has_foreign_word = text.split(|c: char| !c.is_alphabetic()).any(is_word);
    !has_foreign_word && odd * 3 <= usual
}

/// Whether a letter stands where Nordic names have a vowel: without another one beside it, but for `øy`, and for `Øi` as in
/// `Øivind` and `Øistein`.
fn is_between_consonants(chars: &[char], at: usize) -> bool {
    let letter = |at: Option<&char>| at.map(char::to_ascii_lowercase).filter(|c| c.is_alphabetic());
    let before = letter(at.checked_sub(1).and_then(|at| chars.get(at)));
    let after = letter(chars.get(at + 1));
    let is_vowel = |c: Option<char>| c.is_some_and(|c| "aeiouy".contains(c));
    let is_oivind = chars[at] == 'Ø' && after == Some('i') && matches!(chars.get(at + 2), Some('v' | 's'));
    let is_diphthong = after == Some('y') && matches!(chars[at], 'ø' | 'Ø') || before.is_none() && is_oivind;
    // Ćwik, Kęstutis
    let c = chars[at].to_ascii_lowercase();
    let is_polish = before.is_none() && after == Some('w');
    let is_lithuanian = matches!(c, 'æ' | 'Æ') && before == Some('k') && after == Some('s');
    !is_vowel(before) && (!is_vowel(after) || is_diphthong) && !is_polish && !is_lithuanian
}

/// Signs that programs put into names and around words, where they do so.
fn is_usual_sign(c: char, before: char, after: char) -> bool {
    match c {
        '’' => before.is_alphabetic(),
        '\u{a0}' => true,
        '“' | '„' | '«' | '‘' => !before.is_alphabetic() && after.is_alphabetic(),
        '”' | '»' => before.is_alphabetic() && !after.is_alphabetic(),
        '–' | '—' | '…' | '€' | '§' | '°' => !before.is_alphabetic() && !after.is_alphabetic(),
        _ => false,
    }
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
