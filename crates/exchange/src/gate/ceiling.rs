//! The narrowest label that may reach an audience by a route.
//!
//! **The rule** (TLP 2.0, FIRST 2022). An originator may tell whom he likes; a recipient may pass on CLEAR to everybody,
//! GREEN within the community, AMBER and AMBER+STRICT to no other organisation. So an object of ours goes up to the
//! agreement's label, an object of the partner's own goes back to him likewise, and a third party's object goes up to
//! GREEN if the partner is in the community, else up to CLEAR. RED is for named people: only a signed-in person of our
//! own organisation sees it.
//!
//! **The choice.** GREEN needs membership of the community unless the agreement reaches to AMBER: a partner that is
//! trusted with more by name is not refused less. Otherwise raising a label would widen its audience.

use super::decision::Reason;
use super::parties::{Audience, Context, Route};
use ostrakon_model::Tlp;
use serde_json::{Map, Value};

/// Whose object it is, seen from the audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// We are the originator.
    Ours,
    /// The recipient is.
    Recipients,
    /// Somebody else is.
    Third,
}

/// Whose an object is, given who sent it. What came from somebody else is never ours, whatever it says of itself.
pub(super) fn origin(
    object: &Map<String, Value>,
    sender: Option<&str>,
    context: &Context<'_>,
    audience: &Audience,
) -> Origin {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    // An identity speaks for itself.
    let creator =
        text("created_by_ref").or_else(|| if text("type") == Some("identity") { text("id") } else { None });
    let ours = |id: &str| context.own.contains(id);
    let originator = match (sender, creator) {
        (None, None) => return Origin::Ours,
        (None, Some(creator)) => {
            // An identity that we describe and nobody claims is our description.
            if ours(creator) || text("created_by_ref").is_none() {
                return Origin::Ours;
            }
            creator
        }
        (Some(sender), Some(creator)) if ours(creator) => sender,
        (Some(_), Some(creator)) => creator,
        (Some(sender), None) => sender,
    };
    match audience {
        Audience::Partner(agreement) if agreement.organisation == originator => Origin::Recipients,
        _ => Origin::Third,
    }
}

/// The narrowest label that may pass.
pub(super) fn ceiling(origin: Origin, audience: &Audience, route: Route) -> Tlp {
    let by_route = match route {
        Route::Public => Tlp::Clear,
        Route::Webhook => Tlp::Green,
        Route::Rest => Tlp::Red,
        Route::Taxii | Route::ExportFile | Route::Report | Route::Federation => Tlp::AmberStrict,
    };
    let by_audience = match audience {
        Audience::Public => Tlp::Clear,
        Audience::Community => Tlp::Green,
        Audience::Own { clearance } => *clearance,
        Audience::Partner(agreement) => {
            let highest = agreement.highest.min(Tlp::AmberStrict);
            let green = if agreement.community { Tlp::Green } else { Tlp::Clear };
            match origin {
                Origin::Third => highest.min(green),
                Origin::Ours | Origin::Recipients if highest == Tlp::Green => green,
                Origin::Ours | Origin::Recipients => highest,
            }
        }
    };
    by_route.min(by_audience)
}

/// Whether accounts of persons may travel.
pub(super) fn pseudonyms(audience: &Audience, route: Route) -> bool {
    !matches!(route, Route::Public | Route::Webhook)
        && match audience {
            Audience::Public | Audience::Community => false,
            Audience::Partner(agreement) => agreement.pseudonyms,
            Audience::Own { .. } => true,
        }
}

/// Whether properties that are internal to the organisation are shown: to our own people who are signed in.
pub(super) fn internals(audience: &Audience, route: Route) -> bool {
    matches!((audience, route), (Audience::Own { .. }, Route::Rest))
}

/// What closes the gate for everything at once.
pub(super) fn closed(context: &Context<'_>, audience: &Audience, route: Route) -> Option<Reason> {
    let outward = route == Route::Public || !matches!(audience, Audience::Own { .. });
    if outward && route.needs_decision() && context.decided_by.as_deref().is_none_or(str::is_empty) {
        return Some(Reason::NoDecision(route));
    }
    let Audience::Partner(agreement) = audience else { return None };
    if !agreement.in_force(context.now) {
        return Some(Reason::NotInForce(agreement.id.clone()));
    }
    (!agreement.covers(context.collection.as_deref())).then(|| Reason::NotCovered(agreement.id.clone()))
}
