//! Time and chance are handed in, never taken: what uses them can be tested to the microsecond.

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The only source of time, ids and randomness. The real one is made in `server/main`.
pub trait Clock: Debug + Send + Sync {
    /// Now, in whole microseconds (PostgreSQL keeps no finer).
    fn now(&self) -> DateTime<Utc>;

    /// A new `UUIDv7`.
    fn id(&self) -> Uuid;

    /// 64 bits nobody can foresee.
    fn random(&self) -> u64;
}
