//! Looking after people: roles, organisations, invitations, sheets.

mod invitations;
mod organisations;
mod roles;
mod sheets;

use fyr_domain::{
    Actor, Level, Role, User,
    permission::{Scope, Sharing},
};
use fyr_services::{
    organisations::{self as keepers, Changes, Gift},
    relations::{self, Terms},
};
use uuid::Uuid;

use crate::support::{Browser, Site};

/// The person as a request finds them.
pub async fn actor(site: &Site, user: &User) -> Actor {
    let user = fyr_services::people::find(&site.services, user.id).await.unwrap();
    Actor { user, ..Actor::ANONYMOUS }.asking_at(site.now())
}

/// An organisation that shares tickets by this rule.
pub async fn organisation(site: &Site, name: &str, sharing: Sharing) -> Uuid {
    let adam = actor(site, &site.people.adam).await;
    let changes =
        Changes { name: fyr_domain::text::GroupName::parse(name).unwrap(), sharing, participants_end: true };
    keepers::create(&site.services, &adam, site.services.clock.id(), &changes).await.unwrap()
}

/// Gives someone a role in an organisation, as Adam.
pub async fn give(site: &Site, user: &User, organisation: Uuid, role: Role) {
    let adam = actor(site, &site.people.adam).await;
    let (person, level) = (user.id, Level::default());
    let gift = Gift { person, organisation: Some(organisation), role, level, team: None };
    keepers::give(&site.services, &adam, gift).await.unwrap();
}

/// Lets a counsellor of an organisation see or act for a member, as Adam.
pub async fn relate(site: &Site, organisation: Uuid, pair: (&User, &User), scope: Scope) {
    let adam = actor(site, &site.people.adam).await;
    let terms = Terms { purpose: None, scope, since: None, until: None };
    let pair = (pair.0.id, pair.1.id);
    relations::begin(&site.services, &adam, organisation, pair, &terms).await.unwrap();
}

/// What the log says was done, oldest first.
pub async fn log(site: &Site) -> Vec<String> {
    site.texts("SELECT action FROM audit_log ORDER BY id").await
}

/// The page of a person, as those who look after them see it.
pub fn page_of(user: &User) -> String {
    format!("/desk/people/{}", user.id)
}

/// Gives or takes by the forms of a person's page.
pub async fn post(browser: &Browser, user: &User, fields: &[(&str, &str)]) -> crate::support::Answer {
    browser.post(&page_of(user), fields).await
}
