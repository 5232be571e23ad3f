//! What an operator writes about a provider, and what is wrong with it.

use std::{collections::BTreeSet, fmt, path::PathBuf};

use fyr_domain::{Lang, Localised, Role};
use serde::{Deserialize, Serialize, Serializer};
use url::{Host, Url};

/// A provider as it stands in the configuration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own that an operator turns on or off"
)]
pub struct Config {
    /// Its name in addresses: lower-case letters, digits and hyphens.
    pub slug: String,
    /// What the button says after "Sign in with": one text, or one for each language.
    pub name: Name,
    /// The issuer, exactly as the provider writes it.
    pub issuer: String,
    /// Who we are to it.
    pub client_id: String,
    /// The secret itself.
    #[serde(default)]
    pub client_secret: Secret,
    /// A file with the secret in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_file: Option<PathBuf>,
    /// An environment variable with the secret in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_env: Option<String>,
    /// What is asked for.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// Levels of assurance that are asked for; the login must have one of them. Empty: any.
    #[serde(default)]
    pub acr_values: Vec<String>,
    /// The levels that are enough, where they are not those that are asked for.
    #[serde(default)]
    pub acr_accepted: Vec<String>,
    /// Whether the provider asks for two factors, so that the portal does not ask for one more.
    #[serde(default)]
    pub second_factor: bool,
    /// Whether a first login makes an account.
    #[serde(default = "yes")]
    pub sign_up: bool,
    /// Whether e-mail addresses are taken as confirmed although the provider does not say so.
    #[serde(default)]
    pub trust_email: bool,
    /// Whether signing out here signs out there.
    #[serde(default = "yes")]
    pub logout: bool,
    /// Where things stand in what it tells.
    #[serde(default)]
    pub claims: Claims,
    /// Whether roles are what the groups say and nothing else, also where someone gave them by hand.
    #[serde(default)]
    pub govern_roles: bool,
    /// Groups that give roles; for the portal and for each organisation the first that fits counts.
    #[serde(default)]
    pub roles: Vec<RoleRule>,
}

/// Names of claims; one inside another is written with a dot.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Claims {
    /// The person's name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// The slug of the organisation they belong to; empty for none.
    pub organisation: String,
    /// Their groups: a list, or one text.
    pub groups: String,
    /// How strongly they were identified.
    pub acr: String,
}

impl Default for Claims {
    fn default() -> Self {
        Self {
            name: "name".into(),
            email: "email".into(),
            organisation: String::new(),
            groups: "groups".into(),
            acr: "acr".into(),
        }
    }
}

/// Who is in this group has this role.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The group, as the provider writes it.
    pub group: String,
    /// The role.
    pub role: Role,
    /// The slug of an organisation; without it, the role is for the whole portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Of an agent, 1 to 3.
    #[serde(default = "one")]
    pub level: i64,
}

/// What someone is by their groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    /// In the whole portal; `None` where no rule fits.
    pub portal: Option<(Role, i64)>,
    /// In organisations, by slug: one role in each.
    pub organisations: Vec<(String, Role, i64)>,
}

/// One text for everyone, or one for each language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// For everyone.
    One(String),
    /// By language: `sv`, `nb`, `en`.
    Each(Localised),
}

impl Name {
    /// The name in a language, or the nearest.
    pub fn text(&self, lang: Lang) -> &str {
        match self {
            Self::One(name) => name,
            Self::Each(names) => names.text(lang),
        }
    }
}

/// A secret: never written out again, neither in logs nor as configuration.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// From text.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for the provider alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    const fn hidden(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "***" }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.hidden())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.hidden())
    }
}

fn usual_scopes() -> Vec<String> {
    ["openid", "profile", "email"].map(str::to_owned).to_vec()
}

const fn yes() -> bool {
    true
}

const fn one() -> i64 {
    1
}

/// What stands after `/sign-in/` already.
const TAKEN: [&str; 2] = ["code", "link"];

