//! The form of the service level, and the list of its policies.

use fyr_domain::{
    Lang,
    sla::{Metric, ServiceLevel, TARGET_FIELDS, THIRD_PARTY_FIELD, TargetFields, WARN_AT_FIELD},
};
use fyr_i18n::{t, text_for};
use leptos::prelude::*;

use super::{SettingForm, policy::POLICIES_PATH};
use crate::{
    FormState, RequestContext,
    components::{Checkbox, TextField},
};

impl SettingForm for ServiceLevel {
    const PATH: &'static str = "/desk/settings/service-level";

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-service-level")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-service-level-intro")
    }

    fn fields_of(&self, _: Lang) -> Vec<(&'static str, String)> {
        self.to_fields()
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        let priorities: Vec<_> = TARGET_FIELDS
            .into_iter()
            .map(|fields| priority_fields(lang, form, fields, is_not_first_response))
            .collect();
        view! {
            <p class="field-hint">{t!(lang, "settings-service-level-format")}</p>
            {priorities}
            <TextField form=form.clone() name=WARN_AT_FIELD label=t!(lang, "settings-warn-at") hint=t!(lang, "settings-warn-at-hint") optional=true/>
            <Checkbox form=form.clone() name=THIRD_PARTY_FIELD label=t!(lang, "settings-third-party")/>
        }
        .into_any()
    }

    fn more(&self, cx: &RequestContext, _: &FormState) -> Option<AnyView> {
        Some(policies(cx.lang, self))
    }
}

/// Without a target for the first response nothing would be promised at all.
fn is_not_first_response(metric: Metric) -> bool {
    metric != Metric::FirstResponse
}

/// The policies, each with a link to its form.
fn policies(lang: Lang, level: &ServiceLevel) -> AnyView {
    let items: Vec<_> = level
        .policies
        .iter()
        .enumerate()
        .map(|(index, policy)| {
            let name = policy.name.clone();
            view! { <li><a class="ds-link" href=format!("{POLICIES_PATH}/{index}")>{name}</a></li> }
        })
        .collect();
    let list = if items.is_empty() {
        view! { <p class="ds-paragraph">{t!(lang, "settings-policies-none")}</p> }.into_any()
    } else {
        view! { <ul class="ds-list">{items}</ul> }.into_any()
    };
    view! {
        <section class="stack" data-gap="s" aria-labelledby="policies-title">
            <h2 class="ds-heading" data-size="sm" id="policies-title">{t!(lang, "settings-policies")}</h2>
            <p class="field-hint">{t!(lang, "settings-policies-hint")}</p>
            {list}
            <p class="actions">
                <a class="ds-button" data-variant="secondary" href=format!("{POLICIES_PATH}/new")>{t!(lang, "settings-policy-new")}</a>
            </p>
        </section>
    }
    .into_any()
}

/// The targets of one priority; `is_optional` says which may be left empty.
pub(super) fn priority_fields(
    lang: Lang,
    form: &FormState,
    fields: TargetFields,
    is_optional: fn(Metric) -> bool,
) -> AnyView {
    let TargetFields { priority, targets, around_the_clock } = fields;
    let inputs: Vec<_> = targets
        .into_iter()
        .zip(Metric::ALL)
        .map(|(name, metric)| {
            let label = text_for(lang, "metric-", metric.as_str());
            let optional = is_optional(*metric);
            view! { <TextField form=form.clone() name label optional/> }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset target-fields">
            <legend class="ds-label" data-weight="medium">{text_for(lang, "priority-", priority.as_str())}</legend>
            <div class="field-grid">{inputs}</div>
            <Checkbox form=form.clone() name=around_the_clock label=t!(lang, "settings-around-the-clock")/>
        </fieldset>
    }
    .into_any()
}
