//! A service level as a form: a field for each target of each priority, written like `1h 30m`.

use super::level::{Metric, ServiceLevel, Targets};
use crate::{
    duration,
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

/// The field with the shares at which support is warned, in percent: `50, 80`.
pub const WARN_AT_FIELD: &str = "warn_at";
/// The checkbox for clocks that stand while support waits for a third party.
pub const THIRD_PARTY_FIELD: &str = "third_party_pauses";

impl ServiceLevel {
    /// Reads the form; `value` gives what was entered in a field. The first response needs a target, and what is left empty otherwise is
    /// not promised. The policies, which have a form of their own, are those of `before`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String, before: &Self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let third_party_pauses = value(THIRD_PARTY_FIELD) == "yes";
        let warn_at = errors.check(WARN_AT_FIELD, parse_percents(&value(WARN_AT_FIELD))).unwrap_or_default();
        let policies = before.policies.clone();
        let mut level = Self { third_party_pauses, warn_at, policies, ..Self::default() };
        for fields in TARGET_FIELDS {
            match fields.parse(&value, &mut errors) {
                Some(targets) => *level.targets_mut(fields.priority) = targets,
                None if errors.get(fields.targets[0]).is_none() => {
                    errors.push(fields.targets[0], Problem::Required);
                }
                None => {}
            }
        }
        if errors.is_empty() { Ok(level) } else { Err(errors) }
    }

    /// What the fields of the form show for this level.
    pub fn to_fields(&self) -> Vec<(&'static str, String)> {
        let yes = |checked: bool| if checked { "yes".to_owned() } else { String::new() };
        let percents: Vec<_> = self.warn_at.iter().map(ToString::to_string).collect();
        let mut values =
            vec![(THIRD_PARTY_FIELD, yes(self.third_party_pauses)), (WARN_AT_FIELD, percents.join(", "))];
        for fields in TARGET_FIELDS {
            values.extend(fields.show(self.targets(fields.priority)));
        }
        values
    }
}

/// Shares in percent, from 1 to 99, with commas or spaces between them.
fn parse_percents(text: &str) -> Result<Vec<u8>, Problem> {
    let words = text.split([',', ' ', '%']).filter(|word| !word.is_empty());
    let percent = |word: &str| word.parse().ok().filter(|percent| (1..=99).contains(percent));
    let percents: Option<Vec<u8>> = words.map(percent).collect();
    percents
        .filter(|percents| percents.len() <= ServiceLevel::MAX_WARNINGS)
        .ok_or(Problem::NumberBetween { min: 1, max: 99 })
}

impl TargetFields {
    /// Reads the fields; adds to `errors` what is wrong in which. `None` without a target for the first response.
    pub(super) fn parse(self, value: impl Fn(&str) -> String, errors: &mut FieldErrors) -> Option<Targets> {
        let [first_response, next_response, resolution, update] = self.targets.map(|field| {
            let text = value(field);
            let entered = Some(text.trim()).filter(|text| !text.is_empty());
            let parsed = entered.map(|text| duration::parse(text).map_err(|_| Problem::InvalidDuration));
            errors.check(field, parsed.transpose()).flatten()
        });
        let around_the_clock = value(self.around_the_clock) == "yes";
        Some(Targets { first_response: first_response?, next_response, resolution, update, around_the_clock })
    }

    /// Whether anything is entered.
    pub(super) fn has_any(self, value: impl Fn(&str) -> String) -> bool {
        let fields = self.targets.into_iter().chain([self.around_the_clock]);
        fields.into_iter().any(|field| !value(field).trim().is_empty())
    }

    /// What the fields show.
    pub(super) fn show(self, targets: &Targets) -> impl Iterator<Item = (&'static str, String)> {
        let target = |metric: &Metric| match metric {
            // as to the first one
            Metric::NextResponse => targets.next_response,
            metric => targets.target(*metric),
        };
        let texts =
            Metric::ALL.iter().map(target).map(|target| target.map(duration::format).unwrap_or_default());
        let yes = if targets.around_the_clock { "yes" } else { "" };
        self.targets.into_iter().zip(texts).chain([(self.around_the_clock, yes.to_owned())])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::TimeDelta;

    use super::*;
    use crate::sla::SlaPolicy;

    fn parse(fields: &HashMap<&str, &str>) -> Result<ServiceLevel, FieldErrors> {
        let before = ServiceLevel { policies: vec![policy()], ..ServiceLevel::default() };
        ServiceLevel::from_fields(|field| fields.get(field).copied().unwrap_or_default().to_owned(), &before)
    }

    fn policy() -> SlaPolicy {
        SlaPolicy { name: "kept".into(), ..SlaPolicy::default() }
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
            assert_eq!(parse(&fields), Ok(ServiceLevel { policies: vec![policy()], ..level }));
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let fields = [
            ("p1_first_response", " 1h "),
            ("p2_first_response", "soon"),
            ("p4_first_response", "1h"),
            ("p4_update", "0m"),
            ("warn_at", "100"),
        ];
        let errors = parse(&fields.into()).expect_err("must be refused");
        let expected = [
            ("warn_at", Problem::NumberBetween { min: 1, max: 99 }),
            ("p2_first_response", Problem::InvalidDuration),
            ("p3_first_response", Problem::Required),
            ("p4_update", Problem::InvalidDuration),
        ];
        assert_eq!(errors.0, expected.map(|(field, problem)| (field.to_owned(), problem)));
    }
}