/// What is wrong: the name of the setting within the provider, and what would be right.
pub type Wrong = (&'static str, String);

impl Config {
    /// Checks everything that can be known without asking the provider.
    ///
    /// # Errors
    /// The first setting that is wrong.
    pub fn check(&self) -> Result<(), Wrong> {
        let wrong = |name, text: &str| Err((name, text.to_owned()));
        if TAKEN.contains(&self.slug.as_str()) {
            return wrong("slug", "is an address of the portal's own: choose another");
        }
        if !is_slug(&self.slug) {
            return wrong("slug", "must be 1 to 40 lower-case letters, digits and hyphens, such as kommun");
        }
        let named = match &self.name {
            Name::One(name) => !name.trim().is_empty(),
            Name::Each(names) => !names.is_empty(),
        };
        if !named {
            return wrong("name", "must be what people know it by, or a text for each of sv, nb and en");
        }
        if !is_issuer(&self.issuer) {
            return wrong(
                "issuer",
                "must be an https address without ? and #, exactly as the provider writes it, such as https://login.example.org",
            );
        }
        if self.client_id.trim().is_empty() {
            return wrong("client_id", "must be what the provider calls this portal");
        }
        self.secret()?;
        if !self.scopes.iter().any(|scope| scope == "openid") {
            return wrong("scopes", "must hold \"openid\"");
        }
        let words = [
            ("scopes", &self.scopes),
            ("acr_values", &self.acr_values),
            ("acr_accepted", &self.acr_accepted),
        ];
        for (name, words) in words {
            if words.iter().any(|word| !is_word(word)) {
                return wrong(name, "must be a list of words without spaces");
            }
        }
        if self.acr_values.is_empty() && !self.acr_accepted.is_empty() {
            return wrong("acr_accepted", "needs acr_values: what is not asked for is not checked");
        }
        if [&self.claims.name, &self.claims.email, &self.claims.acr].into_iter().any(String::is_empty) {
            return wrong("claims", "name, email and acr must name a claim");
        }
        for rule in &self.roles {
            if rule.group.is_empty() {
                return wrong("roles", "each needs a group");
            }
            if !(1..=3).contains(&rule.level) {
                return wrong("roles", "level must be 1, 2 or 3");
            }
            if rule.organisation.as_ref().is_some_and(|slug| !is_slug(slug)) {
                return wrong("roles", "organisation must be the slug of an organisation");
            }
        }
        if self.govern_roles && self.roles.is_empty() {
            return wrong(
                "govern_roles",
                "needs at least one of [[providers.roles]], else nobody would keep a role",
            );
        }
        Ok(())
    }

    /// The secret, from wherever it stands.
    ///
    /// # Errors
    /// Where it stands nowhere, in two places, or cannot be read.
    pub fn secret(&self) -> Result<Secret, Wrong> {
        let here = (!self.client_secret.reveal().is_empty()).then(|| Ok(self.client_secret.clone()));
        let in_file = self.client_secret_file.as_ref().map(|path| {
            let text = std::fs::read_to_string(path)
                .map_err(|error| ("client_secret_file", format!("{}: {error}", path.display())))?;
            match text.trim_end_matches(['\r', '\n']) {
                "" => Err(("client_secret_file", format!("{} is empty", path.display()))),
                secret => Ok(Secret::new(secret)),
            }
        });
        let in_env = self.client_secret_env.as_ref().map(|name| match std::env::var(name) {
            Ok(secret) if !secret.is_empty() => Ok(Secret::new(secret)),
            _ => Err(("client_secret_env", format!("the environment variable {name} is not set"))),
        });
        let mut given: Vec<_> = [here, in_file, in_env].into_iter().flatten().collect();
        match (given.pop(), given.is_empty()) {
            (Some(secret), true) => secret,
            _ => Err((
                "client_secret",
                "give exactly one of client_secret, client_secret_file and client_secret_env".to_owned(),
            )),
        }
    }

    /// The levels of assurance of which a login must have one; none where any will do.
    pub fn levels(&self) -> &[String] {
        if self.acr_accepted.is_empty() { &self.acr_values } else { &self.acr_accepted }
    }

    /// The roles that these groups give.
    pub fn mapped(&self, groups: &[String]) -> Mapped {
        let mut mapped = Mapped::default();
        for rule in self.roles.iter().filter(|rule| groups.contains(&rule.group)) {
            match &rule.organisation {
                None => mapped.portal = mapped.portal.or(Some((rule.role, rule.level))),
                Some(slug) => {
                    if !mapped.organisations.iter().any(|(known, ..)| known == slug) {
                        mapped.organisations.push((slug.clone(), rule.role, rule.level));
                    }
                }
            }
        }
        mapped
    }
}

/// Checks all of them, each by itself and beside the others.
///
/// # Errors
/// The slug (or the number) of the first that is wrong, and what is.
pub fn check_all(configs: &[Config]) -> Result<(), (String, Wrong)> {
    let mut slugs = BTreeSet::new();
    for (number, config) in configs.iter().enumerate() {
        let named = if is_slug(&config.slug) { config.slug.clone() } else { number.to_string() };
        config.check().map_err(|wrong| (named.clone(), wrong))?;
        if !slugs.insert(&config.slug) {
            return Err((named, ("slug", "is that of another provider too".to_owned())));
        }
    }
    Ok(())
}

fn is_slug(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic())
}

fn is_issuer(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        is_safe(&url) && url[url::Position::AfterPath..].is_empty() && url.username().is_empty()
    })
}

