//! Signing in with OpenID Connect: one [`Provider`] for each that the operator connected, and what it vouches for.
//!
//! Here is the protocol and nothing else: discovery, the way to the provider and back, tokens and their checks, logout in
//! both directions. Whose account an identity is, and what it may do, is decided in `fyr-services`; addresses and sessions
//! are the server's.

mod claims;
mod flow;
mod http;
mod keys;
mod logout;
mod provider;

pub mod config;

pub use claims::Vouched;
pub use config::{Claims, Config, Mapped, RoleRule, Secret};
pub use flow::{Answer, Ask, Pending};
pub use logout::Ended;
pub use provider::{Provider, Providers};

/// Why a provider's word was not taken. The text is for the log: it names the check, never a person.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// It cannot be reached, or does not answer as a provider does.
    #[error("the provider is away: {0}")]
    Away(String),
    /// It told us so itself, by one of the error codes of the protocol.
    #[error("the provider answered {0}")]
    Said(String),
    /// The code was used before, has expired, or was never given out.
    #[error("the code was not taken: {0}")]
    Code(String),
    /// The answer did not come from where it should (RFC 9207).
    #[error("the answer is from another issuer")]
    Issuer,
    /// A token that cannot be trusted.
    #[error("the token was refused: {0}")]
    Token(String),
    /// The person was not identified as strongly as is required.
    #[error("the level of assurance is missing")]
    Level,
    /// A login just now was asked for, and did not happen.
    #[error("the login was not a fresh one")]
    Stale,
}

impl Refusal {
    /// One word for counting and for the audit log.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Away(_) => "away",
            Self::Said(_) => "said",
            Self::Code(_) => "code",
            Self::Issuer => "issuer",
            Self::Token(_) => "token",
            Self::Level => "level",
            Self::Stale => "stale",
        }
    }
}
