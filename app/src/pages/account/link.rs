//! Signing in by a link in a mail.

use fyr_i18n::t;
use fyr_services::accounts::Open;
use leptos::prelude::*;

use super::plain;
use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
};

/// `/sign-in/link`.
pub fn ask(cx: &Cx, form: FormState) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "link-sign-in-text")}</p>
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/sign-in/link" class="stack" novalidate>
            <input type="hidden" name="next" value=form.value("next")/>
            <TextField form=form.clone() name="email" kind="email" autocomplete="username" label=t!(lang, "field-email")/>
            <p class="actions"><Submit label=t!(lang, "link-sign-in-button")/></p>
        </form>
    };
    plain(t!(lang, "link-sign-in-title"), body)
}

/// `/sign-in/link/open?token=`: a button, because a GET changes nothing.
pub fn open(cx: &Cx, open: &Open, token: &str) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "link-open-text", email = open.email.as_str())}</p>
        <form method="post" action="/sign-in/link/open">
            <input type="hidden" name="token" value=token.to_owned()/>
            <p class="actions"><Submit label=t!(lang, "sign-in")/></p>
        </form>
    };
    plain(t!(lang, "link-open-title"), body)
}
