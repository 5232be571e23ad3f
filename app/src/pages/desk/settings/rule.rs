//! A rule of escalation.

use fyr_domain::{
    escalation::{Escalation, EscalationLevel, EscalationRule, EscalationTrigger, RuleFields},
    tickets::{Priority, TicketKind, Triage},
};
use fyr_i18n::t;
use fyr_usecases::{
    Error, classification,
    settings::{self, Setting, desk},
    tickets::{DeadlinePreview, urgent_cause_title},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    escalation::rule_title,
    part::{EntryPage, FORMER_FIELD, any_or, empty_or, entry_at},
};
use crate::{
    FormState, Page, RequestContext,
    components::{Checkbox, SelectField, TextArea, TextField, choices_of, topic_choices},
};

/// The URL path under which rules are.
pub const RULES_PATH: &str = "/desk/settings/escalation/rules";

/// `/desk/settings/escalation/rules/{place}`: the form of the rule at this place of the list, or of a new one.
///
/// # Errors
/// [`Error::NotFound`] where there is no such rule.
pub async fn edit(
    cx: &RequestContext,
    place: &str,
    form: FormState,
    preview: Option<DeadlinePreview>,
) -> Result<Page, Error> {
    let lang = cx.lang;
    // permission first
    let versions = desk::history(&cx.backend, &cx.actor, <Escalation as Setting>::NAME).await?;
    let form = if form.values.is_empty() { opened_form(cx, place).await? } else { form };
    let classification = classification::get(&cx.backend).await?;
    let triage = settings::current::<Triage>(&cx.backend).await;
    let causes = triage.urgent_causes.iter();
    let causes = causes.map(|cause| (cause.slug.clone(), urgent_cause_title(cause, lang))).collect();
    let triggers = choices_of(lang, "escalation-trigger-", EscalationTrigger::ALL);
    let priorities = any_or(lang, choices_of(lang, "priority-", Priority::ALL));
    let kinds = any_or(lang, choices_of(lang, "kind-", TicketKind::ALL));
    let topics = any_or(lang, topic_choices(lang, &classification));
    let causes = any_or(lang, causes);
    let levels = choices_of(lang, "level-", EscalationLevel::ALL);
    let levels = empty_or(t!(lang, "settings-rule-level-none"), levels);
    let fields = view! {
        <SelectField form=form.clone() name=RuleFields::TRIGGER label=t!(lang, "settings-rule-trigger") choices=triggers/>
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "settings-policy-when")}</legend>
            <div class="field-grid">
                <SelectField form=form.clone() name=RuleFields::PRIORITY label=t!(lang, "desk-priority") choices=priorities optional=true/>
                <SelectField form=form.clone() name=RuleFields::KIND label=t!(lang, "ticket-kind") choices=kinds optional=true/>
                <SelectField form=form.clone() name=RuleFields::TOPIC label=t!(lang, "settings-policy-topic") choices=topics optional=true/>
                <SelectField form=form.clone() name=RuleFields::URGENT_CAUSE label=t!(lang, "settings-rule-cause") choices=causes optional=true/>
            </div>
        </fieldset>
        <SelectField form=form.clone() name=RuleFields::LEVEL label=t!(lang, "settings-rule-level") choices=levels optional=true/>
        <TextArea form=form.clone() name=RuleFields::NOTIFY label=t!(lang, "settings-rule-notify") hint=t!(lang, "settings-rule-notify-hint")
            rows=4 optional=true/>
        <TextField form=form.clone() name=RuleFields::REPEAT label=t!(lang, "settings-rule-repeat") hint=t!(lang, "settings-rule-repeat-hint")
            optional=true/>
        <div class="stack" data-gap="xs">
            <Checkbox form=form.clone() name=RuleFields::WEEKLY label=t!(lang, "settings-rule-weekly") described_by="weekly-hint"/>
            <p class="field-hint" id="weekly-hint">{t!(lang, "settings-rule-weekly-hint")}</p>
        </div>
    };
    let former = desk::entry_from_text::<EscalationRule>(&form.value(FORMER_FIELD));
    let page = EntryPage {
        title: former
            .map_or_else(|| t!(lang, "settings-policy-new").to_owned(), |rule| rule_title(lang, &rule)),
        intro: t!(lang, "settings-rule-intro"),
        action: format!("{RULES_PATH}/{place}"),
        fields: fields.into_any(),
        remove: (t!(lang, "settings-policy-delete"), t!(lang, "settings-rule-delete-follows")),
    };
    page.render::<Escalation>(cx, &versions, &form, preview).await
}

/// The form with the values of the rule at this place.
async fn opened_form(cx: &RequestContext, place: &str) -> Result<FormState, Error> {
    let form = FormState::new(Uuid::nil());
    let escalation = settings::current::<Escalation>(&cx.backend).await;
    let Some(rule) = entry_at(&escalation.rules, place)? else {
        return Ok(form.with(FORMER_FIELD, ""));
    };
    let form = form.with(FORMER_FIELD, desk::entry_to_text(rule));
    Ok(form.with_all(rule.to_fields()))
}
