//! Organisations and who is what there: what `/desk/people` does. Portal admins look after everyone, an organisation's
//! admins after its members. Who belongs to nothing of theirs does not exist for them.

mod accept;
mod change;
mod create;
mod export;
mod give;
mod import;
mod invite;
mod read;
mod take;
mod teams;
mod viewers;

pub use accept::{Opened, Way, accept, join, open};
pub use change::{Changes, change};
pub use create::create;
pub use export::export;
pub use fyr_store::{
    directory::{Person, Place, Wanted},
    organisations::{Named, Organisation},
};
pub use give::{Gift, give};
pub use import::{Line, Outcome, Plan, Trouble, apply, plan};
pub(crate) use invite::is_enough;
pub use invite::{Invited, Wish, invitations, invite, withdraw};
pub use read::{Overview, administered, list, one, own, person, with_teams};
pub(crate) use take::before_taking;
pub use take::take;
pub use teams::{add_team, remove_team, rename_team};
pub use viewers::{choose_viewer, unchoose_viewer};

use fyr_domain::{
    Actor,
    permission::{Question, may},
};
use fyr_store::{Db, organisations};
use uuid::Uuid;

use crate::Error;

/// Nobody else is told that people are looked after here.
fn only_keepers(actor: &Actor) -> Result<(), Error> {
    match &actor.user {
        None => Err(Error::SignInFirst),
        Some(_) if actor.administers_people() => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// The organisation, if the actor looks after its people.
async fn administered_one(db: &mut Db, actor: &Actor, id: Uuid) -> Result<Organisation, Error> {
    only_keepers(actor)?;
    let found = organisations::find_administered(db, actor, id).await?.ok_or(Error::NotFound)?;
    if may(actor, Question::Administer(id)) { Ok(found) } else { Err(Error::NotFound) }
}
