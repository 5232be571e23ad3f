//! A length of time as people write it: hours, minutes or both, at least one minute.

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// About a year of business hours, more than any target needs.
const MAX_MINUTES: i64 = 2_000 * 60;

/// Writes `4h`, `30m` or `1h 30m`.
pub(crate) fn format(duration: TimeDelta) -> String {
    match (duration.num_minutes() / 60, duration.num_minutes() % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

/// Reads `4h`, `30m` or `1h 30m`; the error says how it is written.
pub(crate) fn parse(text: &str) -> Result<TimeDelta, String> {
    minutes(text).map(TimeDelta::minutes).ok_or_else(|| {
        format!("`{text}` is not a length of time; write `4h`, `30m` or `1h 30m`, up to `2000h`")
    })
}

fn minutes(text: &str) -> Option<i64> {
    let mut minutes = 0_i64;
    for word in text.split_whitespace() {
        let (number, scale) = match (word.strip_suffix('h'), word.strip_suffix('m')) {
            (Some(number), _) => (number, 60),
            (_, Some(number)) => (number, 1),
            (None, None) => return None,
        };
        minutes = minutes.checked_add(i64::from(number.parse::<u32>().ok()?) * scale)?;
    }
    Some(minutes).filter(|minutes| (1..=MAX_MINUTES).contains(minutes))
}

pub(crate) fn serialize<S: Serializer>(duration: &TimeDelta, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format(*duration))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeDelta, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// A length of time that there may not be.
pub(crate) mod option {
    use super::{Deserialize, Deserializer, Error, Serializer, TimeDelta, parse};

    #[expect(clippy::ref_option, reason = "the signature that serde calls")]
    pub(crate) fn serialize<S: Serializer>(
        duration: &Option<TimeDelta>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match duration {
            Some(duration) => super::serialize(duration, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<TimeDelta>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| parse(&text).map_err(D::Error::custom)).transpose()
    }
}
