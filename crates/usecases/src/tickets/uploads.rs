//! Files uploaded with a form: checking type (by content), size and number, and storing them until the form is submitted.

use fyr_domain::fields::{FieldErrors, Problem};
use fyr_store::{attachments, attachments::Attachment};
use uuid::Uuid;

use super::FormRef;
use crate::{Backend, Error, ReceiveError, ReceivedFile};

/// The most files of one message.
const MAX_FILES: usize = 20;

/// A file submitted with a form.
#[derive(Debug)]
pub struct Upload {
    /// The base name that the browser sent.
    pub name: String,
    /// The stored file, or why it was not stored.
    pub result: Result<ReceivedFile, ReceiveError>,
}

/// Attaches the acceptable files to the form and returns a field error for each of the others. A file that was uploaded
/// twice, ahead of the form and with it, is attached once.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn receive_uploads(
    backend: &Backend,
    form: FormRef<'_>,
    uploads: Vec<Upload>,
) -> Result<FieldErrors, Error> {
    let mut errors = FieldErrors::default();
    if uploads.is_empty() {
        return Ok(errors);
    }
    let settings = &backend.settings;
    let mut tx = backend.begin().await?;
    let mut accepted = attachments::list_pending_for_form(&mut tx, form.key, form.owner).await?;
    let mut count = accepted.len();
    let mut total: u64 = accepted.iter().filter_map(|file| u64::try_from(file.size).ok()).sum();
    let mut rejected = Vec::new();
    for Upload { name, result } in uploads {
        if let Ok(received) = &result
            && is_duplicate(backend, &accepted, &name, received).await
        {
            rejected.push(received.id);
            continue;
        }
        let checked = result.map_err(|error| problem(backend, &name, &error)).and_then(|received| {
            let (id, size) = (received.id, received.size);
            let checked = match media_type(&name, &received.head) {
                _ if size == 0 => Err(Problem::FileEmpty { name: name.clone() }),
                None => Err(Problem::FileKind { name: name.clone() }),
                Some(_) if total + size > settings.max_total_bytes => {
                    Err(Problem::FilesTooLarge { max_mb: settings.max_total_bytes / 1_000_000 })
                }
                Some(_) if count >= MAX_FILES => Err(Problem::TooManyFiles { max: MAX_FILES }),
                Some(media_type) => Ok((id, size, media_type)),
            };
            checked.inspect_err(|_| rejected.push(id))
        });
        match checked {
            Err(problem) => errors.push("attachments", problem),
            Ok((id, size, media_type)) => {
                count += 1;
                total += size;
                let file = Attachment {
                    id,
                    form_key: form.key,
                    owner: form.owner.to_owned(),
                    entry_id: None,
                    name,
                    media_type: media_type.to_owned(),
                    size: i64::try_from(size).unwrap_or(i64::MAX),
                    created_at: backend.clock.now(),
                };
                attachments::insert(&mut tx, &file).await?;
                accepted.push(file);
            }
        }
    }
    tx.commit().await?;
    for id in rejected {
        delete_bytes(backend, id).await;
    }
    Ok(errors)
}

/// Whether a file of the same name and content is among the accepted ones.
async fn is_duplicate(
    backend: &Backend,
    accepted: &[Attachment],
    name: &str,
    received: &ReceivedFile,
) -> bool {
    for file in
        accepted.iter().filter(|file| file.name == name && u64::try_from(file.size) == Ok(received.size))
    {
        // a file that cannot be read is not treated as a duplicate
        if backend.files.same_content(file.id, received.id).await.unwrap_or(false) {
            return true;
        }
    }
    false
}

/// Removes an uploaded file from a form that is not submitted yet, and deletes it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn delete_upload(backend: &Backend, form: FormRef<'_>, id: Uuid) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let removed = attachments::delete_pending(&mut tx, form.key, form.owner, id).await?;
    tx.commit().await?;
    if removed {
        delete_bytes(backend, id).await;
    }
    Ok(())
}

