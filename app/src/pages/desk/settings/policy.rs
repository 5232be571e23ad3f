//! A policy of the service level: other targets, hours or an account manager for some tickets.

use fyr_domain::{
    channels::ChannelKind,
    plans::Plans,
    sla::{Metric, PolicyFields, ServiceLevel, TARGET_FIELDS},
    tickets::TicketKind,
};
use fyr_i18n::t;
use fyr_usecases::{
    Error, classification, organisations,
    settings::{self, desk},
    tickets::DeadlinePreview,
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    hours::day_fields,
    part::{EntryPage, FORMER_FIELD, any_or, entry_at},
    plans::plan_choices,
    service_level::priority_fields,
};
use crate::{
    FormState, Page, RequestContext,
    components::{SelectField, TextField, choices_of, topic_choices},
};

/// The URL path under which policies are.
pub const POLICIES_PATH: &str = "/desk/settings/service-level/policies";

/// `/desk/settings/service-level/policies/{place}`: the form of the policy at this place of the list, or of a new one.
///
/// # Errors
/// [`Error::NotFound`] where there is no such policy.
pub async fn edit(
    cx: &RequestContext,
    place: &str,
    form: FormState,
    preview: Option<DeadlinePreview>,
) -> Result<Page, Error> {
    let lang = cx.lang;
    // permission first
    let organisations = organisations::list_administered(&cx.backend, &cx.actor).await?;
    let versions = desk::history(&cx.backend, &cx.actor, <ServiceLevel as settings::Setting>::NAME).await?;
    let form = if form.values.is_empty() { opened_form(cx, place).await? } else { form };
    let organisations: Vec<_> = organisations
        .into_iter()
        .map(|organisation| (organisation.id.to_string(), organisation.name))
        .collect();
    let organisations = any_or(lang, organisations);
    let plans = plan_choices(lang, &*settings::current::<Plans>(&cx.backend).await);
    let topics = any_or(lang, topic_choices(lang, &*classification::get(&cx.backend).await?));
    let kinds = any_or(lang, choices_of(lang, "kind-", TicketKind::ALL));
    let channels = any_or(lang, choices_of(lang, "channel-", ChannelKind::ALL));
    let targets: Vec<_> = TARGET_FIELDS
        .into_iter()
        .map(|fields| priority_fields(lang, &form, fields, any_may_be_empty))
        .collect();
    let fields = view! {
        <TextField form=form.clone() name=PolicyFields::NAME label=t!(lang, "settings-policy-name") hint=t!(lang, "settings-policy-name-hint")/>
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "settings-policy-when")}</legend>
            <div class="field-grid">
                <SelectField form=form.clone() name=PolicyFields::ORGANISATION label=t!(lang, "settings-policy-organisation")
                    choices=organisations optional=true/>
                {(!plans.is_empty()).then(|| view! {
                    <SelectField form=form.clone() name=PolicyFields::PLAN label=t!(lang, "settings-policy-plan") choices=any_or(lang, plans)
                        optional=true/>
                })}
                <SelectField form=form.clone() name=PolicyFields::TOPIC label=t!(lang, "settings-policy-topic") choices=topics optional=true/>
                <SelectField form=form.clone() name=PolicyFields::KIND label=t!(lang, "ticket-kind") choices=kinds optional=true/>
                <SelectField form=form.clone() name=PolicyFields::CHANNEL label=t!(lang, "ticket-channel") choices=channels optional=true/>
            </div>
        </fieldset>
        <p class="field-hint">{t!(lang, "settings-service-level-format")}</p>
        {targets}
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "settings-policy-week")}</legend>
            <p class="field-hint">{t!(lang, "settings-policy-week-hint")}</p>
            <div class="field-grid">{day_fields(lang, &form)}</div>
        </fieldset>
        <TextField form=form.clone() name=PolicyFields::MANAGER label=t!(lang, "settings-policy-manager") hint=t!(lang, "settings-policy-manager-hint")
            optional=true/>
    };
    let former_name = form.value(FORMER_FIELD);
    let is_new = former_name.is_empty();
    let page = EntryPage {
        title: if is_new { t!(lang, "settings-policy-new").to_owned() } else { former_name },
        intro: t!(lang, "settings-policy-intro"),
        action: format!("{POLICIES_PATH}/{place}"),
        fields: fields.into_any(),
        remove: (t!(lang, "settings-policy-delete"), t!(lang, "settings-policy-delete-follows")),
    };
    page.render::<ServiceLevel>(cx, &versions, &form, preview).await
}

const fn any_may_be_empty(_: Metric) -> bool {
    true
}

/// The form with the values of the policy at this place.
async fn opened_form(cx: &RequestContext, place: &str) -> Result<FormState, Error> {
    let level = settings::current::<ServiceLevel>(&cx.backend).await;
    let policy = entry_at(&level.policies, place)?.cloned().unwrap_or_default();
    let form = FormState::new(Uuid::nil()).with(FORMER_FIELD, policy.name.clone());
    Ok(form.with_all(policy.to_fields()))
}
