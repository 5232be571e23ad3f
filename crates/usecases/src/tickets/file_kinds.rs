//! The kinds of files that are taken, and how a file's kind is known: by its content. The ending of its name only distinguishes
//! kinds whose content is alike: texts, and documents in ZIP containers.

use fyr_domain::file_name;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileKind {
    /// Its media type.
    pub media_type: &'static str,
    /// The endings of its names in lower case; the first is added to a name with another one.
    pub endings: &'static [&'static str],
}

/// Every kind, by its media type.
const KINDS: [FileKind; 17] = [
    FileKind { media_type: "image/png", endings: &["png"] },
    FileKind { media_type: "image/jpeg", endings: &["jpg", "jpeg", "jpe", "jfif"] },
    FileKind { media_type: "image/webp", endings: &["webp"] },
    FileKind { media_type: "image/gif", endings: &["gif"] },
    FileKind { media_type: "image/heic", endings: &["heic", "heif", "hif", "heics"] },
    FileKind { media_type: "image/avif", endings: &["avif"] },
    FileKind { media_type: "application/pdf", endings: &["pdf"] },
    FileKind { media_type: "video/mp4", endings: &["mp4", "m4v"] },
    FileKind { media_type: "video/webm", endings: &["webm"] },
    FileKind { media_type: "video/quicktime", endings: &["mov", "qt"] },
    FileKind { media_type: DOCX, endings: &["docx"] },
    FileKind { media_type: XLSX, endings: &["xlsx"] },
    FileKind { media_type: ODT, endings: &["odt"] },
    FileKind { media_type: "text/plain", endings: &["txt", "log"] },
    FileKind { media_type: "text/csv", endings: &["csv"] },
    FileKind { media_type: "message/rfc822", endings: &["eml"] },
    FileKind { media_type: "application/vnd.ms-outlook", endings: &["msg"] },
];

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODT: &str = "application/vnd.oasis.opendocument.text";

/// The first bytes of a compound file, the container of Outlook's messages and of many other things.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// The size of a directory entry in a compound file.
const DIRECTORY_ENTRY: usize = 128;

/// The kind of a file by its first bytes; `None` for kinds that are not taken. `directory` is the first sector of a compound
/// file's directory, empty for all others: see [`directory_offset`].
pub(super) fn detect(name: &str, head: &[u8], directory: &[u8]) -> Option<FileKind> {
    let media_type = media_type(name, head, directory)?;
    KINDS.into_iter().find(|kind| kind.media_type == media_type)
}

fn media_type(name: &str, head: &[u8], directory: &[u8]) -> Option<&'static str> {
    let ending = file_name::ending(name);
    let detected = infer::get(head).map(|kind| kind.mime_type());
    // signatures of two or three letters, such as "BM" or "MZ", are also how a text may begin
    let short_signature = infer::get(head.get(..3).unwrap_or(head)).is_some();
    if is_heif(head) {
        return Some("image/heic");
    }
    if head.starts_with(COMPOUND_FILE) {
        return is_outlook_message(directory).then_some("application/vnd.ms-outlook");
    }
    match detected {
        Some("image/png") => Some("image/png"),
        Some("image/jpeg") => Some("image/jpeg"),
        Some("image/webp") => Some("image/webp"),
        Some("image/gif") => Some("image/gif"),
        Some("image/avif") => Some("image/avif"),
        Some("application/pdf") => Some("application/pdf"),
        Some("video/mp4" | "video/x-m4v") => Some("video/mp4"),
        Some("video/webm") => Some("video/webm"),
        Some("video/quicktime") => Some("video/quicktime"),
        Some(DOCX) => Some(DOCX),
        Some(XLSX) => Some(XLSX),
        Some(ODT) => Some(ODT),
        // Office writes the parts of a ZIP in any order, so the ending decides between the containers
        Some("application/zip") => match ending.as_str() {
            "docx" => Some(DOCX),
            "xlsx" => Some(XLSX),
            "odt" => Some(ODT),
            _ => None,
        },
        Some(other) if !other.starts_with("text/") && !short_signature => None,
        _ => match ending.as_str() {
            "csv" if is_text(head) => Some("text/csv"),
            "eml" if is_email(head) => Some("message/rfc822"),
            "txt" if is_text(head) => Some("text/plain"),
            _ if is_log_name(name) && is_text(head) => Some("text/plain"),
            _ => None,
        },
    }
}

/// Whether people would call a file of this name a log: one of its words is, or ends in, a word for it. `app.log.1`, `syslog`,
/// `catalina.out`, `feil-logg`, `stderr`.
fn is_log_name(name: &str) -> bool {
    let name = name.to_lowercase();
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        matches!(
            word,
            "out"
                | "err"
                | "trace"
                | "traces"
                | "stacktrace"
                | "backtrace"
                | "stdout"
                | "stderr"
                | "console"
                | "journal"
                | "messages"
                | "dmesg"
        ) || ["log", "logs", "logg", "logger", "loggfil", "loggfile", "logfile"]
            .iter()
            .any(|end| word.ends_with(end))
    })
}

