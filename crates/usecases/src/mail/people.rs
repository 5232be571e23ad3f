//! Mail about who may see whose tickets, and to people who are asked to join.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, permission::Scope};
use fyr_i18n::{date, t, text_of};
use fyr_mail::{Block, Mailbox, Message};
use fyr_store::{Db, invitations, organisations, people, people::Account, relations};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Error, Services,
    accounts::{fresh_key, key_hash},
    relations::offer,
};

/// What has happened to a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum News {
    /// The counsellor may see or act from now on.
    Began,
    /// They may no longer.
    Ended,
    /// They stand in for a colleague.
    StandIn,
    /// They have taken over from a colleague.
    TakenOver,
}

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reader {
    /// Whose tickets it is about.
    Participant,
    /// The counsellor.
    Counsellor,
    /// The colleague who gets someone's participants.
    Colleague,
}

fn to(ctx: &Services, id: Uuid, account: &Account, subject: String, blocks: Vec<Block>) -> Message {
    let lang: Lang = account.lang.parse().unwrap_or(ctx.settings.default_lang);
    message(ctx, id, (Mailbox::named(&account.email, &account.name), lang), subject, blocks)
}

fn message(
    ctx: &Services,
    id: Uuid,
    (to, lang): (Mailbox, Lang),
    subject: String,
    blocks: Vec<Block>,
) -> Message {
    Message {
        id,
        to,
        reply_to: None,
        lang,
        subject,
        preheader: None,
        blocks,
        footer: vec![Block::Small(t!(lang, "mail-people-footer", url = ctx.settings.public_url.as_str()))],
        unsubscribe: None,
        thread: None,
        auto: true,
    }
}

/// What a relation is, in a table.
fn facts(ctx: &Services, lang: Lang, purpose: &str, scope: Scope, until: Option<DateTime<Utc>>) -> Block {
    let mut facts = vec![(t!(lang, "relation-scope").to_owned(), text_of(lang, "scope-", scope.as_str()))];
    if !purpose.is_empty() {
        facts.push((t!(lang, "relation-purpose").to_owned(), purpose.to_owned()));
    }
    if let Some(until) = until {
        facts.push((t!(lang, "relation-until").to_owned(), date(lang, ctx.last_day(until))));
    }
    Block::Facts(facts)
}

async fn name_of(db: &mut Db, user: Option<Uuid>) -> Result<String, Error> {
    Ok(match user {
        Some(id) => people::find(db, id).await?.map(|account| account.name).unwrap_or_default(),
        None => String::new(),
    })
}

/// That a relation began or ended. One that is no longer so when the mail is written is not told.
pub(super) async fn relation(
    ctx: &Services,
    id: Uuid,
    (news, reader): (News, Reader),
    (counsellor, participant): (Uuid, Uuid),
    by: Option<Uuid>,
) -> Result<Option<Message>, Error> {
    let mut db = ctx.store.read().await?;
    let (Some(acts), Some(asks)) =
        (people::find(&mut db, counsellor).await?, people::find(&mut db, participant).await?)
    else {
        return Ok(None);
    };
    let now = relations::between(&mut db, counsellor, participant, ctx.clock.now()).await?;
    if now.is_some() == (news == News::Ended) {
        return Ok(None);
    }
    let by = name_of(&mut db, by.filter(|by| *by != counsellor && *by != participant)).await?;
    let (reads, own_page) = match reader {
        Reader::Participant => (&asks, "/account/access".to_owned()),
        Reader::Counsellor | Reader::Colleague => (&acts, "/participants".to_owned()),
    };
    let lang: Lang = reads.lang.parse().unwrap_or(ctx.settings.default_lang);
    let (name, other) = (reads.name.as_str(), if reader == Reader::Participant { &acts } else { &asks });
    let other = other.name.as_str();
    let opening = match (news, reader) {
        (News::Began, Reader::Participant) => t!(lang, "mail-began-participant", name = name, other = other),
        (News::Began, _) => t!(lang, "mail-began-counsellor", name = name, other = other),
        (News::Ended, Reader::Participant) => t!(lang, "mail-ended-participant", name = name, other = other),
        (News::Ended, _) => t!(lang, "mail-ended-counsellor", name = name, other = other),
        (News::StandIn, _) => {
            let from = now.as_ref().and_then(|now| now.stands_in_for.clone()).unwrap_or_default();
            t!(lang, "mail-stand-in", name = name, other = other, from = from)
        }
        (News::TakenOver, _) => t!(lang, "mail-taken-over", name = name, other = other, from = by.as_str()),
    };
    let mut blocks = vec![Block::Paragraph(opening)];
    if let Some(now) = &now {
        blocks.push(facts(ctx, lang, &now.purpose, now.scope, now.until));
    }
    if matches!(news, News::Began | News::Ended) && !by.is_empty() {
        blocks.push(Block::Paragraph(t!(lang, "mail-relation-by", by = by.as_str())));
    }
    let label = match reader {
        Reader::Participant => t!(lang, "mail-access-button"),
        Reader::Counsellor | Reader::Colleague => t!(lang, "mail-participants-button"),
    };
    let url = format!("{}{own_page}", ctx.settings.public_url);
    blocks.push(Block::Button { label: label.to_owned(), url });
    let subject = match (news, reader) {
        (News::Ended, Reader::Participant) => t!(lang, "mail-ended-participant-subject", other = other),
        (News::Ended, _) => t!(lang, "mail-ended-counsellor-subject", other = other),
        (_, Reader::Participant) => t!(lang, "mail-began-participant-subject", other = other),
        (_, _) => t!(lang, "mail-began-counsellor-subject", other = other),
    };
    Ok(Some(to(ctx, id, reads, subject, blocks)))
}

