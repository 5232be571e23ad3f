//! Whether an article helped.

use fyr_i18n::t;
use leptos::prelude::*;

use crate::{
    FormState,
    components::{ErrorSummary, TextArea},
    use_cx,
};

/// What the reader has just said, as it stands in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rated {
    /// Nothing.
    #[default]
    NotYet,
    /// It helped.
    Helped,
    /// It did not.
    DidNotHelp,
    /// Whether it helped, and more.
    Commented,
}

/// Asks whether the article helped; thanks whoever has said so, and asks for more.
#[component]
pub fn Rating(
    /// Where the answer is sent.
    action: String,
    /// What was said.
    rated: Rated,
    /// The form, where it has to be mended.
    form: FormState,
) -> impl IntoView {
    let lang = use_cx().lang;
    if !form.errors.is_empty() {
        return view! { <Again action form/> }.into_any();
    }
    let thanks = match rated {
        Rated::NotYet => {
            return view! {
                <section class="rating" aria-labelledby="rating-title">
                    <h2 class="ds-heading" data-size="xs" id="rating-title">{t!(lang, "rating-title")}</h2>
                    <form method="post" action=action class="actions"><Answers/></form>
                </section>
            }
            .into_any();
        }
        Rated::Helped => t!(lang, "rating-thanks"),
        Rated::DidNotHelp => t!(lang, "rating-thanks-no"),
        Rated::Commented => t!(lang, "rating-thanks-comment"),
    };
    let helpful = if rated == Rated::Helped { "yes" } else { "no" };
    let more = (rated != Rated::Commented).then(|| {
        view! {
            <form method="post" action=action class="stack">
                <input type="hidden" name="helpful" value=helpful/>
                <Comment form/>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "rating-comment-send")}</button>
                </p>
            </form>
        }
    });
    view! {
        <section class="rating" id="thanks" tabindex="-1" aria-labelledby="thanks-title">
            <h2 class="ds-heading" data-size="xs" id="thanks-title">{thanks}</h2>
            {more}
            <p class="ds-paragraph"><a class="ds-link" href="/tickets/new">{t!(lang, "rating-contact")}</a></p>
        </section>
    }
    .into_any()
}

#[component]
fn Answers() -> impl IntoView {
    let lang = use_cx().lang;
    view! {
        <button class="ds-button" data-variant="secondary" type="submit" name="helpful" value="yes">{t!(lang, "rating-yes")}</button>
        <button class="ds-button" data-variant="secondary" type="submit" name="helpful" value="no">{t!(lang, "rating-no")}</button>
    }
}

#[component]
fn Comment(form: FormState) -> impl IntoView {
    let lang = use_cx().lang;
    view! { <TextArea form name="comment" label=t!(lang, "rating-comment") hint=t!(lang, "rating-comment-hint") rows=3 optional=true/> }
}

/// The whole form, with what was typed and what is wrong with it.
#[component]
fn Again(action: String, form: FormState) -> impl IntoView {
    let lang = use_cx().lang;
    view! {
        <section class="rating" aria-labelledby="rating-title">
            <h2 class="ds-heading" data-size="xs" id="rating-title">{t!(lang, "rating-title")}</h2>
            <ErrorSummary form=form.clone()/>
            <form method="post" action=action class="stack">
                <Comment form/>
                <p class="actions" id="helpful"><Answers/></p>
            </form>
        </section>
    }
}
