//! Settings are read, checked and documented.

use figment::{
    Figment,
    providers::{Format, Toml},
};
use fyr_domain::calendar::Country;
use serde_json::Value;

use super::*;

const REFERENCE: &str = include_str!("../../../docs/configuration.md");

fn parse_file(text: &str) -> Result<Config, ConfigError> {
    reading::extract(reading::with_defaults(Figment::from(Toml::string(text))))
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
    let default = toml::to_string(&Config::default()).expect("can be written");
    let [written, default] =
        [block, &default].map(|text| toml::from_str::<Value>(text).expect("TOML with every setting"));
    assert_eq!(written, default);
}

#[test]
fn a_calendar_in_the_file_takes_the_place_of_the_default() {
    let config = parse_file("[calendar]\nzone = \"Europe/Oslo\"\n[calendar.week]\nmonday = \"09:00-15:00\"")
        .expect("good");
    assert!(config.support.calendar.week.friday.is_closed());
    assert_eq!(config.support.calendar.country, None);
    assert_eq!(parse_file("demo = true").expect("good").support.calendar.country, Some(Country::Se));
}

fn provider(settings: &str) -> String {
    format!("[[providers]]\nslug = \"kommun\"\nname = \"Kommunkonto\"\nclient_id = \"fyr\"\n{settings}")
}

#[test]
fn providers_come_from_the_file_and_their_secrets_are_not_shown() {
    let text = provider("issuer = \"https://login.example\"\nclient_secret = \"hush\"");
    let config = parse_file(&text).expect("good");
    assert!(
        config.identity.providers(&config.http.public_url).expect("good").find_by_slug("kommun").is_some()
    );
    let shown = toml::to_string_pretty(&config.without_secrets()).expect("can be written");
    assert!(shown.contains("https://login.example") && !shown.contains("hush"), "{shown}");
}

