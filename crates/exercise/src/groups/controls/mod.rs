//! Innocent crowds that look coordinated.

mod bots;
mod fans;
mod live;
mod petition;
mod syndication;
mod volunteers;

use super::{Behaviour, Cast};
use crate::{ControlKind, dice::Dice, world::World};

pub(super) fn behaviour(
    kind: ControlKind,
    cast: &Cast,
    world: &mut World,
    dice: &mut Dice,
) -> Box<dyn Behaviour> {
    match kind {
        ControlKind::FanCommunity => Box::new(fans::Fans::new(cast, world, dice)),
        ControlKind::Petition => Box::new(petition::Petition::new(cast, world, dice)),
        ControlKind::Syndication => Box::new(syndication::Syndication::new(cast, dice)),
        ControlKind::Volunteers => Box::new(volunteers::Volunteers::new(cast, world, dice)),
        ControlKind::DeclaredBots => Box::new(bots::Bots::new(cast, world, dice)),
        ControlKind::LiveHashtag => Box::new(live::Live::new(cast, world, dice)),
    }
}
