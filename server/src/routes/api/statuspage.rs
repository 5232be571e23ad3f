//! The status page as JSON of Statuspage's API, version 2. Ids are ours; what we do not have is `null` or Statuspage's default.

use chrono::{DateTime, SecondsFormat, Utc};
use fyr_app::{RequestContext, pages::status::overall_status_sentence};
use fyr_domain::{
    Lang,
    status::{ComponentState, Impact, MaintenancePhase},
};
use fyr_usecases::{
    Settings,
    classification::ClassificationItem,
    status::{Incident, Maintenance, StatusOverview, StatusUpdate},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Statuspage gives every object the id of its page; there is one.
const PAGE: &str = "fyr";

struct Renderer<'a> {
    lang: Lang,
    settings: &'a Settings,
    portal: &'a str,
    overview: &'a StatusOverview,
}

/// The JSON at a path below `/api/v2/`; `None` where there is no such path.
pub fn render(path: &str, cx: &RequestContext, overview: &StatusOverview) -> Option<Value> {
    let (lang, settings) = (cx.lang, &cx.backend.settings);
    let renderer = Renderer { lang, settings, portal: cx.portal_name(), overview };
    let page = renderer.page();
    let incidents = |list: Vec<&Incident>| {
        list.into_iter().map(|incident| renderer.incident(incident)).collect::<Vec<_>>()
    };
    let maintenances = |list: Vec<&Maintenance>| {
        list.into_iter().map(|maintenance| renderer.maintenance(maintenance)).collect::<Vec<_>>()
    };
    let components =
        || overview.components().iter().map(|component| renderer.component(component)).collect::<Vec<_>>();
    Some(match path {
        "summary.json" => json!({
            "page": page,
            "components": components(),
            "incidents": incidents(overview.open_incidents().collect()),
            "scheduled_maintenances": maintenances(overview.active_maintenances().chain(overview.upcoming_maintenances()).collect()),
            "status": renderer.status(),
        }),
        "status.json" => json!({ "page": page, "status": renderer.status() }),
        "components.json" => json!({ "page": page, "components": components() }),
        "incidents.json" => {
            json!({ "page": page, "incidents": incidents(overview.incidents().iter().collect()) })
        }
        "incidents/unresolved.json" => {
            json!({ "page": page, "incidents": incidents(overview.open_incidents().collect()) })
        }
        "scheduled-maintenances.json" => {
            let all = overview.maintenances().iter().rev().collect();
            json!({ "page": page, "scheduled_maintenances": maintenances(all) })
        }
        "scheduled-maintenances/upcoming.json" => {
            json!({ "page": page, "scheduled_maintenances": maintenances(overview.upcoming_maintenances().collect()) })
        }
        "scheduled-maintenances/active.json" => {
            json!({ "page": page, "scheduled_maintenances": maintenances(overview.active_maintenances().collect()) })
        }
        _ => return None,
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The creation time in a UUID v7.
fn created_at(id: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = id.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
}

impl Renderer<'_> {
    fn page(&self) -> Value {
        json!({
            "id": PAGE,
            "name": self.portal,
            "url": format!("{}/status", self.settings.public_url),
            "time_zone": self.settings.zone.name(),
            "updated_at": time(self.overview.updated_at().unwrap_or(self.overview.now)),
        })
    }

    fn status(&self) -> Value {
        let indicator = match self.overview.overall_state().state {
            ComponentState::Operational => "none",
            ComponentState::UnderMaintenance => "maintenance",
            ComponentState::Degraded => "minor",
            ComponentState::PartialOutage => "major",
            ComponentState::MajorOutage => "critical",
        };
        json!({ "indicator": indicator, "description": overall_status_sentence(self.lang, self.overview) })
    }

    fn component(&self, component: &ClassificationItem) -> Value {
        let created = created_at(component.id).unwrap_or(self.overview.now);
        let incidents = self.overview.incidents_for(component.id);
        let updated = incidents.map(Incident::updated_at).max().unwrap_or(created).max(created);
        let position =
            self.overview.components().iter().position(|other| other.id == component.id).unwrap_or(0) + 1;
        json!({
            "id": component.id,
            "name": component.title.text(self.lang),
            "status": self.overview.component_state(component.id).as_str(),
            "created_at": time(created),
            "updated_at": time(updated),
            "position": position,
            "description": Some(component.description.text(self.lang)).filter(|text| !text.is_empty()),
            "showcase": true,
            "start_date": null,
            "group_id": null,
            "page_id": PAGE,
            "group": false,
            "only_show_if_degraded": false,
        })
    }

    fn affected(&self, ids: &[Uuid]) -> Vec<Value> {
        self.overview.components_by_ids(ids).map(|component| self.component(component)).collect()
    }

    /// The components of an incident's update with their state before and after it; `null` for a maintenance.
    fn affected_by(&self, update: &StatusUpdate, before: Option<&StatusUpdate>) -> Value {
        let state = |update: Option<&StatusUpdate>, component: Uuid| {
            let is_over = |update: &&StatusUpdate| update.status.as_deref() == Some("resolved");
            let affected =
                update.filter(|update| !is_over(update)).map_or(&[][..], |update| &update.affected);
            let found = affected.iter().find(|affected| affected.component == component);
            found.map_or(ComponentState::Operational, |affected| affected.impact.into()).as_str()
        };
        let before_and_now = before.into_iter().chain([update]).flat_map(|update| &update.affected);
        let ids: Vec<Uuid> = before_and_now.map(|affected| affected.component).collect();
        if ids.is_empty() {
            return Value::Null;
        }
        let components = self.overview.components_by_ids(&ids).map(|component| {
            json!({
                "code": component.id,
                "name": component.title.text(self.lang),
                "old_status": state(before, component.id),
                "new_status": state(Some(update), component.id),
            })
        });
        components.collect()
    }

    fn updates(
        &self,
        subject: Uuid,
        updates: &[StatusUpdate],
        status: impl Fn(&StatusUpdate) -> String,
    ) -> Vec<Value> {
        let updates = updates.iter().enumerate().map(|(n, update)| {
            json!({
                "id": update.id,
                "status": status(update),
                "body": update.text.text(self.lang),
                "incident_id": subject,
                "created_at": time(update.at),
                "updated_at": time(update.changed_at()),
                "display_at": time(update.at),
                "affected_components": self.affected_by(update, updates.get(n + 1)),
                "deliver_notifications": false,
                "custom_tweet": null,
                "tweet_id": null,
            })
        });
        updates.collect()
    }

    fn incident(&self, incident: &Incident) -> Value {
        let status =
            |update: &StatusUpdate| update.status.clone().unwrap_or_else(|| incident.status.to_string());
        let monitoring =
            incident.updates.iter().find(|update| update.status.as_deref() == Some("monitoring"));
        json!({
            "id": incident.id,
            "name": incident.title.text(self.lang),
            "status": incident.status.as_str(),
            "created_at": time(created_at(incident.id).unwrap_or(incident.started_at)),
            "updated_at": time(incident.updated_at()),
            "monitoring_at": monitoring.map(|update| time(update.at)),
            "resolved_at": incident.resolved_at.map(time),
            "impact": incident.impact.as_str(),
            "shortlink": format!("{}/status/incidents/{}", self.settings.public_url, incident.id),
            "started_at": time(incident.started_at),
            "page_id": PAGE,
            "incident_updates": self.updates(incident.id, &incident.updates, status),
            "components": self.affected(&incident.components),
        })
    }

    fn maintenance(&self, maintenance: &Maintenance) -> Value {
        let word = |phase: MaintenancePhase| match phase {
            MaintenancePhase::Scheduled => "scheduled",
            MaintenancePhase::InProgress => "in_progress",
            // Statuspage has no word for a cancelled one
            MaintenancePhase::Completed | MaintenancePhase::Cancelled => "completed",
        };
        let status = |update: &StatusUpdate| {
            let set = update.status.as_deref().and_then(|word| word.parse().ok());
            word(set.unwrap_or_else(|| maintenance.phase(update.at))).to_owned()
        };
        let phase = maintenance.phase(self.overview.now);
        let ended = match phase {
            MaintenancePhase::Completed => Some(maintenance.ends_at),
            MaintenancePhase::Cancelled => maintenance.cancelled_at,
            MaintenancePhase::Scheduled | MaintenancePhase::InProgress => None,
        };
        json!({
            "id": maintenance.id,
            "name": maintenance.title.text(self.lang),
            "status": word(phase),
            "created_at": time(created_at(maintenance.id).unwrap_or(maintenance.starts_at)),
            "updated_at": time(maintenance.updated_at()),
            "monitoring_at": null,
            "resolved_at": ended.map(time),
            "impact": if maintenance.components.is_empty() { Impact::None.as_str() } else { "maintenance" },
            "shortlink": format!("{}/status/maintenances/{}", self.settings.public_url, maintenance.id),
            "started_at": time(maintenance.starts_at),
            "page_id": PAGE,
            "incident_updates": self.updates(maintenance.id, &maintenance.updates, status),
            "components": self.affected(&maintenance.components),
            "scheduled_for": time(maintenance.starts_at),
            "scheduled_until": time(maintenance.ends_at),
        })
    }
}
