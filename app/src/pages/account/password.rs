//! Changing the password.

use fyr_i18n::t;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{SubmitButton, TextField},
    pages::account::account_subpage,
};

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
