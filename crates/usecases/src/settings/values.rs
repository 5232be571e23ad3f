//! How settings are written in the configuration, for serde: numbers within a range, and periods in days. The error says which
//! values are valid. Not in here: settings that concern each other, which the configuration checks as a whole.

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// The longest retention period, in days: a century.
const MAX_RETENTION_DAYS: u64 = 36_500;

/// Reads a number from `MIN` to `MAX`.
///
/// # Errors
/// For anything else.
pub fn in_range<'de, const MIN: u64, const MAX: u64, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Copy + TryInto<u64>,
    D: Deserializer<'de>,
{
    let number = T::deserialize(deserializer)?;
    match number.try_into() {
        Ok(value) if (MIN..=MAX).contains(&value) => Ok(number),
        _ => Err(D::Error::custom(format_args!("must be from {MIN} to {MAX}"))),
    }
}

/// Reads a period of `MIN` to `MAX` days.
///
/// # Errors
/// For anything else.
pub fn days<'de, const MIN: u64, const MAX: u64, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<TimeDelta, D::Error> {
    in_range::<MIN, MAX, u32, D>(deserializer).map(|days| TimeDelta::days(days.into()))
}

/// Reads a retention period of at least `MIN` days; 0 means for ever.
///
/// # Errors
/// For anything else, and for more than a century.
pub fn retention<'de, const MIN: u64, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<TimeDelta>, D::Error> {
    let days = u32::deserialize(deserializer)?;
    match u64::from(days) {
        0 => Ok(None),
        days_kept if (MIN..=MAX_RETENTION_DAYS).contains(&days_kept) => {
            Ok(Some(TimeDelta::days(days.into())))
        }
        _ => Err(D::Error::custom(format_args!(
            "must be 0 (kept for ever) or from {MIN} to {MAX_RETENTION_DAYS}"
        ))),
    }
}

/// Writes a period in days.
///
/// # Errors
/// Where the serializer fails.
pub fn serialize_days<S: Serializer>(period: &TimeDelta, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(period.num_days())
}

/// Writes a retention period in days; 0 for ever.
///
/// # Errors
/// Where the serializer fails.
pub fn serialize_retention<S: Serializer>(
    period: &Option<TimeDelta>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(period.map_or(0, |period| period.num_days()))
}
