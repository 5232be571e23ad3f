//! Signing in, and one's own account.

pub mod access;
pub mod code;
pub mod data;
pub mod email;
pub mod link;
pub mod password;
pub mod proof;
pub mod register;
pub mod second_factor;
pub mod show;
mod unclaimed;

use fyr_domain::Role;
use fyr_i18n::{t, text_of};
use fyr_services::{Error, Registration, people};
use leptos::prelude::*;
pub use unclaimed::Unclaimed;

use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, Submit, TextField},
    pages::identities::ProviderButtons,
};

/// `/sign-in`; in demo mode every demo account has a button.
pub async fn sign_in(cx: &Cx, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let accounts = people::demo_accounts(&cx.services).await?;
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
                            <span class="demo-role">{text_of(lang, "role-", role.as_str())}</span>
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
                <p class="actions"><Submit label=t!(lang, "sign-in")/></p>
            </form>
            <ul class="ds-list">
                <li><a class="ds-link" href="/password/forgotten">{t!(lang, "sign-in-forgotten")}</a></li>
                <li><a class="ds-link" href=with_next("/sign-in/link", &next)>{t!(lang, "sign-in-by-link")}</a></li>
                {(cx.services.settings.accounts.registration == Registration::Open).then(|| view! {
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

/// A value of a query: everything but letters and figures of ASCII, and what parts a path, as bytes.
pub(super) fn encoded(value: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    value.bytes().map(byte).collect()
}

/// The same path with where to go afterwards.
fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() || next == "/" {
        return path.to_owned();
    }
    format!("{path}?next={}", encoded(next))
}

/// A page with a heading, some words and a form: most pages about accounts are that.
fn plain(title: impl Into<String>, rest: impl IntoAny) -> Page {
    headed(None, title.into(), rest.into_any())
}

/// The same as a part of the account's own page.
fn part_of_account(cx: &Cx, title: impl Into<String>, rest: impl IntoAny) -> Page {
    let title = title.into();
    let way = view! { <Breadcrumbs above=above(cx) here=title.clone()/> };
    headed(Some(way.into_any()), title, rest.into_any())
}

/// The way to a part of the account's own page.
pub(super) fn above(cx: &Cx) -> Vec<(String, String)> {
    vec![("/account".to_owned(), t!(cx.lang, "account-title").to_owned())]
}

fn headed(way: Option<AnyView>, title: String, rest: AnyView) -> Page {
    let body = view! {
        <div class="narrow">
            {way}
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            {rest}
        </div>
    };
    Page::new(title, body)
}

/// What a link in a mail leads to that does not work (any more): the way to a new one.
pub fn dead_link(cx: &Cx, again: &'static str) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph">{t!(lang, "dead-link-text")}</p>
        <p class="actions"><a class="ds-button" data-variant="primary" href=again>{t!(lang, "dead-link-again")}</a></p>
    };
    plain(t!(lang, "dead-link-title"), body).status(410)
}

/// What was asked for by mail is on its way, if there is anything to send; the words are the same.
pub fn mail_sent(cx: &Cx) -> Page {
    let lang = cx.lang;
    let body = view! {
        <p class="ds-paragraph" role="status">{t!(lang, "mail-sent-text")}</p>
        <p class="ds-paragraph">{t!(lang, "mail-sent-none")}</p>
    };
    plain(t!(lang, "mail-sent-title"), body)
}
