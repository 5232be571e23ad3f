//! Export of people and their roles as CSV. The export is recorded in the audit log.

use fyr_domain::{Actor, Lang, Role};
use fyr_store::{directory, directory::PeopleFilter};
use serde_json::json;

use super::require_people_admin;
use crate::{
    Backend, Error,
    audit::{self, AuditEvent},
    csv_table::CsvWriter,
};

/// Maximum number of exported people.
const MAX_PEOPLE: i64 = 100_000;

/// The people whom the actor administers as CSV, one row for each role, in the columns that the import reads.
///
/// # Errors
/// [`Error::SignInFirst`], or [`Error::NotFound`] for anyone who administers nobody.
pub async fn export(
    backend: &Backend,
    actor: &Actor,
    filter: &PeopleFilter,
    lang: Lang,
) -> Result<Vec<u8>, Error> {
    require_people_admin(actor)?;
    let mut tx = backend.begin().await?;
    let (people, _) = directory::list(&mut tx, actor, filter, MAX_PEOPLE, 0).await?;
    let mut table = CsvWriter::new(lang);
    table.write_row(&super::import::COLUMNS.map(|column| column.name()));
    let level = |role: Role, level: i64| {
        if role == Role::Agent { level.to_string() } else { String::new() }
    };
    for person in &people {
        if actor.can_run_portal() && (person.role != Role::Participant || person.memberships.is_empty()) {
            let rank = level(person.role, person.level.number());
            table.write_row(&[
                &person.email,
                &person.name,
                "",
                "",
                person.role.as_str(),
                &rank,
                &person.lang,
            ]);
        }
        for membership in &person.memberships {
            let team = membership.team.as_ref().map_or("", |team| &team.name);
            let rank = level(membership.role, membership.level.number());
            let role = membership.role.as_str();
            table.write_row(&[
                &person.email,
                &person.name,
                &membership.slug,
                team,
                role,
                &rank,
                &person.lang,
            ]);
        }
    }
    let event = AuditEvent {
        action: "people.exported",
        target: None,
        organisation: filter.organisation,
        details: json!({ "people": people.len() }),
    };
    audit::record(backend, &mut tx, actor, event).await?;
    tx.commit().await?;
    Ok(table.finish())
}
