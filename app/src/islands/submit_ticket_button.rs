//! The button of the ticket form. Without JavaScript it leads to the page that checks the answers, where matching articles
//! are shown; with it they have been shown while typing, and the button sends.

use leptos::prelude::*;

/// "Continue", or "Send" once the browser runs the module.
#[island]
pub fn SendButton(
    /// Words for going on to the check.
    check: String,
    /// Words for sending.
    send: String,
) -> impl IntoView {
    let (awake, wake) = signal(false);
    Effect::new(move |_| wake.set(true));
    view! {
        <button class="ds-button" data-variant="primary" type="submit" value="check"
            name=move || (!awake.get()).then_some("step")>
            {move || if awake.get() { send.clone() } else { check.clone() }}
        </button>
    }
}
