//! Notifications between the processes that share a `PostgreSQL` database (`LISTEN`/`NOTIFY`). On `SQLite` nothing is sent
//! and there is no listener: other processes are found by polling alone.

use std::time::Duration;

use sqlx_postgres::{PgListener, PgPoolOptions};

use crate::{Db, Result, Store, run::execute_postgres};

/// The channel on which processes notify each other.
const CHANNEL: &str = "fyr_live";
/// Maximum wait for the listening connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Sends `payload`, of less than 8,000 bytes, to the listeners of all processes when the transaction of `db` commits, or at
/// once outside of one. Does nothing on `SQLite`.
pub async fn notify(db: &mut Db, payload: &str) -> Result<()> {
    execute_postgres!(db, "SELECT pg_notify($1, $2)", CHANNEL, payload)
}

/// A connection of its own that receives what all processes send with [`notify`], this one included.
pub struct Listener(PgListener);

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}

impl Store {
    /// Connects a listener; `None` on `SQLite`, which has no notifications.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] where the server cannot be reached.
    pub async fn listen(&self) -> Result<Option<Listener>> {
        let Some(options) = self.postgres_options() else { return Ok(None) };
        // not from the store's pool: the connection is in use as long as the process runs
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(CONNECT_TIMEOUT)
            .connect_lazy_with(options);
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        listener.listen(CHANNEL).await?;
        Ok(Some(Listener(listener)))
    }
}

impl Listener {
    /// Waits for the next payload. May be dropped while it waits without losing one.
    ///
    /// # Errors
    /// Where the connection was lost: what was sent since then is lost, and a new listener is needed.
    pub async fn next(&mut self) -> Result<String> {
        let notification = self.0.try_recv().await?;
        let lost = || sqlx::Error::Io(std::io::ErrorKind::ConnectionAborted.into());
        Ok(notification.ok_or_else(lost)?.payload().to_owned())
    }
}
