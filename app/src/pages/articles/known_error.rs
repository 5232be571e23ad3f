//! What the page of a known error shows besides its text: how far it has come, whom it affects, and following it.

use fyr_domain::articles::ErrorState;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    articles::{self, Affected},
    store::articles::Article,
};
use leptos::prelude::*;

use crate::{
    RequestContext,
    components::{Tag, Timestamp, Tone},
    use_request_context,
};

/// The fragment of the part of the page that says whom the error affects.
pub const AFFECTED_ID: &str = "affected";

/// How far a known error has come.
#[component]
pub fn ErrorStateTag(
    /// How far the error has come.
    state: ErrorState,
) -> impl IntoView {
    let tone = match state {
        ErrorState::Investigating => Tone::Danger,
        ErrorState::Workaround => Tone::Warning,
        ErrorState::Fixed => Tone::Success,
    };
    view! { <Tag tone text=text_for(use_request_context().lang, "error-state-", state.as_str())/> }
}

/// The state of a known error with what it means, and the buttons to follow it. `None` for other articles.
pub async fn known_error(cx: &RequestContext, article: &Article) -> Result<Option<AnyView>, Error> {
    let Some(state) = article.error_state() else { return Ok(None) };
    let lang = cx.lang;
    let affected = articles::find_affected(&cx.backend, article.id, &cx.owner_key()).await?;
    let since = article.error_state_at.map(|at| view! { " "<span class="meta"><Timestamp at/></span> });
    let color = match state {
        ErrorState::Fixed => "success",
        ErrorState::Investigating | ErrorState::Workaround => "warning",
    };
    let count = (affected.count > 0)
        .then(|| view! { <p class="meta">{t!(lang, "error-affected", count = affected.count)}</p> });
    let view = view! {
        <section class="ds-alert known-error" data-color=color id=AFFECTED_ID tabindex="-1" aria-label=t!(lang, "error-about")>
            <p><ErrorStateTag state/>{since}</p>
            <p class="ds-paragraph">{text_for(lang, "error-explain-", state.as_str())}</p>
            {count}
            {follow_form(cx, article, state, affected)}
        </section>
    };
    Ok(Some(view.into_any()))
}

fn follow_form(
    cx: &RequestContext,
    article: &Article,
    state: ErrorState,
    affected: Affected,
) -> Option<AnyView> {
    let lang = cx.lang;
    let action = format!("/articles/{}/affected", article.slug);
    let is_signed_in = cx.actor.confirmed_user().is_some();
    let button = |value: &'static str, label: &'static str| {
        view! {
            <form method="post" action=action.clone() class="actions">
                <button class="ds-button" data-variant="secondary" type="submit" name="action" value=value>{label}</button>
            </form>
        }
    };
    match affected.reader {
        Some(reader) if reader.follows => Some(
            view! { <p class="ds-paragraph">{t!(lang, "error-following")}</p>{button("unfollow", t!(lang, "error-unfollow"))} }
                .into_any(),
        ),
        _ if state == ErrorState::Fixed => None,
        Some(_) if !is_signed_in => {
            let sign_in = crate::query::with_query("/sign-in", [("next", &*format!("/articles/{}", article.slug))]);
            Some(
                view! {
                    <p class="ds-paragraph">
                        {t!(lang, "error-counted")}" "<a class="ds-link" href=sign_in>{t!(lang, "error-sign-in")}</a>
                    </p>
                }
                .into_any(),
            )
        }
        _ => {
            let label = if is_signed_in { t!(lang, "error-follow") } else { t!(lang, "error-affects-me") };
            Some(button("affected", label).into_any())
        }
    }
}
