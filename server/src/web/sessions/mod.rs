//! Starting sessions, their expiry, and the authentication factors shown in them.
//!
//! A cookie holds a random id, the database its hash. Owner, start time and device of a session are in its data and, for lists,
//! in columns of their own.

use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{Notice, RequestContext};
use fyr_domain::{
    Actor, User,
    permission::{Permission, may},
};
use fyr_usecases::{Error, accounts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tower_sessions::{Session, session::Id};
use uuid::Uuid;

use super::{
    client::Client,
    context::{USER, see_other},
    cookies::Cookie,
    error::session_error,
    notice::with_notice,
    provider_login::PROVIDER_SESSION,
};
use crate::config::{Config, PerRole, roles};

mod store;

pub use store::{DatabaseSessionStore, keep_newer_cookie};

/// Session key that marks a guest's session whose browser has been given a newer one.
const SUPERSEDED: &str = "superseded";
/// Session key of the start time.
const STARTED_AT: &str = "begun";
/// Session key of the time of the last write.
const LAST_SEEN_AT: &str = "seen";
/// Session key of browser and system in words.
const DEVICE: &str = "device";
/// Session key of the network address the session was started from.
const ADDRESS: &str = "address";
/// Session key of the [`SessionLimits`] as of the last write.
const LIMITS: &str = "limits";
/// Session key of the time at which the owner last authenticated again within the session.
const REAUTHENTICATED_AT: &str = "proven";
/// Session key of the [`AuthFactors`].
const AUTH_FACTORS: &str = "strength";
/// Session key of the [`PendingSecondFactor`].
const PENDING_SECOND_FACTOR: &str = "pending";

/// The longest time between two writes of a session in use.
const MAX_WRITE_INTERVAL: TimeDelta = TimeDelta::minutes(10);
/// How long someone has to type a code after their password.
const SECOND_FACTOR_TIMEOUT: TimeDelta = TimeDelta::minutes(10);
/// How long after an authentication sensitive actions need no other one.
const RECENT_AUTHENTICATION: TimeDelta = TimeDelta::minutes(15);

/// The method by which someone authenticated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// A password.
    Password,
    /// A link mailed to their address.
    MailedLink,
    /// The same link pressed once more, within minutes and in the same browser.
    RepeatedMailedLink,
    /// An identity provider, by its slug in the configuration, that checks one factor.
    Provider(String),
    /// An identity provider that also checks a second factor, so that ours is not required.
    StrongProvider(String),
}

impl AuthMethod {
    /// The method of a mailed link.
    pub fn of_link(link: &accounts::RedeemedLink) -> Self {
        if link.repeated { Self::RepeatedMailedLink } else { Self::MailedLink }
    }

    /// The method as the audit log stores it: `password`, `mailed-link` or the provider's slug.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Password => "password",
            Self::MailedLink | Self::RepeatedMailedLink => "mailed-link",
            Self::Provider(name) | Self::StrongProvider(name) => name,
        }
    }
}

/// A successful authentication with which a session is started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    /// The id of the authenticated account.
    pub user: Uuid,
    /// The method of the first factor.
    #[serde(rename = "by")]
    pub method: AuthMethod,
    /// The redirect target after signing in; anything but a path of this site leads to the start page.
    pub next: String,
}

/// An authentication that still needs the code of the second factor.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct PendingSecondFactor {
    #[serde(rename = "entry")]
    authentication: Authentication,
    at: DateTime<Utc>,
}

/// How many factors were shown in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AuthFactors {
    One,
    Two,
}

/// When a session expires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SessionLimits {
    /// The idle timeout in minutes.
    #[serde(rename = "idle")]
    idle_minutes: u32,
    /// The absolute timeout in hours.
    hours: u32,
}

