//! What the operator chooses: a TOML file, then `FYR_…` environment variables over it. `docs/configuration.md` says it all.

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
use fyr_domain::{Lang, Role, calendar::BusinessCalendar, promise::ServiceLevel};
use fyr_identity::Providers;
use fyr_mail::{Mailbox, Transport};
use fyr_services::{AccountSettings, PrivacySettings, Registration, Settings};
pub use per_role::{PerRole, roles};
use serde::{Deserialize, Serialize};

/// Every setting. Sizes are in megabytes (1,000,000 bytes).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the portal listens.
    pub listen: String,
    /// Where Prometheus reads; empty for nowhere.
    pub metrics_listen: String,
    /// How browsers reach the portal.
    pub public_url: String,
    /// Everything embedded lies below.
    pub data_dir: PathBuf,
    /// `sqlite://path` or `postgres://…`; empty for an SQLite file in the data directory.
    pub database_url: String,
    /// Address of a Meilisearch server; empty for the embedded index.
    pub search_url: String,
    /// Its key.
    pub search_key: String,
    /// `smtp://…`, `smtps://…` or `file:///dir`; empty for files in the data directory.
    pub mail_url: String,
    /// The sender of all mail.
    pub mail_from: String,
    /// The language of those who asked for none.
    pub default_lang: String,
    /// Shown as a way to get help; empty for none.
    pub phone: String,
    /// One file at most.
    pub max_file_mb: u64,
    /// All files of a message at most.
    pub max_files_mb: u64,
    /// How long a link in a mail works.
    pub guest_link_days: u32,
    /// After how many minutes without use a session ends.
    pub session_idle_minutes: PerRole,
    /// After how many hours a session ends in any case.
    pub session_hours: PerRole,
    /// Whether people can make accounts for themselves: `open` or `off`.
    pub registration: Registration,
    /// Whether a new account is there only once its address was shown to be its owner's.
    pub confirm_email: bool,
    /// The fewest characters of a password.
    pub password_min: usize,
    /// Roles that must have a second factor.
    pub second_factor_roles: Vec<Role>,
    /// Tries to sign in from one address, in a minute.
    pub limit_sign_in: u32,
    /// Changes from one address, in a minute.
    pub limit_writes: u32,
    /// Changes by one account, in a minute.
    pub limit_account_writes: u32,
    /// Large files one account may take, in an hour.
    pub limit_exports: u32,
    /// How long an account stays after its removal was asked for.
    pub deletion_wait_days: u32,
    /// How long forms are kept that were begun and not sent.
    pub retention_drafts_days: u32,
    /// How long tickets are kept that are done, of people with an account; 0 for ever.
    pub retention_closed_tickets_days: u32,
    /// The same of guests.
    pub retention_guest_tickets_days: u32,
    /// How long mail is kept that was given up; 0 for ever.
    pub retention_parked_mail_days: u32,
    /// How long relations between counsellors and participants are kept once they are over; 0 for ever.
    pub retention_ended_relations_days: u32,
    /// How long comments on articles are kept; 0 for ever.
    pub retention_rating_comments_days: u32,
    /// How long lines of the audit log are kept; 0 for ever.
    pub retention_audit_days: u32,
    /// How long accounts are kept that nobody uses; 0 for ever.
    pub retention_inactive_accounts_days: u32,
    /// Proxies in front whose `X-Forwarded-For` is believed.
    pub trusted_proxies: usize,
    /// Offers demo accounts on the sign-in page.
    pub demo: bool,
    /// `text` or `json`.
    pub log_format: String,
    /// When support answers.
    pub calendar: BusinessCalendar,
    /// How soon support answers.
    pub service_level: ServiceLevel,
    /// With whom people may sign in, besides a password.
    pub providers: Vec<fyr_identity::Config>,
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

