//! The actor as bind parameters `$1` to `$5` of every statement with a visibility condition.

use chrono::{DateTime, Utc};
use fyr_domain::{Actor, Role};
use uuid::Uuid;

/// The parameters in order.
pub(crate) struct Viewer {
    /// `$1`: id of the signed-in user.
    pub user: Option<Uuid>,
    /// `$2`: whether they work every ticket.
    pub works_all: bool,
    /// `$3`: key under which tickets opened by links in this browser are stored.
    pub guest: Option<Uuid>,
    /// `$4`: whether they are a counsellor in the whole portal.
    pub counsels: bool,
    /// `$5`: time of the request.
    pub at: DateTime<Utc>,
}

impl Viewer {
    pub fn new(actor: &Actor) -> Self {
        Self {
            user: actor.user_id(),
            works_all: actor.can_work_every_ticket(),
            guest: actor.guest,
            counsels: actor.role() == Some(Role::Counsellor),
            at: actor.now,
        }
    }
}

/// The actor as bind parameters `$1` and `$2` of statements that list people they administer.
pub(crate) struct PeopleAdmin {
    /// `$1`: id of the signed-in user; `None` while their address is not confirmed.
    pub user: Option<Uuid>,
    /// `$2`: whether they administer the whole portal.
    pub portal: bool,
}

impl PeopleAdmin {
    pub fn new(actor: &Actor) -> Self {
        let user = actor.confirmed_user().map(|user| user.id);
        Self { user, portal: actor.can_run_portal() }
    }
}
