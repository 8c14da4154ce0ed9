//! The gate itself.

use super::decision::{Decision, LedgerLine, Outcome, Reason, Release, Released};
use super::gather::gather;
use super::handles::Names;
use super::judge::{Facts, Judge, identified, version};
use super::parties::{Audience, Context, Route};
use super::redact::{Redacted, redact};
use serde_json::Value;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// Decides what of `objects` may reach `audience` by `route`, and takes out of it what may not. Pure: the caller sends
/// the result and appends the ledger lines.
///
/// Objects may be of any type and in any order, several versions of one included; what is no STIX object is withheld.
pub fn release<'a>(
    objects: &'a [Value],
    context: &'a Context<'a>,
    audience: &'a Audience,
    route: Route,
) -> Release<'a> {
    let mut judge = Judge::new(context, audience, route);
    let handles = gather(&mut judge, objects);
    let hands: Vec<_> = objects.iter().enumerate().map(|(at, object)| judge.hand(at, object)).collect();
    let mut facts: Vec<Facts<'a>> =
        objects.iter().zip(&hands).map(|(object, hand)| judge.judge(object, *hand)).collect();
    loop {
        judge.settle();
        spread(&judge, objects, &mut facts);
        let mut broken = Vec::new();
        let redacted: Vec<Option<Redacted>> = {
            // The names that may not be told: of all accounts, or, where accounts may travel, of those that stay all the
            // same.
            let stays = RefCell::new(HashMap::new());
            let is_secret = |account: Option<&str>| {
                !judge.pseudonyms || account.is_some_and(|id| stays_back(&judge, id, &mut stays.borrow_mut()))
            };
            let names = Names::new(context.handles.into_iter().chain([&handles]), &is_secret);
            let all = objects.iter().zip(&facts).zip(&hands);
            all.map(|((object, facts), hand)| {
                facts.reason.is_none().then(|| redact(&judge, &names, object, *hand, &mut broken))
            })
            .collect()
        };
        let mut again = false;
        for ((object, facts), redacted) in objects.iter().zip(&mut facts).zip(&redacted) {
            let Some(Redacted::Broken(property)) = redacted else { continue };
            again = true;
            facts.reason = Some(Reason::RequiredProperty(property.clone()));
            judge.add(object, facts.clone());
        }
        for id in &broken {
            let Some(node) = judge.node(id) else { continue };
            let reason = &mut judge.nodes[node].facts.reason;
            again |= reason.is_none();
            reason.get_or_insert(Reason::Parts);
        }
        if !again {
            return answer(&judge, objects, &facts, redacted);
        }
    }
}

/// Whether an account stays back, be it in reach or only held.
fn stays_back(judge: &Judge<'_>, id: &str, known: &mut HashMap<String, bool>) -> bool {
    if judge.node(id).is_some() {
        return judge.is_withheld(id);
    }
    if let Some(known) = known.get(id) {
        return *known;
    }
    let stays = judge.context.library.held(id).iter().any(|held| {
        let hand = held.from.as_deref().or_else(|| judge.hand_of(&held.object, None));
        let facts = judge.judge(&held.object, hand);
        facts.reason.is_some() || judge.unmet(&facts).is_some()
    });
    known.insert(id.to_owned(), stays);
    stays
}

/// Brings what was found out of an object's newest version, and of what it needs, to each version asked for.
fn spread(judge: &Judge<'_>, objects: &[Value], facts: &mut [Facts<'_>]) {
    for (object, facts) in objects.iter().zip(facts).filter(|(_, facts)| facts.reason.is_none()) {
        let Some((_, id, _)) = identified(object) else { continue };
        let newest = judge.node(&id.to_ascii_lowercase()).and_then(|at| judge.nodes[at].facts.reason.clone());
        let missing = judge.unmet(facts).map(|id| Reason::RequiredReference(id.to_owned()));
        facts.reason = newest.or(missing);
    }
}

fn answer<'a>(
    judge: &Judge<'a>,
    objects: &'a [Value],
    facts: &[Facts<'_>],
    redacted: Vec<Option<Redacted>>,
) -> Release<'a> {
    let mut release = Release {
        objects: Vec::new(),
        decisions: Vec::with_capacity(objects.len()),
        withheld: 0,
        ledger: Vec::new(),
    };
    let mut withheld: BTreeSet<String> =
        judge.nodes.iter().filter(|node| node.facts.reason.is_some()).map(|node| node.id.clone()).collect();
    let mut nameless = 0;
    let mut redacted = redacted.into_iter();
    for (index, (object, facts)) in objects.iter().zip(facts).enumerate() {
        let (id, stamp) = match identified(object) {
            Some((map, id, _)) => (id.to_owned(), version(map).to_owned()),
            None => (String::new(), String::new()),
        };
        let parts = redacted.next().flatten();
        let (outcome, reason, left) = match (facts.reason.clone(), parts) {
            (None, Some(Redacted::Same)) => (Outcome::Pass, Reason::Permitted, Some(Cow::Borrowed(object))),
            (None, Some(Redacted::Parts(value, paths))) => {
                (Outcome::Redact(paths), Reason::Parts, Some(Cow::Owned(value)))
            }
            (reason, _) => (Outcome::Withhold, reason.unwrap_or(Reason::Parts), None),
        };
        match left {
            Some(left) => {
                release.ledger.push(line(judge, &id, &stamp, facts, matches!(outcome, Outcome::Redact(_))));
                release.objects.push(Released { index, object: left, marking: facts.label });
            }
            None if id.is_empty() => nameless += 1,
            None => drop(withheld.insert(id.to_ascii_lowercase())),
        }
        release.decisions.push(Decision { id, version: stamp, outcome, reason });
    }
    release.withheld = withheld.len() + nameless;
    release
}

fn line(judge: &Judge<'_>, id: &str, version: &str, facts: &Facts<'_>, redacted: bool) -> LedgerLine {
    let agreement = match judge.audience {
        Audience::Partner(agreement) => Some(agreement.id.clone()),
        _ => None,
    };
    LedgerLine {
        object: id.to_owned(),
        version: version.to_owned(),
        recipient: if judge.route == Route::Public { "public" } else { judge.audience.name() }.to_owned(),
        route: judge.route,
        marking: facts.label,
        at: judge.context.now,
        redacted,
        agreement,
        collection: judge.context.collection.clone(),
        decided_by: judge.context.decided_by.clone(),
    }
}
