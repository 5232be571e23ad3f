//! The error type of all use cases.

use fyr_domain::fields::FieldErrors;

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not exist, or the actor may not know that it does.
    #[error("not found")]
    NotFound,
    /// The input has errors, by field.
    #[error("the form has problems: {0:?}")]
    Invalid(FieldErrors),
    /// The person has shown who they are, and their account is deactivated.
    #[error("the account is deactivated")]
    AccountDeactivated,
    /// The actor is not signed in.
    #[error("not signed in")]
    SignInFirst,
    /// The database is unavailable: try again later.
    #[error("not available: {0}")]
    Unavailable(#[source] fyr_store::Error),
    /// A bug, a damaged database, or another failure that the actor cannot fix.
    #[error(transparent)]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Whether the same will happen again until an operator does something, as far as the database is concerned.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::Unavailable(error) => error.is_lasting(),
            Self::NotFound
            | Self::Invalid(_)
            | Self::AccountDeactivated
            | Self::SignInFirst
            | Self::Internal(_) => true,
        }
    }

    /// Whether nothing is changed at present, although all is well.
    pub const fn is_read_only(&self) -> bool {
        matches!(self, Self::Unavailable(fyr_store::Error::ReadOnly))
    }

    /// The database is unavailable, as somebody else says who could not keep our own error.
    pub fn unavailable(reason: impl Into<String>) -> Self {
        Self::Unavailable(fyr_store::Error::unavailable(reason.into()))
    }
}

impl From<fyr_store::Error> for Error {
    fn from(error: fyr_store::Error) -> Self {
        match error {
            fyr_store::Error::Unavailable(_) | fyr_store::Error::ReadOnly => Self::Unavailable(error),
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}
