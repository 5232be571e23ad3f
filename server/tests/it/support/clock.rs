//! A clock that stands still until it is moved.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::clock::Clock;
use uuid::Uuid;

/// Tuesday 3 November 2026, 10:00 in Stockholm and Oslo: support is open.
const START: i64 = 1_793_696_400_000_000;

/// The time of a test, its ids, and its chance, which is not.
#[derive(Debug)]
pub struct TestClock {
    micros: AtomicI64,
    count: AtomicU64,
}

impl TestClock {
    /// At the start.
    pub fn new() -> Self {
        Self { micros: AtomicI64::new(START), count: AtomicU64::new(1) }
    }

    /// Later.
    pub fn advance(&self, by: TimeDelta) {
        self.micros.fetch_add(by.num_microseconds().unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.micros.load(Ordering::SeqCst)).unwrap()
    }

    /// In order, also within a moment.
    fn id(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap();
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&self.count.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
    }

    /// splitmix64 of a counter: no two alike, and the same in every run.
    fn random(&self) -> u64 {
        let mut z = self.count.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
