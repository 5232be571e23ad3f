//! What happens in the portal, as plain data: ids and small values, nothing secret. A use case emits an event in the
//! transaction that makes the change ([`crate::Transaction::emit`]); `jobs/registry.rs` says what follows from it.
//!
//! Not in here: what was merely asked for (a link to sign in, a code). The use case enqueues the email itself.

use chrono::{DateTime, Utc};
use fyr_domain::escalation::{EscalationLevel, EscalationTrigger};
use uuid::Uuid;

/// Something that has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A ticket was filed.
    TicketFiled {
        /// Id of the ticket.
        ticket: Uuid,
    },
    /// A public message was added to a ticket.
    MessageAdded {
        /// Id of the ticket.
        ticket: Uuid,
        /// Id of the ticket event.
        event: Uuid,
        /// Who is told by email.
        notify: Notify,
    },
    /// An internal note was added to a ticket.
    NoteAdded {
        /// Id of the ticket.
        ticket: Uuid,
    },
    /// The status of a ticket was changed.
    StatusChanged {
        /// Id of the ticket.
        ticket: Uuid,
        /// Id of the ticket event.
        event: Uuid,
        /// Who is told by email.
        notify: Notify,
    },
    /// Something else of a ticket was changed: priority, assignee, who may see it.
    TicketChanged {
        /// Id of the ticket.
        ticket: Uuid,
    },
    /// Support has said when it expects to answer.
    AnswerExpected {
        /// Id of the ticket.
        ticket: Uuid,
        /// The time at which it does.
        by: DateTime<Utc>,
    },
    /// A ticket went up.
    TicketEscalated {
        /// Id of the ticket.
        ticket: Uuid,
        /// The level now.
        to: EscalationLevel,
        /// What made it go up.
        cause: EscalationTrigger,
    },
    /// Texts or files of a ticket were redacted.
    TicketRedacted {
        /// Id of the ticket.
        ticket: Uuid,
    },
    /// The service level or the calendar was changed.
    SlaChanged,
    /// The synonyms or stop words of the search were changed.
    SearchWordsChanged,
    /// An account was created for a person, who is told by email.
    AccountInvited {
        /// Id of the account.
        user: Uuid,
        /// Who created it; `None` for an operator.
        by: Option<Uuid>,
        /// The organisation in which the person got a role; `None` for the whole portal.
        organisation: Option<Uuid>,
    },
    /// A person registered an account whose address is not confirmed yet.
    AccountRegistered {
        /// Id of the account.
        user: Uuid,
    },
    /// The password of an account was changed.
    PasswordChanged {
        /// Id of the account.
        user: Uuid,
    },
    /// A second factor was set up.
    SecondFactorAdded {
        /// Id of the account.
        user: Uuid,
    },
    /// The second factor was removed.
    SecondFactorRemoved {
        /// Id of the account.
        user: Uuid,
    },
    /// The second factor was removed by somebody else, for a person who has lost it.
    SecondFactorReset {
        /// Id of the account.
        user: Uuid,
    },
    /// An account was deactivated.
    AccountDeactivated {
        /// Id of the account.
        user: Uuid,
    },
    /// A deactivated account is active again.
    AccountReactivated {
        /// Id of the account.
        user: Uuid,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// Id of the account.
        user: Uuid,
    },
    /// Someone signed in with a browser that the account had not used before.
    NewDeviceSignedIn {
        /// Id of the account.
        user: Uuid,
        /// Browser and system; empty where they are unknown.
        device: String,
        /// When.
        at: DateTime<Utc>,
    },
    /// A change of an account's address was requested; both mailboxes have to confirm it.
    EmailChangeRequested {
        /// Id of the account.
        user: Uuid,
        /// Id of the change.
        change: Uuid,
    },
    /// The address of an account was changed.
    EmailChanged {
        /// Id of the account.
        user: Uuid,
        /// The former address.
        before: String,
    },
    /// An identity at a provider was connected to an account.
    IdentityConnected {
        /// Id of the account.
        user: Uuid,
        /// Slug of the provider.
        provider: String,
    },
    /// An identity at a provider was disconnected from an account.
    IdentityDisconnected {
        /// Id of the account.
        user: Uuid,
        /// Slug of the provider.
        provider: String,
    },
    /// Someone was invited by email: to a role, or to accept a counsellor.
    InvitationSent {
        /// Id of the invitation.
        invitation: Uuid,
    },
    /// A counsellor may see or act for a participant from now on.
    RelationBegan {
        /// The two.
        between: RelationParties,
        /// Who made it; `None` for the program.
        by: Option<Uuid>,
    },
    /// A counsellor may no longer.
    RelationEnded {
        /// The two.
        between: RelationParties,
        /// Who ended it; `None` for the program.
        by: Option<Uuid>,
    },
    /// A colleague stands in for a participant's counsellor.
    StandInBegan {
        /// The stand-in and the participant.
        between: RelationParties,
        /// The counsellor who is away.
        from: Uuid,
    },
    /// A colleague has taken over from a participant's counsellor.
    RelationTakenOver {
        /// The new counsellor and the participant.
        between: RelationParties,
        /// The former counsellor.
        from: Uuid,
    },
    /// A counsellor's participants were handed over to a colleague.
    ParticipantsHandedOver {
        /// The counsellor who hands over.
        from: Uuid,
        /// The colleague.
        to: Uuid,
        /// The number of participants.
        count: i64,
        /// When they go back; `None` if it is permanent.
        until: Option<DateTime<Utc>>,
    },
    /// An article was published, changed, unpublished or rated.
    ArticleChanged {
        /// Id of the article.
        article: Uuid,
    },
    /// An account will be deleted because its owner requested it.
    DeletionRequested {
        /// Id of the account.
        user: Uuid,
    },
    /// An account will be deleted because it is inactive.
    InactivityNoticed {
        /// Id of the account.
        user: Uuid,
    },
    /// The owner of an account withdrew the request to delete it.
    DeletionWithdrawn {
        /// Id of the account.
        user: Uuid,
    },
}

/// Who is told by email about a change of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notify {
    /// The requester: somebody else made the change.
    Requester,
    /// Nobody.
    Nobody,
}

/// The two sides of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RelationParties {
    /// Account of the counsellor.
    pub counsellor: Uuid,
    /// Account of the participant.
    pub participant: Uuid,
}
