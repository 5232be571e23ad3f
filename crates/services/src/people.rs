//! Who someone is: signing in with a password, and reading who is signed in.

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use fyr_domain::{
    Actor, User,
    fields::{FieldErrors, Problem},
    permission::Scope,
};
use fyr_store::{
    organisations,
    people::{self, Account, Participant},
};
use uuid::Uuid;

use crate::{Error, Services};

/// A password at most, in bytes: more is nobody's password and only costs time.
const MAX_PASSWORD: usize = 1_000;

/// argon2id with 19 MiB, two passes, one lane: OWASP's first choice for it.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

impl Services {
    /// A hash of a password, for keeping.
    ///
    /// # Errors
    /// Where hashing itself fails, which is a bug.
    pub fn hash_password(&self, password: &str) -> Result<String, Error> {
        let salt = [self.clock.random().to_le_bytes(), self.clock.random().to_le_bytes()].concat();
        let internal = |error: argon2::password_hash::Error| Error::Internal(error.to_string().into());
        let salt = SaltString::encode_b64(&salt).map_err(internal)?;
        Ok(argon2().hash_password(password.as_bytes(), &salt).map_err(internal)?.to_string())
    }
}

/// The person behind an address and a password. Unknown addresses take as long as wrong passwords and read the same.
///
/// # Errors
/// [`Error::Invalid`] with [`Problem::WrongCredentials`] where they do not go together.
pub async fn sign_in(ctx: &Services, email: &str, password: &str) -> Result<User, Error> {
    let mut errors = FieldErrors::default();
    if email.trim().is_empty() {
        errors.push("email", Problem::Required);
    }
    if password.is_empty() {
        errors.push("password", Problem::Required);
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let wrong = || Error::Invalid(FieldErrors::one("email", Problem::WrongCredentials));
    if password.len() > MAX_PASSWORD {
        return Err(wrong());
    }
    // nobody's address has it, and PostgreSQL takes none
    let email = email.trim().to_lowercase().replace('\0', "");
    let account = {
        let mut db = ctx.store.read().await?;
        people::find_by_email(&mut db, &email).await?
    };
    let known = account.as_ref().and_then(|account| account.password_hash.clone());
    let services = ctx.clone();
    let password = password.to_owned();
    let fits = tokio::task::spawn_blocking(move || verify(&services, known.as_deref(), &password))
        .await
        .map_err(|error| Error::Internal(Box::new(error)))??;
    match account {
        Some(account) if fits => Ok(account.into()),
        _ => Err(wrong()),
    }
}

/// Whether a password fits a hash; without one, the same work is done for nothing.
fn verify(ctx: &Services, hash: Option<&str>, password: &str) -> Result<bool, Error> {
    let Some(hash) = hash else {
        ctx.hash_password(password)?;
        return Ok(false);
    };
    let hash = PasswordHash::new(hash).map_err(|error| Error::Internal(error.to_string().into()))?;
    Ok(argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The person with this id.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(ctx: &Services, id: Uuid) -> Result<Option<User>, Error> {
    let mut db = ctx.store.read().await?;
    let Some(account) = people::find(&mut db, id).await? else { return Ok(None) };
    let memberships = organisations::memberships(&mut db, id).await?;
    Ok(Some(User { memberships, ..account.into() }))
}

/// A counsellor's people.
///
/// # Errors
/// [`Error::SignInFirst`] for nobody, [`Error::NotFound`] for anyone who is not a counsellor.
pub async fn participants(ctx: &Services, actor: &Actor) -> Result<Vec<Participant>, Error> {
    only_counsellors(actor)?;
    let mut db = ctx.store.read().await?;
    Ok(people::participants(&mut db, actor).await?)
}

/// One of a counsellor's people, and how far they may go for them.
///
/// # Errors
/// As [`participants`]; [`Error::NotFound`] for anyone else's participant.
pub async fn participant(ctx: &Services, actor: &Actor, id: Uuid) -> Result<(Account, Scope), Error> {
    only_counsellors(actor)?;
    let mut db = ctx.store.read().await?;
    people::participant(&mut db, actor, id).await?.ok_or(Error::NotFound)
}

fn only_counsellors(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if actor.counsels() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// Accounts offered on the sign-in page; none outside demo mode.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn demo_accounts(ctx: &Services) -> Result<Vec<Account>, Error> {
    if !ctx.settings.demo {
        return Ok(Vec::new());
    }
    let mut db = ctx.store.read().await?;
    Ok(people::all(&mut db).await?)
}

/// The password of every demo account, shown on the sign-in page in demo mode.
pub const DEMO_PASSWORD: &str = "fyr-demo-2026";
