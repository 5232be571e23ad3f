//! Passwords: forgotten, chosen by a link, changed.

use fyr_i18n::t;
use leptos::prelude::*;

use super::{part_of_account, plain};
use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
};

/// `/password/forgotten`.
pub fn forgotten(cx: &Cx, form: FormState) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "forgotten-text")}</p>
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/password/forgotten" class="stack" novalidate>
            <TextField form=form.clone() name="email" kind="email" autocomplete="username" label=t!(lang, "field-email")/>
            <p class="actions"><Submit label=t!(lang, "forgotten-button")/></p>
        </form>
    };
    plain(t!(lang, "forgotten-title"), body)
}

/// `/password/reset?token=`.
pub fn reset(cx: &Cx, email: &str, form: FormState) -> Page {
    let lang = cx.lang;
    let min = cx.services.settings.accounts.password_min;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "reset-text", email = email)}</p>
        <ErrorSummary form=form.clone()/>
        <form method="post" action="/password/reset" class="stack" novalidate>
            <input type="hidden" name="token" value=form.value("token")/>
            <input type="hidden" name="email" autocomplete="username" value=email.to_owned()/>
            <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
            <p class="actions"><Submit label=t!(lang, "password-save")/></p>
        </form>
    };
    plain(t!(lang, "reset-title"), body)
}

/// Whether someone has a password to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// They have one.
    Password,
    /// They sign in otherwise so far: a first one is chosen by a link in a mail.
    None,
}

/// `/account/password`.
pub fn change(cx: &Cx, form: FormState, has: Has) -> Page {
    let lang = cx.lang;
    let min = cx.services.settings.accounts.password_min;
    let email = cx.actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let form_or_mail = match has {
        Has::Password => view! {
            <p class="ds-paragraph">{t!(lang, "password-text")}</p>
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/account/password" class="stack" novalidate>
                <input type="hidden" name="email" autocomplete="username" value=email/>
                <TextField form=form.clone() name="current" kind="password" autocomplete="current-password" label=t!(lang, "password-current")/>
                <TextField form=form.clone() name="password" kind="password" autocomplete="new-password"
                    label=t!(lang, "password-new") hint=t!(lang, "password-hint", min = min)/>
                <p class="actions"><Submit label=t!(lang, "password-save")/></p>
            </form>
        }
        .into_any(),
        Has::None => view! {
            <p class="ds-paragraph">{t!(lang, "password-none")}</p>
            <form method="post" action="/password/forgotten">
                <input type="hidden" name="email" value=email/>
                <p class="actions"><Submit label=t!(lang, "forgotten-button")/></p>
            </form>
        }
        .into_any(),
    };
    part_of_account(cx, t!(lang, "password-title"), form_or_mail)
}
