//! The submit button of the ticket form. Without JavaScript it leads to the page that summarises the ticket and suggests articles;
//! with JavaScript articles are suggested while typing, and the button files the ticket.

use leptos::prelude::*;

/// "Continue" (`step=check`), or "Send" after hydration.
#[island]
pub fn SubmitTicketButton(
    /// The label of "Continue".
    check_label: String,
    /// The label of "Send".
    send_label: String,
) -> impl IntoView {
    let (hydrated, set_hydrated) = signal(false);
    Effect::new(move |_| set_hydrated.set(true));
    view! {
        <button class="ds-button" data-variant="primary" type="submit" value="check"
            name=move || (!hydrated.get()).then_some("step")>
            {move || if hydrated.get() { send_label.clone() } else { check_label.clone() }}
        </button>
    }
}
