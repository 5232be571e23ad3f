//! The forms of the plans: one with the plan of everyone else, and one for each plan.

use uuid::Uuid;

use super::{Plan, Plans};
use crate::{
    Lang,
    channels::ChannelKind,
    fields::{FieldErrors, Problem},
    text::is_slug,
};

/// The names of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanFields;

impl PlanFields {
    /// The plan of everyone who has no other.
    pub const DEFAULT: &'static str = "default_plan";
    /// The slug, by which rules name the plan.
    pub const SLUG: &'static str = "slug";
    /// The title, in the language of the page.
    pub const TITLE: &'static str = "title";
    /// What one gets, in the language of the page.
    pub const DESCRIPTION: &'static str = "description";
    /// Whether a channel comes with it.
    pub const CHANNELS: [(ChannelKind, &'static str); 3] = [
        (ChannelKind::Email, "channel_email"),
        (ChannelKind::Chat, "channel_chat"),
        (ChannelKind::Phone, "channel_phone"),
    ];
    /// Every how many months the agreement is gone through.
    pub const REVIEW: &'static str = "review_months";
    /// What is gone through, in the language of the page.
    pub const AGENDA: &'static str = "review_agenda";
    /// The organisations that have it: the slug of one in each line.
    pub const ORGANISATIONS: &'static str = "organisations";
}

/// An organisation, as the form of a plan names it.
pub type NamedOrganisation = (String, Uuid);

impl Plans {
    /// These plans with what was chosen for everyone who has no other.
    ///
    /// # Errors
    /// [`Problem::UnknownChoice`].
    pub fn with_default(&self, value: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        let default = Some(value(PlanFields::DEFAULT)).filter(|slug| !slug.is_empty());
        if default.as_ref().is_some_and(|slug| self.find(slug).is_none()) {
            return Err(FieldErrors::single(PlanFields::DEFAULT, Problem::UnknownChoice));
        }
        Ok(Self { default, ..self.clone() })
    }

    /// These plans with the one in the form, which takes the place of the one with this former slug, or is new. Texts are in the
    /// language `lang`; what there is in other languages stays.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn with_plan(
        &self,
        former: &str,
        value: impl Fn(&str) -> String,
        lang: Lang,
        organisations: &[NamedOrganisation],
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let before = self.find(former).cloned().unwrap_or_default();
        let slug = value(PlanFields::SLUG).trim().to_owned();
        if slug.is_empty() {
            errors.push(PlanFields::SLUG, Problem::Required);
        } else if !is_slug(&slug) {
            errors.push(PlanFields::SLUG, Problem::InvalidSlug);
        } else if slug != former && self.find(&slug).is_some() {
            errors.push(PlanFields::SLUG, Problem::NameTaken);
        }
        let title = before.title.with(lang, &value(PlanFields::TITLE));
        if title.is_empty() {
            errors.push(PlanFields::TITLE, Problem::Required);
        }
        let mut check_length = |field: &str, max: usize| {
            if value(field).chars().count() > max {
                errors.push(field, Problem::TooLong { max });
            }
        };
        check_length(PlanFields::TITLE, Self::MAX_TITLE);
        check_length(PlanFields::DESCRIPTION, Self::MAX_DESCRIPTION);
        check_length(PlanFields::AGENDA, Self::MAX_DESCRIPTION);
        let review_months = errors.check(PlanFields::REVIEW, parse_months(&value(PlanFields::REVIEW)));
        let members = errors.check(
            PlanFields::ORGANISATIONS,
            parse_organisations(&value(PlanFields::ORGANISATIONS), organisations),
        );
        if former.is_empty() && self.list.len() >= Self::MAX {
            errors.push(PlanFields::SLUG, Problem::TooManyRules { max: Self::MAX });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let is_chosen = |(_, field): &(ChannelKind, &str)| value(field) == "yes";
        let plan = Plan {
            slug: slug.clone(),
            title,
            description: before.description.with(lang, &value(PlanFields::DESCRIPTION)),
            channels: PlanFields::CHANNELS.into_iter().filter(is_chosen).map(|(kind, _)| kind).collect(),
            review_months: review_months.unwrap_or_default(),
            review_agenda: before.review_agenda.with(lang, &value(PlanFields::AGENDA)),
        };
        let mut plans = self.clone();
        match plans.list.iter().position(|other| other.slug == former) {
            Some(place) => plans.list[place] = plan,
            None => plans.list.push(plan),
        }
        if plans.default.as_deref() == Some(former) {
            plans.default = Some(slug.clone());
        }
        plans.organisations.retain(|_, other| other != former);
        plans.organisations.extend(members.unwrap_or_default().into_iter().map(|id| (id, slug.clone())));
        Ok(plans)
    }

