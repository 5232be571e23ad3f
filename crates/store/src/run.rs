//! Macros that run one SQL text on the engine a [`Db`](crate::Db) is connected to, with `$1` placeholders.
//! The bind expressions are written once and expanded into the branch of each engine.

/// Runs a query and returns all rows as `Vec<$row>`.
macro_rules! fetch_all {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        if let Err(error) = $db.usable() { Err(error) } else { match $db.raw() {
            $crate::connection::Raw::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await,
            $crate::connection::Raw::Postgres(timed) => {
                let (c, limit) = timed.parts();
                let query = sqlx::query_as::<_, $row>($sql)$(.bind($bind))*;
                $crate::connection::within(limit, query.fetch_all(c)).await
            }
        }
        .map_err(|error| $db.failed(error)) }
    };
}

/// Runs a query and returns its first row as `Option<$row>`.
macro_rules! fetch_optional {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        if let Err(error) = $db.usable() { Err(error) } else { match $db.raw() {
            $crate::connection::Raw::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await,
            $crate::connection::Raw::Postgres(timed) => {
                let (c, limit) = timed.parts();
                let query = sqlx::query_as::<_, $row>($sql)$(.bind($bind))*;
                $crate::connection::within(limit, query.fetch_optional(c)).await
            }
        }
        .map_err(|error| $db.failed(error)) }
    };
}

/// Runs a query that always returns one row with one value, such as a count.
macro_rules! fetch_scalar {
    ($db:expr, $ty:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        if let Err(error) = $db.usable() { Err(error) } else { match $db.raw() {
            $crate::connection::Raw::Sqlite(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($bind))*.fetch_one(c).await,
            $crate::connection::Raw::Postgres(timed) => {
                let (c, limit) = timed.parts();
                let query = sqlx::query_scalar::<_, $ty>($sql)$(.bind($bind))*;
                $crate::connection::within(limit, query.fetch_one(c)).await
            }
        }
        .map_err(|error| $db.failed(error)) }
    };
}

/// Runs a statement and returns the number of affected rows.
macro_rules! execute {
    ($db:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        if let Err(error) = $db.usable() { Err(error) } else { match $db.raw() {
            $crate::connection::Raw::Sqlite(c) => {
                sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|result| result.rows_affected())
            }
            $crate::connection::Raw::Postgres(timed) => {
                let (c, limit) = timed.parts();
                let query = sqlx::query($sql)$(.bind($bind))*;
                $crate::connection::within(limit, query.execute(c)).await.map(|result| result.rows_affected())
            }
        }
        .map_err(|error| $db.failed(error)) }
    };
}

/// Runs a statement that only `PostgreSQL` has; does nothing on `SQLite`.
macro_rules! execute_postgres {
    ($db:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        if let Err(error) = $db.usable() { Err(error) } else { match $db.raw() {
            $crate::connection::Raw::Sqlite(_) => Ok(()),
            $crate::connection::Raw::Postgres(timed) => {
                let (c, limit) = timed.parts();
                let query = sqlx::query($sql)$(.bind($bind))*;
                $crate::connection::within(limit, query.execute(c)).await.map(|_| ())
            }
        }
        .map_err(|error| $db.failed(error)) }
    };
}

pub(crate) use {execute, execute_postgres, fetch_all, fetch_optional, fetch_scalar};
