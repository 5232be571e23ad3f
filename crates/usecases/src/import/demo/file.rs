//! The format of `demo.toml`.

use fyr_domain::{
    Lang, Localised, Role,
    permission::{Scope, Sharing},
    status::{Impact, IncidentStatus},
    tickets::{Priority, Status, TicketKind},
};
use serde::Deserialize;

/// The whole file. Opening hours and the name of the portal are settings.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoFile {
    #[serde(default, rename = "person")]
    pub people: Vec<DemoPerson>,
    #[serde(default, rename = "member_organisation")]
    pub organisations: Vec<DemoOrganisation>,
    #[serde(default, rename = "counselling")]
    pub relations: Vec<DemoRelation>,
    #[serde(default, rename = "service")]
    pub components: Vec<DemoListItem>,
    #[serde(default, rename = "topic")]
    pub topics: Vec<DemoListItem>,
    #[serde(default, rename = "ticket")]
    pub tickets: Vec<DemoTicket>,
    #[serde(default, rename = "incident")]
    pub incidents: Vec<DemoIncident>,
    #[serde(default, rename = "maintenance")]
    pub maintenances: Vec<DemoMaintenance>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoPerson {
    pub email: String,
    pub name: String,
    pub role: Role,
    pub language: Lang,
    /// Without one nobody can sign in as this person.
    pub password: Option<String>,
}

/// An organisation that people belong to.
#[derive(Debug, Deserialize)]
pub(super) struct DemoOrganisation {
    pub slug: String,
    pub name: String,
    pub sharing: Sharing,
    #[serde(default)]
    pub participants_end: bool,
    #[serde(default)]
    pub teams: Vec<String>,
    /// E-mail addresses of the members who see others' tickets.
    #[serde(default, rename = "chosen")]
    pub viewers: Vec<String>,
    #[serde(default, rename = "member")]
    pub members: Vec<DemoMember>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoMember {
    pub person: String,
    pub role: Role,
    pub team: Option<String>,
    pub level: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoRelation {
    pub counsellor: String,
    pub participants: Vec<String>,
    pub organisation: Option<String>,
    #[serde(default)]
    pub purpose: String,
    #[serde(default = "default_scope")]
    pub scope: Scope,
}

const fn default_scope() -> Scope {
    Scope::Act
}

/// A component of the status page or a topic of tickets.
#[derive(Debug, Deserialize)]
pub(super) struct DemoListItem {
    pub slug: String,
    #[serde(rename = "order")]
    pub position: i64,
    pub name: Localised,
    #[serde(default)]
    pub description: Localised,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoTicket {
    pub slug: String,
    pub requester: String,
    pub assignee: Option<String>,
    pub topic: String,
    #[serde(default)]
    pub kind: TicketKind,
    pub priority: Priority,
    pub status: Status,
    pub language: Lang,
    #[serde(default)]
    pub days_ago: i64,
    #[serde(default)]
    pub hours_ago: i64,
    pub subject: String,
    pub description: String,
    #[serde(default, rename = "message")]
    pub messages: Vec<DemoMessage>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoMessage {
    pub author: String,
    #[serde(default)]
    pub days_ago: i64,
    #[serde(default)]
    pub hours_ago: i64,
    #[serde(default)]
    pub internal: bool,
    pub body: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoIncident {
    pub slug: String,
    #[serde(default)]
    pub days_ago: i64,
    #[serde(default)]
    pub hours_ago: i64,
    pub impact: Impact,
    pub duration_minutes: Option<i64>,
    #[serde(rename = "services")]
    pub components: Vec<String>,
    pub title: Localised,
    #[serde(default, rename = "update")]
    pub updates: Vec<DemoStatusUpdate>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoStatusUpdate {
    pub minutes_after: i64,
    pub status: IncidentStatus,
    pub body: Localised,
}

#[derive(Debug, Deserialize)]
pub(super) struct DemoMaintenance {
    pub slug: String,
    #[serde(default)]
    pub in_hours: i64,
    pub duration_minutes: i64,
    #[serde(rename = "services")]
    pub components: Vec<String>,
    pub title: Localised,
    #[serde(default)]
    pub description: Localised,
}
