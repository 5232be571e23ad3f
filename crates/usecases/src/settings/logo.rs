//! The picture beside the portal's name.

use base64::{Engine, engine::general_purpose::STANDARD};
use fyr_domain::{
    Actor,
    branding::{Branding, Logo},
    fields::{FieldErrors, Problem},
};

use super::{current, desk};
use crate::{Backend, Error, accounts::hash_key, tickets::Upload};

/// The field with the picture.
pub const LOGO_FIELD: &str = "file";

/// Shows this picture beside the name of the portal from now on, or the product's where there is none.
///
/// # Errors
/// As [`desk::change`]; [`Error::Invalid`] where it is no picture that browsers show, or too large.
pub async fn change_logo(backend: &Backend, actor: &Actor, upload: Option<Upload>) -> Result<(), Error> {
    let logo = match upload {
        Some(upload) => Some(read(backend, upload).await?),
        None => None,
    };
    let before = current::<Branding>(backend).await;
    let branding = Branding { logo, ..Branding::clone(&before) };
    desk::change(backend, actor, &branding, "", None).await
}

async fn read(backend: &Backend, upload: Upload) -> Result<Logo, Error> {
    let Upload { name, result } = upload;
    let refused = |problem| FieldErrors::single(LOGO_FIELD, problem);
    let too_large = || refused(Problem::LogoTooLarge { max_kb: Logo::MAX_BYTES / 1000 });
    let received = result.map_err(|_| too_large())?;
    if usize::try_from(received.size).map_or(true, |size| size > Logo::MAX_BYTES) {
        return Err(too_large().into());
    }
    let found = infer::get(&received.head).map(|kind| kind.mime_type());
    let media_type = found.filter(|found| Logo::MEDIA_TYPES.contains(found));
    let media_type = media_type.ok_or_else(|| refused(Problem::FileKind { name }))?;
    let bytes = backend.files.read_at(received.id, 0, received.size).await;
    let data = STANDARD.encode(bytes.map_err(|error| Error::Internal(Box::new(error)))?);
    let id = hash_key(&data).chars().take(16).collect();
    Ok(Logo { media_type: media_type.to_owned(), id, data })
}

/// The bytes of a logo; `None` where they are none.
pub fn logo_bytes(logo: &Logo) -> Option<Vec<u8>> {
    STANDARD.decode(&logo.data).ok()
}
