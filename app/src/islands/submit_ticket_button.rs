//! The submit button of the ticket form. Without JavaScript it leads to the page that summarises the ticket and suggests articles;
//! with JavaScript articles are suggested while typing, and the button files the ticket.

use leptos::prelude::*;

/// Makes "Continue" (`step=check`) in the element `.submit-ticket` say "Send", and do so.
#[island]
pub fn SubmitTicketButton() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    if let Some(button) = super::browser::claim(".submit-ticket") {
        button.set_text_content(Some(&super::browser::data(&button, "send")));
        let _ = button.remove_attribute("name");
    }
}
