//! Pages for when something is not as it should be: what happened to the person's work, and the way on.

use chrono::TimeDelta;
use fyr_i18n::{duration, t};
use leptos::prelude::*;

use crate::{Cx, Page};

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 400: the request cannot be read.
    BadRequest,
    /// 403: the request came from another site.
    Forbidden,
    /// 404: no such page, as far as the actor may know.
    NotFound,
    /// 413: more than `max_mb` megabytes.
    TooLarge {
        /// The limit.
        max_mb: u64,
    },
    /// 429: too many requests; there is room again after so many seconds.
    TooMany {
        /// From 1.
        seconds: u64,
    },
    /// 500: a fault of ours.
    Internal,
    /// 503: something we depend on is away.
    Unavailable,
}

/// The page for it.
pub fn show(cx: &Cx, trouble: Trouble) -> Page {
    let lang = cx.lang;
    let (status, title, text) = match trouble {
        Trouble::BadRequest => {
            (400, t!(lang, "error-bad-request-title"), t!(lang, "error-bad-request-text").to_owned())
        }
        Trouble::Forbidden => {
            (403, t!(lang, "error-forbidden-title"), t!(lang, "error-forbidden-text").to_owned())
        }
        Trouble::NotFound => {
            (404, t!(lang, "error-not-found-title"), t!(lang, "error-not-found-text").to_owned())
        }
        Trouble::TooLarge { max_mb } => {
            (413, t!(lang, "error-too-large-title"), t!(lang, "error-too-large-text", max = max_mb))
        }
        Trouble::TooMany { seconds } => {
            let wait = match i64::try_from(seconds).unwrap_or(i64::MAX) {
                seconds @ ..60 => t!(lang, "wait-seconds", count = seconds),
                // rounded up, as one says it
                seconds => duration(lang, TimeDelta::minutes(seconds.saturating_add(59) / 60)),
            };
            (429, t!(lang, "error-too-many-title"), t!(lang, "error-too-many-text", wait = wait))
        }
        Trouble::Internal => {
            (500, t!(lang, "error-internal-title"), t!(lang, "error-internal-text", id = &*cx.request_id))
        }
        Trouble::Unavailable => {
            (503, t!(lang, "error-unavailable-title"), t!(lang, "error-unavailable-text").to_owned())
        }
    };
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <p class="ds-paragraph">{text}</p>
            {(trouble == Trouble::NotFound).then(|| perhaps_yours(cx))}
            <p class="actions">
                <a class="ds-button" data-variant="primary" href="/">{t!(lang, "error-home")}</a>
                <a class="ds-button" data-variant="secondary" href="/status">{t!(lang, "error-status")}</a>
            </p>
        </div>
    };
    Page::new(title, body).status(status)
}

/// The way on for whoever opens a ticket of theirs without being known. The words are the same whether there is one.
fn perhaps_yours(cx: &Cx) -> Option<impl IntoView + use<>> {
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
