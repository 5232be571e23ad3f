//! The rating form of an article.

use fyr_domain::Lang;
use fyr_i18n::t;
use leptos::prelude::*;

use crate::{FormState, components::TextArea, use_request_context};

/// What the reader has rated so far, from `?rated=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RatingStep {
    /// Not rated.
    #[default]
    NotRated,
    /// Rated as helpful; a comment can follow.
    Helpful,
    /// Rated as not helpful; a comment can follow.
    NotHelpful,
    /// Rated and commented.
    Commented,
    /// Rated, and nothing to add.
    Finished,
}

impl RatingStep {
    /// The thanks after rating.
    pub fn thanks(self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::NotRated => None,
            Self::Helpful | Self::Finished => Some(t!(lang, "rating-thanks")),
            Self::NotHelpful => Some(t!(lang, "rating-thanks-no")),
            Self::Commented => Some(t!(lang, "rating-thanks-comment")),
        }
    }
}

/// The question whether the article helped; after rating, thanks and a comment field.
#[component]
pub fn Rating(
    /// The URL path of the form.
    action: String,
    /// The step to show.
    step: RatingStep,
    /// The state of the form; with errors, the form is shown again.
    form: FormState,
) -> impl IntoView {
    let lang = use_request_context().lang;
    if !form.errors.is_empty() {
        return view! { <RatingForm action form/> }.into_any();
    }
    let Some(thanks) = step.thanks(lang) else {
        return view! {
            <section class="rating" aria-labelledby="rating-title">
                <h2 class="ds-heading" data-size="xs" id="rating-title">{t!(lang, "rating-title")}</h2>
                <form method="post" action=action class="actions"><HelpfulButtons/></form>
            </section>
        }
        .into_any();
    };
    let helpful = if step == RatingStep::Helpful { "yes" } else { "no" };
    let comment_form = matches!(step, RatingStep::Helpful | RatingStep::NotHelpful).then(|| {
        view! {
            <form method="post" action=action class="stack" novalidate>
                <input type="hidden" name="helpful" value=helpful/>
                <CommentField form/>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "rating-comment-send")}</button>
                </p>
            </form>
        }
    });
    view! {
        <section class="rating" id="thanks" tabindex="-1" aria-labelledby="thanks-title">
            <h2 class="ds-heading" data-size="xs" id="thanks-title">{thanks}</h2>
            {comment_form}
            <p class="ds-paragraph"><a class="ds-link" href="/tickets/new">{t!(lang, "rating-contact")}</a></p>
        </section>
    }
    .into_any()
}

#[component]
fn HelpfulButtons() -> impl IntoView {
    let lang = use_request_context().lang;
    view! {
        <button class="ds-button" data-variant="secondary" type="submit" name="helpful" value="yes">{t!(lang, "rating-yes")}</button>
        <button class="ds-button" data-variant="secondary" type="submit" name="helpful" value="no">{t!(lang, "rating-no")}</button>
    }
}

#[component]
fn CommentField(form: FormState) -> impl IntoView {
    let lang = use_request_context().lang;
    view! { <TextArea form name="comment" label=t!(lang, "rating-comment") hint=t!(lang, "rating-comment-hint") rows=3 optional=true/> }
}

/// The form with both questions and its errors.
#[component]
fn RatingForm(action: String, form: FormState) -> impl IntoView {
    let lang = use_request_context().lang;
    view! {
        <section class="rating" aria-labelledby="rating-title">
            <h2 class="ds-heading" data-size="xs" id="rating-title">{t!(lang, "rating-title")}</h2>
            <form method="post" action=action class="stack" novalidate>
                <CommentField form/>
                <p class="actions" id="helpful"><HelpfulButtons/></p>
            </form>
        </section>
    }
}
