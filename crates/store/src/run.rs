//! Four macros that run one SQL text on whichever engine a [`Db`](crate::Db) is connected to.
//! Binds are written once and cloned into the branch that runs.

/// Rows of one type.
macro_rules! all {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await,
            $crate::connect::Raw::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await,
        }
        .map_err($crate::Error::from)
    };
}

/// One row or none.
macro_rules! one {
    ($db:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await,
            $crate::connect::Raw::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await,
        }
        .map_err($crate::Error::from)
    };
}

/// One value that is always there, such as a count.
macro_rules! value {
    ($db:expr, $ty:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($bind))*.fetch_one(c).await,
            $crate::connect::Raw::Postgres(c) => sqlx::query_scalar::<_, $ty>($sql)$(.bind($bind))*.fetch_one(c).await,
        }
        .map_err($crate::Error::from)
    };
}

/// A change; gives the number of rows it touched.
macro_rules! exec {
    ($db:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $db.raw() {
            $crate::connect::Raw::Sqlite(c) => {
                sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|done| done.rows_affected())
            }
            $crate::connect::Raw::Postgres(c) => {
                sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::Error::from)
    };
}

pub(crate) use {all, exec, one, value};
