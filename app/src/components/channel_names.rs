//! The names of channels.

use fyr_domain::{Lang, channels::ChannelKind, tickets::Side};
use fyr_i18n::{join_with_and, text_for};
use fyr_usecases::store::{ticket_events::TicketEvent, tickets::Ticket};

/// The names of channels in a sentence, the form first.
pub fn channel_names(lang: Lang, kinds: impl Iterator<Item = ChannelKind>) -> String {
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_unstable();
    let names: Vec<_> = kinds.iter().map(|kind| text_for(lang, "channel-", kind.as_str())).collect();
    join_with_and(lang, &names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The channel by which a ticket came; `None` for the form, by which all come of which nothing is said.
pub fn channel_text(lang: Lang, ticket: &Ticket) -> Option<String> {
    (!ticket.channel.is_form()).then(|| text_for(lang, "channel-", ticket.channel.as_str()))
}

/// The side of whoever wrote a message; for one that an agent recorded, from what.
pub fn side_text(lang: Lang, ticket: &Ticket, event: &TicketEvent) -> String {
    match event.side {
        Side::Counsellor if !ticket.channel.is_form() && event.author_id == ticket.filed_by_id => {
            text_for(lang, "recorded-", ticket.channel.as_str())
        }
        side => text_for(lang, "side-", side.as_str()),
    }
}
