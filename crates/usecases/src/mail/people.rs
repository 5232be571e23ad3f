//! Emails about relations between counsellors and participants, handovers and invitations.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, permission::Scope};
use fyr_i18n::{date, t, text_for};
use fyr_mail::{Block, EmailMessage, Mailbox};
use fyr_store::{Db, invitations, organisations, people, people::Account, relations};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Backend, Error,
    accounts::{hash_key, random_key},
    relations::find_offer,
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

/// An email about a change of a relation.
#[derive(Clone, Copy)]
pub(super) struct RelationEmail {
    pub change: RelationChange,
    pub recipient: RelationEmailRecipient,
    pub counsellor: Uuid,
    pub participant: Uuid,
    /// Who made the change.
    pub by: Option<Uuid>,
}

/// An email about a handover of participants between counsellors.
#[derive(Clone, Copy)]
pub(super) struct HandoverEmail {
    pub recipient: RelationEmailRecipient,
    pub from: Uuid,
    pub to: Uuid,
    /// The number of participants.
    pub count: i64,
    /// When they go back; `None` if the handover is permanent.
    pub until: Option<DateTime<Utc>>,
}

/// Where an email goes, and the language to write it in.
struct Addressee {
    mailbox: Mailbox,
    lang: Lang,
}

fn message_to_account(
    backend: &Backend,
    id: Uuid,
    account: &Account,
    subject: String,
    blocks: Vec<Block>,
) -> EmailMessage {
    let lang: Lang = account.lang.parse().unwrap_or(backend.settings.default_lang);
    let to = Addressee { mailbox: Mailbox::named(&account.email, &account.name), lang };
    message(backend, id, to, subject, blocks)
}

fn message(backend: &Backend, id: Uuid, to: Addressee, subject: String, blocks: Vec<Block>) -> EmailMessage {
    let Addressee { mailbox: to, lang } = to;
    EmailMessage {
        id,
        to,
        reply_to: None,
        lang,
        subject,
        preheader: None,
        blocks,
        footer: vec![Block::Small(t!(
            lang,
            "mail-people-footer",
            url = backend.settings.public_url.as_str()
        ))],
        unsubscribe: None,
        thread: None,
        auto_submitted: true,
    }
}

/// Scope, purpose and end of a relation as a table.
fn facts(backend: &Backend, lang: Lang, purpose: &str, scope: Scope, until: Option<DateTime<Utc>>) -> Block {
    let mut facts = vec![(t!(lang, "relation-scope").to_owned(), text_for(lang, "scope-", scope.as_str()))];
    if !purpose.is_empty() {
        facts.push((t!(lang, "relation-purpose").to_owned(), purpose.to_owned()));
    }
    if let Some(until) = until {
        facts.push((t!(lang, "relation-until").to_owned(), date(lang, backend.last_day(until))));
    }
    Block::Facts(facts)
}

async fn account_name(db: &mut Db, user: Option<Uuid>) -> Result<String, Error> {
    Ok(match user {
        Some(id) => people::find_by_id(db, id).await?.map(|account| account.name).unwrap_or_default(),
        None => String::new(),
    })
}

/// Composes the email that a relation began or ended; `None` if that is no longer so.
pub(super) async fn relation_changed(
    backend: &Backend,
    id: Uuid,
    email: RelationEmail,
) -> Result<Option<EmailMessage>, Error> {
    let RelationEmail { change, recipient, counsellor, participant, by } = email;
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
        blocks.push(facts(backend, lang, &relation.purpose, relation.scope, relation.until));
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
        (_, RelationEmailRecipient::Participant) => t!(lang, "mail-began-participant-subject", other = other),
        (_, _) => t!(lang, "mail-began-counsellor-subject", other = other),
    };
    Ok(Some(message_to_account(backend, id, account, subject, blocks)))
}

/// Composes the email to either counsellor that participants were handed over.
pub(super) async fn participants_handed_over(
    backend: &Backend,
    id: Uuid,
    email: HandoverEmail,
) -> Result<Option<EmailMessage>, Error> {
    let HandoverEmail { recipient, from, to: colleague, count, until } = email;
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
    Ok(Some(message_to_account(backend, id, account, t!(lang, "mail-handed-subject").to_owned(), blocks)))
}

/// Composes the email with the link of an invitation. The link's key is generated here; only its hash is stored.
pub(super) async fn invitation(
    backend: &Backend,
    id: Uuid,
    invitation: Uuid,
) -> Result<Option<EmailMessage>, Error> {
    let mut tx = backend.store.begin().await?;
    let found = invitations::find_pending(&mut tx, invitation, backend.clock.now()).await?;
    let Some(invitation) = found.filter(|invitation| !invitation.email.is_empty()) else { return Ok(None) };
    let lang: Lang = invitation.lang.parse().unwrap_or(backend.settings.default_lang);
    let by = account_name(&mut tx, invitation.invited_by_id).await?;
    let place = match invitation.organisation_id {
        Some(id) => organisations::find_by_id(&mut tx, id).await?.map(|organisation| organisation.name),
        None => None,
    };
    let place = place.unwrap_or_else(|| t!(lang, "site-name").to_owned());
    let mut blocks = Vec::new();
    if invitation.counsellor_id.is_some() {
        let Some(offer) = find_offer(&mut tx, &invitation).await? else { return Ok(None) };
        blocks.push(Block::Paragraph(t!(lang, "mail-offer", by = by.as_str(), place = place.as_str())));
        blocks.push(facts(backend, lang, &offer.purpose, offer.scope, offer.until));
    } else {
        let role = text_for(lang, "role-", invitation.role.as_str());
        blocks.push(Block::Paragraph(t!(
            lang,
            "mail-invitation",
            by = by.as_str(),
            place = place.as_str(),
            role = role
        )));
        if invitation.organisation_id.is_some() {
            let page = t!(lang, "access-title");
            let words = t!(lang, "invitation-counsellor", place = place.as_str(), page = page);
            blocks.push(Block::Paragraph(words));
        }
    }
    let key = random_key(backend);
    invitations::set_token_hash(&mut tx, invitation.id, &hash_key(&key)).await?;
    tx.commit().await?;
    let url = format!("{}/invitation?token={key}", backend.settings.public_url);
    blocks.push(Block::Button { label: t!(lang, "mail-invitation-button").to_owned(), url });
    let last = date(lang, backend.last_day(invitation.expires_at));
    blocks.push(Block::Small(t!(lang, "mail-invitation-until", until = last)));
    let subject = t!(lang, "mail-invitation-subject", place = place.as_str());
    let to = Addressee { mailbox: Mailbox::new(&invitation.email), lang };
    Ok(Some(message(backend, id, to, subject, blocks)))
}
