//! A clock that stands still until it is advanced.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::clock::Clock;
use uuid::Uuid;

/// Tuesday 3 November 2026, 10:00 in Stockholm and Oslo: support is open.
const START: i64 = 1_793_696_400_000_000;

/// The time, ids and random numbers of a test: the same in every run.
#[derive(Debug)]
pub struct TestClock {
    /// Microseconds since 1970.
    micros: AtomicI64,
    /// The number of ids and random numbers given out.
    count: AtomicU64,
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl TestClock {
    /// Starts on Tuesday 3 November 2026, 10:00 in Stockholm: support is open.
    pub fn new() -> Self {
        Self { micros: AtomicI64::new(START), count: AtomicU64::new(1) }
    }

    /// Starts at this time.
    pub fn at(start: DateTime<Utc>) -> Self {
        Self { micros: AtomicI64::new(start.timestamp_micros()), ..Self::new() }
    }

    /// Skips ids and random numbers, so that none is one that a template contains.
    #[must_use]
    pub fn skipping(self, count: u64) -> Self {
        self.count.fetch_add(count, Ordering::SeqCst);
        self
    }

    /// Advances the time.
    pub fn advance(&self, by: TimeDelta) {
        self.micros.fetch_add(by.num_microseconds().unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.micros.load(Ordering::SeqCst)).unwrap()
    }

    /// A UUID v7; ids sort in order of creation, also within a millisecond.
    fn id(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap();
        let mut rest = [0; 10];
        rest[2..].copy_from_slice(&self.count.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
    }

    /// splitmix64 of a counter: all differ.
    fn random(&self) -> u64 {
        let mut z = self.count.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
