//! Mail about ways to sign in.

use fyr_domain::Lang;
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox, Message};
use fyr_store::{Db, outbox, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::newcomer::code;
use crate::{Error, Services, mail::Mail};

/// A promised mail about a way to sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// To an address someone typed: the code that shows that it is theirs. To someone who has an account: how to come in.
    Newcomer { email: String, name: String, lang: Lang, salt: String },
    /// A way was connected with an account.
    Connected { user: Uuid, provider: String },
    /// A way was disconnected.
    Disconnected { user: Uuid, provider: String },
}

/// Promises a mail as part of the transaction.
pub(super) async fn promise(ctx: &Services, db: &mut Db, letter: &Letter) -> Result<(), Error> {
    let mail = Mail::Identity(letter.clone());
    let payload = serde_json::to_value(mail).map_err(|error| Error::Internal(Box::new(error)))?;
    Ok(outbox::put(db, ctx.clock.id(), "mail", &payload, ctx.clock.now()).await?)
}

/// Composes a promised mail; `None` where it has become pointless.
pub(crate) async fn compose(ctx: &Services, id: Uuid, letter: Letter) -> Result<Option<Message>, Error> {
    match letter {
        Letter::Newcomer { email, name, lang, salt } => {
            let mut db = ctx.store.read().await?;
            let known = people::find_by_email(&mut db, &email).await?.is_some();
            drop(db);
            let blocks = if known {
                let url = format!("{}/sign-in", ctx.settings.public_url);
                vec![
                    Block::Paragraph(t!(lang, "mail-newcomer-known").to_owned()),
                    Block::Button { label: t!(lang, "sign-in").to_owned(), url },
                ]
            } else {
                let code = code(ctx, &salt, &email)?;
                let (first, second) = code.split_at(4);
                vec![
                    Block::Paragraph(t!(lang, "mail-newcomer", name = name.as_str())),
                    Block::Facts(vec![(
                        t!(lang, "mail-newcomer-code").to_owned(),
                        format!("{first} {second}"),
                    )]),
                ]
            };
            let subject = t!(lang, "mail-newcomer-subject");
            let to = Mailbox::named(&email, &name);
            Ok(Some(message(ctx, id, (to, lang), subject, blocks)))
        }
        Letter::Connected { user, provider } => told(ctx, id, (user, &provider), true).await,
        Letter::Disconnected { user, provider } => told(ctx, id, (user, &provider), false).await,
    }
}

async fn told(
    ctx: &Services,
    id: Uuid,
    (user, provider): (Uuid, &str),
    connected: bool,
) -> Result<Option<Message>, Error> {
    let mut db = ctx.store.read().await?;
    let Some(account) = people::find(&mut db, user).await? else { return Ok(None) };
    let lang: Lang = account.lang.parse().unwrap_or_default();
    let known = ctx.settings.providers.get(provider);
    let name = known.map_or(provider, |known| known.config().name.text(lang)).to_owned();
    let (subject, words) = if connected {
        (t!(lang, "mail-connected-subject"), t!(lang, "mail-connected", provider = name.as_str()))
    } else {
        (t!(lang, "mail-disconnected-subject"), t!(lang, "mail-disconnected", provider = name.as_str()))
    };
    let url = format!("{}/account/identities", ctx.settings.public_url);
    let blocks = vec![
        Block::Paragraph(words),
        Block::Button { label: t!(lang, "identity-list-title").to_owned(), url },
    ];
    let to = Mailbox::named(&account.email, &account.name);
    Ok(Some(message(ctx, id, (to, lang), subject, blocks)))
}

fn message(
    ctx: &Services,
    id: Uuid,
    (to, lang): (Mailbox, Lang),
    subject: &str,
    blocks: Vec<Block>,
) -> Message {
    Message {
        id,
        to,
        reply_to: None,
        lang,
        subject: subject.to_owned(),
        preheader: None,
        blocks,
        footer: vec![
            Block::Small(t!(lang, "mail-identity-not-you").to_owned()),
            Block::Small(t!(lang, "mail-account-footer", url = ctx.settings.public_url.as_str())),
        ],
        unsubscribe: None,
        thread: None,
        auto: true,
    }
}
