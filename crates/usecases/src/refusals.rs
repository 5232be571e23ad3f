//! Refused requests in the log. Anyone can cause them, as many as they like: so they are counted, and the log gets one line a minute
//! for each limit, with the number since the line before.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::Backend;

/// The time between two lines.
const INTERVAL: TimeDelta = TimeDelta::minutes(1);

/// The refusals since the last line, by kind and limit: words of the program, so that they are few.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<HashMap<(&'static str, &'static str), Since>>);

#[derive(Debug)]
struct Since {
    line_at: DateTime<Utc>,
    count: u64,
}

impl Refusals {
    fn count(&self, kind: &'static str, limit: &'static str, now: DateTime<Utc>) -> Option<u64> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let never = Since { line_at: DateTime::UNIX_EPOCH, count: 0 };
        let since = counts.entry((kind, limit)).or_insert(never);
        since.count += 1;
        (now - since.line_at >= INTERVAL).then(|| {
            let count = since.count;
            *since = Since { line_at: now, count: 0 };
            count
        })
    }
}

impl Backend {
    /// Counts a refusal. Where a line is due, the number since the line before; the caller logs it.
    pub fn count_refusal(&self, kind: &'static str, limit: &'static str) -> Option<u64> {
        self.refusals.count(kind, limit, self.clock.now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_a_line_a_minute_with_what_came_since() {
        let refusals = Refusals::default();
        let at = |seconds| DateTime::UNIX_EPOCH + TimeDelta::days(1) + TimeDelta::seconds(seconds);
        assert_eq!(refusals.count("requests", "writes", at(0)), Some(1));
        assert!((1..60).all(|second| refusals.count("requests", "writes", at(second)).is_none()));
        assert_eq!(refusals.count("requests", "sign-in", at(59)), Some(1), "another limit");
        assert_eq!(refusals.count("mail", "writes", at(59)), Some(1), "of another kind");
        assert_eq!(refusals.count("requests", "writes", at(60)), Some(60));
    }
}
