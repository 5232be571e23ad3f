//! Tickets: filing them, reading them, replying from both sides, uploads and drafts of the forms, and the queue of support.
//! Every function checks the actor's permission; what an actor may not see is [`Error::NotFound`].

mod address;
mod alarms;
mod assignees;
mod clean_up;
mod deadlines;
mod digest;
mod documentation;
mod drafts;
mod emails;
mod escalation;
mod escalation_email;
mod escalation_webhook;
mod expected;
mod file;
mod file_kinds;
mod file_sweep;
mod follow_up;
mod guests;
mod history;
mod private;
mod read;
mod record;
mod reply;
mod reply_templates;
mod sla;
mod survey;
mod unknown_guests;
mod unread;
mod uploads;
mod urgency;
mod work;

pub use address::{AddressCorrection, TypedAddress, correct_address};
pub(crate) use alarms::RaiseAlarms;
pub use alarms::raise_alarms;
pub(crate) use assignees::unassign_open_tickets;
pub(crate) use clean_up::DeleteExpiredGuestAccess;
pub(crate) use deadlines::RecomputeDeadlines;
pub use deadlines::{DeadlinePreview, preview_deadlines};
pub use digest::send_digests;
pub(crate) use digest::{DigestEmail, SendDigests};
pub use documentation::{DocumentedTarget, TicketDocumentation, document};
pub use drafts::{delete_draft, latest_draft, list_pending_files, save_draft};
pub(crate) use emails::{TicketFiledEmail, TicketLinksEmail, TicketReplyEmail, TicketStatusChangedEmail};
pub(crate) use escalation::RepeatEscalation;
pub use escalation::{acknowledge, escalate, request_escalation};
pub use escalation_email::raised_text;
pub(crate) use escalation_email::{EscalationEmail, TicketEscalatedEmail};
pub(crate) use escalation_webhook::SendEscalationWebhook;
pub(crate) use expected::AnswerExpectedEmail;
pub use expected::expect_answer;
pub use file::{FiledTicket, file, find_recorded_requester, parse_draft};
pub(crate) use file_sweep::DeleteUnknownFiles;
pub use file_sweep::delete_unknown_files;
pub use follow_up::closes_at;
pub(crate) use follow_up::{FollowUpSolved, SolvedReminderEmail};
pub use fyr_domain::tickets::TicketPrivacy;
pub use fyr_store::{ticket_events::TicketEvent, tickets::TicketStatusFilter};
pub use guests::{forget_guest_key, guest_key, open_guest_link, send_links, unsubscribe};
pub(crate) use history::{EventAuthor, TicketHistory, Written, new_ticket};
pub use private::set_private;
pub use read::{
    TicketThread, find_attachment, find_thread, find_thread_after, find_thread_to_work, find_typed_reference,
    list_by_colleagues, list_for_participant, list_own,
};
pub(crate) use record::{EventText, TicketWriter};
pub use reply::{Reply, add_note, close, reopen, reply};
pub use reply_templates::{
    OfferedTemplate, check_reply_template, fill_in_reply_template, list_reply_templates,
};
pub use sla::{TicketSla, find_sla};
pub use survey::submit_survey;
pub use unread::{WaitingForRequester, count_waiting, mark_seen};
pub use uploads::{Upload, delete_upload, receive_uploads, take_over_uploads};
pub use urgency::urgent_cause_title;
pub(crate) use work::require_support;
pub use work::{
    AssigneeChange, SupportReply, TicketEdit, list_agents, list_queue, needs_no_answer, reply_as_support,
    update,
};

use fyr_domain::{
    Actor,
    permission::{Permission, TicketAccess, TicketAction, may},
    tickets::{Reference, Side},
};
use fyr_store::{Db, ticket_access, tickets, tickets::Ticket};
use uuid::Uuid;

use crate::Error;

/// Parses a reference that a person typed into its stored form; a malformed one is [`Error::NotFound`].
fn parse_reference(reference: &str) -> Result<String, Error> {
    let reference: Reference = reference.parse().map_err(|_| Error::NotFound)?;
    Ok(reference.compact().to_owned())
}

/// Formats a stored reference for people: `K7M-3Q9X`. A malformed one is returned as it is.
pub fn format_reference(compact: &str) -> String {
    compact.parse::<Reference>().map_or_else(|_| compact.to_owned(), |reference| reference.to_string())
}

/// Identifies a form that is being filled in. Functions that take one never touch the form of another owner, even if the
/// caller knows its key.
#[derive(Clone, Copy, Debug)]
pub struct FormRef<'a> {
    /// The value of its hidden field `form_key`.
    pub key: Uuid,
    /// The key of the person or browser that fills it in.
    pub owner: &'a str,
}

/// A ticket that is locked for the rest of the transaction, with the actor's access to it.
pub(crate) struct LockedTicket {
    pub ticket: Ticket,
    pub access: TicketAccess,
}

/// Locks a ticket for the rest of the transaction; [`Error::NotFound`] unless the actor may do `action` with it.
pub(crate) async fn lock_ticket(
    db: &mut Db,
    actor: &Actor,
    reference: &str,
    action: TicketAction,
) -> Result<LockedTicket, Error> {
    let ticket =
        tickets::lock_visible(db, actor, &parse_reference(reference)?).await?.ok_or(Error::NotFound)?;
    let access = ticket_access::find(db, actor, ticket.id).await?;
    if may(actor, Permission::Ticket(action, &access)) {
        Ok(LockedTicket { ticket, access })
    } else {
        Err(Error::NotFound)
    }
}

/// The side of a ticket that an actor with this access writes from.
const fn side(access: TicketAccess) -> Side {
    match access {
        TicketAccess { requester: true, .. } => Side::Requester,
        TicketAccess { support: true, .. } => Side::Support,
        // whoever holds the link in the requester's mail writes as the requester, as they would by mail
        TicketAccess { guest: true, .. } => Side::Requester,
        TicketAccess { .. } => Side::Counsellor,
    }
}

impl LockedTicket {
    /// The side of the ticket that the actor writes from.
    fn side(&self) -> Side {
        side(self.access)
    }

    /// The author name of the actor's events.
    fn author_name(&self, actor: &Actor) -> String {
        match (&actor.user, self.side()) {
            (Some(user), Side::Support | Side::Counsellor) => user.name.clone(),
            _ => self.ticket.requester_name.clone(),
        }
    }
}
