//! Finding out in which encoding a table was saved. Spreadsheet programs do not say, so only what is sure is read: Unicode by its
//! marks and rules, and encodings of one byte where all letters beyond ASCII are those of Nordic names, in the places in which
//! such names have them. `Iviæ` may be `Ivić`. Everything else is refused, with the line and what may stand there: a wrong letter
//! in a name is worse than saving a file again.

mod single_byte;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The line, from 1, at which the encoding of a file cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEncoding {
    /// The first line that has no reading, or more than one.
    pub line: usize,
    /// What may stand there, in the most likely encodings; nothing where no reading is likely.
    pub readings: Vec<String>,
}

impl UnknownEncoding {
    const fn at(line: usize) -> Self {
        Self { line, readings: Vec::new() }
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
            None => single_byte::decode(bytes)?,
        },
    };
    // NUL: binary, or UTF-32; escape: encodings that switch; U+FFFD: a letter was lost before the file got here
    match text.find(['\0', '\u{1b}', '\u{fffd}']).or_else(|| find_utf_7(&text)) {
        Some(at) => Err(UnknownEncoding::at(line_of(&text.as_bytes()[..at]))),
        None => Ok(text),
    }
}

/// Where a letter is written in UTF-7, which is ASCII to look at: `+AMU-sa` is `Åsa`. Addresses may have a plus sign.
fn find_utf_7(text: &str) -> Option<usize> {
    text.match_indices('+').map(|(at, _)| at).find(|at| {
        let cell = text[*at + 1..].split([';', ',', '\t', '\n', '|']).next().unwrap_or_default();
        let letters = cell.split('-').next().unwrap_or_default().as_bytes();
        // the first letter of A to Z with accents is 00C0, which is `AM`
        let is_letter = matches!(letters, [b'A', b'M'..=b'Z', ..] | [b'B', ..]) && letters.len() >= 3;
        is_letter
            && letters.len() < cell.len()
            && !cell.contains('@')
            && letters.iter().all(u8::is_ascii_alphanumeric)
    })
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
    Err(UnknownEncoding::at(line_of(&replaced.as_bytes()[..at])))
}