/// A setting and what is wrong with it, in one line.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("setting {name} ({}): {problem}", variable(.name))]
pub struct BadSetting {
    /// Its name in the file.
    pub name: String,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// The variable that holds a setting; a list is in one as a whole.
fn variable(name: &str) -> String {
    let name = if name.starts_with("providers.") { "providers" } else { name };
    format!("FYR_{}", name.to_uppercase().replace('.', "__"))
}

fn bad(name: &str, problem: impl Into<String>) -> BadSetting {
    BadSetting { name: name.to_owned(), problem: problem.into() }
}

/// A rule's time; 0 is for ever.
fn days(days: u32) -> Option<TimeDelta> {
    (days > 0).then(|| TimeDelta::days(days.into()))
}

/// The first line, which says where, and the last, which says what: between them stands the place, drawn.
fn one_line(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    match (lines.next(), lines.next_back()) {
        (Some(place), Some(what)) => format!("{place}: {what}"),
        (only, _) => only.unwrap_or_default().to_owned(),
    }
}

/// What is wrong with a value, and what would be right, in the words of whoever writes the file.
fn what_is_right(kind: &Kind) -> String {
    let (Kind::InvalidType(found, wanted) | Kind::InvalidValue(found, wanted)) = kind else {
        return one_line(&kind.to_string());
    };
    let right = match wanted.as_str() {
        "u16" => format!("a whole number from 0 to {}", u16::MAX),
        "u32" => format!("a whole number from 0 to {}", u32::MAX),
        "u64" | "usize" => "a whole number from 0".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a string" => "text in quotation marks".to_owned(),
        "a sequence" => "a list, such as [\"one\", \"two\"]".to_owned(),
        "a map" => "a table of its own".to_owned(),
        other => return one_line(&format!("{found} is not {other}")),
    };
    format!("must be {right}, not {found}")
}

fn looks_like_no_text(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::InvalidType(Actual::Bool(_) | Actual::Unsigned(_) | Actual::Signed(_) | Actual::Float(_), _)
    )
}

/// What the environment says for a setting, letter by letter.
fn in_environment(path: &[String]) -> Option<String> {
    let name = format!("FYR_{}", path.join("__"));
    let own = std::env::vars_os().find(|(variable, _)| variable.eq_ignore_ascii_case(&name));
    own?.1.into_string().ok()
}

impl Config {
    /// Names of every setting, as in the file.
    pub fn names() -> Vec<String> {
        let value = serde_json::to_value(Self::default()).unwrap_or_default();
        value.as_object().map(|all| all.keys().cloned().collect()).unwrap_or_default()
    }

    /// Reads file and environment. Without `file`, `fyr.toml` in the working directory is read where there is one.
    ///
    /// # Errors
    /// The first setting that is wrong, or a file that is named but missing.
    pub fn read(file: Option<&Path>) -> Result<Self, BadSetting> {
        let toml = match file {
            Some(path) if !path.is_file() => {
                return Err(bad(
                    "config",
                    format!("there is no file {}; name one that exists", path.display()),
                ));
            }
            Some(path) => Toml::file_exact(path),
            None => Toml::file("fyr.toml"),
        };
        Self::extract(Self::over_defaults(Figment::from(toml)))
    }

    /// The file over the defaults. A calendar in the file stands for itself: our days and holidays are not added to it.
    fn over_defaults(file: Figment) -> Figment {
        let mut defaults = serde_json::to_value(Self::default()).unwrap_or_default();
        if let (true, Some(all)) = (file.contains("calendar"), defaults.as_object_mut()) {
            all.remove("calendar");
        }
        Figment::from(Serialized::defaults(defaults)).merge(file)
    }

    fn extract(figment: Figment) -> Result<Self, BadSetting> {
        let names = Self::names();
        let known = move |key: &figment::value::UncasedStr| {
            let top = key.as_str().split("__").next().unwrap_or_default().to_lowercase();
            names.contains(&top)
        };
        let figment = figment.merge(Env::prefixed("FYR_").filter(known).split("__"));
        let config = Self::taking_text(figment).map_err(|error| {
            let name = if error.path.is_empty() { "config".to_owned() } else { error.path.join(".") };
            bad(&name, what_is_right(&error.kind))
        })?;
        config.check()?;
        Ok(config)
    }

    /// Extracts. Where a text is wanted and the environment has something that looks like a number or a truth, such as the
    /// telephone number 112, it is the text as it stands.
    #[expect(clippy::result_large_err, reason = "once, at the start")]
    fn taking_text(mut figment: Figment) -> Result<Self, figment::Error> {
        let mut taken: HashMap<Vec<String>, figment::Error> = HashMap::new();
        loop {
            let error = match figment.extract() {
                Ok(config) => return Ok(config),
                Err(error) => error,
            };
            if let Some(first) = taken.remove(&error.path) {
                // it was no text that was wanted
                return Err(first);
            }
            let Some(text) = looks_like_no_text(&error.kind).then(|| in_environment(&error.path)).flatten()
            else {
                return Err(error);
            };
            figment = figment.merge(Serialized::default(&error.path.join("."), text));
            taken.insert(error.path.clone(), error);
        }
    }