#[test]
fn a_wrong_setting_is_named_with_what_would_be_right() {
    for (text, expected) in [
        ("lisen = \"x\"", "lisen"),
        ("default_lang = \"da\"", "setting default_lang (FYR_DEFAULT_LANG): must be sv, nb, nn or en"),
        ("max_file_mb = 0", "setting max_file_mb (FYR_MAX_FILE_MB): must be from 1 to 10000"),
        (
            "max_file_mb = 50\nmax_files_mb = 10",
            "setting max_file_mb (FYR_MAX_FILE_MB): must be at most max_files_mb, which is 10",
        ),
        ("max_file_mb = \"x\"", "setting max_file_mb (FYR_MAX_FILE_MB): must be a whole number from 0, not "),
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
        ("retention_audit_days = 30", "setting retention_audit_days (FYR_RETENTION_AUDIT_DAYS): must be 0"),
        ("retention_inactive_accounts_days = 89", "setting retention_inactive_accounts_days"),
        ("retention_drafts_days = 0", "setting retention_drafts_days"),
        ("deletion_wait_days = 366", "setting deletion_wait_days"),
        ("mail_from = \"a@b@c\"", "setting mail_from (FYR_MAIL_FROM): must be like"),
        ("mail_from = \"Fyr <fyr@exa_mple..org>\"", "setting mail_from (FYR_MAIL_FROM): must be like"),
        ("mail_from = \"@example.org\"", "setting mail_from (FYR_MAIL_FROM): must be like"),
        (
            "database_url = \"postgres://fyr:p@ss@db.example.org/fyr\"",
            "setting database_url (FYR_DATABASE_URL): has an unescaped",
        ),
        (
            "database_url = \"postgresql://fyr:p@s/s@db.example.org/fyr\"",
            "setting database_url (FYR_DATABASE_URL): has an unescaped",
        ),
        (
            "database_url = \"postgres://fyr:p#ss@db.example.org/fyr\"",
            "setting database_url (FYR_DATABASE_URL): has an unescaped",
        ),
        (
            "database_url = \"postgres://fyr:p%zz@db.example.org/fyr\"",
            "setting database_url (FYR_DATABASE_URL): has an unescaped",
        ),
        (
            "database_url = \"postgres://fyr@db.example.org/fyr?sslmod=verify-full\"",
            "setting database_url (FYR_DATABASE_URL): has a parameter after ? that is not known",
        ),
        (
            "listen = \"127.0.0.1:3000\"\nmetrics_listen = \"127.0.0.1:3000\"",
            "setting metrics_listen (FYR_METRICS_LISTEN): is the address of listen",
        ),
        (
            "[calendar]\nzone = \"Europe/Oslo\"\nclosed_days = [\"2026-02-30\"]\n[calendar.week]",
            "setting calendar.closed_days",
        ),
        (
            "[calendar]\nzone = \"Europe/Oslo\"\nspecial_days = { \"2026-13-01\" = \"08:00-12:00\" }\n[calendar.week]",
            "has a date that does not exist",
        ),
        (
            "[calendar]\nzone = \"Europe/Oslo\"\nclosed_days = [\"15 May\"]\n[calendar.week]",
            "has a date that does not exist or is not written like 2026-05-15",
        ),
        (
            "[[webhooks]]\nslug = \"chat\"\nurl = \"http://chat.example.org\"\nsecret = \"0123456789012345678901234\"",
            "setting webhooks.chat.url (FYR_WEBHOOKS): must be a URL with https",
        ),
        (
            "[[webhooks]]\nslug = \"chat\"\nurl = \"https://chat.example.org\"\nsecret = \"short\"",
            "setting webhooks.chat.secret (FYR_WEBHOOKS): must have at least 24",
        ),
        ("link_key = \"short\"", "setting link_key (FYR_LINK_KEY): key 1 is shorter than 32"),
        (
            "sealing_key_file = \"/no/such/file\"",
            "setting sealing_key_file (FYR_SEALING_KEY_FILE): /no/such/file cannot be read",
        ),
        ("min_free_disk_mb = 10000001", "setting min_free_disk_mb"),
        ("listen =", "setting config (FYR_CONFIG): TOML parse error at line 1"),
    ] {
        let error = parse_file(text).expect_err("must be refused").to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_demonstration_is_for_this_machine_only_unless_that_is_said() {
    for (listen, public_url, is_local) in [
        ("127.0.0.1:3000", "http://127.0.0.1:3000", true),
        ("127.8.8.8:3000", "http://localhost:3000", true),
        ("[::1]:3000", "http://[::1]:3000", true),
        ("[::ffff:127.0.0.1]:3000", "http://fyr.localhost", true),
        ("0.0.0.0:3000", "http://127.0.0.1:3000", false),
        ("[::]:3000", "http://localhost", false),
        ("192.0.2.1:3000", "http://localhost", false),
        // a reverse proxy on the same machine
        ("127.0.0.1:3000", "https://help.example.org", false),
        ("127.0.0.1:3000", "https://localhost.example.org", false),
        ("127.0.0.1:3000", "http://192.168.1.4", false),
    ] {
        let text = format!("demo = true\nlisten = \"{listen}\"\npublic_url = \"{public_url}\"");
        let read = parse_file(&text);
        assert_eq!(read.is_ok(), is_local, "{text}: {read:?}");
        if let Err(error) = read {
            assert!(error.to_string().contains("setting demo (FYR_DEMO)"), "{error}");
        }
        assert!(parse_file(&format!("{text}\ndemo_in_public = true")).is_ok(), "{text}");
        assert!(parse_file(&text.replace("demo = true", "demo = false")).is_ok(), "{text}");
    }
}

#[test]
fn no_part_of_a_url_shows_a_secret() {
    for (setting, url) in [
        ("database_url", "postgres://db.example.org/fyr?user=fyr&password=hunter2"),
        ("database_url", "postgres://fyr:hunter2@db.example.org/fyr?sslmode=require"),
        ("database_url", "postgres:///fyr?host=/run/pg&PASSWORD=hunter2"),
        ("database_url", "postgres://db.example.org/fyr?sslkey=hunter2&options=hunter2"),
        ("search_url", "http://x:hunter2@127.0.0.1:7700"),
        ("search_url", "http://127.0.0.1:7700?key=hunter2"),
        ("mail_url", "smtp://u:hunter2@mail.example.org"),
    ] {
        let Ok(config) = parse_file(&format!("{setting} = \"{url}\"")) else { continue };
        let shown = toml::to_string_pretty(&config.without_secrets()).expect("can be written");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    let keys = format!("link_key = \"{0}\"\nsealing_key = \"{0}\"", "hunter2".repeat(6));
    let shown =
        toml::to_string_pretty(&parse_file(&keys).expect("good").without_secrets()).expect("can be written");
    assert!(shown.contains("link_key = \"***\"") && !shown.contains("hunter2"), "{shown}");
}

#[test]
fn keys_come_from_a_file_or_a_setting_not_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("links");
    let setting = format!("link_key_file = \"{}\"", file.display());
    std::fs::write(&file, "# none\n").expect("written");
    let error = parse_file(&setting).expect_err("no key").to_string();
    assert!(
        error.contains("setting link_key_file (FYR_LINK_KEY_FILE)") && error.contains("holds no key"),
        "{error}"
    );
    std::fs::write(&file, format!("{}\n{}\n", "a".repeat(32), "b".repeat(64))).expect("written");
    assert!(!parse_file(&setting).expect("good").keys.settings().expect("good").links.is_empty());
    let both = format!("{setting}\nlink_key = \"{}\"", "c".repeat(32));
    assert!(parse_file(&both).expect_err("both").to_string().contains("not both"));
}
