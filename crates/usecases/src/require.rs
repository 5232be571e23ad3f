//! The check that use cases begin with.

use fyr_domain::{
    Actor,
    permission::{Permission, may},
};

use crate::Error;

/// Refuses whoever does not have a permission: what needs it does not exist for them.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] for someone who is signed in.
pub(crate) fn require(actor: &Actor, permission: Permission<'_>) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if may(actor, permission) => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}
