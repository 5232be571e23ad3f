//! The ways mail leaves: to an SMTP server, or into a folder where people and tests can look at it.
//!
//! Sending happens at least once: after a time-out nobody knows whether the server took the mail. It is sent again with
//! the same Message-ID, by which receivers recognise it.

mod error;
mod file;
mod smtp;
mod url;

use std::{fmt, path::PathBuf, time::Duration};

pub use self::{
    error::{Cause, Failure, SendError, Stage},
    smtp::{Credentials, SmtpSettings, Tls},
    url::BadTransport,
};
use crate::compose::Composed;

/// A way to send mail. Keeps connections open between mails: make one and share it.
#[derive(Debug)]
pub struct Transport(Kind);

#[derive(Debug)]
enum Kind {
    File(file::Folder),
    Smtp(Box<smtp::Smtp>),
}

impl Transport {
    /// One `.eml` file per mail in a folder, which is created where it is missing.
    ///
    /// # Errors
    /// [`BadTransport::Folder`] where that is not possible.
    pub fn file(folder: impl Into<PathBuf>) -> Result<Self, BadTransport> {
        Ok(Self(Kind::File(file::Folder::open(folder.into())?)))
    }

    /// An SMTP server. Nothing is connected before the first mail.
    ///
    /// # Errors
    /// [`BadTransport::Host`] where no certificate could be for that host.
    pub fn smtp(settings: SmtpSettings) -> Result<Self, BadTransport> {
        Ok(Self(Kind::Smtp(Box::new(smtp::Smtp::new(settings)?))))
    }

    /// Reads a transport from one line of configuration:
    ///
    /// - `smtp://user:password@mail.example.org:587?tls=starttls&timeout=30`, where user and password, port, `tls`
    ///   (`starttls`, `tls` or `none`) and `timeout` (seconds for one mail) may be left out. Without `tls` it is
    ///   `starttls`, on this machine itself `none`. Without port it is 587, for `tls` 465, for `none` 25.
    /// - `smtps://…`, the same with `tls=tls`.
    /// - `file:///var/mail/fyr`, a folder.
    ///
    /// # Errors
    /// [`BadTransport`], whose text says what would be right and never repeats a password.
    pub fn from_url(url: &str) -> Result<Self, BadTransport> {
        match url::parse(url)? {
            url::Target::Folder(folder) => Self::file(folder),
            url::Target::Smtp(settings) => Self::smtp(settings),
        }
    }

    /// The longest that sending one mail takes, about.
    pub fn longest(&self) -> Duration {
        match &self.0 {
            Kind::File(_) => SmtpSettings::DEFAULT_TIMEOUT,
            Kind::Smtp(smtp) => smtp.timeout(),
        }
    }

    /// Sends one mail. Returns when the server has taken it, or the file is on disk.
    ///
    /// # Errors
    /// [`SendError::Temporary`] where another try later may work, [`SendError::Permanent`] where it will not.
    pub async fn send(&self, mail: &Composed) -> Result<(), SendError> {
        let sent = match &self.0 {
            Kind::File(folder) => folder.write(mail).await,
            Kind::Smtp(smtp) => smtp.send(mail).await,
        };
        match &sent {
            Ok(()) => tracing::debug!(message_id = mail.message_id(), "mail sent"),
            Err(error) => tracing::debug!(message_id = mail.message_id(), %error, "mail not sent"),
        }
        sent
    }
}

impl fmt::Display for Transport {
    /// Where mail goes, for the start-up log: without user and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::File(folder) => folder.fmt(f),
            Kind::Smtp(smtp) => smtp.fmt(f),
        }
    }
}
