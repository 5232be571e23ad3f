//! `/first-run`: what a portal without accounts asks of whoever starts it.

use fyr_domain::branding::LANGUAGE_FIELDS;
use fyr_i18n::t;
use fyr_usecases::{
    first_run::{EXAMPLES_FIELD, FIRST_RUN_PATH, HOURS_FIELD, PORTAL_FIELD, PRESET_FIELD},
    presets::{self, Preset},
};
use leptos::prelude::*;

use super::account::simple_page;
use crate::{
    FormState, Page, RequestContext,
    components::{Checkbox, FieldError, SubmitButton, TextField},
};

/// `/first-run?token=`
pub fn show(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let min = cx.backend.settings.accounts.password_min;
    let languages: Vec<_> = LANGUAGE_FIELDS
        .into_iter()
        .map(|(lang, name)| view! { <Checkbox form=form.clone() name label=lang.endonym()/> })
        .collect();
    let language_error = form.problem_text(lang, LANGUAGE_FIELDS[0].1);
    let body = view! {
        <p class="ds-paragraph lead">{t!(lang, "first-run-intro")}</p>
        <form method="post" action=FIRST_RUN_PATH class="stack" novalidate>
            <input type="hidden" name="token" value=form.value("token")/>
            <section class="stack" aria-labelledby="you-title">
                <h2 class="ds-heading" data-size="sm" id="you-title">{t!(lang, "first-run-you")}</h2>
                <p class="ds-paragraph">{t!(lang, "first-run-you-text")}</p>
                <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
                <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "field-email")/>
                <TextField form=form.clone() name="password" kind="password" autocomplete="new-password" label=t!(lang, "field-password")
                    hint=t!(lang, "password-hint", min = min)/>
            </section>
            <section class="stack" aria-labelledby="portal-title">
                <h2 class="ds-heading" data-size="sm" id="portal-title">{t!(lang, "first-run-portal")}</h2>
                <TextField form=form.clone() name=PORTAL_FIELD label=t!(lang, "settings-portal-name")
                    hint=t!(lang, "first-run-portal-name-hint") optional=true/>
                <fieldset class="ds-fieldset">
                    <legend class="ds-label" data-weight="medium">{t!(lang, "settings-languages")}</legend>
                    {languages}
                    <FieldError field_id=LANGUAGE_FIELDS[0].1.to_owned() message=language_error/>
                </fieldset>
            </section>
            <section class="stack" aria-labelledby="service-title">
                <h2 class="ds-heading" data-size="sm" id="service-title">{t!(lang, "first-run-service")}</h2>
                {preset_choices(cx, &form)}
                <TextField form=form.clone() name=HOURS_FIELD label=t!(lang, "first-run-hours") hint=t!(lang, "first-run-hours-hint")
                    optional=true/>
                <Checkbox form=form.clone() name=EXAMPLES_FIELD label=t!(lang, "first-run-examples")/>
            </section>
            <p class="actions"><SubmitButton label=t!(lang, "first-run-button")/></p>
        </form>
    };
    simple_page(t!(lang, "first-run-title"), body)
}

/// The presets as radio buttons, each with what it is for.
fn preset_choices(cx: &RequestContext, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let chosen = form.value(PRESET_FIELD);
    let choice = |value: String, name: String, text: String| {
        let id = format!("{PRESET_FIELD}-{value}");
        let (label_for, checked) = (id.clone(), chosen == value);
        view! {
            <label class="choice" for=label_for>
                <input class="ds-input" type="radio" id=id name=PRESET_FIELD value=value checked=checked/>
                <span>{name}<span class="choice-hint">{text}</span></span>
            </label>
        }
    };
    let presets = presets::built_in_names().filter_map(|name| {
        let about = Preset::built_in(name)?.about;
        let texts = [&about.name, &about.description].map(|text| text.text(lang).to_owned());
        let [title, text] = texts;
        Some(choice(name.to_owned(), title, text))
    });
    let own = t!(lang, "first-run-preset-none");
    let none = choice(String::new(), own.to_owned(), t!(lang, "first-run-preset-none-text").to_owned());
    let choices: Vec<_> = presets.chain([none]).collect();
    let error = form.problem_text(lang, PRESET_FIELD);
    view! {
        <fieldset class="ds-fieldset" id=PRESET_FIELD>
            <legend class="ds-label" data-weight="medium">{t!(lang, "first-run-preset")}</legend>
            <p class="field-hint">{t!(lang, "first-run-preset-hint")}</p>
            <div class="choices">{choices}</div>
            <FieldError field_id=PRESET_FIELD.to_owned() message=error/>
        </fieldset>
    }
    .into_any()
}
