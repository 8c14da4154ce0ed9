//! What the gate keeps back from an organisation, and why: for those who share, before anything goes.
//!
//! **The problem.** A partner asks why it does not have an incident, and nobody can say: the gate withheld it for a marking of an
//! object that it refers to. **The choice.** The gate is asked what it would decide now, on the terms of the agreement as it
//! stands, and its decisions are shown instead of followed: nothing leaves, nothing is written. Of what the asker may not see
//! itself nothing is told, neither name nor reason. **Rejected.** Reasons kept from earlier releases: terms and markings have
//! changed since.

use super::collection::may_read;
use super::outward::{Way, nothing_agreed};
use super::{Hub, HubError};
use ostrakon_access::{Organisation, Principal};
use ostrakon_exchange::gate::{Audience, Decision, Outcome, Reason, Route};
use ostrakon_response::Words;
use ostrakon_store::{ObjectQuery, VersionMatch};
use serde_json::Value;

/// An object that does not go, or not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// STIX id.
    pub object: String,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Its version.
    pub version: String,
    /// Whether it goes without these parts; where there are none, nothing of it goes.
    pub without: Vec<String>,
    /// Name of the rule.
    pub rule: String,
    /// The rule in words.
    pub why: Words,
}

/// What would come of a part of a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// As of when, milliseconds of UTC.
    pub as_of: i64,
    /// Objects that the asker may see and that were judged.
    pub judged: usize,
    /// Of those, how many go whole.
    pub whole: usize,
    /// The others.
    pub withheld: Vec<Withheld>,
    /// Where the next part begins.
    pub next: Option<i64>,
}

