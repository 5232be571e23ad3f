//! The SMTP transport, with a small pool of connections that stay open between mails.
//!
//! The conversation is implemented here instead of with lettre's pool, which returns a connection while a reply is still
//! outstanding when a sender stops waiting: the next mail would then read the reply to the previous one. Here a connection
//! is reused only after a conversation that completed, and every step has a deadline.

use std::{
    fmt,
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lettre::transport::smtp::{
    Error,
    authentication::{self, Mechanism},
    client::{AsyncSmtpConnection, TlsParameters},
    commands::{Data, Mail, Noop, Rcpt},
    extension::{ClientId, Extension, MailParameter},
};
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout_at},
};

use super::{
    error::{FailureCause, SendError, SendStage},
    url::TransportConfigError,
};
use crate::compose::ComposedEmail;

/// Largest number of mails sent at the same time; further ones wait.
const MAX_CONNECTIONS: usize = 4;

/// How long an idle connection is reused. Servers close idle connections after some minutes.
const MAX_IDLE: Duration = Duration::from_mins(1);

/// How to reach an SMTP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    /// The server's name, or its IP address without brackets.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// Whether and how the connection is encrypted.
    pub tls: Tls,
    /// User and password; `None` for a server without authentication.
    pub credentials: Option<SmtpCredentials>,
    /// The time limit for sending one mail, including connecting.
    pub timeout: Duration,
}

impl SmtpSettings {
    /// The default time limit for one mail.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
}

/// Whether and how a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// No encryption: for a server on this machine or in the same private network.
    None,
    /// STARTTLS after a plain-text greeting; no mail is sent to a server without support for it.
    StartTls,
    /// TLS from the first byte (implicit TLS).
    Tls,
}

/// User and password for SMTP authentication (`PLAIN` or `LOGIN`). Debug output shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpCredentials {
    /// The user name.
    pub user: String,
    /// The password in clear text.
    pub password: String,
}

impl fmt::Debug for SmtpCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpCredentials").finish_non_exhaustive()
    }
}

pub(super) struct SmtpTransport {
    settings: SmtpSettings,
    tls: TlsParameters,
    idle: Mutex<Vec<IdleConnection>>,
    permits: Semaphore,
}

struct IdleConnection {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl SmtpTransport {
    pub(super) fn new(settings: SmtpSettings) -> Result<Self, TransportConfigError> {
        let tls = TlsParameters::new(settings.host.clone()).map_err(|_| TransportConfigError::InvalidHost)?;
        Ok(Self { settings, tls, idle: Mutex::default(), permits: Semaphore::new(MAX_CONNECTIONS) })
    }

    pub(super) fn timeout(&self) -> Duration {
        self.settings.timeout
    }

    pub(super) async fn send(&self, mail: &ComposedEmail) -> Result<(), SendError> {
        // The semaphore is never closed, so acquiring cannot fail.
        let _permit = self.permits.acquire().await;
        let deadline = Instant::now() + self.settings.timeout;
        let mut connection = match self.reuse(deadline).await {
            Some(connection) => connection,
            None => self.connect(deadline).await?,
        };
        // Only a completed conversation returns its connection to the pool; otherwise dropping closes it.
        transmit(&mut connection, mail, deadline).await?;
        self.release(connection);
        Ok(())
    }

    /// Connects and signs in.
    pub(super) async fn check(&self) -> Result<(), SendError> {
        let _permit = self.permits.acquire().await;
        let deadline = Instant::now() + self.settings.timeout;
        let connection = self.connect(deadline).await?;
        self.release(connection);
        Ok(())
    }

    async fn reuse(&self, deadline: Instant) -> Option<AsyncSmtpConnection> {
        while let Some(IdleConnection { mut connection, since }) = self.pop_idle() {
            if since.elapsed() < MAX_IDLE
                && step(SendStage::Connect, deadline, connection.command(Noop)).await.is_ok()
            {
                return Some(connection);
            }
        }
        None
    }

    async fn connect(&self, deadline: Instant) -> Result<AsyncSmtpConnection, SendError> {
        let SmtpSettings { host, port, tls, credentials, timeout } = &self.settings;
        let hello = ClientId::default();
        let implicit_tls = (*tls == Tls::Tls).then(|| self.tls.clone());
        let server = (host.as_str(), *port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(*timeout), &hello, implicit_tls, None);
        let mut connection = step(SendStage::Connect, deadline, connecting).await?;
        if *tls == Tls::StartTls {
            step(SendStage::Connect, deadline, connection.starttls(self.tls.clone(), &hello)).await?;
        }
        if let Some(SmtpCredentials { user, password }) = credentials {
            let credentials = authentication::Credentials::new(user.clone(), password.clone());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            step(SendStage::Authenticate, deadline, connection.auth(&mechanisms, &credentials)).await?;
        }
        Ok(connection)
    }

    fn pop_idle(&self) -> Option<IdleConnection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn release(&self, connection: AsyncSmtpConnection) {
        let idle = IdleConnection { connection, since: Instant::now() };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(idle);
    }
}

/// Sends one mail, from `MAIL FROM` to the reply after the content.
async fn transmit(
    connection: &mut AsyncSmtpConnection,
    mail: &ComposedEmail,
    deadline: Instant,
) -> Result<(), SendError> {
    let mut parameters = Vec::new();
    if !mail.bytes().is_ascii() || mail.envelope.to().iter().any(|to| !AsRef::<str>::as_ref(to).is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::permanent(SendStage::Recipient, FailureCause::Unsupported));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let sender = Mail::new(mail.envelope.from().cloned(), parameters);
    step(SendStage::Sender, deadline, connection.command(sender)).await?;
    for to in mail.envelope.to() {
        step(SendStage::Recipient, deadline, connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
    }
    step(SendStage::Content, deadline, connection.command(Data)).await?;
    step(SendStage::Content, deadline, connection.message(mail.bytes())).await?;
    Ok(())
}

/// Runs one command and waits for its reply, until `deadline` at the latest.
async fn step<T>(
    stage: SendStage,
    deadline: Instant,
    command: impl Future<Output = Result<T, Error>>,
) -> Result<T, SendError> {
    match timeout_at(deadline, command).await {
        Ok(reply) => reply.map_err(|error| SendError::from_smtp(stage, &error)),
        Err(_) => Err(SendError::temporary(stage, FailureCause::TimedOut)),
    }
}

impl fmt::Display for SmtpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SmtpSettings { host, port, tls, .. } = &self.settings;
        let encryption = match tls {
            Tls::None => "not encrypted",
            Tls::StartTls => "STARTTLS",
            Tls::Tls => "TLS",
        };
        write!(f, "SMTP server {host}, port {port}, {encryption}")
    }
}

impl fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpTransport").field("settings", &self.settings).finish_non_exhaustive()
    }
}
