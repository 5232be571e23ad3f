//! What the previous press of a button did: the one line that the page after a redirect shows, on top and with focus. The server
//! carries it from the redirect to that page (`web::notice`).

use chrono::NaiveDate;
use fyr_i18n::{date, t};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::RequestContext;

/// What was done. A closed list, because it travels through the browser: whatever is sent back, the page says one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each is one sentence in `Notice::text`")]
pub enum Notice {
    // tickets
    ReplySent,
    TicketClosed,
    TicketReopened,
    TicketPrivate,
    TicketShared,
    SurveySaved,
    TicketsClaimed,
    AddressCorrected,
    DraftDiscarded,
    SolvedByArticle,
    EscalationRequested,
    // the desk
    DeskReplySent,
    NoteSaved,
    TicketSaved,
    TicketAssigned,
    TicketTaken,
    NoAnswerNeeded,
    TicketEscalated,
    TicketAcknowledged,
    AnswerExpected,
    Redacted,
    EmailsRetried { count: u64 },
    EmailDiscarded,
    SettingSaved,
    ArticleSaved,
    ArticleInReview,
    ArticlePublished,
    ArticleScheduled,
    ArticleDraftDiscarded,
    ArticleRestored,
    ArticlePropertiesSaved,
    ErrorStateSaved,
    ErrorFollowed,
    ErrorCounted,
    ErrorUnfollowed,
    SearchWordsSaved,
    ArticleReviewed,
    ArticleArchived,
    ArticleUnarchived,
    TimeZoneSet,
    PortalMade,
    MailTestSent,
    MailTestKept,
    MailTestFailed,
    // the status page; the id leads to what everyone sees
    IncidentPosted { id: Uuid },
    IncidentUpdated { id: Uuid },
    MaintenancePosted { id: Uuid },
    MaintenanceUpdated { id: Uuid },
    IncidentCorrected { id: Uuid },
    MaintenanceCorrected { id: Uuid },
    // accounts
    SignedIn,
    SignedOut,
    AccountCreated,
    NameChanged,
    InvitationAccepted,
    PasswordChanged,
    EmailChangeRequested,
    EmailConfirmationSent,
    EmailConfirmed,
    SecondFactorStarted,
    SecondFactorRemoved,
    SessionsEnded,
    Reauthenticated,
    IdentityConnected { provider: String },
    IdentityDisconnected,
    AccessGranted,
    AccessEnded,
    AccessWidened,
    AccessNarrowed,
    DeletionRequested,
    DeletionWithdrawn,
    // people
    RoleGranted,
    RoleRevoked,
    PortalRoleChanged,
    PersonRenamed,
    PersonSecondFactorReset,
    PersonDeactivated,
    PersonReactivated,
    RelationBegun,
    RelationEnded,
    PersonSignedOut,
    OrganisationCreated,
    OrganisationSaved,
    TeamsChanged,
    ViewersChanged,
    InvitationSent,
    InvitationWithdrawn,
    Imported { count: usize },
    // counsellors
    CodeCreated,
    OfferSent,
    OfferWithdrawn,
    HandedOver { count: i64, left: i64, to: String, until: Option<NaiveDate> },
    TicketsClosed { count: usize, left: usize },
    TicketsReplied { count: usize, left: usize },
}

impl Notice {
    /// What is said to whom a known error affects, by whether they are told how it goes on.
    pub const fn of_affected(follows: bool) -> Self {
        if follows { Self::ErrorFollowed } else { Self::ErrorCounted }
    }

