//! The only file that names every job, every schedule, and which event causes what.

use chrono::TimeDelta;
use fyr_domain::escalation::EscalationTrigger;
use uuid::Uuid;

use super::{JobTypes, Queue, Reactions, planner_statistics::UpdatePlannerStatistics};
use crate::{
    Backend, Error, accounts, articles,
    events::{Event, Notify, RelationParties},
    identities,
    live::Subject,
    organisations, privacy,
    relations::{self, RelationChange, RelationChangedEmail, RelationEmailRecipient},
    search::{self, IndexArticle, SetVocabulary, SettleSearches},
    tickets,
};

/// How often support is told of targets that are about to be missed.
const EVERY_MINUTE: TimeDelta = TimeDelta::minutes(1);
/// How often it is decided what became of searches.
const EVERY_FIVE_MINUTES: TimeDelta = TimeDelta::minutes(5);
/// How often expired rows are deleted, and the sizes of tables looked at.
const HOURLY: TimeDelta = TimeDelta::hours(1);
/// How often the folder of files is compared with its table.
const DAILY: TimeDelta = TimeDelta::days(1);

/// The jobs of the portal.
pub(crate) fn job_types() -> JobTypes {
    JobTypes::default()
        .with_batch::<IndexArticle>()
        .with::<SetVocabulary>()
        .with_email::<tickets::TicketFiledEmail>()
        .with_email::<tickets::TicketReplyEmail>()
        .with_email::<tickets::TicketStatusChangedEmail>()
        .with_email::<tickets::TicketLinksEmail>()
        .with_email::<tickets::TicketEscalatedEmail>()
        .with_email::<tickets::AnswerExpectedEmail>()
        .with_email::<organisations::ReviewEmail>()
        .with_email::<articles::ArticleReviewEmail>()
        .with_email::<articles::KnownErrorEmail>()
        .with_email::<tickets::EscalationEmail>()
        .with_email::<tickets::SolvedReminderEmail>()
        .with_email::<tickets::DigestEmail>()
        .with_email::<organisations::InvitationEmail>()
        .with_email::<RelationChangedEmail>()
        .with_email::<relations::ParticipantsHandedOverEmail>()
        .with_email::<accounts::RegisterEmail>()
        .with_email::<accounts::AlreadyRegisteredEmail>()
        .with_email::<accounts::PasswordResetEmail>()
        .with_email::<accounts::SignInLinkEmail>()
        .with_email::<accounts::AccountInvitedEmail>()
        .with_email::<accounts::ConfirmAddressEmail>()
        .with_email::<accounts::EmailChangeOldEmail>()
        .with_email::<accounts::EmailChangeNewEmail>()
        .with_email::<accounts::EmailChangedEmail>()
        .with_email::<accounts::PasswordChangedEmail>()
        .with_email::<accounts::SecondFactorAddedEmail>()
        .with_email::<accounts::SecondFactorRemovedEmail>()
        .with_email::<accounts::SecondFactorResetEmail>()
        .with_email::<accounts::AccountDeactivatedEmail>()
        .with_email::<accounts::AccountReactivatedEmail>()
        .with_email::<accounts::RecoveryCodeUsedEmail>()
        .with_email::<accounts::NewDeviceEmail>()
        .with_email::<identities::SignUpCodeEmail>()
        .with_email::<identities::IdentityConnectedEmail>()
        .with_email::<identities::IdentityDisconnectedEmail>()
        .with_email::<privacy::DeletionRequestedEmail>()
        .with_email::<privacy::InactivityNoticeEmail>()
        .with_email::<privacy::DeletionWithdrawnEmail>()
        .with_email::<privacy::AccountDeletedEmail>()
        .with::<articles::PublishDraft>()
        .with::<tickets::RecomputeDeadlines>()
        .with::<tickets::RepeatEscalation>()
        .with::<tickets::SendEscalationWebhook>()
        .with::<tickets::FollowUpSolved>()
        .with_recurring::<tickets::RaiseAlarms>(EVERY_MINUTE)
        .with_recurring::<tickets::SendDigests>(HOURLY)
        .with_recurring::<articles::KeepArticles>(HOURLY)
        .with_recurring::<SettleSearches>(EVERY_FIVE_MINUTES)
        .with_recurring::<accounts::DeleteExpiredAccountData>(HOURLY)
        .with_recurring::<identities::DeleteExpiredIdentityData>(HOURLY)
        .with_recurring::<tickets::DeleteExpiredGuestAccess>(HOURLY)
        .with_recurring::<organisations::DeleteExpiredInvitations>(HOURLY)
        .with_recurring::<organisations::RemindOfReviews>(DAILY)
        .with_recurring::<privacy::ApplyRetention>(HOURLY)
        .with_recurring::<tickets::DeleteUnknownFiles>(DAILY)
        .with_recurring::<UpdatePlannerStatistics>(HOURLY)
}

