//! Guests who may be anyone: they gave an address, and its mailbox has not answered yet.

use fyr_domain::{
    Actor,
    tickets::{Side, TicketChange},
};
use fyr_store::{
    Db, accounts, attachments::Attachment, mailboxes, ticket_access, ticket_events::TicketEvent,
    tickets::Ticket,
};

use crate::Error;

/// What an actor sees of the events of a guest's ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ThreadVisibility {
    /// All that anyone on their side sees.
    Full,
    /// What this browser wrote. Its guest named an address that has an account, and has not shown that its mailbox is theirs: what
    /// support answers is for the owner of the account.
    OwnMessages {
        /// Whether the mailbox has answered elsewhere: from then on its owner writes on the same side.
        answered: bool,
    },
}

impl ThreadVisibility {
    /// Of this actor, who may see the ticket.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn of(db: &mut Db, actor: &Actor, ticket: &Ticket) -> Result<Self, Error> {
        let Some(guest) = actor.guest.filter(|_| ticket.requester_id.is_none()) else {
            return Ok(Self::Full);
        };
        if actor.confirmed_user().is_some_and(|user| user.email == ticket.requester_email)
            || mailboxes::was_opened_by_link(db, guest, ticket.id).await?
            || accounts::find_by_email(db, &ticket.requester_email).await?.is_none()
            || ticket_access::find(db, actor, ticket.id).await?.support
        {
            return Ok(Self::Full);
        }
        let answered = mailboxes::find_unknown_guest(db, &ticket.reference).await?.is_none();
        Ok(Self::OwnMessages { answered })
    }

    /// Whether the actor sees an event of the ticket.
    pub fn shows(self, event: &TicketEvent) -> bool {
        match self {
            Self::Full => true,
            Self::OwnMessages { answered } => {
                let is_filing = matches!(event.change(), Some(TicketChange::Filed { .. }));
                event.side == Side::Requester && (!answered || is_filing)
            }
        }
    }

    /// Takes out of a thread what the actor does not see; whether there was any.
    pub fn hide(self, events: &mut Vec<TicketEvent>, files: &mut Vec<Attachment>) -> bool {
        let before = events.len();
        events.retain(|event| self.shows(event));
        if self != Self::Full {
            files.retain(|file| events.iter().any(|event| file.entry_id == Some(event.id)));
        }
        events.len() < before
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use fyr_domain::tickets::{Priority, TicketEventKind, TicketScope};
    use serde_json::{Value, to_value};
    use uuid::Uuid;

    use super::*;

    fn event(change: &TicketChange, side: Side, created_at: DateTime<Utc>) -> TicketEvent {
        let stored = to_value(change).expect("JSON");
        TicketEvent {
            id: Uuid::nil(),
            ticket_id: Uuid::nil(),
            kind: TicketEventKind::Message,
            side,
            author_id: None,
            author_name: "Gun".into(),
            body: "Hej".into(),
            status_from: None,
            status_to: None,
            created_at,
            event: stored["event"].as_str().map(str::to_owned),
            data: stored.get("data").filter(|data| **data != Value::Null).cloned().map(Into::into),
            on_behalf_of_id: None,
        }
    }

    #[test]
    fn what_was_filed_stays_visible_whenever_its_event_was_written() {
        let filed = TicketChange::Filed {
            priority: Priority::P3,
            respond_by: None,
            resolve_by: None,
            update_by: None,
            urgent: false,
            requester: None,
            scope: TicketScope::default(),
        };
        // the clock goes on between the row of the ticket and that of its event
        let filed = event(&filed, Side::Requester, DateTime::UNIX_EPOCH + TimeDelta::milliseconds(3));
        let later = event(&TicketChange::Message, Side::Requester, DateTime::UNIX_EPOCH);
        let answer = event(&TicketChange::Message, Side::Support, DateTime::UNIX_EPOCH);
        for (answered, shown) in [(false, [true, true, false]), (true, [true, false, false])] {
            let visibility = ThreadVisibility::OwnMessages { answered };
            assert_eq!([&filed, &later, &answer].map(|event| visibility.shows(event)), shown, "{answered}");
        }
        assert!([&filed, &later, &answer].into_iter().all(|event| ThreadVisibility::Full.shows(event)));
    }
}