    fn check(&self) -> Result<(), BadSetting> {
        for (name, address) in [("listen", &self.listen), ("metrics_listen", &self.metrics_listen)] {
            if !(address.is_empty() && name == "metrics_listen")
                && address.parse::<std::net::SocketAddr>().is_err()
            {
                return Err(bad(
                    name,
                    format!("{address:?} is not an address with a port, such as 127.0.0.1:3000"),
                ));
            }
        }
        let public =
            url::Url::parse(&self.public_url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        // nothing but scheme, host and port
        let plain = |url: &url::Url| {
            url.path() == "/" && url[url::Position::AfterPath..].is_empty() && url.username().is_empty()
        };
        if public.is_none_or(|url| !plain(&url) || self.public_url.ends_with('/')) {
            return Err(bad(
                "public_url",
                "must be like https://help.example.org, without a slash at the end",
            ));
        }
        if !self.database_url.is_empty() {
            fyr_store::Store::check_url(&self.database_url)
                .map_err(|error| bad("database_url", error.to_string()))?;
        }
        let search = url::Url::parse(&self.search_url);
        if !self.search_url.is_empty() && !search.is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
            return Err(bad(
                "search_url",
                "must be like http://127.0.0.1:7700, or empty for the embedded index",
            ));
        }
        self.mail()?;
        self.sender()?;
        self.default_lang.parse::<Lang>().map_err(|_| bad("default_lang", "must be sv, nb or en"))?;
        for (name, number) in [("max_file_mb", self.max_file_mb), ("max_files_mb", self.max_files_mb)] {
            if !(1..=10_000).contains(&number) {
                return Err(bad(name, "must be from 1 to 10000"));
            }
        }
        if self.max_file_mb > self.max_files_mb {
            let most = self.max_files_mb;
            return Err(bad("max_file_mb", format!("must be at most max_files_mb, which is {most}")));
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
                return Err(bad(name, "must be at least 1"));
            }
        }
        if let Some(role) = self.session_idle_minutes.outside(1..=525_600) {
            return Err(bad(&format!("session_idle_minutes.{}", role.as_str()), "must be from 1 to 525600"));
        }
        if let Some(role) = self.session_hours.outside(1..=8_760) {
            return Err(bad(&format!("session_hours.{}", role.as_str()), "must be from 1 to 8760"));
        }
        self.check_retention()?;
        if !(8..=200).contains(&self.password_min) {
            return Err(bad("password_min", "must be from 8 to 200"));
        }
        if !matches!(self.log_format.as_str(), "text" | "json") {
            return Err(bad("log_format", "must be text or json"));
        }
        self.providers().map(|_| ())
    }

    /// Rules that would remove what somebody still needs are refused.
    fn check_retention(&self) -> Result<(), BadSetting> {
        /// Days: more than a century is for ever.
        const MOST: u32 = 36_500;
        for (name, days, least) in [
            ("retention_closed_tickets_days", self.retention_closed_tickets_days, 1),
            ("retention_guest_tickets_days", self.retention_guest_tickets_days, 1),
            ("retention_parked_mail_days", self.retention_parked_mail_days, 1),
            ("retention_ended_relations_days", self.retention_ended_relations_days, 1),
            ("retention_rating_comments_days", self.retention_rating_comments_days, 1),
            ("retention_audit_days", self.retention_audit_days, 90),
            ("retention_inactive_accounts_days", self.retention_inactive_accounts_days, 90),
        ] {
            if days != 0 && !(least..=MOST).contains(&days) {
                return Err(bad(name, format!("must be 0 (kept for ever) or from {least} to {MOST}")));
            }
        }
        for (name, days) in [
            ("retention_drafts_days", self.retention_drafts_days),
            ("deletion_wait_days", self.deletion_wait_days),
        ] {
            if days > 365 {
                return Err(bad(name, "must be at most 365"));
            }
        }
        Ok(())
    }

    /// With whom people may sign in.
    ///
    /// # Errors
    /// The first setting of the first provider that is wrong.
    pub fn providers(&self) -> Result<Providers, BadSetting> {
        Providers::new(&self.providers, &self.public_url)
            .map_err(|(provider, (name, problem))| bad(&format!("providers.{provider}.{name}"), problem))
    }

    /// How mail leaves.
    ///
    /// # Errors
    /// Where the address is wrong.
    pub fn mail(&self) -> Result<Transport, BadSetting> {
        let transport = if self.mail_url.is_empty() {
            Transport::file(self.data_dir.join("mail"))
        } else {
            Transport::from_url(&self.mail_url)
        };
        let setting = if self.mail_url.is_empty() { "data_dir" } else { "mail_url" };
        transport.map_err(|error| bad(setting, error.to_string()))
    }

    /// The sender of all mail.
    ///
    /// # Errors
    /// Where it is neither `address` nor `Name <address>`.
    pub fn sender(&self) -> Result<Mailbox, BadSetting> {
        let (name, address) = match self.mail_from.split_once('<') {
            Some((name, rest)) => (name.trim(), rest.trim_end_matches('>').trim()),
            None => ("", self.mail_from.trim()),
        };
        if !address.contains('@') || address.contains(char::is_whitespace) {
            return Err(bad("mail_from", "must be like Support <support@example.org>"));
        }
        Ok(if name.is_empty() {
            Mailbox::new(address)
        } else {
            Mailbox::named(address, name.trim_matches('"'))
        })
    }

    /// Where the database is.
    pub fn database(&self) -> String {
        if self.database_url.is_empty() {
            format!("sqlite://{}", self.data_dir.join("fyr.db").display())
        } else {
            self.database_url.clone()
        }
    }

    /// What use cases need of it.
    ///
    /// # Errors
    /// As [`Config::read`]; nothing new once that has succeeded.
    pub fn settings(&self) -> Result<Settings, BadSetting> {
        Ok(Settings {
            public_url: self.public_url.clone(),
            default_lang: self.default_lang.parse().unwrap_or_default(),
            calendar: self.calendar.clone(),
            service_level: self.service_level,
            phone: Some(self.phone.clone()).filter(|phone| !phone.is_empty()),
            mail_from: self.sender()?,
            max_file: self.max_file_mb * 1_000_000,
            max_files: self.max_files_mb * 1_000_000,
            guest_link: TimeDelta::days(self.guest_link_days.into()),
            demo: self.demo,
            providers: self.providers()?,
            accounts: AccountSettings {
                registration: self.registration,
                confirm_email: self.confirm_email,
                password_min: self.password_min,
            },
            privacy: PrivacySettings {
                deletion_wait: TimeDelta::days(self.deletion_wait_days.into()),
                drafts: TimeDelta::days(self.retention_drafts_days.into()),
                closed_tickets: days(self.retention_closed_tickets_days),
                guest_tickets: days(self.retention_guest_tickets_days),
                parked_mail: days(self.retention_parked_mail_days),
                ended_relations: days(self.retention_ended_relations_days),
                rating_comments: days(self.retention_rating_comments_days),
                audit: days(self.retention_audit_days),
                inactive_accounts: days(self.retention_inactive_accounts_days),
            },
        })
    }
}

