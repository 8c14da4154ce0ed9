//! The network of channels that the incidents of a collection draw.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::{Path, State};
use ostrakon_app::hub::channels::ChannelNetwork;
use std::sync::Arc;

/// Network of channels
///
/// The channels that took part in more than one incident of the collection and share incidents with at least two others that did
/// (the rule of the EEAS's 3rd report on FIMI threats, applied until nothing changes), with their parts: hub (degree in the top 5 %),
/// booster (mean weight in the top 5 %, at least 2), bridge (at least 4 neighbours of whom less than half of the pairs know each
/// other). Drawn from what the asker may see.
#[utoipa::path(get, path = "/api/v1/collections/{id}/channels", tag = "objects",
    params(("id" = String, Path, description = "id or alias of the collection")),
    responses((status = 200, description = "nodes and edges", body = ChannelNetwork),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn network(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(collection): Path<String>,
) -> Result<Json<ChannelNetwork>, Problem> {
    Ok(Json(house.call(move |hub| hub.channel_network(&who, &collection)).await?))
}
