//! The real clock.

use chrono::{DateTime, SubsecRound, Utc};
use fyr_domain::clock::Clock;
use uuid::Uuid;

/// Time of the machine, `UUIDv7` of that time, randomness of the operating system.
#[derive(Clone, Copy, Debug)]
pub struct RealClock;

#[expect(clippy::disallowed_methods, reason = "the one place where time and chance are read")]
impl Clock for RealClock {
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
