//! Planned closures of support, and times of shorter hours.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::OpeningHours;
use crate::Localised;

/// Some days, one after the other, on which support is closed or open for a shorter time. Weekends and holidays among them stay
/// closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, not before `from`.
    pub until: NaiveDate,
    /// The hours on each working day; closed without them.
    #[serde(default, skip_serializing_if = "OpeningHours::is_closed")]
    pub hours: OpeningHours,
    /// Why, as people read it: "Summer hours".
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub reason: Localised,
}

impl Closure {
    /// Whether `date` is one of its days.
    pub fn contains(&self, date: NaiveDate) -> bool {
        (self.from..=self.until).contains(&date)
    }
}
