//! The configuration: a TOML file, overridden by `FYR_…` environment variables. `docs/configuration.md` is its reference; a test
//! compares the two.

mod per_role;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use chrono::TimeDelta;
use figment::{
    Figment,
    error::{Actual, Kind},
    providers::{Env, Format, Serialized, Toml},
};
use fyr_domain::{Lang, Role, calendar::BusinessCalendar, sla::ServiceLevel};
use fyr_identity::Providers;
use fyr_mail::{Mailbox, Transport};
use fyr_usecases::{AccountSettings, PrivacySettings, Registration, Settings};
pub use per_role::{PerRole, roles};
use serde::{Deserialize, Serialize};

/// All settings. Sizes are in megabytes (1,000,000 bytes).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address and port the portal listens on.
    pub listen: String,
    /// The address and port that serves metrics to Prometheus; empty for none.
    pub metrics_listen: String,
    /// The URL under which browsers reach the portal, without a slash at the end.
    pub public_url: String,
    /// The directory of attachments, and of the embedded database, search index and mail folder.
    pub data_dir: PathBuf,
    /// `sqlite://path` or `postgres://…`; empty for an SQLite file in the data directory.
    pub database_url: String,
    /// The URL of a Meilisearch server; empty for the embedded index.
    pub search_url: String,
    /// The API key of the Meilisearch server.
    pub search_key: String,
    /// `smtp://…`, `smtps://…` or `file:///dir`; empty for files in the data directory.
    pub mail_url: String,
    /// The sender of all mail: `address` or `Name <address>`.
    pub mail_from: String,
    /// The language (`sv`, `nb` or `en`) where a browser asks for none of ours.
    pub default_lang: String,
    /// The support telephone number shown on pages; empty for none.
    pub phone: String,
    /// The largest size of one file, from 1 to 10,000.
    pub max_file_mb: u64,
    /// The largest total size of the files of one message, from 1 to 10,000.
    pub max_files_mb: u64,
    /// How long the link to a ticket in a mail works.
    pub guest_link_days: u32,
    /// After how many minutes without use a session expires.
    pub session_idle_minutes: PerRole,
    /// After how many hours a session expires in any case.
    pub session_hours: PerRole,
    /// Whether people can register accounts: `open` or `off`.
    pub registration: Registration,
    /// Whether a registered account is created only after its e-mail address was confirmed.
    pub confirm_email: bool,
    /// The minimum number of characters of a password, from 8 to 200.
    pub password_min: usize,
    /// Roles that must have a second factor.
    pub second_factor_roles: Vec<Role>,
    /// Attempts to sign in from one network address, in a minute.
    pub limit_sign_in: u32,
    /// Writes from one network address, in a minute.
    pub limit_writes: u32,
    /// Writes by one account, in a minute.
    pub limit_account_writes: u32,
    /// Downloads of whole data sets by one account, in an hour.
    pub limit_exports: u32,
    /// The days between the request to delete an account and its deletion, at most 365.
    pub deletion_wait_days: u32,
    /// How long drafts and their files are kept, from 1 to 365 days.
    pub retention_drafts_days: u32,
    /// How long closed tickets of people with an account are kept; 0 for ever.
    pub retention_closed_tickets_days: u32,
    /// How long closed tickets of guests are kept; 0 for ever.
    pub retention_guest_tickets_days: u32,
    /// How long mail that could not be sent is kept; 0 for ever.
    pub retention_parked_mail_days: u32,
    /// How long ended relations between counsellors and participants are kept; 0 for ever.
    pub retention_ended_relations_days: u32,
    /// How long comments on articles are kept; 0 for ever.
    pub retention_rating_comments_days: u32,
    /// How long entries of the audit log are kept, at least 90 days; 0 for ever.
    pub retention_audit_days: u32,
    /// How long inactive accounts are kept, at least 90 days; 0 for ever.
    pub retention_inactive_accounts_days: u32,
    /// The number of reverse proxies in front whose `X-Forwarded-For` entries are trusted.
    pub trusted_proxies: usize,
    /// Whether the sign-in page offers demo accounts.
    pub demo: bool,
    /// The format of log lines: `text` or `json`.
    pub log_format: String,
    /// The business hours and holidays of support.
    pub calendar: BusinessCalendar,
    /// The service level targets by priority.
    pub service_level: ServiceLevel,
    /// The OpenID Connect providers people can sign in with.
    pub providers: Vec<fyr_identity::ProviderConfig>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:3000".into(),
            metrics_listen: String::new(),
            public_url: "http://127.0.0.1:3000".into(),
            data_dir: "data".into(),
            database_url: String::new(),
            search_url: String::new(),
            search_key: String::new(),
            mail_url: String::new(),
            mail_from: "Fyr <fyr@localhost>".into(),
            default_lang: "sv".into(),
            phone: String::new(),
            max_file_mb: 25,
            max_files_mb: 100,
            guest_link_days: 30,
            session_idle_minutes: PerRole {
                participant: 720,
                counsellor: 240,
                approver: 240,
                agent: 60,
                staff: 60,
                manager: 60,
                admin: 60,
            },
            session_hours: PerRole {
                participant: 168,
                counsellor: 24,
                approver: 24,
                agent: 12,
                staff: 12,
                manager: 12,
                admin: 12,
            },
            registration: Registration::Open,
            confirm_email: true,
            password_min: 12,
            second_factor_roles: Vec::new(),
            limit_sign_in: 10,
            limit_writes: 120,
            limit_account_writes: 120,
            limit_exports: 6,
            deletion_wait_days: 14,
            retention_drafts_days: 7,
            retention_closed_tickets_days: 0,
            retention_guest_tickets_days: 0,
            retention_parked_mail_days: 90,
            retention_ended_relations_days: 0,
            retention_rating_comments_days: 0,
            retention_audit_days: 0,
            retention_inactive_accounts_days: 0,
            trusted_proxies: 0,
            demo: false,
            log_format: "text".into(),
            calendar: BusinessCalendar::default(),
            service_level: ServiceLevel::default(),
            providers: Vec::new(),
        }
    }
}

