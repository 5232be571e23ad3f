//! A button that first says what follows: pressing it opens the question, and only the button in it acts. Works without JavaScript.

use leptos::prelude::*;

/// A folded question with the button that does it. Within a form, or around one.
#[component]
pub fn Confirm(
    /// The label of the button that opens the question.
    #[prop(into)]
    label: String,
    /// What it is about, for screen readers, where several buttons have the same label.
    #[prop(optional, into)]
    about: String,
    /// What follows, in a sentence or two.
    #[prop(into)]
    consequence: String,
    /// Whether the question is open, because its form was refused.
    #[prop(optional)]
    open: bool,
    /// The form, or its button.
    children: Children,
) -> impl IntoView {
    let about = (!about.is_empty()).then(|| view! { <span class="visually-hidden">": "{about}</span> });
    view! {
        <details class="confirm" open=open>
            <summary class="ds-button" data-variant="secondary" data-size="sm">{label}{about}</summary>
            <p class="ds-paragraph">{consequence}</p>
            {children()}
        </details>
    }
}