pub(super) async fn delete_bytes(backend: &Backend, id: Uuid) {
    if let Err(error) = backend.files.delete(id).await {
        tracing::warn!(%error, "a file could not be deleted");
    }
}

fn problem(backend: &Backend, name: &str, error: &ReceiveError) -> Problem {
    let name = name.to_owned();
    match error {
        ReceiveError::TooLarge => {
            Problem::FileTooLarge { name, max_mb: backend.settings.max_file_bytes / 1_000_000 }
        }
        ReceiveError::TotalTooLarge => {
            Problem::FilesTooLarge { max_mb: backend.settings.max_total_bytes / 1_000_000 }
        }
        ReceiveError::Interrupted => Problem::FileNotSaved { name },
        ReceiveError::DiskAlmostFull => {
            tracing::error!("an upload was refused: less of the disk is free than min_free_disk_mb");
            Problem::FileNotSaved { name }
        }
        ReceiveError::Io(error) => {
            tracing::error!(%error, "an upload could not be written");
            Problem::FileNotSaved { name }
        }
    }
}

/// Detects the media type of a file by its content; `None` for types that are not accepted. The name extension only
/// distinguishes kinds of text, and kinds of ZIP containers.
fn media_type(name: &str, head: &[u8]) -> Option<&'static str> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let detected = infer::get(head).map(|kind| kind.mime_type());
    // signatures of two or three letters, such as "BM" or "MZ", are also how a text may begin
    let short_signature = infer::get(head.get(..3).unwrap_or(head)).is_some();
    match detected {
        Some("image/png") => Some("image/png"),
        Some("image/jpeg") => Some("image/jpeg"),
        Some("image/webp") => Some("image/webp"),
        Some("image/gif") => Some("image/gif"),
        Some("application/pdf") => Some("application/pdf"),
        Some("video/mp4" | "video/x-m4v") => Some("video/mp4"),
        Some("video/webm") => Some("video/webm"),
        Some("video/quicktime") => Some("video/quicktime"),
        Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document") => {
            Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") => {
            Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        Some("application/vnd.oasis.opendocument.text") => Some("application/vnd.oasis.opendocument.text"),
        // Office writes the parts of a ZIP in any order, so the extension decides between the containers
        Some("application/zip") => match extension.as_str() {
            "docx" => Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            "xlsx" => Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            "odt" => Some("application/vnd.oasis.opendocument.text"),
            _ => None,
        },
        Some(other) if !other.starts_with("text/") && !short_signature => None,
        _ => match extension.as_str() {
            "txt" | "log" if is_text(head) => Some("text/plain"),
            "csv" if is_text(head) => Some("text/csv"),
            _ => None,
        },
    }
}

/// Whether the bytes are text in some encoding: no control characters, and not the beginning of a web page or script. UTF-16
/// is recognised by its byte order mark.
fn is_text(head: &[u8]) -> bool {
    let text = match head {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(head).into_owned(),
    };
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_ascii_whitespace());
    let start = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    let is_markup = ["<!doctype", "<html", "<script", "<svg", "<?xml", "#!"]
        .iter()
        .any(|prefix| start.starts_with(prefix));
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1b}' | '\u{c}');
    !is_markup && !text.contains(control)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_is_detected_by_content() {
        let png = b"\x89PNG\r\n\x1a\n0000";
        assert_eq!(media_type("a.png", png), Some("image/png"));
        assert_eq!(media_type("a.pdf", png), Some("image/png"), "a wrong extension does not hide a picture");
        assert_eq!(media_type("a.pdf", b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(media_type("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0"), Some("video/quicktime"));
        assert_eq!(media_type("log.log", b"2026-01-01 ok\n"), Some("text/plain"));
        assert_eq!(media_type("t.csv", "å;ä\n1;2".as_bytes()), Some("text/csv"));
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
