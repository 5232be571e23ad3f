//! Errors of sending: enough to decide about a retry and to find the cause, without personal data.
//!
//! Servers often repeat addresses in their replies, so only the codes of a reply are kept.

use std::{error::Error, fmt, io};

/// Why a mail was not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// A retry may succeed. Also where the server or the configuration is at fault and not the mail.
    #[error("mail not sent for now: {0}")]
    Temporary(SendFailure),
    /// The server will never accept this mail: do not retry, and report it.
    #[error("mail refused for good: {0}")]
    Permanent(SendFailure),
}

impl SendError {
    /// At which stage sending failed, and why.
    pub const fn failure(&self) -> &SendFailure {
        match self {
            Self::Temporary(failure) | Self::Permanent(failure) => failure,
        }
    }

    /// The SMTP reply code, such as 550; `None` where the server sent no reply.
    pub const fn smtp_code(&self) -> Option<u16> {
        match self.failure().cause {
            FailureCause::Rejected { code, .. } => Some(code),
            FailureCause::TimedOut
            | FailureCause::ConnectionLost
            | FailureCause::Unsupported
            | FailureCause::File(_) => None,
        }
    }

    pub(super) const fn temporary(stage: SendStage, cause: FailureCause) -> Self {
        Self::Temporary(SendFailure { stage, cause })
    }

    pub(super) const fn permanent(stage: SendStage, cause: FailureCause) -> Self {
        Self::Permanent(SendFailure { stage, cause })
    }

    pub(super) fn from_smtp(stage: SendStage, error: &lettre::transport::smtp::Error) -> Self {
        let Some(code) = error.status().map(u16::from) else {
            let cause = if error.is_timeout() {
                FailureCause::TimedOut
            } else if error.is_client() {
                FailureCause::Unsupported
            } else {
                FailureCause::ConnectionLost
            };
            return Self::temporary(stage, cause);
        };
        let reply = error.source().map(ToString::to_string).unwrap_or_default();
        let status = enhanced_status(&reply);
        let concerns_us = is_authentication_code(code) || is_about_us(stage, status.as_deref(), &reply);
        let cause = FailureCause::Rejected { code, status };
        if error.is_permanent() && stage.concerns_this_mail() && !concerns_us {
            Self::permanent(stage, cause)
        } else {
            Self::temporary(stage, cause)
        }
    }

    /// Whether the server refused, with a final code, what it may not take from us at all, such as relaying: an answer to
    /// one mail that may hold for every mail, and so is temporary.
    pub const fn is_refusal_of_us(&self) -> bool {
        match self {
            Self::Temporary(SendFailure {
                stage: SendStage::Recipient | SendStage::Content,
                cause: FailureCause::Rejected { code: code @ 500.., .. },
            }) => !is_authentication_code(*code),
            Self::Temporary(_) | Self::Permanent(_) => false,
        }
    }
}

/// At which stage sending failed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendFailure {
    /// The step of the SMTP conversation, or of writing the file.
    pub stage: SendStage,
    /// The reason of the failure.
    pub cause: FailureCause,
}

/// The step at which sending failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendStage {
    /// Connecting to the server, and negotiating TLS.
    Connect,
    /// Authentication with user and password.
    Authenticate,
    /// The `MAIL FROM` command.
    Sender,
    /// The `RCPT TO` command.
    Recipient,
    /// The `DATA` command and the content.
    Content,
    /// Writing the file.
    File,
}

impl SendStage {
    /// Whether a rejection at this stage can concern this mail alone. Earlier rejections concern every mail, as all have the same
    /// sender, and mail must not be lost because of a wrong password or a permission that has expired.
    const fn concerns_this_mail(self) -> bool {
        match self {
            Self::Connect | Self::Authenticate | Self::Sender | Self::File => false,
            Self::Recipient | Self::Content => true,
        }
    }
}

/// Why sending failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailureCause {
    /// The server rejected a command.
    Rejected {
        /// The SMTP reply code, 400 to 599.
        code: u16,
        /// The enhanced status code (RFC 3463) where the server sent one: `5.1.1`.
        status: Option<String>,
    },
    /// No reply in time. Where the content was already sent, the server may have accepted the mail.
    TimedOut,
    /// No connection, an untrusted certificate, or the connection was closed.
    ConnectionLost,
    /// The server lacks a needed extension: STARTTLS, a supported authentication mechanism, or SMTPUTF8.
    Unsupported,
    /// The file could not be written.
    File(io::ErrorKind),
}

impl fmt::Display for SendFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = match self.stage {
            SendStage::Connect => "connecting to the mail server",
            SendStage::Authenticate => "signing in to the mail server",
            SendStage::Sender => "naming the sender",
            SendStage::Recipient => "naming the receiver",
            SendStage::Content => "handing over the content",
            SendStage::File => "writing the mail's file",
        };
        match &self.cause {
            FailureCause::Rejected { code, status: Some(status) } => {
                write!(f, "{action}: the server answered {code} {status}")
            }
            FailureCause::Rejected { code, status: None } => {
                write!(f, "{action}: the server answered {code}")
            }
            FailureCause::TimedOut => write!(f, "{action}: no answer in time"),
            FailureCause::ConnectionLost => write!(f, "{action}: no connection, or not a trusted one"),
            FailureCause::Unsupported => write!(f, "{action}: the server does not support what is needed"),
            FailureCause::File(kind) => write!(f, "{action}: {kind}"),
        }
    }
}

/// Codes that demand authentication or encryption: the configuration is wrong, not the mail.
const fn is_authentication_code(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}

/// Whether a refusal of a recipient or of content is about what we may do, or about the server itself: RFC 3463 has 5.7 for security
/// and policy, and 5.3 for the system, where 5.3.4 alone is about the mail, which is too large. Servers without such codes say
/// `relay` where they do not take mail for others from us.
fn is_about_us(stage: SendStage, status: Option<&str>, reply: &str) -> bool {
    match status {
        Some(status) => {
            status.starts_with("5.7.") || (status.starts_with("5.3.") && !matches!(status, "5.3.0" | "5.3.4"))
        }
        None => stage == SendStage::Recipient && reply.to_ascii_lowercase().contains("relay"),
    }
}

/// The enhanced status code that a reply begins with, such as `5.1.1`.
fn enhanced_status(reply: &str) -> Option<String> {
    let first = reply.split_whitespace().next()?;
    let parts = first.split('.').collect::<Vec<_>>();
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [class @ ("4" | "5"), subject, detail] if number(subject) && number(detail) => {
            Some(format!("{class}.{subject}.{detail}"))
        }
        _ => None,
    }
}
