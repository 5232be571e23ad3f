//! Letting someone into a session, how long one lasts, and what was shown in it.
//!
//! A cookie holds a random id, the database its hash. What a session is about (whose, since when, in which browser) is in
//! its data and, for lists, in columns of its own.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::Cx;
use fyr_domain::{Actor, User};
use fyr_services::{Error as Failed, accounts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tower_sessions::{Session, session::Id};
use uuid::Uuid;

use crate::{
    client::{Client, DEVICE_COOKIE},
    config::{Config, PerRole, roles},
    request::{USER, see_other},
    routes::identities::BY,
};

mod table;

pub use table::Sessions;

/// When it began.
const BEGUN: &str = "begun";
/// When it was written last.
const SEEN: &str = "seen";
/// Browser and system in words.
const DEVICE: &str = "device";
/// The network address it was begun from.
const ADDRESS: &str = "address";
/// [`Limits`], as of when it was written last.
const LIMITS: &str = "limits";
/// When its owner showed once more who they are.
const PROVEN: &str = "proven";
/// Whether two factors were shown.
const STRENGTH: &str = "strength";
/// [`Pending`].
const PENDING: &str = "pending";

/// The longest a session in use goes unwritten.
const REWRITE: TimeDelta = TimeDelta::minutes(10);
/// How long someone has to type a code after their password.
const PENDING_LASTS: TimeDelta = TimeDelta::minutes(10);
/// For so long after signing in nobody is asked for their password once more.
const RECENT: TimeDelta = TimeDelta::minutes(15);

/// How someone showed who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// By a password.
    Password,
    /// By a link that was mailed to their address.
    MailedLink,
    /// By a provider, named as in the configuration, which has asked for one factor.
    Provider(String),
    /// By a provider that has asked for a second factor too: ours is not asked for again.
    StrongProvider(String),
}

impl Proof {
    /// In a word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Password => "password",
            Self::MailedLink => "mailed-link",
            Self::Provider(name) | Self::StrongProvider(name) => name,
        }
    }
}

/// Who comes in, and where to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Who.
    pub user: Uuid,
    /// How we know.
    pub by: Proof,
    /// Where to go then; anything but a path of this site leads to the start page.
    pub next: String,
}

