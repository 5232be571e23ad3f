//! For guests: asking for new links, and stopping mail.

use fyr_i18n::t;
use leptos::prelude::*;

use crate::{
    Cx, FormState, Page,
    components::{ErrorSummary, Submit, TextField},
};

/// Why the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The person came by themselves.
    Asked,
    /// A link did not work any more.
    Expired,
    /// The mail has been promised (or not, where the address has no tickets: the words are the same).
    Sent,
}

/// `/tickets/link`.
pub fn ask(cx: &Cx, form: FormState, why: Why) -> Page {
    let lang = cx.lang;
    let body = match why {
        Why::Sent => view! {
            <div class="narrow">
                <h1 class="ds-heading" data-size="lg">{t!(lang, "link-sent-title")}</h1>
                <p class="ds-paragraph" role="status">{t!(lang, "link-sent-text")}</p>
                {to_start(cx)}
            </div>
        }
        .into_any(),
        Why::Asked | Why::Expired => view! {
            <div class="narrow">
                <h1 class="ds-heading" data-size="lg">
                    {if why == Why::Expired { t!(lang, "link-expired-title") } else { t!(lang, "link-title") }}
                </h1>
                <p class="ds-paragraph">{t!(lang, "link-text")}</p>
                <ErrorSummary form=form.clone()/>
                <form method="post" action="/tickets/link" class="stack" novalidate>
                    <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "field-email")/>
                    <p class="actions"><Submit label=t!(lang, "link-send")/></p>
                </form>
                <p class="ds-paragraph">{t!(lang, "link-account")}" "<a class="ds-link" href="/sign-in?next=/tickets">{t!(lang, "sign-in")}</a></p>
            </div>
        }
        .into_any(),
    };
    Page::new(t!(lang, "link-title"), body)
}

/// `/tickets/{reference}?token=` of a ticket that belongs to an account by now.
pub fn claimed(cx: &Cx) -> Page {
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

/// The way on from a page that is an end.
fn to_start(cx: &Cx) -> impl IntoView + use<> {
    view! { <p class="actions"><a class="ds-button" data-variant="secondary" href="/">{t!(cx.lang, "error-home")}</a></p> }
}

/// `/mail/unsubscribe?token=`: a button, because a GET changes nothing.
pub fn unsubscribe(cx: &Cx, token: &str, done: bool) -> Page {
    let lang = cx.lang;
    let action = format!("/mail/unsubscribe?token={token}");
    let title = if done { t!(lang, "unsubscribed-title") } else { t!(lang, "unsubscribe-title") };
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph" role="status">{if done { t!(lang, "unsubscribed-text") } else { t!(lang, "unsubscribe-text") }}</p>
            {(!done).then(|| view! {
                <form method="post" action=action><p class="actions"><Submit label=t!(lang, "unsubscribe-button")/></p></form>
            })}
            {done.then(|| to_start(cx))}
        </div>
    };
    Page::new(title, body)
}
