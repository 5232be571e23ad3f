//! What the planner of `SQLite` knows of the sizes of tables. With the statistics of an empty portal it reads tables from end to end
//! long after they have grown. `PostgreSQL` keeps its statistics by itself.

use crate::{Result, Store};

/// The most entries of an index that are read for its statistics: all tables take some milliseconds.
const ANALYSIS_LIMIT: &str = "PRAGMA analysis_limit = 1000";
/// Analyses tables that have ten times as many rows, or a tenth, of what the statistics say, or none; also those that the
/// connection has not read yet (0x10000).
const OPTIMIZE: &str = "PRAGMA optimize(0x10002)";

impl Store {
    /// Brings the planner's statistics up to date where tables have grown or shrunk much, for all connections.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) where the database is away or busy.
    pub async fn update_planner_statistics(&self) -> Result<()> {
        let Some((writer, readers)) = self.sqlite_pools() else { return Ok(()) };
        let mut connection = writer.acquire().await?;
        for sql in [ANALYSIS_LIMIT, OPTIMIZE] {
            sqlx::query(sql).execute(&mut *connection).await?;
        }
        readers.renew();
        Ok(())
    }
}
