//! The form of the topics.

use fyr_domain::{
    Lang,
    tickets::topics::{TOPICS_FIELD, Topics},
};
use fyr_i18n::t;
use leptos::prelude::*;

use super::SettingForm;
use crate::{FormState, RequestContext, components::TextArea};

impl SettingForm for Topics {
    const PATH: &'static str = "/desk/settings/topics";

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-topics")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-topics-intro")
    }

    fn fields_of(&self, lang: Lang) -> Vec<(&'static str, String)> {
        self.to_fields(lang)
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        view! {
            <TextArea form=form.clone() name=TOPICS_FIELD label=t!(lang, "settings-topics") hint=t!(lang, "settings-topics-hint") rows=8
                optional=true/>
        }
        .into_any()
    }
}
