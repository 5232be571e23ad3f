//! Incidents and maintenances of the demonstration.

use std::collections::HashMap;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use fyr_domain::status::{ComponentImpact, IncidentStatus};
use fyr_store::{
    status,
    status::{IncidentRow, MaintenanceRow, StatusUpdateRow},
    status_updates,
};
use uuid::Uuid;

use super::{
    super::{ImportCounts, stable_id},
    DemoImport,
    file::{self, DemoFile},
    stable_id_at,
};
use crate::{Error, Transaction};

/// Imports the incidents and maintenances that do not exist yet; returns the counts of each.
pub(super) async fn import_all(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &DemoFile,
    components: &HashMap<String, Uuid>,
) -> Result<(ImportCounts, ImportCounts), Error> {
    let (mut incidents, mut maintenances) = (ImportCounts::default(), ImportCounts::default());
    for incident in &demo.incidents {
        incidents.add(import_incident(import, tx, incident, components).await?);
    }
    for maintenance in &demo.maintenances {
        maintenances.add(import_maintenance(import, tx, maintenance, components).await?);
    }
    Ok((incidents, maintenances))
}

fn component_ids(
    import: &DemoImport<'_>,
    slugs: &[String],
    components: &HashMap<String, Uuid>,
) -> Result<Vec<Uuid>, Error> {
    slugs.iter().map(|slug| import.find(components, slug).copied()).collect()
}

async fn import_incident(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &file::DemoIncident,
    components: &HashMap<String, Uuid>,
) -> Result<bool, Error> {
    let name = format!("demo:incident:{}", demo.slug);
    let started_at = import.time_ago(demo.days_ago, demo.hours_ago);
    let incident = IncidentRow {
        id: stable_id_at(started_at, &name),
        form_key: stable_id(&name),
        impact: demo.impact,
        status: demo.updates.last().map_or(IncidentStatus::Investigating, |update| update.status),
        titles: demo.title.clone().into(),
        started_at,
        resolved_at: demo.duration_minutes.map(|minutes| started_at + TimeDelta::minutes(minutes)),
    };
    let components = component_ids(import, &demo.components, components)?;
    if !status::insert_incident(tx, &incident, &components).await? {
        return Ok(false);
    }
    let affected: Vec<ComponentImpact> = components
        .iter()
        .map(|component| ComponentImpact { component: *component, impact: demo.impact })
        .collect();
    for (n, update) in demo.updates.iter().enumerate() {
        let name = format!("{name}:{n}");
        let at = started_at + TimeDelta::minutes(update.minutes_after);
        let update = StatusUpdateRow {
            id: stable_id_at(at, &name),
            subject_id: incident.id,
            form_key: stable_id(&name),
            status: Some(update.status.as_str().to_owned()),
            impact: Some(demo.impact.as_str().to_owned()),
            starts_at: None,
            ends_at: None,
            texts: update.body.clone().into(),
            at,
        };
        status::insert_update(tx, &update).await?;
        status_updates::insert_components(tx, update.id, &affected).await?;
    }
    Ok(true)
}

/// Truncates to the hour: maintenance is planned for full hours.
fn full_hour(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at)
}

async fn import_maintenance(
    import: &DemoImport<'_>,
    tx: &mut Transaction,
    demo: &file::DemoMaintenance,
    components: &HashMap<String, Uuid>,
) -> Result<bool, Error> {
    let name = format!("demo:maintenance:{}", demo.slug);
    let starts_at = full_hour(import.now + TimeDelta::hours(demo.in_hours));
    let maintenance = MaintenanceRow {
        id: stable_id_at(import.now, &name),
        form_key: stable_id(&name),
        titles: demo.title.clone().into(),
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(demo.duration_minutes),
        cancelled_at: None,
    };
    if !status::insert_maintenance(tx, &maintenance, &component_ids(import, &demo.components, components)?)
        .await?
    {
        return Ok(false);
    }
    let name = format!("{name}:0");
    let update = StatusUpdateRow {
        id: stable_id_at(import.now, &name),
        subject_id: maintenance.id,
        form_key: stable_id(&name),
        status: None,
        impact: None,
        starts_at: None,
        ends_at: None,
        texts: demo.description.clone().into(),
        at: import.now,
    };
    status::insert_update(tx, &update).await?;
    Ok(true)
}
