//! Addresses: asking for another, agreeing to it in both mailboxes, showing that one is one's own.

use fyr_i18n::t;
use fyr_services::store::email_changes::Mailbox;
use leptos::prelude::*;

use super::{part_of_account, plain};
use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
};

/// Whether someone types their password once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// They do.
    Password,
    /// They have signed in only just now.
    None,
    /// They have no password, and signed in a while ago: they sign in once more.
    SignIn,
}

/// The field for it; nothing where none is needed.
#[component]
pub fn ProofField(
    /// The form.
    form: FormState,
    /// What is asked for.
    proof: Proof,
) -> impl IntoView {
    let lang = crate::use_cx().lang;
    (proof == Proof::Password).then(|| {
        view! {
            <TextField form name="current" kind="password" autocomplete="current-password"
                label=t!(lang, "password-current") hint=t!(lang, "proof-hint")/>
        }
    })
}

/// In place of a form, where someone must sign in once more.
pub fn sign_in_again(cx: &Cx) -> AnyView {
    let lang = cx.lang;
    view! {
        <p class="ds-paragraph">{t!(lang, "proof-again")}</p>
        <form method="post" action="/sign-out"><p class="actions"><Submit label=t!(lang, "sign-out")/></p></form>
    }
    .into_any()
}

/// `/account/email`.
pub fn ask(cx: &Cx, form: FormState, proof: Proof) -> Page {
    let lang = cx.lang;
    let now = cx.actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let form = if proof == Proof::SignIn {
        sign_in_again(cx)
    } else {
        view! {
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/account/email" class="stack" novalidate>
                <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "email-new")/>
                <ProofField form=form.clone() proof/>
                <p class="actions"><Submit label=t!(lang, "email-button")/></p>
            </form>
        }
        .into_any()
    };
    let body = view! { <p class="ds-paragraph">{t!(lang, "email-text", email = now)}</p>{form} };
    part_of_account(cx, t!(lang, "email-title"), body)
}

/// `/account/email/change?token=`: a button, because a GET changes nothing.
pub fn agree(cx: &Cx, by: Mailbox, new: &str, token: &str) -> Page {
    let lang = cx.lang;
    let words = match by {
        Mailbox::Old => t!(lang, "email-agree-old", email = new),
        Mailbox::New => t!(lang, "email-agree-new", email = new),
    };
    let body = view! {
        <p class="ds-paragraph">{words}</p>
        <form method="post" action="/account/email/change">
            <input type="hidden" name="token" value=token.to_owned()/>
            <p class="actions"><Submit label=t!(lang, "email-agree-button")/></p>
        </form>
    };
    plain(t!(lang, "email-agree-title"), body)
}

/// What came of it: `None` while the other mailbox has not agreed.
pub fn agreed(cx: &Cx, new: Option<&str>) -> Page {
    let lang = cx.lang;
    let words = match new {
        None => t!(lang, "email-agreed-one").to_owned(),
        Some(new) => t!(lang, "email-agreed-both", email = new),
    };
    let body = view! {
        <p class="ds-paragraph" role="status">{words}</p>
        <p class="actions"><a class="ds-button" data-variant="secondary" href="/account">{t!(lang, "account-title")}</a></p>
    };
    plain(t!(lang, "email-agreed-title"), body)
}

/// `/account/email/confirm?token=`.
pub fn confirm(cx: &Cx, token: &str) -> Page {
    let lang = cx.lang;
    let email = cx.actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "email-confirm-text", email = email)}</p>
        <form method="post" action="/account/email/confirm">
            <input type="hidden" name="token" value=token.to_owned()/>
            <p class="actions"><Submit label=t!(lang, "email-confirm-button")/></p>
        </form>
    };
    plain(t!(lang, "email-confirm-title"), body)
}