/// An invalid setting, displayed in one line with its name, its variable and the problem.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("setting {name} ({}): {problem}", env_variable(.name))]
pub struct ConfigError {
    /// The setting's name in the file, such as `session_hours.agent`.
    pub name: String,
    /// What is wrong and which values are valid.
    pub problem: String,
}

/// The environment variable of a setting; the whole list of providers is in one variable.
fn env_variable(name: &str) -> String {
    let name = if name.starts_with("providers.") { "providers" } else { name };
    format!("FYR_{}", name.to_uppercase().replace('.', "__"))
}

fn config_error(name: &str, problem: impl Into<String>) -> ConfigError {
    ConfigError { name: name.to_owned(), problem: problem.into() }
}

/// The period of a retention rule; `None` (for ever) for 0.
fn retention_period(days: u32) -> Option<TimeDelta> {
    (days > 0).then(|| TimeDelta::days(days.into()))
}

/// A multi-line parser message in one line: its first line (the place) and its last (the problem), without the source excerpt
/// between them.
fn single_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    match (lines.next(), lines.next_back()) {
        (Some(place), Some(problem)) => format!("{place}: {problem}"),
        (only, _) => only.unwrap_or_default().to_owned(),
    }
}

/// What is wrong with a value and which values are valid, in the terms of TOML instead of Rust's types.
fn describe_problem(kind: &Kind) -> String {
    let (Kind::InvalidType(found, expected) | Kind::InvalidValue(found, expected)) = kind else {
        return single_line(&kind.to_string());
    };
    let valid = match expected.as_str() {
        "u16" => format!("a whole number from 0 to {}", u16::MAX),
        "u32" => format!("a whole number from 0 to {}", u32::MAX),
        "u64" | "usize" => "a whole number from 0".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" => "text in quotation marks".to_owned(),
        "a sequence" => "a list, such as [\"one\", \"two\"]".to_owned(),
        "a map" => "a table of its own".to_owned(),
        other => return single_line(&format!("{found} is not {other}")),
    };
    format!("must be {valid}, not {found}")
}

/// Whether the value found is a number or a boolean.
fn is_scalar_but_not_text(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::InvalidType(Actual::Bool(_) | Actual::Unsigned(_) | Actual::Signed(_) | Actual::Float(_), _)
    )
}

/// The unparsed text of a setting's environment variable, whatever its case.
fn env_text(path: &[String]) -> Option<String> {
    let name = format!("FYR_{}", path.join("__"));
    let found = std::env::vars_os().find(|(variable, _)| variable.eq_ignore_ascii_case(&name));
    found?.1.into_string().ok()
}

