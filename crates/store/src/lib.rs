//! Database access: every SQL statement of the workspace, written once for `SQLite` and `PostgreSQL`.
//!
//! One module per table or query area. Functions take a [`Db`] (a connection, inside or outside a transaction); the caller
//! opens and commits transactions. Visibility is a condition of the query. Business rules, mail and HTTP do not belong
//! here.

mod case_folding;
mod connect;
mod connection;
mod dialect;
mod group_commit;
mod maintenance;
mod planner_statistics;
mod reachable;
mod readers;
mod revision_cache;
mod run;
mod titled_item;
mod viewer;
mod visibility;

pub mod account_deletion;
pub mod accounts;
pub mod affected_readers;
pub mod article_desk;
pub mod article_drafts;
pub mod article_images;
pub mod article_lists;
pub mod article_ratings;
pub mod article_versions;
pub mod articles;
pub mod attachments;
pub mod audit;
pub mod categories;
pub mod claims;
pub mod components;
pub mod deactivation;
pub mod devices;
pub mod digests;
pub mod directory;
pub mod drafts;
pub mod email_changes;
pub mod guest_browsers;
pub mod heartbeats;
pub mod identities;
pub mod invitations;
pub mod jobs;
pub mod live;
pub mod mailboxes;
pub mod moving;
pub mod organisations;
pub mod outbox;
pub mod people;
pub mod personal_data;
pub mod privacy;
pub mod relations;
pub mod results;
pub mod retention;
pub mod searches;
pub mod second_factors;
pub mod sessions;
pub mod setting_versions;
pub mod settings;
pub mod shared_tickets;
pub mod sign_in_failures;
pub mod status;
pub mod status_updates;
pub mod surveys;
pub mod takeover;
pub mod ticket_access;
pub mod ticket_events;
pub mod ticket_queue;
pub mod ticket_reads;
pub mod tickets;
pub mod tokens;
pub mod topics;

pub use connect::{PoolState, Store, within_statement_limit};
pub use connection::{Db, Tx};
pub use titled_item::TitledItem;

/// An error of the database layer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached or did not answer in time.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// The store takes no changes.
    #[error("the database is only read at present (read_only)")]
    ReadOnly,
    /// The database URL is invalid; the message says what is expected.
    #[error("{0}")]
    Address(String),
    /// A migration failed.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// Any other database error: a bug in a statement, or a damaged database.
    #[error("the database refused a statement: {0}")]
    Database(#[source] sqlx::Error),
}

impl Error {
    /// Whether waiting does not help and an operator has to do something: anything but [`Error::ReadOnly`] and [`Error::Unavailable`],
    /// and of that a
    /// `SQLite` file that cannot be opened (14), cannot be written (8), is damaged (11) or is none (26), or a
    /// `PostgreSQL` server that does not let us in.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::Unavailable(sqlx::Error::Database(error)) => {
                let code = error.code();
                let of_sqlite =
                    code.as_ref().filter(|code| code.len() < 5).and_then(|code| code.parse::<u32>().ok());
                of_sqlite.is_some_and(|code| matches!(code & 0xff, 8 | 11 | 14 | 26))
                    || code.is_some_and(|code| is_refused_connection(&code))
            }
            Self::Unavailable(_) | Self::ReadOnly => false,
            Self::Address(_) | Self::Migration(_) | Self::Database(_) => true,
        }
    }

    /// [`Error::Unavailable`] for this reason.
    pub fn unavailable(reason: String) -> Self {
        Self::Unavailable(sqlx::Error::Io(std::io::Error::other(reason)))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if is_unavailable(&error) { Self::Unavailable(error) } else { Self::Database(error) }
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _)
                if is_unavailable(&cause) =>
            {
                Self::Unavailable(cause)
            }
            refused => Self::Migration(refused),
        }
    }
}

/// Whether the cause is away or full for now, and the same statement may succeed later.
fn is_unavailable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::BeginFailed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(inner) => inner.code().is_some_and(|code| is_outage(&code)),
        _ => false,
    }
}

/// Whether an error code means that the database is unavailable. `PostgreSQL`: connection failure (08xxx), a standby that was
/// asked to write (25006), a deadlock or another conflict of transactions (40xxx), no resources such as connections or disk
/// (53xxx), a role that may not sign in any more (28xxx), a lock that is not to be had (55P03), cancelled or shutting down (57014,
/// 57P0x), an error of the system (58xxx).
/// `SQLite`: busy (5), locked (6), no memory (7), read-only (8), I/O error (10), corrupt or replaced file (11, 26), disk full
/// (13), cannot open (14), locks of the log (15).
fn is_outage(code: &str) -> bool {
    if let Some(code) = code.parse::<u32>().ok().filter(|_| code.len() < 5) {
        return matches!(code & 0xff, 5..=8 | 10 | 11 | 13..=15 | 26);
    }
    ["08", "40", "53", "57P0", "58"].iter().any(|class| code.starts_with(class))
        || matches!(code, "25006" | "55P03" | "57014")
        || is_refused_connection(code)
}

/// Whether `PostgreSQL` did not let us in: a role or password (28xxx), a database that is not there (3D000). While the portal runs that is
/// an outage like others; at the start somebody has to do something.
fn is_refused_connection(code: &str) -> bool {
    code.len() == 5 && (code.starts_with("28") || code == "3D000")
}

/// The result type of this crate.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_outages_are_told_from_faults() {
        for code in [
            "08006", "25006", "28000", "28P01", "3D000", "40P01", "53300", "55P03", "57P01", "5", "13",
            "4874",
        ] {
            assert!(is_outage(code), "{code}");
        }
        for code in ["42P01", "23505", "22P02", "1", "19", "28"] {
            assert!(!is_outage(code), "{code}");
        }
        assert!(
            is_refused_connection("28P01") && !is_refused_connection("53300") && !is_refused_connection("28")
        );
    }
}
