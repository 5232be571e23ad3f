//! The form of the components of the status page.

use fyr_domain::{
    Lang,
    status::components::{COMPONENTS_FIELD, Components},
};
use fyr_i18n::t;
use leptos::prelude::*;

use super::SettingForm;
use crate::{FormState, RequestContext, components::TextArea};

impl SettingForm for Components {
    const PATH: &'static str = "/desk/settings/components";
    const HAS_PREVIEW: bool = false;

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-components")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-components-intro")
    }

    fn fields_of(&self, lang: Lang) -> Vec<(&'static str, String)> {
        self.to_fields(lang)
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        view! {
            <TextArea form=form.clone() name=COMPONENTS_FIELD label=t!(lang, "settings-components")
                hint=t!(lang, "settings-components-hint") rows=8 optional=true/>
        }
        .into_any()
    }
}