impl Config {
    /// The names of all top-level settings, as in the file.
    pub fn names() -> Vec<String> {
        let value = serde_json::to_value(Self::default()).unwrap_or_default();
        value.as_object().map(|settings| settings.keys().cloned().collect()).unwrap_or_default()
    }

    /// Reads file and environment. Without `file`, `fyr.toml` in the working directory is read where there is one.
    ///
    /// # Errors
    /// The first invalid setting, or a file that is named but missing.
    pub fn read(file: Option<&Path>) -> Result<Self, ConfigError> {
        let toml = match file {
            Some(path) if !path.is_file() => {
                return Err(config_error(
                    "config",
                    format!("there is no file {}; name one that exists", path.display()),
                ));
            }
            Some(path) => Toml::file_exact(path),
            None => Toml::file("fyr.toml"),
        };
        Self::extract(Self::with_defaults(Figment::from(toml)))
    }

    /// The file merged over the defaults. A calendar in the file replaces the default one as a whole: default days and holidays
    /// are not merged into it.
    fn with_defaults(file: Figment) -> Figment {
        let mut defaults = serde_json::to_value(Self::default()).unwrap_or_default();
        if let (true, Some(settings)) = (file.contains("calendar"), defaults.as_object_mut()) {
            settings.remove("calendar");
        }
        Figment::from(Serialized::defaults(defaults)).merge(file)
    }

    fn extract(figment: Figment) -> Result<Self, ConfigError> {
        let names = Self::names();
        let is_known = move |key: &figment::value::UncasedStr| {
            let top = key.as_str().split("__").next().unwrap_or_default().to_lowercase();
            names.contains(&top)
        };
        let figment = figment.merge(Env::prefixed("FYR_").filter(is_known).split("__"));
        let config = Self::extract_reading_text(figment).map_err(|error| {
            let name = if error.path.is_empty() { "config".to_owned() } else { error.path.join(".") };
            config_error(&name, describe_problem(&error.kind))
        })?;
        config.validate()?;
        Ok(config)
    }

    /// Extracts the configuration. Where a text is expected and the environment has a value that parses as a number or a boolean,
    /// such as the telephone number 112, the unparsed text is used.
    #[expect(clippy::result_large_err, reason = "called once, at the start")]
    fn extract_reading_text(mut figment: Figment) -> Result<Self, figment::Error> {
        let mut replaced: HashMap<Vec<String>, figment::Error> = HashMap::new();
        loop {
            let error = match figment.extract() {
                Ok(config) => return Ok(config),
                Err(error) => error,
            };
            if let Some(first) = replaced.remove(&error.path) {
                // the unparsed text does not help: no text is expected
                return Err(first);
            }
            let Some(text) = is_scalar_but_not_text(&error.kind).then(|| env_text(&error.path)).flatten()
            else {
                return Err(error);
            };
            figment = figment.merge(Serialized::default(&error.path.join("."), text));
            replaced.insert(error.path.clone(), error);
        }
    }

