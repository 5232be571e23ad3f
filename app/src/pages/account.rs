//! Pages for signing in, registering, and the person's own account.

pub mod access;
pub mod code;
pub mod data;
pub mod email;
pub mod link;
pub mod password;
pub mod reauthentication;
pub mod register;
pub mod second_factor;
pub mod show;
mod unclaimed;

use fyr_domain::Role;
use fyr_i18n::{t, text_for};
use fyr_usecases::{Error, Registration, people};
use leptos::prelude::*;
pub use unclaimed::UnclaimedTickets;

use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, ErrorSummary, SubmitButton, TextField},
    pages::identities::ProviderButtons,
    query::with_query,
};

/// `/sign-in`; in demo mode with a button for each demo account.
pub async fn sign_in(cx: &RequestContext, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let accounts = people::list_demo_accounts(&cx.backend).await?;
    let (next, unsent) = (form.value("next"), form.value("unsent") == "yes");
    let demo: Vec<_> = accounts
        .into_iter()
        .map(|account| {
            let role: Role = account.role;
            view! {
                <li>
                    <form method="post" action="/sign-in">
                        <input type="hidden" name="next" value=next.clone()/>
                        <input type="hidden" name="email" value=account.email.clone()/>
                        <input type="hidden" name="password" value=people::DEMO_PASSWORD/>
                        <button class="ds-button" data-variant="secondary" type="submit">
                            {account.name}
                            <span class="demo-role">{text_for(lang, "role-", role.as_str())}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "sign-in-title")}</h1>
            <p class="ds-paragraph">{t!(lang, "sign-in-intro")}" "<a class="ds-link" href="/tickets/new">{t!(lang, "sign-in-guest")}</a></p>
            {unsent.then(|| view! { <p class="ds-alert" data-color="info" role="status">{t!(lang, "sign-in-unsent")}</p> })}
            <ErrorSummary form=form.clone()/>
            <form method="post" action="/sign-in" class="stack">
                <input type="hidden" name="next" value=form.value("next")/>
                {unsent.then(|| view! { <input type="hidden" name="unsent" value="yes"/> })}
                <TextField form=form.clone() name="email" kind="email" autocomplete="username" label=t!(lang, "field-email")/>
                <TextField form=form.clone() name="password" kind="password" autocomplete="current-password" label=t!(lang, "field-password")/>
                <p class="actions"><SubmitButton label=t!(lang, "sign-in")/></p>
            </form>
            <ul class="ds-list">
                <li><a class="ds-link" href="/password/forgotten">{t!(lang, "sign-in-forgotten")}</a></li>
                <li><a class="ds-link" href=with_next("/sign-in/link", &next)>{t!(lang, "sign-in-by-link")}</a></li>
                {(cx.backend.settings.accounts.registration == Registration::Open).then(|| view! {
                    <li><a class="ds-link" href=with_next("/register", &next)>{t!(lang, "sign-in-register")}</a></li>
                })}
            </ul>
            <ProviderButtons next=form.value("next")/>
            {(!demo.is_empty()).then(|| view! {
                <section class="ds-card demo-accounts" aria-labelledby="demo-title">
                    <h2 class="ds-heading" data-size="xs" id="demo-title">{t!(lang, "demo-title")}</h2>
                    <p class="ds-paragraph">{t!(lang, "demo-text")}" "<code>{people::DEMO_PASSWORD}</code></p>
                    <ul>{demo}</ul>
                </section>
            })}
        </div>
    };
    Ok(Page::new(t!(lang, "sign-in-title"), body))
}

/// The path with a `next` parameter, where it is not the start page.
fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() || next == "/" {
        return path.to_owned();
    }
    with_query(path, [("next", next)])
}

/// A page with a heading and content, such as a form.
fn simple_page(title: impl Into<String>, content: impl IntoAny) -> Page {
    page_with_heading(None, title.into(), content.into_any())
}

/// A [`simple_page`] with breadcrumbs: a sub-page of `/account`.
fn account_subpage(cx: &RequestContext, title: impl Into<String>, content: impl IntoAny) -> Page {
    let title = title.into();
    let breadcrumbs = view! { <Breadcrumbs ancestors=ancestors(cx) current=title.clone()/> };
    page_with_heading(Some(breadcrumbs.into_any()), title, content.into_any())
}

/// The breadcrumbs of a sub-page of `/account`.
pub(super) fn ancestors(cx: &RequestContext) -> Vec<(String, String)> {
    vec![("/account".to_owned(), t!(cx.lang, "account-title").to_owned())]
}

fn page_with_heading(breadcrumbs: Option<AnyView>, title: String, content: AnyView) -> Page {
    let body = view! {
        <div class="narrow">
            {breadcrumbs}
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            {content}
        </div>
    };
    Page::new(title, body)
}

/// The page of a mailed link that is invalid, expired or used: 410, with a link to request a new one.
pub fn expired_link(cx: &RequestContext, retry_href: &'static str) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "dead-link-text")}</p>
        <p class="actions"><a class="ds-button" data-variant="primary" href=retry_href>{t!(lang, "dead-link-again")}</a></p>
    };
    simple_page(t!(lang, "dead-link-title"), body).status(410)
}

/// The page after requesting a mail. It does not tell whether the address is known.
pub fn email_sent(cx: &RequestContext) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph" role="status">{t!(lang, "mail-sent-text")}</p>
        <p class="ds-paragraph">{t!(lang, "mail-sent-none")}</p>
    };
    simple_page(t!(lang, "mail-sent-title"), body)
}
