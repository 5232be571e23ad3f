//! Pages for guests: requesting new links to their tickets, and unsubscribing from mail.

use fyr_i18n::t;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{StatusLine, SubmitButton, TextField},
};

/// The state of `/tickets/link`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRequestState {
    /// The form.
    Form,
    /// The form, after opening a link that has expired.
    ExpiredLink,
    /// The request is accepted. The page does not tell whether the address has tickets.
    Sent,
}

/// `/tickets/link`.
pub fn show(cx: &RequestContext, form: FormState, state: LinkRequestState) -> Page {
    let lang = cx.lang;
    let body = match state {
        LinkRequestState::Sent => view! {
            <div class="narrow">
                <h1 class="ds-heading" data-size="lg">{t!(lang, "link-sent-title")}</h1>
                <StatusLine text=t!(lang, "link-sent-text")/>
                {home_link(cx)}
            </div>
        }
        .into_any(),
        LinkRequestState::Form | LinkRequestState::ExpiredLink => view! {
            <div class="narrow">
                <h1 class="ds-heading" data-size="lg">
                    {if state == LinkRequestState::ExpiredLink { t!(lang, "link-expired-title") } else { t!(lang, "link-title") }}
                </h1>
                <p class="ds-paragraph">{t!(lang, "link-text")}</p>
                <form method="post" action="/tickets/link" class="stack" novalidate>
                    <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "field-email")/>
                    <p class="actions"><SubmitButton label=t!(lang, "link-send")/></p>
                </form>
                <p class="ds-paragraph">{t!(lang, "link-account")}" "<a class="ds-link" href="/sign-in?next=/tickets">{t!(lang, "sign-in")}</a></p>
            </div>
        }
        .into_any(),
    };
    Page::new(t!(lang, "link-title"), body)
}

/// `/tickets/{reference}?token=` of a ticket that has been claimed by an account: 410, with a link to sign in.
pub fn claimed(cx: &RequestContext) -> Page {
    let lang = cx.lang;
    let title = t!(lang, "link-claimed-title");
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph">{t!(lang, "link-claimed-text")}</p>
            <p class="actions">
                <a class="ds-button" data-variant="primary" href=format!("/sign-in?next={}", cx.path())>{t!(lang, "sign-in")}</a>
            </p>
        </div>
    };
    Page::new(title, body).status(410)
}

/// A link to the start page.
fn home_link(cx: &RequestContext) -> impl IntoView + use<> {
    view! { <p class="actions"><a class="ds-button" data-variant="secondary" href="/">{t!(cx.lang, "error-home")}</a></p> }
}

/// `/mail/unsubscribe?token=`: a button, because GET requests change nothing; `done` after it was pressed.
pub fn unsubscribe(cx: &RequestContext, token: &str, done: bool) -> Page {
    let lang = cx.lang;
    let action = format!("/mail/unsubscribe?token={token}");
    let title = if done { t!(lang, "unsubscribed-title") } else { t!(lang, "unsubscribe-title") };
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            {done.then(|| view! { <StatusLine text=t!(lang, "unsubscribed-text")/> })}
            {(!done).then(|| view! {
                <p class="ds-paragraph">{t!(lang, "unsubscribe-text")}</p>
                <form method="post" action=action><p class="actions"><SubmitButton label=t!(lang, "unsubscribe-button")/></p></form>
            })}
            {done.then(|| home_link(cx))}
        </div>
    };
    let page = Page::new(t!(lang, "unsubscribe-title"), body);
    if done { page.outcome(title) } else { page }
}
