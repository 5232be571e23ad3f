//! Incidents and maintenance of a demonstration.

use std::collections::HashMap;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use fyr_domain::status::IncidentStatus;
use fyr_store::{
    Tx, status,
    status::{Incident, Maintenance, Update},
};
use uuid::Uuid;

use super::{
    super::{Counts, id_of},
    Loading,
    file::{self, Demo},
    id_at,
};
use crate::Error;

/// Puts what is not there yet; gives how many incidents and how many maintenances.
pub(super) async fn put(
    loading: &Loading<'_>,
    tx: &mut Tx,
    demo: &Demo,
    services: &HashMap<String, Uuid>,
) -> Result<(Counts, Counts), Error> {
    let (mut incidents, mut maintenances) = (Counts::default(), Counts::default());
    for one in &demo.incident {
        incidents.added(incident(loading, tx, one, services).await?);
    }
    for one in &demo.maintenance {
        maintenances.added(maintenance(loading, tx, one, services).await?);
    }
    Ok((incidents, maintenances))
}

fn ids(
    loading: &Loading<'_>,
    names: &[String],
    services: &HashMap<String, Uuid>,
) -> Result<Vec<Uuid>, Error> {
    names.iter().map(|name| loading.find(services, name).copied()).collect()
}

async fn incident(
    loading: &Loading<'_>,
    tx: &mut Tx,
    one: &file::Incident,
    services: &HashMap<String, Uuid>,
) -> Result<bool, Error> {
    let name = format!("demo:incident:{}", one.slug);
    let started_at = loading.ago(one.days_ago, one.hours_ago);
    let incident = Incident {
        id: id_at(started_at, &name),
        form_key: id_of(&name),
        impact: one.impact,
        status: one.update.last().map_or(IncidentStatus::Investigating, |update| update.status),
        titles: one.title.clone().into(),
        started_at,
        resolved_at: one.duration_minutes.map(|minutes| started_at + TimeDelta::minutes(minutes)),
    };
    if !status::put_incident(tx, &incident, &ids(loading, &one.services, services)?).await? {
        return Ok(false);
    }
    for (n, update) in one.update.iter().enumerate() {
        let name = format!("{name}:{n}");
        let at = started_at + TimeDelta::minutes(update.minutes_after);
        let update = Update {
            id: id_at(at, &name),
            subject_id: incident.id,
            form_key: id_of(&name),
            status: Some(update.status.as_str().to_owned()),
            impact: Some(one.impact.as_str().to_owned()),
            texts: update.body.clone().into(),
            at,
        };
        status::put_update(tx, &update).await?;
    }
    Ok(true)
}

/// Work is planned for full hours.
fn full_hour(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at)
}

async fn maintenance(
    loading: &Loading<'_>,
    tx: &mut Tx,
    one: &file::Maintenance,
    services: &HashMap<String, Uuid>,
) -> Result<bool, Error> {
    let name = format!("demo:maintenance:{}", one.slug);
    let starts_at = full_hour(loading.now + TimeDelta::hours(one.in_hours));
    let maintenance = Maintenance {
        id: id_at(loading.now, &name),
        form_key: id_of(&name),
        titles: one.title.clone().into(),
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(one.duration_minutes),
        cancelled_at: None,
    };
    if !status::put_maintenance(tx, &maintenance, &ids(loading, &one.services, services)?).await? {
        return Ok(false);
    }
    let name = format!("{name}:0");
    let update = Update {
        id: id_at(loading.now, &name),
        subject_id: maintenance.id,
        form_key: id_of(&name),
        status: None,
        impact: None,
        texts: one.description.clone().into(),
        at: loading.now,
    };
    status::put_update(tx, &update).await?;
    Ok(true)
}
