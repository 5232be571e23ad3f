//! Business calendars: when support is open, and arithmetic with business time.
//!
//! A [`BusinessCalendar`] has a time zone, weekly opening hours, the public holidays and eves of a country, planned closures and
//! exceptions. Business time is elapsed time, so a day on which the clocks change counts with its real length. Service-level
//! targets in business time are in [`crate::sla`]; the texts are in `fyr-i18n`.

mod closure;
mod form;
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
    closure::{Closure, ReversedClosure},
    form::DAY_FIELDS,
    holidays::{Country, Eve, Holiday},
    hours::{InvalidHours, OpeningHours, OpeningInterval, WeeklyHours},
};

/// The number of days that calculations search ahead: about ten years. Results beyond are `None`.
const HORIZON_DAYS: u64 = 3_660;

/// When support is open. Written in configuration like this:
///
/// ```toml
/// zone = "Europe/Stockholm"
/// country = "se"                                   # without it, public holidays are ignored
/// closed_days = ["2026-05-15"]                     # closed, takes precedence over everything else
/// special_days = { "2026-04-02" = "08:00-12:00" }  # these hours, also on a holiday
/// eve_hours = "08:00-13:00"                        # on working days before a holiday, by the custom of the country
/// [[closures]]                                     # announced beforehand
/// from = "2026-07-06"
/// until = "2026-07-31"                             # the last day
/// hours = "10:00-14:00"                            # without it, closed
/// [week]
/// monday = "08:00-12:00, 13:00-17:00"              # missing days are closed
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusinessCalendar {
    /// The time zone of the opening hours.
    #[serde(with = "zone_name")]
    pub zone: Tz,
    /// The opening hours of a regular week.
    pub week: WeeklyHours,
    /// The country on whose public holidays support is closed; `None` where it is open on holidays.
    #[serde(default)]
    pub country: Option<Country>,
    /// Additional closed days.
    #[serde(default)]
    pub closed_days: BTreeSet<NaiveDate>,
    /// Days with special opening hours, which replace those of the week and of a holiday.
    #[serde(default)]
    pub special_days: BTreeMap<NaiveDate, OpeningHours>,
    /// The opening hours on eves of the country, where they are working days; `None`: those of the week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eve_hours: Option<OpeningHours>,
    /// Planned closures and times of shorter hours, such as those of a holiday season.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
}

/// The time for which support is open on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningSpan {
    /// When support opens.
    pub opens_at: DateTime<Utc>,
    /// When support closes; after `opens_at`.
    pub closes_at: DateTime<Utc>,
}

impl BusinessCalendar {
    /// Office hours, 08:00 to 17:00 on working days, in the country's time zone.
    pub fn office(country: Country) -> Self {
        Self {
            zone: country.zone(),
            week: WeeklyHours::office(),
            country: Some(country),
            closed_days: BTreeSet::new(),
            special_days: BTreeMap::new(),
            eve_hours: None,
            closures: Vec::new(),
        }
    }

    /// The public holiday on `date`, where the calendar has a country.
    pub fn holiday_on(&self, date: NaiveDate) -> Option<Holiday> {
        self.country.and_then(|country| country.holiday_on(date))
    }

    /// The eve on `date`, where the calendar has a country.
    pub fn eve_on(&self, date: NaiveDate) -> Option<Eve> {
        self.country.and_then(|country| country.eve_on(date))
    }

    /// The planned closure, or time of shorter hours, that `date` is in.
    pub fn closure_on(&self, date: NaiveDate) -> Option<&Closure> {
        self.closures.iter().find(|closure| closure.contains(date))
    }

    /// The opening hours of a date in local time. Closed days take precedence over special days, these over closures, these over
    /// holidays, these over eves, and these over the week. A closure or an eve opens no day that is closed without it.
    pub fn hours_on(&self, date: NaiveDate) -> &OpeningHours {
        const CLOSED: &OpeningHours = &OpeningHours::CLOSED;
        if self.closed_days.contains(&date) {
            return CLOSED;
        }
        if let Some(hours) = self.special_days.get(&date) {
            return hours;
        }
        let regular = self.week.hours_on(date);
        if regular.is_closed() || self.holiday_on(date).is_some() {
            return CLOSED;
        }
        match (self.closure_on(date), &self.eve_hours) {
            (Some(closure), _) => &closure.hours,
            (None, Some(hours)) if self.eve_on(date).is_some() => hours,
            (None, _) => regular,
        }
    }

