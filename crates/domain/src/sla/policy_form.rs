//! A policy as a form: its name, its conditions, and a field for each target, all of which may be left empty.

use uuid::Uuid;

use super::{form::TARGET_FIELDS, policy::SlaPolicy};
use crate::{
    calendar::{DAY_FIELDS, WeeklyHours},
    fields::{FieldErrors, Problem},
    text::GroupName,
};

/// The names of the fields but for those of targets and days. An empty condition is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyFields;

impl PolicyFields {
    /// The name of the policy.
    pub const NAME: &'static str = "name";
    /// The condition on the organisation: its id.
    pub const ORGANISATION: &'static str = "organisation";
    /// The condition on the plan: its slug.
    pub const PLAN: &'static str = "plan";
    /// The condition on the topic: its slug.
    pub const TOPIC: &'static str = "topic";
    /// The condition on the kind of ticket.
    pub const KIND: &'static str = "kind";
    /// The condition on the channel.
    pub const CHANNEL: &'static str = "channel";
    /// The account manager.
    pub const MANAGER: &'static str = "account_manager";
}

impl SlaPolicy {
    /// Reads the form; `value` gives what was entered in a field.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.check(PolicyFields::NAME, GroupName::parse(&value(PolicyFields::NAME)));
        let entered = |field: &str| Some(value(field).trim().to_owned()).filter(|text| !text.is_empty());
        let organisation = entered(PolicyFields::ORGANISATION)
            .map(|id| Uuid::parse_str(&id).map_err(|_| Problem::UnknownChoice));
        let organisation = errors.check(PolicyFields::ORGANISATION, organisation.transpose()).flatten();
        let plan = entered(PolicyFields::PLAN);
        let topic = entered(PolicyFields::TOPIC);
        let kind = entered(PolicyFields::KIND).map(|kind| kind.parse().map_err(|_| Problem::UnknownChoice));
        let kind = errors.check(PolicyFields::KIND, kind.transpose()).flatten();
        let channel =
            entered(PolicyFields::CHANNEL).map(|channel| channel.parse().map_err(|_| Problem::UnknownChoice));
        let channel = errors.check(PolicyFields::CHANNEL, channel.transpose()).flatten();
        let has_condition = organisation.is_some()
            || plan.is_some()
            || topic.is_some()
            || kind.is_some()
            || channel.is_some();
        if errors.is_empty() && !has_condition {
            errors.push(PolicyFields::ORGANISATION, Problem::NoCondition);
        }
        let account_manager =
            errors.check(PolicyFields::MANAGER, GroupName::parse_optional(&value(PolicyFields::MANAGER)));
        let account_manager = account_manager.flatten().map(|name| name.to_string()).unwrap_or_default();
        let mut policy =
            Self { organisation, plan, topic, kind, channel, account_manager, ..Self::default() };
        for fields in TARGET_FIELDS {
            let targets = fields.parse(&value, &mut errors);
            let first = fields.targets[0];
            if targets.is_none() && fields.has_any(&value) && errors.get(first).is_none() {
                errors.push(first, Problem::Required);
            }
            *policy.targets_mut(fields.priority) = targets;
        }
        let week = WeeklyHours::from_fields(&value, &mut errors);
        policy.week = Some(week).filter(|week| !week.is_closed());
        match name {
            Some(name) if errors.is_empty() => {
                policy.name = name.to_string();
                if policy.has_effect() {
                    return Ok(policy);
                }
                errors.push(TARGET_FIELDS[0].targets[0], Problem::NoEffect);
                Err(errors)
            }
            _ => Err(errors),
        }
    }

    /// What the fields of the form show for this policy.
    pub fn to_fields(&self) -> Vec<(&'static str, String)> {
        let mut values = vec![
            (PolicyFields::NAME, self.name.clone()),
            (PolicyFields::ORGANISATION, self.organisation.map(|id| id.to_string()).unwrap_or_default()),
            (PolicyFields::PLAN, self.plan.clone().unwrap_or_default()),
            (PolicyFields::TOPIC, self.topic.clone().unwrap_or_default()),
            (PolicyFields::KIND, self.kind.map(|kind| kind.to_string()).unwrap_or_default()),
            (PolicyFields::CHANNEL, self.channel.map(|channel| channel.to_string()).unwrap_or_default()),
            (PolicyFields::MANAGER, self.account_manager.clone()),
        ];
        for fields in TARGET_FIELDS {
            if let Some(targets) = self.targets(fields.priority) {
                values.extend(fields.show(targets));
            }
        }
        match &self.week {
            Some(week) => values.extend(week.to_fields()),
            None => values.extend(DAY_FIELDS.map(|field| (field, String::new()))),
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use chrono::TimeDelta;

    use super::*;
    use crate::{channels::ChannelKind, sla::Targets, tickets::TicketKind};

    fn parse(fields: &[(&'static str, String)]) -> Result<SlaPolicy, FieldErrors> {
        let fields: HashMap<_, _> = fields.iter().cloned().collect();
        SlaPolicy::from_fields(|field| fields.get(field).cloned().unwrap_or_default())
    }

    fn agreement() -> SlaPolicy {
        SlaPolicy {
            name: "Avtal med Nordlys".into(),
            organisation: Some(Uuid::from_u128(7)),
            plan: Some("pro".into()),
            topic: Some("login".into()),
            kind: Some(TicketKind::Incident),
            channel: Some(ChannelKind::Phone),
            p1: Some(Targets { around_the_clock: true, ..Targets::responses(TimeDelta::minutes(30)) }),
            week: Some(WeeklyHours { monday: "07:00-20:00".parse().unwrap(), ..WeeklyHours::default() }),
            account_manager: "Kari Moe, 22 00 00 00".into(),
            ..SlaPolicy::default()
        }
    }

    #[test]
    fn what_the_form_shows_is_read_back() {
        assert_eq!(parse(&agreement().to_fields()), Ok(agreement()));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let problems = |changes: &[(&'static str, &str)]| {
            let mut fields = agreement().to_fields();
            fields.extend(changes.iter().map(|(field, value)| (*field, (*value).to_owned())));
            let errors = parse(&fields).expect_err("must be refused");
            errors.0.into_iter().map(|(field, problem)| format!("{field}: {problem:?}")).collect::<Vec<_>>()
        };
        assert_eq!(
            problems(&[
                ("name", ""),
                ("organisation", "x"),
                ("kind", "x"),
                ("channel", "x"),
                ("monday", "x"),
                ("p2_update", "0m")
            ]),
            [
                "name: Required",
                "organisation: UnknownChoice",
                "kind: UnknownChoice",
                "channel: UnknownChoice",
                "p2_update: InvalidDuration",
                "p2_first_response: Required",
                "monday: InvalidHours"
            ]
        );
        let no_condition = ["organisation", "plan", "topic", "kind", "channel"].map(|field| (field, ""));
        assert_eq!(problems(&no_condition), ["organisation: NoCondition"]);
        let nothing =
            [("p1_first_response", ""), ("p1_around_the_clock", ""), ("monday", ""), ("account_manager", "")];
        assert_eq!(problems(&nothing), ["p1_first_response: NoEffect"]);
    }
}