impl SessionLimits {
    /// The strictest limits of all of the user's roles; the participant's limits for guests.
    fn for_user(config: &Config, user: Option<&User>) -> Self {
        let limit = |limits: &PerRole| user.map_or(limits.participant, |user| limits.min_for(user));
        Self {
            idle_minutes: limit(&config.sessions.session_idle_minutes),
            hours: limit(&config.sessions.session_hours),
        }
    }

    fn expires_at(self, started_at: DateTime<Utc>, last_seen_at: DateTime<Utc>) -> DateTime<Utc> {
        let idle_end = last_seen_at + TimeDelta::minutes(self.idle_minutes.into());
        idle_end.min(started_at + TimeDelta::hours(self.hours.into()))
    }

    /// How often the last-seen time of a session in use is written: a twelfth of the idle timeout, at most
    /// [`MAX_WRITE_INTERVAL`].
    fn write_interval(self) -> TimeDelta {
        MAX_WRITE_INTERVAL.min(TimeDelta::seconds(i64::from(self.idle_minutes) * 60 / 12))
    }
}

/// Starts a session under a new id and redirects to the authentication's `next`; where the account has a second factor that was
/// not shown yet, redirects to the page that asks for its code instead.
///
/// # Errors
/// Where the session cannot be written, or the account is gone.
pub async fn start_session(
    cx: &RequestContext,
    session: &Session,
    client: &Client,
    authentication: Authentication,
) -> Result<Response, Error> {
    let has_strong_method = matches!(authentication.method, AuthMethod::StrongProvider(_));
    if has_strong_method || !accounts::has_second_factor(&cx.backend, authentication.user).await? {
        let factors = if has_strong_method { AuthFactors::Two } else { AuthFactors::One };
        return open_session(cx, session, client, authentication, factors).await;
    }
    let pending = PendingSecondFactor { authentication, at: cx.backend.clock.now() };
    let stored = async {
        session.remove::<Uuid>(USER).await?;
        renew(session).await?;
        session.insert(PENDING_SECOND_FACTOR, pending).await
    };
    stored.await.map_err(session_error)?;
    Ok(see_other("/sign-in/code"))
}

/// The authentication of this session that still needs a code; `None` where there is none or the time for it is over.
///
/// # Errors
/// Where the session cannot be read.
pub async fn pending_second_factor(
    cx: &RequestContext,
    session: &Session,
) -> Result<Option<Authentication>, Error> {
    let pending: Option<PendingSecondFactor> =
        session.get(PENDING_SECOND_FACTOR).await.map_err(session_error)?;
    let now = cx.backend.clock.now();
    let pending = pending.filter(|pending| now - pending.at <= SECOND_FACTOR_TIMEOUT);
    Ok(pending.map(|pending| pending.authentication))
}

/// Starts the session of someone who has shown both factors.
///
/// # Errors
/// As [`start_session`].
pub async fn complete_second_factor(
    cx: &RequestContext,
    session: &Session,
    client: &Client,
    authentication: Authentication,
) -> Result<Response, Error> {
    open_session(cx, session, client, authentication, AuthFactors::Two).await
}

/// Records in the session that a second factor was shown: the app that was just set up. The session gets a new id.
///
/// # Errors
/// Where the session cannot be written.
pub async fn record_second_factor(session: &Session) -> Result<(), Error> {
    let renewed = async {
        renew(session).await?;
        session.insert(AUTH_FACTORS, AuthFactors::Two).await
    };
    renewed.await.map_err(session_error)
}

/// Records in the session that the second factor was removed. Where the role requires one, every page then redirects to setting
/// one up.
///
/// # Errors
/// Where the session cannot be written.
pub async fn clear_second_factor(session: &Session) -> Result<(), Error> {
    session.insert(AUTH_FACTORS, AuthFactors::One).await.map_err(session_error)
}

