//! A provider's entry (`[[providers]]`) in the configuration file, and its validation.

use std::{collections::BTreeSet, fmt, path::PathBuf};

use fyr_domain::{Lang, Localised, Role, text};
use serde::{Deserialize, Serialize, Serializer};
use url::{Host, Url};

/// One provider's settings, as read from the configuration file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own that an operator turns on or off"
)]
pub struct ProviderConfig {
    /// The provider's name in URLs, 1 to 40 characters: lower-case letters, digits and hyphens.
    pub slug: String,
    /// The display name, shown after "Sign in with": one text, or one for each language.
    pub name: ProviderName,
    /// The issuer identifier (an https URL), exactly as the provider writes it in its tokens.
    pub issuer: String,
    /// The OAuth client identifier that the provider gave this portal.
    pub client_id: String,
    /// The client secret itself; exclusive with the two settings below.
    #[serde(default)]
    pub client_secret: ConfigSecret,
    /// A file that contains the client secret; line breaks at its end are ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_file: Option<PathBuf>,
    /// The name of an environment variable that contains the client secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret_env: Option<String>,
    /// The OAuth scopes to request; must contain `openid`.
    #[serde(default = "default_scopes")]
    pub scopes: Vec<String>,
    /// Authentication context classes (`acr`) to request; the login must have one of them. Empty: any.
    #[serde(default)]
    pub acr_values: Vec<String>,
    /// The `acr` values to accept, where they differ from the requested ones.
    #[serde(default)]
    pub acr_accepted: Vec<String>,
    /// Whether the provider requires a second factor, so that the portal does not ask for its own.
    #[serde(default)]
    pub second_factor: bool,
    /// Whether a person's first login creates an account.
    #[serde(default = "default_true")]
    pub sign_up: bool,
    /// Whether e-mail addresses count as verified although the provider does not say so.
    #[serde(default)]
    pub trust_email: bool,
    /// Whether signing out of the portal also signs out at the provider (RP-initiated logout).
    #[serde(default = "default_true")]
    pub logout: bool,
    /// The names of the claims to read.
    #[serde(default)]
    pub claims: ClaimNames,
    /// Whether the groups alone decide roles, also where an administrator granted others by hand.
    #[serde(default)]
    pub govern_roles: bool,
    /// Groups that grant roles; for the portal and for each organisation the first matching rule counts.
    #[serde(default)]
    pub roles: Vec<RoleRule>,
}

/// The names of the claims to read; a nested claim is written as a path with dots (`realm_access.roles`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimNames {
    /// The claim with the person's display name.
    pub name: String,
    /// The claim with the e-mail address.
    pub email: String,
    /// The claim with the slug of the person's organisation; empty where there is none.
    pub organisation: String,
    /// The claim with the person's groups: a list, or one text.
    pub groups: String,
    /// The claim with the authentication context class (level of assurance).
    pub acr: String,
}

impl Default for ClaimNames {
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

/// Grants a role to everyone in a group.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleRule {
    /// The group, exactly as the provider writes it.
    pub group: String,
    /// The role that the group grants.
    pub role: Role,
    /// The slug of the organisation where the role holds; without it, the role is for the whole portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The support level of an agent, 1 to 3.
    #[serde(default = "default_level")]
    pub level: i64,
}

/// The roles that a person's groups grant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MappedRoles {
    /// The role in the whole portal; `None` where no rule matches.
    pub portal: Option<MappedRole>,
    /// Roles in organisations, at most one in each.
    pub organisations: Vec<OrganisationRole>,
}

/// A role with its support level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappedRole {
    /// The granted role.
    pub role: Role,
    /// The support level of an agent, 1 to 3.
    pub level: i64,
}

/// A role in one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRole {
    /// The organisation's slug, as written in the configuration; it may not exist.
    pub organisation: String,
    /// The granted role.
    pub role: Role,
    /// The support level of an agent, 1 to 3.
    pub level: i64,
}

/// A provider's display name: one text for everyone, or one for each language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ProviderName {
    /// The same text in every language.
    Single(String),
    /// A text for each language: `sv`, `nb`, `en`.
    PerLanguage(Localised),
}

