//! Organisations of a demonstration, who is what there, and who is whose counsellor.

use std::collections::HashMap;

use fyr_domain::{Level, Membership};
use fyr_store::{
    Tx, organisations,
    organisations::Organisation,
    people::{self, Account, Relation},
};
use uuid::Uuid;

use super::{Counts, Error, Loading, file};

/// Puts organisations with everything in them; one that is there already stays as it is.
pub(super) async fn put(
    loading: &Loading<'_>,
    tx: &mut Tx,
    demo: &file::Demo,
    known: &HashMap<String, Account>,
) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    let mut places: HashMap<String, Place> = HashMap::new();
    for one in &demo.organisation_of {
        let found = organisations::find_by_slug(tx, &one.slug).await?;
        counts.added(found.is_none());
        let fresh = found.is_none();
        let place = match found {
            Some(found) => Place { id: found.id, teams: HashMap::new(), fresh },
            None => make(loading, tx, one).await?,
        };
        if place.fresh {
            members(loading, tx, (one, &place), known).await?;
        }
        places.insert(one.slug.clone(), place);
    }
    for relation in &demo.counselling {
        let place = match &relation.organisation {
            Some(slug) => Some(loading.find(&places, slug)?),
            None => None,
        };
        if place.is_some_and(|place| !place.fresh) {
            continue;
        }
        let counsellor = loading.find(known, &relation.counsellor)?.id;
        for participant in &relation.participants {
            let relation = Relation {
                counsellor_id: counsellor,
                participant_id: loading.find(known, participant)?.id,
                organisation_id: place.map(|place| place.id),
                purpose: relation.purpose.clone(),
                scope: relation.scope,
                since: loading.now,
                until: None,
                stands_in_for_id: None,
            };
            people::relate(tx, &relation, loading.now).await?;
        }
    }
    Ok(counts)
}

struct Place {
    id: Uuid,
    teams: HashMap<String, Uuid>,
    fresh: bool,
}

async fn make(loading: &Loading<'_>, tx: &mut Tx, one: &file::Organisation) -> Result<Place, Error> {
    let clock = &loading.ctx.clock;
    let organisation = Organisation {
        id: clock.id(),
        slug: one.slug.clone(),
        name: one.name.clone(),
        sharing: one.sharing,
        participants_end: one.participants_end,
        created_at: loading.now,
    };
    let id = organisations::put(tx, &organisation).await?;
    let mut teams = HashMap::new();
    for team in &one.teams {
        teams.insert(team.clone(), organisations::put_team(tx, clock.id(), id, team).await?);
    }
    Ok(Place { id, teams, fresh: true })
}

async fn members(
    loading: &Loading<'_>,
    tx: &mut Tx,
    (one, place): (&file::Organisation, &Place),
    known: &HashMap<String, Account>,
) -> Result<(), Error> {
    for member in &one.member {
        let person = loading.find(known, &member.person)?.id;
        let team = match &member.team {
            Some(team) => Some(*loading.find(&place.teams, team)?),
            None => None,
        };
        let (role, level) = (member.role, Level::clamped(member.level.unwrap_or(1)));
        let membership = Membership { organisation: place.id, team, role, level };
        organisations::put_member(tx, person, &membership, loading.now).await?;
    }
    for chosen in &one.chosen {
        let person = loading.find(known, chosen)?.id;
        organisations::choose_viewer(tx, place.id, person).await?;
    }
    Ok(())
}
