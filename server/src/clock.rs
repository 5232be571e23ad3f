//! The clock of the running program. Tests have their own.

use chrono::{DateTime, SubsecRound, Utc};
use fyr_domain::clock::Clock;
use uuid::Uuid;

/// The machine's time, `UUID v7` ids of that time, and the operating system's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

#[expect(clippy::disallowed_methods, reason = "the only implementation that reads time and randomness")]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn id(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn random(&self) -> u64 {
        rand::random()
    }
}
