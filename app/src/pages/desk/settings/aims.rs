//! The form with what a service wants to reach.

use fyr_domain::{
    Lang,
    results::{Aims, Figure},
};
use fyr_i18n::{t, text_for};
use leptos::prelude::*;

use super::SettingForm;
use crate::{FormState, RequestContext, components::TextField};

impl SettingForm for Aims {
    const PATH: &'static str = "/desk/settings/aims";
    const HAS_PREVIEW: bool = false;

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-aims")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-aims-intro")
    }

    fn fields_of(&self, _: Lang) -> Vec<(&'static str, String)> {
        self.to_fields()
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        let field = |figure: &Figure| {
            let label = text_for(lang, "results-", figure.as_str());
            let hint = match figure {
                Figure::AnsweredInTime | Figure::Csat | Figure::FirstContactResolution => {
                    t!(lang, "settings-aims-at-least")
                }
                Figure::Escalated => t!(lang, "settings-aims-at-most"),
                Figure::FirstResponse | Figure::UrgentResolution => t!(lang, "settings-aims-within"),
            };
            view! { <TextField form=form.clone() name=figure.as_str() label hint optional=true/> }
        };
        Figure::ALL.iter().map(field).collect_view().into_any()
    }
}
