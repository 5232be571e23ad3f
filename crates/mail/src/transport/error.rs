//! What went wrong in sending: enough to decide about another try and to find the cause, and nothing personal.
//!
//! Servers like to repeat the address in what they answer, so of an answer only its codes are kept.

use std::{error::Error, fmt, io};

/// A mail was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Try again later. Also where the server or the configuration is at fault and not the mail.
    #[error("mail not sent for now: {0}")]
    Temporary(Failure),
    /// The server will never take this mail: park it and tell someone.
    #[error("mail refused for good: {0}")]
    Permanent(Failure),
}

impl SendError {
    /// What happened.
    pub const fn failure(&self) -> &Failure {
        match self {
            Self::Temporary(failure) | Self::Permanent(failure) => failure,
        }
    }

    /// The SMTP code the server answered with, such as 550.
    pub const fn code(&self) -> Option<u16> {
        match self.failure().cause {
            Cause::Refused { code, .. } => Some(code),
            Cause::TimedOut | Cause::Lost | Cause::Unsupported | Cause::File(_) => None,
        }
    }

    pub(super) const fn temporary(stage: Stage, cause: Cause) -> Self {
        Self::Temporary(Failure { stage, cause })
    }

    pub(super) const fn permanent(stage: Stage, cause: Cause) -> Self {
        Self::Permanent(Failure { stage, cause })
    }

    pub(super) fn from_smtp(stage: Stage, error: &lettre::transport::smtp::Error) -> Self {
        let Some(code) = error.status().map(u16::from) else {
            let cause = if error.is_timeout() {
                Cause::TimedOut
            } else if error.is_client() {
                Cause::Unsupported
            } else {
                Cause::Lost
            };
            return Self::temporary(stage, cause);
        };
        let status = error.source().and_then(|answer| enhanced_status(&answer.to_string()));
        let cause = Cause::Refused { code, status };
        if error.is_permanent() && stage.is_about_the_mail() && !is_about_signing_in(code) {
            Self::permanent(stage, cause)
        } else {
            Self::temporary(stage, cause)
        }
    }
}

/// What happened, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What was being done.
    pub stage: Stage,
    /// What went wrong.
    pub cause: Cause,
}

/// How far sending came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reaching the server, and encryption.
    Connect,
    /// User and password.
    SignIn,
    /// Naming the sender.
    Sender,
    /// Naming the receiver.
    Receiver,
    /// Handing over the mail.
    Content,
    /// Writing the file.
    File,
}

impl Stage {
    /// Whether a refusal here concerns this mail. Before that it would concern every mail, which must not be lost for
    /// a wrong password.
    const fn is_about_the_mail(self) -> bool {
        match self {
            Self::Connect | Self::SignIn | Self::File => false,
            Self::Sender | Self::Receiver | Self::Content => true,
        }
    }
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The server said no.
    Refused {
        /// The SMTP code, 400 to 599.
        code: u16,
        /// The enhanced status code (RFC 3463) where the server gave one: `5.1.1`.
        status: Option<String>,
    },
    /// No answer in time. Where the content was on its way, the server may have taken the mail.
    TimedOut,
    /// No connection, an untrusted certificate, or the connection broke.
    Lost,
    /// The server cannot do what is needed: STARTTLS, this way of signing in, an address beyond ASCII.
    Unsupported,
    /// The file could not be written.
    File(io::ErrorKind),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let doing = match self.stage {
            Stage::Connect => "connecting to the mail server",
            Stage::SignIn => "signing in to the mail server",
            Stage::Sender => "naming the sender",
            Stage::Receiver => "naming the receiver",
            Stage::Content => "handing over the content",
            Stage::File => "writing the mail's file",
        };
        match &self.cause {
            Cause::Refused { code, status: Some(status) } => {
                write!(f, "{doing}: the server answered {code} {status}")
            }
            Cause::Refused { code, status: None } => write!(f, "{doing}: the server answered {code}"),
            Cause::TimedOut => write!(f, "{doing}: no answer in time"),
            Cause::Lost => write!(f, "{doing}: no connection, or not a trusted one"),
            Cause::Unsupported => write!(f, "{doing}: the server does not support what is needed"),
            Cause::File(kind) => write!(f, "{doing}: {kind}"),
        }
    }
}

/// Codes that ask for a sign-in or encryption: the configuration is wrong, not the mail.
const fn is_about_signing_in(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}

/// The `5.1.1` that an answer begins with.
fn enhanced_status(answer: &str) -> Option<String> {
    let first = answer.split_whitespace().next()?;
    let parts = first.split('.').collect::<Vec<_>>();
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [class @ ("4" | "5"), subject, detail] if number(subject) && number(detail) => {
            Some(format!("{class}.{subject}.{detail}"))
        }
        _ => None,
    }
}
