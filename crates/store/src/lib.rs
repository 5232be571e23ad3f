//! Database access: every SQL statement of the workspace, written once for `SQLite` and `PostgreSQL`.
//!
//! One module per table or query area. Functions take a [`Db`] (a connection, inside or outside a transaction); the caller
//! opens and commits transactions. Visibility is a condition of the query. Business rules, mail and HTTP do not belong
//! here.

mod case_folding;
mod connect;
mod dialect;
mod group_commit;
mod reachable;
mod run;
mod titled_item;
mod viewer;

pub mod account_deletion;
pub mod accounts;
pub mod articles;
pub mod attachments;
pub mod audit;
pub mod categories;
pub mod claims;
pub mod components;
pub mod devices;
pub mod directory;
pub mod drafts;
pub mod email_changes;
pub mod guest_browsers;
pub mod identities;
pub mod invitations;
pub mod jobs;
pub mod live;
pub mod mailboxes;
pub mod organisations;
pub mod outbox;
pub mod people;
pub mod personal_data;
pub mod privacy;
pub mod relations;
pub mod retention;
pub mod second_factors;
pub mod sessions;
pub mod setting_versions;
pub mod settings;
pub mod shared_tickets;
pub mod sign_in_failures;
pub mod status;
pub mod surveys;
pub mod takeover;
pub mod ticket_events;
pub mod tickets;
pub mod tokens;
pub mod topics;

pub use connect::{Db, Store, Tx};
pub use titled_item::TitledItem;

/// An error of the database layer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached or did not answer in time.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The database URL is invalid; the message says what is expected.
    #[error("{0}")]
    Address(String),
    /// A migration failed.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Any other database error: a bug in a statement, or a damaged database.
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

/// Whether an error code means that the database is unavailable. `PostgreSQL`: shutdown (57P0x), too many connections
/// (53300), disk full (53100), connection failure (08xxx). `SQLite`: busy (5), I/O error (10), disk full (13), cannot open
/// (14), read-only (8), corrupt or replaced file (11, 26).
fn is_outage(code: &str) -> bool {
    code.starts_with("57P0")
        || code.starts_with("08")
        || matches!(code, "53300" | "53100")
        || code
            .parse::<u32>()
            .is_ok_and(|code| code < 10_000 && matches!(code & 0xff, 5 | 8 | 10 | 11 | 13 | 14 | 26))
}

/// The result type of this crate.
pub type Result<T> = std::result::Result<T, Error>;
