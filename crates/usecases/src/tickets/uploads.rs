//! Files uploaded with a form: checking type (by content), size and number, and storing them until the form is submitted.

use fyr_domain::{
    fields::{FieldErrors, Problem},
    file_name,
};
use fyr_store::{attachments, attachments::Attachment};
use uuid::Uuid;

use super::{
    FormRef,
    file_kinds::{self, FileKind},
};
use crate::{Backend, Error, ReceiveError, ReceivedFile};

/// The most files of one message.
const MAX_FILES: usize = 20;

/// A file submitted with a form.
#[derive(Debug)]
pub struct Upload {
    /// The name that the browser sent, as [`file_name::clean`] leaves it.
    pub name: String,
    /// The stored file, or why it was not stored.
    pub result: Result<ReceivedFile, ReceiveError>,
}

/// Attaches the acceptable files to the form and returns a field error for each of the others, which delete themselves. A file
/// that was uploaded twice, ahead of the form and with it, is attached once. A name gets the ending of what the file is, where it
/// has another one: `kvitto.hta` is `kvitto.hta.gif` where it is a picture.
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
    let mut kept = Vec::new();
    for Upload { name, result } in uploads {
        let received = match result {
            Ok(received) => received,
            Err(error) => {
                errors.push("attachments", problem(backend, &name, &error));
                continue;
            }
        };
        let kind = detect_kind(backend, &name, &received).await;
        let sent_name = name.clone();
        let name = kind.map_or(name, |kind| file_name::with_ending(&sent_name, kind.endings));
        if is_duplicate(backend, &accepted, &name, &received).await {
            continue;
        }
        let kind = match kind {
            _ if received.size == 0 => Err(Problem::FileEmpty { name: sent_name }),
            None => Err(Problem::FileKind { name: sent_name }),
            Some(_) if total + received.size > settings.max_total_bytes => {
                Err(Problem::FilesTooLarge { max_mb: settings.max_total_bytes / 1_000_000 })
            }
            Some(_) if count >= MAX_FILES => Err(Problem::TooManyFiles { max: MAX_FILES }),
            Some(kind) => Ok(kind),
        };
        match kind {
            Err(problem) => errors.push("attachments", problem),
            Ok(kind) => {
                count += 1;
                total += received.size;
                let file = Attachment {
                    id: received.id,
                    form_key: form.key,
                    owner: form.owner.to_owned(),
                    entry_id: None,
                    name,
                    media_type: kind.media_type.to_owned(),
                    size: i64::try_from(received.size).unwrap_or(i64::MAX),
                    created_at: backend.clock.now(),
                };
                attachments::insert(&mut tx, &file).await?;
                accepted.push(file);
                kept.push(received);
            }
        }
    }
    // before the commit: a row without its file would be worse than a file without its row, which is swept
    kept.into_iter().for_each(ReceivedFile::keep);
    tx.commit().await?;
    Ok(errors)
}

/// The kind of a received file. Of a compound file more than the beginning is needed.
async fn detect_kind(backend: &Backend, name: &str, received: &ReceivedFile) -> Option<FileKind> {
    let directory = match file_kinds::directory_offset(&received.head) {
        Some(offset) => backend.files.read_at(received.id, offset, 512).await.unwrap_or_default(),
        None => Vec::new(),
    };
    file_kinds::detect(name, &received.head, &directory)
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

/// Moves the files of a form to who sends it now: it was opened for somebody else in the same browser, and they have seen what they
/// send. The random keys of both, which only the form has, are the permission.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn take_over_uploads(backend: &Backend, from: FormRef<'_>, to: FormRef<'_>) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    attachments::change_form_owner(&mut tx, from.key, from.owner, to.owner).await?;
    tx.commit().await
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