    fn validate(&self) -> Result<(), ConfigError> {
        for (name, address) in [("listen", &self.listen), ("metrics_listen", &self.metrics_listen)] {
            if !(address.is_empty() && name == "metrics_listen")
                && address.parse::<std::net::SocketAddr>().is_err()
            {
                return Err(config_error(
                    name,
                    format!("{address:?} is not an address with a port, such as 127.0.0.1:3000"),
                ));
            }
        }
        let public =
            url::Url::parse(&self.public_url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        // nothing but scheme, host and port
        let is_origin = |url: &url::Url| {
            url.path() == "/" && url[url::Position::AfterPath..].is_empty() && url.username().is_empty()
        };
        if public.is_none_or(|url| !is_origin(&url) || self.public_url.ends_with('/')) {
            return Err(config_error(
                "public_url",
                "must be like https://help.example.org, without a slash at the end",
            ));
        }
        if !self.database_url.is_empty() {
            fyr_store::Store::check_url(&self.database_url)
                .map_err(|error| config_error("database_url", error.to_string()))?;
        }
        let search = url::Url::parse(&self.search_url);
        if !self.search_url.is_empty() && !search.is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(config_error(
                "search_url",
                "must be like http://127.0.0.1:7700, or empty for the embedded index",
            ));
        }
        self.mail_transport()?;
        self.mail_sender()?;
        self.default_lang
            .parse::<Lang>()
            .map_err(|_| config_error("default_lang", "must be sv, nb or en"))?;
        for (name, number) in [("max_file_mb", self.max_file_mb), ("max_files_mb", self.max_files_mb)] {
            if !(1..=10_000).contains(&number) {
                return Err(config_error(name, "must be from 1 to 10000"));
            }
        }
        if self.max_file_mb > self.max_files_mb {
            let max = self.max_files_mb;
            return Err(config_error("max_file_mb", format!("must be at most max_files_mb, which is {max}")));
        }
        for (name, number) in [
            ("limit_sign_in", self.limit_sign_in),
            ("limit_writes", self.limit_writes),
            ("limit_account_writes", self.limit_account_writes),
            ("limit_exports", self.limit_exports),
            ("retention_drafts_days", self.retention_drafts_days),
            ("guest_link_days", self.guest_link_days),
        ] {
            if number == 0 || number > 10_000_000 {
                return Err(config_error(name, "must be at least 1"));
            }
        }
        if let Some(role) = self.session_idle_minutes.find_outside(1..=525_600) {
            return Err(config_error(
                &format!("session_idle_minutes.{}", role.as_str()),
                "must be from 1 to 525600",
            ));
        }
        if let Some(role) = self.session_hours.find_outside(1..=8_760) {
            return Err(config_error(&format!("session_hours.{}", role.as_str()), "must be from 1 to 8760"));
        }
        self.validate_retention()?;
        if !(8..=200).contains(&self.password_min) {
            return Err(config_error("password_min", "must be from 8 to 200"));
        }
        if !matches!(self.log_format.as_str(), "text" | "json") {
            return Err(config_error("log_format", "must be text or json"));
        }
        self.providers().map(|_| ())
    }

    /// Checks the ranges of the retention rules; some have a minimum, so that data still in use is not deleted.
    fn validate_retention(&self) -> Result<(), ConfigError> {
        /// The longest period, in days: a century.
        const MAX_DAYS: u32 = 36_500;
        for (name, days, min) in [
            ("retention_closed_tickets_days", self.retention_closed_tickets_days, 1),
            ("retention_guest_tickets_days", self.retention_guest_tickets_days, 1),
            ("retention_parked_mail_days", self.retention_parked_mail_days, 1),
            ("retention_ended_relations_days", self.retention_ended_relations_days, 1),
            ("retention_rating_comments_days", self.retention_rating_comments_days, 1),
            ("retention_audit_days", self.retention_audit_days, 90),
            ("retention_inactive_accounts_days", self.retention_inactive_accounts_days, 90),
        ] {
            if days != 0 && !(min..=MAX_DAYS).contains(&days) {
                return Err(config_error(
                    name,
                    format!("must be 0 (kept for ever) or from {min} to {MAX_DAYS}"),
                ));
            }
        }
        for (name, days) in [
            ("retention_drafts_days", self.retention_drafts_days),
            ("deletion_wait_days", self.deletion_wait_days),
        ] {
            if days > 365 {
                return Err(config_error(name, "must be at most 365"));
            }
        }
        Ok(())
    }

    /// The identity providers people can sign in with.
    ///
    /// # Errors
    /// The first invalid setting of the first invalid provider.
    pub fn providers(&self) -> Result<Providers, ConfigError> {
        Providers::new(&self.providers, &self.public_url).map_err(
            |fyr_identity::InvalidProvider { provider, invalid }| {
                config_error(&format!("providers.{provider}.{}", invalid.setting), invalid.problem)
            },
        )
    }

    /// The transport that `mail_url` names; a folder in the data directory where it is empty.
    ///
    /// # Errors
    /// Where the URL is invalid or the folder cannot be used.
    pub fn mail_transport(&self) -> Result<Transport, ConfigError> {
        let transport = if self.mail_url.is_empty() {
            Transport::file(self.data_dir.join("mail"))
        } else {
            Transport::from_url(&self.mail_url)
        };
        let setting = if self.mail_url.is_empty() { "data_dir" } else { "mail_url" };
        transport.map_err(|error| config_error(setting, error.to_string()))
    }

