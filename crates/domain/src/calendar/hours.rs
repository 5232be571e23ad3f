//! Opening hours of a day and of a week, as people write them: `08:00-17:00`.

use std::{fmt, str::FromStr};

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

const MINUTES_IN_DAY: u16 = 24 * 60;

/// From when to when a day is open, in whole minutes of one calendar day; ends after it begins, at `24:00` at the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hours {
    /// Minutes after midnight, at most 1,439.
    open: u16,
    /// Minutes after midnight, after `open`, at most 1,440.
    close: u16,
}

/// Opening hours that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("opening hours are written like `08:00-17:00`, end after they begin and at `24:00` at the latest")]
pub struct BadHours;

impl Hours {
    /// Open from midnight to midnight.
    pub const ALL_DAY: Self = Self { open: 0, close: MINUTES_IN_DAY };

    /// Ordinary office hours, 08:00 to 17:00: nine hours.
    pub const OFFICE: Self = Self { open: 8 * 60, close: 17 * 60 };

    /// When the day opens.
    pub fn open(self) -> NaiveTime {
        NaiveTime::MIN.overflowing_add_signed(TimeDelta::minutes(self.open.into())).0
    }

    /// When the day closes. Closing at 24:00 reads as midnight, 00:00.
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

impl FromStr for Hours {
    type Err = BadHours;

    fn from_str(text: &str) -> Result<Self, BadHours> {
        let (open, close) = text.split_once(['-', '–']).ok_or(BadHours)?;
        let (open, close) = (minutes(open)?, minutes(close)?);
        if open < close { Ok(Self { open, close }) } else { Err(BadHours) }
    }
}

fn minutes(time: &str) -> Result<u16, BadHours> {
    let two_digits = |part: &str| match part.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9'] => part.parse::<u16>().map_err(|_| BadHours),
        _ => Err(BadHours),
    };
    let (hour, minute) = time.trim().split_once(':').ok_or(BadHours)?;
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    let total = hour * 60 + minute;
    if minute < 60 && total <= MINUTES_IN_DAY { Ok(total) } else { Err(BadHours) }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { open, close } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60)
    }
}

impl TryFrom<String> for Hours {
    type Error = BadHours;

    fn try_from(text: String) -> Result<Self, BadHours> {
        text.parse()
    }
}

impl From<Hours> for String {
    fn from(hours: Hours) -> Self {
        hours.to_string()
    }
}

/// The opening hours of an ordinary week; `None` is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Week {
    /// Monday's hours.
    pub monday: Option<Hours>,
    /// Tuesday's hours.
    pub tuesday: Option<Hours>,
    /// Wednesday's hours.
    pub wednesday: Option<Hours>,
    /// Thursday's hours.
    pub thursday: Option<Hours>,
    /// Friday's hours.
    pub friday: Option<Hours>,
    /// Saturday's hours.
    pub saturday: Option<Hours>,
    /// Sunday's hours.
    pub sunday: Option<Hours>,
}

impl Week {
    /// Monday to Friday, 08:00 to 17:00.
    pub const fn office() -> Self {
        let open = Some(Hours::OFFICE);
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

    /// Open day and night.
    pub const fn always() -> Self {
        let open = Some(Hours::ALL_DAY);
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

    /// The hours of a date's day of the week.
    pub fn on(&self, date: NaiveDate) -> Option<Hours> {
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
