//! Re-authentication before sensitive actions: with the password, or by signing in again.

use fyr_i18n::t;
use leptos::prelude::*;

use super::simple_page;
use crate::{
    FormState, Page, RequestContext,
    components::{SubmitButton, TextField},
};

/// What a signed-in person must do before a sensitive action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReauthenticationPrompt {
    /// Enter the password.
    Password,
    /// Nothing: they have signed in or re-authenticated recently.
    None,
    /// Sign in again: they have no password, or use a second factor.
    SignIn,
}

/// The field for the current password. Renders nothing if the password is not required.
#[component]
pub fn ReauthenticationField(
    /// The state of the form.
    form: FormState,
    /// What is required.
    prompt: ReauthenticationPrompt,
) -> impl IntoView {
    let lang = crate::use_request_context().lang;
    (prompt == ReauthenticationPrompt::Password).then(|| {
        view! {
            <TextField form name="current" kind="password" autocomplete="current-password"
                label=t!(lang, "password-current") hint=t!(lang, "proof-hint")/>
        }
    })
}

/// Shown in place of a form if the person must sign in again; with a button that signs out.
pub fn sign_in_again_notice(cx: &RequestContext) -> AnyView {
    let lang = cx.lang;
    view! {
        <p class="ds-paragraph">{t!(lang, "proof-again")}</p>
        <form method="post" action="/sign-out"><p class="actions"><SubmitButton label=t!(lang, "sign-out")/></p></form>
    }
    .into_any()
}

/// Asks for the password, with everything that was submitted in hidden fields: the form is submitted again to the same URL.
pub fn show(cx: &RequestContext, form: &FormState, prompt: ReauthenticationPrompt) -> Page {
    let lang = cx.lang;
    let title = t!(lang, "proof-title");
    if prompt == ReauthenticationPrompt::SignIn {
        return simple_page(title, sign_in_again_notice(cx));
    }
    let mut fields: Vec<_> = form.values.iter().collect();
    fields.sort();
    let hidden: Vec<_> = fields
        .into_iter()
        .flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect();
    let body = view! {
        <form method="post" action=cx.path().to_owned() class="stack" novalidate>
            {hidden}
            <ReauthenticationField form=form.clone() prompt/>
            <p class="actions"><SubmitButton label=t!(lang, "continue")/></p>
        </form>
    };
    simple_page(title, body)
}
