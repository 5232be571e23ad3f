//! Emails about relations between counsellors and participants, and about handovers.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, permission::Scope};
use fyr_i18n::{date, t, text_for};
use fyr_mail::{Block, Mailbox};
use fyr_store::{Db, people, people::Account, relations};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Backend, Error,
    events::RelationParties,
    jobs::JobRun,
    mailer::{Email, EmailContent, TextSource},
};

/// What has changed about a relation. The variants' names are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RelationChange {
    /// The counsellor may see or act for the participant from now on.
    Began,
    /// The counsellor may no longer.
    Ended,
    /// The counsellor stands in for a colleague.
    StandIn,
    /// The counsellor has taken over from a colleague.
    TakenOver,
}

/// The side of a relation or handover that an email is for. The variants' names are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RelationEmailRecipient {
    /// The person whose tickets it is about.
    Participant,
    /// The counsellor; of a handover, the one who hands over.
    Counsellor,
    /// The colleague who takes over participants.
    Colleague,
}

/// To one side of a relation between a counsellor and a participant: it has changed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct RelationChangedEmail {
    #[serde(alias = "news")]
    pub change: RelationChange,
    #[serde(alias = "reader")]
    pub recipient: RelationEmailRecipient,
    pub counsellor: Uuid,
    pub participant: Uuid,
    /// Who made the change.
    pub by: Option<Uuid>,
}

impl RelationChangedEmail {
    pub const fn new(
        change: RelationChange,
        recipient: RelationEmailRecipient,
        between: RelationParties,
        by: Option<Uuid>,
    ) -> Self {
        let RelationParties { counsellor, participant } = between;
        Self { change, recipient, counsellor, participant, by }
    }
}

/// To one of two counsellors: participants were handed over.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct ParticipantsHandedOverEmail {
    #[serde(alias = "reader")]
    pub recipient: RelationEmailRecipient,
    pub from: Uuid,
    pub to: Uuid,
    /// The number of participants.
    pub count: i64,
    /// When they go back; `None` if the handover is permanent.
    pub until: Option<DateTime<Utc>>,
}

fn message_to_account(
    backend: &Backend,
    account: &Account,
    subject: impl Into<String>,
    blocks: Vec<Block>,
) -> EmailContent {
    let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
    let email = EmailContent::new(Mailbox::named(&account.email, &account.name), lang, subject, blocks);
    EmailContent { footer: email_footer(backend, lang), words: TextSource::Recipients, ..email }
}

/// The small print of emails about relations and invitations.
pub(crate) fn email_footer(backend: &Backend, lang: Lang) -> Vec<String> {
    vec![t!(lang, "mail-people-footer", url = backend.settings.public_url.as_str())]
}

/// Scope, purpose and end of a relation as a table.
pub(crate) fn terms_block(
    backend: &Backend,
    lang: Lang,
    purpose: &str,
    scope: Scope,
    until: Option<DateTime<Utc>>,
) -> Block {
    let mut facts = vec![(t!(lang, "relation-scope").to_owned(), text_for(lang, "scope-", scope.as_str()))];
    if !purpose.is_empty() {
        facts.push((t!(lang, "relation-purpose").to_owned(), purpose.to_owned()));
    }
    if let Some(until) = until {
        facts.push((t!(lang, "relation-until").to_owned(), date(lang, backend.last_day(until))));
    }
    Block::Facts(facts)
}

pub(crate) async fn account_name(db: &mut Db, user: Option<Uuid>) -> Result<String, Error> {
    Ok(match user {
        Some(id) => people::find_by_id(db, id).await?.map(|account| account.name).unwrap_or_default(),
        None => String::new(),
    })
}

impl Email for RelationChangedEmail {
    const NAME: &'static str = "email.relation_changed";
    const KIND: &'static str = "relation";

