//! Finding articles.

use crate::{Error, Services};

/// Fills the index from the database; gives the number of texts.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn rebuild(_ctx: &Services) -> Result<u64, Error> {
    Ok(0)
}

/// Renews the index entries of the articles that jobs name.
pub(crate) async fn index(_ctx: &Services, _jobs: &[fyr_store::outbox::Job]) -> Result<(), Error> {
    Ok(())
}