impl ProviderName {
    /// The name in `lang`, or in the nearest language that has one.
    pub fn text(&self, lang: Lang) -> &str {
        match self {
            Self::Single(name) => name,
            Self::PerLanguage(names) => names.text(lang),
        }
    }
}

/// A secret from the configuration. Debug output and serialisation show `***` instead.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct ConfigSecret(String);

impl ConfigSecret {
    /// Wraps a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret in clear text; to be sent to the provider only.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    const fn masked(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "***" }
    }
}

impl fmt::Debug for ConfigSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.masked())
    }
}

impl Serialize for ConfigSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.masked())
    }
}

fn default_scopes() -> Vec<String> {
    ["openid", "profile", "email"].map(str::to_owned).to_vec()
}

const fn default_true() -> bool {
    true
}

const fn default_level() -> i64 {
    1
}

/// Slugs that would collide with the portal's own pages below `/sign-in/`.
const RESERVED_SLUGS: [&str; 2] = ["code", "link"];

/// A setting of a provider that is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSetting {
    /// The name of the setting within the provider's entry, such as `issuer`.
    pub setting: &'static str,
    /// What is wrong, or what would be right, to be read after the name.
    pub problem: String,
}

impl InvalidSetting {
    pub(crate) fn new(setting: &'static str, problem: impl Into<String>) -> Self {
        Self { setting, problem: problem.into() }
    }
}

/// A provider whose configuration is not valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidProvider {
    /// The provider's slug; its number in the list, from 0, where the slug is not valid.
    pub provider: String,
    /// The first setting that is not valid.
    pub invalid: InvalidSetting,
}

impl ProviderConfig {
    /// Checks everything that can be known without contacting the provider.
    ///
    /// # Errors
    /// The first setting that is not valid.
    pub fn validate(&self) -> Result<(), InvalidSetting> {
        let invalid = |setting, problem: &str| Err(InvalidSetting::new(setting, problem));
        if RESERVED_SLUGS.contains(&self.slug.as_str()) {
            return invalid("slug", "is an address of the portal's own: choose another");
        }
        if !is_slug(&self.slug) {
            return invalid("slug", "must be 1 to 40 lower-case letters, digits and hyphens, such as kommun");
        }
        let has_name = match &self.name {
            ProviderName::Single(name) => !name.trim().is_empty(),
            ProviderName::PerLanguage(names) => !names.is_empty(),
        };
        if !has_name {
            return invalid(
                "name",
                "must be what people know it by, or a text for each of sv, nb, nn and en",
            );
        }
        if !is_issuer(&self.issuer) {
            return invalid(
                "issuer",
                "must be an https address without ? and #, exactly as the provider writes it, such as https://login.example.org",
            );
        }
        if self.client_id.trim().is_empty() {
            return invalid("client_id", "must be what the provider calls this portal");
        }
        self.secret()?;
        if !self.scopes.iter().any(|scope| scope == "openid") {
            return invalid("scopes", "must hold \"openid\"");
        }
        let lists = [
            ("scopes", &self.scopes),
            ("acr_values", &self.acr_values),
            ("acr_accepted", &self.acr_accepted),
        ];
        for (setting, words) in lists {
            if words.iter().any(|word| !is_token(word)) {
                return invalid(setting, "must be a list of words without spaces");
            }
        }
        if self.acr_values.is_empty() && !self.acr_accepted.is_empty() {
            return invalid("acr_accepted", "needs acr_values: what is not asked for is not checked");
        }
        if [&self.claims.name, &self.claims.email, &self.claims.acr].into_iter().any(String::is_empty) {
            return invalid("claims", "name, email and acr must name a claim");
        }
        for rule in &self.roles {
            if rule.group.is_empty() {
                return invalid("roles", "each needs a group");
            }
            if !(1..=3).contains(&rule.level) {
                return invalid("roles", "level must be 1, 2 or 3");
            }
            if rule.organisation.as_ref().is_some_and(|slug| !is_slug(slug)) {
                return invalid("roles", "organisation must be the slug of an organisation");
            }
        }
        if self.govern_roles && self.roles.is_empty() {
            return invalid(
                "govern_roles",
                "needs at least one of [[providers.roles]], else nobody would keep a role",
            );
        }
        Ok(())
    }