/// Encrypted on the way; or on this very machine, for trying things out.
pub(crate) fn is_safe(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" && url.has_host() || url.scheme() == "http" && here
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(more: &str) -> Config {
        let base = "slug = \"kommun\"\nname = \"Kommunkonto\"\nissuer = \"https://login.example.org\"\nclient_id = \"fyr\"\n";
        toml::from_str(&format!("{base}{more}")).expect("a provider")
    }

    fn wrong(more: &str, change: impl FnOnce(&mut Config)) -> Wrong {
        let mut config = from(&format!("client_secret = \"s\"\n{more}"));
        change(&mut config);
        config.check().expect_err("something is wrong")
    }

    #[test]
    fn five_settings_are_enough() {
        let config = from("client_secret = \"s\"");
        config.check().expect("good");
        assert!(config.sign_up && config.logout && !config.govern_roles && !config.trust_email);
        assert_eq!(config.scopes, ["openid", "profile", "email"]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for slug in ["", "Kommun", "a/b", "å", "-a", "code", "link", &"a".repeat(41)] {
            assert_eq!(wrong("", |config| config.slug = slug.into()).0, "slug", "{slug}");
        }
        for issuer in [
            "login.example.org",
            "http://login.example.org",
            "https://x.example/?a=b",
            "https://x.example/#a",
            "https://user@x.example",
            "https://",
        ] {
            assert_eq!(wrong("", |config| config.issuer = issuer.into()).0, "issuer", "{issuer}");
        }
        assert_eq!(wrong("", |config| config.client_id = " ".into()).0, "client_id");
        assert_eq!(wrong("", |config| config.name = Name::One(String::new())).0, "name");
        assert_eq!(wrong("scopes = [\"profile\"]", |_| ()).0, "scopes");
        assert_eq!(wrong("acr_values = [\"a b\"]", |_| ()).0, "acr_values");
        assert_eq!(wrong("acr_accepted = [\"a\"]", |_| ()).0, "acr_accepted");
        assert_eq!(wrong("claims = { email = \"\" }", |_| ()).0, "claims");
        assert_eq!(wrong("govern_roles = true", |_| ()).0, "govern_roles");
        assert_eq!(wrong("roles = [{ group = \"\", role = \"agent\" }]", |_| ()).0, "roles");
        assert_eq!(wrong("roles = [{ group = \"a\", role = \"agent\", level = 4 }]", |_| ()).0, "roles");
        for issuer in ["http://127.0.0.1:8080/realms/x", "http://localhost:1", "http://[::1]:1"] {
            let mut config = from("client_secret = \"s\"");
            config.issuer = issuer.into();
            config.check().expect("this machine may be reached without TLS");
        }
    }

    #[test]
    fn the_secret_stands_in_exactly_one_place() {
        assert_eq!(from("").check().expect_err("none").0, "client_secret");
        assert_eq!(wrong("client_secret_env = \"PATH\"", |_| ()).0, "client_secret", "two");
        assert_eq!(
            from("client_secret_env = \"FYR_NO_SUCH\"").check().expect_err("unset").0,
            "client_secret_env"
        );
        assert_eq!(
            from("client_secret_file = \"/no/such\"").check().expect_err("missing").0,
            "client_secret_file"
        );
        let path = std::env::var("PATH").expect("there is one");
        assert_eq!(from("client_secret_env = \"PATH\"").secret().expect("set").reveal(), path);
    }

    #[test]
    fn a_secret_is_never_written_out() {
        let config = from("client_secret = \"hush\"");
        assert!(!format!("{config:?}").contains("hush"));
        assert!(!serde_json::to_string(&config).expect("json").contains("hush"));
    }

    #[test]
    fn two_providers_have_two_names() {
        let one = from("client_secret = \"s\"");
        let (named, (setting, _)) = check_all(&[one.clone(), one]).expect_err("alike");
        assert_eq!((named.as_str(), setting), ("kommun", "slug"));
    }

    #[test]
    fn the_first_rule_that_fits_counts_in_the_portal_and_in_each_organisation() {
        let config = from(
            "client_secret = \"s\"\nroles = [{ group = \"chiefs\", role = \"admin\" }, { group = \"desk\", role = \"agent\", level = 2 },
             { group = \"desk\", role = \"counsellor\", organisation = \"malmo\" }, { group = \"x\", role = \"admin\", organisation = \"malmo\" }]",
        );
        let groups = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(config.mapped(&groups(&["x", "desk", "other"])).portal, Some((Role::Agent, 2)));
        assert_eq!(config.mapped(&groups(&["desk", "chiefs"])).portal, Some((Role::Admin, 1)));
        assert_eq!(
            config.mapped(&groups(&["x", "desk"])).organisations,
            [("malmo".to_owned(), Role::Counsellor, 1)]
        );
        assert_eq!(config.mapped(&groups(&["Desk"])), Mapped::default(), "letter by letter");
    }
}
