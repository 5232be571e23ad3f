//! Policies: other targets and hours for some tickets, such as those of an organisation with an agreement.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    level::{ServiceLevel, Targets},
    policy_form::PolicyFields,
};
use crate::{
    calendar::WeeklyHours,
    channels::ChannelKind,
    fields::{FieldErrors, Problem},
    text::GroupName,
    tickets::{Priority, TicketKind, TicketScope},
};

/// What is promised for the tickets that fit its conditions, instead of what the service level promises for all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SlaPolicy {
    /// Its name, unique among the policies: "Agreement with Nordlys".
    pub name: String,
    /// The condition that a ticket is of this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Uuid>,
    /// The condition that a ticket is of somebody with this plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The condition that a ticket is about this topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The condition that a ticket is of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TicketKind>,
    /// The condition that a ticket came by this channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelKind>,
    /// The targets of P1; `None`: as without this policy. Likewise the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p1: Option<Targets>,
    /// The targets of P2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p2: Option<Targets>,
    /// The targets of P3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p3: Option<Targets>,
    /// The targets of P4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p4: Option<Targets>,
    /// Opening hours of its own in an ordinary week; holidays and closures are those of the calendar. `None`: those of the calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<WeeklyHours>,
    /// Whom the requesters may turn to, as they read it: "Kari Moe, 22 00 00 00"; empty where nobody is named.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account_manager: String,
}

/// Why a service level is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidPolicy {
    /// A share at which support is warned is not from 1 to 99, or there are too many.
    Warning,
    /// It has no name, or that of an earlier one.
    Name(String),
    /// It has no condition.
    NoCondition(String),
    /// It changes nothing.
    NoEffect(String),
    /// Its week never opens.
    NeverOpens(String),
}

impl fmt::Display for InvalidPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => {
                write!(
                    f,
                    "the policy {name:?} needs a name of its own, of at most {} characters",
                    SlaPolicy::MAX_TEXT
                )
            }
            Self::Warning => {
                write!(
                    f,
                    "warn_at must have at most {} shares, each from 1 to 99 percent",
                    ServiceLevel::MAX_WARNINGS
                )
            }
            Self::NoCondition(name) => {
                write!(
                    f,
                    "the policy {name:?} has no condition: give it `organisation`, `plan`, `topic`, `kind` or `channel`"
                )
            }
            Self::NoEffect(name) => {
                write!(f, "the policy {name:?} changes nothing: give it targets, `week` or `account_manager`")
            }
            Self::NeverOpens(name) => {
                write!(f, "the week of the policy {name:?} never opens: give at least one day its hours")
            }
        }
    }
}

impl SlaPolicy {
    /// The longest name, topic and account manager, in characters.
    pub const MAX_TEXT: usize = GroupName::MAX;
    /// The most policies that a service level has.
    pub const MAX: usize = 500;

    /// The targets of this policy for tickets of a priority.
    pub const fn targets(&self, priority: Priority) -> Option<&Targets> {
        match priority {
            Priority::P1 => self.p1.as_ref(),
            Priority::P2 => self.p2.as_ref(),
            Priority::P3 => self.p3.as_ref(),
            Priority::P4 => self.p4.as_ref(),
        }
    }

    pub(super) const fn targets_mut(&mut self, priority: Priority) -> &mut Option<Targets> {
        match priority {
            Priority::P1 => &mut self.p1,
            Priority::P2 => &mut self.p2,
            Priority::P3 => &mut self.p3,
            Priority::P4 => &mut self.p4,
        }
    }

    /// Whether a ticket of somebody with this plan fits every condition.
    pub fn applies_to(&self, scope: &TicketScope, plan: Option<&str>) -> bool {
        self.organisation.is_none_or(|organisation| scope.organisation == Some(organisation))
            && self.plan.as_ref().is_none_or(|wanted| plan == Some(wanted))
            && self.topic.as_ref().is_none_or(|topic| scope.topic == *topic)
            && self.kind.is_none_or(|kind| scope.kind == kind)
            && self.channel.is_none_or(|channel| scope.channel == channel)
    }

