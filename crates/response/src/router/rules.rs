//! The rules: small files, each named after what it forbids.
//!
//! A rule has a name to be cited by, a text in the languages of the interface, what to do instead, and its source in
//! the law with the address where that was read. `verified` says whether somebody read that very wording.
//!
//! Two kinds. A *safeguard* holds for every mechanism of a certain nature and cannot be left out by a file. A
//! *condition* holds where a mechanism's file names it. Both may be named; none is checked twice.

mod a_domestic_actor_is_no_foreign_interference;
mod a_team_needs_a_requesting_state;
mod a_terms_report_names_the_rule;
mod an_alert_needs_its_criteria_assessed;
mod an_exercise_never_leaves;
mod an_opinion_is_not_fact_checked;
mod behaviour_never_opinion;
mod declared_media_is_heard_first;
mod impact_is_assessed_before_it_is_answered;
mod no_crisis_measure_without_a_commission_decision;
mod no_measure_against_a_petition;
mod no_measure_against_a_small_community;
mod no_measure_against_an_actor_without_attribution;
mod no_measure_against_journalism;
mod no_measure_against_organic_behaviour;
mod no_measure_against_party_volunteers;
mod no_measure_against_satire;
mod no_measure_without_an_item;
mod no_notice_against_lawful_opinion;
mod no_privileged_removal_for_parties;
mod no_publication_above_its_marking;
mod no_publication_of_a_group_under_ten;
mod no_publication_of_classified_evidence;
mod no_second_debunk_of_the_same_claim;
mod no_second_record_while_one_is_open;
mod only_a_signatory_that_is_no_platform_notifies;
mod only_a_suspected_offence_goes_to_the_police;
mod only_a_trusted_flagger_notifies_with_priority;
mod only_cyber_incidents_go_to_the_csirt;
mod only_illegal_content_may_be_noticed;
mod only_inside_a_declared_response_window;
mod only_media_from_outside_the_union;
mod only_media_providers_have_the_media_privilege;
mod only_open_litigable_evidence;
mod only_the_right_role_may_use_it;
mod only_third_country_sponsors_shortly_before_a_vote;
mod only_those_entitled_may_use_it;
mod only_very_large_platforms;
mod only_with_a_protocol_on_record;
mod only_with_an_election_on_record;
mod research_access_only_for_systemic_risk;
mod research_data_never_goes_to_enforcement;
mod unpaid_personal_opinion_is_no_political_ad;

use super::case::{Case, Lack, Verdict};
use super::{Gap, Reason};
use crate::mechanism::{Condition, Mechanism};
use crate::{Source, Words};
use serde::Serialize;
use utoipa::ToSchema;

/// A rule.
pub struct Rule {
    /// Its name.
    pub(crate) id: &'static str,
    text: Phrase,
    /// What to do instead.
    instead: Phrase,
    source: StaticSource,
    /// For a safeguard, the mechanisms that it guards.
    nature: Option<fn(&Mechanism) -> bool>,
    pub(crate) takes_months: bool,
    pub(crate) takes_kinds: bool,
    pub(super) check: fn(&mut Case<'_>, &Rule, Option<&Condition>) -> Verdict,
}

/// Phrase that ship with the program.
#[derive(Debug, Clone, Copy)]
pub struct Phrase {
    pub(super) en: &'static str,
    pub(super) fr: &'static str,
    pub(super) de: &'static str,
}

impl Phrase {
    /// As a text.
    pub(super) fn text(self) -> Words {
        Words::new(self.en, self.fr, self.de)
    }
}

struct StaticSource {
    text: &'static str,
    address: &'static str,
    verified: bool,
}

/// A rule, as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleCard {
    /// Its name.
    pub id: String,
    /// What it says.
    pub text: Words,
    /// What to do instead.
    pub instead: Words,
    /// Where it comes from.
    pub source: Source,
    /// Whether it holds for every mechanism of its nature, whatever the file says.
    pub safeguard: bool,
}

