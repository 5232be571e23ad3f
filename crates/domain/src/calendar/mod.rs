//! When support is open, and how far a length of opening time reaches.
//!
//! A [`BusinessCalendar`] knows a time zone, a week of opening hours, a country's holidays and the days that differ.
//! It counts in real elapsed time, so a day that changes to or from summer time is as long as it really is.
//! What is promised within that time is in [`crate::promise`]; the words for it are in `fyr-i18n`.

mod holidays;
mod hours;
#[cfg(test)]
mod tests;
pub(crate) mod wall_clock;
mod zone_name;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

pub use self::{
    holidays::{Country, Holiday},
    hours::{BadHours, Hours, Week},
};

/// How many days any calculation looks ahead: about ten years. Beyond it the answer is `None`.
const HORIZON_DAYS: u64 = 3_660;

/// When support is open. Reads from configuration as, for example:
///
/// ```toml
/// zone = "Europe/Stockholm"
/// country = "se"                                   # leave out to ignore public holidays
/// closed_days = ["2026-05-15"]                     # closed, whatever else is said
/// special_days = { "2026-04-02" = "08:00-12:00" }  # these hours, on a holiday too
/// [week]
/// monday = "08:00-17:00"                           # days left out are closed
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessCalendar {
    /// The zone in which the opening hours are meant.
    #[serde(with = "zone_name")]
    pub zone: Tz,
    /// The hours of an ordinary week.
    pub week: Week,
    /// Whose holidays are closed; `None` where support is open on holidays too.
    #[serde(default)]
    pub country: Option<Country>,
    /// Further days that are closed.
    #[serde(default)]
    pub closed_days: BTreeSet<NaiveDate>,
    /// Days with hours of their own, in place of the week's and the holiday's.
    #[serde(default)]
    pub special_days: BTreeMap<NaiveDate, Hours>,
}

impl BusinessCalendar {
    /// Office hours, 08:00 to 17:00 on working days, in the country's own zone.
    pub fn office(country: Country) -> Self {
        Self {
            zone: country.zone(),
            week: Week::office(),
            country: Some(country),
            closed_days: BTreeSet::new(),
            special_days: BTreeMap::new(),
        }
    }

    /// The holiday that `date` is, where the calendar follows a country.
    pub fn holiday_on(&self, date: NaiveDate) -> Option<Holiday> {
        self.country.and_then(|country| country.holiday_on(date))
    }

    /// The opening hours of a date, as the clock on the wall shows them; `None` when closed.
    pub fn hours_on(&self, date: NaiveDate) -> Option<Hours> {
        if self.closed_days.contains(&date) {
            return None;
        }
        if let Some(hours) = self.special_days.get(&date) {
            return Some(*hours);
        }
        if self.holiday_on(date).is_some() {
            return None;
        }
        self.week.on(date)
    }

    /// The moments at which support opens and closes on a date; `None` when closed.
    ///
    /// Hours that the change to summer time swallows whole count as closed.
    pub fn span_on(&self, date: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        let hours = self.hours_on(date)?;
        let open = wall_clock::first_moment(self.zone, hours.opens_on(date))?;
        let closes = hours.closes_on(date)?;
        let close = if closes.date() == date {
            wall_clock::last_moment(self.zone, closes)?
        } else {
            // Midnight ends the day when it first comes: where it comes twice, the next day has the hour between.
            wall_clock::first_moment(self.zone, closes)?
        };
        (open < close).then_some((open, close))
    }

    /// Whether support is open. The closing moment itself is closed.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.span_on(self.date_of(at)).is_some_and(|(open, close)| open <= at && at < close)
    }

    /// `at` itself when open, else the next opening; `None` when there is none within ten years.
    pub fn next_open(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.spans_from(at).next().map(|(open, _)| open)
    }

    /// The moment when `length` of opening time has passed since `at`.
    ///
    /// Nothing or less than nothing ends at the next opening. A length that fills a day ends when that day closes.
    /// `None` when it does not end within ten years, as on a calendar that is always closed.
    pub fn add_business(&self, at: DateTime<Utc>, length: TimeDelta) -> Option<DateTime<Utc>> {
        let mut left = length.max(TimeDelta::zero());
        for (open, close) in self.spans_from(at) {
            let here = close - open;
            if left <= here {
                return Some(open + left);
            }
            left -= here;
        }
        None
    }

    /// The opening time between two moments: zero where `b` is not after `a`.
    ///
    /// Only the ten years after `a` are looked at.
    pub fn business_between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> TimeDelta {
        self.spans_from(a)
            .take_while(|(open, _)| *open < b)
            .map(|(open, close)| close.min(b) - open)
            .fold(TimeDelta::zero(), |sum, length| sum + length)
    }

    /// The spans of opening time from `at` on, the first one cut where `at` falls into it.
    fn spans_from(&self, at: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        let first = self.date_of(at);
        (0..HORIZON_DAYS)
            .map_while(move |ahead| first.checked_add_days(Days::new(ahead)))
            .filter_map(|date| self.span_on(date))
            .filter(move |(_, close)| at < *close)
            .map(move |(open, close)| (open.max(at), close))
    }

    fn date_of(&self, at: DateTime<Utc>) -> NaiveDate {
        wall_clock::local(self.zone, at).date()
    }
}

impl Default for BusinessCalendar {
    /// Office hours in Sweden.
    fn default() -> Self {
        Self::office(Country::Se)
    }
}
