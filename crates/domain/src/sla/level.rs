//! What is promised for tickets of each priority.

use std::fmt;

use chrono::TimeDelta;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::policy::SlaPolicy;
use crate::{duration, string_enum::string_enum, tickets::Priority};

string_enum! {
    /// What a target is for.
    Metric {
        /// The first response of support, from when the ticket was filed.
        FirstResponse = "first_response",
        /// A later response, from when it became support's turn again.
        NextResponse = "next_response",
        /// That support considers it resolved, from when the ticket was filed.
        Resolution = "resolution",
        /// Some public message of support, from the latest one, until the ticket is done.
        Update = "update",
    }
}

/// The targets of one priority, each at least a minute.
///
/// Written as `"4h"`, which is the target of every response, or as a table:
/// `{ first_response = "1h", resolution = "24h", update = "1h", around_the_clock = true }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Targets {
    /// The time to the first response.
    pub first_response: TimeDelta,
    /// The time to each later response; `None`: as to the first.
    pub next_response: Option<TimeDelta>,
    /// The time to the resolution; `None`: none is promised.
    pub resolution: Option<TimeDelta>,
    /// The time between public messages of support; `None`: none is promised.
    pub update: Option<TimeDelta>,
    /// Whether all time counts, and not only that of opening hours.
    pub around_the_clock: bool,
}

impl Targets {
    /// Targets for responses alone, in business time.
    pub const fn responses(within: TimeDelta) -> Self {
        Self {
            first_response: within,
            next_response: None,
            resolution: None,
            update: None,
            around_the_clock: false,
        }
    }

    /// The target for this metric, where one is promised.
    pub fn target(&self, metric: Metric) -> Option<TimeDelta> {
        match metric {
            Metric::FirstResponse => Some(self.first_response),
            Metric::NextResponse => Some(self.next_response.unwrap_or(self.first_response)),
            Metric::Resolution => self.resolution,
            Metric::Update => self.update,
        }
    }
}

/// [`Targets`] as a table.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetsTable {
    #[serde(with = "duration")]
    first_response: TimeDelta,
    #[serde(default, with = "duration::option", skip_serializing_if = "Option::is_none")]
    next_response: Option<TimeDelta>,
    #[serde(default, with = "duration::option", skip_serializing_if = "Option::is_none")]
    resolution: Option<TimeDelta>,
    #[serde(default, with = "duration::option", skip_serializing_if = "Option::is_none")]
    update: Option<TimeDelta>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    around_the_clock: bool,
}

impl Serialize for Targets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { first_response, next_response, resolution, update, around_the_clock } = *self;
        if *self == Self::responses(first_response) {
            return duration::serialize(&first_response, serializer);
        }
        TargetsTable { first_response, next_response, resolution, update, around_the_clock }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrTable;

        impl<'de> Visitor<'de> for TextOrTable {
            type Value = Targets;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a length of time like `4h`, or a table with `first_response`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Targets, E> {
                duration::parse(text).map(Targets::responses).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Targets, A::Error> {
                let TargetsTable { first_response, next_response, resolution, update, around_the_clock } =
                    TargetsTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Targets { first_response, next_response, resolution, update, around_the_clock })
            }
        }

        deserializer.deserialize_any(TextOrTable)
    }
}

/// Support is warned once, when a fifth of the time is left.
const DEFAULT_WARNING: [u8; 1] = [80];

fn is_default_warning(warn_at: &[u8]) -> bool {
    warn_at == DEFAULT_WARNING
}

/// The targets for tickets of each priority. A missing priority keeps its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceLevel {
    /// The targets of P1; a response within 1 hour by default.
    pub p1: Targets,
    /// The targets of P2; a response within 4 business hours by default.
    pub p2: Targets,
    /// The targets of P3; a response within one business day (9 hours) by default.
    pub p3: Targets,
    /// The targets of P4; a response within two business days (18 hours) by default.
    pub p4: Targets,
    /// Whether clocks stand while support waits for a third party, as they do while it waits for the requester.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub third_party_pauses: bool,
    /// At which shares of the time of a target support is warned, in percent, 1 to 99.
    #[serde(skip_serializing_if = "is_default_warning")]
    pub warn_at: Vec<u8>,
    /// What is promised instead for some tickets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<SlaPolicy>,
}

