//! A rule of escalation.

use fyr_domain::{
    escalation::{
        CONDITION_FIELDS, Escalation, EscalationLevel, EscalationRule, EscalationTrigger, RuleFields,
    },
    tickets::{Priority, TicketKind, Triage},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error, classification,
    settings::{self, Setting, desk},
    tickets::{DeadlinePreview, urgent_cause_title},
};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    escalation::rule_title,
    part::{EntryPage, FORMER_FIELD},
};
use crate::{
    FormState, Page, RequestContext,
    components::{SelectField, TextArea, TextField},
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
    desk::history(&cx.backend, &cx.actor, <Escalation as Setting>::NAME).await?;
    let form = if form.values.is_empty() { opened_form(cx, place).await? } else { form };
    let classification = classification::get(&cx.backend).await?;
    let triage = settings::current::<Triage>(&cx.backend).await;
    let any = || std::iter::once((String::new(), t!(lang, "settings-policy-any").to_owned()));
    let triggers = EscalationTrigger::ALL.iter();
    let triggers: Vec<_> = triggers
        .map(|trigger| (trigger.to_string(), text_for(lang, "escalation-trigger-", trigger.as_str())))
        .collect();
    let priorities = Priority::ALL.iter();
    let priorities = priorities.map(|word| (word.to_string(), text_for(lang, "priority-", word.as_str())));
    let kinds = TicketKind::ALL.iter();
    let kinds = kinds.map(|kind| (kind.to_string(), text_for(lang, "kind-", kind.as_str())));
    let topics = classification.topics.iter();
    let topics = topics.map(|topic| (topic.slug.clone(), topic.title.text(lang).to_owned()));
    let causes = triage.urgent_causes.iter();
    let causes = causes.map(|cause| (cause.slug.clone(), urgent_cause_title(cause, lang)));
    let stays = std::iter::once((String::new(), t!(lang, "settings-rule-level-none").to_owned()));
    let levels = EscalationLevel::ALL.iter();
    let levels = levels.map(|level| (level.to_string(), text_for(lang, "level-", level.as_str())));
    let [priorities, kinds, topics, causes]: [Vec<_>; 4] = [
        any().chain(priorities).collect(),
        any().chain(kinds).collect(),
        any().chain(topics).collect(),
        any().chain(causes).collect(),
    ];
    let levels: Vec<_> = stays.chain(levels).collect();
    let names = CONDITION_FIELDS;
    let fields = view! {
        <SelectField form=form.clone() name=RuleFields::TRIGGER label=t!(lang, "settings-rule-trigger") choices=triggers/>
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{t!(lang, "settings-policy-when")}</legend>
            <div class="field-grid">
                <SelectField form=form.clone() name=names.priority label=t!(lang, "desk-priority") choices=priorities optional=true/>
                <SelectField form=form.clone() name=names.kind label=t!(lang, "ticket-kind") choices=kinds optional=true/>
                <SelectField form=form.clone() name=names.topic label=t!(lang, "settings-policy-topic") choices=topics optional=true/>
                <SelectField form=form.clone() name=names.urgent_cause label=t!(lang, "settings-rule-cause") choices=causes optional=true/>
            </div>
        </fieldset>
        <SelectField form=form.clone() name=RuleFields::LEVEL label=t!(lang, "settings-rule-level") choices=levels optional=true/>
        <TextArea form=form.clone() name=RuleFields::NOTIFY label=t!(lang, "settings-rule-notify") hint=t!(lang, "settings-rule-notify-hint")
            rows=4 optional=true/>
        <TextField form=form.clone() name=RuleFields::REPEAT label=t!(lang, "settings-rule-repeat") hint=t!(lang, "settings-rule-repeat-hint")
            optional=true/>
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
    Ok(page.render::<Escalation>(lang, &form, preview))
}

/// The form with the values of the rule at this place.
async fn opened_form(cx: &RequestContext, place: &str) -> Result<FormState, Error> {
    let form = FormState::new(Uuid::nil());
    if place == "new" {
        return Ok(form.with(FORMER_FIELD, ""));
    }
    let escalation = settings::current::<Escalation>(&cx.backend).await;
    let found = place.parse().ok().and_then(|index: usize| escalation.rules.get(index));
    let rule = found.ok_or(Error::NotFound)?;
    let form = form.with(FORMER_FIELD, desk::entry_to_text(rule));
    Ok(rule.to_fields().into_iter().fold(form, |form, (name, value)| form.with(name, value)))
}
