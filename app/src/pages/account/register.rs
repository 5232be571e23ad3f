//! Making an account of one's own.

use fyr_i18n::t;
use fyr_services::accounts::Open;
use leptos::prelude::*;

use super::plain;
use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
};

/// `/register`. The password is asked for here only where addresses are not confirmed first.
pub fn ask(cx: &Cx, form: FormState) -> Page {
    let lang = cx.lang;
    let settings = &cx.services.settings.accounts;
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
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/register" class="stack" novalidate>
            <input type="hidden" name="next" value=form.value("next")/>
            <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
            <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "field-email")/>
            {password}
            <p class="actions"><Submit label=t!(lang, "register-button")/></p>
        </form>
        <p class="ds-paragraph">{t!(lang, "register-known")}" "<a class="ds-link" href="/sign-in">{t!(lang, "sign-in")}</a></p>
    };
    plain(t!(lang, "register-title"), body)
}

/// `/register/sent`: the same words whether the address was known.
pub fn sent(cx: &Cx) -> Page {
    let lang = cx.lang;
    if cx.services.settings.accounts.confirm_email {
        let body = view! {
            <p class="ds-paragraph" role="status">{t!(lang, "register-sent-text")}</p>
            <p class="ds-paragraph">{t!(lang, "mail-sent-none")}</p>
        };
        return plain(t!(lang, "mail-sent-title"), body);
    }
    let body = view! {
        <p class="ds-paragraph" role="status">{t!(lang, "register-done-text")}</p>
        <p class="actions"><a class="ds-button" data-variant="primary" href="/sign-in">{t!(lang, "sign-in")}</a></p>
    };
    plain(t!(lang, "register-done-title"), body)
}

/// `/register/confirm?token=`: the last step.
pub fn confirm(cx: &Cx, open: &Open, form: FormState) -> Page {
    let lang = cx.lang;
    let min = cx.services.settings.accounts.password_min;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "register-confirm-text", name = open.name(), email = open.email.as_str())}</p>
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/register/confirm" class="stack" novalidate>
            <input type="hidden" name="token" value=form.value("token")/>
            <input type="hidden" name="email" autocomplete="username" value=open.email.clone()/>
            <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
            <p class="actions"><Submit label=t!(lang, "register-confirm-button")/></p>
        </form>
    };
    plain(t!(lang, "register-confirm-title"), body)
}
