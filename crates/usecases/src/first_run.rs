//! The first run of a portal that has no accounts: the link that the program prints, what is asked on its page, and the list of what
//! there is left to do after it.

use fyr_domain::{
    Actor, Lang, Role,
    branding::{Branding, CREDIT_FIELD, LANGUAGE_FIELDS, NAME_FIELD},
    calendar::{BusinessCalendar, OpeningHours},
    fields::{FieldErrors, Problem},
};
use fyr_i18n::t;
use fyr_mail::{Block, Mailbox};
use fyr_store::{articles, components, people, settings as stored_settings, topics};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    Backend, Error,
    accounts::{self, FirstAdmin, RedeemedLink},
    import,
    mailer::{self, EmailContent},
    presets::Preset,
    settings::{self, Setting, SettingChanges, desk::require_administrator},
};

/// The path of the page.
pub const FIRST_RUN_PATH: &str = "/first-run";

/// The field with the hours of Monday to Friday.
pub const HOURS_FIELD: &str = "hours";
/// The field with the name of a preset; empty for none.
pub const PRESET_FIELD: &str = "preset";
/// The field that says whether the preset's examples are wanted.
pub const EXAMPLES_FIELD: &str = "examples";
/// The field with the name of the portal.
pub const PORTAL_FIELD: &str = "portal_name";

/// What was entered on the page, checked.
#[derive(Debug)]
pub struct FirstRun {
    admin: FirstAdmin,
    changes: SettingChanges,
    preset: Option<Preset>,
}

impl FirstRun {
    /// Reads the form; `value` gives what was entered in a field. Names are in the language `lang`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn parse(backend: &Backend, value: impl Fn(&str) -> String, lang: Lang) -> Result<Self, FieldErrors> {
        let [name, email, password] = ["name", "email", "password"].map(&value);
        let admin = FirstAdmin::parse(backend, [&name, &email, &password], lang);
        let mut errors = admin.as_ref().err().cloned().unwrap_or_default();
        let preset = match value(PRESET_FIELD).as_str() {
            "" => Some(None),
            name => {
                errors.check(PRESET_FIELD, Preset::built_in(name).ok_or(Problem::UnknownChoice)).map(Some)
            }
        };
        let mut values: Map<String, Value> = preset.iter().flatten().flat_map(Preset::values).collect();
        let branding =
            Branding::from_fields(|field| branding_value(field, &value), lang, &Branding::default());
        match branding {
            Ok(branding) => drop(values.insert(Branding::NAME.to_owned(), json!(branding))),
            Err(problems) => errors.0.extend(problems.0.into_iter().map(|(field, problem)| {
                let field = if field == NAME_FIELD { PORTAL_FIELD.to_owned() } else { field };
                (field, problem)
            })),
        }
        if !value(HOURS_FIELD).trim().is_empty() {
            let calendar = errors.check(HOURS_FIELD, with_hours(backend, &values, &value(HOURS_FIELD)));
            values.extend(calendar.map(|calendar| (BusinessCalendar::NAME.to_owned(), calendar)));
        }
        let changes = SettingChanges::parse(&values);
        let changes = errors.check(HOURS_FIELD, changes.map_err(|_| Problem::InvalidHours));
        match (admin, changes) {
            (Ok(admin), Some(changes)) if errors.is_empty() => {
                let preset = preset.flatten().filter(|_| value(EXAMPLES_FIELD) == "yes");
                Ok(Self { admin, changes, preset })
            }
            _ => Err(errors),
        }
    }
}

/// What the form of the branding would have, of the fields of this one.
fn branding_value(field: &str, value: impl Fn(&str) -> String) -> String {
    match field {
        NAME_FIELD => value(PORTAL_FIELD),
        CREDIT_FIELD => "yes".to_owned(),
        field if LANGUAGE_FIELDS.iter().any(|(_, language)| *language == field) => value(field),
        _ => String::new(),
    }
}

/// The calendar of the preset, or of the configuration, with these hours from Monday to Friday.
fn with_hours(backend: &Backend, values: &Map<String, Value>, hours: &str) -> Result<Value, Problem> {
    let hours: OpeningHours = hours.trim().parse().map_err(|_| Problem::InvalidHours)?;
    let of_preset =
        values.get(BusinessCalendar::NAME).and_then(|value| BusinessCalendar::deserialize(value).ok());
    let of_configuration = || BusinessCalendar::from_configuration(&backend.settings.defaults);
    let mut calendar = of_preset.unwrap_or_else(of_configuration);
    calendar.week = calendar.week.with_weekdays(&hours);
    Ok(json!(calendar))
}

