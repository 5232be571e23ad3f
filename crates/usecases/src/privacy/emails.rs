//! Mail about the removal of an account.

use fyr_domain::Lang;
use fyr_i18n::{moment, t};
use fyr_mail::{Block, Mailbox, Message};
use fyr_store::{Db, outbox, people, removal};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Services, mail::Mail};

/// A promised mail about the removal of an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub(crate) enum Notice {
    /// The account will be removed, because its person asked.
    Asked { user: Uuid },
    /// The account will be removed, because nobody uses it.
    Inactive { user: Uuid },
    /// It will not, after all.
    Withdrawn { user: Uuid },
    /// It has been removed.
    Removed { email: String, name: String, lang: Lang },
}

/// Promises a mail as part of the transaction.
pub(super) async fn promise(ctx: &Services, db: &mut Db, notice: &Notice) -> Result<(), Error> {
    let payload = serde_json::to_value(Mail::Privacy(notice.clone()))
        .map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(outbox::put(db, ctx.clock.id(), "mail", &payload, ctx.clock.now()).await?)
}

/// Composes a promised mail; `None` where it has become pointless.
pub(crate) async fn compose(ctx: &Services, id: Uuid, notice: Notice) -> Result<Option<Message>, Error> {
    let (user, lang, to, subject, mut blocks) = match &notice {
        Notice::Removed { email, name, lang } => {
            let text = t!(*lang, "mail-removed", name = name.as_str());
            (None, *lang, Mailbox::named(email, name), t!(*lang, "mail-removed-subject"), vec![text])
        }
        Notice::Asked { user } | Notice::Inactive { user } | Notice::Withdrawn { user } => {
            let mut db = ctx.store.read().await?;
            let Some(account) = people::find(&mut db, *user).await? else { return Ok(None) };
            let lang: Lang = account.lang.parse().unwrap_or(ctx.settings.default_lang);
            let request = removal::of_user(&mut db, *user).await?;
            let name = account.name.as_str();
            let zone = ctx.settings.calendar.zone;
            let (subject, text) = match (&notice, request) {
                (Notice::Withdrawn { .. }, _) => (
                    t!(lang, "mail-deletion-withdrawn-subject"),
                    t!(lang, "mail-deletion-withdrawn", name = name),
                ),
                // withdrawn before this was sent
                (_, None) => return Ok(None),
                (Notice::Inactive { .. }, Some(request)) => (
                    t!(lang, "mail-inactive-subject"),
                    t!(lang, "mail-inactive", name = name, when = moment(lang, request.due_at, zone)),
                ),
                (_, Some(request)) => (
                    t!(lang, "mail-deletion-subject"),
                    t!(lang, "mail-deletion", name = name, when = moment(lang, request.due_at, zone)),
                ),
            };
            (Some(*user), lang, Mailbox::named(&account.email, name), subject, vec![text])
        }
    };
    let after = match notice {
        Notice::Asked { .. } => Some(t!(lang, "mail-deletion-undo")),
        Notice::Inactive { .. } => Some(t!(lang, "mail-inactive-undo")),
        Notice::Withdrawn { .. } => None,
        Notice::Removed { .. } => Some(t!(lang, "mail-removed-kept")),
    };
    blocks.extend(after.map(str::to_owned));
    let mut blocks: Vec<Block> = blocks.into_iter().map(Block::Paragraph).collect();
    if user.is_some() {
        let url = format!("{}/account/data", ctx.settings.public_url);
        blocks.push(Block::Button { label: t!(lang, "data-title").to_owned(), url });
    }
    Ok(Some(Message {
        id,
        to,
        reply_to: None,
        lang,
        subject: subject.to_owned(),
        preheader: None,
        blocks,
        footer: vec![Block::Small(t!(lang, "mail-footer-privacy", url = ctx.settings.public_url.as_str()))],
        unsubscribe: None,
        thread: None,
        auto: true,
    }))
}