/// The line, from 1, after these bytes; lines end with LF, CR or both.
fn line_of(before: &[u8]) -> usize {
    let ends = before
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' && (*at == 0 || before[at - 1] != b'\r') || **byte == b'\r');
    ends.count() + 1
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        GB18030, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_10, ISO_8859_15, KOI8_R, MACINTOSH, SHIFT_JIS,
        WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1257,
    };

    use super::{single_byte::CODE_PAGE_850, *};

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
    fn usual_nordic_names_are_never_refused() {
        let names = [
            "Björn",
            "Åsa",
            "Håkan",
            "Gün Öztürk",
            "ÅSA ÖBERG",
            "Måns Sjögren",
            "Øyvind Bøyum",
            "Øivind Lie",
            "Øistein Berg",
            "Bjørn Tromsø",
            "Kåre Sæther",
            "Næss",
            "Ærø",
            "Åke Ström",
            "Märta",
            "René Müller",
            "Søren Kierkegård",
            "Bård Høydal",
            "Jørgen Nygård",
            "Pål Ås",
        ];
        for name in names {
            let table = format!("email;namn\na@x.se;Anna\nb@x.se;{name}\n");
            assert_eq!(decode_table(&encoded(WINDOWS_1252, &table)).as_deref(), Ok(table.as_str()), "{name}");
        }
        let all = format!("email;namn\n{}", names.map(|name| format!("a@x.se;{name}\n")).concat());
        assert_eq!(decode_table(&encoded(MACINTOSH, &all)).as_deref(), Ok(all.as_str()));
        assert_eq!(decode_table(&code_page_850(&all)).as_deref(), Ok(all.as_str()));
        let table = "email;namn\na@x.no;Bjørn Bøe\nb@x.no;Søren Næss\nc@x.no;Bård Røe\nd@x.no;Kåre Lønn\ne@x.no;Bø Ås\n";
        assert_eq!(decode_table(&encoded(WINDOWS_1252, table)).as_deref(), Ok(table), "a few among many");
        let excel = "email;namn\nx@x.se;Åsa Ström – O’Brien\ny@x.se;“Åke” Öberg\n";
        assert_eq!(decode_table(&encoded(WINDOWS_1252, excel)).as_deref(), Ok(excel));
    }

    #[test]
    fn a_name_is_read_right_or_refused_with_its_line() {
        let names = [
            "Šárka Kovač – O’Brien",
            "Dusko; Duško",
            "Björn",
            "Zoë Muñoz",
            "Žofie Ševčíková",
            "Łukasz Wałęsa",
            "Иван Петров",
            "Ольга Смирнова",
            "Jāzeps",
            "Jānis Bērziņš",
            "Kęstutis",
            "Kęstutis Šimkus",
            "François “Franz” Lefèvre",
            "50 € till Åke",
            "Æsa Þórsdóttir",
            "Œuvre Noël",
            "naïve façade",
            "ÅSA ÖBERG",
            "Gün Öztürk",
            "Jiří Dvořák",
            "Přemek",
            "Kateřina",
            "Ondřej",
            "Gábor Erdős",
            "Mihăilă",
            "Katarína Ďurišová",
            "Ayşe Yılmaz",
            "İbrahim",
            "Gülşah Öztürk",
            "Ελένη Παπαδάκη",
            "Zlatan Ibrahimović",
            "Ivić Ćosić",
            "Božidar",
            "Áile Ŋuorgam",
            "Þórdís Guðmundsdóttir",
            "דוד כהן",
            "山田太郎",
            "王小明",
            "Ćwik",
            "Żaneta",
            "едж ежедей",
            "Søren",
            "Åe",
        ];
        let encodings = [
            WINDOWS_1250,
            WINDOWS_1251,
            WINDOWS_1252,
            WINDOWS_1253,
            WINDOWS_1254,
            WINDOWS_1255,
            WINDOWS_1257,
            ISO_8859_2,
            ISO_8859_5,
            ISO_8859_10,
            ISO_8859_15,
            KOI8_R,
            IBM866,
            MACINTOSH,
            SHIFT_JIS,
            GB18030,
        ];
        let mut wrong = Vec::new();
        for name in names {
            let table = format!("email;namn\na@x.se;Anna\nb@x.se;{name}\n");
            for encoding in encodings {
                let (bytes, _, lossy) = encoding.encode(&table);
                if lossy {
                    continue;
                }
                match decode_table(&bytes) {
                    Ok(text) if text == table => {}
                    Err(error) if error.line == 3 => {}
                    other => wrong.push((name, encoding.name(), other)),
                }
            }
        }
        assert_eq!(wrong, []);
        // code page 852, Mac Central European, Mac Croatian: `Ibrahimović`
        for bytes in [
            &b"e;n\na;Ibrahimovi\x86\n"[..],
            b"e;n\na;Ibrahimovi\x8c\n",
            b"e;n\na;Bo\xbeidar\n",
            b"e;n\na;Jan +AMU-sa\n",
        ] {
            assert_eq!(decode_table(bytes).map_err(|error| error.line), Err(2), "{bytes:?}");
        }
        assert!(decode_table("e;n\na+AMU-sa@x.se;A + B - C\n".as_bytes()).is_ok());
    }

    #[test]
    fn a_refusal_says_what_may_stand_there() {
        let table = "email;namn\na@x.se;Åsa\nb@x.se;Jiří Dvořák\n";
        let error = decode_table(&encoded(WINDOWS_1250, &table.replace('Å', "Ö"))).expect_err("not clear");
        assert_eq!(error.line, 3);
        assert!(error.readings.contains(&"b@x.se;Jiří Dvořák".to_owned()), "{:?}", error.readings);
        assert!(error.readings.contains(&"b@x.se;Jiøí Dvoøák".to_owned()), "{:?}", error.readings);
    }

    #[test]
    fn broken_files_are_refused_with_their_line() {
        let mut cut = utf_16("\u{feff}a;b\nå;ä\n", u16::to_le_bytes);
        cut.truncate(cut.len() - 1);
        for bytes in [
            &cut[..],
            "a;b\r\nSm\u{fffd}rg\u{fffd}s;x".as_bytes(),
            b"\xef\xbb\xbfa;b\r1;\xe5\r",
            b"a;b\n1;\0\x012\n",
            b"a;b\n\x1b$B;\n",
        ] {
            assert_eq!(decode_table(bytes), Err(UnknownEncoding::at(2)), "{bytes:?}");
        }
        assert!(decode_table(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x81").is_err());
    }
}
