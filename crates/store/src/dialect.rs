//! The few places where the two engines need different words in a statement.

use crate::{Db, connection::Raw};

/// A statement whose text differs between the engines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Dialect {
    /// The text for the engine that `db` is connected to.
    pub(crate) fn text(self, db: &mut Db) -> &'static str {
        match db.raw() {
            Raw::Sqlite(_) => self.sqlite,
            Raw::Postgres(_) => self.postgres,
        }
    }
}
