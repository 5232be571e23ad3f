//! What follows once support considers a ticket resolved: the requester is reminded, and the ticket closes by itself.

use serde::{Deserialize, Serialize};

use crate::fields::{FieldErrors, Problem};

/// The field with the days until a ticket closes.
pub const CLOSE_FIELD: &str = "close_after_days";
/// The field with the days between the reminder and closing.
pub const REMIND_FIELD: &str = "remind_days_before";

/// When a ticket that is solved closes by itself, in days on which support is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FollowUpSchedule {
    /// The days until it closes, up to 60; 0: it does not close by itself.
    pub close_after_days: u8,
    /// How many days before the requester is reminded; 0: not at all. Less than `close_after_days`.
    pub remind_days_before: u8,
}

impl Default for FollowUpSchedule {
    fn default() -> Self {
        Self { close_after_days: 5, remind_days_before: 2 }
    }
}

impl FollowUpSchedule {
    /// The most days until a ticket closes.
    pub const MAX_DAYS: u8 = 60;

    /// After how many days the requester is reminded; `None` where they are not.
    pub const fn remind_after_days(self) -> Option<u8> {
        match (self.close_after_days, self.remind_days_before) {
            (_, 0) => None,
            (close, before) => close.checked_sub(before),
        }
    }

    /// Reads the form; `value` gives what was entered in a field.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut days = |field: &str, max: u8| {
            let days = value(field).trim().parse().ok().filter(|days| *days <= max);
            errors.check(field, days.ok_or(Problem::NumberBetween { min: 0, max: max.into() }))
        };
        let close = days(CLOSE_FIELD, Self::MAX_DAYS);
        let remind = days(REMIND_FIELD, close.unwrap_or(Self::MAX_DAYS).saturating_sub(1));
        match (close, remind) {
            (Some(close_after_days), Some(remind_days_before)) => {
                Ok(Self { close_after_days, remind_days_before })
            }
            _ => Err(errors),
        }
    }

    /// What the fields of the form show.
    pub fn to_fields(self) -> Vec<(&'static str, String)> {
        vec![
            (CLOSE_FIELD, self.close_after_days.to_string()),
            (REMIND_FIELD, self.remind_days_before.to_string()),
        ]
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// What is wrong and which values are valid.
    pub fn validate(self) -> Result<(), String> {
        if self.close_after_days > Self::MAX_DAYS {
            return Err(format!("close_after_days must be from 0 (never) to {}", Self::MAX_DAYS));
        }
        if self.remind_days_before > self.close_after_days.saturating_sub(1) {
            return Err("remind_days_before must be less than close_after_days, or 0".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reminder_comes_before_the_end() {
        let schedule =
            |close_after_days, remind_days_before| FollowUpSchedule { close_after_days, remind_days_before };
        assert_eq!(schedule(5, 2).remind_after_days(), Some(3));
        assert_eq!(schedule(5, 0).remind_after_days(), None);
        for valid in [schedule(0, 0), schedule(1, 0), schedule(60, 59)] {
            assert_eq!(valid.validate(), Ok(()));
            let fields = valid.to_fields();
            let value = |field: &str| fields.iter().find(|(name, _)| *name == field).unwrap().1.clone();
            assert_eq!(FollowUpSchedule::from_fields(value), Ok(valid));
        }
        for wrong in [schedule(61, 0), schedule(0, 1), schedule(2, 2)] {
            assert!(wrong.validate().is_err(), "{wrong:?}");
            let fields = wrong.to_fields();
            let value = |field: &str| fields.iter().find(|(name, _)| *name == field).unwrap().1.clone();
            assert!(FollowUpSchedule::from_fields(value).is_err(), "{wrong:?}");
        }
        assert_eq!(FollowUpSchedule::from_fields(|_| "soon".into()).unwrap_err().0.len(), 2);
    }
}