impl Config {
    /// The same, fit to be shown: keys and passwords are left out.
    #[must_use]
    pub fn without_secrets(&self) -> Self {
        let hide = |url: &str| match url::Url::parse(url) {
            Ok(mut url) if url.password().is_some() => {
                // only addresses without a host refuse, and those have no password either
                let _ = url.set_password(Some("***"));
                url.to_string()
            }
            _ => url.to_owned(),
        };
        let key = if self.search_key.is_empty() { String::new() } else { "***".to_owned() };
        Self {
            database_url: hide(&self.database_url),
            mail_url: hide(&self.mail_url),
            search_url: hide(&self.search_url),
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

    fn from_file(text: &str) -> Result<Config, BadSetting> {
        Config::extract(Config::over_defaults(Figment::from(Toml::string(text))))
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
            from_file("[calendar]\nzone = \"Europe/Oslo\"\n[calendar.week]\nmonday = \"09:00-15:00\"")
                .expect("good");
        assert_eq!(config.calendar.week.friday, None);
        assert_eq!(config.calendar.country, None);
        assert_eq!(from_file("demo = true").expect("good").calendar.country, Some(Country::Se));
    }

    fn provider(more: &str) -> String {
        format!("[[providers]]\nslug = \"kommun\"\nname = \"Kommunkonto\"\nclient_id = \"fyr\"\n{more}")
    }

    #[test]
    fn providers_come_from_the_file_and_their_secrets_are_not_shown() {
        let text = provider("issuer = \"https://login.example\"\nclient_secret = \"hush\"");
        let config = from_file(&text).expect("good");
        assert!(config.providers().expect("good").get("kommun").is_some());
        let shown = toml::to_string_pretty(&config.without_secrets()).expect("can be written");
        assert!(shown.contains("https://login.example") && !shown.contains("hush"), "{shown}");
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_would_be_right() {
        for (text, wanted) in [
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
            let error = from_file(text).expect_err("must be refused").to_string();
            assert!(error.contains(wanted), "{text}: {error}");
        }
    }
}
