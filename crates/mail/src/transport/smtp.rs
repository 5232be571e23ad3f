//! Mail to an SMTP server, over a few connections that are kept open between mails.
//!
//! The conversation is led here and not by lettre's own pool, which gives a connection back while an answer is still
//! under way when a sender stops waiting: the next mail would then read the answer meant for the one before it. Here a
//! connection is used again only after a conversation that ended well, and every step has its time.

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
    error::{Cause, SendError, Stage},
    url::BadTransport,
};
use crate::compose::Composed;

/// How many mails are under way at once; more wait for their turn.
const CONNECTIONS: usize = 4;

/// How long an unused connection is worth trying again. Servers hang up after some minutes.
const KEEP: Duration = Duration::from_mins(1);

/// Where mail is handed over, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpSettings {
    /// The server's name, or its IP address without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether and how the connection is encrypted.
    pub tls: Tls,
    /// Who signs in; `None` where the server asks for nobody.
    pub credentials: Option<Credentials>,
    /// The time for one mail from start to end, connecting included.
    pub timeout: Duration,
}

impl SmtpSettings {
    /// The time for one mail where nothing else is said.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
}

/// Whether and how a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Not at all: for a server on this machine or behind the same wall.
    None,
    /// After a greeting in the clear; a server that cannot is given no mail.
    StartTls,
    /// From the first byte.
    Tls,
}

/// A user and a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

pub(super) struct Smtp {
    settings: SmtpSettings,
    tls: TlsParameters,
    idle: Mutex<Vec<Idle>>,
    turns: Semaphore,
}

struct Idle {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Smtp {
    pub(super) fn new(settings: SmtpSettings) -> Result<Self, BadTransport> {
        let tls = TlsParameters::new(settings.host.clone()).map_err(|_| BadTransport::Host)?;
        Ok(Self { settings, tls, idle: Mutex::default(), turns: Semaphore::new(CONNECTIONS) })
    }

    pub(super) fn timeout(&self) -> Duration {
        self.settings.timeout
    }

    pub(super) async fn send(&self, mail: &Composed) -> Result<(), SendError> {
        // The semaphore is never closed, so there is always a turn to wait for.
        let _turn = self.turns.acquire().await;
        let deadline = Instant::now() + self.settings.timeout;
        let mut connection = match self.reuse(deadline).await {
            Some(connection) => connection,
            None => self.connect(deadline).await?,
        };
        // Only a conversation that ended well leaves a connection behind; any other is closed as it is dropped.
        hand_over(&mut connection, mail, deadline).await?;
        self.park(connection);
        Ok(())
    }

    async fn reuse(&self, deadline: Instant) -> Option<AsyncSmtpConnection> {
        while let Some(Idle { mut connection, since }) = self.take_idle() {
            if since.elapsed() < KEEP
                && step(Stage::Connect, deadline, connection.command(Noop)).await.is_ok()
            {
                return Some(connection);
            }
        }
        None
    }

    async fn connect(&self, deadline: Instant) -> Result<AsyncSmtpConnection, SendError> {
        let SmtpSettings { host, port, tls, credentials, timeout } = &self.settings;
        let hello = ClientId::default();
        let from_start = (*tls == Tls::Tls).then(|| self.tls.clone());
        let server = (host.as_str(), *port);
        let connecting =
            AsyncSmtpConnection::connect_tokio1(server, Some(*timeout), &hello, from_start, None);
        let mut connection = step(Stage::Connect, deadline, connecting).await?;
        if *tls == Tls::StartTls {
            step(Stage::Connect, deadline, connection.starttls(self.tls.clone(), &hello)).await?;
        }
        if let Some(Credentials { user, password }) = credentials {
            let credentials = authentication::Credentials::new(user.clone(), password.clone());
            let mechanisms = [Mechanism::Plain, Mechanism::Login];
            step(Stage::SignIn, deadline, connection.auth(&mechanisms, &credentials)).await?;
        }
        Ok(connection)
    }

    fn take_idle(&self) -> Option<Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn park(&self, connection: AsyncSmtpConnection) {
        let idle = Idle { connection, since: Instant::now() };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(idle);
    }
}

/// One mail from `MAIL` to the server's word that it has it.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    mail: &Composed,
    deadline: Instant,
) -> Result<(), SendError> {
    let mut parameters = Vec::new();
    if !mail.bytes().is_ascii() || mail.envelope.to().iter().any(|to| !AsRef::<str>::as_ref(to).is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(SendError::permanent(Stage::Receiver, Cause::Unsupported));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let sender = Mail::new(mail.envelope.from().cloned(), parameters);
    step(Stage::Sender, deadline, connection.command(sender)).await?;
    for to in mail.envelope.to() {
        step(Stage::Receiver, deadline, connection.command(Rcpt::new(to.clone(), Vec::new()))).await?;
    }
    step(Stage::Content, deadline, connection.command(Data)).await?;
    step(Stage::Content, deadline, connection.message(mail.bytes())).await?;
    Ok(())
}

/// One exchange with the server, until `deadline` at the latest.
async fn step<T>(
    stage: Stage,
    deadline: Instant,
    exchange: impl Future<Output = Result<T, Error>>,
) -> Result<T, SendError> {
    match timeout_at(deadline, exchange).await {
        Ok(answer) => answer.map_err(|error| SendError::from_smtp(stage, &error)),
        Err(_) => Err(SendError::temporary(stage, Cause::TimedOut)),
    }
}

impl fmt::Display for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SmtpSettings { host, port, tls, .. } = &self.settings;
        let how = match tls {
            Tls::None => "not encrypted",
            Tls::StartTls => "STARTTLS",
            Tls::Tls => "TLS",
        };
        write!(f, "SMTP server {host}, port {port}, {how}")
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("settings", &self.settings).finish_non_exhaustive()
    }
}
