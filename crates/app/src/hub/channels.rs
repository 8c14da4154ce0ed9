//! The network of channels in a collection, as who asks may see it.
//!
//! **The problem.** Which channels come back from incident to incident is the first question after a hundred incidents, and an
//! answer drawn from all that is held tells its reader of incidents that he may not see. **The choice.** Every object passes the gate
//! for the asker first, page by page; the network is drawn from what came through, and only references are kept. **Rejected.**
//! Drawing it once for the house and leaving out nodes: a weight of 7 where six incidents are visible speaks of the seventh.

use super::collection::may_read;
use super::outward::Way;
use super::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_exchange::gate::{Audience, Route};
use ostrakon_exchange::network::{self, Network, Thresholds};
use ostrakon_model::Tlp;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Objects that are judged at a time.
const PIECE: usize = 5_000;

/// A channel that took part in more than one incident, and shares incidents with at least two others that did.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChannelNode {
    /// STIX id of the channel.
    pub id: String,
    /// Its name, where it may be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Incidents it took part in.
    pub incidents: u32,
    /// Channels of the network that it shares an incident with.
    pub degree: u32,
    /// Sum of the weights of its edges.
    pub strength: u32,
    /// Share of the pairs of its neighbours that are joined themselves, 0–1.
    pub clustering: f64,
    /// `hub`, `booster`, `bridge`; none for most.
    pub roles: Vec<&'static str>,
}

/// Two channels that share incidents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelEdge {
    /// One channel, by id.
    pub source: String,
    /// The other.
    pub target: String,
    /// Incidents that they share.
    pub weight: u32,
}

/// The network of the channels of a collection.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChannelNetwork {
    /// Incidents that were read.
    pub incidents: usize,
    /// Channels that were read, those left out of the network included.
    pub channels: usize,
    /// The channels of the network, by id.
    pub nodes: Vec<ChannelNode>,
    /// What joins them.
    pub edges: Vec<ChannelEdge>,
    /// Incidents of so many channels (over 5,000) that their pairs were not counted.
    pub left_out: Vec<String>,
}

impl ChannelNetwork {
    fn new(drawn: Network, mut names: HashMap<String, String>, left_out: Vec<String>) -> Self {
        let id = |at: u32| drawn.nodes[at as usize].channel.clone();
        let edges = drawn.edges.iter().map(|edge| ChannelEdge {
            source: id(edge.a),
            target: id(edge.b),
            weight: edge.weight,
        });
        let edges = edges.collect();
        let nodes = drawn.nodes.into_iter().map(|node| ChannelNode {
            name: names.remove(&node.channel),
            incidents: node.incidents,
            degree: node.degree,
            strength: node.strength,
            clustering: node.clustering,
            roles: node.roles.iter().map(|role| role.name()).collect(),
            id: node.channel,
        });
        let nodes = nodes.collect();
        Self { incidents: drawn.incidents, channels: drawn.channels, nodes, edges, left_out }
    }
}

impl Hub {
    /// Draws the network of the channels of a collection, newest versions, from what `who` may see of it.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`].
    pub fn channel_network(&self, who: &Principal, collection: &str) -> Result<ChannelNetwork, HubError> {
        let view = self.shelf(who, collection)?;
        may_read(&view)?;
        let way = Way::to(self, who, &view.id)?;
        self.draw_channels(&way, &view.id)
    }

    /// The same for the house itself.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for an unknown collection.
    pub fn own_channel_network(&self, collection: &str) -> Result<ChannelNetwork, HubError> {
        let shelf = self.people().collection(collection)?;
        let shelf = shelf.ok_or_else(|| HubError::NotFound(format!("collection {collection}")))?;
        let clearance = Tlp::Red;
        let way = Way::new(self, Audience::Own { clearance }, Route::ExportFile, &shelf.id, "command-line")?;
        self.draw_channels(&way, &shelf.id)
    }

    fn draw_channels(&self, way: &Way, collection: &str) -> Result<ChannelNetwork, HubError> {
        let (mut incidents, mut names) = (Vec::new(), HashMap::new());
        way.each_piece(self, collection, PIECE, |_, rows| {
            let objects: Vec<Value> =
                rows.iter().filter_map(|row| serde_json::from_slice(&row.bytes).ok()).collect();
            incidents.extend(network::incidents(&objects));
            for channel in objects.iter().filter(|one| one["type"] == "channel") {
                if let (Some(id), Some(name)) = (channel["id"].as_str(), channel["name"].as_str()) {
                    names.insert(id.to_owned(), name.to_owned());
                }
            }
            Ok(())
        })?;
        let (drawn, left_out) = network::network(&incidents, &Thresholds::default());
        Ok(ChannelNetwork::new(drawn, names, left_out))
    }
}