/// That participants were handed over, to either counsellor.
pub(super) async fn hand_over(
    ctx: &Services,
    id: Uuid,
    reader: Reader,
    (from, colleague): (Uuid, Uuid),
    (count, until): (i64, Option<DateTime<Utc>>),
) -> Result<Option<Message>, Error> {
    let mut db = ctx.store.read().await?;
    let (Some(from), Some(colleague)) =
        (people::find(&mut db, from).await?, people::find(&mut db, colleague).await?)
    else {
        return Ok(None);
    };
    let reads = if reader == Reader::Colleague { &colleague } else { &from };
    let lang: Lang = reads.lang.parse().unwrap_or(ctx.settings.default_lang);
    let (name, giver, taker) = (reads.name.as_str(), from.name.as_str(), colleague.name.as_str());
    let opening = match reader {
        Reader::Colleague => t!(lang, "mail-handed-to-you", name = name, from = giver, count = count),
        Reader::Counsellor | Reader::Participant => {
            t!(lang, "mail-handed-over", name = name, to = taker, count = count)
        }
    };
    let how_long = match until {
        Some(until) => t!(lang, "mail-handed-until", until = date(lang, ctx.last_day(until))),
        None => t!(lang, "mail-handed-for-good").to_owned(),
    };
    let url = format!("{}/participants", ctx.settings.public_url);
    let blocks = vec![
        Block::Paragraph(opening),
        Block::Paragraph(how_long),
        Block::Button { label: t!(lang, "mail-participants-button").to_owned(), url },
    ];
    Ok(Some(to(ctx, id, reads, t!(lang, "mail-handed-subject").to_owned(), blocks)))
}

/// The link of an invitation. Its key is made now, and is nowhere but in the mail.
pub(super) async fn invitation(ctx: &Services, id: Uuid, invitation: Uuid) -> Result<Option<Message>, Error> {
    let mut tx = ctx.store.begin().await?;
    let found = invitations::find_open(&mut tx, invitation, ctx.clock.now()).await?;
    let Some(one) = found.filter(|one| !one.email.is_empty()) else { return Ok(None) };
    let lang: Lang = one.lang.parse().unwrap_or(ctx.settings.default_lang);
    let by = name_of(&mut tx, one.invited_by_id).await?;
    let place = match one.organisation_id {
        Some(id) => organisations::find(&mut tx, id).await?.map(|known| known.name),
        None => None,
    };
    let place = place.unwrap_or_else(|| t!(lang, "site-name").to_owned());
    let mut blocks = Vec::new();
    if one.counsellor_id.is_some() {
        let Some(offer) = offer(&mut tx, &one).await? else { return Ok(None) };
        blocks.push(Block::Paragraph(t!(lang, "mail-offer", by = by.as_str(), place = place.as_str())));
        blocks.push(facts(ctx, lang, &offer.purpose, offer.scope, offer.until));
    } else {
        let role = text_of(lang, "role-", one.role.as_str());
        blocks.push(Block::Paragraph(t!(
            lang,
            "mail-invitation",
            by = by.as_str(),
            place = place.as_str(),
            role = role
        )));
        if one.organisation_id.is_some() {
            let page = t!(lang, "access-title");
            let words = t!(lang, "invitation-counsellor", place = place.as_str(), page = page);
            blocks.push(Block::Paragraph(words));
        }
    }
    let key = fresh_key(ctx);
    invitations::set_token(&mut tx, one.id, &key_hash(&key)).await?;
    tx.commit().await?;
    let url = format!("{}/invitation?token={key}", ctx.settings.public_url);
    blocks.push(Block::Button { label: t!(lang, "mail-invitation-button").to_owned(), url });
    let last = date(lang, ctx.last_day(one.expires_at));
    blocks.push(Block::Small(t!(lang, "mail-invitation-until", until = last)));
    let subject = t!(lang, "mail-invitation-subject", place = place.as_str());
    Ok(Some(message(ctx, id, (Mailbox::new(&one.email), lang), subject, blocks)))
}
