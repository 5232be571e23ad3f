//! Forgotten passwords, and choosing a new one by a mailed link.

use fyr_i18n::t;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{SubmitButton, TextField},
    pages::account::simple_page,
};

/// `/password/forgotten`.
pub fn forgotten(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "forgotten-text")}</p>
        <form method="post" action="/password/forgotten" class="stack" novalidate>
            <TextField form=form.clone() name="email" kind="email" autocomplete="username" label=t!(lang, "field-email")/>
            <p class="actions"><SubmitButton label=t!(lang, "forgotten-button")/></p>
        </form>
    };
    simple_page(t!(lang, "forgotten-title"), body)
}

/// `/password/reset?token=`.
pub fn reset(cx: &RequestContext, email: &str, form: FormState) -> Page {
    let lang = cx.lang;
    let min = cx.backend.settings.accounts.password_min;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "reset-text", email = email)}</p>
        <form method="post" action="/password/reset" class="stack" novalidate>
            <input type="hidden" name="token" value=form.value("token")/>
            <input type="hidden" name="email" autocomplete="username" value=email.to_owned()/>
            <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
            <p class="actions"><SubmitButton label=t!(lang, "password-save")/></p>
        </form>
    };
    simple_page(t!(lang, "reset-title"), body)
}
