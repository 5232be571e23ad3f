//! An actor as the parameters `$1` to `$5` of every statement that asks what they may see.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Role};
use uuid::Uuid;

/// In the order of the parameters.
pub(crate) struct Viewer {
    /// `$1`: who is signed in.
    pub user: Option<Uuid>,
    /// `$2`: whether they work every ticket.
    pub works_all: bool,
    /// `$3`: the key to what their browser opened.
    pub guest: Option<Uuid>,
    /// `$4`: whether they are a counsellor in the whole portal.
    pub counsels: bool,
    /// `$5`: when they ask.
    pub at: DateTime<Utc>,
}

impl Viewer {
    pub fn of(actor: &Actor) -> Self {
        Self {
            user: actor.user_id(),
            works_all: actor.works_every_ticket(),
            guest: actor.guest,
            counsels: actor.role() == Some(Role::Counsellor),
            at: actor.at,
        }
    }
}

/// Who looks after people, as the parameters `$1` and `$2` of the statements that list them.
pub(crate) struct Keeper {
    /// `$1`: who is signed in.
    pub user: Option<Uuid>,
    /// `$2`: whether they look after everyone.
    pub portal: bool,
}

impl Keeper {
    pub fn of(actor: &Actor) -> Self {
        Self { user: actor.user_id(), portal: actor.runs_portal() }
    }
}