/// Someone of whom a code is still asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Pending {
    entry: Entry,
    at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Strength {
    One,
    Two,
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Limits {
    /// Minutes without use.
    idle: u32,
    /// Hours in any case.
    hours: u32,
}

impl Limits {
    /// Of the most particular of someone's roles; guests are as participants.
    fn of(config: &Config, user: Option<&User>) -> Self {
        let number = |each: &PerRole| user.map_or(each.participant, |user| each.least(user));
        Self { idle: number(&config.session_idle_minutes), hours: number(&config.session_hours) }
    }

    fn end(self, begun: DateTime<Utc>, seen: DateTime<Utc>) -> DateTime<Utc> {
        let idle = seen + TimeDelta::minutes(self.idle.into());
        idle.min(begun + TimeDelta::hours(self.hours.into()))
    }

    /// How often a session in use is written: its end is counted from then.
    fn rewrite(self) -> TimeDelta {
        REWRITE.min(TimeDelta::seconds(i64::from(self.idle) * 60 / 12))
    }
}

/// Lets someone in under a new session id and sends them on: to where they wanted, or first to what is still asked of
/// them, such as a second factor.
///
/// # Errors
/// Where the session cannot be written, or the account is gone.
pub async fn start_session(
    cx: &Cx,
    session: &Session,
    client: &Client,
    entry: Entry,
) -> Result<Response, Failed> {
    let strong = matches!(entry.by, Proof::StrongProvider(_));
    if strong || !accounts::has_second_factor(&cx.services, entry.user).await? {
        let strength = if strong { Strength::Two } else { Strength::One };
        return let_in(cx, session, client, entry, strength).await;
    }
    let pending = Pending { entry, at: cx.services.clock.now() };
    let kept = async {
        session.remove::<Uuid>(USER).await?;
        session.cycle_id().await?;
        session.insert(PENDING, pending).await
    };
    kept.await.map_err(broken)?;
    Ok(see_other("/sign-in/code"))
}

/// Of whom a code is asked in this session.
///
/// # Errors
/// Where the session cannot be read.
pub async fn pending(cx: &Cx, session: &Session) -> Result<Option<Entry>, Failed> {
    let pending: Option<Pending> = session.get(PENDING).await.map_err(broken)?;
    let now = cx.services.clock.now();
    Ok(pending.filter(|pending| now - pending.at <= PENDING_LASTS).map(|pending| pending.entry))
}

/// Lets someone in who has shown two factors.
///
/// # Errors
/// As [`start_session`].
pub async fn second_factor_shown(
    cx: &Cx,
    session: &Session,
    client: &Client,
    entry: Entry,
) -> Result<Response, Failed> {
    let_in(cx, session, client, entry, Strength::Two).await
}

/// Notes that whoever is signed in here has shown a second factor: the app they have just set up.
///
/// # Errors
/// Where the session cannot be written.
pub async fn strengthen(session: &Session) -> Result<(), Failed> {
    let renewed = async {
        session.cycle_id().await?;
        session.insert(STRENGTH, Strength::Two).await
    };
    renewed.await.map_err(broken)
}

/// Notes that whoever is signed in here has no second factor any more: where their role asks for one, they are led to set
/// up another.
///
/// # Errors
/// Where the session cannot be written.
pub async fn weaken(session: &Session) -> Result<(), Failed> {
    session.insert(STRENGTH, Strength::One).await.map_err(broken)
}

async fn let_in(
    cx: &Cx,
    session: &Session,
    client: &Client,
    entry: Entry,
    strength: Strength,
) -> Result<Response, Failed> {
    let browser = format!("browser:{}", cx.reader);
    let arrival = accounts::Arrival {
        user: entry.user,
        by: entry.by.as_str(),
        device: &client.device,
        device_key: client.key.as_deref(),
        drafts_of: &browser,
    };
    let entered = accounts::enter(&cx.services, &cx.actor, arrival).await?;
    let now = cx.services.clock.now();
    let begun = async {
        session.cycle_id().await?;
        session.remove::<Pending>(PENDING).await?;
        session.remove::<Limits>(LIMITS).await?;
        session.remove_value(PROVEN).await?;
        if matches!(entry.by, Proof::Password | Proof::MailedLink) {
            // what a provider said of whoever was here before
            session.remove_value(BY).await?;
        }
        session.insert(USER, entry.user).await?;
        session.insert(BEGUN, now).await?;
        session.insert(SEEN, now).await?;
        session.insert(DEVICE, &client.device).await?;
        session.insert(ADDRESS, cx.actor.from.as_deref()).await?;
        session.insert(STRENGTH, strength).await?;
        // the row is there before the answer is, so that whatever is told of it can find it
        session.save().await
    };
    begun.await.map_err(broken)?;
    let secure = if cx.services.settings.public_url.starts_with("https:") { "; Secure" } else { "" };
    let cookie = format!(
        "{DEVICE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}",
        entered.device_key
    );
    let mut response = see_other(next_path(&entry.next));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

fn broken(error: tower_sessions::session::Error) -> Failed {
    Failed::Internal(Box::new(error))
}

/// Whether whoever is signed in here has signed in only just now, or shown once more who they are.
///
/// # Errors
/// Where the session cannot be read.
pub async fn is_recent(cx: &Cx, session: &Session) -> Result<bool, Failed> {
    let now = cx.services.clock.now();
    for key in [BEGUN, PROVEN] {
        let at: Option<DateTime<Utc>> = session.get(key).await.map_err(broken)?;
        if at.is_some_and(|at| now - at <= RECENT) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Gives a session a new id, once its owner has shown their password in it.
///
/// # Errors
/// Where the session cannot be written.
pub async fn renew(session: &Session) -> Result<(), Failed> {
    session.cycle_id().await.map_err(broken)
}

/// Notes that whoever is signed in here has just shown once more who they are. The session gets a new id: who knew the old
/// one does not profit from it.
///
/// # Errors
/// Where the session cannot be written.
pub async fn proven_now(cx: &Cx, session: &Session) -> Result<(), Failed> {
    let renewed = async {
        session.cycle_id().await?;
        session.insert(PROVEN, cx.services.clock.now()).await?;
        session.save().await
    };
    renewed.await.map_err(broken)
}

/// The id of a session as the database has it: what [`fyr_store::sessions::is_alive`] takes. `None` before it was saved.
pub fn key(session: &Session) -> Option<String> {
    session.id().map(|id| hashed(&id))
}

fn hashed(id: &Id) -> String {
    Sha256::digest(id.to_string().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps a session in use alive, by the limits of whoever's it is now; ends it where they are over. Gives whether it goes on.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn keep(
    config: &Config,
    session: &Session,
    user: Option<&User>,
    now: DateTime<Utc>,
) -> Result<bool, tower_sessions::session::Error> {
    let (seen, begun) = (session.get(SEEN).await?, session.get(BEGUN).await?);
    let limits = Limits::of(config, user);
    if let (Some(seen), Some(begun)) = (seen, begun)
        && limits.end(begun, seen) <= now
    {
        session.flush().await?;
        return Ok(false);
    }
    let known: Option<Limits> = session.get(LIMITS).await?;
    if known != Some(limits) || seen.is_none_or(|seen| now - seen >= limits.rewrite()) {
        session.insert(LIMITS, limits).await?;
        session.insert(SEEN, now).await?;
        if begun.is_none() {
            session.insert(BEGUN, now).await?;
        }
    }
    Ok(true)
}

/// Whether someone must set up a second factor before anything else: their role asks for one, and this session has shown none.
///
/// # Errors
/// Where the session cannot be read.
pub async fn lacks_second_factor(
    config: &Config,
    session: &Session,
    actor: &Actor,
) -> Result<bool, tower_sessions::session::Error> {
    let Some(user) = &actor.user else { return Ok(false) };
    if !roles(user).any(|role| config.second_factor_roles.contains(&role)) {
        return Ok(false);
    }
    let strength: Option<Strength> = session.get(STRENGTH).await?;
    Ok(strength != Some(Strength::Two))
}

/// Where a second factor is set up.
pub const SECOND_FACTOR: &str = "/account/second-factor";

/// Whether a path is open to someone who must set up a second factor first.
pub fn is_on_the_way_to_a_second_factor(path: &str) -> bool {
    matches!(path, SECOND_FACTOR | "/sign-out")
}

/// Where to go after signing in: a path of this site, else the start page. `//host` and `/\host` are other sites, and so
/// is `/<tab>/host`, because browsers leave such characters out.
pub fn next_path(asked: &str) -> &str {
    let own = asked.starts_with('/')
        && !asked.starts_with("//")
        && asked.len() <= 2_000
        && !asked.contains(|c: char| c == '\\' || c.is_control());
    if own { asked } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_nowhere_else() {
        assert_eq!(next_path("/tickets?show=open"), "/tickets?show=open");
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "tickets",
            "/a\r\nb",
            "/\t/evil.example",
        ] {
            assert_eq!(next_path(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn a_session_ends_when_idle_or_when_its_time_is_over() {
        let limits = Limits { idle: 60, hours: 12 };
        let begun: DateTime<Utc> = "2026-01-01T08:00:00Z".parse().expect("a time");
        let at = |hours: i64| begun + TimeDelta::hours(hours);
        assert_eq!(limits.end(begun, at(0)), at(1));
        assert_eq!(limits.end(begun, at(5)), at(6));
        assert_eq!(limits.end(begun, at(12)), at(12));
        assert_eq!(limits.rewrite(), TimeDelta::minutes(5));
        assert_eq!(Limits { idle: 720, hours: 12 }.rewrite(), TimeDelta::minutes(10));
    }
}