async fn open_session(
    cx: &RequestContext,
    session: &Session,
    client: &Client,
    authentication: Authentication,
    factors: AuthFactors,
) -> Result<Response, Error> {
    let browser = format!("browser:{}", cx.browser_key);
    let arrival = accounts::NewSession {
        user: authentication.user,
        method: authentication.method.as_str(),
        device: &client.device,
        device_key: client.key.as_deref(),
        draft_owner: &browser,
        repeated: authentication.method == AuthMethod::RepeatedMailedLink,
    };
    let entered = accounts::start_session(&cx.backend, &cx.actor, arrival).await?;
    let now = cx.backend.clock.now();
    let started = async {
        renew(session).await?;
        session.remove::<PendingSecondFactor>(PENDING_SECOND_FACTOR).await?;
        session.remove::<SessionLimits>(LIMITS).await?;
        session.remove_value(REAUTHENTICATED_AT).await?;
        if !matches!(authentication.method, AuthMethod::Provider(_) | AuthMethod::StrongProvider(_)) {
            // the provider session of whoever was signed in here before
            session.remove_value(PROVIDER_SESSION).await?;
        }
        session.insert(USER, authentication.user).await?;
        session.insert(STARTED_AT, now).await?;
        session.insert(LAST_SEEN_AT, now).await?;
        session.insert(DEVICE, &client.device).await?;
        session.insert(ADDRESS, cx.actor.network.map(|network| network.to_string())).await?;
        session.insert(AUTH_FACTORS, factors).await?;
        // the row exists before the response does, so that whoever learns of the session can find it
        session.save().await
    };
    started.await.map_err(session_error)?;
    let mut response = match safe_next_path(&authentication.next) {
        "/" => see_other(start_path(cx, authentication.user).await?),
        next => see_other(next),
    };
    let is_https = cx.backend.settings.public_url.starts_with("https:");
    Cookie::Device.set(response.headers_mut(), is_https, &entered.device_key);
    Ok(with_notice(response, Notice::SignedIn))
}

/// Where someone who was on the way to nothing in particular begins: at their work, or on the start page.
async fn start_path(cx: &RequestContext, user: Uuid) -> Result<&'static str, Error> {
    let Some(user) = fyr_usecases::people::find_by_id(&cx.backend, user).await? else { return Ok("/") };
    let actor = Actor { now: cx.now, ..Actor::signed_in(user) };
    Ok(if actor.can_open_desk() {
        "/desk"
    } else if actor.can_counsel() {
        "/participants"
    } else if actor.can_post_status() {
        "/desk/status"
    } else if may(&actor, Permission::SeeResults) {
        fyr_app::pages::desk::results::RESULTS_PATH
    } else {
        "/"
    })
}

