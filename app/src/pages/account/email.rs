//! Changing the email address, which both mailboxes confirm, and confirming the address of a new account.

use fyr_i18n::t;
use fyr_usecases::store::email_changes::MailboxKind;
use leptos::prelude::*;

use super::{
    account_subpage,
    reauthentication::{ReauthenticationField, ReauthenticationPrompt, sign_in_again_notice},
    simple_page,
};
use crate::{
    FormState, Page, RequestContext,
    components::{StatusLine, SubmitButton, TextField},
};

/// `/account/email`.
pub fn show(cx: &RequestContext, form: FormState, prompt: ReauthenticationPrompt) -> Page {
    let lang = cx.lang;
    let current = cx.actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let form = if prompt == ReauthenticationPrompt::SignIn {
        sign_in_again_notice(cx)
    } else {
        view! {
            <form method="post" action="/account/email" class="stack" novalidate>
                <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "email-new")/>
                <ReauthenticationField form=form.clone() prompt/>
                <p class="actions"><SubmitButton label=t!(lang, "email-button")/></p>
            </form>
        }
        .into_any()
    };
    let body = view! { <p class="ds-paragraph">{t!(lang, "email-text", email = current)}</p>{form} };
    account_subpage(cx, t!(lang, "email-title"), body)
}

/// `/account/email/change?token=`: confirms the change of address for one mailbox; with a button, because GET requests change
/// nothing.
pub fn confirm_change(cx: &RequestContext, mailbox: MailboxKind, new: &str, token: &str) -> Page {
    let lang = cx.lang;
    let text = match mailbox {
        MailboxKind::Old => t!(lang, "email-agree-old", email = new),
        MailboxKind::New => t!(lang, "email-agree-new", email = new),
    };
    let body = view! {
        <p class="ds-paragraph">{text}</p>
        <form method="post" action="/account/email/change">
            <input type="hidden" name="token" value=token.to_owned()/>
            <p class="actions"><SubmitButton label=t!(lang, "email-agree-button")/></p>
        </form>
    };
    simple_page(t!(lang, "email-agree-title"), body)
}

/// The same for the link of the new mailbox where `requested_by`, whose account it is, is not signed in: it can be refused.
pub fn refuse_change(cx: &RequestContext, requested_by: &str, new: &str, token: &str) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "email-agree-other", name = requested_by, email = new)}</p>
        <p class="ds-paragraph">{t!(lang, "email-agree-other-own")}</p>
        <p class="ds-paragraph">{t!(lang, "email-refuse-text")}</p>
        <form method="post" action="/account/email/change">
            <input type="hidden" name="token" value=token.to_owned()/>
            <input type="hidden" name="action" value="refuse"/>
            <p class="actions"><SubmitButton label=t!(lang, "email-refuse-button")/></p>
        </form>
    };
    simple_page(t!(lang, "email-agree-title"), body)
}

/// The result of [`refuse_change`].
pub fn change_refused(cx: &RequestContext) -> Page {
    let text = t!(cx.lang, "email-refused");
    simple_page(t!(cx.lang, "email-agreed-title"), view! { <StatusLine text=text/> }).outcome(text)
}

/// The result of [`confirm_change`]: `new` is the new address, or `None` if the other mailbox has not confirmed yet.
pub fn change_confirmed(cx: &RequestContext, new: Option<&str>) -> Page {
    let lang = cx.lang;
    let text = match new {
        None => t!(lang, "email-agreed-one").to_owned(),
        Some(new) => t!(lang, "email-agreed-both", email = new),
    };
    let body = view! {
        <StatusLine text=text.clone()/>
        <p class="actions"><a class="ds-button" data-variant="secondary" href="/account">{t!(lang, "account-title")}</a></p>
    };
    simple_page(t!(lang, "email-agreed-title"), body).outcome(text)
}

/// `/account/email/confirm?token=`: confirms the address of the account.
pub fn confirm(cx: &RequestContext, token: &str) -> Page {
    let lang = cx.lang;
    let email = cx.actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "email-confirm-text", email = email)}</p>
        <form method="post" action="/account/email/confirm">
            <input type="hidden" name="token" value=token.to_owned()/>
            <p class="actions"><SubmitButton label=t!(lang, "email-confirm-button")/></p>
        </form>
    };
    simple_page(t!(lang, "email-confirm-title"), body)
}
