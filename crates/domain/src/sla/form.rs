//! A service level as a form: a field for each target of each priority, written like `1h 30m`.

use super::{
    duration,
    level::{Metric, ServiceLevel, Targets},
};
use crate::{
    fields::{FieldErrors, Problem},
    tickets::Priority,
};

/// The fields of one priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetFields {
    /// The priority.
    pub priority: Priority,
    /// The field of each metric, in the order of [`Metric::ALL`].
    pub targets: [&'static str; 4],
    /// The checkbox for targets in which all time counts.
    pub around_the_clock: &'static str,
}

/// The fields of every priority.
pub const TARGET_FIELDS: [TargetFields; 4] = [
    TargetFields {
        priority: Priority::P1,
        targets: ["p1_first_response", "p1_next_response", "p1_resolution", "p1_update"],
        around_the_clock: "p1_around_the_clock",
    },
    TargetFields {
        priority: Priority::P2,
        targets: ["p2_first_response", "p2_next_response", "p2_resolution", "p2_update"],
        around_the_clock: "p2_around_the_clock",
    },
    TargetFields {
        priority: Priority::P3,
        targets: ["p3_first_response", "p3_next_response", "p3_resolution", "p3_update"],
        around_the_clock: "p3_around_the_clock",
    },
    TargetFields {
        priority: Priority::P4,
        targets: ["p4_first_response", "p4_next_response", "p4_resolution", "p4_update"],
        around_the_clock: "p4_around_the_clock",
    },
];

/// The checkbox for clocks that stand while support waits for a third party.
pub const THIRD_PARTY_FIELD: &str = "third_party_pauses";

impl ServiceLevel {
    /// Reads the form; `value` gives what was entered in a field. The first response needs a target, and what is left empty otherwise is
    /// not promised.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut level = Self { third_party_pauses: value(THIRD_PARTY_FIELD) == "yes", ..Self::default() };
        for fields in TARGET_FIELDS {
            let [first_response, next_response, resolution, update] = fields.targets.map(|field| {
                let text = value(field);
                let entered = Some(text.trim()).filter(|text| !text.is_empty());
                let parsed = entered.map(|text| duration::parse(text).map_err(|_| Problem::InvalidDuration));
                errors.check(field, parsed.transpose()).flatten()
            });
            if first_response.is_none() && errors.get(fields.targets[0]).is_none() {
                errors.push(fields.targets[0], Problem::Required);
            }
            let targets = level.targets_mut(fields.priority);
            *targets = Targets {
                first_response: first_response.unwrap_or(targets.first_response),
                next_response,
                resolution,
                update,
                around_the_clock: value(fields.around_the_clock) == "yes",
            };
        }
        if errors.is_empty() { Ok(level) } else { Err(errors) }
    }

    /// What the fields of the form show for this level.
    pub fn to_fields(&self) -> Vec<(&'static str, String)> {
        let yes = |checked: bool| if checked { "yes".to_owned() } else { String::new() };
        let mut values = vec![(THIRD_PARTY_FIELD, yes(self.third_party_pauses))];
        for fields in TARGET_FIELDS {
            let targets = self.targets(fields.priority);
            for (field, metric) in fields.targets.into_iter().zip(Metric::ALL) {
                let target = match metric {
                    // as to the first one
                    Metric::NextResponse => targets.next_response,
                    metric => targets.target(*metric),
                };
                values.push((field, target.map(duration::format).unwrap_or_default()));
            }
            values.push((fields.around_the_clock, yes(targets.around_the_clock)));
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::TimeDelta;

    use super::*;

    fn parse(fields: &HashMap<&str, &str>) -> Result<ServiceLevel, FieldErrors> {
        ServiceLevel::from_fields(|field| fields.get(field).copied().unwrap_or_default().to_owned())
    }

    #[test]
    fn what_the_form_shows_is_read_back() {
        let p1 = Targets {
            next_response: Some(TimeDelta::minutes(90)),
            update: Some(TimeDelta::hours(1)),
            around_the_clock: true,
            ..Targets::responses(TimeDelta::hours(1))
        };
        for level in [
            ServiceLevel::default(),
            ServiceLevel { p1, third_party_pauses: true, ..ServiceLevel::default() },
        ] {
            let fields = level.to_fields();
            let fields = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(parse(&fields), Ok(level));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let fields = [
            ("p1_first_response", " 1h "),
            ("p2_first_response", "soon"),
            ("p4_first_response", "1h"),
            ("p4_update", "0m"),
        ];
        let errors = parse(&fields.into()).expect_err("must be refused");
        let expected = [
            ("p2_first_response", Problem::InvalidDuration),
            ("p3_first_response", Problem::Required),
            ("p4_update", Problem::InvalidDuration),
        ];
        assert_eq!(errors.0, expected.map(|(field, problem)| (field.to_owned(), problem)));
    }
}