/// Whether the session's owner has signed in, or authenticated again, within [`RECENT_AUTHENTICATION`].
///
/// # Errors
/// Where the session cannot be read.
pub async fn is_recently_authenticated(cx: &RequestContext, session: &Session) -> Result<bool, Error> {
    let now = cx.backend.clock.now();
    for key in [STARTED_AT, REAUTHENTICATED_AT] {
        let at: Option<DateTime<Utc>> = session.get(key).await.map_err(session_error)?;
        if at.is_some_and(|at| now - at <= RECENT_AUTHENTICATION) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives a session a new id. The session with the old one ends, unless it is a guest's: that stays as it was.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn renew(session: &Session) -> Result<(), tower_sessions::session::Error> {
    // one that was never saved has an id that nobody knows
    if session.id().is_some() {
        session.cycle_id().await?;
        session.remove_value(SUPERSEDED).await?;
    }
    Ok(())
}

/// Gives a session a new id, after its owner has entered their password in it.
///
/// # Errors
/// Where the session cannot be written.
pub async fn cycle_id(session: &Session) -> Result<(), Error> {
    renew(session).await.map_err(session_error)
}

/// Records in the session that its owner has just authenticated again. The session gets a new id, so that whoever knew the old
/// one gains nothing.
///
/// # Errors
/// Where the session cannot be written.
pub async fn record_reauthentication(cx: &RequestContext, session: &Session) -> Result<(), Error> {
    let renewed = async {
        renew(session).await?;
        session.insert(REAUTHENTICATED_AT, cx.backend.clock.now()).await?;
        session.save().await
    };
    renewed.await.map_err(session_error)
}

/// The hash of a session's id as stored in the database, which [`fyr_store::sessions::is_active`] takes. `None` before the session was saved.
pub fn hashed_id(session: &Session) -> Option<String> {
    session.id().map(|id| hash_id(&id))
}

fn hash_id(id: &Id) -> String {
    Sha256::digest(id.to_string().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Records that a session is in use, and updates its limits to those of its owner's present roles; ends a session that has
/// expired. Returns whether the session continues.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn refresh_or_end(
    config: &Config,
    session: &Session,
    user: Option<&User>,
    now: DateTime<Utc>,
) -> Result<bool, tower_sessions::session::Error> {
    let (last_seen_at, started_at) = (session.get(LAST_SEEN_AT).await?, session.get(STARTED_AT).await?);
    let limits = SessionLimits::for_user(config, user);
    if let (Some(last_seen_at), Some(started_at)) = (last_seen_at, started_at)
        && limits.expires_at(started_at, last_seen_at) <= now
    {
        session.flush().await?;
        return Ok(false);
    }
    let stored: Option<SessionLimits> = session.get(LIMITS).await?;
    if stored != Some(limits)
        || last_seen_at.is_none_or(|last_seen_at| now - last_seen_at >= limits.write_interval())
    {
        session.insert(LIMITS, limits).await?;
        session.insert(LAST_SEEN_AT, now).await?;
        if started_at.is_none() {
            session.insert(STARTED_AT, now).await?;
        }
    }
    Ok(true)
}

/// Whether someone must set up a second factor before anything else: one of their roles requires one, and none was shown in this
/// session.
///
/// # Errors
/// Where the session cannot be read.
pub async fn lacks_second_factor(
    config: &Config,
    session: &Session,
    actor: &Actor,
) -> Result<bool, tower_sessions::session::Error> {
    let Some(user) = &actor.user else { return Ok(false) };
    if !roles(user).any(|role| config.sessions.second_factor_roles.contains(&role)) {
        return Ok(false);
    }
    let factors: Option<AuthFactors> = session.get(AUTH_FACTORS).await?;
    Ok(factors != Some(AuthFactors::Two))
}

/// The page where a second factor is set up.
pub const SECOND_FACTOR_PATH: &str = "/account/second-factor";

/// The redirect target after signing in: `next` where it is a path of this site, else the start page. `//host` and `/\host` are
/// other sites, and so is `/<tab>/host`, because browsers leave such characters out.
pub fn safe_next_path(next: &str) -> &str {
    let is_own_path = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2_000
        && !next.contains(|c: char| c == '\\' || c.is_control());
    if is_own_path { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_redirect_targets() {
        assert_eq!(safe_next_path("/tickets?show=open"), "/tickets?show=open");
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "tickets",
            "/a\r\nb",
            "/\t/evil.example",
        ] {
            assert_eq!(safe_next_path(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn a_session_ends_when_idle_or_when_its_time_is_over() {
        let limits = SessionLimits { idle_minutes: 60, hours: 12 };
        let started_at: DateTime<Utc> = "2026-01-01T08:00:00Z".parse().expect("a time");
        let after = |hours: i64| started_at + TimeDelta::hours(hours);
        assert_eq!(limits.expires_at(started_at, after(0)), after(1));
        assert_eq!(limits.expires_at(started_at, after(5)), after(6));
        assert_eq!(limits.expires_at(started_at, after(12)), after(12));
        assert_eq!(limits.write_interval(), TimeDelta::minutes(5));
        assert_eq!(SessionLimits { idle_minutes: 720, hours: 12 }.write_interval(), TimeDelta::minutes(10));
    }
}
