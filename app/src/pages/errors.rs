//! Error pages: what happened, what became of the person's input, and links to go on.

use chrono::TimeDelta;
use fyr_i18n::{duration, t};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{SearchForm, textarea_content},
};

/// The reason for an error page, with the data that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorPage {
    /// 400: the request cannot be parsed.
    BadRequest,
    /// 403: the request was sent by another site.
    Forbidden,
    /// 403: the person has shown who they are, and their account is deactivated.
    AccountDeactivated,
    /// 404: the page does not exist, or the actor may not see it.
    NotFound,
    /// 413: the request body exceeds the limit.
    TooLarge {
        /// The limit in bytes.
        max_bytes: u64,
        /// Whether the form takes files, which are probably what was too large.
        takes_files: bool,
    },
    /// 429: the rate limit is exceeded.
    TooManyRequests {
        /// When to retry, in seconds from now; at least 1.
        seconds: u64,
    },
    /// 500: an internal error; the page shows the request id.
    Internal,
    /// 503: the database or another dependency is unavailable.
    Unavailable,
    /// 503: the portal is only read at present.
    ReadOnly,
}

/// A form that could not be taken, as it was sent. It holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedForm {
    /// Where it was sent to.
    pub action: String,
    /// Its fields, by name.
    pub fields: Vec<(String, String)>,
}

/// Whether a field is one that a person wrote, and not one they chose from or never saw.
fn is_written(name: &str, value: &str) -> bool {
    let is_text =
        ["subject", "title", "description", "body", "comment", "text", "purpose", "reason", "email"]
            .iter()
            .any(|text| name.starts_with(text));
    !value.trim().is_empty() && (is_text || value.trim().contains(char::is_whitespace))
}

/// What was typed, and a button that sends it again. Files have to be chosen again, which the text says.
fn typed_again(cx: &RequestContext, typed: &TypedForm) -> Option<impl IntoView + use<>> {
    let lang = cx.lang;
    if !typed.fields.iter().any(|(name, value)| is_written(name, value)) {
        return None;
    }
    let fields: Vec<_> = typed
        .fields
        .iter()
        .map(|(name, value)| {
            let name = name.clone();
            if is_written(&name, value) {
                let rows = if value.contains('\n') || value.len() > 80 { "6" } else { "1" };
                view! {
                    <textarea class="ds-input" name=name rows=rows aria-labelledby="typed-title">{textarea_content(value)}</textarea>
                }
                .into_any()
            } else {
                view! { <input type="hidden" name=name value=value.clone()/> }.into_any()
            }
        })
        .collect();
    Some(view! {
        <h2 class="ds-heading" data-size="sm" id="typed-title">{t!(lang, "error-typed-title")}</h2>
        <p class="ds-paragraph">{t!(lang, "error-typed-text")}</p>
        <form method="post" action=typed.action.clone() class="stack">
            {fields}
            <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "error-typed-again")}</button>
        </form>
    })
}

/// The status code of an error, and what it says to programs.
pub fn status_and_title(cx: &RequestContext, error: ErrorPage) -> (u16, &'static str) {
    let (status, title, _) = words(cx, error);
    (status, title)
}

/// The status code, title and text of an error.
fn words(cx: &RequestContext, error: ErrorPage) -> (u16, &'static str, String) {
    let lang = cx.lang;
    match error {
        ErrorPage::BadRequest => {
            (400, t!(lang, "error-bad-request-title"), t!(lang, "error-bad-request-text").to_owned())
        }
        ErrorPage::Forbidden => {
            (403, t!(lang, "error-forbidden-title"), t!(lang, "error-forbidden-text").to_owned())
        }
        ErrorPage::AccountDeactivated => {
            (403, t!(lang, "error-deactivated-title"), t!(lang, "error-deactivated-text").to_owned())
        }
        ErrorPage::NotFound => {
            (404, t!(lang, "error-not-found-title"), t!(lang, "error-not-found-text").to_owned())
        }
        ErrorPage::TooLarge { max_bytes, takes_files } => {
            let max = match max_bytes / 1_000 {
                kilobytes @ ..1_000 => format!("{kilobytes} kB"),
                kilobytes => format!("{} MB", kilobytes / 1_000),
            };
            let text = if takes_files {
                t!(lang, "error-too-large-text", max = max)
            } else {
                t!(lang, "error-too-large-words", max = max)
            };
            (413, t!(lang, "error-too-large-title"), text)
        }
        ErrorPage::TooManyRequests { seconds } => {
            let wait = match i64::try_from(seconds).unwrap_or(i64::MAX) {
                seconds @ ..60 => t!(lang, "wait-seconds", count = seconds),
                // rounded up to minutes
                seconds => duration(lang, TimeDelta::minutes(seconds.saturating_add(59) / 60)),
            };
            (429, t!(lang, "error-too-many-title"), t!(lang, "error-too-many-text", wait = wait))
        }
        ErrorPage::Internal => {
            (500, t!(lang, "error-internal-title"), t!(lang, "error-internal-text", id = &*cx.request_id))
        }
        ErrorPage::Unavailable => {
            (503, t!(lang, "error-unavailable-title"), t!(lang, "error-unavailable-text").to_owned())
        }
        ErrorPage::ReadOnly => {
            let text =
                if cx.submits { t!(lang, "error-read-only-text") } else { t!(lang, "error-read-only-page") };
            (503, t!(lang, "error-read-only-title"), text.to_owned())
        }
    }
}

/// The error page, with the status code of the error; where it is our fault, with what was typed.
pub fn show(cx: &RequestContext, error: ErrorPage, typed: Option<&TypedForm>) -> Page {
    let lang = cx.lang;
    let (status, title, text) = words(cx, error);
    let home_variant = if error == ErrorPage::AccountDeactivated { "secondary" } else { "primary" };
    let is_our_fault = matches!(error, ErrorPage::Internal | ErrorPage::Unavailable | ErrorPage::ReadOnly);
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph">{text}</p>
            {(error == ErrorPage::NotFound).then(|| view! { {sign_in_hint(cx)}<SearchForm/> })}
            {typed.filter(|_| is_our_fault).and_then(|typed| typed_again(cx, typed))}
            <p class="actions">
                {(error == ErrorPage::AccountDeactivated).then(|| view! {
                    <a class="ds-button" data-variant="primary" href="/tickets/new">{t!(lang, "nav-new-ticket")}</a>
                })}
                <a class="ds-button" data-variant=home_variant href="/">{t!(lang, "error-home")}</a>
                <a class="ds-button" data-variant="secondary" href="/status">{t!(lang, "error-status")}</a>
            </p>
        </div>
    };
    Page::new(title, body).status(status)
}

/// Links for anonymous people who open a ticket that may be theirs. The text does not tell whether the ticket exists.
fn sign_in_hint(cx: &RequestContext) -> Option<impl IntoView + use<>> {
    let lang = cx.lang;
    let reference = cx.path().strip_prefix("/tickets/")?.split('/').next()?;
    if cx.actor.user.is_some() {
        return None;
    }
    Some(view! {
        <p class="ds-paragraph">{t!(lang, "error-not-found-yours")}</p>
        <ul class="ds-list">
            <li><a class="ds-link" href=format!("/sign-in?next=/tickets/{reference}")>{t!(lang, "sign-in")}</a></li>
            <li><a class="ds-link" href="/tickets/link">{t!(lang, "link-title")}</a></li>
        </ul>
    })
}
