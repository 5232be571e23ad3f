//! What the service level of a ticket depends on besides its priority.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::TicketKind;
use crate::channels::ChannelKind;

/// What a ticket is about, and for whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TicketScope {
    /// What kind of ticket it is.
    pub kind: TicketKind,
    /// The slug of the topic; empty where there are no topics.
    pub topic: String,
    /// The id of the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Uuid>,
    /// By which channel it came.
    #[serde(skip_serializing_if = "ChannelKind::is_form")]
    pub channel: ChannelKind,
}
