//! The form that says how new tickets are sorted.

use fyr_domain::{
    Lang, Localised,
    tickets::{
        Priority, Triage, Urgency,
        triage::{CAUSES_FIELD, KIND_FIELDS, MATRIX_FIELDS, MatrixRow, UrgentCause},
    },
};
use fyr_i18n::{t, text_for};
use fyr_usecases::tickets::urgent_cause_title;
use leptos::prelude::*;

use super::SettingForm;
use crate::{
    FormState, RequestContext,
    components::{Checkbox, SelectField, TextArea, choices_of},
};

impl SettingForm for Triage {
    const PATH: &'static str = "/desk/settings/triage";

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-triage")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-triage-intro")
    }

    fn fields_of(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let known_title = |slug: &str| {
            let cause = UrgentCause { slug: slug.to_owned(), title: Localised::default() };
            urgent_cause_title(&cause, lang)
        };
        self.to_fields(lang, known_title)
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        let kinds: Vec<_> = KIND_FIELDS
            .into_iter()
            .map(|(kind, name)| {
                view! { <Checkbox form=form.clone() name label=text_for(lang, "kind-", kind.as_str())/> }
            })
            .collect();
        let rows: Vec<_> = MATRIX_FIELDS.into_iter().map(|row| matrix_row(lang, form, row)).collect();
        view! {
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "settings-kinds")}</legend>
                <p class="field-hint">{t!(lang, "settings-kinds-hint")}</p>
                {kinds}
            </fieldset>
            <TextArea form=form.clone() name=CAUSES_FIELD label=t!(lang, "settings-causes") hint=t!(lang, "settings-causes-hint") rows=6
                optional=true/>
            <section class="stack" data-gap="s" aria-labelledby="matrix-title">
                <h2 class="ds-heading" data-size="2xs" id="matrix-title">{t!(lang, "settings-matrix")}</h2>
                <p class="field-hint">{t!(lang, "settings-matrix-hint")}</p>
                {rows}
            </section>
        }
        .into_any()
    }
}

/// The priorities of what affects the same people.
fn matrix_row(lang: Lang, form: &FormState, row: MatrixRow) -> AnyView {
    let choices = choices_of(lang, "priority-", Priority::ALL);
    let fields: Vec<_> = row
        .fields
        .into_iter()
        .zip(Urgency::ALL)
        .map(|(name, urgency)| {
            let label = text_for(lang, "urgency-", urgency.as_str());
            view! { <SelectField form=form.clone() name label choices=choices.clone()/> }
        })
        .collect();
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label" data-weight="medium">{text_for(lang, "impact-", row.impact.as_str())}</legend>
            <div class="field-grid" data-columns="3">{fields}</div>
        </fieldset>
    }
    .into_any()
}
