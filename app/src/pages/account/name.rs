//! Changing one's name.

use fyr_i18n::t;
use leptos::prelude::*;

use super::account_subpage;
use crate::{
    FormState, Page, RequestContext,
    components::{SubmitButton, TextField},
};

/// `/account/name`.
pub fn change(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let form = match &cx.actor.user {
        Some(user) if !form.values.contains_key("name") => form.with("name", user.name.as_str()),
        _ => form,
    };
    let content = view! {
        <form method="post" action="/account/name" class="stack" novalidate>
            <TextField form name="name" autocomplete="name" label=t!(lang, "people-name") hint=t!(lang, "name-hint")/>
            <p class="actions"><SubmitButton label=t!(lang, "name-save")/></p>
        </form>
    };
    account_subpage(cx, t!(lang, "name-title"), content)
}
