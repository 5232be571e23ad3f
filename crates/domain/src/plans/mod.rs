//! Plans: what an organisation has agreed on, as a name with the channels that come with it. What a plan promises is in the
//! policies of the service level that have it as a condition.

mod form;

use std::collections::BTreeMap;

pub use form::{NamedOrganisation, PlanFields};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Localised, channels::ChannelKind, named_lines};

/// What an organisation can have agreed on, under a name that people know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its name in rules.
    pub slug: String,
    /// What people read.
    pub title: Localised,
    /// What one gets, in a sentence; may be empty.
    #[serde(default)]
    pub description: Localised,
    /// The channels that come with it; the form always does.
    #[serde(default)]
    pub channels: Vec<ChannelKind>,
    /// Every how many months managers are reminded to go through the agreement with each organisation that has it; 0: never.
    #[serde(default, skip_serializing_if = "is_never")]
    pub review_months: u32,
    /// What is gone through then, a point on each line; may be empty.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub review_agenda: Localised,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_never(months: &u32) -> bool {
    *months == 0
}

/// The plans, from the smallest to the largest, and who has which.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plans {
    /// The plan of everyone who has no other; `None`: they have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The plan of each organisation that has one, by its id.
    pub organisations: BTreeMap<Uuid, String>,
    /// All plans.
    pub list: Vec<Plan>,
}

impl Plans {
    /// The most plans.
    pub const MAX: usize = 20;
    /// The longest title, in characters.
    pub const MAX_TITLE: usize = 60;
    /// The longest description, and the longest agenda, in characters.
    pub const MAX_DESCRIPTION: usize = 500;
    /// The most months between two reviews.
    pub const MAX_REVIEW_MONTHS: u32 = 24;

    /// The plan with this slug.
    pub fn find(&self, slug: &str) -> Option<&Plan> {
        self.list.iter().find(|plan| plan.slug == slug)
    }

    /// The plan of an organisation, or of those without one.
    pub fn plan_of(&self, organisation: Option<Uuid>) -> Option<&Plan> {
        let own = organisation.and_then(|id| self.organisations.get(&id));
        own.or(self.default.as_ref()).and_then(|slug| self.find(slug))
    }

    /// The next larger plan.
    pub fn next_after(&self, plan: &Plan) -> Option<&Plan> {
        let place = self.list.iter().position(|other| other.slug == plan.slug)?;
        self.list.get(place + 1)
    }

    /// Whether a channel is open to an organisation, or to those without one. Without plans all are.
    pub fn opens(&self, channel: ChannelKind, organisation: Option<Uuid>) -> bool {
        let has = |plan: &Plan| channel == ChannelKind::Form || plan.channels.contains(&channel);
        self.plan_of(organisation).is_none_or(has)
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// The first thing that cannot work.
    pub fn validate(&self) -> Result<(), String> {
        let entries = self.list.iter().map(|plan| (plan.slug.as_str(), &plan.title));
        named_lines::validate(entries, "plan", Self::MAX)?;
        let named = self.default.iter().chain(self.organisations.values());
        if let Some(unknown) = named.into_iter().find(|slug| self.find(slug).is_none()) {
            return Err(format!("there is no plan {unknown:?}"));
        }
        match self.list.iter().find(|plan| plan.review_months > Self::MAX_REVIEW_MONTHS) {
            Some(plan) => Err(format!(
                "plan {:?}: review_months must be from 0 to {}",
                plan.slug,
                Self::MAX_REVIEW_MONTHS
            )),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    pub(super) const NORDLYS: Uuid = Uuid::from_u128(1);

    pub(super) fn plans() -> Plans {
        let plan = |slug: &str, channels: &[ChannelKind]| Plan {
            slug: slug.into(),
            title: Localised::single(Lang::Sv, slug),
            channels: channels.to_vec(),
            ..Plan::default()
        };
        Plans {
            default: Some("starter".into()),
            organisations: BTreeMap::from([(NORDLYS, "pro".into())]),
            list: vec![
                plan("starter", &[ChannelKind::Email]),
                plan("pro", &[ChannelKind::Email, ChannelKind::Chat]),
            ],
        }
    }

    #[test]
    fn a_plan_opens_channels_to_those_who_have_it() {
        let plans = plans();
        let slug = |organisation| plans.plan_of(organisation).map(|plan| plan.slug.as_str());
        assert_eq!((slug(None), slug(Some(NORDLYS))), (Some("starter"), Some("pro")));
        assert_eq!(slug(Some(Uuid::from_u128(2))), Some("starter"), "an organisation without one");
        assert!(plans.opens(ChannelKind::Chat, Some(NORDLYS)) && !plans.opens(ChannelKind::Chat, None));
        assert!(plans.opens(ChannelKind::Form, None));
        assert!(Plans::default().opens(ChannelKind::Phone, None), "without plans everything is open");
        let starter = plans.find("starter").expect("is there");
        let next = plans.next_after(starter).expect("is there");
        assert_eq!((next.slug.as_str(), plans.next_after(next)), ("pro", None));
    }

    #[test]
    fn plans_that_cannot_work_are_refused() {
        assert_eq!(plans().validate(), Ok(()));
        let unknown = Plans { default: Some("gold".into()), ..plans() };
        assert_eq!(unknown.validate(), Err("there is no plan \"gold\"".into()));
        let mut twice = plans();
        twice.list.push(twice.list[0].clone());
        assert!(twice.validate().is_err());
    }
}
