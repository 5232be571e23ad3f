//! Organisations of the demonstration, their members, and the relations between counsellors and participants.

use std::collections::HashMap;

use fyr_domain::{Level, Membership};
use fyr_store::{
    organisations,
    organisations::Organisation,
    people::{self, Account, NewRelation},
};
use uuid::Uuid;

use super::{DemoImport, Error, ImportCounts, file};
use crate::Transaction;

/// Imports organisations with teams, members and relations; one that exists already is left unchanged.
pub(super) async fn import_all(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &file::DemoFile,
    people: &HashMap<String, Account>,
) -> Result<ImportCounts, Error> {
    let mut counts = ImportCounts::default();
    let mut organisations_by_slug: HashMap<String, ImportedOrganisation> = HashMap::new();
    for organisation in &demo.organisations {
        let found = organisations::find_by_slug(tx, &organisation.slug).await?;
        counts.add(found.is_none());
        let created = found.is_none();
        let imported = match found {
            Some(found) => ImportedOrganisation { id: found.id, teams: HashMap::new(), created },
            None => create(import, tx, organisation).await?,
        };
        if imported.created {
            import_members(import, tx, organisation, &imported, people).await?;
        }
        organisations_by_slug.insert(organisation.slug.clone(), imported);
    }
    for relation in &demo.relations {
        let imported = match &relation.organisation {
            Some(slug) => Some(import.find(&organisations_by_slug, slug)?),
            None => None,
        };
        if imported.is_some_and(|imported| !imported.created) {
            continue;
        }
        let counsellor = import.find(people, &relation.counsellor)?.id;
        for participant in &relation.participants {
            let relation = NewRelation {
                counsellor_id: counsellor,
                participant_id: import.find(people, participant)?.id,
                organisation_id: imported.map(|imported| imported.id),
                purpose: relation.purpose.clone(),
                scope: relation.scope,
                since: import.now,
                until: None,
                stands_in_for_id: None,
            };
            people::upsert_relation(tx, &relation, import.now).await?;
        }
    }
    Ok(counts)
}

struct ImportedOrganisation {
    id: Uuid,
    teams: HashMap<String, Uuid>,
    created: bool,
}

async fn create(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &file::DemoOrganisation,
) -> Result<ImportedOrganisation, Error> {
    let clock = &import.backend.clock;
    let organisation = Organisation {
        id: clock.id(),
        slug: demo.slug.clone(),
        name: demo.name.clone(),
        sharing: demo.sharing,
        participants_end: demo.participants_end,
        created_at: import.now,
    };
    let id = organisations::upsert(tx, &organisation).await?;
    let mut teams = HashMap::new();
    for team in &demo.teams {
        teams.insert(team.clone(), organisations::ensure_team(tx, clock.id(), id, team).await?);
    }
    Ok(ImportedOrganisation { id, teams, created: true })
}

async fn import_members(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    organisation: &file::DemoOrganisation,
    imported: &ImportedOrganisation,
    people: &HashMap<String, Account>,
) -> Result<(), Error> {
    for member in &organisation.members {
        let user = import.find(people, &member.person)?.id;
        let team = match &member.team {
            Some(team) => Some(*import.find(&imported.teams, team)?),
            None => None,
        };
        let (role, level) = (member.role, Level::clamped(member.level.unwrap_or(1)));
        let membership = Membership { organisation: imported.id, team, role, level };
        organisations::upsert_membership(tx, user, &membership, import.now).await?;
    }
    for viewer in &organisation.viewers {
        let user = import.find(people, viewer)?.id;
        organisations::insert_sharing_viewer(tx, imported.id, user).await?;
    }
    Ok(())
}