/// The URL of the page where the first administrator is made, for whoever starts the program: once, within a day. `None` where there
/// are accounts already.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn issue_link(backend: &Backend) -> Result<Option<String>, Error> {
    let key = accounts::issue_first_run_key(backend).await?;
    Ok(key.map(|key| format!("{}{FIRST_RUN_PATH}?token={key}", backend.settings.public_url)))
}

/// Checks that a link can still be used.
///
/// # Errors
/// [`Error::NotFound`] where it cannot, or there are accounts.
pub async fn require_link(backend: &Backend, key: &str) -> Result<(), Error> {
    accounts::require_first_run_key(backend, key).await
}

/// Makes the portal: its first administrator, its settings, and the examples of its preset, in one transaction. The same form sent
/// again from the same browser has the same outcome.
///
/// # Errors
/// As [`require_link`].
pub async fn complete(
    backend: &Backend,
    key: &str,
    run: &FirstRun,
    browser: &str,
) -> Result<RedeemedLink, Error> {
    match make(backend, key, run, browser).await {
        Err(Error::NotFound) => accounts::repeat_first_run(backend, key, &run.admin.password, browser).await,
        made => made,
    }
}

async fn make(backend: &Backend, key: &str, run: &FirstRun, browser: &str) -> Result<RedeemedLink, Error> {
    require_link(backend, key).await?;
    let hash = accounts::hash_first_password(backend, &run.admin).await?;
    let mut tx = backend.begin().await?;
    let admin = accounts::create_first_admin(backend, &mut tx, key, &run.admin, hash, browser).await?;
    let user = admin.id;
    let actor = Actor { now: backend.clock.now(), ..Actor::signed_in(admin) };
    settings::change_in(backend, &mut tx, &actor, run.changes.clone(), None).await?;
    if let Some(preset) = &run.preset {
        import::examples(backend, &mut tx, preset.examples()).await?;
    }
    tx.commit().await?;
    Ok(RedeemedLink { user, next: "/desk/settings".to_owned(), repeated: false })
}

/// A thing that a new portal needs before people can use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChecklistItem {
    /// Topics to choose from.
    Topics,
    /// Somebody besides the first administrator who answers.
    People,
    /// A first email that the mail server took.
    Mail,
    /// Services on the status page.
    Components,
    /// A first article.
    Article,
}

impl ChecklistItem {
    /// The end of the keys of its texts, `checklist-…`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Topics => "topics",
            Self::People => "people",
            Self::Mail => "mail",
            Self::Components => "components",
            Self::Article => "article",
        }
    }
}

/// What a new portal needs, each with whether it is there.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not run the portal.
pub async fn checklist(backend: &Backend, actor: &Actor) -> Result<Vec<(ChecklistItem, bool)>, Error> {
    require_administrator(actor)?;
    let mut db = backend.store.read().await?;
    Ok(vec![
        (ChecklistItem::Topics, !topics::list(&mut db).await?.is_empty()),
        (ChecklistItem::People, !people::list_by_role(&mut db, Role::Agent).await?.is_empty()),
        (ChecklistItem::Mail, stored_settings::find(&mut db, MAIL_TESTED).await?.is_some()),
        (ChecklistItem::Components, !components::list(&mut db).await?.is_empty()),
        (ChecklistItem::Article, articles::count_published_translations(&mut db).await? > 0),
    ])
}

/// The name under which it is remembered that the mail server took a test email.
const MAIL_TESTED: &str = "mail_tested";

/// What became of a test email.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTest {
    /// The mail server took it.
    Taken,
    /// There is no mail server: it lies in the folder for mail that is not sent.
    NoServer,
    /// The mail server did not take it, or is away; the log says why.
    Refused,
}

/// Sends the actor an email at once, and says what became of it.
///
/// # Errors
/// As [`checklist`].
pub async fn send_test_email(backend: &Backend, actor: &Actor) -> Result<MailTest, Error> {
    require_administrator(actor)?;
    let user = actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let portal = settings::portal_name(backend, user.lang).await;
    let text = t!(user.lang, "mail-test-text", portal = portal.as_str());
    let subject = t!(user.lang, "mail-test-subject", portal = portal.as_str());
    let to = Mailbox::named(&user.email, &user.name);
    let content = EmailContent::new(to, user.lang, subject, vec![Block::Paragraph(text)]);
    if let Err(error) = mailer::send_now(backend, content).await {
        tracing::warn!(%error, "the test email was not taken");
        return Ok(MailTest::Refused);
    }
    if !backend.transport.is_server() {
        return Ok(MailTest::NoServer);
    }
    let mut tx = backend.begin().await?;
    stored_settings::put(&mut tx, MAIL_TESTED, &backend.clock.now().to_rfc3339()).await?;
    tx.commit().await?;
    Ok(MailTest::Taken)
}