    /// The parsed sender of all mail.
    ///
    /// # Errors
    /// Where it is neither `address` nor `Name <address>`.
    pub fn mail_sender(&self) -> Result<Mailbox, ConfigError> {
        let (name, address) = match self.mail_from.split_once('<') {
            Some((name, rest)) => (name.trim(), rest.trim_end_matches('>').trim()),
            None => ("", self.mail_from.trim()),
        };
        if !address.contains('@') || address.contains(char::is_whitespace) {
            return Err(config_error("mail_from", "must be like Support <support@example.org>"));
        }
        Ok(if name.is_empty() {
            Mailbox::new(address)
        } else {
            Mailbox::named(address, name.trim_matches('"'))
        })
    }

    /// The URL of the database: `database_url`, or the SQLite file in the data directory where that is empty.
    pub fn effective_database_url(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite://{}", self.data_dir.join("fyr.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// The settings of the use cases.
    ///
    /// # Errors
    /// As [`Config::read`]; none for a configuration that was read.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        Ok(Settings {
            public_url: self.public_url.clone(),
            default_lang: self.default_lang.parse().unwrap_or_default(),
            calendar: self.calendar.clone(),
            service_level: self.service_level,
            phone: Some(self.phone.clone()).filter(|phone| !phone.is_empty()),
            mail_from: self.mail_sender()?,
            max_file_bytes: self.max_file_mb * 1_000_000,
            max_total_bytes: self.max_files_mb * 1_000_000,
            guest_link_lifetime: TimeDelta::days(self.guest_link_days.into()),
            demo: self.demo,
            providers: self.providers()?,
            accounts: AccountSettings {
                registration: self.registration,
                confirm_email: self.confirm_email,
                password_min: self.password_min,
                ..AccountSettings::default()
            },
            privacy: PrivacySettings {
                deletion_delay: TimeDelta::days(self.deletion_wait_days.into()),
                drafts: TimeDelta::days(self.retention_drafts_days.into()),
                closed_tickets: retention_period(self.retention_closed_tickets_days),
                guest_tickets: retention_period(self.retention_guest_tickets_days),
                failed_mail: retention_period(self.retention_parked_mail_days),
                ended_relations: retention_period(self.retention_ended_relations_days),
                rating_comments: retention_period(self.retention_rating_comments_days),
                audit: retention_period(self.retention_audit_days),
                inactive_accounts: retention_period(self.retention_inactive_accounts_days),
            },
        })
    }
}

