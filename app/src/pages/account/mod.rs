//! The pages of a person's own account, and what they share with those for signing in.

pub mod access;
pub mod data;
pub mod email;
pub mod identities;
pub mod name;
pub mod password;
mod plan;
pub mod reauthentication;
pub mod second_factor;
pub mod show;
mod unclaimed;

use fyr_i18n::t;
use leptos::prelude::*;
pub use unclaimed::UnclaimedTickets;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, StatusLine},
};

/// A page with a heading and content, such as a form.
pub(super) fn simple_page(title: impl Into<String>, content: impl IntoAny) -> Page {
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
        <StatusLine text=t!(lang, "mail-sent-text")/>
        <p class="ds-paragraph">{t!(lang, "mail-sent-none")}</p>
    };
    simple_page(t!(lang, "mail-sent-title"), body)
}
