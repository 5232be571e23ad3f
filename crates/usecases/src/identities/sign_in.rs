//! A login at a provider becomes a session here: of the account that has this identity, or of a new one.

use fyr_domain::{Actor, Lang};
use fyr_identity::{Provider, Vouched};
use fyr_store::{
    Tx,
    identities::{self, Identity, Newcomer},
};
use serde_json::json;
use uuid::Uuid;

use super::{fresh, roles};
use crate::{
    Error, Services,
    audit::{self, Did},
};

/// How a login at a provider ended here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// This account may come in.
    Known {
        /// Whose it is.
        user: Uuid,
        /// By which the provider can end the session: goes into the session's data.
        session: Uuid,
    },
    /// They are new, and the provider did not tell a name, or an address it says is theirs.
    Incomplete,
    /// They are new, and their address belongs to an account already.
    EmailTaken,
    /// They are new, and this provider makes no accounts.
    NoAccount,
}

/// Finds the account of this identity, or makes one; gives and takes the roles that the provider's groups say.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn sign_in(
    ctx: &Services,
    actor: &Actor,
    (provider, vouched): (&Provider, &Vouched),
    lang: Lang,
) -> Result<SignIn, Error> {
    let mut tx = ctx.store.begin().await?;
    let known = identities::find(&mut tx, &vouched.issuer, &vouched.subject).await?;
    let mut identity = match known {
        Some(identity) => identity,
        None => match join(ctx, &mut tx, (provider, vouched), lang).await? {
            Ok(identity) => {
                note(ctx, &mut tx, actor, (provider, "user.registered"), Some(identity.user_id)).await?;
                identity
            }
            Err(SignIn::Incomplete) => return Ok(SignIn::Incomplete),
            Err(refused) => {
                note(ctx, &mut tx, actor, (provider, "identity.refused"), None).await?;
                tx.commit().await?;
                return Ok(refused);
            }
        },
    };
    identity.provider.clone_from(&provider.config().slug);
    identity.email.clone_from(&vouched.email);
    identity.last_used_at = ctx.clock.now();
    roles::apply(ctx, &mut tx, actor, (provider, vouched, &mut identity)).await?;
    identities::used(&mut tx, &identity).await?;
    let session = ctx.clock.id();
    let sid = vouched.sid.as_deref();
    identities::begin_session(&mut tx, session, identity.id, sid, ctx.clock.now()).await?;
    note(ctx, &mut tx, actor, (provider, "identity.used"), Some(identity.user_id)).await?;
    tx.commit().await?;
    Ok(SignIn::Known { user: identity.user_id, session })
}

/// A new account for someone the provider knows and we do not; or why there is none.
async fn join(
    ctx: &Services,
    tx: &mut Tx,
    (provider, vouched): (&Provider, &Vouched),
    lang: Lang,
) -> Result<Result<Identity, SignIn>, Error> {
    if !provider.config().sign_up {
        return Ok(Err(SignIn::NoAccount));
    }
    let (Some(name), Some(email), true) = (&vouched.name, &vouched.email, vouched.email_verified) else {
        return Ok(Err(SignIn::Incomplete));
    };
    let now = ctx.clock.now();
    let newcomer = Newcomer { id: ctx.clock.id(), email: email.clone(), name: name.clone(), lang };
    if !identities::add_person(tx, &newcomer, now).await? {
        // their own first login may have been under way twice
        let own = identities::find(tx, &vouched.issuer, &vouched.subject).await?;
        return Ok(own.ok_or(SignIn::EmailTaken));
    }
    let identity = fresh(ctx, provider, vouched, newcomer.id);
    identities::put(tx, &identity).await?;
    Ok(Ok(identity))
}

async fn note(
    ctx: &Services,
    tx: &mut Tx,
    actor: &Actor,
    (provider, action): (&Provider, &'static str),
    user: Option<Uuid>,
) -> Result<(), Error> {
    let details = json!({ "provider": provider.config().slug });
    let did = Did { action, target: user.map(|user| ("user", user)), organisation: None, details };
    audit::record(ctx, tx, actor, did).await
}