    /// How specific the conditions are: an organisation before a plan before a topic before a kind before a channel, and more of them
    /// before fewer.
    fn specificity(&self) -> u8 {
        let weight = |is_given: bool, weight: u8| if is_given { weight } else { 0 };
        weight(self.organisation.is_some(), 16)
            + weight(self.plan.is_some(), 8)
            + weight(self.topic.is_some(), 4)
            + weight(self.kind.is_some(), 2)
            + weight(self.channel.is_some(), 1)
    }

    /// Whether it says anything.
    pub(super) fn has_effect(&self) -> bool {
        let has_targets = Priority::ALL.iter().any(|priority| self.targets(*priority).is_some());
        has_targets || self.week.is_some() || !self.account_manager.is_empty()
    }

    fn validate(&self) -> Result<(), InvalidPolicy> {
        let name = || self.name.clone();
        let fits = |text: &str| text.chars().count() <= Self::MAX_TEXT && !text.contains(char::is_control);
        if self.name.trim().is_empty() || !fits(&self.name) || !fits(&self.account_manager) {
            return Err(InvalidPolicy::Name(name()));
        }
        if self.specificity() == 0 {
            return Err(InvalidPolicy::NoCondition(name()));
        }
        if !self.has_effect() {
            return Err(InvalidPolicy::NoEffect(name()));
        }
        if self.week.as_ref().is_some_and(WeeklyHours::is_closed) {
            return Err(InvalidPolicy::NeverOpens(name()));
        }
        Ok(())
    }
}

impl ServiceLevel {
    /// The most shares at which support is warned.
    pub const MAX_WARNINGS: usize = 5;