    /// These plans without the one with this slug; whoever had it has that of everyone else.
    #[must_use]
    pub fn without_plan(&self, slug: &str) -> Self {
        let mut plans = self.clone();
        plans.list.retain(|plan| plan.slug != slug);
        plans.organisations.retain(|_, other| other != slug);
        plans.default = plans.default.filter(|default| default != slug);
        plans
    }

    /// What the fields of the form of a plan show, with texts in the language `lang`.
    pub fn plan_fields(
        &self,
        plan: &Plan,
        lang: Lang,
        organisations: &[NamedOrganisation],
    ) -> Vec<(&'static str, String)> {
        let members = organisations.iter().filter(|(_, id)| self.organisations.get(id) == Some(&plan.slug));
        let members: Vec<_> = members.map(|(slug, _)| slug.as_str()).collect();
        let yes = |is_set: bool| if is_set { "yes".to_owned() } else { String::new() };
        let months = if plan.review_months == 0 { String::new() } else { plan.review_months.to_string() };
        let fields = [
            (PlanFields::SLUG, plan.slug.clone()),
            (PlanFields::TITLE, plan.title.text(lang).to_owned()),
            (PlanFields::DESCRIPTION, plan.description.text(lang).to_owned()),
            (PlanFields::ORGANISATIONS, members.join("\n")),
            (PlanFields::REVIEW, months),
            (PlanFields::AGENDA, plan.review_agenda.text(lang).to_owned()),
        ];
        let channels = PlanFields::CHANNELS.map(|(kind, field)| (field, yes(plan.channels.contains(&kind))));
        fields.into_iter().chain(channels).collect()
    }
}

/// Reads a number of months; empty is never.
fn parse_months(text: &str) -> Result<u32, Problem> {
    let max = Plans::MAX_REVIEW_MONTHS;
    let months = if text.trim().is_empty() { Some(0) } else { text.trim().parse().ok() };
    months.filter(|months| *months <= max).ok_or(Problem::NumberBetween { min: 0, max: max.into() })
}

fn parse_organisations(text: &str, known: &[NamedOrganisation]) -> Result<Vec<Uuid>, Problem> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            let found = known.iter().find(|(slug, _)| slug == line.trim());
            found.map(|(_, id)| *id).ok_or(Problem::InvalidLine { line: index + 1 })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{NORDLYS, plans},
        *,
    };
    use crate::fields::changed_form;

    fn known() -> Vec<NamedOrganisation> {
        vec![("nordlys".into(), NORDLYS), ("sydvind".into(), Uuid::from_u128(2))]
    }

    fn read(former: &str, changes: &[(&str, &str)]) -> Result<Plans, FieldErrors> {
        let before = plans().find(former).cloned().unwrap_or_default();
        let value = changed_form(plans().plan_fields(&before, Lang::Sv, &known()), changes);
        plans().with_plan(former, value, Lang::Sv, &known())
    }

    #[test]
    fn a_plan_is_changed_and_keeps_whoever_has_it() {
        assert_eq!(read("pro", &[]), Ok(plans()));
        let renamed = read("starter", &[("slug", "basic"), ("channel_phone", "yes")]).expect("is valid");
        assert_eq!(renamed.default.as_deref(), Some("basic"));
        assert!(renamed.opens(ChannelKind::Phone, None));
        let moved = read("starter", &[("organisations", "nordlys\nsydvind")]).expect("is valid");
        assert_eq!(moved.plan_of(Some(NORDLYS)).map(|plan| plan.slug.as_str()), Some("starter"));
        let gone = plans().without_plan("starter");
        assert_eq!((gone.default.clone(), gone.list.len(), gone.validate()), (None, 1, Ok(())));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        for (former, field, value, problem) in [
            ("", "slug", "", Problem::Required),
            ("pro", "slug", "Pro plan", Problem::InvalidSlug),
            ("pro", "slug", "starter", Problem::NameTaken),
            ("", "title", "", Problem::Required),
            ("pro", "organisations", "nordlys\nnobody", Problem::InvalidLine { line: 2 }),
            ("pro", "review_months", "often", Problem::NumberBetween { min: 0, max: 24 }),
            ("pro", "review_months", "25", Problem::NumberBetween { min: 0, max: 24 }),
        ] {
            let errors = read(former, &[(field, value)]).expect_err("must be refused");
            assert_eq!(errors.get(field), Some(&problem), "{field}: {value}");
        }
        assert!(plans().with_default(|_| "gold".into()).is_err());
        assert_eq!(plans().with_default(|_| String::new()).expect("is valid").default, None);
    }
}
