//! Tickets that were filed without an account, with the email address of the person's account.

use fyr_i18n::t;
use fyr_usecases::{store::claims::ClaimableTicket, tickets::format_reference};
use leptos::prelude::*;

use crate::components::{SubmitButton, Timestamp};

/// The list of unclaimed tickets, with a button that claims them. Renders nothing if there are none.
#[component]
pub fn UnclaimedTickets(
    /// The tickets.
    tickets: Vec<ClaimableTicket>,
) -> impl IntoView {
    let lang = crate::use_request_context().lang;
    (!tickets.is_empty()).then(|| {
        let count = tickets.len();
        let items: Vec<_> = tickets
            .iter()
            .map(|ticket| {
                view! { <li>{ticket.subject.clone()}" ("{format_reference(&ticket.reference)}", "<Timestamp at=ticket.created_at/>")"</li> }
            })
            .collect();
        view! {
            <section class="ds-card" data-variant="tinted" aria-labelledby="unclaimed">
                <h2 class="ds-heading" data-size="xs" id="unclaimed">{t!(lang, "unclaimed-title", count = count)}</h2>
                <p class="ds-paragraph">{t!(lang, "unclaimed-text", count = count)}</p>
                <ul class="ds-list">{items}</ul>
                <form method="post" action="/tickets/claim"><p class="actions"><SubmitButton label=t!(lang, "unclaimed-button", count = count)/></p></form>
            </section>
        }
    })
}