impl ServiceLevel {
    /// The length of one business day, 08:00 to 17:00.
    pub const BUSINESS_DAY: TimeDelta = TimeDelta::hours(9);

    /// The targets for a ticket of this priority, unless a policy has others.
    pub const fn targets(&self, priority: Priority) -> &Targets {
        match priority {
            Priority::P1 => &self.p1,
            Priority::P2 => &self.p2,
            Priority::P3 => &self.p3,
            Priority::P4 => &self.p4,
        }
    }
}

impl ServiceLevel {
    /// The targets for a ticket of this priority, to be changed.
    pub(super) const fn targets_mut(&mut self, priority: Priority) -> &mut Targets {
        match priority {
            Priority::P1 => &mut self.p1,
            Priority::P2 => &mut self.p2,
            Priority::P3 => &mut self.p3,
            Priority::P4 => &mut self.p4,
        }
    }
}

impl Default for ServiceLevel {
    fn default() -> Self {
        Self {
            p1: Targets::responses(TimeDelta::hours(1)),
            p2: Targets::responses(TimeDelta::hours(4)),
            p3: Targets::responses(Self::BUSINESS_DAY),
            p4: Targets::responses(Self::BUSINESS_DAY + Self::BUSINESS_DAY),
            third_party_pauses: false,
            warn_at: DEFAULT_WARNING.to_vec(),
            policies: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<ServiceLevel, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn a_service_level_is_configured_in_hours_and_minutes() {
        let level = parse(r#"{"p1": "30m", "p3": "8h 30m"}"#).expect("is valid");
        assert_eq!(level.p1, Targets::responses(TimeDelta::minutes(30)));
        assert_eq!(level.p3.target(Metric::NextResponse), Some(TimeDelta::minutes(510)));
        assert_eq!(level.p2, ServiceLevel::default().p2);
        let written = serde_json::to_string(&level).expect("is valid");
        assert_eq!(written, r#"{"p1":"30m","p2":"4h","p3":"8h 30m","p4":"18h"}"#);
        for wrong in ["", "0h", "0m", "1", "-1h", "1d", "9999999999h", "2001h", "h", "4 h"] {
            let error = parse(&format!(r#"{{"p1": "{wrong}"}}"#)).expect_err("must be refused");
            assert!(error.contains("write `4h`"), "{wrong}: {error}");
            let error = parse(&format!(r#"{{"p1": {{"first_response": "1h", "update": "{wrong}"}}}}"#))
                .expect_err("must be refused");
            assert!(error.contains("write `4h`"), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_priority_may_have_a_target_for_each_metric() {
        let json = r#"{"p1":{"first_response":"1h","next_response":"2h","resolution":"24h","update":"1h","around_the_clock":true},"p2":"4h","p3":"9h","p4":"18h","third_party_pauses":true}"#;
        let level = parse(json).expect("is valid");
        let hours = |metric: &Metric| level.p1.target(*metric).map(|target| target.num_hours());
        assert!(Metric::ALL.iter().map(hours).eq([Some(1), Some(2), Some(24), Some(1)]));
        assert!(level.p1.around_the_clock && level.third_party_pauses);
        assert_eq!(level.p2.target(Metric::Resolution), None);
        assert_eq!(serde_json::to_string(&level).expect("is valid"), json);
        for (wrong, problem) in [
            (r#"{"p1": {"resolution": "24h"}}"#, "missing field `first_response`"),
            (r#"{"p1": {"first_response": "1h", "fix": "24h"}}"#, "unknown field `fix`"),
            (r#"{"p1": 4}"#, "a length of time like `4h`"),
            (r#"{"p5": "4h"}"#, "unknown field `p5`"),
        ] {
            let error = parse(wrong).expect_err("must be refused");
            assert!(error.contains(problem), "{wrong}: {error}");
        }
    }
}
