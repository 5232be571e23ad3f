//! The clock as a dependency. Code takes the time, ids and randomness from a [`Clock`] parameter instead of from the
//! system, so that tests can fix them.

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The only source of time, ids and randomness. The implementation that reads the system is in `server/src/clock.rs`.
pub trait Clock: Debug + Send + Sync {
    /// The current time in whole microseconds, the resolution of PostgreSQL timestamps.
    fn now(&self) -> DateTime<Utc>;

    /// A new `UUID v7`, ordered by creation time.
    fn id(&self) -> Uuid;

    /// 64 bits from a cryptographically secure generator.
    fn random(&self) -> u64;
}
