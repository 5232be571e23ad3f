//! The form of the opening hours.

use fyr_domain::{
    Lang,
    calendar::{BusinessCalendar, Country, DAY_FIELDS},
};
use fyr_i18n::{t, text_for};
use leptos::prelude::*;

use super::SettingForm;
use crate::{
    FormState, RequestContext,
    components::{SelectField, TextArea, TextField},
};

impl SettingForm for BusinessCalendar {
    const PATH: &'static str = "/desk/settings/hours";

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-hours")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-hours-intro")
    }

    fn fields_of(&self, lang: Lang) -> Vec<(&'static str, String)> {
        self.to_fields(lang)
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        let countries = [
            (String::new(), t!(lang, "settings-no-holidays")),
            (Country::Se.code().to_owned(), t!(lang, "settings-country-se")),
            (Country::No.code().to_owned(), t!(lang, "settings-country-no")),
        ];
        let countries = countries.map(|(code, name)| (code, name.to_owned())).to_vec();
        view! {
            <fieldset class="ds-fieldset">
                <legend class="ds-label" data-weight="medium">{t!(lang, "settings-week")}</legend>
                <p class="field-hint">{t!(lang, "settings-week-hint")}</p>
                <div class="field-grid">{day_fields(lang, form)}</div>
            </fieldset>
            <TextField form=form.clone() name="zone" label=t!(lang, "settings-zone") hint=t!(lang, "settings-zone-hint")/>
            <SelectField form=form.clone() name="country" label=t!(lang, "settings-country") choices=countries optional=true/>
            <TextField form=form.clone() name="eve_hours" label=t!(lang, "settings-eves") hint=t!(lang, "settings-eves-hint") optional=true/>
            <TextArea form=form.clone() name="closures" label=t!(lang, "settings-closures") hint=t!(lang, "settings-closures-hint") rows=4 optional=true/>
            <TextArea form=form.clone() name="special_days" label=t!(lang, "settings-special-days") hint=t!(lang, "settings-special-days-hint") rows=3 optional=true/>
            <TextArea form=form.clone() name="closed_days" label=t!(lang, "settings-closed-days") hint=t!(lang, "settings-closed-days-hint") rows=3 optional=true/>
        }
        .into_any()
    }
}

/// The fields of an ordinary week.
pub(super) fn day_fields(lang: Lang, form: &FormState) -> AnyView {
    let field = |name| view! { <TextField form=form.clone() name label=text_for(lang, "weekday-", name) optional=true/> };
    DAY_FIELDS.map(field).into_iter().collect_view().into_any()
}
