//! The first administrator of a portal that has no accounts: whoever has the link that the program prints when it starts.

use fyr_domain::{
    Actor, Lang, Level, Role, User,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, PersonName},
};
use fyr_store::accounts::{self, NewAccount};
use serde_json::json;

use super::{
    passwords,
    register::repeat_with_password,
    tokens::{self, NewToken, RedeemedLink, TokenData, TokenPurpose},
};
use crate::{Backend, Error, Transaction, audit};

/// The first administrator, as checked input.
#[derive(Clone, Debug)]
pub struct FirstAdmin {
    /// Their address; counts as confirmed, because whoever starts the program vouches for it.
    pub email: EmailAddress,
    /// What they are called.
    pub name: PersonName,
    /// Their password, not hashed yet.
    pub password: String,
    /// The language of their emails.
    pub lang: Lang,
}

impl FirstAdmin {
    /// Checks what somebody has entered in the fields `name`, `email` and `password`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn parse(
        backend: &Backend,
        [name, email, password]: [&str; 3],
        lang: Lang,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let parsed_name = errors.check("name", PersonName::parse(name));
        let parsed_email = errors.check("email", EmailAddress::parse(email));
        errors.check("password", passwords::check(backend, password, &[name, email]));
        match (parsed_name, parsed_email) {
            (Some(name), Some(email)) if errors.is_empty() => {
                Ok(Self { email, name, password: password.to_owned(), lang })
            }
            _ => Err(errors),
        }
    }
}

/// The key of a new link with which the first administrator is made, once, within a day; `None` where there are accounts already.
pub(crate) async fn issue_first_run_key(backend: &Backend) -> Result<Option<String>, Error> {
    let mut tx = backend.begin().await?;
    if accounts::exist(&mut tx).await? {
        return Ok(None);
    }
    let purpose = TokenPurpose::FirstRun;
    let (data, lifetime) = (TokenData::default(), purpose.lifetime());
    let token = NewToken { purpose, user: None, email: "", data, lifetime, network: None };
    let key = tokens::issue(backend, &mut tx, token).await?;
    tx.commit().await?;
    Ok(Some(key))
}

/// Checks that the key of a link can still be used.
///
/// # Errors
/// [`Error::NotFound`] where it cannot, or there are accounts.
pub(crate) async fn require_first_run_key(backend: &Backend, key: &str) -> Result<(), Error> {
    let mut db = backend.store.read().await?;
    if accounts::exist(&mut db).await? {
        return Err(Error::NotFound);
    }
    tokens::find_valid(backend, &mut db, TokenPurpose::FirstRun, key).await.map(|_| ())
}

/// Hashes the password, which takes its time, before the transaction of [`create_first_admin`].
pub(crate) async fn hash_first_password(backend: &Backend, admin: &FirstAdmin) -> Result<String, Error> {
    passwords::hash(backend, &admin.password).await
}

/// Makes the first administrator with the key of a link. `browser` is the secret key of the browser's cookie: the same form sent
/// there once more has the same outcome.
///
/// # Errors
/// As [`require_first_run_key`].
pub(crate) async fn create_first_admin(
    backend: &Backend,
    tx: &mut Transaction,
    key: &str,
    admin: &FirstAdmin,
    hash: String,
    browser: &str,
) -> Result<User, Error> {
    let link = tokens::redeem(backend, tx, TokenPurpose::FirstRun, key).await?;
    if accounts::exist(tx).await? {
        return Err(Error::NotFound);
    }
    let (id, now) = (backend.clock.id(), backend.clock.now());
    let new = NewAccount {
        id,
        email: admin.email.to_string(),
        name: admin.name.to_string(),
        role: Role::Admin,
        lang: admin.lang,
        password_hash: Some(hash),
        email_confirmed_at: Some(now),
    };
    if !accounts::insert(tx, &new, now).await? {
        return Err(FieldErrors::single("email", Problem::AddressTaken).into());
    }
    let event = audit::AuditEvent {
        action: "account.added",
        target: Some(("user", id)),
        organisation: None,
        details: json!({ "role": Role::Admin.as_str(), "by": "first-run" }),
    };
    audit::record(backend, tx, &Actor::ANONYMOUS, event).await?;
    tokens::remember_use(tx, &link, id, browser).await?;
    Ok(User {
        id,
        name: admin.name.to_string(),
        email: admin.email.to_string(),
        email_confirmed: true,
        role: Role::Admin,
        level: Level::default(),
        lang: admin.lang,
        memberships: Vec::new(),
    })
}

/// The outcome of a link that this browser has used already, with the same password.
///
/// # Errors
/// [`Error::NotFound`] where it has not.
pub(crate) async fn repeat_first_run(
    backend: &Backend,
    key: &str,
    password: &str,
    browser: &str,
) -> Result<RedeemedLink, Error> {
    let used = tokens::find_used(backend, TokenPurpose::FirstRun, key, browser).await?;
    repeat_with_password(backend, used, password).await
}
