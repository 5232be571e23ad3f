//! Signing in by a mailed link.

use fyr_i18n::t;
use fyr_usecases::accounts::EmailLink;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{SubmitButton, TextField},
    pages::account::simple_page,
};

/// `/sign-in/link`.
pub fn show(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "link-sign-in-text")}</p>
        <form method="post" action="/sign-in/link" class="stack" novalidate>
            <input type="hidden" name="next" value=form.value("next")/>
            <TextField form=form.clone() name="email" kind="email" autocomplete="username" label=t!(lang, "field-email")/>
            <p class="actions"><SubmitButton label=t!(lang, "link-sign-in-button")/></p>
        </form>
    };
    simple_page(t!(lang, "link-sign-in-title"), body)
}

/// `/sign-in/link/open?token=`: a button that signs in, because GET requests change nothing.
pub fn open(cx: &RequestContext, link: &EmailLink, token: &str) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "link-open-text", email = link.email.as_str())}</p>
        <form method="post" action="/sign-in/link/open">
            <input type="hidden" name="token" value=token.to_owned()/>
            <p class="actions"><SubmitButton label=t!(lang, "sign-in")/></p>
        </form>
    };
    simple_page(t!(lang, "link-open-title"), body)
}
