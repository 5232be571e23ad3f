//! Files that come with a form: typed by content, bounded, kept until the form is sent.

use fyr_domain::fields::{FieldErrors, Problem};
use fyr_store::{attachments, attachments::Attachment};
use uuid::Uuid;

use super::Form;
use crate::{Error, ReceiveError, Received, Services};

/// Files of one message at most.
const MOST_FILES: usize = 20;

/// A file as it arrived: the person's name for it, and its bytes or why there are none.
pub type Upload = (String, Result<Received, ReceiveError>);

/// Keeps what may be kept for the form, and says what is wrong with the rest. Files without problems are kept whatever
/// is wrong with others. A file that came twice, ahead of the form and with it, is kept once.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn receive_uploads(
    ctx: &Services,
    form: Form<'_>,
    uploads: Vec<Upload>,
) -> Result<FieldErrors, Error> {
    let mut errors = FieldErrors::default();
    if uploads.is_empty() {
        return Ok(errors);
    }
    let settings = &ctx.settings;
    let mut tx = ctx.store.begin().await?;
    let mut kept = attachments::pending(&mut tx, form.key, form.owner).await?;
    let mut count = kept.len();
    let mut total: u64 = kept.iter().filter_map(|file| u64::try_from(file.size).ok()).sum();
    let mut refused = Vec::new();
    for (name, received) in uploads {
        if let Ok(received) = &received
            && is_kept(ctx, &kept, &name, received).await
        {
            refused.push(received.id);
            continue;
        }
        let accepted = received.map_err(|error| refusal(ctx, &name, &error)).and_then(|received| {
            let (id, size) = (received.id, received.size);
            let checked = match media_type(&name, &received.head) {
                _ if size == 0 => Err(Problem::FileEmpty { name: name.clone() }),
                None => Err(Problem::FileKind { name: name.clone() }),
                Some(_) if total + size > settings.max_files => {
                    Err(Problem::FilesTooLarge { max_mb: settings.max_files / 1_000_000 })
                }
                Some(_) if count >= MOST_FILES => Err(Problem::TooManyFiles { max: MOST_FILES }),
                Some(media_type) => Ok((id, size, media_type)),
            };
            checked.inspect_err(|_| refused.push(id))
        });
        match accepted {
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
                    created_at: ctx.clock.now(),
                };
                attachments::put(&mut tx, &file).await?;
                kept.push(file);
            }
        }
    }
    tx.commit().await?;
    for id in refused {
        remove_bytes(ctx, id).await;
    }
    Ok(errors)
}

/// Whether the same file has come before.
async fn is_kept(ctx: &Services, kept: &[Attachment], name: &str, received: &Received) -> bool {
    for file in kept.iter().filter(|file| file.name == name && u64::try_from(file.size) == Ok(received.size))
    {
        // one that cannot be read is not known to be the same
        if ctx.files.same(file.id, received.id).await.unwrap_or(false) {
            return true;
        }
    }
    false
}

/// Takes a file off a form.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remove_upload(ctx: &Services, form: Form<'_>, id: Uuid) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let removed = attachments::remove_pending(&mut tx, form.key, form.owner, id).await?;
    tx.commit().await?;
    if removed {
        remove_bytes(ctx, id).await;
    }
    Ok(())
}

pub(super) async fn remove_bytes(ctx: &Services, id: Uuid) {
    if let Err(error) = ctx.files.remove(id).await {
        tracing::warn!(%error, "a file could not be removed");
    }
}

fn refusal(ctx: &Services, name: &str, error: &ReceiveError) -> Problem {
    let name = name.to_owned();
    match error {
        ReceiveError::TooLarge => Problem::FileTooLarge { name, max_mb: ctx.settings.max_file / 1_000_000 },
        ReceiveError::AllTooLarge => Problem::FilesTooLarge { max_mb: ctx.settings.max_files / 1_000_000 },
        ReceiveError::Broken => Problem::FileNotSaved { name },
        ReceiveError::NotSaved(error) => {
            tracing::error!(%error, "an upload could not be written");
            Problem::FileNotSaved { name }
        }
    }
}

/// What a file is, by its content; `None` where it is nothing we take. The name only tells kinds of text apart, and which
/// of the kinds of ZIP a document claims to be.
fn media_type(name: &str, head: &[u8]) -> Option<&'static str> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let told = infer::get(head).map(|kind| kind.mime_type());
    // "BM" or "MZ": two or three letters are also how many a text begins
    let by_letters = infer::get(head.get(..3).unwrap_or(head)).is_some();
    match told {
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
        // Office writes its parts in any order; an honest ending decides between the kinds of container
        Some("application/zip") => match ending.as_str() {
            "docx" => Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            "xlsx" => Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            "odt" => Some("application/vnd.oasis.opendocument.text"),
            _ => None,
        },
        Some(other) if !other.starts_with("text/") && !by_letters => None,
        _ => match ending.as_str() {
            "txt" | "log" if is_text(head) => Some("text/plain"),
            "csv" if is_text(head) => Some("text/csv"),
            _ => None,
        },
    }
}

/// Text in some encoding: no control characters, and not the beginning of a web page or script. UTF-16 says by a mark what it is.
fn is_text(head: &[u8]) -> bool {
    let text = match head {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(head).into_owned(),
    };
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_ascii_whitespace());
    let start = start.chars().take(16).collect::<String>().to_ascii_lowercase();
    let markup =
        ["<!doctype", "<html", "<script", "<svg", "<?xml", "#!"].iter().any(|mark| start.starts_with(mark));
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{1b}' | '\u{c}');
    !markup && !text.contains(control)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_what_a_file_is() {
        let png = b"\x89PNG\r\n\x1a\n0000";
        assert_eq!(media_type("a.png", png), Some("image/png"));
        assert_eq!(media_type("a.pdf", png), Some("image/png"), "a wrong ending does not hide a picture");
        assert_eq!(media_type("a.pdf", b"%PDF-1.7"), Some("application/pdf"));
        assert_eq!(media_type("a.mov", b"\0\0\0\x14ftypqt  \0\0\0\0"), Some("video/quicktime"));
        assert_eq!(media_type("log.log", b"2026-01-01 ok\n"), Some("text/plain"));
        assert_eq!(media_type("t.csv", "å;ä\n1;2".as_bytes()), Some("text/csv"));
    }

    #[test]
    fn text_is_text_in_utf_16_and_however_it_begins() {
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
    fn what_lies_about_itself_is_refused() {
        assert_eq!(media_type("a.png", b"<html><script>alert(1)</script>"), None);
        assert_eq!(media_type("a.txt", b" <!DOCTYPE html>"), None);
        assert_eq!(media_type("a.txt", b"MZ\x90\0\x03"), None);
        assert_eq!(media_type("a.pdf", b"MZ\x90\0\x03\0\0\0"), None);
        assert_eq!(media_type("a.zip", b"PK\x03\x04aaaa"), None);
        assert_eq!(media_type("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), None);
        assert_eq!(media_type("a.exe", b"hello"), None);
    }
}