    /// When support opens and closes on a date, the earliest first; empty when closed.
    ///
    /// Hours that the change to summer time skips as a whole are left out.
    pub fn spans_on(&self, date: NaiveDate) -> impl Iterator<Item = OpeningSpan> {
        self.hours_on(date).intervals().iter().filter_map(move |interval| self.span(date, *interval))
    }

    fn span(&self, date: NaiveDate, interval: OpeningInterval) -> Option<OpeningSpan> {
        let opens_at = wall_clock::first_instant(self.zone, interval.opens_on(date))?;
        let closes = interval.closes_on(date)?;
        let closes_at = if closes.date() == date {
            wall_clock::last_instant(self.zone, closes)?
        } else {
            // The day ends at the first midnight: where midnight is repeated, the hour between belongs to the next day.
            wall_clock::first_instant(self.zone, closes)?
        };
        (opens_at < closes_at).then_some(OpeningSpan { opens_at, closes_at })
    }

    /// Whether support is open at an instant. At the closing time itself it is closed.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        self.spans_on(self.date_of(at)).any(|span| span.opens_at <= at && at < span.closes_at)
    }

    /// `at` itself when support is open, else the next opening; `None` when there is none within ten years.
    pub fn next_open(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.spans_from(at).next().map(|span| span.opens_at)
    }

    /// The opening of the `number`-th day with opening hours after the day of `at`; `None` where there is none within ten years.
    pub fn opening_of_later_day(&self, at: DateTime<Utc>, number: u8) -> Option<DateTime<Utc>> {
        let tomorrow = self.date_of(at).succ_opt()?;
        let horizon = tomorrow.checked_add_days(Days::new(HORIZON_DAYS))?;
        let days = tomorrow.iter_days().take_while(|day| *day < horizon);
        let mut openings = days.filter_map(|day| Some(self.spans_on(day).next()?.opens_at));
        openings.nth(usize::from(number).saturating_sub(1))
    }

    /// The instant when `duration` of business time has passed since `at`.
    ///
    /// A zero or negative duration ends at the next opening. A duration that fills an interval ends when that interval closes. `None`
    /// when the end is more than ten years ahead, as on a calendar that is always closed.
    pub fn add_business_time(&self, at: DateTime<Utc>, duration: TimeDelta) -> Option<DateTime<Utc>> {
        let mut remaining = duration.max(TimeDelta::zero());
        for span in self.spans_from(at) {
            let available = span.closes_at - span.opens_at;
            if remaining <= available {
                return Some(span.opens_at + remaining);
            }
            remaining -= available;
        }
        None
    }

    /// The business time between two instants: zero where `end` is not after `start`.
    ///
    /// Counts at most the ten years after `start`.
    pub fn business_time_between(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> TimeDelta {
        self.spans_from(start)
            .take_while(|span| span.opens_at < end)
            .map(|span| span.closes_at.min(end) - span.opens_at)
            .fold(TimeDelta::zero(), |sum, duration| sum + duration)
    }

    /// The opening spans from `at` on; one that contains `at` starts there.
    ///
    /// Where the change to winter time repeats the minutes between two intervals, the later one begins when the earlier one ends.
    pub fn spans_from(&self, at: DateTime<Utc>) -> impl Iterator<Item = OpeningSpan> {
        let first = self.date_of(at);
        let mut open_until = at;
        (0..HORIZON_DAYS)
            .map_while(move |ahead| first.checked_add_days(Days::new(ahead)))
            .flat_map(|date| self.spans_on(date))
            .filter_map(move |span| {
                let opens_at = span.opens_at.max(open_until);
                (opens_at < span.closes_at).then(|| {
                    open_until = span.closes_at;
                    OpeningSpan { opens_at, ..span }
                })
            })
    }

    fn date_of(&self, at: DateTime<Utc>) -> NaiveDate {
        wall_clock::local_time(self.zone, at).date()
    }
}

impl Default for BusinessCalendar {
    /// Office hours in Sweden.
    fn default() -> Self {
        Self::office(Country::Se)
    }
}
