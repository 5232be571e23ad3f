//! Registering an account.

use fyr_i18n::t;
use fyr_usecases::accounts::EmailLink;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{StatusLine, SubmitButton, TextField},
    pages::account::simple_page,
};

/// `/register`. The form has a password field only if the settings do not require confirming the address first.
pub fn show(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let settings = &cx.backend.settings.accounts;
    let password = (!settings.confirm_email).then(|| {
        view! {
            <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                label=t!(lang, "field-password") hint=t!(lang, "password-hint", min = settings.password_min)/>
        }
    });
    let intro =
        if settings.confirm_email { t!(lang, "register-intro") } else { t!(lang, "register-intro-now") };
    let body = view! {
        <p class="ds-paragraph">{intro}</p>
        <form method="post" action="/register" class="stack" novalidate>
            <input type="hidden" name="next" value=form.value("next")/>
            <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
            <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "field-email")/>
            {password}
            <p class="actions"><SubmitButton label=t!(lang, "register-button")/></p>
        </form>
        <p class="ds-paragraph">{t!(lang, "register-known")}" "<a class="ds-link" href="/sign-in">{t!(lang, "sign-in")}</a></p>
    };
    simple_page(t!(lang, "register-title"), body)
}

/// `/register/sent`. The page does not tell whether the address is known.
pub fn email_sent(cx: &RequestContext) -> Page {
    let lang = cx.lang;
    if cx.backend.settings.accounts.confirm_email {
        let body = view! {
            <StatusLine text=t!(lang, "register-sent-text")/>
            <p class="ds-paragraph">{t!(lang, "mail-sent-none")}</p>
        };
        return simple_page(t!(lang, "mail-sent-title"), body);
    }
    let body = view! {
        <StatusLine text=t!(lang, "register-done-text")/>
        <p class="actions"><a class="ds-button" data-variant="primary" href="/sign-in">{t!(lang, "sign-in")}</a></p>
    };
    simple_page(t!(lang, "register-done-title"), body)
}

/// `/register/confirm?token=`: the address is confirmed; choosing a password completes the account.
pub fn confirm(cx: &RequestContext, link: &EmailLink, form: FormState) -> Page {
    let lang = cx.lang;
    let min = cx.backend.settings.accounts.password_min;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "register-confirm-text", name = link.name(), email = link.email.as_str())}</p>
        <form method="post" action="/register/confirm" class="stack" novalidate>
            <input type="hidden" name="token" value=form.value("token")/>
            <input type="hidden" name="email" autocomplete="username" value=link.email.clone()/>
            <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
            <p class="actions"><SubmitButton label=t!(lang, "register-confirm-button")/></p>
        </form>
    };
    simple_page(t!(lang, "register-confirm-title"), body)
}
