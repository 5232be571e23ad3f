//! The form of the words and numbers of escalation, and the list of its rules.

use fyr_domain::{
    Lang,
    escalation::{Escalation, EscalationRule, LOW_SCORE_FIELD, REOPENINGS_FIELD, Recipient, WORDS_FIELD},
};
use fyr_i18n::{join_with_and, t, text_for};
use leptos::prelude::*;

use super::{SettingForm, rule::RULES_PATH};
use crate::{
    FormState, RequestContext,
    components::{TextArea, TextField},
};

impl SettingForm for Escalation {
    const PATH: &'static str = "/desk/settings/escalation";

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-escalation")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-escalation-intro")
    }

    fn fields_of(&self, _: Lang) -> Vec<(&'static str, String)> {
        self.to_fields()
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        view! {
            <TextArea form=form.clone() name=WORDS_FIELD label=t!(lang, "settings-words") hint=t!(lang, "settings-words-hint") rows=6
                optional=true/>
            <div class="field-grid">
                <TextField form=form.clone() name=LOW_SCORE_FIELD label=t!(lang, "settings-low-score") inputmode="numeric"/>
                <TextField form=form.clone() name=REOPENINGS_FIELD label=t!(lang, "settings-reopenings") inputmode="numeric"/>
            </div>
        }
        .into_any()
    }

    fn more(&self, cx: &RequestContext, _: &FormState) -> Option<AnyView> {
        let lang = cx.lang;
        let items: Vec<_> = self
            .rules
            .iter()
            .enumerate()
            .map(|(index, rule)| {
                view! {
                    <li>
                        <a class="ds-link" href=format!("{RULES_PATH}/{index}")>{rule_title(lang, rule)}</a>
                        <br/>
                        <span class="meta">{effect(lang, rule)}</span>
                    </li>
                }
            })
            .collect();
        let list = if items.is_empty() {
            view! { <p class="ds-paragraph">{t!(lang, "settings-rules-none")}</p> }.into_any()
        } else {
            view! { <ul class="ds-list">{items}</ul> }.into_any()
        };
        let view = view! {
            <section class="stack" data-gap="s" aria-labelledby="rules-title">
                <h2 class="ds-heading" data-size="sm" id="rules-title">{t!(lang, "settings-rules")}</h2>
                <p class="field-hint">{t!(lang, "settings-rules-hint")}</p>
                {list}
                <p class="actions">
                    <a class="ds-button" data-variant="secondary" href=format!("{RULES_PATH}/new")>{t!(lang, "settings-policy-new")}</a>
                </p>
            </section>
        };
        Some(view.into_any())
    }
}

/// When a rule holds, in a line.
pub(super) fn rule_title(lang: Lang, rule: &EscalationRule) -> String {
    let conditions = [
        Some(text_for(lang, "escalation-trigger-", rule.trigger.as_str())),
        rule.priority.map(|priority| text_for(lang, "priority-", priority.as_str())),
        rule.kind.map(|kind| text_for(lang, "kind-", kind.as_str())),
        rule.topic.clone(),
        rule.urgent_cause.clone(),
    ];
    conditions.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What follows from a rule, in a line.
fn effect(lang: Lang, rule: &EscalationRule) -> String {
    let level = rule.level.map(|level| {
        t!(lang, "settings-rule-effect-level", level = text_for(lang, "level-", level.as_str()))
    });
    let names: Vec<_> = rule.notify.iter().map(|recipient| recipient_name(lang, recipient)).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let told = (!names.is_empty()).then(|| {
        let names = join_with_and(lang, &names);
        if rule.weekly {
            t!(lang, "settings-rule-effect-weekly", names = names)
        } else {
            t!(lang, "settings-rule-effect-notify", names = names)
        }
    });
    level.into_iter().chain(told).collect::<Vec<_>>().join(" ")
}

fn recipient_name(lang: Lang, recipient: &Recipient) -> String {
    match recipient {
        Recipient::Assignee => t!(lang, "desk-assignee").to_owned(),
        Recipient::Agents(level) => text_for(lang, "level-", level.as_str()),
        Recipient::Managers => text_for(lang, "role-", "manager"),
        Recipient::Administrators => text_for(lang, "role-", "admin"),
        Recipient::Address(address) => address.to_string(),
        Recipient::Webhook(slug) => t!(lang, "settings-rule-webhook", name = slug.as_str()),
    }
}
