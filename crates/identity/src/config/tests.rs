//! What is refused in the configuration of a provider, and what is not.

use super::*;

fn parse(more: &str) -> ProviderConfig {
    let base = "slug = \"kommun\"\nname = \"Kommunkonto\"\nissuer = \"https://login.example.org\"\nclient_id = \"fyr\"\n";
    toml::from_str(&format!("{base}{more}")).expect("a provider")
}

fn invalid_setting(more: &str, change: impl FnOnce(&mut ProviderConfig)) -> &'static str {
    let mut config = parse(&format!("client_secret = \"s\"\n{more}"));
    change(&mut config);
    config.validate().expect_err("something is wrong").setting
}

#[test]
fn five_settings_are_enough() {
    let config = parse("client_secret = \"s\"");
    config.validate().expect("good");
    assert!(config.sign_up && config.logout && !config.govern_roles && !config.trust_email);
    assert_eq!(config.scopes, ["openid", "profile", "email"]);
}

#[test]
fn an_invalid_setting_is_reported_by_its_name() {
    for slug in ["", "Kommun", "a/b", "å", "-a", "code", "link", &"a".repeat(41)] {
        assert_eq!(invalid_setting("", |config| config.slug = slug.into()), "slug", "{slug}");
    }
    for issuer in [
        "login.example.org",
        "http://login.example.org",
        "https://x.example/?a=b",
        "https://x.example/#a",
        "https://user@x.example",
        "https://",
    ] {
        assert_eq!(invalid_setting("", |config| config.issuer = issuer.into()), "issuer", "{issuer}");
    }
    assert_eq!(invalid_setting("", |config| config.client_id = " ".into()), "client_id");
    assert_eq!(invalid_setting("", |config| config.name = ProviderName::Single(String::new())), "name");
    assert_eq!(invalid_setting("scopes = [\"profile\"]", |_| ()), "scopes");
    assert_eq!(invalid_setting("acr_values = [\"a b\"]", |_| ()), "acr_values");
    assert_eq!(invalid_setting("acr_accepted = [\"a\"]", |_| ()), "acr_accepted");
    assert_eq!(invalid_setting("claims = { email = \"\" }", |_| ()), "claims");
    assert_eq!(invalid_setting("govern_roles = true", |_| ()), "govern_roles");
    assert_eq!(invalid_setting("roles = [{ group = \"\", role = \"agent\" }]", |_| ()), "roles");
    assert_eq!(invalid_setting("roles = [{ group = \"a\", role = \"agent\", level = 4 }]", |_| ()), "roles");
    for issuer in ["http://127.0.0.1:8080/realms/x", "http://localhost:1", "http://[::1]:1"] {
        let mut config = parse("client_secret = \"s\"");
        config.issuer = issuer.into();
        config.validate().expect("this machine may be reached without TLS");
    }
}

#[test]
fn the_secret_is_in_exactly_one_place() {
    assert_eq!(parse("").validate().expect_err("none").setting, "client_secret");
    assert_eq!(invalid_setting("client_secret_env = \"PATH\"", |_| ()), "client_secret", "two");
    assert_eq!(
        parse("client_secret_env = \"FYR_NO_SUCH\"").validate().expect_err("unset").setting,
        "client_secret_env"
    );
    assert_eq!(
        parse("client_secret_file = \"/no/such\"").validate().expect_err("missing").setting,
        "client_secret_file"
    );
    let path = std::env::var("PATH").expect("there is one");
    assert_eq!(parse("client_secret_env = \"PATH\"").secret().expect("set").reveal(), path);
}

#[test]
fn a_secret_is_masked_in_debug_output_and_json() {
    let config = parse("client_secret = \"hush\"");
    assert!(!format!("{config:?}").contains("hush"));
    assert!(!serde_json::to_string(&config).expect("json").contains("hush"));
}

#[test]
fn two_providers_cannot_share_a_slug() {
    let config = parse("client_secret = \"s\"");
    let error = validate_all(&[config.clone(), config]).expect_err("the same slug");
    assert_eq!((error.provider.as_str(), error.invalid.setting), ("kommun", "slug"));
}

#[test]
fn the_first_matching_rule_counts_in_the_portal_and_in_each_organisation() {
    let config = parse(
        "client_secret = \"s\"\nroles = [{ group = \"chiefs\", role = \"admin\" }, { group = \"desk\", role = \"agent\", level = 2 },
         { group = \"desk\", role = \"counsellor\", organisation = \"malmo\" }, { group = \"x\", role = \"admin\", organisation = \"malmo\" }]",
    );
    let groups = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        config.roles_for_groups(&groups(&["x", "desk", "other"])).portal,
        Some(MappedRole { role: Role::Agent, level: 2 })
    );
    assert_eq!(
        config.roles_for_groups(&groups(&["desk", "chiefs"])).portal,
        Some(MappedRole { role: Role::Admin, level: 1 })
    );
    assert_eq!(
        config.roles_for_groups(&groups(&["x", "desk"])).organisations,
        [OrganisationRole { organisation: "malmo".to_owned(), role: Role::Counsellor, level: 1 }]
    );
    assert_eq!(
        config.roles_for_groups(&groups(&["Desk"])),
        MappedRoles::default(),
        "group names are case-sensitive"
    );
}