/// What follows from an event.
///
/// # Errors
/// [`Error::Internal`] where a job cannot be serialised.
pub(crate) fn reactions(event: &Event) -> Result<Reactions, Error> {
    let none = Reactions::default();
    Ok(match event.clone() {
        // no page of a new ticket can be open
        Event::TicketFiled { ticket } => none.email(tickets::TicketFiledEmail { ticket })?,
        Event::MessageAdded { ticket, event, notify } => {
            let live = none.live(Subject::Ticket(ticket));
            match notify {
                Notify::Requester => live.email(tickets::TicketReplyEmail { event })?,
                Notify::Nobody => live,
            }
        }
        Event::StatusChanged { ticket, event, notify } => {
            let live = none.live(Subject::Ticket(ticket));
            match notify {
                Notify::Requester => {
                    live.email(tickets::TicketStatusChangedEmail { ticket: Some(ticket), event })?
                }
                Notify::Nobody => live,
            }
        }
        Event::NoteAdded { ticket } | Event::TicketChanged { ticket } | Event::TicketRedacted { ticket } => {
            none.live(Subject::Ticket(ticket))
        }
        Event::TicketEscalated { ticket, to, cause } => {
            let live = none.live(Subject::Ticket(ticket));
            match cause {
                // the page that they are on says so
                EscalationTrigger::Filed | EscalationTrigger::Requested => live,
                EscalationTrigger::Warning
                | EscalationTrigger::Missed
                | EscalationTrigger::Words
                | EscalationTrigger::BadSurvey
                | EscalationTrigger::Reopened
                | EscalationTrigger::Agent => {
                    live.email(tickets::TicketEscalatedEmail { ticket, to, cause })?
                }
            }
        }
        Event::AnswerExpected { ticket, by } => {
            none.live(Subject::Ticket(ticket)).email(tickets::AnswerExpectedEmail { ticket, by })?
        }
        Event::SearchWordsChanged => none.job(&SetVocabulary {})?,
        Event::SlaChanged => none.job(&tickets::RecomputeDeadlines {})?,
        Event::ArticleChanged { article } => none.job(&IndexArticle { article })?,
        Event::AccountInvited { user, by, organisation } => {
            none.email(accounts::AccountInvitedEmail { user, by, organisation })?
        }
        Event::AccountRegistered { user } => none.email(accounts::ConfirmAddressEmail { user })?,
        Event::PasswordChanged { user } => none.email(accounts::PasswordChangedEmail { user })?,
        Event::SecondFactorAdded { user } => none.email(accounts::SecondFactorAddedEmail { user })?,
        Event::SecondFactorRemoved { user } => none.email(accounts::SecondFactorRemovedEmail { user })?,
        Event::SecondFactorReset { user } => none.email(accounts::SecondFactorResetEmail { user })?,
        Event::AccountDeactivated { user } => none.email(accounts::AccountDeactivatedEmail { user })?,
        Event::AccountReactivated { user } => none.email(accounts::AccountReactivatedEmail { user })?,
        Event::RecoveryCodeUsed { user } => none.email(accounts::RecoveryCodeUsedEmail { user })?,
        Event::NewDeviceSignedIn { user, device, at } => {
            none.email(accounts::NewDeviceEmail { user, device, at })?
        }
        Event::EmailChangeRequested { user, change } => none
            .email(accounts::EmailChangeOldEmail { user, change })?
            .email(accounts::EmailChangeNewEmail { user, change })?,
        Event::EmailChanged { user, before } => none.email(accounts::EmailChangedEmail { user, before })?,
        Event::IdentityConnected { user, provider } => {
            none.email(identities::IdentityConnectedEmail { user, provider })?
        }
        Event::IdentityDisconnected { user, provider } => {
            none.email(identities::IdentityDisconnectedEmail { user, provider })?
        }
        Event::DeletionRequested { user } => none.email(privacy::DeletionRequestedEmail { user })?,
        Event::InactivityNoticed { user } => none.email(privacy::InactivityNoticeEmail { user })?,
        Event::DeletionWithdrawn { user } => none.email(privacy::DeletionWithdrawnEmail { user })?,
        Event::InvitationSent { invitation } => none.email(organisations::InvitationEmail { invitation })?,
        Event::RelationBegan { between, by } => relation_changed(none, RelationChange::Began, between, by)?,
        Event::RelationEnded { between, by } => relation_changed(none, RelationChange::Ended, between, by)?,
        Event::StandInBegan { between, from } => {
            let recipient = RelationEmailRecipient::Participant;
            none.email(RelationChangedEmail::new(RelationChange::StandIn, recipient, between, Some(from)))?
        }
        Event::RelationTakenOver { between, from } => {
            let recipient = RelationEmailRecipient::Participant;
            none.email(RelationChangedEmail::new(RelationChange::TakenOver, recipient, between, Some(from)))?
        }
        Event::ParticipantsHandedOver { from, to, count, until } => {
            let email =
                |recipient| relations::ParticipantsHandedOverEmail { recipient, from, to, count, until };
            none.email(email(RelationEmailRecipient::Counsellor))?
                .email(email(RelationEmailRecipient::Colleague))?
        }
    })
}

/// Tells both sides of a relation, except whoever made the change.
fn relation_changed(
    mut reactions: Reactions,
    change: RelationChange,
    between: RelationParties,
    by: Option<Uuid>,
) -> Result<Reactions, Error> {
    for (recipient, to) in [
        (RelationEmailRecipient::Participant, between.participant),
        (RelationEmailRecipient::Counsellor, between.counsellor),
    ] {
        if by != Some(to) {
            reactions = reactions.email(RelationChangedEmail::new(change, recipient, between, by))?;
        }
    }
    Ok(reactions)
}

/// What a worker does before it looks for due jobs.
#[derive(Debug, Default)]
pub(super) struct Preparation {
    index_compared: bool,
}

impl Preparation {
    /// Compares the search index with the database once after the start, and rebuilds it whenever it is incomplete: in the
    /// worker of the index, so that neither overtakes the other.
    pub async fn before(&mut self, backend: &Backend, queue: Queue) {
        if queue != Queue::Index || (self.index_compared && !backend.search.needs_rebuild()) {
            return;
        }
        match search::rebuild_if_incomplete(backend).await {
            Ok(rebuilt) => {
                self.index_compared = true;
                if let Some(texts) = rebuilt {
                    tracing::info!(texts, "the search index was rebuilt");
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the search index could not be compared or rebuilt; trying again");
            }
        }
    }
}
