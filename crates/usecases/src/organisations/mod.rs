//! Administration of people: organisations, teams, roles, invitations and CSV import and export, as used by `/desk/people`.
//! Portal admins administer everyone, an organisation's admins its members; other people do not exist for them.

mod accept;
mod clean_up;
mod create;
mod emails;
mod export;
mod grant_role;
mod import;
mod invite;
mod read;
mod reviews;
mod revoke_role;
mod teams;
mod update;
mod viewers;

pub use accept::{AcceptMethod, InvitationDetails, accept_invitation, accept_with_password, find_invitation};
pub(crate) use clean_up::DeleteExpiredInvitations;
pub use create::create;
pub(crate) use emails::InvitationEmail;
pub use export::export;
pub use fyr_store::{
    directory::{MembershipDetails, PeopleFilter, Person},
    organisations::{NamedRef, Organisation},
};
pub use grant_role::{RoleGrant, grant_role};
pub(crate) use import::find_organisation;
pub use import::{
    ImportEmails, ImportLine, ImportOptions, ImportOutcome, ImportPlan, ImportProblem, RoleImport,
    apply_import, plan_import,
};
pub(crate) use invite::invitation_limit_reached;
pub use invite::{NewInvitation, PendingInvitation, invite, list_pending_invitations, withdraw_invitation};
pub use read::{
    OrganisationDetails, OrganisationTeams, PersonDetails, find_details, find_person, list_administered,
    list_own, list_people, list_with_teams,
};
pub use reviews::remind_of_reviews;
pub(crate) use reviews::{RemindOfReviews, ReviewEmail};
pub use revoke_role::revoke_role;
pub(crate) use revoke_role::{HeldRole, end_role_dependents};
pub use teams::{add_team, remove_team, rename_team};
pub use update::{OrganisationDraft, update};
pub use viewers::{add_viewer, remove_viewer};

use fyr_domain::{
    Actor,
    fields::{FieldErrors, Problem},
    permission::{Permission, may},
    text::GroupName,
};
use fyr_store::{Db, organisations};
use uuid::Uuid;

use crate::{Error, require::require};

/// Allows only those who administer people; for others these use cases do not exist.
fn require_people_admin(actor: &Actor) -> Result<(), Error> {
    require(actor, Permission::OpenPeople)
}

/// An organisation that the actor administers.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who does not administer it.
async fn find_administered(db: &mut Db, actor: &Actor, id: Uuid) -> Result<Organisation, Error> {
    require_people_admin(actor)?;
    let found = organisations::find_administered(db, actor, id).await?.ok_or(Error::NotFound)?;
    if may(actor, Permission::Administer(id)) { Ok(found) } else { Err(Error::NotFound) }
}

/// Refuses a name that another organisation has, in whatever case: two equal rows in a list of organisations are a trap.
///
/// # Errors
/// [`Error::Invalid`] for `organisation_name`.
async fn require_unused_name(db: &mut Db, name: &GroupName, own: Option<Uuid>) -> Result<(), Error> {
    let known = organisations::list_names(db).await?;
    if known.iter().any(|other| Some(other.id) != own && is_same_name(&other.name, name)) {
        return Err(FieldErrors::single("organisation_name", Problem::NameTaken).into());
    }
    Ok(())
}

/// Whether people would take the names of two groups for the same.
fn is_same_name(one: &str, other: &str) -> bool {
    let folded = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    folded(one) == folded(other)
}
