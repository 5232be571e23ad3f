//! People and their roles as a sheet. Taking it out is in the audit log.

use fyr_domain::{Actor, Lang, Role};
use fyr_store::{directory, directory::Wanted};
use serde_json::json;

use super::only_keepers;
use crate::{
    Error, Services,
    audit::{self, Did},
    sheet::Sheet,
};

/// People of one sheet at most.
const MOST: i64 = 100_000;

/// The people whom the actor looks after, a line for each role, in the columns that importing reads.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who looks after nobody.
pub async fn export(ctx: &Services, actor: &Actor, wanted: &Wanted, lang: Lang) -> Result<Vec<u8>, Error> {
    only_keepers(actor)?;
    let mut tx = ctx.store.begin().await?;
    let (people, _) = directory::list(&mut tx, actor, wanted, MOST, 0).await?;
    let mut sheet = Sheet::new(lang);
    sheet.line(&super::import::COLUMNS);
    let level = |role: Role, level: i64| {
        if role == Role::Agent { level.to_string() } else { String::new() }
    };
    for person in &people {
        if actor.runs_portal() && (person.role != Role::Participant || person.places.is_empty()) {
            let rank = level(person.role, person.level.number());
            sheet.line(&[&person.email, &person.name, "", "", person.role.as_str(), &rank]);
        }
        for place in &person.places {
            let team = place.team.as_ref().map_or("", |(_, name)| name);
            let rank = level(place.role, place.level.number());
            sheet.line(&[&person.email, &person.name, &place.slug, team, place.role.as_str(), &rank]);
        }
    }
    let did = Did {
        action: "people.exported",
        target: None,
        organisation: wanted.organisation,
        details: json!({ "people": people.len() }),
    };
    audit::record(ctx, &mut tx, actor, did).await?;
    tx.commit().await?;
    Ok(sheet.finish())
}
