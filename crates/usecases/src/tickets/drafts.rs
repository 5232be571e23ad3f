//! Drafts of the form for a new ticket, and the files uploaded with a form that is not submitted yet.

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    text::Body,
    tickets::RawTicket,
};
use fyr_store::{attachments, attachments::Attachment, drafts};
use uuid::Uuid;

use super::FormRef;
use crate::{Backend, Error, QuotaKind};

/// The largest draft in bytes of text: the longest description in letters of four bytes, half as much again, and the rest.
const MAX_DRAFT: usize = 128 * 1024;
/// How many drafts one owner has at most.
const MAX_DRAFTS: i64 = 20;

/// Saves the fields of a form as a draft, replacing an earlier one; does nothing if the form was submitted already. Of an owner's
/// drafts the oldest give way.
///
/// # Errors
/// [`Error::NotFound`] where the form key is another owner's; [`Error::Invalid`] where the draft is too large, or the sender has
/// made too many; [`Error::Unavailable`].
pub async fn save_draft(
    backend: &Backend,
    actor: &Actor,
    form: FormRef<'_>,
    fields: &RawTicket,
) -> Result<(), Error> {
    if size(fields) > MAX_DRAFT {
        return Err(FieldErrors::single("description", Problem::TooLong { max: Body::MAX }).into());
    }
    let mut tx = backend.begin().await?;
    if fyr_store::tickets::find_by_form_key(&mut tx, form.key).await?.is_some() {
        return Ok(());
    }
    let is_new = drafts::find_by_form_key(&mut tx, form.key, form.owner).await?.is_none();
    if !drafts::upsert(&mut tx, form.key, form.owner, fields, backend.clock.now()).await? {
        return Err(Error::NotFound);
    }
    if is_new {
        backend.charge_quota(QuotaKind::Drafts, actor, form.owner, 1)?;
        drafts::delete_oldest(&mut tx, form.owner, MAX_DRAFTS).await?;
    }
    tx.commit().await
}

/// The size of a draft in bytes of text.
fn size(fields: &RawTicket) -> usize {
    fields.clone().into_fields().map(|(_, text)| text.len()).sum()
}

/// The draft its owner saved last, with its form key.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn latest_draft(backend: &Backend, owner: &str) -> Result<Option<(Uuid, RawTicket)>, Error> {
    let mut db = backend.store.read().await?;
    Ok(drafts::find_latest(&mut db, owner).await?.map(|draft| (draft.form_key, draft.fields)))
}

/// Deletes a draft and the files uploaded with it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn delete_draft(backend: &Backend, form: FormRef<'_>) -> Result<(), Error> {
    let mut tx = backend.begin().await?;
    let mut files = Vec::new();
    if drafts::find_by_form_key(&mut tx, form.key, form.owner).await?.is_some() {
        drafts::delete(&mut tx, form.key).await?;
        files = attachments::list_pending_for_form(&mut tx, form.key, form.owner).await?;
        for file in &files {
            attachments::delete_pending(&mut tx, form.key, form.owner, file.id).await?;
        }
    }
    tx.commit().await?;
    for file in files {
        super::uploads::delete_bytes(backend, file.id).await;
    }
    Ok(())
}

/// Lists the files uploaded with a form that is not submitted yet.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_pending_files(backend: &Backend, form: FormRef<'_>) -> Result<Vec<Attachment>, Error> {
    let mut db = backend.store.read().await?;
    Ok(attachments::list_pending_for_form(&mut db, form.key, form.owner).await?)
}
