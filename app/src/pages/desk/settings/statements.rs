//! The form of what the portal says about itself.

use fyr_domain::{
    Lang,
    statements::{
        ASSESSED_FIELD, AUTHORITY_FIELD, Authority, CONFORMANCE_FIELD, Conformance, PRIVACY_FIELD,
        SHORTCOMINGS_FIELD, Statements,
    },
};
use fyr_i18n::t;
use leptos::prelude::*;

use super::SettingForm;
use crate::{
    FormState, RequestContext,
    components::{SelectField, TextArea, TextField, choices_of},
};

impl SettingForm for Statements {
    const PATH: &'static str = "/desk/settings/statements";
    const HAS_PREVIEW: bool = false;

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-statements")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-statements-intro")
    }

    fn fields_of(&self, lang: Lang) -> Vec<(&'static str, String)> {
        self.to_fields(lang)
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        view! {
            <SelectField form=form.clone() name=CONFORMANCE_FIELD label=t!(lang, "settings-conformance")
                choices=choices_of(lang, "accessibility-short-", Conformance::ALL)/>
            <TextField form=form.clone() name=ASSESSED_FIELD kind="date" label=t!(lang, "settings-assessed-on") optional=true/>
            <TextArea form=form.clone() name=SHORTCOMINGS_FIELD label=t!(lang, "accessibility-shortcomings")
                hint=t!(lang, "settings-shortcomings-hint") rows=6 optional=true/>
            <SelectField form=form.clone() name=AUTHORITY_FIELD label=t!(lang, "settings-authority")
                choices=choices_of(lang, "authority-", Authority::ALL)/>
            <TextArea form=form.clone() name=PRIVACY_FIELD label=t!(lang, "privacy-title") hint=t!(lang, "settings-privacy-hint") rows=8
                optional=true/>
        }
        .into_any()
    }
}