    /// One or two sentences.
    pub fn text(&self, cx: &RequestContext) -> String {
        let lang = cx.lang;
        let text = match self {
            Self::ReplySent => t!(lang, "notice-reply-sent"),
            Self::TicketClosed => t!(lang, "notice-ticket-closed"),
            Self::TicketReopened => t!(lang, "notice-ticket-reopened"),
            Self::TicketPrivate => t!(lang, "notice-ticket-private"),
            Self::TicketShared => t!(lang, "notice-ticket-shared"),
            Self::SurveySaved => t!(lang, "survey-thanks"),
            Self::TicketsClaimed => t!(lang, "notice-tickets-claimed"),
            Self::AddressCorrected => t!(lang, "notice-address-corrected"),
            Self::DraftDiscarded => t!(lang, "notice-draft-discarded"),
            Self::SolvedByArticle => t!(lang, "notice-solved-by-article"),
            Self::EscalationRequested => t!(lang, "notice-escalation-requested"),
            Self::TicketEscalated => t!(lang, "notice-ticket-escalated"),
            Self::TicketAcknowledged => t!(lang, "notice-ticket-acknowledged"),
            Self::AnswerExpected => t!(lang, "notice-answer-expected"),
            Self::DeskReplySent => t!(lang, "notice-desk-reply-sent"),
            Self::NoteSaved => t!(lang, "notice-note-saved"),
            Self::TicketSaved | Self::OrganisationSaved => t!(lang, "people-done-saved"),
            Self::TicketAssigned => t!(lang, "notice-ticket-assigned"),
            Self::TicketTaken => t!(lang, "notice-ticket-taken"),
            Self::NoAnswerNeeded => t!(lang, "notice-no-answer"),
            Self::Redacted => t!(lang, "notice-redacted"),
            Self::EmailsRetried { count } => return t!(lang, "desk-mail-again", count = *count),
            Self::EmailDiscarded => t!(lang, "desk-mail-discarded"),
            Self::TimeZoneSet => t!(lang, "notice-time-zone-set"),
            Self::ArticleSaved => t!(lang, "notice-article-saved"),
            Self::ArticleInReview => t!(lang, "notice-article-in-review"),
            Self::ArticlePublished => t!(lang, "notice-article-published"),
            Self::ArticleScheduled => t!(lang, "notice-article-scheduled"),
            Self::ArticleDraftDiscarded => t!(lang, "notice-article-draft-discarded"),
            Self::ArticleRestored => t!(lang, "notice-article-restored"),
            Self::ErrorStateSaved => t!(lang, "notice-error-state-saved"),
            Self::ErrorFollowed => t!(lang, "notice-error-followed"),
            Self::ErrorCounted => t!(lang, "notice-error-counted"),
            Self::ErrorUnfollowed => t!(lang, "notice-error-unfollowed"),
            Self::SearchWordsSaved => t!(lang, "notice-search-words-saved"),
            Self::ArticlePropertiesSaved => t!(lang, "notice-article-properties-saved"),
            Self::ArticleReviewed => t!(lang, "notice-article-reviewed"),
            Self::ArticleArchived => t!(lang, "notice-article-archived"),
            Self::ArticleUnarchived => t!(lang, "notice-article-unarchived"),
            Self::SettingSaved => t!(lang, "notice-setting-saved"),
            Self::PortalMade => t!(lang, "notice-portal-made"),
            Self::MailTestSent => t!(lang, "notice-mail-test-sent"),
            Self::MailTestKept => t!(lang, "notice-mail-test-kept"),
            Self::MailTestFailed => t!(lang, "notice-mail-test-failed"),
            Self::IncidentPosted { .. } | Self::MaintenancePosted { .. } => t!(lang, "notice-posted"),
            Self::IncidentUpdated { .. } | Self::MaintenanceUpdated { .. } => t!(lang, "notice-updated"),
            Self::IncidentCorrected { .. } | Self::MaintenanceCorrected { .. } => {
                t!(lang, "notice-corrected")
            }
            Self::SignedIn => t!(lang, "notice-signed-in"),
            Self::SignedOut => t!(lang, "notice-signed-out"),
            Self::AccountCreated => t!(lang, "notice-account-created"),
            Self::NameChanged => t!(lang, "account-done-name"),
            Self::InvitationAccepted => t!(lang, "notice-invitation-accepted"),
            Self::PasswordChanged => t!(lang, "account-done-password"),
            Self::EmailChangeRequested => t!(lang, "account-done-email"),
            Self::EmailConfirmationSent => t!(lang, "account-done-unconfirmed"),
            Self::EmailConfirmed => t!(lang, "account-done-confirmed"),
            Self::SecondFactorStarted => t!(lang, "notice-factor-started"),
            Self::SecondFactorRemoved => t!(lang, "account-done-factor-removed"),
            Self::SessionsEnded => t!(lang, "account-done-sessions"),
            Self::Reauthenticated => t!(lang, "notice-reauthenticated"),
            Self::IdentityConnected { provider } => {
                let known = cx.backend.settings.providers.find_by_slug(provider);
                let name = known
                    .map_or_else(|| t!(lang, "identity-unknown"), |known| known.config().name.text(lang));
                return t!(lang, "identity-done-connected", name = name);
            }
            Self::IdentityDisconnected => t!(lang, "identity-done-disconnected"),
            Self::AccessGranted => t!(lang, "access-done-let-in"),
            Self::AccessEnded => t!(lang, "access-done-ended"),
            Self::AccessWidened => t!(lang, "access-done-widened"),
            Self::AccessNarrowed => t!(lang, "access-done-narrowed"),
            Self::DeletionRequested => t!(lang, "notice-deletion-requested"),
            Self::DeletionWithdrawn => t!(lang, "notice-deletion-withdrawn"),
            Self::RoleGranted => t!(lang, "people-done-given"),
            Self::RoleRevoked => t!(lang, "people-done-taken"),
            Self::PortalRoleChanged => t!(lang, "people-done-portal"),
            Self::PersonRenamed => t!(lang, "people-done-renamed"),
            Self::PersonSecondFactorReset => t!(lang, "people-done-factor-reset"),
            Self::PersonDeactivated => t!(lang, "people-done-deactivated"),
            Self::PersonReactivated => t!(lang, "people-done-reactivated"),
            Self::RelationBegun => t!(lang, "people-done-related"),
            Self::RelationEnded => t!(lang, "people-done-ended"),
            Self::PersonSignedOut => t!(lang, "people-done-signed-out"),
            Self::OrganisationCreated => t!(lang, "people-done-created"),
            Self::TeamsChanged => t!(lang, "people-done-team"),
            Self::ViewersChanged => t!(lang, "people-done-viewers"),
            Self::InvitationSent | Self::OfferSent => t!(lang, "people-done-invited"),
            Self::InvitationWithdrawn => t!(lang, "people-done-withdrawn"),
            Self::OfferWithdrawn => t!(lang, "notice-offer-withdrawn"),
            Self::Imported { count } => return t!(lang, "people-done-imported", count = *count),
            Self::CodeCreated => t!(lang, "notice-code-created"),
            Self::HandedOver { count, left, to, until } => {
                let done = match until {
                    _ if *count == 0 => t!(lang, "hand-over-none").to_owned(),
                    Some(until) => {
                        let until = date(lang, *until);
                        t!(lang, "hand-over-done-until", count = *count, to = to.as_str(), until = until)
                    }
                    None => t!(lang, "hand-over-done", count = *count, to = to.as_str()),
                };
                let rest = (*left > 0).then(|| t!(lang, "hand-over-left", count = *left));
                return with_rest(done, rest);
            }
            Self::TicketsClosed { count, left } => {
                let done = t!(lang, "bulk-closed", count = *count);
                let rest = (*left > 0).then(|| t!(lang, "bulk-left", count = *left));
                return with_rest(done, rest);
            }
            Self::TicketsReplied { count, left } => {
                let done = t!(lang, "bulk-replied", count = *count);
                let rest = (*left > 0).then(|| t!(lang, "bulk-left", count = *left));
                return with_rest(done, rest);
            }
        };
        text.to_owned()
    }

    /// Where what was made can be seen: path and label.
    pub fn link(&self, cx: &RequestContext) -> Option<(String, &'static str)> {
        let label = t!(cx.lang, "notice-see");
        match self {
            Self::IncidentPosted { id } | Self::IncidentUpdated { id } | Self::IncidentCorrected { id } => {
                Some((format!("/status/incidents/{id}"), label))
            }
            Self::MaintenancePosted { id }
            | Self::MaintenanceUpdated { id }
            | Self::MaintenanceCorrected { id } => Some((format!("/status/maintenances/{id}"), label)),
            _ => None,
        }
    }

    /// The colour of the design system: `success`, or `warning` where not everything could be done.
    pub fn color(&self) -> &'static str {
        match self {
            Self::HandedOver { left: 1.., .. }
            | Self::TicketsClosed { left: 1.., .. }
            | Self::TicketsReplied { left: 1.., .. }
            | Self::TicketTaken
            | Self::MailTestKept
            | Self::MailTestFailed => "warning",
            _ => "success",
        }
    }
}

fn with_rest(done: String, rest: Option<String>) -> String {
    rest.map_or(done.clone(), |rest| format!("{done} {rest}"))
}
