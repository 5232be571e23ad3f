//! The account of a person, for those who may manage it: name, a lost second factor, deactivating.

use fyr_i18n::t;
use fyr_usecases::{accounts::ManagedAccountState, organisations::Person};
use leptos::prelude::*;

use super::action;
use crate::{
    FormState, RequestContext,
    components::{Confirm, FieldError, TextField},
};

/// The section with all of it.
pub(super) fn section(
    cx: &RequestContext,
    person: &Person,
    account: ManagedAccountState,
    form: &FormState,
) -> AnyView {
    let lang = cx.lang;
    let error = form.problem_text(lang, "deactivate");
    let form = if form.values.contains_key("name") {
        form.clone()
    } else {
        form.clone().with("name", person.name.as_str())
    };
    view! {
        <section class="ds-card stack" data-gap="l" aria-labelledby="account-title">
            <h2 class="ds-heading" data-size="sm" id="account-title">{t!(lang, "people-account")}</h2>
            <form method="post" action=action(person) class="stack" novalidate>
                <TextField form name="name" label=t!(lang, "people-name") hint=t!(lang, "name-hint")/>
                <p class="actions"><button class="ds-button" data-variant="secondary" type="submit" name="action" value="rename">{t!(lang, "name-save")}</button></p>
            </form>
            {second_factor(cx, person, account)}
            {activity(cx, person, account, error)}
        </section>
    }
    .into_any()
}

fn second_factor(cx: &RequestContext, person: &Person, account: ManagedAccountState) -> AnyView {
    let lang = cx.lang;
    let state =
        if account.has_second_factor { t!(lang, "people-factor-on") } else { t!(lang, "people-factor-off") };
    let action = action(person);
    let consequence = t!(lang, "people-factor-reset-text", name = person.name.as_str());
    view! {
        <div class="stack">
            <h3 class="ds-heading" data-size="xs">{t!(lang, "factor-title")}</h3>
            <p class="ds-paragraph">{state}</p>
            {account.has_second_factor.then(|| view! {
                <Confirm label=t!(lang, "factor-remove") consequence=consequence>
                    <form method="post" action=action>
                        <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit"
                            name="action" value="reset-factor">{t!(lang, "factor-remove-yes")}</button>
                    </form>
                </Confirm>
            })}
        </div>
    }
    .into_any()
}

fn activity(
    cx: &RequestContext,
    person: &Person,
    account: ManagedAccountState,
    error: Option<String>,
) -> AnyView {
    let lang = cx.lang;
    let (action, name) = (action(person), person.name.as_str());
    let question = if let Some(at) = person.deactivated_at {
        let since = cx.date(at);
        view! {
            <p class="ds-paragraph">{t!(lang, "people-deactivated-since", date = since)}</p>
            <Confirm label=t!(lang, "people-reactivate") consequence=t!(lang, "people-reactivate-text", name = name)>
                <form method="post" action=action>
                    <button class="ds-button" data-variant="primary" data-size="sm" type="submit"
                        name="action" value="reactivate">{t!(lang, "people-reactivate-yes")}</button>
                </form>
            </Confirm>
        }
        .into_any()
    } else {
        let assigned = (account.assigned_tickets > 0)
            .then(|| t!(lang, "people-deactivate-assigned", count = account.assigned_tickets));
        let consequence = [Some(t!(lang, "people-deactivate-text", name = name)), assigned];
        let consequence = consequence.into_iter().flatten().collect::<Vec<_>>().join(" ");
        view! {
            <p class="ds-paragraph">{t!(lang, "people-active")}</p>
            <Confirm label=t!(lang, "people-deactivate") consequence>
                <form method="post" action=action>
                    <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit"
                        name="action" value="deactivate">{t!(lang, "people-deactivate-yes")}</button>
                </form>
            </Confirm>
        }
        .into_any()
    };
    view! {
        <div id="deactivate" tabindex="-1" class="stack">
            <h3 class="ds-heading" data-size="xs">{t!(lang, "people-activity")}</h3>
            {question}
            <FieldError field_id="deactivate".to_owned() message=error/>
        </div>
    }
    .into_any()
}
