//! The form of what the portal is called and looks like, and that of its logo.

use fyr_domain::{
    Lang,
    branding::{
        Branding, COLOR_FIELD, CREDIT_FIELD, LANGUAGE_FIELDS, LINKS_FIELD, NAME_FIELD, OPERATOR_FIELD,
        SENDER_FIELD,
    },
};
use fyr_i18n::t;
use fyr_usecases::settings::LOGO_FIELD;
use leptos::prelude::*;

use super::SettingForm;
use crate::{
    FormState, RequestContext,
    components::{Checkbox, FieldError, TextArea, TextField},
};

/// Where the form of the logo is sent.
pub const LOGO_PATH: &str = "/desk/settings/branding/logo";

impl SettingForm for Branding {
    const PATH: &'static str = "/desk/settings/branding";
    const HAS_PREVIEW: bool = false;

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-branding")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-branding-intro")
    }

    fn fields_of(&self, lang: Lang) -> Vec<(&'static str, String)> {
        self.to_fields(lang)
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        let field = |name, label: &'static str, hint: &'static str| {
            view! { <TextField form=form.clone() name label hint optional=true/> }
        };
        let languages: Vec<_> = LANGUAGE_FIELDS
            .into_iter()
            .map(|(lang, name)| view! { <Checkbox form=form.clone() name label=lang.endonym()/> })
            .collect();
        let language_error = form.problem_text(lang, LANGUAGE_FIELDS[0].1);
        view! {
            {field(NAME_FIELD, t!(lang, "settings-portal-name"), t!(lang, "settings-portal-name-hint"))}
            {field(OPERATOR_FIELD, t!(lang, "settings-operator"), t!(lang, "settings-operator-hint"))}
            {field(SENDER_FIELD, t!(lang, "settings-sender-name"), t!(lang, "settings-sender-name-hint"))}
            {field(COLOR_FIELD, t!(lang, "settings-color"), t!(lang, "settings-color-hint"))}
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "settings-languages")}</legend>
                {languages}
                <FieldError field_id=LANGUAGE_FIELDS[0].1.to_owned() message=language_error/>
            </fieldset>
            <TextArea form=form.clone() name=LINKS_FIELD label=t!(lang, "settings-footer-links")
                hint=t!(lang, "settings-footer-links-hint") rows=4 optional=true/>
            <Checkbox form=form.clone() name=CREDIT_FIELD label=t!(lang, "settings-credit")/>
        }
        .into_any()
    }

    fn more(&self, cx: &RequestContext, form: &FormState) -> Option<AnyView> {
        Some(logo_form(cx.lang, self, form))
    }
}

fn logo_form(lang: Lang, branding: &Branding, form: &FormState) -> AnyView {
    let error = form.problem_text(lang, LOGO_FIELD);
    let invalid = error.is_some().then_some("true");
    let current = branding.logo.as_ref().map(|logo| {
        view! {
            <p><img class="logo-preview" src=format!("/branding/{}/logo", logo.id) alt=t!(lang, "settings-logo-current")/></p>
        }
    });
    let remove = branding.logo.is_some().then(|| {
        view! {
            <button class="ds-button" data-variant="tertiary" type="submit" name="step" value="remove" formnovalidate>{t!(lang, "settings-logo-remove")}</button>
        }
    });
    view! {
        <section class="stack" data-gap="s" aria-labelledby="logo-title">
            <h2 class="ds-heading" data-size="sm" id="logo-title">{t!(lang, "settings-logo")}</h2>
            {current}
            <form method="post" action=LOGO_PATH enctype="multipart/form-data" class="stack" data-gap="s" novalidate>
                <div class="ds-field">
                    <label class="ds-label" data-weight="medium" for=LOGO_FIELD>{t!(lang, "settings-logo-file")}</label>
                    <p class="field-hint" id="file-hint">{t!(lang, "settings-logo-hint")}</p>
                    <input class="ds-input" id=LOGO_FIELD name=LOGO_FIELD type="file" accept=".png,.jpg,.jpeg,.webp" aria-invalid=invalid
                        aria-describedby="file-hint file-error"/>
                    <FieldError field_id=LOGO_FIELD.to_owned() message=error/>
                </div>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit" name="step" value="save">{t!(lang, "settings-logo-save")}</button>
                    {remove}
                </p>
            </form>
        </section>
    }
    .into_any()
}
