//! The form that says when a solved ticket closes by itself.

use fyr_domain::{
    Lang,
    follow_up::{CLOSE_FIELD, FollowUpSchedule, REMIND_FIELD},
};
use fyr_i18n::t;
use leptos::prelude::*;

use super::SettingForm;
use crate::{FormState, RequestContext, components::TextField};

impl SettingForm for FollowUpSchedule {
    const PATH: &'static str = "/desk/settings/follow-up";

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-follow-up")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-follow-up-intro")
    }

    fn fields_of(&self, _: Lang) -> Vec<(&'static str, String)> {
        self.to_fields()
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        view! {
            <TextField form=form.clone() name=CLOSE_FIELD label=t!(lang, "settings-close-after") hint=t!(lang, "settings-close-after-hint")
                inputmode="numeric"/>
            <TextField form=form.clone() name=REMIND_FIELD label=t!(lang, "settings-remind-before")
                hint=t!(lang, "settings-remind-before-hint") inputmode="numeric"/>
        }
        .into_any()
    }
}