    /// The policies for a ticket of somebody with this plan, each with its place in the list, the most specific first; of two that are
    /// as specific, the earlier in the list.
    pub fn policies_for<'a>(
        &'a self,
        scope: &TicketScope,
        plan: Option<&str>,
    ) -> impl Iterator<Item = (usize, &'a SlaPolicy)> + use<'a> {
        let fits = |(_, policy): &(usize, &SlaPolicy)| policy.applies_to(scope, plan);
        let mut found: Vec<_> = self.policies.iter().enumerate().filter(fits).collect();
        found.sort_by_key(|(_, policy)| std::cmp::Reverse(policy.specificity()));
        found.into_iter()
    }

    /// This level with a policy that takes the place of the one with this former name, or that is new.
    ///
    /// # Errors
    /// [`Problem::NameTaken`] where another policy has its name; [`Problem::TooManyRules`] where there are [`SlaPolicy::MAX`].
    pub fn with_policy(&self, former_name: &str, policy: SlaPolicy) -> Result<Self, FieldErrors> {
        let mut level = self.clone();
        let is_taken =
            level.policies.iter().any(|other| other.name == policy.name && other.name != former_name);
        if is_taken {
            return Err(FieldErrors::single(PolicyFields::NAME, Problem::NameTaken));
        }
        match level.policies.iter().position(|other| other.name == former_name) {
            Some(index) => level.policies[index] = policy,
            None if level.policies.len() >= SlaPolicy::MAX => {
                let problem = Problem::TooManyRules { max: SlaPolicy::MAX };
                return Err(FieldErrors::single(PolicyFields::NAME, problem));
            }
            None => level.policies.push(policy),
        }
        Ok(level)
    }

    /// This level without the policy with this name.
    #[must_use]
    pub fn without_policy(&self, name: &str) -> Self {
        let mut level = self.clone();
        level.policies.retain(|policy| policy.name != name);
        level
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// The first policy that cannot work.
    pub fn validate(&self) -> Result<(), InvalidPolicy> {
        let is_share = |percent: &u8| (1..=99).contains(percent);
        if self.warn_at.len() > Self::MAX_WARNINGS || !self.warn_at.iter().all(is_share) {
            return Err(InvalidPolicy::Warning);
        }
        for (index, policy) in self.policies.iter().enumerate() {
            policy.validate()?;
            if index >= SlaPolicy::MAX || self.policies[..index].iter().any(|other| other.name == policy.name)
            {
                return Err(InvalidPolicy::Name(policy.name.clone()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::{
        plans::{Plan, Plans},
        sla::{Metric, SlaVersion},
    };

    fn policy(name: &str, hours: i64) -> SlaPolicy {
        let p3 = Some(Targets::responses(TimeDelta::hours(hours)));
        SlaPolicy { name: name.into(), p3, ..SlaPolicy::default() }
    }

    const ORGANISATION: Uuid = Uuid::from_u128(1);

    fn level() -> ServiceLevel {
        ServiceLevel {
            policies: vec![
                SlaPolicy { kind: Some(TicketKind::Incident), ..policy("incidents", 6) },
                SlaPolicy { topic: Some("login".into()), ..policy("login", 5) },
                SlaPolicy { organisation: Some(ORGANISATION), ..policy("agreement", 2) },
                SlaPolicy {
                    organisation: Some(ORGANISATION),
                    kind: Some(TicketKind::Incident),
                    p1: Some(Targets::responses(TimeDelta::minutes(10))),
                    ..SlaPolicy { p3: None, ..policy("agreement on incidents", 1) }
                },
                SlaPolicy { kind: Some(TicketKind::Incident), ..policy("later in the list", 9) },
            ],
            ..ServiceLevel::default()
        }
    }

    #[test]
    fn the_most_specific_policy_with_targets_for_the_priority_holds() {
        let version = SlaVersion::without_plans(level(), crate::calendar::BusinessCalendar::default());
        let target = |kind: TicketKind, topic: &str, organisation: Option<Uuid>, priority: Priority| {
            let scope = TicketScope { kind, topic: topic.into(), organisation, ..TicketScope::default() };
            let terms = version.terms(Metric::FirstResponse, priority, &scope).expect("is promised");
            terms.target.num_minutes()
        };
        let (question, incident, own) = (TicketKind::Question, TicketKind::Incident, Some(ORGANISATION));
        for (kind, topic, organisation, priority, minutes) in [
            (question, "other", None, Priority::P3, 9 * 60),
            (incident, "other", None, Priority::P3, 6 * 60),
            (incident, "login", None, Priority::P3, 5 * 60),
            (question, "login", own, Priority::P3, 2 * 60),
            // the policy on both says nothing of P3
            (incident, "login", own, Priority::P3, 2 * 60),
            (incident, "login", own, Priority::P1, 10),
            (incident, "login", None, Priority::P1, 60),
            (incident, "login", Some(Uuid::from_u128(2)), Priority::P3, 5 * 60),
        ] {
            let found = target(kind, topic, organisation, priority);
            assert_eq!(found, minutes, "{kind} {topic} {organisation:?} {priority}");
        }
    }

    #[test]
    fn a_channel_may_have_targets_of_its_own() {
        let by_phone = SlaPolicy { channel: Some(ChannelKind::Phone), ..policy("calls", 1) };
        let level = ServiceLevel { policies: vec![by_phone], ..level() };
        assert_eq!(level.validate(), Ok(()));
        let calendar = crate::calendar::BusinessCalendar::default();
        let hours = |level: &ServiceLevel, channel: ChannelKind| {
            let scope = TicketScope { channel, kind: TicketKind::Incident, ..TicketScope::default() };
            let version = SlaVersion::without_plans(level.clone(), calendar.clone());
            version
                .terms(Metric::FirstResponse, Priority::P3, &scope)
                .expect("is promised")
                .target
                .num_hours()
        };
        assert_eq!(hours(&level, ChannelKind::Phone), 1);
        assert_eq!(hours(&level, ChannelKind::Form), 9, "as without it");
        let kind_too = SlaPolicy { kind: Some(TicketKind::Incident), ..policy("incidents", 6) };
        let level = ServiceLevel { policies: [level.policies, vec![kind_too]].concat(), ..level };
        assert_eq!(hours(&level, ChannelKind::Phone), 6, "a kind is more specific than a channel");
    }

    #[test]
    fn an_agreement_may_have_hours_and_an_account_manager_of_its_own() {
        let week = WeeklyHours { saturday: "10:00-14:00".parse().unwrap(), ..WeeklyHours::default() };
        let agreement = SlaPolicy {
            name: "agreement".into(),
            organisation: Some(ORGANISATION),
            week: Some(week),
            account_manager: "Kari Moe".into(),
            ..SlaPolicy::default()
        };
        let level = ServiceLevel { policies: vec![agreement], ..ServiceLevel::default() };
        assert_eq!(level.validate(), Ok(()));
        let own = TicketScope { organisation: Some(ORGANISATION), ..TicketScope::default() };
        let version = SlaVersion::without_plans(level, crate::calendar::BusinessCalendar::default());
        assert_eq!(version.account_manager(&own), Some("Kari Moe"));
        assert_eq!(version.account_manager(&TicketScope::default()), None);
        // Friday 20 November 2026, 16:00 in Stockholm
        let friday = "2026-11-20T15:00:00Z".parse().unwrap();
        let due = |scope: &TicketScope| version.due(Metric::FirstResponse, Priority::P2, scope, friday);
        assert_eq!(due(&own), Some("2026-11-21T13:00:00Z".parse().unwrap()), "four hours on Saturday");
        assert_eq!(due(&TicketScope::default()), Some("2026-11-23T10:00:00Z".parse().unwrap()));
    }

    #[test]
    fn a_plan_promises_more_and_an_agreement_more_than_that() {
        let plans = Plans {
            default: Some("starter".into()),
            organisations: [(ORGANISATION, "pro".to_owned()), (Uuid::from_u128(2), "pro".into())].into(),
            list: ["starter", "pro"].map(|slug| Plan { slug: slug.into(), ..Plan::default() }).to_vec(),
        };
        let level = ServiceLevel {
            policies: vec![
                SlaPolicy { plan: Some("pro".into()), ..policy("pro", 4) },
                SlaPolicy { topic: Some("login".into()), ..policy("login", 5) },
                SlaPolicy { organisation: Some(ORGANISATION), ..policy("agreement", 2) },
            ],
            ..ServiceLevel::default()
        };
        assert_eq!(level.validate(), Ok(()));
        let version = SlaVersion::new(level, crate::calendar::BusinessCalendar::default(), plans);
        let hours = |topic: &str, organisation| {
            let scope = TicketScope { topic: topic.into(), organisation, ..TicketScope::default() };
            version
                .terms(Metric::FirstResponse, Priority::P3, &scope)
                .expect("is promised")
                .target
                .num_hours()
        };
        let (agreement, pro) = (Some(ORGANISATION), Some(Uuid::from_u128(2)));
        assert_eq!([hours("other", None), hours("login", None)], [9, 5]);
        assert_eq!([hours("other", pro), hours("login", pro)], [4, 4], "the plan before the topic");
        assert_eq!(hours("login", agreement), 2, "the organisation before its plan");
    }

    #[test]
    fn a_policy_is_added_replaced_and_removed_by_its_name() {
        let named = |name: &str, hours| SlaPolicy { kind: Some(TicketKind::Incident), ..policy(name, hours) };
        let names = |level: &ServiceLevel| {
            level.policies.iter().map(|policy| policy.name.clone()).collect::<Vec<_>>()
        };
        let level = ServiceLevel::default().with_policy("", named("a", 1)).expect("is new");
        let level = level.with_policy("", named("b", 2)).expect("is new");
        let renamed = level.with_policy("a", named("c", 3)).expect("is free");
        assert_eq!(names(&renamed), ["c", "b"]);
        assert_eq!(names(&renamed.without_policy("c")), ["b"]);
        let taken = level.with_policy("a", named("b", 3)).expect_err("must be refused");
        assert_eq!(taken.get("name"), Some(&Problem::NameTaken));
        assert!(level.with_policy("", named("b", 3)).is_err());
    }

    #[test]
    fn a_policy_that_cannot_work_is_refused() {
        let refused = |policies: Vec<SlaPolicy>| {
            ServiceLevel { policies, ..ServiceLevel::default() }.validate().expect_err("must be refused")
        };
        let incident = Some(TicketKind::Incident);
        let valid = SlaPolicy { kind: incident, ..policy("a", 1) };
        assert_eq!(refused(vec![valid.clone(), valid.clone()]), InvalidPolicy::Name("a".into()));
        assert_eq!(refused(vec![SlaPolicy { name: " ".into(), ..valid }]), InvalidPolicy::Name(" ".into()));
        assert_eq!(refused(vec![policy("b", 1)]), InvalidPolicy::NoCondition("b".into()));
        let empty = SlaPolicy { name: "c".into(), kind: incident, ..SlaPolicy::default() };
        assert_eq!(refused(vec![empty.clone()]), InvalidPolicy::NoEffect("c".into()));
        let closed = SlaPolicy { week: Some(WeeklyHours::default()), ..empty };
        assert_eq!(refused(vec![closed]), InvalidPolicy::NeverOpens("c".into()));
    }
}
