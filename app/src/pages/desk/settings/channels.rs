//! The form of the channels.

use fyr_domain::{
    Lang,
    channels::{CHANNEL_FIELDS, ChannelFields, Channels},
};
use fyr_i18n::{t, text_for};
use leptos::prelude::*;

use super::SettingForm;
use crate::{
    FormState, RequestContext,
    components::{Checkbox, TextField},
};

impl SettingForm for Channels {
    const PATH: &'static str = "/desk/settings/channels";
    const HAS_PREVIEW: bool = false;

    fn title(lang: Lang) -> &'static str {
        t!(lang, "settings-channels")
    }

    fn intro(lang: Lang) -> &'static str {
        t!(lang, "settings-channels-intro")
    }

    fn fields_of(&self, _: Lang) -> Vec<(&'static str, String)> {
        self.to_fields()
    }

    fn fields(&self, cx: &RequestContext, form: &FormState) -> AnyView {
        let lang = cx.lang;
        let channels: Vec<_> =
            CHANNEL_FIELDS.into_iter().map(|fields| channel_fields(lang, form, fields)).collect();
        view! {
            <p class="field-hint">{t!(lang, "settings-channel-hours-hint")}</p>
            {channels}
        }
        .into_any()
    }
}

fn channel_fields(lang: Lang, form: &FormState, fields: ChannelFields) -> AnyView {
    let ChannelFields { kind, address, within, days, reader_zone } = fields;
    let word = kind.as_str();
    let labels = [t!(lang, "settings-weekdays"), t!(lang, "settings-saturday"), t!(lang, "settings-sunday")];
    let days: Vec<_> = days
        .into_iter()
        .zip(labels)
        .map(|(name, label)| view! { <TextField form=form.clone() name label optional=true/> })
        .collect();
    view! {
        <fieldset class="ds-fieldset target-fields">
            <legend class="ds-label" data-weight="medium">{text_for(lang, "channel-", word)}</legend>
            <div class="field-grid">
                <TextField form=form.clone() name=address label=text_for(lang, "channel-address-", word) optional=true/>
                <TextField form=form.clone() name=within label=t!(lang, "settings-channel-within") optional=true/>
                {days}
            </div>
            <Checkbox form=form.clone() name=reader_zone label=t!(lang, "settings-channel-reader-zone")/>
        </fieldset>
    }
    .into_any()
}
