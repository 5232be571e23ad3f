//! What a use case can answer besides success.

use fyr_domain::fields::FieldErrors;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, as far as the actor may know.
    #[error("not found")]
    NotFound,
    /// The form needs mending.
    #[error("the form has problems: {0:?}")]
    Invalid(FieldErrors),
    /// The actor must sign in first.
    #[error("not signed in")]
    SignInFirst,
    /// A part we depend on is away.
    #[error("not available: {0}")]
    Unavailable(#[source] fyr_store::Error),
    /// A bug, or a damaged database.
    #[error(transparent)]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl From<fyr_store::Error> for Error {
    fn from(error: fyr_store::Error) -> Self {
        match error {
            fyr_store::Error::Unavailable(_) => Self::Unavailable(error),
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}
