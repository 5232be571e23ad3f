//! The form of the plans with the list of them, and the page of one.

use fyr_domain::{
    Lang,
    channels::ChannelKind,
    plans::{NamedOrganisation, PlanFields, Plans},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error, organisations,
    settings::{self, Setting, desk},
    tickets::DeadlinePreview,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    SettingForm,
    part::{EntryPage, FORMER_FIELD, empty_or, entry_at, entry_title},
};
use crate::{
    FormState, Page, RequestContext,
    components::{Checkbox, SelectField, TextArea, TextField, channel_names},
};

/// The URL path under which plans are.
pub const PLANS_PATH: &str = "/desk/settings/plans";

impl SettingForm for Plans {
    const PATH: &'static str = PLANS_PATH;

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-plans")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-plans-intro")
    }

    fn fields_of(&self, _: Lang) -> Vec<(&'static str, String)> {
        vec![(PlanFields::DEFAULT, self.default.clone().unwrap_or_default())]
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        let choices = empty_or(t!(lang, "settings-plan-nobody"), plan_choices(lang, self));
        view! {
            <SelectField form=form.clone() name=PlanFields::DEFAULT label=t!(lang, "settings-plan-default")
                hint=t!(lang, "settings-plan-default-hint") choices optional=true/>
        }
        .into_any()
    }

    fn more(&self, cx: &RequestContext, _: &FormState) -> Option<AnyView> {
        let lang = cx.lang;
        let items: Vec<_> = self
            .list
            .iter()
            .enumerate()
            .map(|(place, plan)| {
                let channels = channel_names(lang, plan.channels.iter().copied().chain([ChannelKind::Form]));
                let members = self.organisations.values().filter(|slug| **slug == plan.slug).count();
                view! {
                    <li>
                        <a class="ds-link" href=format!("{PLANS_PATH}/{place}")>{plan.title.text(lang).to_owned()}</a>" "
                        <span class="meta">{channels}" · "{t!(lang, "settings-plan-members", count = members)}</span>
                    </li>
                }
            })
            .collect();
        let list = if items.is_empty() {
            view! { <p class="ds-paragraph">{t!(lang, "settings-plans-none")}</p> }.into_any()
        } else {
            view! { <ol class="ds-list">{items}</ol> }.into_any()
        };
        let section = view! {
            <section class="stack" data-gap="s" aria-labelledby="plans-title">
                <h2 class="ds-heading" data-size="sm" id="plans-title">{t!(lang, "settings-plans")}</h2>
                <p class="field-hint">{t!(lang, "settings-plans-hint")}</p>
                {list}
                <p class="actions">
                    <a class="ds-button" data-variant="secondary" href=format!("{PLANS_PATH}/new")>{t!(lang, "settings-plan-new")}</a>
                </p>
            </section>
        };
        Some(section.into_any())
    }
}

/// The plans as choices.
pub(super) fn plan_choices(lang: Lang, plans: &Plans) -> Vec<(String, String)> {
    plans.list.iter().map(|plan| (plan.slug.clone(), plan.title.text(lang).to_owned())).collect()
}

/// The organisations as the form of a plan names them.
///
/// # Errors
/// [`Error::NotFound`] for anyone who does not run the portal.
pub async fn named_organisations(cx: &RequestContext) -> Result<Vec<NamedOrganisation>, Error> {
    let organisations = organisations::list_administered(&cx.backend, &cx.actor).await?;
    Ok(organisations.into_iter().map(|organisation| (organisation.slug, organisation.id)).collect())
}

/// `/desk/settings/plans/{place}`: the form of the plan at this place of the list, or of a new one.
///
/// # Errors
/// [`Error::NotFound`] where there is no such plan.
pub async fn edit(
    cx: &RequestContext,
    place: &str,
    form: FormState,
    preview: Option<DeadlinePreview>,
) -> Result<Page, Error> {
    let lang = cx.lang;
    // permission first
    let versions = desk::history(&cx.backend, &cx.actor, <Plans as Setting>::NAME).await?;
    let organisations = named_organisations(cx).await?;
    let form = if form.values.is_empty() { opened_form(cx, place, &organisations).await? } else { form };
    let channels: Vec<_> = PlanFields::CHANNELS
        .into_iter()
        .map(|(kind, name)| {
            view! { <Checkbox form=form.clone() name label=text_for(lang, "channel-", kind.as_str())/> }
        })
        .collect();
    let known: Vec<_> = organisations.iter().map(|(slug, _)| slug.as_str()).collect();
    let hint = t!(lang, "settings-plan-organisations-hint", known = known.join(", "));
    let fields = view! {
        <TextField form=form.clone() name=PlanFields::TITLE label=t!(lang, "settings-policy-name") hint=t!(lang, "settings-portal-name-hint")/>
        <TextField form=form.clone() name=PlanFields::SLUG label=t!(lang, "settings-plan-slug") hint=t!(lang, "settings-plan-slug-hint")/>
        <TextArea form=form.clone() name=PlanFields::DESCRIPTION label=t!(lang, "settings-plan-description")
            hint=t!(lang, "settings-plan-description-hint") rows=3 optional=true/>
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "settings-plan-channels")}</legend>
            {channels}
        </fieldset>
        <TextField form=form.clone() name=PlanFields::REVIEW label=t!(lang, "settings-plan-review") hint=t!(lang, "settings-plan-review-hint")
            inputmode="numeric" optional=true/>
        <TextArea form=form.clone() name=PlanFields::AGENDA label=t!(lang, "settings-plan-agenda") hint=t!(lang, "settings-plan-agenda-hint")
            rows=3 optional=true/>
        <TextArea form=form.clone() name=PlanFields::ORGANISATIONS label=t!(lang, "settings-plan-organisations") hint=hint rows=4 optional=true/>
    };
    let page = EntryPage {
        title: entry_title(&form, PlanFields::TITLE, t!(lang, "settings-plan-new")),
        intro: t!(lang, "settings-plan-intro"),
        action: format!("{PLANS_PATH}/{place}"),
        fields: fields.into_any(),
        remove: (t!(lang, "settings-plan-delete"), t!(lang, "settings-plan-delete-follows")),
    };
    page.render::<Plans>(cx, &versions, &form, preview).await
}

/// The form with the values of the plan at this place.
async fn opened_form(
    cx: &RequestContext,
    place: &str,
    organisations: &[NamedOrganisation],
) -> Result<FormState, Error> {
    let plans = settings::current::<Plans>(&cx.backend).await;
    let plan = entry_at(&plans.list, place)?.cloned().unwrap_or_default();
    let form = FormState::new(Uuid::nil()).with(FORMER_FIELD, plan.slug.clone());
    Ok(form.with_all(plans.plan_fields(&plan, cx.lang, organisations)))
}
