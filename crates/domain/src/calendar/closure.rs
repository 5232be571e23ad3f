//! Planned closures of support, and times of shorter hours.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::OpeningHours;
use crate::Localised;

/// Some days, one after the other, on which support is closed or open for a shorter time. Weekends and holidays among them stay
/// closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ClosureTable")]
pub struct Closure {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, not before `from`.
    pub until: NaiveDate,
    /// The hours on each working day; closed without them.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub hours: OpeningHours,
    /// Why, as people read it: "Summer hours".
    #[serde(skip_serializing_if = "Localised::is_empty")]
    pub reason: Localised,
}

/// A closure as it is written, which may end before it begins.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosureTable {
    from: NaiveDate,
    until: NaiveDate,
    #[serde(default)]
    hours: OpeningHours,
    #[serde(default)]
    reason: Localised,
}

/// The closure ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the closure from {from} ends before it begins, on {until}")]
pub struct ReversedClosure {
    from: NaiveDate,
    until: NaiveDate,
}

impl TryFrom<ClosureTable> for Closure {
    type Error = ReversedClosure;

    fn try_from(table: ClosureTable) -> Result<Self, ReversedClosure> {
        let ClosureTable { from, until, hours, reason } = table;
        if from <= until {
            Ok(Self { from, until, hours, reason })
        } else {
            Err(ReversedClosure { from, until })
        }
    }
}

impl Closure {
    /// Whether `date` is one of its days.
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.from..=self.until).contains(&date)
    }
}
