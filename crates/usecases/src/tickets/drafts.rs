//! Forms on their way.

use fyr_domain::tickets::RawTicket;
use fyr_store::{attachments, attachments::Attachment, drafts};
use uuid::Uuid;

use super::Form;
use crate::{Error, Services};

/// Keeps what was typed into a form.
///
/// # Errors
/// [`Error::NotFound`] where the form key is another owner's, [`Error::Unavailable`].
pub async fn keep_draft(ctx: &Services, form: Form<'_>, fields: &RawTicket) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    // a form that was filed already needs no draft
    if fyr_store::tickets::find_by_form_key(&mut tx, form.key).await?.is_none()
        && !drafts::put(&mut tx, form.key, form.owner, fields, ctx.clock.now()).await?
    {
        return Err(Error::NotFound);
    }
    Ok(tx.commit().await?)
}

/// The form its owner was filling in last, with its key.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn latest_draft(ctx: &Services, owner: &str) -> Result<Option<(Uuid, RawTicket)>, Error> {
    let mut db = ctx.store.read().await?;
    Ok(drafts::latest(&mut db, owner).await?)
}

/// Throws a form away, its files with it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_draft(ctx: &Services, form: Form<'_>) -> Result<(), Error> {
    let mut tx = ctx.store.begin().await?;
    let mut files = Vec::new();
    if drafts::find(&mut tx, form.key, form.owner).await?.is_some() {
        drafts::delete(&mut tx, form.key).await?;
        files = attachments::pending(&mut tx, form.key, form.owner).await?;
        for file in &files {
            attachments::remove_pending(&mut tx, form.key, form.owner, file.id).await?;
        }
    }
    tx.commit().await?;
    for file in files {
        super::uploads::remove_bytes(ctx, file.id).await;
    }
    Ok(())
}

/// The files a form has gathered so far.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn pending_files(ctx: &Services, form: Form<'_>) -> Result<Vec<Attachment>, Error> {
    let mut db = ctx.store.read().await?;
    Ok(attachments::pending(&mut db, form.key, form.owner).await?)
}
