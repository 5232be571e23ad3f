//! The database: every SQL statement once, running on `SQLite` and on `PostgreSQL`.
//!
//! One module per noun; each function takes a [`Db`] (a connection, in or out of a transaction). Who may see a row is part
//! of its query. No rules, no mail, no HTTP: those are above.

mod connect;
mod durable;
mod letters;
mod reachable;
mod run;
mod viewer;

pub mod accounts;
pub mod articles;
pub mod attachments;
pub mod audit;
pub mod cases;
pub mod catalogue;
pub mod claims;
pub mod devices;
pub mod directory;
pub mod drafts;
pub mod email_changes;
pub mod entries;
pub mod factors;
pub mod failures;
pub mod identities;
pub mod invitations;
pub mod organisations;
pub mod outbox;
pub mod people;
pub mod personal;
pub mod privacy;
pub mod relations;
pub mod removal;
pub mod retention;
pub mod sessions;
pub mod settings;
pub mod status;
pub mod surveys;
pub mod tickets;
pub mod tokens;

pub use connect::{Db, Store, Tx};

/// What can go wrong below.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached or did not answer in time.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The address of the database cannot be used.
    #[error("{0}")]
    Address(String),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Anything else: a bug, or a damaged database.
    #[error("the database refused a statement: {0}")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            sqlx::Error::Database(ref inner) if inner.code().is_some_and(|code| is_outage(&code)) => {
                Self::Unavailable(error)
            }
            other => Self::Database(other),
        }
    }
}

/// `PostgreSQL` shutting down (57P0x), too many connections (53300), disk full (53100), connection trouble (08xxx); `SQLite`
/// busy (5), I/O (10), full (13), cannot open (14), read-only (8), damaged or replaced file (11, 26).
fn is_outage(code: &str) -> bool {
    code.starts_with("57P0")
        || code.starts_with("08")
        || matches!(code, "53300" | "53100")
        || code
            .parse::<u32>()
            .is_ok_and(|code| code < 10_000 && matches!(code & 0xff, 5 | 8 | 10 | 11 | 13 | 14 | 26))
}

/// What every function here gives.
pub type Result<T> = std::result::Result<T, Error>;