impl Config {
    /// A copy that can be shown: keys and passwords are replaced by `***`.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let hide_password = |url: &str| match url::Url::parse(url) {
            Ok(mut url) if url.password().is_some() => {
                // fails only for URLs without a host, which have no password
                let _ = url.set_password(Some("***"));
                url.to_string()
            }
            _ => url.to_owned(),
        };
        let key = if self.search_key.is_empty() { String::new() } else { "***".to_owned() };
        Self {
            database_url: hide_password(&self.database_url),
            mail_url: hide_password(&self.mail_url),
            search_url: hide_password(&self.search_url),
            search_key: key,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use fyr_domain::calendar::Country;
    use serde_json::Value;

    use super::*;

    const REFERENCE: &str = include_str!("../../docs/configuration.md");

    fn parse_file(text: &str) -> Result<Config, ConfigError> {
        Config::extract(Config::with_defaults(Figment::from(Toml::string(text))))
    }

    #[test]
    fn the_reference_names_every_setting_with_its_variable_and_default() {
        let defaults = serde_json::to_value(Config::default()).expect("can be written");
        for name in Config::names() {
            let (_, rest) = REFERENCE
                .split_once(&format!("\n### `{name}`\n"))
                .unwrap_or_else(|| panic!("docs/configuration.md has no heading `{name}`"));
            let section = rest.split("\n#").next().unwrap_or_default();
            let variable = name.to_uppercase();
            let (variable, default) = match &defaults[&name] {
                Value::Object(_) => (format!("`FYR_{variable}__…`"), "default: ".to_owned()),
                Value::String(text) if text.is_empty() => {
                    (format!("`FYR_{variable}`"), "default: empty".to_owned())
                }
                Value::String(text) => (format!("`FYR_{variable}`"), format!("default: `{text}`")),
                other => (format!("`FYR_{variable}`"), format!("default: `{other}`")),
            };
            assert!(section.contains(&variable), "{name}: {variable} is missing");
            assert!(section.contains(&default), "{name}: {default} is missing");
        }
    }

    #[test]
    fn the_complete_file_in_the_reference_is_every_default() {
        let (_, rest) = REFERENCE.split_once("\n## A complete file\n").expect("a heading");
        let block =
            rest.split("```").nth(1).and_then(|block| block.strip_prefix("toml")).expect("a block of TOML");
        let written: Config = toml::from_str(block).expect("every setting is there");
        let [written, default] =
            [written, Config::default()].map(|config| serde_json::to_value(config).expect("can be written"));
        assert_eq!(written, default);
    }

    #[test]
    fn a_calendar_in_the_file_takes_the_place_of_the_default() {
        let config =
            parse_file("[calendar]\nzone = \"Europe/Oslo\"\n[calendar.week]\nmonday = \"09:00-15:00\"")
                .expect("good");
        assert_eq!(config.calendar.week.friday, None);
        assert_eq!(config.calendar.country, None);
        assert_eq!(parse_file("demo = true").expect("good").calendar.country, Some(Country::Se));
    }

    fn provider(settings: &str) -> String {
        format!("[[providers]]\nslug = \"kommun\"\nname = \"Kommunkonto\"\nclient_id = \"fyr\"\n{settings}")
    }

    #[test]
    fn providers_come_from_the_file_and_their_secrets_are_not_shown() {
        let text = provider("issuer = \"https://login.example\"\nclient_secret = \"hush\"");
        let config = parse_file(&text).expect("good");
        assert!(config.providers().expect("good").find_by_slug("kommun").is_some());
        let shown = toml::to_string_pretty(&config.without_secrets()).expect("can be written");
        assert!(shown.contains("https://login.example") && !shown.contains("hush"), "{shown}");
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_would_be_right() {
        for (text, expected) in [
            ("lisen = \"x\"", "lisen"),
            ("default_lang = \"da\"", "setting default_lang (FYR_DEFAULT_LANG): must be sv, nb or en"),
            ("max_file_mb = 0", "setting max_file_mb (FYR_MAX_FILE_MB): must be from 1 to 10000"),
            (
                "max_file_mb = 50\nmax_files_mb = 10",
                "setting max_file_mb (FYR_MAX_FILE_MB): must be at most max_files_mb, which is 10",
            ),
            (
                "max_file_mb = \"x\"",
                "setting max_file_mb (FYR_MAX_FILE_MB): must be a whole number from 0, not ",
            ),
            (
                "trusted_proxies = -1",
                "setting trusted_proxies (FYR_TRUSTED_PROXIES): must be a whole number from 0, not ",
            ),
            ("limit_writes = 5000000000", "must be a whole number from 0 to 4294967295, not "),
            ("demo = \"maybe\"", "setting demo (FYR_DEMO): must be true or false, not "),
            ("providers = 1", "setting providers (FYR_PROVIDERS): must be a list"),
            ("[service_level]\np1 = \"1d\"", "setting service_level.p1 (FYR_SERVICE_LEVEL__P1): `1d` is not"),
            ("public_url = \"https://x.example/\"", "without a slash at the end"),
            ("search_url = \"search.example\"", "must be like http://127.0.0.1:7700"),
            ("[[providers]]\nslug = \"x\"", "setting providers.0 (FYR_PROVIDERS): missing field `name`"),
            (
                &provider("issuer = \"login.example\""),
                "setting providers.kommun.issuer (FYR_PROVIDERS): must be an https",
            ),
            (
                &provider("issuer = \"https://l.example\""),
                "setting providers.kommun.client_secret (FYR_PROVIDERS): give exactly one",
            ),
            (
                &provider("issuer = \"https://l.example\"\nclient_secret = \"s\"\nscope = []"),
                "setting providers.0.scope",
            ),
            (
                "retention_audit_days = 30",
                "setting retention_audit_days (FYR_RETENTION_AUDIT_DAYS): must be 0",
            ),
            ("retention_inactive_accounts_days = 89", "setting retention_inactive_accounts_days"),
            ("retention_drafts_days = 0", "setting retention_drafts_days"),
            ("deletion_wait_days = 366", "setting deletion_wait_days"),
            ("listen =", "setting config (FYR_CONFIG): TOML parse error at line 1"),
        ] {
            let error = parse_file(text).expect_err("must be refused").to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