/// Whether the bytes begin a picture in the format of telephones (HEIC, HEIF), whatever its name is.
fn is_heif(head: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"];
    let (Some(size), Some(b"ftyp"), Some(major)) = (head.get(..4), head.get(4..8), head.get(8..12)) else {
        return false;
    };
    let size = size.iter().fold(0_usize, |size, byte| size << 8 | usize::from(*byte));
    let mut compatible = head.get(16..size.min(head.len())).unwrap_or_default().chunks_exact(4);
    BRANDS.contains(&major)
        || (matches!(major, b"mif1" | b"msf1") && compatible.any(|brand| BRANDS.contains(&brand)))
}

/// Where the directory of a compound file begins, in bytes; `None` for any other file.
pub(super) fn directory_offset(head: &[u8]) -> Option<u64> {
    if !head.starts_with(COMPOUND_FILE) {
        return None;
    }
    let shift = u16::from_le_bytes(head.get(30..32)?.try_into().ok()?);
    let sector = u32::from_le_bytes(head.get(48..52)?.try_into().ok()?);
    // sectors of 512 or 4,096 bytes; the first follows the header
    matches!(shift, 9 | 12).then(|| (u64::from(sector) + 1) << shift)
}

/// Whether this directory is that of a message saved by Outlook (`.msg`): the class of its root, or the names MAPI gives to
/// what is in it. Installers and old Office documents, which are compound files too, have neither.
fn is_outlook_message(directory: &[u8]) -> bool {
    const CLASS: [u8; 16] = [0x0b, 0x0d, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];
    if directory.get(80..96).is_some_and(|class| class == CLASS) {
        return true;
    }
    directory.chunks_exact(DIRECTORY_ENTRY).any(|entry| {
        let name = utf16(&entry[..64], u16::from_le_bytes);
        ["__nameid_version1.0", "__properties_version1.0", "__substg1.0_", "__recip_version1.0_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    })
}

/// Whether the bytes begin a mail as programs save it (RFC 5322): header lines, among them two of those that every mail has some of.
fn is_email(head: &[u8]) -> bool {
    const KNOWN: [&str; 12] = [
        "received",
        "return-path",
        "delivered-to",
        "from",
        "to",
        "date",
        "subject",
        "message-id",
        "mime-version",
        "content-type",
        "x-mozilla-status",
        "dkim-signature",
    ];
    let text = head_text(head);
    let mut known = 0;
    for line in text.trim_start_matches('\u{feff}').lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t', '>']) || line.starts_with("From ") {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if !name.bytes().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        known += usize::from(KNOWN.contains(&name.to_ascii_lowercase().as_str()));
        if known == 2 {
            return true;
        }
    }
    false
}

/// The beginning of a text, in UTF-16 where its byte order mark says so.
fn head_text(head: &[u8]) -> String {
    match head {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(head).into_owned(),
    }
}

/// Whether the bytes are text in some encoding: no control characters but those of terminals, and not the beginning of a web page
/// or script.
fn is_text(head: &[u8]) -> bool {
    let text = head_text(head);
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_ascii_whitespace());
    let start = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    let is_markup = ["<!doctype", "<html", "<script", "<svg", "<?xml", "#!"]
        .iter()
        .any(|prefix| start.starts_with(prefix));
    let control = |c: char| {
        c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1b}' | '\u{c}' | '\u{7}' | '\u{8}')
    };
    !is_markup && !text.contains(control)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media_type(name: &str, head: &[u8]) -> Option<&'static str> {
        detect(name, head, &[]).map(|kind| kind.media_type)
    }

    #[test]
    fn every_kind_has_an_entry() {
        for kind in KINDS {
            assert!(!kind.endings.is_empty(), "{}", kind.media_type);
        }
        assert!(detect("a.png", b"\x89PNG\r\n\x1a\n0000", &[]).is_some());
    }

    #[test]
    fn the_media_type_is_detected_by_content() {
        let png = b"\x89PNG\r\n\x1a\n0000";
        assert_eq!(media_type("a.png", png), Some("image/png"));
        assert_eq!(media_type("a.pdf", png), Some("image/png"), "a wrong ending does not hide a picture");
        assert_eq!(media_type("a.pdf", b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(media_type("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0"), Some("video/quicktime"));
        assert_eq!(media_type("log.log", b"2026-01-01 ok\n"), Some("text/plain"));
        assert_eq!(media_type("t.csv", "å;ä\n1;2".as_bytes()), Some("text/csv"));
    }

    #[test]
    fn a_telephones_picture_is_taken_under_any_name() {
        for brands in
            ["heic\0\0\0\0mif1heic", "heix\0\0\0\0mif1heix", "mif1\0\0\0\0miafheic", "hevc\0\0\0\0msf1hevc"]
        {
            let head = [b"\0\0\0\x18ftyp", brands.as_bytes()].concat();
            for name in ["IMG_1.HEIC", "IMG_1.jpg", "bild"] {
                assert_eq!(media_type(name, &head), Some("image/heic"), "{brands} {name}");
            }
        }
        assert_eq!(media_type("a.heic", b"\0\0\0\x18ftypmif1\0\0\0\0miafmiaf"), None);
        assert_eq!(media_type("a.heic", b"MZ\x90\0\x03\0\0\0"), None);
    }

    #[test]
    fn a_saved_mail_is_taken_and_nothing_else_of_that_name() {
        let mail = b"Return-Path: <a@b.example>\r\nReceived: from x\r\n\tby y\r\nSubject: Hej\r\n\r\nHej";
        assert_eq!(media_type("a.eml", mail), Some("message/rfc822"));
        let latin = b"From: =?x?= <a@b.example>\nSubject: Hej\n\nbl\xe5 \0";
        assert_eq!(media_type("a.eml", latin), Some("message/rfc822"), "the text may be in any encoding");
        for other in
            [&b"<html>From: a\nTo: b"[..], b"hej", b"MZ\x90\0\x03\0\0\0", b"key: value\nother: x\n\nx"]
        {
            assert_eq!(media_type("a.eml", other), None, "{other:?}");
        }
    }

    #[test]
    fn a_message_of_outlook_is_a_compound_file_with_its_directory() {
        let mut head = vec![0; 512];
        head[..8].copy_from_slice(COMPOUND_FILE);
        head[30] = 9;
        head[48] = 3;
        assert_eq!(directory_offset(&head), Some(2_048));
        let named = |name: &str| {
            let mut directory = vec![0; 512];
            for (at, unit) in name.encode_utf16().enumerate() {
                directory[128 + 2 * at..130 + 2 * at].copy_from_slice(&unit.to_le_bytes());
            }
            directory
        };
        let kind = |directory: &[u8]| detect("a.msg", &head, directory).map(|kind| kind.media_type);
        assert_eq!(kind(&named("__properties_version1.0")), Some("application/vnd.ms-outlook"));
        assert_eq!(kind(&named("WordDocument")), None);
        assert_eq!(kind(&[]), None, "an installer, for instance");
        assert_eq!(directory_offset(b"MZ"), None);
    }

    #[test]
    fn what_people_call_a_log_is_a_log() {
        for name in [
            "fel.log",
            "app.log.1",
            "app.log.2026-11-29",
            "syslog",
            "LOGG",
            "catalina.out",
            "stderr",
            "server_log",
            "log",
            "nginx-error.log (kopi)",
            "feillogg",
            "trace.2",
            "debug-logs",
        ] {
            assert_eq!(
                media_type(name, b"2026-01-01 ok\n\x1b[31mred\x1b[0m\x08"),
                Some("text/plain"),
                "{name}"
            );
            assert_eq!(media_type(name, b"MZ\x90\0\x03\0\0\0"), None, "{name}");
            assert_eq!(media_type(name, b"<!DOCTYPE html>"), None, "{name}");
        }
        for name in ["a.exe", "logo.js", "script.bat", "a"] {
            assert_eq!(media_type(name, b"hello"), None, "{name}");
        }
    }

    #[test]
    fn text_is_detected_in_utf_16_and_with_any_beginning() {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        assert_eq!(media_type("ps.log", &little("\u{feff}Fel på rad 1\r\n")), Some("text/plain"));
        assert_eq!(media_type("ps.txt", &big("\u{feff}Fel på rad 1\r\n")), Some("text/plain"));
        assert_eq!(media_type("ps.txt", &little("\u{feff}<html><script>")), None);
        assert_eq!(media_type("ps.txt", &little("\u{feff}a\0b")), None);
        assert_eq!(media_type("ps.txt", &little("utan märke")), None);
        assert_eq!(media_type("a.txt", "\u{feff}<!DOCTYPE html>".as_bytes()), None);
        for text in ["BMI;vikt\n22;70", "MZ;namn", "BC;län", "BZh", "CWS", "ID3;x"] {
            assert_eq!(media_type("t.csv", text.as_bytes()), Some("text/csv"), "{text}");
            assert_eq!(media_type("t.png", text.as_bytes()), None, "{text}");
        }
        assert_eq!(media_type("t.csv", b"BM\x36\0\0\0\0\0"), None, "a picture after all");
        assert_eq!(media_type("t.txt", b"{\\rtf1 hej}"), None);
    }

    #[test]
    fn a_file_whose_content_does_not_match_its_name_is_rejected() {
        assert_eq!(media_type("a.png", b"<html><script>alert(1)</script>"), None);
        assert_eq!(media_type("a.txt", b" <!DOCTYPE html>"), None);
        assert_eq!(media_type("a.txt", b"MZ\x90\0\x03"), None);
        assert_eq!(media_type("a.pdf", b"MZ\x90\0\x03\0\0\0"), None);
        assert_eq!(media_type("a.zip", b"PK\x03\x04aaaa"), None);
        assert_eq!(media_type("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), None);
        assert_eq!(media_type("a.exe", b"hello"), None);
    }
}
