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
        let status = error.source().and_then(|reply| enhanced_status(&reply.to_string()));
        let cause = FailureCause::Rejected { code, status };
        if error.is_permanent() && stage.concerns_this_mail() && !is_authentication_code(code) {
            Self::permanent(stage, cause)
        } else {
            Self::temporary(stage, cause)
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
    /// Whether a rejection at this stage concerns this mail alone. Earlier rejections concern every mail, and mail must not
    /// be lost because of a wrong password.
    const fn concerns_this_mail(self) -> bool {
        match self {
            Self::Connect | Self::Authenticate | Self::File => false,
            Self::Sender | Self::Recipient | Self::Content => true,
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
