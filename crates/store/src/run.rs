//! Macros that run one SQL text on the engine a [`Db`](crate::Db) is connected to, with `$1` placeholders.
//! The bind expressions are written once and expanded into the branch of each engine.

/// Runs a query and returns all rows as `Vec<$row>`.
macro_rules! fetch_all {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await,
            $crate::connect::Raw::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await,
        }
        .map_err($crate::Error::from)
    };
}

/// Runs a query and returns its first row as `Option<$row>`.
macro_rules! fetch_optional {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await,
            $crate::connect::Raw::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await,
        }
        .map_err($crate::Error::from)
    };
}

/// Runs a query that always returns one row with one value, such as a count.
macro_rules! fetch_scalar {
    ($db:expr, $ty:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($bind))*.fetch_one(c).await,
            $crate::connect::Raw::Postgres(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($bind))*.fetch_one(c).await,
        }
        .map_err($crate::Error::from)
    };
}

/// Runs a statement and returns the number of affected rows.
macro_rules! execute {
    ($db:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => {
                sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|result| result.rows_affected())
            }
            $crate::connect::Raw::Postgres(c) => {
                sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|result| result.rows_affected())
            }
        }
        .map_err($crate::Error::from)
    };
}

/// Runs a statement that only `PostgreSQL` has; does nothing on `SQLite`.
macro_rules! execute_postgres {
    ($db:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(_) => Ok(()),
            $crate::connect::Raw::Postgres(c) => sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|_| ()),
        }
        .map_err($crate::Error::from)
    };
}

pub(crate) use {execute, execute_postgres, fetch_all, fetch_optional, fetch_scalar};
