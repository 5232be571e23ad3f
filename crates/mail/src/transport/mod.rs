//! Transports for outgoing mail: an SMTP server, or a folder for development and tests.
//!
//! Delivery is at least once: after a time-out it is unknown whether the server accepted the mail. The retry has the same
//! Message-ID, by which recipients can recognise the duplicate.

mod error;
mod file;
mod smtp;
mod url;

use std::{fmt, path::PathBuf, time::Duration};

pub use self::{
    error::{FailureCause, SendError, SendFailure, SendStage},
    smtp::{SmtpCredentials, SmtpSettings, Tls},
    url::TransportConfigError,
};
use crate::compose::ComposedEmail;

/// Sends mail. Keeps connections open between mails: build one and share it.
#[derive(Debug)]
pub struct Transport(TransportKind);

#[derive(Debug)]
enum TransportKind {
    File(file::FileTransport),
    Smtp(Box<smtp::SmtpTransport>),
}

impl Transport {
    /// A transport that writes one `.eml` file per mail into a folder, which is created where it is missing.
    ///
    /// # Errors
    /// [`TransportConfigError::CreateFolder`] where the folder cannot be created.
    pub fn file(folder: impl Into<PathBuf>) -> Result<Self, TransportConfigError> {
        Ok(Self(TransportKind::File(file::FileTransport::open(folder.into())?)))
    }

    /// A transport to an SMTP server. Connects when the first mail is sent.
    ///
    /// # Errors
    /// [`TransportConfigError::InvalidHost`] where the host is not a valid TLS server name.
    pub fn smtp(settings: SmtpSettings) -> Result<Self, TransportConfigError> {
        Ok(Self(TransportKind::Smtp(Box::new(smtp::SmtpTransport::new(settings)?))))
    }

    /// Whether mail goes to a server, and not into a folder.
    pub const fn is_server(&self) -> bool {
        matches!(self.0, TransportKind::Smtp(_))
    }

    /// Parses a transport URL from the configuration:
    ///
    /// - `smtp://user:password@mail.example.org:587?tls=starttls&timeout=30`, where user and password, port, `tls`
    ///   (`starttls`, `tls` or `none`) and `timeout` (seconds for one mail) are optional. The default of `tls` is
    ///   `starttls`, for a loopback host `none`. The default port is 587, for `tls` 465, for `none` 25.
    /// - `smtps://…`, the same with `tls=tls`.
    /// - `file:///var/mail/fyr`, a folder.
    ///
    /// # Errors
    /// [`TransportConfigError`], whose text says what is expected and never contains a password.
    pub fn from_url(url: &str) -> Result<Self, TransportConfigError> {
        match url::parse(url)? {
            url::TransportTarget::Folder(folder) => Self::file(folder),
            url::TransportTarget::Smtp(settings) => Self::smtp(settings),
        }
    }

    /// Checks a transport URL without opening anything: no folder is made.
    ///
    /// # Errors
    /// As [`Transport::from_url`], but for folders that cannot be created.
    pub fn check_url(url: &str) -> Result<(), TransportConfigError> {
        match url::parse(url)? {
            url::TransportTarget::Folder(_) => Ok(()),
            url::TransportTarget::Smtp(settings) => Self::smtp(settings).map(|_| ()),
        }
    }

    /// The longest time that sending one mail takes, approximately.
    pub fn max_send_duration(&self) -> Duration {
        match &self.0 {
            TransportKind::File(_) => SmtpSettings::DEFAULT_TIMEOUT,
            TransportKind::Smtp(smtp) => smtp.timeout(),
        }
    }

    /// Whether mail can be handed over: connects to the server and signs in, or looks at the folder.
    ///
    /// # Errors
    /// As [`Transport::send`].
    pub async fn check(&self) -> Result<(), SendError> {
        match &self.0 {
            TransportKind::File(folder) => folder.check().await,
            TransportKind::Smtp(smtp) => smtp.check().await,
        }
    }

    /// Sends one mail. Returns when the server has accepted it, or the file is on disk.
    ///
    /// # Errors
    /// [`SendError::Temporary`] where a retry may succeed, [`SendError::Permanent`] where it will not.
    pub async fn send(&self, mail: &ComposedEmail) -> Result<(), SendError> {
        let result = match &self.0 {
            TransportKind::File(folder) => folder.write(mail).await,
            TransportKind::Smtp(smtp) => smtp.send(mail).await,
        };
        match &result {
            Ok(()) => tracing::debug!(message_id = mail.message_id(), "mail sent"),
            Err(error) => tracing::debug!(message_id = mail.message_id(), %error, "mail not sent"),
        }
        result
    }
}

impl fmt::Display for Transport {
    /// The destination, for the start-up log: without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            TransportKind::File(folder) => folder.fmt(f),
            TransportKind::Smtp(smtp) => smtp.fmt(f),
        }
    }
}
