//! `/desk/people`: administration of people, organisations and invitations; 404 for everyone who administers nobody. The page
//! itself is the list of people.

pub mod export;
pub mod import;
pub mod invitations;
pub mod list;
pub mod organisations;
pub mod person;

use fyr_domain::permission::Permission;

use crate::web::{
    Access::Permission as Needs,
    BodyKind::{Files, SmallForm},
    Policy,
    RateLimit::Heavy,
    Routes,
};

/// The routes of this folder.
pub fn routes() -> Routes {
    const PAGE: Policy = Policy::read(Needs(Permission::OpenPeople));
    const FORM: Policy = Policy::write(Needs(Permission::OpenPeople), SmallForm);
    Routes::new()
        .get("/desk/people", list::show, PAGE)
        .post("/desk/people/export", export::post, FORM.limit(Heavy).from_page("/desk/people"))
        .get("/desk/people/import", import::show, PAGE)
        .post("/desk/people/import", import::post, Policy::write(Needs(Permission::OpenPeople), Files))
        .get("/desk/people/invitations", invitations::show, PAGE)
        .post("/desk/people/invitations", invitations::post, FORM)
        .get("/desk/people/organisations", organisations::list, PAGE)
        .post("/desk/people/organisations", organisations::post_list, FORM)
        .get("/desk/people/organisations/{id}", organisations::show, PAGE)
        .post("/desk/people/organisations/{id}", organisations::post, FORM)
        .get("/desk/people/{id}", person::show, PAGE)
        .post("/desk/people/{id}", person::post, FORM)
}
