//! Organisations, and what people are and may do in them.

use fyr_domain::{
    Actor, Level, Role, User,
    permission::{Scope, Sharing},
};
use fyr_usecases::{
    organisations::{OrganisationDraft, RoleGrant},
    relations::{self, RelationPair, RelationTerms},
};
use uuid::Uuid;

use super::Site;

/// The person as a request finds them.
pub async fn actor(site: &Site, user: &User) -> Actor {
    let user = fyr_usecases::people::find_by_id(&site.backend, user.id).await.unwrap();
    Actor { user, ..Actor::ANONYMOUS }.at_time(site.now())
}

/// An organisation that shares tickets by this rule.
pub async fn organisation(site: &Site, name: &str, sharing: Sharing) -> Uuid {
    let adam = actor(site, &site.people.adam).await;
    let name = fyr_domain::text::GroupName::parse(name).unwrap();
    let draft = OrganisationDraft { name, sharing, participants_end: true };
    let form_key = site.backend.clock.id();
    fyr_usecases::organisations::create(&site.backend, &adam, form_key, &draft).await.unwrap()
}

/// Gives someone a role in an organisation, as Adam.
pub async fn grant_role(site: &Site, user: &User, organisation: Uuid, role: Role) {
    let adam = actor(site, &site.people.adam).await;
    let (person, level) = (user.id, Level::default());
    let grant = RoleGrant { person, organisation: Some(organisation), role, level, team: None };
    fyr_usecases::organisations::grant_role(&site.backend, &adam, grant).await.unwrap();
}

/// Lets a counsellor of an organisation see or act for a member, as Adam.
pub async fn create_relation(site: &Site, organisation: Uuid, pair: (&User, &User), scope: Scope) {
    let adam = actor(site, &site.people.adam).await;
    let terms = RelationTerms { purpose: None, scope, since: None, until: None };
    let pair = RelationPair { counsellor: pair.0.id, participant: pair.1.id };
    relations::create(&site.backend, &adam, organisation, pair, &terms).await.unwrap();
}

/// The page of a person, as those who look after them see it.
pub fn person_path(user: &User) -> String {
    format!("/desk/people/{}", user.id)
}