    /// Reads the client secret from the one place where the operator put it: inline, a file or an environment variable.
    ///
    /// # Errors
    /// Where it is in none or several of these places, or cannot be read.
    pub fn secret(&self) -> Result<ConfigSecret, InvalidSetting> {
        let inline = (!self.client_secret.reveal().is_empty()).then(|| Ok(self.client_secret.clone()));
        let in_file = self.client_secret_file.as_ref().map(|path| {
            let text = std::fs::read_to_string(path).map_err(|error| {
                InvalidSetting::new("client_secret_file", format!("{}: {error}", path.display()))
            })?;
            match text.trim_end_matches(['\r', '\n']) {
                "" => Err(InvalidSetting::new("client_secret_file", format!("{} is empty", path.display()))),
                secret => Ok(ConfigSecret::new(secret)),
            }
        });
        let in_env = self.client_secret_env.as_ref().map(|name| match std::env::var(name) {
            Ok(secret) if !secret.is_empty() => Ok(ConfigSecret::new(secret)),
            _ => Err(InvalidSetting::new(
                "client_secret_env",
                format!("the environment variable {name} is not set"),
            )),
        });
        let mut sources: Vec<_> = [inline, in_file, in_env].into_iter().flatten().collect();
        match (sources.pop(), sources.is_empty()) {
            (Some(secret), true) => secret,
            _ => Err(InvalidSetting::new(
                "client_secret",
                "give exactly one of client_secret, client_secret_file and client_secret_env",
            )),
        }
    }

    /// The `acr` values of which a login must have one; empty where any is accepted.
    pub fn accepted_acr_values(&self) -> &[String] {
        if self.acr_accepted.is_empty() { &self.acr_values } else { &self.acr_accepted }
    }

    /// The roles that `groups` grant: for the portal and for each organisation the first matching rule.
    pub fn roles_for_groups(&self, groups: &[String]) -> MappedRoles {
        let mut mapped = MappedRoles::default();
        for rule in self.roles.iter().filter(|rule| groups.contains(&rule.group)) {
            match &rule.organisation {
                None => {
                    let role = MappedRole { role: rule.role, level: rule.level };
                    mapped.portal = mapped.portal.or(Some(role));
                }
                Some(slug) => {
                    if !mapped.organisations.iter().any(|known| known.organisation == *slug) {
                        let organisation = slug.clone();
                        mapped.organisations.push(OrganisationRole {
                            organisation,
                            role: rule.role,
                            level: rule.level,
                        });
                    }
                }
            }
        }
        mapped
    }
}

/// Validates every provider, and that no two share a slug.
///
/// # Errors
/// The first provider that is not valid.
pub fn validate_all(configs: &[ProviderConfig]) -> Result<(), InvalidProvider> {
    let mut slugs = BTreeSet::new();
    for (number, config) in configs.iter().enumerate() {
        let provider = if is_slug(&config.slug) { config.slug.clone() } else { number.to_string() };
        config.validate().map_err(|invalid| InvalidProvider { provider: provider.clone(), invalid })?;
        if !slugs.insert(&config.slug) {
            let invalid = InvalidSetting::new("slug", "is that of another provider too");
            return Err(InvalidProvider { provider, invalid });
        }
    }
    Ok(())
}

fn is_slug(text: &str) -> bool {
    text::is_slug(text) && !text.starts_with('-')
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic())
}

fn is_issuer(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        is_secure(&url) && url[url::Position::AfterPath..].is_empty() && url.username().is_empty()
    })
}

/// Whether a URL uses https, or http to this machine (for development and tests).
pub(crate) fn is_secure(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" && url.has_host() || url.scheme() == "http" && is_loopback
}

#[cfg(test)]
mod tests;
