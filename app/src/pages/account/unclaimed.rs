//! Tickets filed without an account, offered to whoever has one with the same address now.

use fyr_i18n::t;
use fyr_services::{store::claims::Claimable, tickets::spoken};
use leptos::prelude::*;

use crate::components::{Moment, Submit};

/// The list with its button; nothing where there is nothing to claim.
#[component]
pub fn Unclaimed(
    /// The tickets.
    tickets: Vec<Claimable>,
) -> impl IntoView {
    let lang = crate::use_cx().lang;
    (!tickets.is_empty()).then(|| {
        let count = tickets.len();
        let items: Vec<_> = tickets
            .iter()
            .map(|ticket| {
                view! { <li>{ticket.subject.clone()}" ("{spoken(&ticket.reference)}", "<Moment at=ticket.created_at/>")"</li> }
            })
            .collect();
        view! {
            <section class="ds-card" data-variant="tinted" aria-labelledby="unclaimed">
                <h2 class="ds-heading" data-size="xs" id="unclaimed">{t!(lang, "unclaimed-title", count = count)}</h2>
                <p class="ds-paragraph">{t!(lang, "unclaimed-text", count = count)}</p>
                <ul class="ds-list">{items}</ul>
                <form method="post" action="/tickets/claim"><p class="actions"><Submit label=t!(lang, "unclaimed-button", count = count)/></p></form>
            </section>
        }
    })
}
