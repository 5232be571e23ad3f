//! Signing in with OpenID Connect: one [`Provider`] for each configured identity provider.
//!
//! The protocol belongs here and nothing else: discovery, the authorization code flow, token verification, logout in both
//! directions. Which account an identity belongs to, and what it may do, is decided in `fyr-usecases`; URLs and sessions
//! belong to the server.

mod claims;
mod flow;
mod http;
mod jwt;
mod logout;
mod provider;

pub mod config;

pub use claims::VerifiedIdentity;
pub use config::{
    ClaimNames, ConfigSecret, InvalidProvider, InvalidSetting, MappedRole, MappedRoles, OrganisationRole,
    ProviderConfig, ProviderName, RoleRule,
};
pub use flow::{AuthorizationResponse, LoginRequest, PendingLogin, StartedLogin};
pub use logout::LogoutToken;
pub use provider::{Provider, Providers};

/// Why a login or a logout token was not accepted. The text is for logs: it names the failed check, never a person.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProviderError {
    /// The provider cannot be reached, or its responses do not follow the protocol.
    #[error("the provider is away: {0}")]
    Unavailable(String),
    /// The provider responded with an OAuth or OpenID Connect error code.
    #[error("the provider answered {0}")]
    ErrorResponse(String),
    /// The provider did not accept the authorization code: used before, expired or never issued.
    #[error("the code was not taken: {0}")]
    InvalidCode(String),
    /// The authorization response names another issuer (RFC 9207).
    #[error("the answer is from another issuer")]
    IssuerMismatch,
    /// An ID token, logout token or userinfo response failed verification.
    #[error("the token was refused: {0}")]
    InvalidToken(String),
    /// The login has none of the required levels of assurance (`acr`).
    #[error("the level of assurance is missing")]
    InsufficientAssurance,
    /// A new authentication was requested, but the person did not authenticate again.
    #[error("the login was not a fresh one")]
    NotReauthenticated,
}

impl ProviderError {
    /// Every [`code`](Self::code).
    pub const CODES: [&str; 7] = ["away", "said", "code", "issuer", "token", "level", "stale"];

    /// A stable code for metrics and the audit log; one of [`CODES`](Self::CODES).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(_) => "away",
            Self::ErrorResponse(_) => "said",
            Self::InvalidCode(_) => "code",
            Self::IssuerMismatch => "issuer",
            Self::InvalidToken(_) => "token",
            Self::InsufficientAssurance => "level",
            Self::NotReauthenticated => "stale",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ProviderError;

    #[test]
    fn the_list_of_codes_has_each_of_them() {
        let errors = [
            ProviderError::Unavailable(String::new()),
            ProviderError::ErrorResponse(String::new()),
            ProviderError::InvalidCode(String::new()),
            ProviderError::IssuerMismatch,
            ProviderError::InvalidToken(String::new()),
            ProviderError::InsufficientAssurance,
            ProviderError::NotReauthenticated,
        ];
        assert_eq!(errors.map(|error| error.code()), ProviderError::CODES);
    }
}