impl Hub {
    /// What the gate would decide on the newest versions in a collection for an organisation, by its agreement as it stands.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for the organisation or the collection, [`HubError::Invalid`] for our own organisation.
    pub fn withheld(
        &self,
        who: &Principal,
        organisation: &str,
        collection: &str,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Outlook, HubError> {
        let found = self.one::<Organisation>("organisation", organisation)?;
        let found = found.ok_or_else(|| HubError::NotFound(format!("organisation {organisation}")))?;
        if found.value.own {
            return Err(HubError::invalid(
                "/id",
                "within the organisation nothing is withheld by the gate; name a partner",
            ));
        }
        let shelf = self.shelf(who, collection)?;
        may_read(&shelf)?;
        let query =
            ObjectQuery { versions: vec![VersionMatch::Last], after, limit, ..ObjectQuery::default() };
        let page = self.store().objects(&shelf.id, &query)?;
        let next = page.rows.last().map(|row| row.added).filter(|_| page.more);
        let rows = page.rows.into_iter().filter(|row| row.erased.is_none()).collect();
        let rows = Way::to(self, who, &shelf.id)?.pass(self, rows, true, false)?;
        let objects: Vec<Value> =
            rows.iter().map(|row| serde_json::from_slice(&row.bytes).unwrap_or(Value::Null)).collect();
        let agreement = self.agreement(organisation)?.map(|found| found.value.for_gate());
        let agreement = agreement.unwrap_or_else(|| nothing_agreed(organisation));
        let way = Way::new(self, Audience::Partner(agreement), Route::Taxii, &shelf.id, who.actor())?;
        let decisions = way.decisions(self, &objects)?;
        let judged = objects.len();
        let mut withheld = Vec::new();
        for (object, decision) in objects.iter().zip(decisions) {
            let Decision { id, version, outcome, reason } = decision;
            let without = match outcome {
                Outcome::Pass => continue,
                Outcome::Redact(paths) => paths,
                Outcome::Withhold => Vec::new(),
            };
            let name = object.get("name").and_then(Value::as_str).map(str::to_owned);
            withheld.push(Withheld {
                object: id,
                name,
                version,
                without,
                rule: rule(&reason),
                why: why(&reason),
            });
        }
        Ok(Outlook { as_of: self.now(), judged, whole: judged - withheld.len(), withheld, next })
    }
}

/// The rule's name, as the log has it.
fn rule(reason: &Reason) -> String {
    let value = serde_json::to_value(reason).ok();
    value.and_then(|value| value["rule"].as_str().map(str::to_owned)).unwrap_or_else(|| "other".into())
}

/// The rule in words. Ids of other objects are left out: the asker may not be cleared for them.
fn why(reason: &Reason) -> Words {
    match reason {
        Reason::Permitted => {
            Words::new("Nothing stands against it.", "Rien ne s’y oppose.", "Nichts steht dagegen.")
        }
        Reason::Marking { label, allowed: Some(allowed) } => Words::new(
            format!("It is {label}, and at most {allowed} may go there."),
            format!("Il est {label}, et au plus {allowed} peut y aller."),
            format!("Es ist {label}, und höchstens {allowed} darf dorthin."),
        ),
        Reason::Marking { label, allowed: None } => Words::new(
            format!("It is {label}, and nothing may go there."),
            format!("Il est {label}, et rien ne peut y aller."),
            format!("Es ist {label}, und nichts darf dorthin."),
        ),
        Reason::UnknownMarking(_) => Words::new(
            "It bears a marking that is unknown here; import the marking first.",
            "Il porte un marquage inconnu ici ; importez d’abord le marquage.",
            "Es trägt eine Kennzeichnung, die hier unbekannt ist; importieren Sie sie zuerst.",
        ),
        Reason::SharingGroup(_) => Words::new(
            "It is for a sharing group that the organisation is not in.",
            "Il est destiné à un groupe de partage dont l’organisation ne fait pas partie.",
            "Es ist für eine Gruppe bestimmt, zu der die Organisation nicht gehört.",
        ),
        Reason::Pseudonym => Words::new(
            "It tells of an account of a private person, and the agreement lets none travel.",
            "Il révèle un compte d’une personne privée, et l’accord n’en laisse passer aucun.",
            "Es nennt das Konto einer Privatperson, und die Vereinbarung lässt keines reisen.",
        ),
        Reason::RequiredReference(_) => Words::new(
            "It means nothing without another object that may not go.",
            "Il ne veut rien dire sans un autre objet qui ne peut pas partir.",
            "Es bedeutet nichts ohne ein anderes Objekt, das nicht gehen darf.",
        ),
        Reason::RequiredProperty(_) => Words::new(
            "It is not valid without a part that may not go.",
            "Il n’est pas valide sans une partie qui ne peut pas partir.",
            "Es ist nicht gültig ohne einen Teil, der nicht gehen darf.",
        ),
        Reason::Selector(_) => Words::new(
            "One of its granular markings selects what is not there; mend the marking.",
            "Un de ses marquages partiels désigne ce qui n’existe pas ; corrigez-le.",
            "Eine seiner Teilkennzeichnungen zeigt auf etwas, das es nicht gibt; berichtigen Sie sie.",
        ),
        Reason::Internal => Words::new(
            "It is internal by its type.",
            "Il est interne par son type.",
            "Es ist seiner Art nach intern.",
        ),
        Reason::Parts => Words::new(
            "It goes without parts that may not.",
            "Il part sans les parties qui ne le peuvent pas.",
            "Es geht ohne die Teile, die nicht gehen dürfen.",
        ),
        Reason::NotInForce(_) => Words::new(
            "The agreement is not in force.",
            "L’accord n’est pas en vigueur.",
            "Die Vereinbarung ist nicht in Kraft.",
        ),
        Reason::NotCovered(_) => Words::new(
            "The agreement does not cover this collection.",
            "L’accord ne couvre pas cette collection.",
            "Die Vereinbarung umfasst diese Sammlung nicht.",
        ),
        Reason::Research => Words::new(
            "It rests on data given for research (DSA Art 40), which does not go to who enforces.",
            "Il repose sur des données fournies pour la recherche (DSA art. 40), qui ne vont pas aux autorités répressives.",
            "Es beruht auf Daten, die für Forschung gegeben wurden (DSA Art. 40); sie gehen nicht an Strafverfolger.",
        ),
        other => Words::new(other.to_string(), "", ""),
    }
}