/// Safeguards first, in the order in which they are asked; then conditions.
const ALL: &[&Rule] = &[
    &an_exercise_never_leaves::RULE,
    &only_those_entitled_may_use_it::RULE,
    &only_the_right_role_may_use_it::RULE,
    &no_measure_without_an_item::RULE,
    &no_notice_against_lawful_opinion::RULE,
    &no_measure_against_satire::RULE,
    &no_measure_against_a_petition::RULE,
    &no_measure_against_party_volunteers::RULE,
    &no_measure_against_a_small_community::RULE,
    &no_measure_against_journalism::RULE,
    &no_measure_against_organic_behaviour::RULE,
    &declared_media_is_heard_first::RULE,
    &no_measure_against_an_actor_without_attribution::RULE,
    &a_domestic_actor_is_no_foreign_interference::RULE,
    &no_publication_of_classified_evidence::RULE,
    &no_publication_above_its_marking::RULE,
    &no_publication_of_a_group_under_ten::RULE,
    &research_data_never_goes_to_enforcement::RULE,
    &no_privileged_removal_for_parties::RULE,
    &no_second_record_while_one_is_open::RULE,
    &behaviour_never_opinion::RULE,
    &only_illegal_content_may_be_noticed::RULE,
    &a_terms_report_names_the_rule::RULE,
    &only_inside_a_declared_response_window::RULE,
    &only_a_signatory_that_is_no_platform_notifies::RULE,
    &only_a_trusted_flagger_notifies_with_priority::RULE,
    &no_crisis_measure_without_a_commission_decision::RULE,
    &only_very_large_platforms::RULE,
    &only_with_a_protocol_on_record::RULE,
    &unpaid_personal_opinion_is_no_political_ad::RULE,
    &only_third_country_sponsors_shortly_before_a_vote::RULE,
    &a_team_needs_a_requesting_state::RULE,
    &only_open_litigable_evidence::RULE,
    &only_cyber_incidents_go_to_the_csirt::RULE,
    &an_alert_needs_its_criteria_assessed::RULE,
    &only_with_an_election_on_record::RULE,
    &only_media_from_outside_the_union::RULE,
    &only_media_providers_have_the_media_privilege::RULE,
    &only_a_suspected_offence_goes_to_the_police::RULE,
    &an_opinion_is_not_fact_checked::RULE,
    &no_second_debunk_of_the_same_claim::RULE,
    &impact_is_assessed_before_it_is_answered::RULE,
    &research_access_only_for_systemic_risk::RULE,
];

const ASSESS: Phrase = Phrase {
    en: "Assess the item: opinion, against a rule of the platform, or illegal, and by which law.",
    fr: "Qualifiez l'élément : opinion, contraire à une règle de la plateforme, ou illicite, et selon quel texte.",
    de: "Beurteilen Sie den Gegenstand: Meinung, Verstoß gegen eine Regel der Plattform oder rechtswidrig, und wonach.",
};

const LINK_ELECTION: Phrase = Phrase {
    en: "Link the election from the calendar.",
    fr: "Reliez l'élection du calendrier.",
    de: "Verknüpfen Sie die Wahl aus dem Kalender.",
};

pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().copied()
}

/// Rules that a mechanism's file may name.
pub(crate) fn selectable() -> impl Iterator<Item = &'static Rule> {
    all()
}

/// A rule by its name.
pub(crate) fn named(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// All rules, as people read them.
pub fn rule_cards() -> Vec<RuleCard> {
    all()
        .map(|rule| RuleCard {
            id: rule.id.to_owned(),
            text: rule.text.text(),
            instead: rule.instead.text(),
            source: rule.source.legal(),
            safeguard: rule.nature.is_some(),
        })
        .collect()
}

impl StaticSource {
    fn legal(&self) -> Source {
        Source { cite: self.text.to_owned(), address: self.address.to_owned(), verified: self.verified }
    }
}

impl Rule {
    /// Whether it is a safeguard that holds for this mechanism.
    pub(super) fn guards(&self, mechanism: &Mechanism) -> bool {
        self.nature.is_some_and(|holds| holds(mechanism))
    }

    pub(super) fn reason(&self) -> Reason {
        Reason {
            rule: self.id.to_owned(),
            text: self.text.text(),
            instead: self.instead.text(),
            source: self.source.legal(),
        }
    }

    pub(super) fn gap(&self, lack: &Lack) -> Gap {
        Gap {
            field: lack.field.to_owned(),
            what_to_do: lack.what_to_do.text(),
            rule: Some(self.id.to_owned()),
            source: Some(self.source.legal()),
        }
    }
}