    /// `None` where it is no longer so.
    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let Self { change, recipient, counsellor, participant, by } = *self;
        let mut db = backend.store.read().await?;
        let (Some(counsellor_account), Some(participant_account)) =
            (people::find_by_id(&mut db, counsellor).await?, people::find_by_id(&mut db, participant).await?)
        else {
            return Ok(None);
        };
        let relation = relations::find_between(&mut db, counsellor, participant, backend.clock.now()).await?;
        if relation.is_some() == (change == RelationChange::Ended) {
            return Ok(None);
        }
        let by = account_name(&mut db, by.filter(|by| *by != counsellor && *by != participant)).await?;
        let (account, page) = match recipient {
            RelationEmailRecipient::Participant => (&participant_account, "/account/access"),
            RelationEmailRecipient::Counsellor | RelationEmailRecipient::Colleague => {
                (&counsellor_account, "/participants")
            }
        };
        let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
        let other = if recipient == RelationEmailRecipient::Participant {
            &counsellor_account
        } else {
            &participant_account
        };
        let (name, other) = (account.name.as_str(), other.name.as_str());
        let greeting = match (change, recipient) {
            (RelationChange::Began, RelationEmailRecipient::Participant) => {
                t!(lang, "mail-began-participant", name = name, other = other)
            }
            (RelationChange::Began, _) => t!(lang, "mail-began-counsellor", name = name, other = other),
            (RelationChange::Ended, RelationEmailRecipient::Participant) => {
                t!(lang, "mail-ended-participant", name = name, other = other)
            }
            (RelationChange::Ended, _) => t!(lang, "mail-ended-counsellor", name = name, other = other),
            (RelationChange::StandIn, _) => {
                let from =
                    relation.as_ref().and_then(|relation| relation.stands_in_for.clone()).unwrap_or_default();
                t!(lang, "mail-stand-in", name = name, other = other, from = from)
            }
            (RelationChange::TakenOver, _) => {
                t!(lang, "mail-taken-over", name = name, other = other, from = by.as_str())
            }
        };
        let mut blocks = vec![Block::Paragraph(greeting)];
        if let Some(relation) = &relation {
            blocks.push(terms_block(backend, lang, &relation.purpose, relation.scope, relation.until));
        }
        if matches!(change, RelationChange::Began | RelationChange::Ended) && !by.is_empty() {
            blocks.push(Block::Paragraph(t!(lang, "mail-relation-by", by = by.as_str())));
        }
        let label = match recipient {
            RelationEmailRecipient::Participant => t!(lang, "mail-access-button"),
            RelationEmailRecipient::Counsellor | RelationEmailRecipient::Colleague => {
                t!(lang, "mail-participants-button")
            }
        };
        let url = format!("{}{page}", backend.settings.public_url);
        blocks.push(Block::Button { label: label.to_owned(), url });
        let subject = match (change, recipient) {
            (RelationChange::Ended, RelationEmailRecipient::Participant) => {
                t!(lang, "mail-ended-participant-subject", other = other)
            }
            (RelationChange::Ended, _) => t!(lang, "mail-ended-counsellor-subject", other = other),
            (_, RelationEmailRecipient::Participant) => {
                t!(lang, "mail-began-participant-subject", other = other)
            }
            (_, _) => t!(lang, "mail-began-counsellor-subject", other = other),
        };
        Ok(Some(message_to_account(backend, account, subject, blocks)))
    }
}

impl Email for ParticipantsHandedOverEmail {
    const NAME: &'static str = "email.participants_handed_over";
    const KIND: &'static str = "relation";

    async fn compose(&self, run: &JobRun<'_>) -> Result<Option<EmailContent>, Error> {
        let backend = run.backend;
        let Self { recipient, from, to: colleague, count, until } = *self;
        let mut db = backend.store.read().await?;
        let (Some(from), Some(colleague)) =
            (people::find_by_id(&mut db, from).await?, people::find_by_id(&mut db, colleague).await?)
        else {
            return Ok(None);
        };
        let account = if recipient == RelationEmailRecipient::Colleague { &colleague } else { &from };
        let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
        let name = account.name.as_str();
        let greeting = match recipient {
            RelationEmailRecipient::Colleague => {
                t!(lang, "mail-handed-to-you", name = name, from = from.name.as_str(), count = count)
            }
            RelationEmailRecipient::Counsellor | RelationEmailRecipient::Participant => {
                t!(lang, "mail-handed-over", name = name, to = colleague.name.as_str(), count = count)
            }
        };
        let duration = match until {
            Some(until) => t!(lang, "mail-handed-until", until = date(lang, backend.last_day(until))),
            None => t!(lang, "mail-handed-for-good").to_owned(),
        };
        let url = format!("{}/participants", backend.settings.public_url);
        let blocks = vec![
            Block::Paragraph(greeting),
            Block::Paragraph(duration),
            Block::Button { label: t!(lang, "mail-participants-button").to_owned(), url },
        ];
        Ok(Some(message_to_account(backend, account, t!(lang, "mail-handed-subject"), blocks)))
    }
}
