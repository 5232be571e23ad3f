//! Forgotten passwords, choosing a new one by a mailed link, and changing the password.

use fyr_i18n::t;
use leptos::prelude::*;

use super::{account_subpage, simple_page};
use crate::{
    FormState, Page, RequestContext,
    components::{ErrorSummary, SubmitButton, TextField},
};

/// `/password/forgotten`.
pub fn forgotten(cx: &RequestContext, form: FormState) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "forgotten-text")}</p>
        <ErrorSummary form=form.clone()/>
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
        <ErrorSummary form=form.clone()/>
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

/// Whether the account has a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordStatus {
    /// The account has a password, which can be changed.
    Set,
    /// The person signs in by other means; a mailed link lets them choose a first password.
    NotSet,
}

/// `/account/password`.
pub fn change(cx: &RequestContext, form: FormState, status: PasswordStatus) -> Page {
    let lang = cx.lang;
    let min = cx.backend.settings.accounts.password_min;
    let email = cx.actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let content = match status {
        PasswordStatus::Set => view! {
            <p class="ds-paragraph">{t!(lang, "password-text")}</p>
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/account/password" class="stack" novalidate>
                <input type="hidden" name="email" autocomplete="username" value=email/>
                <TextField form=form.clone() name="current" kind="password" autocomplete="current-password" label=t!(lang, "password-current")/>
                <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                    label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
                <p class="actions"><SubmitButton label=t!(lang, "password-save")/></p>
            </form>
        }
        .into_any(),
        PasswordStatus::NotSet => view! {
            <p class="ds-paragraph">{t!(lang, "password-none")}</p>
            <form method="post" action="/password/forgotten">
                <input type="hidden" name="email" value=email/>
                <p class="actions"><SubmitButton label=t!(lang, "forgotten-button")/></p>
            </form>
        }
        .into_any(),
    };
    account_subpage(cx, t!(lang, "password-title"), content)
}
