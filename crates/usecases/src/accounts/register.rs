//! Registration: people create an account for themselves.

use fyr_domain::{
    Actor, Lang, Role,
    fields::{FieldErrors, Problem},
    text::{EmailAddress, PersonName},
};
use fyr_store::{
    Db,
    accounts::{self, NewAccount},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    emails::{AlreadyRegisteredEmail, RegisterEmail},
    passwords::{self, PasswordMatch},
    tokens::{self, EmailLink, RedeemedLink, TokenPurpose},
};
use crate::{Backend, Error, audit, events::Event, settings};

/// The registration form as it was submitted.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationForm<'a> {
    /// The name, not validated.
    pub name: &'a str,
    /// The address, not validated.
    pub email: &'a str,
    /// The password, not validated; ignored where addresses are confirmed, because it is chosen after that.
    pub password: &'a str,
    /// The path to return to when the account exists.
    pub next: &'a str,
}

/// Checks that registration is enabled.
///
/// # Errors
/// [`Error::NotFound`] where it is not.
fn require_open_registration(backend: &Backend) -> Result<(), Error> {
    match backend.settings.accounts.registration {
        settings::Registration::Open => Ok(()),
        settings::Registration::Off => Err(Error::NotFound),
    }
}

/// Registers a person. Where addresses are confirmed, this only enqueues an email with a link that creates the account;
/// otherwise the account is created at once. Where the address has an account, its owner gets an email that says so and the
/// result is the same.
///
/// # Errors
/// [`Error::NotFound`] where registration is disabled; [`Error::Invalid`] for `name`, `email` or `password`.
pub async fn register(
    backend: &Backend,
    actor: &Actor,
    form: RegistrationForm<'_>,
    lang: Lang,
) -> Result<(), Error> {
    require_open_registration(backend)?;
    let mut errors = FieldErrors::default();
    let name = errors.check("name", PersonName::parse(form.name));
    let email = errors.check("email", EmailAddress::parse(form.email));
    let confirms = backend.settings.accounts.confirm_email;
    if !confirms {
        errors.check("password", passwords::check(backend, form.password, &[form.name, form.email]));
    }
    let (Some(name), Some(email), true) = (name, email, errors.is_empty()) else { return Err(errors.into()) };
    let (name, email) = (name.to_string(), email.to_string());
    let hash = if confirms { None } else { Some(passwords::hash(backend, form.password).await?) };
    let mut tx = backend.begin_for(actor).await?;
    if confirms {
        tx.enqueue_email(RegisterEmail { email, name, lang, next: form.next.to_owned() }).await?;
    } else {
        let id = backend.clock.id();
        let new = new_account(id, &email, &name, lang);
        if insert_account(backend, &mut tx, actor, NewAccount { password_hash: hash, ..new }).await? {
            tx.emit(Event::AccountRegistered { user: id });
        } else {
            tx.enqueue_email(AlreadyRegisteredEmail { email }).await?;
        }
    }
    tx.commit().await
}

fn new_account(id: Uuid, email: &str, name: &str, lang: Lang) -> NewAccount {
    NewAccount {
        id,
        email: email.to_owned(),
        name: name.to_owned(),
        role: Role::Participant,
        lang,
        password_hash: None,
        email_confirmed_at: None,
    }
}

/// Inserts an account and records it in the audit log; `false` where the address has an account.
async fn insert_account(
    backend: &Backend,
    db: &mut Db,
    actor: &Actor,
    new: NewAccount,
) -> Result<bool, Error> {
    let added = accounts::insert(db, &new, backend.clock.now()).await?;
    if added {
        let event = audit::AuditEvent {
            action: "account.registered",
            target: Some(("user", new.id)),
            organisation: None,
            details: json!({}),
        };
        audit::record(backend, db, actor, event).await?;
    }
    Ok(added)
}

/// Finds a registration link without redeeming it.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired, or registration is disabled.
pub async fn find_registration_link(backend: &Backend, key: &str) -> Result<EmailLink, Error> {
    require_open_registration(backend)?;
    tokens::find_valid(backend, &mut backend.store.read().await?, TokenPurpose::Register, key).await
}

/// Redeems a registration link and creates the account. The password is chosen only now, because before this nothing showed
/// that whoever registered owns the mailbox. `browser` is the secret key of the browser's cookie: the same form sent there once
/// more has the same outcome.
///
/// # Errors
/// [`Error::NotFound`] where the link is invalid or expired, or the address has an account by now; [`Error::Invalid`] for
/// `password`.
pub async fn confirm_registration(
    backend: &Backend,
    actor: &Actor,
    key: &str,
    password: &str,
    browser: &str,
) -> Result<RedeemedLink, Error> {
    match create_by_link(backend, actor, key, password, browser).await {
        Err(Error::NotFound) => {
            let used = tokens::find_used(backend, TokenPurpose::Register, key, browser).await?;
            repeat_with_password(backend, used, password).await
        }
        created => created,
    }
}

/// The outcome of a link that this browser has used already to choose this very password.
///
/// # Errors
/// [`Error::NotFound`] where the account has another password.
pub(super) async fn repeat_with_password(
    backend: &Backend,
    (link, user): (EmailLink, Uuid),
    password: &str,
) -> Result<RedeemedLink, Error> {
    let stored = accounts::find_by_id(&mut backend.store.read().await?, user).await?;
    let stored = stored.and_then(|account| account.password_hash);
    if matches!(passwords::verify(backend, stored, password).await?, PasswordMatch::Mismatch) {
        return Err(Error::NotFound);
    }
    Ok(RedeemedLink { user, next: link.data.next, repeated: true })
}

async fn create_by_link(
    backend: &Backend,
    actor: &Actor,
    key: &str,
    password: &str,
    browser: &str,
) -> Result<RedeemedLink, Error> {
    let link = find_registration_link(backend, key).await?;
    let own_words = [link.name(), link.email.as_str()];
    if let Err(problem) = passwords::check(backend, password, &own_words) {
        return Err(password_error(problem).into());
    }
    let hash = passwords::hash(backend, password).await?;
    let mut tx = backend.begin().await?;
    let link = tokens::redeem(backend, &mut tx, TokenPurpose::Register, key).await?;
    let lang = link.data.lang.parse().unwrap_or(backend.settings.default_lang);
    let id = backend.clock.id();
    let new = new_account(id, &link.email, link.name(), lang);
    let new = NewAccount { password_hash: Some(hash), email_confirmed_at: Some(backend.clock.now()), ..new };
    if !insert_account(backend, &mut tx, actor, new).await? {
        return Err(Error::NotFound);
    }
    tokens::remember_use(&mut tx, &link, id, browser).await?;
    tx.commit().await?;
    Ok(RedeemedLink { user: id, next: link.data.next, repeated: false })
}

pub(super) fn password_error(problem: Problem) -> FieldErrors {
    FieldErrors::single("password", problem)
}
