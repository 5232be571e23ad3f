//! What an open page of a ticket is sent when the ticket changes: one [`TicketUpdate`] as JSON, as far as the reader may see it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::tickets::Status;

/// Brings an open page of a ticket up to date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketUpdate {
    /// The present state of the ticket.
    pub state: TicketStateView,
    /// The change of its thread.
    pub thread: ThreadUpdate,
}

/// The state of a ticket in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketStateView {
    /// The status.
    pub status: Status,
    /// The name of the status.
    pub label: String,
    /// The colour of the status's tag: its name in the design system.
    pub color: String,
    /// A sentence that says what happens next, and when.
    pub next_step: String,
}

/// A change of a ticket's thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadUpdate {
    /// Events after those that the page has.
    Added {
        /// The new events, oldest first.
        events: Vec<ThreadEventView>,
    },
    /// Something was redacted: the page replaces everything it shows.
    Replaced {
        /// The subject of the ticket.
        subject: String,
        /// All events of the thread, oldest first.
        events: Vec<ThreadEventView>,
    },
}

/// An event of a ticket's thread, or several without a text that happened at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadEventView {
    /// The id of the (last) event.
    pub id: Uuid,
    /// Its list item, rendered by the component that renders the page's own.
    pub html: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_small_json_with_words_of_the_domain() {
        let update = TicketUpdate {
            state: TicketStateView {
                status: Status::WaitingForRequester,
                label: "Väntar på dig".into(),
                color: "warning".into(),
                next_step: "Vi väntar på ditt svar.".into(),
            },
            thread: ThreadUpdate::Added {
                events: vec![ThreadEventView { id: Uuid::nil(), html: "<li>Hej</li>".into() }],
            },
        };
        let json = serde_json::to_string(&update).unwrap();
        assert_eq!(
            json,
            r#"{"state":{"status":"waiting_for_requester","label":"Väntar på dig","color":"warning","next_step":"Vi väntar på ditt svar."},"thread":{"added":{"events":[{"id":"00000000-0000-0000-0000-000000000000","html":"<li>Hej</li>"}]}}}"#
        );
        assert_eq!(serde_json::from_str::<TicketUpdate>(&json).unwrap(), update);
    }
}
