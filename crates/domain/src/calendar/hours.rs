//! Opening hours of a day and of a week, parsed from text such as `08:00-17:00`.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

const MINUTES_IN_DAY: u16 = 24 * 60;

/// The opening hours of one day, in whole minutes. Closes after it opens, at `24:00` at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpeningHours {
    /// Minutes after midnight, at most 1,439.
    open: u16,
    /// Minutes after midnight, after `open`, at most 1,440.
    close: u16,
}

/// The text is not valid opening hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("opening hours are written like `08:00-17:00`, end after they begin and at `24:00` at the latest")]
pub struct InvalidHours;

impl OpeningHours {
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

impl FromStr for OpeningHours {
    type Err = InvalidHours;

    /// Parses `08:00-17:00`; an en dash is accepted as well.
    fn from_str(text: &str) -> Result<Self, InvalidHours> {
        let (open, close) = text.split_once(['-', '–']).ok_or(InvalidHours)?;
        let (open, close) = (parse_minutes(open)?, parse_minutes(close)?);
        if open < close { Ok(Self { open, close }) } else { Err(InvalidHours) }
    }
}

fn parse_minutes(time: &str) -> Result<u16, InvalidHours> {
    let two_digits = |part: &str| match part.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9'] => part.parse::<u16>().map_err(|_| InvalidHours),
        _ => Err(InvalidHours),
    };
    let (hour, minute) = time.trim().split_once(':').ok_or(InvalidHours)?;
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    let total = hour * 60 + minute;
    if minute < 60 && total <= MINUTES_IN_DAY { Ok(total) } else { Err(InvalidHours) }
}

impl fmt::Display for OpeningHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, close } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60)
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

/// The opening hours of a regular week; `None` is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeeklyHours {
    /// Monday's hours.
    pub monday: Option<OpeningHours>,
    /// Tuesday's hours.
    pub tuesday: Option<OpeningHours>,
    /// Wednesday's hours.
    pub wednesday: Option<OpeningHours>,
    /// Thursday's hours.
    pub thursday: Option<OpeningHours>,
    /// Friday's hours.
    pub friday: Option<OpeningHours>,
    /// Saturday's hours.
    pub saturday: Option<OpeningHours>,
    /// Sunday's hours.
    pub sunday: Option<OpeningHours>,
}

impl WeeklyHours {
    /// Monday to Friday, 08:00 to 17:00.
    pub const fn office() -> Self {
        let open = Some(OpeningHours::OFFICE);
        Self {
            monday: open,
            tuesday: open,
            wednesday: open,
            thursday: open,
            friday: open,
            saturday: None,
            sunday: None,
        }
    }

    /// Open around the clock on every day.
    pub const fn always() -> Self {
        let open = Some(OpeningHours::ALL_DAY);
        Self {
            monday: open,
            tuesday: open,
            wednesday: open,
            thursday: open,
            friday: open,
            saturday: open,
            sunday: open,
        }
    }

    /// The opening hours of a date's day of the week.
    pub fn hours_on(&self, date: NaiveDate) -> Option<OpeningHours> {
        match date.weekday() {
            Weekday::Mon => self.monday,
            Weekday::Tue => self.tuesday,
            Weekday::Wed => self.wednesday,
            Weekday::Thu => self.thursday,
            Weekday::Fri => self.friday,
            Weekday::Sat => self.saturday,
            Weekday::Sun => self.sunday,
        }
    }
}
