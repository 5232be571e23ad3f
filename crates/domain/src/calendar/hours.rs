//! Opening hours of a day and of a week, parsed from text such as `08:00-12:00, 13:00-17:00`.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

const MINUTES_IN_DAY: u16 = 24 * 60;

/// A time for which support is open without a break, in whole minutes. Ends after it begins, at `24:00` at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OpeningInterval {
    /// Minutes after midnight, at most 1,439.
    open: u16,
    /// Minutes after midnight, after `open`, at most 1,440.
    close: u16,
}

/// The opening hours of one day: one interval or several, as with a break for lunch, in order and without overlap. A closed day has
/// none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpeningHours(Vec<OpeningInterval>);

/// The text is not valid opening hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHours {
    /// An interval is written in another way, or ends before it begins.
    #[error(
        "opening hours are written like `08:00-17:00` or `08:00-12:00, 13:00-17:00`, end after they begin and at `24:00` at the latest"
    )]
    Format,
    /// Two intervals share some time.
    #[error("opening hours overlap: `{0}` and `{1}`")]
    Overlap(OpeningInterval, OpeningInterval),
}

impl OpeningInterval {
    /// From midnight to midnight.
    pub const ALL_DAY: Self = Self { open: 0, close: MINUTES_IN_DAY };

    /// Office hours, 08:00 to 17:00: nine hours.
    pub const OFFICE: Self = Self { open: 8 * 60, close: 17 * 60 };

    /// The opening time.
    pub fn open(self) -> NaiveTime {
        NaiveTime::MIN.overflowing_add_signed(TimeDelta::minutes(self.open.into())).0
    }

    /// The closing time; 24:00 is returned as midnight, 00:00.
    pub fn close(self) -> NaiveTime {
        NaiveTime::MIN.overflowing_add_signed(TimeDelta::minutes(self.close.into())).0
    }

    pub(super) fn opens_on(self, date: NaiveDate) -> NaiveDateTime {
        date.and_time(self.open())
    }

    pub(super) fn closes_on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        let date = if self.close == MINUTES_IN_DAY { date.checked_add_days(Days::new(1))? } else { date };
        Some(date.and_time(self.close()))
    }
}

impl FromStr for OpeningInterval {
    type Err = InvalidHours;

    /// Parses `08:00-17:00`; an en dash is accepted as well.
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        let (open, close) = text.split_once(['-', '–']).ok_or(InvalidHours::Format)?;
        let (open, close) = (parse_minutes(open)?, parse_minutes(close)?);
        if open < close { Ok(Self { open, close }) } else { Err(InvalidHours::Format) }
    }
}

fn parse_minutes(time: &str) -> Result<u16, InvalidHours> {
    let two_digits = |part: &str| match part.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9'] => part.parse::<u16>().map_err(|_| InvalidHours::Format),
        _ => Err(InvalidHours::Format),
    };
    let (hour, minute) = time.trim().split_once(':').ok_or(InvalidHours::Format)?;
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    let total = hour * 60 + minute;
    if minute < 60 && total <= MINUTES_IN_DAY { Ok(total) } else { Err(InvalidHours::Format) }
}

impl fmt::Display for OpeningInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, close } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60)
    }
}

impl OpeningHours {
    /// Closed all day.
    pub const CLOSED: Self = Self(Vec::new());

    /// From midnight to midnight.
    pub fn all_day() -> Self {
        Self(vec![OpeningInterval::ALL_DAY])
    }

    /// Office hours, 08:00 to 17:00.
    pub fn office() -> Self {
        Self(vec![OpeningInterval::OFFICE])
    }

    /// The intervals, the earliest first.
    pub fn intervals(&self) -> &[OpeningInterval] {
        &self.0
    }

    /// Whether support is closed all day.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for OpeningHours {
    type Err = InvalidHours;

    /// Parses intervals between commas, in any order: `08:00-12:00, 13:00-17:00`.
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        let mut intervals = text.split(',').map(str::parse).collect::<Result<Vec<OpeningInterval>, _>>()?;
        intervals.sort_unstable();
        match intervals.array_windows().find(|[earlier, later]| later.open < earlier.close) {
            Some(&[earlier, later]) => Err(InvalidHours::Overlap(earlier, later)),
            None => Ok(Self(intervals)),
        }
    }
}

impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, interval) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{interval}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for OpeningHours {
    type Error = InvalidHours;

    fn try_from(text: String) -> Result<Self, InvalidHours> {
        text.parse()
    }
}

impl From<OpeningHours> for String {
    fn from(hours: OpeningHours) -> Self {
        hours.to_string()
    }
}

/// The opening hours of a regular week. Days that are left out are closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeeklyHours {
    /// Monday's hours.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub monday: OpeningHours,
    /// Tuesday's hours.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub tuesday: OpeningHours,
    /// Wednesday's hours.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub wednesday: OpeningHours,
    /// Thursday's hours.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub thursday: OpeningHours,
    /// Friday's hours.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub friday: OpeningHours,
    /// Saturday's hours.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub saturday: OpeningHours,
    /// Sunday's hours.
    #[serde(skip_serializing_if = "OpeningHours::is_closed")]
    pub sunday: OpeningHours,
}

impl WeeklyHours {
    /// Monday to Friday, 08:00 to 17:00.
    pub fn office() -> Self {
        Self::default().with_weekdays(&OpeningHours::office())
    }

    /// This week with these hours from Monday to Friday.
    #[must_use]
    pub fn with_weekdays(self, hours: &OpeningHours) -> Self {
        let hours = || hours.clone();
        Self {
            monday: hours(),
            tuesday: hours(),
            wednesday: hours(),
            thursday: hours(),
            friday: hours(),
            ..self
        }
    }

    /// Open around the clock on every day.
    pub fn always() -> Self {
        let open = OpeningHours::all_day;
        Self {
            monday: open(),
            tuesday: open(),
            wednesday: open(),
            thursday: open(),
            friday: open(),
            saturday: open(),
            sunday: open(),
        }
    }

    /// Whether support is closed on every day.
    pub fn is_closed(&self) -> bool {
        *self == Self::default()
    }

    /// The opening hours of a date's day of the week.
    pub fn hours_on(&self, date: NaiveDate) -> &OpeningHours {
        match date.weekday() {
            Weekday::Mon => &self.monday,
            Weekday::Tue => &self.tuesday,
            Weekday::Wed => &self.wednesday,
            Weekday::Thu => &self.thursday,
            Weekday::Fri => &self.friday,
            Weekday::Sat => &self.saturday,
            Weekday::Sun => &self.sunday,
        }
    }
}
